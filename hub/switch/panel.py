"""The panel: reads the lines of all physical switches and tells the house what they show.

Rule 1: each line is read when it is taken in, at each edge, a while after it, and each second.
Rule 2: a line that is lost is said once, tried again each second, and said when it is back.
Rule 3: none of this waits for the network.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from hub.clock import Clock
from hub.switch.line import Line, LineLost
from rules.house import House
from rules.people.switch import SETTLE
from rules.people.switches import contact_of
from rules.words.events import Event, SwitchRead
from rules.words.ids import SwitchId
from rules.words.switches import Gpio, Monotonic, OfDevice, Simulated, Switch, UsbKey

LOOK_EVERY: Final = 1.0
LOOK_AFTER: Final = SETTLE + 0.006
"""Seconds after an edge: what stands open then has settled."""
PATIENCE: Final = 5.0
"""Seconds in which the devices must be known; a switch that is none of them by then is in doubt."""
NOT_HEARD: Final = "there is no connection to its device yet"

Make: TypeAlias = Callable[[Switch], Line | None]

log = logging.getLogger("homerule")


class Engine(Protocol):
    """What is told of the lines; a person's hand goes before all else."""

    def tell(self, event: Event) -> None:
        """Take in what comes after what was told before."""

    def tell_of_person(self, event: Event) -> None:
        """Take in what goes first."""


@dataclass(slots=True)
class Read:
    """A switch, its line, and how that is."""

    switch: Switch
    line: Line
    open: bool = False
    lost: str = ""
    closed: bool | None = None
    timer: asyncio.TimerHandle | None = None


class Panel:
    """Reads the lines of the switches that a household has, in the loop's thread."""

    def __init__(
        self, house: House, engine: Engine, clock: Clock, make: Make, *, every: float = LOOK_EVERY
    ) -> None:
        """Know whom to tell; `make` returns the line of a switch, None for a device's."""
        self._house = house
        self._engine = engine
        self._now = clock.monotonic
        self._make = make
        self._every = every
        self._reads: dict[SwitchId, Read] = {}

    def adopt(self, switches: Mapping[SwitchId, Switch]) -> None:
        """Read these from now on, each at once; those that did not change are read on."""
        for known in tuple(self._reads.values()):
            if switches.get(known.switch.id) != known.switch:
                self._close(known)
                del self._reads[known.switch.id]
        for switch in switches.values():
            if switch.id not in self._reads and (line := self._make(switch)) is not None:
                self._reads[switch.id] = Read(switch, line)
        for known in self._reads.values():
            # After the policy that was told before it.
            self._look(known, self._engine.tell)

    async def run(self) -> None:
        """Look at every line each second, for ever."""
        began = self._now()
        doubted = False
        while True:
            await asyncio.sleep(self._every)
            for known in self._reads.values():
                self._look(known, self._engine.tell_of_person)
            if not doubted and self._now() - began > PATIENCE:
                doubted = True
                self._doubt_devices()

    def close(self) -> None:
        """Let go of all lines."""
        for known in self._reads.values():
            self._close(known)

    def _look(self, known: Read, tell: Callable[[Event], None]) -> None:
        level, why = self._level(known)
        if why != known.lost:
            self._say(known, why)
        tell(SwitchRead(switch=known.switch.id, closed=level, at=self._now(), why=why))
        if level is False and known.closed is not False:
            self._look_again(known)
        known.closed = level

    def _level(self, known: Read) -> tuple[bool | None, str]:
        try:
            if not known.open:
                known.line.open(lambda closed, at: self._edge(known, closed=closed, at=at))
                known.open = True
            return known.line.level(), ""
        except LineLost as lost:
            self._close(known)
            return None, str(lost)

    def _edge(self, known: Read, *, closed: bool, at: Monotonic) -> None:
        known.closed = closed
        self._engine.tell_of_person(SwitchRead(switch=known.switch.id, closed=closed, at=at))
        self._look_again(known)

    def _look_again(self, known: Read) -> None:
        """See whether it still stands so when it has settled."""
        if known.timer is not None:
            known.timer.cancel()
        loop = asyncio.get_running_loop()
        known.timer = loop.call_later(LOOK_AFTER, self._settled, known)

    def _settled(self, known: Read) -> None:
        known.timer = None
        self._look(known, self._engine.tell_of_person)

    def _say(self, known: Read, why: str) -> None:
        known.lost = why
        if why:
            log.warning("%s cannot be read: %s; it is tried again", known.switch.title, why)
        else:
            log.info("%s can be read again", known.switch.title)

    def _close(self, known: Read) -> None:
        known.open = False
        if known.timer is not None:
            known.timer.cancel()
            known.timer = None
        known.line.close()

    def _doubt_devices(self) -> None:
        """Count as unreadable the switches that are devices and were never heard of."""
        for switch in self._house.policy.switches.values():
            if isinstance(switch.line, OfDevice) and not contact_of(self._house, switch).seen:
                read = SwitchRead(switch=switch.id, closed=None, at=self._now(), why=NOT_HEARD)
                self._engine.tell_of_person(read)


def lines(state: Path, clock: Clock) -> Make:
    """Return what makes the line of a switch; what a line needs is loaded when it is opened."""

    def make(switch: Switch) -> Line | None:
        match switch.line:
            case Gpio() as at:
                from hub.switch.gpio import GpioLine  # noqa: PLC0415 -- on use

                return GpioLine(at)
            case UsbKey() as at:
                from hub.switch.usb import UsbLine  # noqa: PLC0415 -- on use

                return UsbLine(at, clock.monotonic)
            case Simulated(simulated=name):
                from hub.switch.simulated import SimulatedLine  # noqa: PLC0415 -- on use

                return SimulatedLine(state / name, clock.monotonic)
            case OfDevice():
                return None

    return make
