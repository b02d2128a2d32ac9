"""Heating and cooling of ESPHome, which counts its modes; temperatures are in degrees Celsius."""

from collections.abc import Sequence
from typing import Final

from devices.esphome.words import words_of
from devices.said import Fields, list_of, number_of, whole_of
from rules.words.device import Capability, Kind
from rules.words.times import Seconds
from rules.words.values import (
    ACTION,
    FAN_MODE,
    MODE,
    NO_PRESET,
    PRESET,
    SWING_MODE,
    TARGET_HIGH,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TEMPERATURE,
    Aspect,
    Value,
    Values,
    as_number,
)

MODES: Final = ("off", "heat_cool", "cool", "heat", "fan_only", "dry", "auto")
ACTIONS: Final = ("off", "", "cooling", "heating", "idle", "drying", "fan", "defrosting")
FANS: Final = (
    *("on", "off", "auto", "low", "medium", "high", "middle", "focus", "diffuse", "quiet"),
)
PRESETS: Final = (NO_PRESET, "home", "away", "boost", "comfort", "eco", "sleep", "activity")
SWINGS: Final = ("off", "both", "vertical", "horizontal")
CHOICES: Final = (
    (MODE, "mode", "supported_modes", MODES),
    (FAN_MODE, "fan_mode", "supported_fan_modes", FANS),
    (SWING_MODE, "swing_mode", "supported_swing_modes", SWINGS),
)
"""What is one of several: how it is told and heard, which it has, and their names."""
ONE: Final = ((TARGET_TEMPERATURE, "target_temperature"),)
TWO: Final = ((TARGET_LOW, "target_temperature_low"), (TARGET_HIGH, "target_temperature_high"))
CURRENT, TWO_POINTS, ACTS = 1, 6, 32
"""What its features are the sum of; older boards say each by itself."""
COLDEST, HOTTEST = -100, 300
UNIT: Final = "°C"


def climate(fields: Fields) -> tuple[Capability, ...]:
    """Return what heating or cooling is able to."""
    able = [
        Capability(aspect=aspect, writable=True, kind=Kind.CHOICE, options=options)
        for aspect, _, key, names in CHOICES
        if (options := _options(fields, key, names))
    ]
    low, high = (
        number_of(fields.get(f"visual_{end}_temperature"), COLDEST, HOTTEST)
        for end in ("min", "max")
    )
    step = number_of(fields.get("visual_target_temperature_step"), 0)
    able += [
        Capability(
            aspect=aspect, writable=True, kind=Kind.NUMBER, unit=UNIT, low=low, high=high, step=step
        )
        for aspect, _ in _targets(fields)
    ]
    if _can(fields, CURRENT, "supports_current_temperature"):
        able.append(Capability(aspect=TEMPERATURE, kind=Kind.NUMBER, unit=UNIT))
    if _can(fields, ACTS, "supports_action"):
        able.append(Capability(aspect=ACTION, kind=Kind.TEXT))
    if presets := _presets(fields):
        able.append(Capability(aspect=PRESET, writable=True, kind=Kind.CHOICE, options=presets))
    return tuple(able)


def warmed(fields: Fields, state: Fields) -> Values:
    """Return how heating or cooling is; a temperature that it does not know is not known."""
    told: dict[Aspect, Value] = {}
    for aspect, key, known, names in CHOICES:
        options, said = _options(fields, known, names), _name(state, key, names)
        if options:
            told[aspect] = said if said in options else None
    if presets := _presets(fields):
        own = state.get("custom_preset")
        preset = own if isinstance(own, str) and own else _name(state, "preset", PRESETS)
        told[PRESET] = preset if preset in presets else None
    for aspect, key in _targets(fields):
        told[aspect] = number_of(state.get(key), COLDEST, HOTTEST)
    if _can(fields, CURRENT, "supports_current_temperature"):
        told[TEMPERATURE] = number_of(state.get("current_temperature"), COLDEST, HOTTEST)
    if _can(fields, ACTS, "supports_action"):
        told[ACTION] = _name(state, "action", ACTIONS) or None
    return told


def tell_climate(fields: Fields, values: Values, _: Seconds | None) -> dict[str, object]:
    """Return what heating or cooling is told."""
    told: dict[str, object] = {}
    for aspect, key, known, names in CHOICES:
        if values.get(aspect) in _options(fields, known, names):
            told[key] = names.index(str(values[aspect]))
    for aspect, key in _targets(fields):
        wanted = as_number(values.get(aspect))
        if wanted is not None:
            told[key] = wanted
    preset = values.get(PRESET)
    if preset in words_of(fields, "supported_custom_presets"):
        told["custom_preset"] = preset
    elif preset in _presets(fields):
        told["preset"] = PRESETS.index(str(preset))
    return {"say": "climate_command", **told} if told else {}


def _targets(fields: Fields) -> tuple[tuple[Aspect, str], ...]:
    return TWO if _can(fields, TWO_POINTS, "supports_two_point_target_temperature") else ONE


def _presets(fields: Fields) -> tuple[str, ...]:
    """Return the programmes that it has, ESPHome's and its own."""
    own = words_of(fields, "supported_custom_presets")
    named = _options(fields, "supported_presets", PRESETS)
    return tuple(dict.fromkeys((*named, *own)))


def _can(fields: Fields, feature: int, key: str) -> bool:
    return bool(whole_of(fields.get("feature_flags")) & feature) or fields.get(key) is True


def _options(fields: Fields, key: str, names: Sequence[str]) -> tuple[str, ...]:
    said = {whole_of(one, len(names)) for one in list_of(fields.get(key))[: len(names)]}
    return tuple(name for number, name in enumerate(names) if number in said)


def _name(state: Fields, key: str, names: Sequence[str]) -> str:
    number = whole_of(state.get(key), len(names))
    return names[number] if number < len(names) else ""
