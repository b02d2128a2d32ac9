"""What a Shelly of the first generation measures: what it is called, and in which unit."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from devices.naming import reading_aspect
from devices.said import Fields, number_of, text_in
from rules.words.device import Capability, Category
from rules.words.values import Aspect, Value

HIGHEST: Final = 15
"""The highest number that one of several has."""
WATT_MINUTES, KILO = 60_000, 1_000

Row: TypeAlias = tuple[str, str, float]
"""What a measure is called, its unit, and by what it is divided."""
Measured: TypeAlias = tuple[Capability, Value]
"""What can be read, and what it was."""
METERS: Final[Mapping[str, Row]] = {
    "power": ("power", "W", 1),
    "energy": ("energy", "kWh", WATT_MINUTES),
}
CHIP: Final[Row] = ("chip_temperature", "°C", 1)
EMETERS: Final[Mapping[str, Row]] = {
    "power": ("power", "W", 1),
    "reactive_power": ("reactive_power", "var", 1),
    "voltage": ("voltage", "V", 1),
    "current": ("current", "A", 1),
    "pf": ("power_factor", "", 1),
    "total": ("energy", "kWh", KILO),
    "total_returned": ("energy_export", "kWh", KILO),
}
SENSORS: Final[Mapping[str, tuple[str, str]]] = {
    "temperature": ("temperature", "°C"),
    "humidity": ("humidity", "%"),
    "battery": ("battery", "%"),
    "lux": ("illuminance", "lx"),
    "flood": ("moisture", ""),
    "smoke": ("smoke", ""),
    "motion": ("motion", ""),
    "vibration": ("vibration", ""),
    "state": ("door", ""),
    "tilt": ("tilt", "°"),
    "gas": ("gas", ""),
}
WHOLE_STATUS: Final = {
    "motion": "motion",
    "vibration": "vibration",
    "lux": "illuminance",
    "bat": "battery",
    "tmp": "temperature",
}
WORDS: Final[Mapping[str, Value]] = {
    "true": True,
    "false": False,
    "open": True,
    "close": False,
    "1": True,
    "0": False,
}
TRUTHS: Final = frozenset({"moisture", "smoke", "motion", "vibration", "door"})


def metered(row: Row | None, payload: bytes, number: str = "") -> Iterator[Measured]:
    """Read a number that stands by itself on a topic."""
    value = number_of(text_in(payload) or "") if row else None
    if row is None or value is None or (number and not number.isdigit()):
        return
    name, unit, divided = row
    category = Category.DIAGNOSTIC if row is CHIP else Category.PRIMARY
    able = Capability(aspect=_numbered(name, number), unit=unit, category=category)
    yield able, value if divided == 1 else round(value / divided, 6)


def sensed(name: str, word: str) -> Iterator[Measured]:
    """Read what one of its sensors says."""
    if name not in SENSORS:
        return
    called, unit = SENSORS[name]
    value: Value = number_of(word) if unit else WORDS.get(word)
    if called == "gas" and not unit:
        value = word[:32] or None
    if value is not None:
        yield Capability(aspect=Aspect(called), unit=unit), value


def switched(number: str, word: str) -> Iterator[Measured]:
    """Read how one of its inputs stands."""
    if word in {"0", "1"} and number.isdigit():
        yield Capability(aspect=_numbered("input", number)), word == "1"


def status(said: Fields) -> Iterator[Measured]:
    """Read what motion sensors say, all in one."""
    units = dict(SENSORS.values())
    inner = said.get("tmp")
    flat = {**said, "tmp": inner.get("value") if isinstance(inner, dict) else inner}
    for key, name in WHOLE_STATUS.items():
        value = flat.get(key)
        number = value if isinstance(value, bool) else number_of(value)
        if number is not None and isinstance(number, bool) is (name in TRUTHS):
            yield Capability(aspect=Aspect(name), unit=units[name]), number


def _numbered(name: str, text: str) -> Aspect:
    number = int(text[:3] or 0)
    return Aspect(f"{name}_{min(number, HIGHEST)}") if number else reading_aspect(name)
