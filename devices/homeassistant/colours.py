"""The colour of a light as its JSON messages write it, in and out."""

from collections.abc import Mapping
from typing import Final

from devices.colour import (
    Hs,
    Rgb,
    hs_of_kelvin,
    hs_of_rgb,
    rgb_of_hs,
    rgb_of_kelvin,
    rgb_of_xy,
    xy_of_rgb,
)
from rules.words.values import Kelvin, Xy

MODES: Final = ("xy", "hs", "rgb")
"""The ways to write a colour that we speak, the one we like best first."""
COLDEST: Final = 40_000
WARMEST: Final = 1_000
# McCamy's approximation turns about this point of the colour plane.
TURN_X: Final = 0.3320
TURN_Y: Final = 0.1858
PART: Final = 255
HUE: Final = 360
PERCENT: Final = 100


def number_between(said: object, low: float, high: float) -> float | None:
    """Return what was said as a number within bounds, or None; NaN lies nowhere."""
    if (type(said) is int or type(said) is float) and low <= said <= high:
        return float(said)
    return None


def colour_in(mode: str, said: object) -> Xy | None:
    """Return the colour that a message means, or None where it means none."""
    if not isinstance(said, dict):
        return None
    if mode == "xy":
        x, y = number_between(said.get("x"), 0, 1), number_between(said.get("y"), 0, 1)
        return None if x is None or y is None else Xy(x, y)
    if mode == "hs":
        hue = number_between(said.get("h", said.get("hue")), 0, HUE)
        saturation = number_between(said.get("s", said.get("saturation")), 0, PERCENT)
        return (
            None if hue is None or saturation is None else xy_of_rgb(rgb_of_hs((hue, saturation)))
        )
    return _rgb_in(said)


def colour_out(modes: tuple[str, ...], colour: Kelvin | Xy) -> Mapping[str, float]:
    """Return a colour, or a white, as a lamp that knows only colours wants it."""
    for mode in modes:
        if mode == "xy":
            return _xy_out(colour)
        if mode == "hs":
            return _hs_out(colour)
        if mode == "rgb":
            red, green, blue = _rgb(colour)
            return {"r": red, "g": green, "b": blue}
    return {}


def nearest_white(colour: Xy) -> Kelvin:
    """Return the white that comes nearest to a colour, by McCamy's approximation."""
    slope = (colour.x - TURN_X) / ((TURN_Y - colour.y) or 1e-9)
    kelvin = 437 * slope**3 + 3601 * slope**2 + 6861 * slope + 5517
    return Kelvin(int(min(COLDEST, max(WARMEST, kelvin))))


def _rgb_in(said: Mapping[str, object]) -> Xy | None:
    red, green, blue = (number_between(said.get(part), 0, PART) for part in "rgb")
    if red is None or green is None or blue is None:
        return None
    return xy_of_rgb((round(red), round(green), round(blue)))


def _xy_out(colour: Kelvin | Xy) -> Mapping[str, float]:
    xy = xy_of_rgb(rgb_of_hs(hs_of_kelvin(colour))) if isinstance(colour, Kelvin) else colour
    return {"x": round(xy.x, 4), "y": round(xy.y, 4)}


def _hs_out(colour: Kelvin | Xy) -> Mapping[str, float]:
    hs: Hs = hs_of_kelvin(colour) if isinstance(colour, Kelvin) else hs_of_rgb(rgb_of_xy(colour))
    return {"h": hs[0], "s": hs[1]}


def _rgb(colour: Kelvin | Xy) -> Rgb:
    return rgb_of_kelvin(colour) if isinstance(colour, Kelvin) else rgb_of_xy(colour)
