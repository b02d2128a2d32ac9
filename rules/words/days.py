"""Days of the week: which of them a rule or an agent is about."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from rules.words.times import Sky, Window, minute_of


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


WEEK: Final = tuple(Weekday)
NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RUN: Final = 3
"""So many days on end are told by the first and the last."""


def is_meant(
    days: Collection[Weekday], window: Window | None, at: tuple[int, int], sky: Sky | None
) -> bool | None:
    """Say whether these days include that to which a moment belongs; None: the sun's times decide.

    `at` is the civil minute and the number of the day. What begins before midnight and goes on
    after it belongs to the day on which it began.
    """
    minute, day = at
    if window is None:
        return WEEK[day] in days
    start, end = minute_of(window.start, sky), minute_of(window.end, sky)
    if start is None or end is None:
        either = {WEEK[day] in days, WEEK[day - 1] in days}
        return either.pop() if len(either) == 1 else None
    return WEEK[day - 1 if start >= end and minute < end else day] in days


def days_text(days: Collection[Weekday]) -> str:
    """Return days as people say them: `Sunday to Thursday`, `Saturday and Sunday`."""
    numbers = [number for number, day in enumerate(WEEK) if day in days]
    begins = [number for number in numbers if WEEK[number - 1] not in days] or [0]
    if len(numbers) >= RUN and len(begins) == 1:
        first = begins[0]
        return f"{NAMES[first]} to {NAMES[(first + len(numbers) - 1) % len(WEEK)]}"
    *most, last = [NAMES[number] for number in numbers] or ["no day"]
    return f"{', '.join(most)} and {last}" if most else last
