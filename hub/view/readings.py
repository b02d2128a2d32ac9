"""What a device is at this moment, in a few words for people: `On, 40 %`, `21.5 °C`."""

from collections.abc import Mapping
from typing import Final

from rules.condition import Condition
from rules.explain.phrases import value_text
from rules.words.device import Capability, Category, Device, Sort
from rules.words.values import (
    BRIGHTNESS,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Xy,
    to_percent,
)

LONGEST_TEXT: Final = 60
MOST_READINGS: Final = 4
COARSE: Final = 100
"""From here on nobody cares for the figure behind the point."""

YES_AND_NO: Final[Mapping[str, tuple[str, str]]] = {
    "motion": ("Motion", "No motion"),
    "occupancy": ("Somebody here", "Nobody here"),
    "presence": ("Somebody here", "Nobody here"),
    "contact": ("Closed", "Open"),
    "door": ("Open", "Closed"),
    "window": ("Open", "Closed"),
    "opening": ("Open", "Closed"),
    "garage_door": ("Open", "Closed"),
    "smoke": ("Smoke!", "No smoke"),
    "gas": ("Gas!", "No gas"),
    "carbon_monoxide": ("Carbon monoxide!", "No carbon monoxide"),
    "moisture": ("Wet", "Dry"),
    "water_leak": ("Wet", "Dry"),
    "vibration": ("Shaking", "Still"),
    "tamper": ("Tampered with", "Not tampered with"),
    "lock": ("Unlocked", "Locked"),
}


def state_words(device: Device, condition: Condition | None) -> str:
    """Return what a device is, in a few words; what it can do decides what is said."""
    values = condition.values if condition else {}
    known = _known_words(device, values)
    if condition is not None and not condition.available:
        return f"No answer, was {known[:1].lower()}{known[1:]}" if known else "No answer"
    on_its_way = _on_its_way(device, condition) if condition else ""
    if not known and device.announcement.sort is Sort.BUTTON:
        return "Ready"
    return on_its_way or known or "Not heard yet"


def _known_words(device: Device, values: Mapping[Aspect, Value]) -> str:
    if device.can_write(POWER):
        return _power_words(device, values)
    return ", ".join(words for _, words in readings(device, values))


def _power_words(device: Device, values: Mapping[Aspect, Value]) -> str:
    power, brightness = values.get(POWER), values.get(BRIGHTNESS)
    if power is None:
        return ""
    if power is not True:
        return "Off"
    if device.dims and isinstance(brightness, int | float):
        return f"On, {to_percent(brightness)} %"
    return "On"


def _on_its_way(device: Device, condition: Condition) -> str:
    """Return what a device was told and has not shown yet, or nothing."""
    told = condition.told
    if told is None or not told.awaited or not device.can_write(POWER):
        return ""
    wanted = told.values.get(POWER)
    if not isinstance(wanted, bool) or wanted is condition.values.get(POWER):
        return ""
    return "Turning on" if wanted else "Turning off"


def readings(device: Device, values: Mapping[Aspect, Value]) -> list[tuple[str, str]]:
    """Return what a device measures, a name and words each; what is so or not so comes first."""
    said = [
        (aspect, value, capability)
        for aspect, capability in device.announcement.capabilities.items()
        if aspect not in LIGHT_ASPECTS and capability.category is Category.PRIMARY
        if (value := values.get(aspect)) is not None
    ]
    said.sort(key=lambda reading: not isinstance(reading[1], bool))
    return [
        (label(aspect), reading_words(aspect, value, capability))
        for aspect, value, capability in said[:MOST_READINGS]
    ]


def label(aspect: Aspect) -> str:
    """Return the name of an aspect as people read it."""
    return aspect.replace("_", " ").strip()[:LONGEST_TEXT].capitalize()


def reading_words(aspect: Aspect, value: Value, capability: Capability) -> str:
    """Return one value in words."""
    match value:
        case bool():
            yes, no = YES_AND_NO.get(aspect, ("", ""))
            return (yes if value else no) or f"{label(aspect)}: {'yes' if value else 'no'}"
        case int() | float():
            return f"{_rounded(value)} {capability.unit}".strip()
        case Kelvin():
            return f"{value.kelvin} K"
        case Xy():
            return f"colour {value.x:.2f}, {value.y:.2f}"
        case Hs() | Rgb():
            return value_text(aspect, value)
        case str():
            return value[:LONGEST_TEXT]
        case None:
            return "not known"


def _rounded(number: float) -> str:
    whole = abs(number) >= COARSE or float(number).is_integer()
    return f"{number:.0f}" if whole else f"{number:.1f}"
