"""The colour of a light as its JSON messages write it, in and out."""

from collections.abc import Mapping
from typing import Final

from devices.colours import Rgbw, Rgbww, rgb_of_rgbw, rgb_of_rgbww, rgbw_of, rgbww_of
from rules.light.spaces import HUES, PARTS, PLANE
from rules.words.values import Hs, Rgb, Xy

WHITE_TOO: Final = "rgbw"
WHITES_TOO: Final = "rgbww"
MODES: Final = (PLANE, HUES, PARTS, WHITE_TOO, WHITES_TOO)
"""The ways to write a colour that we speak."""
CHANNELS: Final = {PARTS: "rgb", WHITE_TOO: "rgbw", WHITES_TOO: "rgbcw"}
"""The keys of a colour that is made of channels."""
PART: Final = 255
HUE: Final = 360
PERCENT: Final = 100


def number_between(said: object, low: float, high: float) -> float | None:
    """Return what was said as a number within bounds, or None; NaN lies nowhere."""
    if (type(said) is int or type(said) is float) and low <= said <= high:
        return float(said)
    return None


def colour_in(mode: str, said: object, whites: tuple[int, int]) -> Hs | Rgb | Xy | None:
    """Return the colour that a message means, or None where it means none.

    `whites`: the kelvin of a lamp's warm and of its cold white.
    """
    if not isinstance(said, dict):
        return None
    if mode == PLANE:
        x, y = number_between(said.get("x"), 0, 1), number_between(said.get("y"), 0, 1)
        return None if x is None or y is None else Xy(x, y)
    if mode == HUES:
        hue = number_between(said.get("h", said.get("hue")), 0, HUE)
        saturation = number_between(said.get("s", said.get("saturation")), 0, PERCENT)
        return None if hue is None or saturation is None else Hs(hue, saturation)
    channels = [number_between(said.get(key), 0, PART) for key in CHANNELS[mode]]
    levels = [int(level) for level in channels if level is not None]
    return _mixed(levels, whites) if len(levels) == len(channels) else None


def _mixed(levels: list[int], whites: tuple[int, int]) -> Rgb:
    match levels:
        case [red, green, blue, white]:
            return Rgb(*rgb_of_rgbw((red, green, blue, white)))
        case [red, green, blue, cold, warm]:
            return Rgb(*rgb_of_rgbww((red, green, blue, cold, warm), whites))
        case _:
            return Rgb(levels[0], levels[1], levels[2])


def colour_out(
    mode: str, colour: Hs | Rgb | Xy, whites: tuple[int, int], share: float = 1.0
) -> Mapping[str, float]:
    """Return a colour as a lamp wants it; channels are lit to a `share` of what they would be."""
    match colour:
        case Xy():
            return {"x": colour.x, "y": colour.y}
        case Hs():
            return {"h": colour.hue, "s": colour.saturation}
        case Rgb():
            levels = _channels(mode, (colour.red, colour.green, colour.blue), whites)
            lit = (round(level * share) for level in levels)
            return dict(zip(CHANNELS[mode], lit, strict=True))


def _channels(
    mode: str, rgb: tuple[int, int, int], whites: tuple[int, int]
) -> tuple[int, int, int] | Rgbw | Rgbww:
    if mode == WHITE_TOO:
        return rgbw_of(rgb)
    return rgbww_of(rgb, whites) if mode == WHITES_TOO else rgb
