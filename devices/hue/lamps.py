"""Lights behind a Hue bridge, which counts brightness in percent and whites in mired."""

from typing import Final

from devices.colour import (
    Rgb as RgbParts,
)
from devices.colour import kelvin_of_mired, mired_of_kelvin, rgb_of_hs, rgb_of_kelvin, xy_of_rgb
from devices.plain import plain
from devices.said import Fields, list_of, number_of, object_of, text_of
from devices.whites import white_capability
from rules.words.device import Capability
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Colour,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Values,
    Xy,
    as_number,
)

WHOLE: Final = 100
COLDEST, WARMEST = 153, 500
"""Mired, where a lamp does not say it."""
MIRED_AT_LEAST, MIRED_AT_MOST = 50, 1000
MOST_EFFECTS: Final = 64
LONGEST: Final = 3600.0
"""Seconds of a transition."""


def light(fields: Fields) -> tuple[Capability, ...]:
    """Return what a light is able to."""
    able = [Capability(aspect=POWER, writable=True)]
    if _has(fields, "dimming"):
        able.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
    if _has(fields, "color_temperature"):
        low, high = (kelvin_of_mired(mired).kelvin for mired in reversed(_mireds(fields)))
        able.append(white_capability(low, high, coloured=_has(fields, "color")))
    elif _has(fields, "color"):
        able.append(Capability(aspect=COLOUR, writable=True))
    if effects := _effects(fields):
        able.append(Capability(aspect=EFFECT, writable=True, options=effects))
    return tuple(able)


def lit(fields: Fields, said: Fields) -> Values:
    """Return how a light is, as far as it is said; `fields` say what it is able to."""
    told: dict[Aspect, Value] = {}
    power = _in(said, "on").get("on")
    if isinstance(power, bool):
        told[POWER] = power
    percent = number_of(_in(said, "dimming").get("brightness"), 0, WHOLE)
    if percent is not None and _has(fields, "dimming"):
        told[BRIGHTNESS] = max(1, round(percent * FULL / WHOLE))
    colour = _colour(said)
    if colour is not None and (_has(fields, "color") or _has(fields, "color_temperature")):
        told[COLOUR] = colour
    effect = plain(text_of(_in(said, "effects").get("status")))
    if effect in _effects(fields):
        told[EFFECT] = effect
    return told


def lighten(fields: Fields, values: Values, transition: Seconds | None) -> dict[str, object]:
    """Return what a light is told; off says off alone."""
    power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
    told: dict[str, object] = {}
    if power is False or (power is None and brightness is not None and brightness <= 0):
        told["on"] = {"on": False}
    else:
        if power is True or brightness is not None:
            told["on"] = {"on": True}
        if brightness is not None and _has(fields, "dimming"):
            told["dimming"] = {"brightness": round(min(max(brightness, 1), FULL) * WHOLE / FULL, 2)}
        told |= _coloured(fields, values.get(COLOUR))
        if values.get(EFFECT) in _effects(fields):
            told["effects"] = {"effect": values.get(EFFECT)}
    if told and transition is not None and 0 <= transition <= LONGEST:
        told["dynamics"] = {"duration": round(transition * 1000)}
    return told


def _coloured(fields: Fields, colour: Value) -> dict[str, object]:
    match colour:
        case Kelvin() if _has(fields, "color_temperature"):
            coldest, warmest = _mireds(fields)
            mired = min(warmest, max(coldest, mired_of_kelvin(colour)))
            return {"color_temperature": {"mirek": mired}}
        case Kelvin() | Xy() | Hs() | Rgb() if _has(fields, "color"):
            xy = colour if isinstance(colour, Xy) else xy_of_rgb(_rgb(colour))
            return {"color": {"xy": {"x": xy.x, "y": xy.y}}}
        case _:
            return {}


def _rgb(colour: Kelvin | Hs | Rgb) -> RgbParts:
    match colour:
        case Rgb(red, green, blue):
            return red, green, blue
        case Hs():
            return rgb_of_hs((colour.hue, colour.saturation))
        case Kelvin():
            return rgb_of_kelvin(colour)


def _colour(said: Fields) -> Colour | None:
    white = _in(said, "color_temperature")
    mired = number_of(white.get("mirek"), MIRED_AT_LEAST, MIRED_AT_MOST)
    if mired is not None and white.get("mirek_valid") is not False:
        return kelvin_of_mired(mired)
    xy = object_of(_in(said, "color").get("xy")) or {}
    x, y = number_of(xy.get("x"), 0, 1), number_of(xy.get("y"), 0, 1)
    return None if x is None or y is None else Xy(x, y)


def _mireds(fields: Fields) -> tuple[int, int]:
    """Return the coldest and the warmest white that a light takes."""
    schema = object_of(_in(fields, "color_temperature").get("mirek_schema")) or {}
    low, high = (
        number_of(schema.get(f"mirek_{end}imum"), MIRED_AT_LEAST, MIRED_AT_MOST)
        for end in ("min", "max")
    )
    coldest, warmest = round(low or COLDEST), round(high or WARMEST)
    return (coldest, warmest) if coldest < warmest else (COLDEST, WARMEST)


def _effects(fields: Fields) -> tuple[str, ...]:
    said = list_of(_in(fields, "effects").get("effect_values"))[:MOST_EFFECTS]
    return tuple(one for one in said if isinstance(one, str) and one and one == plain(one))


def _has(fields: Fields, part: str) -> bool:
    return isinstance(fields.get(part), dict)


def _in(fields: Fields, part: str) -> Fields:
    return object_of(fields.get(part)) or {}
