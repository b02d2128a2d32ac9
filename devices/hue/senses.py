"""What sensors and buttons behind a Hue bridge say."""

from collections.abc import Callable, Mapping
from typing import Final

from devices.said import Fields, list_of, number_of, object_of, text_of, whole_of
from rules.words.device import Capability, Category, Kind
from rules.words.value import value
from rules.words.values import TEMPERATURE, Aspect, Value

LUX_STEP: Final = 10_000
"""A bridge says ten thousand times the logarithm of the lux, and one."""
MOST_LIGHT: Final = 60_000
PRESSES: Final = (
    *("initial_press", "repeat", "short_release", "long_press", "long_release"),
    "double_short_release",
)
"""What may happen at a button that does not say it."""
TURNS: Final = ("clock_wise", "counter_clock_wise")
"""Which way a dial is turned."""
MOST_PRESSES: Final = 16


@value(frozen=True, slots=True)
class Sense:
    """One reading: what it is called, and how it is read: nothing where nothing is said."""

    able: Capability
    read: Callable[[Fields], Mapping[str, Value]]


def _read(said: Fields, part: str, name: str, fits: Callable[[object], Value]) -> dict[str, Value]:
    """Read a value as newer bridges say it, `x_report.x`, or older ones, `x`."""
    if said.get("enabled") is False:
        return {"now": None}
    within = object_of(said.get(part))
    if within is None:
        return {}
    if within.get(f"{name}_valid") is False:
        return {"now": None}
    report = object_of(within.get(f"{name}_report")) or within
    return {"now": fits(report[name])} if name in report else {}


def _motion(said: Fields) -> dict[str, Value]:
    return _read(said, "motion", "motion", _truth)


def _temperature(said: Fields) -> dict[str, Value]:
    return _read(said, "temperature", "temperature", lambda one: number_of(one, -100, 200))


def _lux(said: Fields) -> dict[str, Value]:
    return _read(said, "light", "light_level", _as_lux)


def _as_lux(said: object) -> Value:
    level = number_of(said, 0, MOST_LIGHT)
    return None if level is None else max(0, round(10 ** ((level - 1) / LUX_STEP)) if level else 0)


def _battery(said: Fields) -> dict[str, Value]:
    within = object_of(said.get("power_state")) or {}
    if "battery_level" not in within:
        return {}
    return {"now": number_of(within["battery_level"], 0, 100)}


def _contact(said: Fields) -> dict[str, Value]:
    report = object_of(said.get("contact_report")) or {}
    states: dict[str, Value] = {"no_contact": True, "contact": False}
    if said.get("enabled") is False:
        return {"now": None}
    return {"now": states.get(text_of(report["state"]))} if "state" in report else {}


def _tamper(said: Fields) -> dict[str, Value]:
    if "tamper_reports" not in said:
        return {}
    reports = [object_of(one) or {} for one in list_of(said["tamper_reports"])]
    return {"now": any(one.get("state") == "tampered" for one in reports)}


def _truth(said: object) -> Value:
    return said if isinstance(said, bool) else None


_MOTION: Final = Sense(Capability(aspect=Aspect("motion"), kind=Kind.TRUTH), _motion)
SENSES: Final[Mapping[str, Sense]] = {
    "motion": _MOTION,
    "camera_motion": _MOTION,
    "temperature": Sense(Capability(aspect=TEMPERATURE, kind=Kind.NUMBER, unit="°C"), _temperature),
    "light_level": Sense(
        Capability(aspect=Aspect("illuminance"), kind=Kind.NUMBER, unit="lx"), _lux
    ),
    "contact": Sense(Capability(aspect=Aspect("opening"), kind=Kind.TRUTH), _contact),
    "tamper": Sense(
        Capability(aspect=Aspect("tamper"), kind=Kind.TRUTH, category=Category.DIAGNOSTIC), _tamper
    ),
    "device_power": Sense(
        Capability(
            aspect=Aspect("battery"), kind=Kind.NUMBER, unit="%", category=Category.DIAGNOSTIC
        ),
        _battery,
    ),
}


def presses_of(kind: str, fields: Fields) -> tuple[str, ...]:
    """Return what may happen at a button or a dial."""
    if kind == "relative_rotary":
        return TURNS
    button = object_of(fields.get("button")) or {}
    said = [text_of(one) for one in list_of(button.get("event_values"))[:MOST_PRESSES]]
    return tuple(one for one in said if one in PRESSES) or PRESSES


def number_of_button(fields: Fields) -> int:
    """Return which button of its remote it is, as the maker counts them; 0 where it is not said."""
    return whole_of((object_of(fields.get("metadata")) or {}).get("control_id"))


def happened(kind: str, said: Fields) -> str:
    """Return what happened at a button or a dial; empty where nothing did."""
    within = object_of(said.get(kind)) or {}
    if kind == "relative_rotary":
        report = object_of(within.get("rotary_report")) or object_of(within.get("last_event")) or {}
        return text_of((object_of(report.get("rotation")) or {}).get("direction"))
    report = object_of(within.get("button_report")) or {}
    return text_of(report.get("event")) or text_of(within.get("last_event"))
