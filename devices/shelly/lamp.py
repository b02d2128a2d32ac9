"""How lamps of both generations of Shelly count: their levels, their whites, their colours."""

from collections.abc import Iterable
from typing import Final

from devices.colour import kelvin_of_rgb, rgb_of_kelvin, rgb_of_xy, xy_of_rgb
from devices.said import number_of
from rules.words.values import FULL, Kelvin, Xy

PERCENT: Final = 100
WARMEST, COLDEST = 2700, 6500
"""Of a lamp that does not say what its whites are."""


def percent_of(brightness: float) -> int:
    """Return a brightness as a lamp counts it; one that is on is never at zero."""
    return max(1, round(min(brightness, FULL) * PERCENT / FULL))


def rgb_of(colour: Kelvin | Xy) -> tuple[int, int, int]:
    """Return how a lamp mixes a colour."""
    return rgb_of_kelvin(colour) if isinstance(colour, Kelvin) else rgb_of_xy(colour)


def colour_of(said: Iterable[object]) -> Kelvin | Xy | None:
    """Return the colour of a red, a green and a blue; black is none."""
    match [number_of(part, 0, FULL) for part in said]:
        case [int() as red, int() as green, int() as blue] if red or green or blue:
            rgb = (red, green, blue)
            return kelvin_of_rgb(rgb) or xy_of_rgb(rgb)
        case _:
            return None
