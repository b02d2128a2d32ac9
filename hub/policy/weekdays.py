"""Reads the days of the week of a household's file: `[mon, wed]`, `[mon-fri, sun]`, `mon-fri`."""

import re
from typing import Final

from hub.policy.composites import choice, list_of
from hub.policy.errors import Misread
from hub.policy.references import Known
from hub.policy.yaml_lines import Node, Row
from rules.words.days import WEEK, Weekday

SPAN: Final = re.compile(r"(\w+) ?- ?(\w+)")
day: Final = choice({day.value: day for day in WEEK})


def weekdays(node: Node, known: Known) -> tuple[Weekday, ...]:
    """Read some days; they come in the order of the week, each once."""
    row: Node = node
    if isinstance(node, str) and SPAN.fullmatch(node):
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
