"""What a Tasmota product measures, and what its buttons and inputs say."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from devices.naming import reading_aspects, word_of
from devices.plain import plain
from devices.said import Fields, is_number, object_of, text_of
from devices.tasmota.config import (
    BUTTONS_TELL,
    SINGLE_PRESSES,
    SWAPPED_PRESSES,
    Config,
)
from rules.words.device import Capability, Category
from rules.words.value import value
from rules.words.values import Aspect, Value, Values

MOST_READINGS: Final = 128
IGNORED: Final = frozenset({"Time", "PN532", "RDM6300"})
CHIP: Final = "ESP32"
"""The processor measures its own temperature, which is nobody's room."""

Path: TypeAlias = tuple[str | int, ...]

QUANTITIES: Final = {
    "Ambient": ("illuminance", "lx"),
    "Illuminance": ("illuminance", "lx"),
    "Battery": ("battery", "%"),
    "CarbonDioxide": ("carbon_dioxide", "ppm"),
    "eCO2": ("carbon_dioxide", "ppm"),
    "TVOC": ("tvoc", "ppb"),
    "PM1": ("pm1", "µg/m³"),
    "PM2.5": ("pm25", "µg/m³"),
    "PM10": ("pm10", "µg/m³"),
    "Humidity": ("humidity", "%"),
    "Moisture": ("moisture", "%"),
    "Distance": ("distance", "cm"),
    "Weight": ("weight", "kg"),
    "Power": ("power", "W"),
    "ActivePower": ("active_power", "W"),
    "ApparentPower": ("apparent_power", "VA"),
    "ReactivePower": ("reactive_power", "var"),
    "Factor": ("power_factor", ""),
    "Frequency": ("frequency", "Hz"),
    "Voltage": ("voltage", "V"),
    "Current": ("current", "A"),
    "Total": ("energy", "kWh"),
    "Today": ("energy_today", "kWh"),
    "Yesterday": ("energy_yesterday", "kWh"),
    "ExportActive": ("energy_export", "kWh"),
    "ImportActive": ("energy_import", "kWh"),
}
"""What a quantity is called here, and its unit."""
FOLLOWS: Final = {
    "Temperature": "TempUnit",
    "DewPoint": "TempUnit",
    "Pressure": "PressureUnit",
    "SeaPressure": "PressureUnit",
    "Speed": "SpeedUnit",
}
"""Quantities whose unit the message itself names."""
DEGREES: Final = {"C": "°C", "F": "°F"}

FOLLOWED: Final = frozenset({1, 2, 3, 4, 5, 6, 9, 10, 15, 16})
"""Modes of a switch input in which it is on or off."""
PRESSED: Final = frozenset({0, 3, 4, 5, 6, 7, 8, 11, 12})
"""Modes in which its toggle is a press."""
HELD: Final = {5: "hold", 6: "hold", 8: "double", 9: "double", 10: "double"}
"""Modes in which its text for hold means something, and what."""
SEEN: Final = frozenset({13, 14})
"""Modes of a sensor that only ever says that it saw something."""

BUTTON_PRESSES: Final = {
    "SINGLE": "single",
    "DOUBLE": "double",
    "TRIPLE": "triple",
    "QUAD": "quadruple",
    "PENTA": "quintuple",
    "HOLD": "hold",
}


@value(frozen=True, slots=True)
class Reading:
    """One number that it measures: where it stands, and what it is."""

    path: Path
    capability: Capability


@value(frozen=True, slots=True)
class Input:
    """An input that is on or off."""

    name: str
    aspect: Aspect


@value(frozen=True, slots=True)
class Presses:
    """What one button or input can say, and what each of it is called."""

    name: str
    words: tuple[tuple[str, str], ...]


def readings_of(sensors: Fields) -> tuple[Reading, ...]:
    """Return what a product measures, by what it says in `tasmota/discovery/<mac>/sensors`."""
    found: list[tuple[Path, Capability]] = []
    wishes: list[tuple[str, ...]] = []
    for path, quantity in _numbers(sensors):
        if len(found) >= MOST_READINGS:
            break
        name, unit = QUANTITIES.get(quantity, (word_of(quantity), ""))
        if quantity in FOLLOWS:
            unit = _unit(sensors.get(FOLLOWS[quantity]))
        steps = [str(step + 1) if isinstance(step, int) else step for step in path]
        whole, chip = word_of("_".join(steps)), path[0] == CHIP
        category = Category.DIAGNOSTIC if chip else Category.PRIMARY
        found.append((path, Capability(aspect=Aspect(whole), unit=unit, category=category)))
        first = name if isinstance(path[-1], int) else word_of(steps[1])
        inner = "_".join((first, *map(word_of, steps[2:])))
        wishes.append((whole,) if chip else (name, inner, whole))
    return tuple(
        Reading(path, Capability(aspect=aspect, unit=capability.unit, category=capability.category))
        for (path, capability), aspect in zip(found, reading_aspects(wishes), strict=True)
    )


def read(readings: Sequence[Reading], said: Fields) -> Values:
    """Return what a message says of them."""
    told: dict[Aspect, Value] = {}
    for reading in readings:
        value = _find(reading.path, said)
        if is_number(value):
            told[reading.capability.aspect] = value
    return told


def inputs_of(config: Config) -> tuple[Input, ...]:
    """Return its inputs that are on or off."""
    found = [
        (_switch_name(config, index), f"switch{index + 1}")
        for index, mode in enumerate(config.switches)
        if mode in FOLLOWED
    ]
    aspects = reading_aspects([(word_of(name), usual) for name, usual in found])
    return tuple(Input(name, aspect) for (name, _), aspect in zip(found, aspects, strict=True))


def read_inputs(inputs: Sequence[Input], said: Fields, config: Config) -> Values:
    """Return what a message says of them: as a state, or as what just happened."""
    told: dict[Aspect, Value] = {}
    texts = {config.on: True, config.off: False}
    for one in inputs:
        state = said.get(one.name)
        happened = object_of(state)
        word = text_of(happened.get("Action") if happened else state)
        if word in texts:
            told[one.aspect] = texts[word]
    return told


def presses_of(config: Config) -> tuple[Presses, ...]:
    """Return what its buttons and inputs can say as presses."""
    heard = [*_switches(config), *_buttons(config)]
    if len(heard) == 1:
        return tuple(heard)
    return tuple(
        Presses(
            one.name, tuple((word, f"{word_of(one.name)}_{press}") for word, press in one.words)
        )
        for one in heard
    )


def presses_in(presses: Sequence[Presses], said: Fields) -> Iterator[str]:
    """Return what a message says was pressed."""
    for one in presses:
        happened = object_of(said.get(one.name))
        action = happened.get("Action") if happened else None
        yield from (press for word, press in one.words if word == action)


def _switches(config: Config) -> Iterator[Presses]:
    _, on, toggle, hold = config.words
    for index, mode in enumerate(config.switches):
        words: list[tuple[str, str]] = []
        if mode in PRESSED:
            words.append((toggle, "single"))
        if mode in HELD:
            words.append((hold, HELD[mode]))
        if mode in SEEN:
            words.append((on, "on"))
        if words:
            yield Presses(_switch_name(config, index), tuple(words))


def _buttons(config: Config) -> Iterator[Presses]:
    if BUTTONS_TELL not in config.options:
        return
    words = dict(BUTTON_PRESSES)
    if SINGLE_PRESSES in config.options:
        words = {"SINGLE": "single"}
    elif SWAPPED_PRESSES in config.options:
        words |= {"SINGLE": "double", "DOUBLE": "single"}
    for index, is_there in enumerate(config.buttons):
        if is_there:
            yield Presses(f"Button{index + 1}", tuple(words.items()))


def _switch_name(config: Config, index: int) -> str:
    own = config.switch_names[index] if index < len(config.switch_names) else ""
    return own or f"Switch{index + 1}"


def _numbers(sensors: Fields) -> Iterator[tuple[Path, str]]:
    """Return where numbers stand, and of which quantity each is."""
    for key, sensor in sensors.items():
        inside = object_of(sensor)
        if key in IGNORED or inside is None:
            continue
        for name, told in inside.items():
            if isinstance(told, dict):
                yield from (
                    ((key, name, inner), inner if inner in QUANTITIES else name)
                    for inner, number in told.items()
                    if _measures(number)
                )
            elif isinstance(told, list):
                places = enumerate(told)
                yield from (((key, name, n), name) for n, number in places if _measures(number))
            elif _measures(told):
                yield (key, name), name


def _measures(value: object) -> bool:
    """Say whether it is a number, or one that is not known yet."""
    return value is None or is_number(value)


def _unit(said: object) -> str:
    unit = plain(text_of(said))
    return DEGREES.get(unit, unit)


def _find(path: Path, said: object) -> object:
    for step in path:
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and type(step) is int and step < len(said):
            said = said[step]
        elif step != 0:
            # What was announced as a list of one may come alone.
            return None
    return said
