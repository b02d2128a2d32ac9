"""Colours at the border: how people and scripts write them, and how they are shown them."""

import math
from collections.abc import Mapping
from typing import TypeAlias

from rules.light.colour import kelvin_of_mired
from rules.light.spaces import space_of
from rules.words.device import Device
from rules.words.values import BRIGHTNESS, COLOUR, Aspect, Colour, Hs, Kelvin, Rgb, Value, Xy

Parts: TypeAlias = dict[str, float | None]


def colour_shown(colour: Hs | Rgb | Xy) -> Parts:
    """Return a colour under the keys that people send it with."""
    match colour:
        case Xy():
            return {"x": _finite(colour.x), "y": _finite(colour.y)}
        case Hs():
            return {"hue": _finite(colour.hue), "saturation": _finite(colour.saturation)}
        case Rgb():
            return {"red": colour.red, "green": colour.green, "blue": colour.blue}


def mode_of(device: Device, values: Mapping[Aspect, Value]) -> str | None:
    """Return in which way a lamp writes its colour now: `hs`, `rgb`, `xy` or `color_temp`.

    `brightness` and `onoff` are lamps without colours; None: it has several, and did not say.
    """
    colour = values.get(COLOUR)
    if isinstance(colour, Colour):
        return space_of(colour)
    can = device.announcement.capabilities.get(COLOUR)
    if can is None:
        return "brightness" if device.can_write(BRIGHTNESS) else "onoff"
    return can.options[0] if len(can.options) == 1 else None


def colour_of(said: object) -> Colour:
    """Return the colour that somebody wrote; a ValueError where it is none."""
    if not isinstance(said, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- to the reader it is one mistake
    match said:
        case {"x": x, "y": y, **rest} if not rest:
            return Xy(_number(x, 0, 1), _number(y, 0, 1))
        case {"hue": hue, "saturation": saturation, **rest} if not rest:
            return Hs(_number(hue, 0, 360), _number(saturation, 0, 100))
        case {"red": red, "green": green, "blue": blue, **rest} if not rest:
            return Rgb(*(round(_number(part, 0, 255)) for part in (red, green, blue)))
        case {"kelvin": kelvin, **rest} if not rest:
            return Kelvin(round(_number(kelvin, 1000, 20_000)))
        case {"mireds": mireds, **rest} if not rest:
            return kelvin_of_mired(_number(mireds, 50, 1000))
        case _:
            raise ValueError("not a colour in a way that is known")


def _number(said: object, low: float, high: float) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not low <= said <= high:
        raise ValueError(f"not a number from {low} to {high}")
    return float(said)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
