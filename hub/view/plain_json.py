"""What every picture is made of: values and moments of the house as plain JSON."""

import json
import math
from collections.abc import Mapping
from typing import Final, TypeAlias

from hub.view.colours import colour_shown
from rules.house import House
from rules.words.times import Moment, civil
from rules.words.values import BRIGHTNESS, POWER, Aspect, Hs, Kelvin, Rgb, Value, Xy, to_percent

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Picture: TypeAlias = dict[str, Json]

LONGEST_VALUE: Final = 200


def values_json(values: Mapping[Aspect, Value]) -> Picture:
    """Return values under the keys that people send them with."""
    told: Picture = {}
    for aspect, value in values.items():
        match value:
            case Kelvin():
                told["colour_temp"] = value.kelvin
            case Hs() | Rgb() | Xy():
                told["colour"] = {**colour_shown(value)}
            case bool() if aspect == POWER:
                told["power"] = "on" if value else "off"
            case bool():
                told[aspect] = value
            case int() | float() if aspect == BRIGHTNESS and math.isfinite(value):
                told["brightness"], told["percent"] = value, to_percent(value)
            case float():
                told[aspect] = _finite(value)
            case str():
                told[aspect] = value[:LONGEST_VALUE]
            case _:
                told[aspect] = value
    return told


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def moment_json(house: House, moment: Moment | None) -> str | None:
    """Return a moment in ISO form, as the wall clock at home shows it."""
    if moment is None:
        return None
    return civil(moment, house.policy.home.zone).isoformat(timespec="seconds")


# Asked for these settings `dumps` makes an encoder for each.
_encode: Final = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def packed(content: Json) -> bytes:
    """Return JSON in few bytes; all of it ASCII, so that no name can break it."""
    return _encode(content).encode()
