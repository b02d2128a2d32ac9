"""Device triggers: what a button or remote says on its topic, as presses with names."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from devices.homeassistant.config import TriggerConfig
from devices.homeassistant.template import Template, rendered
from rules.words.events import Pressed
from rules.words.value import value

_NAME: Final = re.compile(r"\w[\w .:-]{0,63}")

PressTable: TypeAlias = Mapping[Template, Mapping[str | None, tuple[Pressed, ...]]]
"""By where to look and what must stand there (None: anything at all), what was pressed."""


@value(frozen=True, slots=True)
class Trigger:
    """One thing that a button can say: a payload at a place of the messages on a topic."""

    topic: str
    template: Template
    payload: str | None
    names: tuple[str, ...]
    """What the press may be called, the best name first."""


def trigger(config: TriggerConfig, topic: str, template: Template) -> Trigger:
    """Return an announced trigger."""
    payload = None if config.payload is None else str(config.payload)
    both = f"{config.subtype or ''} {config.type or ''}".strip()
    wanted = (payload, config.subtype, config.type)
    plain = next((text for text in wanted if text and _NAME.fullmatch(text)), "")
    names = tuple(name for name in (plain, both) if name and _NAME.fullmatch(name))
    return Trigger(topic, template, None if payload is None else rendered(payload), names)


def named_press(word: str) -> bool:
    """Say whether a press may be called so."""
    return _NAME.fullmatch(word) is not None


def press_table(presses: Iterable[tuple[Trigger, Pressed]]) -> PressTable:
    """Return the presses of one topic, found by what is said there."""
    table: dict[Template, dict[str | None, tuple[Pressed, ...]]] = {}
    for told, pressed in presses:
        row = table.setdefault(told.template, {})
        row[told.payload] = (*row.get(told.payload, ()), pressed)
    return table


def presses_in(table: PressTable, parsed: object, text: object) -> list[Pressed]:
    """Return what was pressed, given a message as JSON and as text (MISSING where it is not)."""
    found: list[Pressed] = []
    for template, row in table.items():
        said = template.find(text if template.raw else parsed)
        if isinstance(said, str | bool | int | float):
            found += row.get(rendered(said), ())
            found += row.get(None, ())
    return found
