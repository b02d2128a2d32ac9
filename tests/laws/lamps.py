"""Lamps as the histories know them: what they truly are, and how they answer what they are told."""

from dataclasses import dataclass, field
from typing import Final

from rules.words.device import Announcement
from rules.words.ids import DeviceId, HardwareId, slug
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values
from tests.laws.histories import Manner

LATENCY: Final = {Manner.LATE: 0.7, Manner.VERY_LATE: 4.0}
SOON: Final = 0.05
FADE: Final = 0.8
STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Change:
    """What a lamp becomes in a moment, and whether it says so."""

    after: float
    values: Values
    said: int = 1


@dataclass(slots=True)
class Lamp:
    """One lamp in the world."""

    announcement: Announcement
    manner: Manner = Manner.PROMPT
    away: bool = False
    fade: int = 0
    """Counts what took over; the steps of an older fade come to nothing."""
    state: dict[Aspect, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin as a lamp that is off."""
        begin: dict[Aspect, Value] = {POWER: False, BRIGHTNESS: 100, COLOUR: Kelvin(2700)}
        self.state = {a: v for a, v in begin.items() if a in self.announcement.capabilities}

    @property
    def device(self) -> DeviceId:
        """Return its id."""
        return DeviceId(slug(self.announcement.name))

    @property
    def hardware(self) -> HardwareId:
        """Return what the hardware says it is."""
        return self.announcement.hardware

    def becoming(self, values: Values) -> dict[Aspect, Value]:
        """Return what it is after it took this; a brightness switches it on."""
        after = {**self.state, **{a: v for a, v in values.items() if a in self.state}}
        if BRIGHTNESS in values and BRIGHTNESS in after and POWER not in values:
            after[POWER] = True
        return after

    def obeys(self, values: Values, transition: float) -> list[Change]:
        """Return how it goes from what it is to what it was told, from the moment it hears it."""
        target = self.becoming(values)
        if self.manner is Manner.TWICE:
            return [Change(0.0, target, said=2)]
        if self.manner is Manner.ROUNDED:
            return [Change(0.0, _rounded(target, self.state))]
        if self.manner is Manner.FADES and BRIGHTNESS in target and target[POWER] is True:
            return _fade(self.state, target, max(transition, FADE))
        return [Change(0.0, target)]


def _rounded(target: Values, state: Values) -> Values:
    rounded = dict(target)
    for aspect, value in target.items():
        if value == state.get(aspect):
            continue
        if aspect == BRIGHTNESS and isinstance(value, int):
            rounded[aspect] = max(1, value - 2)
        elif isinstance(value, Kelvin):
            rounded[aspect] = Kelvin(value.kelvin + 40)
    return rounded


def _fade(state: Values, target: Values, seconds: float) -> list[Change]:
    start, end = state.get(BRIGHTNESS), target.get(BRIGHTNESS)
    if not isinstance(start, int) or not isinstance(end, int):
        return [Change(0.0, target)]
    if state.get(POWER) is not True:
        start = 0
    way = [round(start + (end - start) * step / STEPS) for step in range(1, STEPS + 1)]
    return [
        Change(seconds * n / STEPS, {**target, BRIGHTNESS: max(1, b)}) for n, b in enumerate(way, 1)
    ]
