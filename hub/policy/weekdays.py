"""Reads the days of the week of a household's file: `[mon, wed]`, `[mon-fri, sun]`, `mon-fri`."""

import re
from typing import Final

from hub.policy.composites import choice, list_of
from hub.policy.errors import Misread
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Row
from rules.words.days import NAMES, WEEK, Weekday

SPAN: Final = re.compile(r"(\w+) ?- ?(\w+)")
WORDS: Final = {
    **dict.fromkeys(("weekday", "weekdays", "workdays"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat-sun"),
    **{name.lower(): day.value for day, name in zip(WEEK, NAMES, strict=True)},
}
"""What people write for days, and how it is written here."""
_day: Final = choice({day.value: day for day in WEEK})


def day(node: Node, known: Known) -> object:
    """Read one day."""
    meant = WORDS.get(node.lower().strip()) if isinstance(node, str) else None
    if meant:
        raise Misread(f"not a day as it is written here: {shown(node)}; write {meant}")
    return _day(node, known)


def weekdays(node: Node, known: Known) -> tuple[Weekday, ...]:
    """Read some days; they come in the order of the week, each once."""
    row: Node = node
    if isinstance(node, str) and (SPAN.fullmatch(node) or node.lower().strip() in WORDS):
        row = Row()
        row.append(node)
    meant = set[object]()

    def take(entry: Node, known: Known) -> None:
        meant.update(_span(entry, known))

    list_of(take)(row, known)
    return tuple(day for day in WEEK if day in meant)


def _span(node: Node, known: Known) -> tuple[object, ...]:
    found = SPAN.fullmatch(node) if isinstance(node, str) else None
    if found is None:
        return (day(node, known),)
    first, last = (WEEK.index(_known(end, known)) for end in found.groups())
    after = (last - first) % len(WEEK)
    return tuple(WEEK[(first + number) % len(WEEK)] for number in range(after + 1))


def _known(written: str, known: Known) -> Weekday:
    named = day(written, known)
    if isinstance(named, Weekday):
        return named
    raise Misread(f"not a day of the week: {written}")
