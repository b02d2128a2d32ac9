"""Compares the hours and days of rules: whether they meet, and whether one lies in the other."""

from typing import Final

from rules.guardrail import Guardrail
from rules.words.days import WEEK
from rules.words.times import MINUTES_A_DAY, TimeOfDay, Window

MINUTES_A_WEEK: Final = len(WEEK) * MINUTES_A_DAY


def overlap(one: Guardrail, other: Guardrail) -> bool:
    """Say whether there may be a minute of the week in which both bind."""
    return bool(_minutes(one) & _minutes(other))


def covers_hours(wide: Guardrail, narrow: Guardrail) -> bool:
    """Say whether one surely binds at every minute at which the other does."""
    if (wide.between, wide.days) == (narrow.between, narrow.days):
        return True
    if not _is_fixed(wide.between):
        return wide.between == narrow.between and not wide.days
    return not _minutes(narrow) & ~_minutes(wide)


def _is_fixed(window: Window | None) -> bool:
    if window is None:
        return True
    return isinstance(window.start, TimeOfDay) and isinstance(window.end, TimeOfDay)


def _minutes(rule: Guardrail) -> int:
    """Return the minutes of the week at which a rule may bind, one bit for each."""
    start, length = _span(rule.between)
    days = [number for number, day in enumerate(WEEK) if not rule.days or day in rule.days]
    bits = 0
    for day in days:
        bits |= ((1 << length) - 1) << (day * MINUTES_A_DAY + start)
    whole = (1 << MINUTES_A_WEEK) - 1
    # What begins on Sunday and goes on after midnight is on Monday.
    return (bits | bits >> MINUTES_A_WEEK) & whole


def _span(window: Window | None) -> tuple[int, int]:
    """Return when a window begins, and how long it is at most."""
    if window is None:
        return 0, MINUTES_A_DAY
    if not (isinstance(window.start, TimeOfDay) and isinstance(window.end, TimeOfDay)):
        return 0, 2 * MINUTES_A_DAY
    start = window.start.minute
    return start, (window.end.minute - start) % MINUTES_A_DAY or MINUTES_A_DAY
