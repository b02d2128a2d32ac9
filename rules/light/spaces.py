"""Spaces: in which way of writing a colour a lamp takes a wish, and where colours lie.

The words for them are those of announcements: a capability for colours has them as its options.
"""

from functools import lru_cache
from typing import Final

from rules.light.colour import (
    hs_of_kelvin,
    hs_of_rgb,
    nearest_white,
    rgb_of_hs,
    rgb_of_xy,
    xy_of_rgb,
)
from rules.words.device import Device
from rules.words.values import COLOUR, Colour, Hs, Kelvin, Rgb, Value, Xy

WHITES: Final = "color_temp"
HUES: Final = "hs"
PARTS: Final = "rgb"
PLANE: Final = "xy"
SPACES: Final = {Kelvin: WHITES, Hs: HUES, Rgb: PARTS, Xy: PLANE}
ANY: Final = (WHITES, PLANE)
"""What a lamp takes that does not say."""


def space_of(colour: Colour) -> str:
    """Return the way in which a colour is written."""
    return SPACES[type(colour)]


def is_white(colour: Value) -> bool:
    """Say whether a colour is written as a white."""
    return isinstance(colour, Kelvin)


def taken(colour: Value, device: Device) -> Value:
    """Return a wished colour as a device takes it; what is no colour stays as it is."""
    can = device.announcement.capabilities.get(COLOUR)
    if can is None or not isinstance(colour, Colour):
        return colour
    as_taken = converted(colour, can.options or ANY)
    if isinstance(as_taken, Kelvin) and can.low is not None and can.high is not None:
        # A white beyond its own becomes the nearest of its own, or it would never be seen to obey.
        return Kelvin(round(min(max(as_taken.kelvin, can.low), can.high)))
    return as_taken


def converted(colour: Colour, spaces: tuple[str, ...]) -> Colour:
    """Return a colour in one of some spaces: in its own, else in what Home Assistant prefers."""
    if SPACES[type(colour)] in spaces:
        return colour
    return _converted(colour, spaces)


@lru_cache(maxsize=256)
def _converted(colour: Colour, spaces: tuple[str, ...]) -> Colour:
    match colour:
        case Kelvin():
            return converted(Hs(*hs_of_kelvin(colour)), spaces)
        case Hs():
            rgb = Rgb(*rgb_of_hs((colour.hue, colour.saturation)))
            return rgb if PARTS in spaces else _on_the_plane(rgb, spaces)
        case Rgb():
            if HUES in spaces:
                return Hs(*hs_of_rgb((colour.red, colour.green, colour.blue)))
            return _on_the_plane(colour, spaces)
        case Xy():
            if HUES in spaces:
                return Hs(*hs_of_rgb(rgb_of_xy(colour)))
            return Rgb(*rgb_of_xy(colour)) if PARTS in spaces else nearest_white(colour)


def _on_the_plane(rgb: Rgb, spaces: tuple[str, ...]) -> Xy | Kelvin:
    xy = xy_of_rgb((rgb.red, rgb.green, rgb.blue))
    return nearest_white(xy) if PLANE not in spaces and WHITES in spaces else xy


@lru_cache(maxsize=1024)
def plane(colour: Hs | Rgb | Xy) -> Xy:
    """Return where a colour lies, however it is written."""
    match colour:
        case Hs(hue, saturation):
            return xy_of_rgb(rgb_of_hs((hue, saturation)))
        case Rgb(red, green, blue):
            return xy_of_rgb((red, green, blue))
        case Xy():
            return colour
