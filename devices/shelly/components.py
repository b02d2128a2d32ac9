"""The components of a Shelly of the second generation or later: `switch:0`, `light:0`, `input:1`.

They are the same by each way on which such a product can be reached.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from devices.naming import reading_aspect
from devices.said import Fields, is_number, list_of, number_of, object_of, text_of
from devices.shelly import cover
from devices.shelly.lamp import COLDEST, PERCENT, WARMEST, colour_of, percent_of, rgb_of
from devices.whites import WHITE_LEVEL, level_capability, level_of, white_capability
from rules.words.device import Capability, Category, Sort
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    POWER,
    Aspect,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
    from_percent,
)

KILO: Final = 1000
"""It counts watt hours; people pay for thousands of them."""
DRIVERS: Final = ("light", "rgb", "rgbw", "cct", "rgbcct", "cover", "switch")
"""What can be told, in the order in which one of them is the product itself."""
LAMPS: Final = frozenset({"light", "rgb", "rgbw", "cct", "rgbcct"})
WHITE_TOO: Final = "rgbw"
"""The one with a white channel of its own."""
NAMES: Final = {"rgb": "RGB", "rgbw": "RGBW", "cct": "CCT", "rgbcct": "RGBCCT"}
"""How a component is written before its methods, where that is not just its name."""
HANDS: Final = frozenset({"switch", "button", "input", "dim"})
"""Whom a product names as the source of a change that was made at itself."""
PRESSES: Final = {
    "single_push": "single",
    "double_push": "double",
    "triple_push": "triple",
    "long_push": "hold",
}

Call: TypeAlias = tuple[str, dict[str, object]]
"""A method, and what goes with it."""
Row: TypeAlias = tuple[tuple[str, ...], str, str]
"""Where a reading stands, what it is called, and its unit."""

METER: Final[tuple[Row, ...]] = (
    (("apower",), "power", "W"),
    (("act_power",), "power", "W"),
    (("voltage",), "voltage", "V"),
    (("current",), "current", "A"),
    (("freq",), "frequency", "Hz"),
    (("pf",), "power_factor", ""),
    (("aenergy", "total"), "energy", "kWh"),
    (("temperature", "tC"), "chip_temperature", "°C"),
)
READINGS: Final[Mapping[str, tuple[Row, ...]]] = {
    **dict.fromkeys((*DRIVERS, "pm1", "em1"), METER),
    "em": (
        *(((f"{phase}_voltage",), f"voltage_{phase}", "V") for phase in "abc"),
        *(((f"{phase}_current",), f"current_{phase}", "A") for phase in "abc"),
        *(((f"{phase}_act_power",), f"power_{phase}", "W") for phase in "abc"),
        (("total_act_power",), "power", "W"),
    ),
    "temperature": ((("tC",), "temperature", "°C"),),
    "humidity": ((("rh",), "humidity", "%"),),
    "illuminance": ((("lux",), "illuminance", "lx"),),
    "devicepower": ((("battery", "percent"), "battery", "%"),),
    "voltmeter": ((("voltage",), "voltage", "V"),),
    "smoke": ((("alarm",), "smoke", ""),),
    "flood": ((("alarm",), "moisture", ""),),
    "input": ((("state",), "input", ""), (("percent",), "input_percent", "%")),
    "wifi": ((("rssi",), "signal", "dBm"),),
}
DIAGNOSTIC: Final = frozenset({"chip_temperature", "signal"})


@value(frozen=True, slots=True)
class Key:
    """Which component: its kind and its number."""

    kind: str
    number: int

    @property
    def text(self) -> str:
        """Return it as a product writes it."""
        return f"{self.kind}:{self.number}"

    @property
    def drives(self) -> bool:
        """Say whether it can be told anything."""
        return self.kind in DRIVERS


def key_of(text: str) -> Key | None:
    """Return which component a name means; None where it is none that is understood."""
    kind, _, number = text.partition(":")
    if kind not in READINGS or (number and not (number.isascii() and number.isdigit())):
        return None
    return Key(kind, int(number or 0)) if len(number) <= len("999") else None


def capabilities(key: Key, status: Fields, config: Fields) -> dict[Aspect, Capability]:
    """Return what a component of this status can be told and read."""
    able = [*_driven(key, status, config)]
    for path, name, unit in READINGS[key.kind]:
        value, known = _find(path, status)
        # An input that is a button has no state, only presses.
        if known and (value is not None or key.kind != "input"):
            category = Category.DIAGNOSTIC if name in DIAGNOSTIC else Category.PRIMARY
            able.append(Capability(aspect=_aspect(key, name), unit=unit, category=category))
    return {one.aspect: one for one in able}


def read(key: Key, status: Fields) -> Values:
    """Return what a status says, as far as it says anything."""
    told: dict[Aspect, Value] = {}
    if key.kind == "cover":
        told |= cover.read(status)
    elif key.drives:
        told |= _light(key, status)
    for path, name, _ in READINGS[key.kind]:
        value, known = _find(path, status)
        if not known:
            continue
        if is_number(value):
            told[_aspect(key, name)] = round(value / KILO, 6) if name == "energy" else value
        elif isinstance(value, bool):
            told[_aspect(key, name)] = value
        elif value is None and key.kind != "input":
            told[_aspect(key, name)] = None
    return told


def calls(key: Key, values: Values, transition: Seconds | None) -> tuple[Call, ...]:
    """Return the calls that make a component so; empty where it cannot be said."""
    if key.kind == "cover":
        verb, where = cover.moved(values)
        return ((f"{method_of(key)}.{verb}", {"id": key.number, **where}),) if verb else ()
    power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
    told: dict[str, object] = {}
    if power is False or (power is None and brightness is not None and brightness <= 0):
        told["on"] = False
    elif key.kind == "switch":
        told |= {"on": True} if power is True else {}
    else:
        if power is True or brightness is not None:
            told["on"] = True
        if brightness is not None:
            told["brightness"] = percent_of(brightness)
        told |= _coloured(key, values.get(COLOUR))
        white = level_of(values.get(WHITE_LEVEL)) if key.kind == WHITE_TOO else None
        told |= {} if white is None else {"white": white}
    if not told:
        return ()
    if transition is not None and transition >= 0 and key.kind in LAMPS:
        told["transition_duration"] = transition
    return ((f"{method_of(key)}.Set", {"id": key.number, **told}),)


def understood(method: str, params: Fields) -> tuple[Key, Values] | None:
    """Return what a call that somebody made tells a component; None where it tells nothing."""
    written, _, verb = method.partition(".")
    kinds = {method_of(Key(kind, 0)): kind for kind in DRIVERS}
    number = params.get("id", 0)
    if written not in kinds or type(number) is not int or not 0 <= number <= 999:  # noqa: PLR2004 -- as `key_of`
        return None
    key = Key(kinds[written], number)
    match verb:
        case "Set":
            told = dict(_light(key, {**params, "output": params.get("on")}))
            return key, told
        case "GoToPosition":
            return key, cover.read({"current_pos": params.get("pos")})
        case "Toggle" | "Open" | "Close" | "Stop" | "DimUp" | "DimDown":
            return key, {}
        case _:
            return None


def sort_of(key: Key, lamps: Sequence[object] = ()) -> Sort:
    """Return what a person would call it; `lamps` has what its owner said hangs on each switch."""
    if key.kind == "cover":
        return Sort.COVER
    if key.kind in LAMPS:
        return Sort.LAMP
    said = lamps[key.number] if key.number < len(lamps) else ""
    return Sort.LAMP if "light" in text_of(said).lower() else Sort.SWITCH


def method_of(key: Key) -> str:
    """Return how its methods begin."""
    return NAMES.get(key.kind, key.kind.capitalize())


def _driven(key: Key, status: Fields, config: Fields) -> tuple[Capability, ...]:
    if not key.drives:
        return ()
    if key.kind == "cover":
        return cover.able(status)
    able = [Capability(aspect=POWER, writable=True)]
    if key.kind in LAMPS:
        able.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
    if key.kind in {"cct", "rgbcct"}:
        low, high = _whites(config)
        able.append(white_capability(low, high, coloured=key.kind == "rgbcct"))
    elif key.kind in {"rgb", "rgbw"}:
        able.append(Capability(aspect=COLOUR, writable=True))
    if key.kind == WHITE_TOO:
        able.append(level_capability())
    return tuple(able)


def _light(key: Key, status: Fields) -> Values:
    told: dict[Aspect, Value] = {}
    output = status.get("output")
    if isinstance(output, bool):
        told[POWER] = output
    if key.kind not in LAMPS:
        return told
    brightness = number_of(status.get("brightness"), 0, PERCENT)
    if brightness:
        told[BRIGHTNESS] = from_percent(brightness)
    colour = _colour(key, status)
    if colour is not None:
        told[COLOUR] = colour
    white = number_of(status.get("white"), 0, FULL) if key.kind == WHITE_TOO else None
    if white is not None:
        told[WHITE_LEVEL] = white
    return told


def _colour(key: Key, status: Fields) -> Kelvin | Xy | None:
    white = number_of(status.get("ct"), 1, 100_000)
    if white is not None and key.kind in {"cct", "rgbcct"} and status.get("mode") != "rgb":
        return Kelvin(round(white))
    return colour_of(list_of(status.get("rgb")))


def _coloured(key: Key, colour: Value) -> dict[str, object]:
    if isinstance(colour, Kelvin) and key.kind in {"cct", "rgbcct"}:
        return {"ct": colour.kelvin}
    if not isinstance(colour, Kelvin | Xy) or key.kind not in {"rgb", "rgbw", "rgbcct"}:
        return {}
    return {"rgb": rgb_of(colour)}


def _whites(config: Fields) -> tuple[float, float]:
    bounds = [number_of(bound, 1_000, 20_000) for bound in list_of(config.get("ct_range"))]
    match bounds:
        case [int() | float() as low, int() | float() as high] if low < high:
            return low, high
        case _:
            return WARMEST, COLDEST


def _aspect(key: Key, name: str) -> Aspect:
    # What a switch measures stands beside the switch itself, whichever it is.
    return reading_aspect(name) if not key.number or key.drives else Aspect(f"{name}_{key.number}")


def _find(path: Sequence[str], status: object) -> tuple[object, bool]:
    """Return what stands somewhere, and whether anything does."""
    for step in path:
        inside = object_of(status)
        if inside is None or step not in inside:
            return None, False
        status = inside[step]
    return status, True
