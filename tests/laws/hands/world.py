"""A world in virtual time: simulated lamps, the real family, the real rules, and a slow journal."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from devices.families.homeassistant import HomeAssistant
from devices.message import Message
from devices.simulated.house import SimulatedHouse
from rules.gate import goes, may_leave, waits
from rules.hands.tolerance import Tolerance
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.device import Announcement
from rules.words.effects import Command, Record
from rules.words.events import DeviceAnnounced, Event, PolicyAdopted, Reported, TimePassed
from rules.words.ids import DeviceId
from rules.words.records import Body
from rules.words.times import Moment, Seconds
from rules.words.values import LIGHT_ASPECTS, Aspect, Value, Values

WRITING: Final[Seconds] = 0.004
"""How long a decision takes into the journal, before its command may leave."""
TRANSIT: Final[Seconds] = 0.02
"""How long a command takes to its lamp."""
Happening: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a lamp was told, when, and what the hub knew of it then."""

    at: Moment
    values: Values
    transition: Seconds
    known: Values
    automated: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A live report as it came in, and what the hub knew, and had learnt, before."""

    at: Moment
    values: Values
    known: Values
    tolerance: Tolerance


@dataclass(slots=True)
class Log:
    """What happened around one lamp."""

    known: dict[Aspect, Value] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    left: list[tuple[Moment, Command]] = field(default_factory=list)
    """Automated commands that were handed over."""
    refused: int = 0


class World:
    """The house, its lamps, and what is on the way between them."""

    def __init__(
        self,
        lamps: SimulatedHouse,
        policy: Policy,
        others: Iterable[Announcement] = (),
        *,
        start: Moment,
    ) -> None:
        """Announce everything; what else is there is told directly."""
        self.now = start
        self.house = House()
        self.lamps = lamps
        self.family = HomeAssistant()
        self.records: list[tuple[Moment, Body]] = []
        self.logs: dict[DeviceId, Log] = {}
        self.watch: Callable[[Body], None] | None = None
        self._coming: list[tuple[Moment, int, Happening]] = []
        self._count = 0
        self.happens(PolicyAdopted(policy))
        for announcement in others:
            self.happens(DeviceAnnounced(announcement))
        for message in lamps.announcements(start):
            self._hear(message)

    def at(self, moment: Moment, happening: Happening) -> None:
        """Let something happen at a moment."""
        self._count += 1
        heapq.heappush(self._coming, (moment, self._count, happening))

    def log(self, device: DeviceId) -> Log:
        """Return what happened around a lamp so far."""
        return self.logs.setdefault(device, Log())

    def lives_until(self, end: Moment) -> None:
        """Let everything happen up to a moment, in its order."""
        while (first := self._next()) <= end:
            self.now = max(self.now, first)
            due = self.house.due.next()
            if due is not None and due <= self.now:
                self.happens(TimePassed())
            for message in self.lamps.says(self.now):
                self._hear(replace(message, retain=False))
            while self._coming and self._coming[0][0] <= self.now:
                heapq.heappop(self._coming)[2]()
        self.now = end

    def _next(self) -> Moment:
        moments = [m for m in (self.lamps.due(), self.house.due.next()) if m is not None]
        if self._coming:
            moments.append(self._coming[0][0])
        return min(moments, default=float("inf"))

    def _hear(self, message: Message) -> None:
        for event in self.family.heard(message).events:
            self.happens(event)

    def happens(self, event: Event) -> None:
        """Apply an event now."""
        if isinstance(event, Reported) and not event.stored:
            self._note(event)
        for effect in step(self.house, event, self.now):
            match effect:
                case Command():
                    self._order(effect)
                case Record(body):
                    self.records.append((self.now, body))
                    if self.watch is not None:
                        self.watch(body)
                case _:
                    pass

    def _note(self, event: Reported) -> None:
        device = self.house.ids.get(event.hardware)
        light = {a: v for a, v in event.values.items() if a in LIGHT_ASPECTS}
        if device is None or not light:
            return
        log = self.log(device)
        tolerance = self.house.conditions[device].tolerance
        log.heard.append(Heard(self.now, light, dict(log.known), tolerance))
        log.known.update(light)

    def _order(self, command: Command) -> None:
        log = self.log(command.device)
        transition = command.transition or 0.0
        order = Order(self.now, command.values, transition, dict(log.known), command.automated)
        if not any(o.values is command.values for o in log.orders[-3:]):
            # The same order sent once more is no new one.
            log.orders.append(order)
        if command.automated:
            waits(self.house, command)
            self.at(self.now + WRITING, lambda: self._leaves(command))
        else:
            self._leaves(command)

    def _leaves(self, command: Command) -> None:
        log = self.log(command.device)
        goes(self.house, command)
        if may_leave(self.house, command, self.now):
            log.refused += 1
            return
        if command.automated:
            log.left.append((self.now, command))
        for part in self.family.encode(command.hardware, command.values, command.transition):
            if isinstance(part, Message):
                self._arrives(part)

    def _arrives(self, message: Message) -> None:
        self.at(self.now + TRANSIT, lambda: self.lamps.hears(message, self.now))
