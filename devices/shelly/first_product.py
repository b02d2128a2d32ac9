"""A Shelly of the first generation, as far as it has told of itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from devices.message import Message
from devices.plain import plain
from devices.said import Fields, fields_in, text_in, text_of
from devices.shelly.first import KINDS, TUNABLE, FirstPart, parts_of
from devices.shelly.first_measures import (
    CHIP,
    EMETERS,
    HIGHEST,
    METERS,
    Measured,
    metered,
    sensed,
    status,
    switched,
)
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.events import CommandedByOther, Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

FAMILY_NAME: Final = "shelly_gen1"
MAKER: Final = "Shelly"
ROOT: Final = "shellies"
MOST_PARTS: Final = 16
BUTTONS: Final = {"SHBTN-1": 1, "SHBTN-2": 1, "SHIX3-1": 3}
"""Models that are nothing but buttons, and how many."""
SLEEPERS: Final = frozenset({"SHBTN-1", "SHBTN-2", "SHHT-1", "SHWT-1", "SHDW-1", "SHDW-2"})
"""Models that are away most of the time, to save their battery."""
PRESSES: Final = {
    "S": "single",
    "SS": "double",
    "SSS": "triple",
    "L": "hold",
    "SL": "single_hold",
    "LS": "hold_single",
}

LEAVES: Final = (
    *(f"{kind}/+" for kind in KINDS),
    *(f"{kind}/+/{leaf}" for kind in KINDS for leaf in ("power", "energy")),
    *(f"{kind}/+/status" for kind in ("color", "white", "light")),
    *("roller/+/pos", "input/+", "input_event/+", "sensor/+", "emeter/+/+", "temperature"),
    "status",
)
"""Where it tells how it is, below its own topic."""


@dataclass(slots=True)
class FirstShelly:
    """Rule 1: the first thing that can be told is the product itself, the others stand beside it.

    Rule 2: what it measures and what is pressed on it belongs to the product itself.
    """

    mac: str
    id: str
    model: str = ""
    mode: str = ""
    at: str = ""
    parts: dict[str, FirstPart] = field(default_factory=dict)
    able: dict[HardwareId, dict[Aspect, Capability]] = field(default_factory=dict)
    presses: set[int] = field(default_factory=set)
    counts: dict[int, object] = field(default_factory=dict)
    changed: bool = True

    @property
    def hardware(self) -> HardwareId:
        """Return the device that is the product itself."""
        return HardwareId(f"{FAMILY_NAME}-{self.mac}")

    @property
    def sleeps(self) -> bool:
        """Say whether it is away most of the time, which means nothing."""
        return self.model in SLEEPERS or Aspect("battery") in self.able.get(self.hardware, {})

    def is_described(self, said: Fields) -> None:
        """Take in what it announces."""
        model, mode = plain(text_of(said.get("model"))), plain(text_of(said.get("mode")))
        at = plain(text_of(said.get("ip")))
        if (model, mode, at) == (self.model, self.mode, self.at):
            return
        if mode != self.mode:
            # A roller is no longer two relays, a strip of whites no longer one of colours.
            self.parts.clear()
            self.able.clear()
        self.model, self.mode, self.at, self.changed = model, mode, at, True
        kind, count = parts_of(model, mode)
        for number in range(count):
            self._part(kind, number)
        self.presses |= set(range(BUTTONS.get(model, 0)))

    def announcements(self) -> Iterator[Announcement]:
        """Return its devices."""
        product = Product(maker=MAKER, model=self.model, macs=frozenset({self.mac}))
        main = self._main()
        for part in self.parts.values():
            hardware = self._hardware_of(part)
            if part is main:
                continue
            able = {one.aspect: one for one in part.capabilities()} | self.able.get(hardware, {})
            yield Announcement(
                hardware=hardware,
                name=f"{self.id} {part.number + 1}",
                family=FAMILY_NAME,
                sort=part.sort,
                product=product,
                capabilities=able,
                part=part.key,
                at=self.at,
            )
        own = {one.aspect: one for one in main.capabilities()} if main else {}
        yield Announcement(
            hardware=self.hardware,
            name=self.id,
            family=FAMILY_NAME,
            sort=main.sort if main else Sort.BUTTON if self.presses else Sort.SENSOR,
            product=product,
            capabilities=own | self.able.get(self.hardware, {}),
            presses=frozenset(
                self._press(number, press) for number in self.presses for press in PRESSES.values()
            ),
            part=main.key if main and len(self.parts) > 1 else "",
            at=self.at,
        )

    def hears(self, leaf: str, message: Message) -> list[Event]:
        """Take in a message on one of its topics."""
        kind, _, rest = leaf.partition("/")
        number, _, inner = rest.partition("/")
        payload = message.payload
        if kind in KINDS:
            return self._of_part(kind, number, inner, message)
        if kind == "input_event":
            return [] if message.retain else self._pressed(number, payload)
        told: dict[Aspect, Value] = {}
        match kind:
            case "sensor":
                told = self._learnt(self.hardware, sensed(rest, text_in(payload) or ""))
            case "emeter":
                told = self._learnt(self.hardware, metered(EMETERS.get(inner), payload, number))
            case "input":
                told = self._learnt(self.hardware, switched(number, text_in(payload) or ""))
            case "temperature":
                told = self._learnt(self.hardware, metered(CHIP, payload))
            case "status":
                told = self._learnt(self.hardware, status(fields_in(payload) or {}))
            case _:
                pass
        return self._reported(self.hardware, told, message)

    def say(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Message, ...]:
        """Return the messages that make one of its devices so."""
        for part in self.parts.values():
            if self._hardware_of(part) == hardware:
                return part.say(values, transition)
        return ()

    def command_topics(self) -> Iterator[str]:
        """Return the topics on which its parts are told."""
        for part in self.parts.values():
            yield from part.commands()

    def overheard(self, message: Message) -> Iterator[CommandedByOther]:
        """Take in what somebody else told it."""
        for part in self.parts.values():
            if message.topic in part.commands() and message.payload:
                told = part.understood(message.topic, message.payload)
                yield CommandedByOther(self._hardware_of(part), told)

    def _of_part(self, kind: str, number: str, inner: str, message: Message) -> list[Event]:
        if not (number.isascii() and number.isdigit()) or int(number[:3]) > HIGHEST:
            return []
        part = self._part(kind, int(number))
        if part is None:
            return []
        hardware, able = self._hardware_of(part), part.capabilities()
        if inner in METERS:
            told = self._learnt(hardware, metered(METERS[inner], message.payload))
        else:
            told = dict(part.read(inner, message.payload))
        self.changed |= part.capabilities() != able
        return self._reported(hardware, told, message)

    def _part(self, kind: str, number: int) -> FirstPart | None:
        key = f"{kind}:{number}"
        if key not in self.parts:
            if len(self.parts) >= MOST_PARTS:
                return None
            whites = self.model in TUNABLE
            base = f"{ROOT}/{self.id}/{kind}/{number}"
            self.parts[key] = FirstPart(kind, number, base, has_whites=whites)
            self.changed = True
        return self.parts[key]

    def _main(self) -> FirstPart | None:
        """Return the part that is the product itself: the first of its number zero."""
        keys = (f"{kind}:0" for kind in KINDS)
        return next((self.parts[key] for key in keys if key in self.parts), None)

    def _hardware_of(self, part: FirstPart) -> HardwareId:
        if part is self._main():
            return self.hardware
        return HardwareId(f"{self.hardware}/{part.key}")

    def _pressed(self, number: str, payload: bytes) -> list[Event]:
        said = fields_in(payload)
        if said is None or not (number.isascii() and number.isdigit()):
            return []
        index, count = int(number[:3]), said.get("event_cnt")
        if index > HIGHEST:
            return []
        self.changed |= index not in self.presses
        self.presses.add(index)
        before, self.counts[index] = self.counts.get(index), count
        press = PRESSES.get(text_of(said.get("event")))
        # It is told again and again; what was first heard of it may be of long ago.
        fresh = count != before and (before is not None or self.sleeps or count is None)
        return [Pressed(self.hardware, self._press(index, press))] if press and fresh else []

    def _press(self, number: int, press: str) -> str:
        return press if len(self.presses) <= 1 else f"{number + 1}_{press}"

    def _learnt(self, hardware: HardwareId, measured: Iterable[Measured]) -> dict[Aspect, Value]:
        """Take in what a device measures; return the values."""
        able = self.able.setdefault(hardware, {})
        told: dict[Aspect, Value] = {}
        for capability, value in measured:
            if capability.aspect not in able:
                able[capability.aspect] = capability
                self.changed = True
            told[capability.aspect] = value
        return told

    def _reported(self, hardware: HardwareId, told: Values, message: Message) -> list[Event]:
        return [Reported(hardware, told, message.retain)] if told else []
