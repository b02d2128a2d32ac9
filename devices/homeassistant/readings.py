"""Reads one value out of what a device said: a truth, a number or a text."""

from functools import lru_cache
from typing import Final, Protocol, TypeAlias

from devices.homeassistant.config import SensorConfig, quote
from devices.homeassistant.template import MISSING, read_template, rendered
from devices.said import number_in
from rules.words.values import Aspect, Value

Told: TypeAlias = dict[Aspect, Value]

UNKNOWN: Final = "None"
"""How Home Assistant renders a null."""
WHOLE: Final = 2**53
"""Beyond this a number is no measurement, and no float holds it exactly."""
LONGEST_TEXT: Final = 255
WORDY_CLASSES: Final = frozenset({"date", "timestamp", "enum"})


class Read(Protocol):
    """Reads from what was said (its JSON, or the text as it is) into `told`."""

    def __call__(self, said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        """Put in what is mentioned, None for what is not known; `trouble` says what is wrong."""


@lru_cache(maxsize=1024)
def truth_read(template: str, on: str, off: str) -> Read:
    """Compare with the two texts for yes and no, as Home Assistant renders them."""
    truths: dict[str, bool | None] = {UNKNOWN: None, rendered(off): False, rendered(on): True}
    found = read_template(template)
    key = found.path[0] if len(found.path) == 1 else None

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = (
            said.get(key, MISSING)
            if key is not None and type(said) is dict
            else found.find(said, trouble)
        )
        if value is MISSING:
            return
        text = value.strip() if isinstance(value, str) else str(value)
        if text in truths:
            told[aspect] = truths[text]
        elif text:
            trouble.append(f"{aspect}: {quote(text)} is neither of its two payloads")

    return read


@lru_cache(maxsize=1024)
def number_read(template: str) -> Read:
    """Read a measured number, written as such or as a text; None where it is none."""
    found = read_template(template)
    key = found.path[0] if len(found.path) == 1 else None

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = (
            said.get(key, MISSING)
            if key is not None and type(said) is dict
            else found.find(said, trouble)
        )
        if value is MISSING:
            return
        number = number_in(value) if isinstance(value, str) else value
        if (type(number) is int or type(number) is float) and -WHOLE <= number <= WHOLE:
            told[aspect] = number
        elif not isinstance(value, str) or value.strip():
            told[aspect] = None
            if value is not None and value != UNKNOWN:
                trouble.append(f"{aspect}: {quote(value)} is no number that could be measured")

    return read


@lru_cache(maxsize=1024)
def text_read(template: str) -> Read:
    """Read a word or a short text; numbers and truths stay what they are."""
    found = read_template(template)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if isinstance(value, str):
            told[aspect] = None if value == UNKNOWN else value.strip()[:LONGEST_TEXT]
        elif value is None or (isinstance(value, int | float) and -WHOLE <= value <= WHOLE):
            told[aspect] = value
        elif value is not MISSING:
            told[aspect] = None
            trouble.append(f"{aspect}: {quote(value)} is neither a text nor a number")

    return read


def sensor_read(config: SensorConfig) -> Read:
    """Return what reads a sensor: a number where a unit or a class says that it is one."""
    kind, template = config.device_class, config.value_template or ""
    if kind in WORDY_CLASSES or not (config.unit_of_measurement or config.state_class or kind):
        return text_read(template)
    return number_read(template)
