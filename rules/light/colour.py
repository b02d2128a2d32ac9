"""Converts between the ways in which lamps write a colour, as Home Assistant's lamps expect it."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from colorsys import hsv_to_rgb, rgb_to_hsv
from typing import Final, TypeAlias

from rules.words.values import Kelvin, Xy

Rgb: TypeAlias = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""
Hs: TypeAlias = tuple[float, float]
"""Hue in degrees, 0 to 360, and saturation in percent."""

MOST: Final = 255
MIREDS: Final = 1_000_000
WARMEST: Final = 1_000
COLDEST: Final = 40_000
DAYLIGHT: Final = 6_600

# The matrices of Philips' wide gamut (D65): the conversion that the lamps' makers published.
TO_XYZ: Final = (
    (0.664511, 0.154324, 0.162028),
    (0.283881, 0.668433, 0.047685),
    (0.000088, 0.072310, 0.986039),
)
FROM_XYZ: Final = (
    (1.656492, -0.354851, -0.255038),
    (-0.707196, 1.655397, 0.036152),
    (0.051713, -0.121364, 1.011530),
)
THINNEST: Final = 1e-11

# McCamy's approximation turns about this point of the colour plane.
TURN_X: Final = 0.3320
TURN_Y: Final = 0.1858

# Where the screen's gamma (sRGB) turns from a line into a curve, before and after it.
BEND: Final = 0.0031308
BEND_CURVED: Final = 0.04045
# Below this a glowing body shows no blue at all.
NO_BLUE: Final = 1_900


def xy_of_rgb(rgb: Rgb) -> Xy:
    """Return the colour of red, green and blue; black has none and becomes 0, 0."""
    x, y, z = _times(TO_XYZ, [_linear(part / MOST) for part in rgb])
    total = x + y + z
    if not total:
        return Xy(0.0, 0.0)
    return Xy(round(x / total, 3), round(y / total, 3))


def rgb_of_xy(colour: Xy) -> Rgb:
    """Return the brightest red, green and blue of a colour; what lies outside is bent inwards."""
    x = min(1.0, max(0.0, colour.x))
    y = min(1.0, max(THINNEST, colour.y))
    mixed = _times(FROM_XYZ, [x / y, 1.0, (1 - x - y) / y])
    parts = [max(0.0, _curved(part)) for part in mixed]
    brightest = max(1.0, *parts)
    red, green, blue = (int(part / brightest * MOST) for part in parts)
    return red, green, blue


def hs_of_rgb(rgb: tuple[float, float, float]) -> Hs:
    """Return the hue and saturation of red, green and blue."""
    hue, saturation, _ = rgb_to_hsv(*(part / MOST for part in rgb))
    return round(hue * 360, 3), round(saturation * 100, 3)


def rgb_of_hs(hs: Hs) -> Rgb:
    """Return the brightest red, green and blue of a hue and a saturation."""
    hue, saturation = hs
    red, green, blue = hsv_to_rgb(hue % 360 / 360, min(100.0, max(0.0, saturation)) / 100, 1.0)
    # Cut off rather than rounded, as the reference does.
    return int(red * MOST), int(green * MOST), int(blue * MOST)


def nearest_white(colour: Xy) -> Kelvin:
    """Return the white that comes nearest to a colour, by McCamy's approximation."""
    slope = (colour.x - TURN_X) / ((TURN_Y - colour.y) or 1e-9)
    kelvin = 437 * slope**3 + 3601 * slope**2 + 6861 * slope + 5517
    return Kelvin(int(min(COLDEST, max(WARMEST, kelvin))))


def kelvin_of_mired(mired: float) -> Kelvin:
    """Return the white of a number of mireds."""
    return Kelvin(math.floor(MIREDS / max(1.0, mired)))


def mired_of_kelvin(white: Kelvin) -> int:
    """Return the mireds of a white; the way back from `kelvin_of_mired` is exact below 1000."""
    return math.floor(MIREDS / max(1, white.kelvin))


def rgb_of_kelvin(white: Kelvin) -> Rgb:
    """Return red, green and blue that look like a white."""
    red, green, blue = (round(part) for part in glow(white))
    return red, green, blue


def hs_of_kelvin(white: Kelvin) -> Hs:
    """Return the hue and saturation that look like a white."""
    return hs_of_rgb(glow(white))


def kelvin_of_rgb(rgb: Rgb) -> Kelvin | None:
    """Return the warmest white whose `rgb_of_kelvin` is exactly this, or None for a colour."""
    if rgb[0] == MOST and rgb[2] < MOST:
        whites, sign = range(WARMEST, DAYLIGHT + 1), 1
    else:
        whites, sign = range(DAYLIGHT, COLDEST + 1), -1
    place = bisect_left(
        whites, sign * sum(rgb), key=lambda kelvin: sign * sum(rgb_of_kelvin(Kelvin(kelvin)))
    )
    if place == len(whites):
        return None
    white = Kelvin(whites[place])
    return white if rgb_of_kelvin(white) == rgb else None


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(part: float) -> float:
    """Take the screen's gamma off."""
    return ((part + 0.055) / 1.055) ** 2.4 if part > BEND_CURVED else part / 12.92


def _curved(part: float) -> float:
    """Put the screen's gamma on."""
    return 12.92 * part if part <= BEND else 1.055 * part ** (1 / 2.4) - 0.055


def glow(white: Kelvin) -> tuple[float, float, float]:
    """Return red, green and blue of a white by Helland's curves, each 0 to 255, not rounded."""
    warmth = min(COLDEST, max(WARMEST, white.kelvin)) / 100
    red = green = blue = float(MOST)
    if warmth < DAYLIGHT / 100:
        green = 99.4708025861 * math.log(warmth) - 161.1195681661
        blue = 0.0
        if warmth > NO_BLUE / 100:
            blue = 138.5177312231 * math.log(warmth - 10) - 305.0447927307
    elif warmth > DAYLIGHT / 100:
        red = 329.698727446 * (warmth - 60) ** -0.1332047592
        green = 288.1221695283 * (warmth - 60) ** -0.0755148492
    return min(red, MOST), min(green, MOST), max(0.0, min(blue, MOST))
