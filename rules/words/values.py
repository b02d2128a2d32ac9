"""What a device can show or be told: aspects, their values and their limits."""

from collections.abc import Mapping
from typing import Final, NewType, TypeAlias

from rules.words.value import value

Aspect = NewType("Aspect", str)
"""One side of a device: `power`, `brightness`, `colour`, or a reading such as `motion`."""

POWER: Final = Aspect("power")
"""On or off: `bool`."""
BRIGHTNESS: Final = Aspect("brightness")
"""How bright a lamp is while on: `int`, 0 to 255."""
COLOUR: Final = Aspect("colour")
"""`Kelvin` for whites, `Xy` for colours."""
LIGHT_ASPECTS: Final = frozenset({POWER, BRIGHTNESS, COLOUR})
"""Not independent on the wire, so a person who touches one holds all three."""
PRESENCE_ASPECTS: Final = (Aspect("motion"), Aspect("occupancy"), Aspect("presence"))
"""Readings that say somebody is there while they are true."""

Brightness = NewType("Brightness", int)
"""A brightness 0-255, as a parameter of the household's."""

FULL: Final = 255


@value(frozen=True, slots=True)
class Kelvin:
    """A white, by its temperature in kelvin: 2000 is candle light, 6500 is daylight."""

    kelvin: int


@value(frozen=True, slots=True)
class Xy:
    """A colour by its CIE 1931 coordinates, each 0 to 1."""

    x: float
    y: float


Value: TypeAlias = bool | int | float | str | Kelvin | Xy | None
"""`None` says: not known."""
Values: TypeAlias = Mapping[Aspect, Value]


def from_percent(percent: float) -> int:
    """Return the brightness 0-255 for a percentage; above zero is never rounded to zero."""
    if percent <= 0:
        return 0
    return min(FULL, max(1, round(percent * FULL / 100)))


def to_percent(brightness: float) -> int:
    """Return the whole percentage that people are shown for a brightness 0-255."""
    if brightness <= 0:
        return 0
    return min(100, max(1, round(brightness * 100 / FULL)))


def as_number(value: Value) -> float | None:
    """Return a value as a number, or None where it is not one (booleans are not numbers)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
