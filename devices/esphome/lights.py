"""Lights of ESPHome, which count brightness and colours from 0 to 1 and whites in mired."""

from typing import Final

from devices.colour import rgb_of_hs, rgb_of_kelvin, rgb_of_xy
from devices.plain import plain
from devices.said import Fields, list_of, number_of, text_of, whole_of
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

DIMS, WHITES, TWO_WHITES, COLOURS = 2, 8, 16, 32
"""What a mode can do is the sum of these."""
MIRED: Final = 1_000_000
COLDEST, WARMEST = 50, 1000
"""Mired, beyond which no lamp is."""
MOST_EFFECTS: Final = 256
LONGEST: Final = 3600.0
"""Seconds of a transition."""


def light(fields: Fields) -> tuple[Capability, ...]:
    """Return what a light is able to."""
    able = [Capability(aspect=POWER, writable=True)]
    if _mode(fields, DIMS):
        able.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
    if _mode(fields, WHITES | TWO_WHITES):
        low, high = _kelvins(fields)
        able.append(white_capability(low, high, coloured=bool(_mode(fields, COLOURS))))
    elif _mode(fields, COLOURS):
        able.append(Capability(aspect=COLOUR, writable=True))
    effects = _effects(fields)
    if effects:
        able.append(Capability(aspect=EFFECT, writable=True, options=effects))
    return tuple(able)


def lit(fields: Fields, state: Fields) -> Values:
    """Return how a light is."""
    told: dict[Aspect, Value] = {}
    power = state.get("state")
    if isinstance(power, bool):
        told[POWER] = power
    brightness = number_of(state.get("brightness"), 0, 1)
    if brightness and _mode(fields, DIMS):
        told[BRIGHTNESS] = max(1, round(brightness * FULL))
    colour = _colour(state)
    if colour is not None and _mode(fields, WHITES | TWO_WHITES | COLOURS):
        told[COLOUR] = colour
    effect = plain(text_of(state.get("effect")))
    if effect in _effects(fields):
        told[EFFECT] = effect
    return told


def lighten(fields: Fields, values: Values, transition: Seconds | None) -> dict[str, object]:
    """Return what a light is told; off says off alone."""
    power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
    told: dict[str, object] = {}
    if power is False or (power is None and brightness is not None and brightness <= 0):
        told["state"] = False
    else:
        if power is True or brightness is not None:
            told["state"] = True
        if brightness is not None and _mode(fields, DIMS):
            told["brightness"] = min(max(brightness, 1), FULL) / FULL
        told |= _coloured(fields, values.get(COLOUR))
        if values.get(EFFECT) in _effects(fields):
            told["effect"] = values.get(EFFECT)
    if not told:
        return {}
    if transition is not None and 0 <= transition <= LONGEST:
        told["transition_length"] = transition
    return {"say": "light_command", **told}


def _coloured(fields: Fields, colour: Value) -> dict[str, object]:
    match colour:
        case Kelvin() if mode := _mode(fields, WHITES) or _mode(fields, TWO_WHITES):
            return {"color_mode": mode, "color_temperature": MIRED / colour.kelvin}
        case Kelvin() | Xy() | Hs() | Rgb() if mode := _mode(fields, COLOURS):
            rgb = [part / FULL for part in _rgb(colour)]
            most = max(rgb)
            pure = [part / most for part in rgb] if most else rgb
            return {"color_mode": mode, "color_brightness": most, "rgb": pure}
        case _:
            return {}


def _rgb(colour: Colour) -> tuple[int, int, int]:
    match colour:
        case Rgb(red, green, blue):
            return red, green, blue
        case Hs():
            return rgb_of_hs((colour.hue, colour.saturation))
        case Xy():
            return rgb_of_xy(colour)
        case Kelvin():
            return rgb_of_kelvin(colour)


def _colour(state: Fields) -> Colour | None:
    mode = whole_of(state.get("color_mode"))
    mired = number_of(state.get("color_temperature"), COLDEST, WARMEST)
    if mode & (WHITES | TWO_WHITES) and not mode & COLOURS:
        return Kelvin(round(MIRED / mired)) if mired is not None else None
    strength = number_of(state.get("color_brightness"), 0, 1)
    parts = [number_of(state.get(part), 0, 1) for part in ("red", "green", "blue")]
    match parts:
        case [int() | float() as red, int() | float() as green, int() | float() as blue] if (
            mode & COLOURS and strength
        ):
            red, green, blue = (round(part * strength * FULL) for part in (red, green, blue))
            return Rgb(red, green, blue)
        case _:
            return None


def _mode(fields: Fields, capability: int) -> int:
    """Return the plainest mode that can do something of this; 0 where none can."""
    modes = sorted(whole_of(mode) for mode in list_of(fields.get("supported_color_modes")))
    return next((mode for mode in modes if mode & capability), 0)


def _kelvins(fields: Fields) -> tuple[float, float]:
    low = number_of(fields.get("max_mireds"), COLDEST, WARMEST) or 500
    high = number_of(fields.get("min_mireds"), COLDEST, WARMEST) or 153
    return round(MIRED / low), round(MIRED / high)


def _effects(fields: Fields) -> tuple[str, ...]:
    said = list_of(fields.get("effects"))[:MOST_EFFECTS]
    named = [one for one in said if isinstance(one, str) and one and one == plain(one)]
    return ("None", *(one for one in named if one != "None")) if named else ()
