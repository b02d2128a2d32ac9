"""Finds what a household's file says of days and hours and cannot mean: gone by, or all day."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from hub.policy.errors import Fault, Misread, Steps
from hub.policy.references import Known
from hub.policy.times import day_point
from hub.policy.yaml_lines import Node, Row, Table
from rules.policy import Policy
from rules.words.times import DayPoint

ENDS: Final = 2
LAST_DAYS: Final = {"expires": "expires", "last_day": "to"}
"""The fields in which a guardrail says its last day, and how they are written."""


def gone_by(policy: Policy, today: date) -> Iterator[Fault]:
    """Yield the guardrails whose last day is over."""
    for rule in policy.guardrails.values():
        for field, key in LAST_DAYS.items():
            last = getattr(rule, field, None)
            if isinstance(last, date) and last < today:
                text = f"{last} has gone by: it binds nothing any more"
                yield Fault(text, ("guardrails", rule.id, key))


def whole_days(node: Node, steps: Steps = ()) -> Iterator[Fault]:
    """Yield the hours that end where they begin, wherever a file gives hours."""
    match node:
        case Table():
            for key, inner in node.items():
                yield from whole_days(inner, (*steps, key))
        case Row() if (point := _begins_and_ends_at(node)) is not None:
            yield Fault(f"it begins and ends at {point}, which means the whole day", steps)
        case Row():
            for number, inner in enumerate(node, start=1):
                yield from whole_days(inner, (*steps, number))
        case _:
            return


def _begins_and_ends_at(row: Row) -> DayPoint | None:
    if len(row) != ENDS:
        return None
    try:
        start, end = (day_point(entry, Known()) for entry in row)
    except Misread:
        return None
    return start if start == end else None
