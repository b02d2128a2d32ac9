"""How a Homie property writes values: a level within its bounds, a colour in its space."""

from typing import Final

from devices.colour import (
    Rgb,
    hs_of_kelvin,
    hs_of_rgb,
    rgb_of_hs,
    rgb_of_kelvin,
    rgb_of_xy,
    xy_of_rgb,
)
from devices.homie.description import Property
from devices.said import number_of
from rules.words.values import BRIGHTNESS, FULL, POSITION, Aspect, Kelvin, Value, Xy, as_number

PERCENT: Final = 100
LONGEST: Final = 255


def value_of(aspect: Aspect, one: Property, text: str) -> Value:
    """Return the value that a text means; None where it means none."""
    if one.datatype == "boolean":
        return {"true": True, "false": False}.get(text)
    if one.datatype == "color":
        return _colour(one, text)
    if not one.is_number:
        return text[:LONGEST] or None
    number = number_of(text)
    if number is None or aspect not in {BRIGHTNESS, POSITION}:
        return number
    low, high = one.bounds or (0, PERCENT)
    share = min(max((number - low) / (high - low), 0), 1)
    if aspect == POSITION:
        return round(share * PERCENT)
    return max(1, round(share * FULL)) if share else 0


def text_of(aspect: Aspect, one: Property, value: Value) -> str | None:
    """Return how a value is written; None where it cannot be."""
    if isinstance(value, bool):
        return str(value).lower() if one.datatype == "boolean" else None
    if isinstance(value, Kelvin | Xy):
        return _colour_text(one, value) if one.datatype == "color" else None
    number = as_number(value)
    if number is None:
        return value if isinstance(value, str) and not one.is_number else None
    if not one.is_number:
        return None
    if aspect in {BRIGHTNESS, POSITION}:
        low, high = one.bounds or (0, PERCENT)
        most = FULL if aspect == BRIGHTNESS else PERCENT
        number = low + min(max(number, 0), most) * (high - low) / most
        if aspect == BRIGHTNESS and value and one.datatype == "integer":
            number = max(number, low + 1)
    return str(round(number)) if one.datatype == "integer" else f"{number:g}"


def _colour(one: Property, text: str) -> Xy | None:
    space, *said = text.split(",") if text[:1].isalpha() else (_space(one), *text.split(","))
    parts = [number_of(part, 0, 360) for part in said]
    match parts:
        case [int() | float() as x, int() | float() as y] if space == "xyz" and max(x, y) <= 1:
            return Xy(x, y)
        case [int() | float() as hue, int() | float() as much, int() | float()] if space == "hsv":
            return xy_of_rgb(rgb_of_hs((hue, min(much, PERCENT))))
        case [int() as red, int() as green, int() as blue] if space == "rgb":
            shines = 0 < max(red, green, blue) <= FULL
            return xy_of_rgb((red, green, blue)) if shines else None
        case _:
            return None


def _colour_text(one: Property, colour: Kelvin | Xy) -> str:
    """Write a colour in the space that a property names first, in the way of its edition."""
    space, rgb = _space(one), _rgb(colour)
    if space == "hsv":
        hue, much = hs_of_kelvin(colour) if isinstance(colour, Kelvin) else hs_of_rgb(rgb)
        said = f"{round(hue)},{round(much)},100"
    elif space == "xyz":
        xy = xy_of_rgb(rgb) if isinstance(colour, Kelvin) else colour
        said = f"{xy.x:g},{xy.y:g}"
    else:
        said = ",".join(map(str, rgb))
    return f"{space},{said}" if one.fifth else said


def _rgb(colour: Kelvin | Xy) -> Rgb:
    return rgb_of_kelvin(colour) if isinstance(colour, Kelvin) else rgb_of_xy(colour)


def _space(one: Property) -> str:
    named = one.format.partition(",")[0].strip()
    return named if named in {"hsv", "xyz"} else "rgb"
