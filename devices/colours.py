"""Splits a colour among the channels of lamps that have whites beside red, green and blue."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from rules.light.colour import Rgb, glow, kelvin_of_mired, mired_of_kelvin
from rules.words.values import Kelvin

Rgbw: TypeAlias = tuple[int, int, int, int]
"""Red, green, blue and white, each 0 to 255."""
Rgbww: TypeAlias = tuple[int, int, int, int, int]
"""Red, green, blue, cold white and warm white, each 0 to 255."""
Whites: TypeAlias = tuple[int, int]
"""The kelvin of the warm and of the cold white."""
MOST: Final = 255


def rgbw_of(rgb: Rgb) -> Rgbw:
    """Return a colour with as much of it as can be in the white."""
    white = min(rgb)
    red, green, blue, white = _as_bright(rgb, [*(part - white for part in rgb), white])
    return red, green, blue, white


def rgb_of_rgbw(rgbw: Rgbw) -> Rgb:
    """Return the colour of red, green, blue and white together."""
    *rgb, white = rgbw
    red, green, blue = _as_bright(rgbw, [part + white for part in rgb])
    return red, green, blue


def rgbww_of(rgb: Rgb, whites: Whites) -> Rgbww:
    """Return a colour with as much of it as can be in both whites, the same in each."""
    white = _white_between(whites, 0.5)
    share = min(part / full if full else 0.0 for part, full in zip(rgb, white, strict=True))
    rest = [part - full * share for part, full in zip(rgb, white, strict=True)]
    both = round(share * MOST)
    red, green, blue, cold, warm = _as_bright(rgb, [*rest, both, both])
    return red, green, blue, cold, warm


def rgb_of_rgbww(rgbww: Rgbww, whites: Whites) -> Rgb:
    """Return the colour of red, green, blue and both whites together."""
    *rgb, cold, warm = rgbww
    white = _white_between(whites, warm / (cold + warm) if cold + warm else 0.5)
    share = max(cold, warm) / MOST
    mixed = [part + full * share for part, full in zip(rgb, white, strict=True)]
    red, green, blue = _as_bright(rgbww, mixed)
    return red, green, blue


def rgbww_of_kelvin(white: Kelvin, brightness: float, whites: Whites) -> Rgbww:
    """Return how a lamp mixes a white of a brightness from its two."""
    warmest, coldest = (mired_of_kelvin(Kelvin(kelvin)) for kelvin in whites)
    cold = (warmest - mired_of_kelvin(white)) / ((warmest - coldest) or 1) * brightness
    cold = min(brightness, max(0.0, cold))
    return 0, 0, 0, round(cold), round(brightness - cold)


def _white_between(whites: Whites, warmth: float) -> tuple[float, float, float]:
    """Return the look of a white that lies between two; `warmth` 1 is the warm one."""
    warmest, coldest = (mired_of_kelvin(Kelvin(kelvin)) for kelvin in whites)
    return glow(kelvin_of_mired(coldest + warmth * (warmest - coldest)))


def _as_bright(before: Sequence[float], after: Sequence[float]) -> list[int]:
    """Return channels of which the brightest is as bright as the brightest was before."""
    most = max(after)
    return [round(part * max(before) / most) if most else 0 for part in after]
