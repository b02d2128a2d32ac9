"""Reads the times of a household's file: `22:30`, `sunset + 15 min`, `5 min`."""

import re
from datetime import date
from typing import Final

from hub.policy.errors import Misread, guess, listed
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Row
from rules.words.times import (
    DAY,
    HOUR,
    MINUTE,
    DayPoint,
    Duration,
    SunEvent,
    SunPoint,
    TimeOfDay,
    Window,
)

CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")
SUN: Final = re.compile(r"([a-z]+)(?: ?([+-]) ?(.+))?", re.IGNORECASE)
DAY_OF: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PART: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?([a-z]+)", re.IGNORECASE)
WHOLE: Final = re.compile(rf"(?:{PART.pattern} ?)+", re.IGNORECASE)
UNITS: Final = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
}
CLOCK_IS: Final = "; write it from 00:00 to 23:59, such as 22:30"
UNITS_ARE: Final = "; the units are ms, s, min, h and days"
LONGEST: Final = 366 * DAY
FURTHEST_FROM_SUN: Final = 12 * HOUR
SUN_EVENTS: Final = [event.value for event in SunEvent]
ENDS: Final = 2


def time_of_day(node: Node, known: Known) -> TimeOfDay:
    """Read a time on the wall clock: `22:30`."""
    del known
    found = CLOCK.fullmatch(node) if isinstance(node, str) else None
    if found and int(found[1]) < 24 and int(found[2]) < 60:  # noqa: PLR2004 -- hours and minutes
        return TimeOfDay(int(found[1]) * 60 + int(found[2]))
    if found:
        raise Misread(f"not a time of day: {shown(node)}{CLOCK_IS}", sure=True)
    raise Misread(f"not a time of day such as 22:30: {shown(node)}")


def sun_point(node: Node, known: Known) -> SunPoint:
    """Read a time that follows the sun: `sunset`, `sunrise - 30 min`."""
    found = SUN.fullmatch(node) if isinstance(node, str) else None
    word = found[1].lower() if found else ""
    if not found or word not in SUN_EVENTS:
        hint = guess(word, SUN_EVENTS) if word else ""
        raise Misread(f"not {listed(SUN_EVENTS)}: {shown(node)}{hint}", sure=bool(hint))
    if not known.sun:
        raise Misread(f"{word} needs `latitude` and `longitude` of the home", sure=True)
    seconds = _offset(found[3]) if found[2] else 0.0
    minutes = round(seconds / MINUTE)
    return SunPoint(SunEvent(word), -minutes if found[2] == "-" else minutes)


def _offset(written: str) -> float:
    try:
        seconds = duration(written)
    except Misread as misread:
        raise Misread(*misread.faults, sure=True) from None
    if seconds > FURTHEST_FROM_SUN or seconds % MINUTE:
        raise Misread(f"not whole minutes, at most 12 h: {shown(written)}", sure=True)
    return seconds


def day_point(node: Node, known: Known) -> DayPoint:
    """Read a point of the day: a time on the wall clock, or one that follows the sun."""
    try:
        return time_of_day(node, known)
    except Misread as clock:
        if clock.sure:
            raise
        try:
            return sun_point(node, known)
        except Misread as sun:
            raise (sun if sun.sure else clock) from None


def window(node: Node, known: Known) -> Window:
    """Read a part of each day: `[22:30, 06:30]`."""
    if not isinstance(node, Row) or len(node) != ENDS:
        raise Misread(f"not a start and an end such as [22:30, 06:30]: {shown(node)}")
    return Window(day_point(node[0], known), day_point(node[1], known))


def day(node: Node) -> date:
    """Read a day of the calendar: `2027-03-31`."""
    try:
        return date.fromisoformat(node if isinstance(node, str) and DAY_OF.fullmatch(node) else "")
    except ValueError:
        raise Misread(f"not a date such as 2027-03-31: {shown(node)}") from None


def duration(node: Node) -> Duration:
    """Read a length of time: `5 min`, `1 h 30 min`; the unit is always said."""
    if not isinstance(node, str) or not WHOLE.fullmatch(node):
        raise Misread(f"not a length of time such as 5 min: {shown(node)}")
    seconds = 0.0
    for amount, unit in PART.findall(node):
        if unit.lower() not in UNITS:
            hint = f"; write {amount} min" if unit == "m" else UNITS_ARE
            raise Misread(f"not a length of time: {shown(node)}{hint}")
        seconds += float(amount) * UNITS[unit.lower()]
    if seconds > LONGEST:
        raise Misread(f"longer than a year: {shown(node)}")
    return Duration(seconds)
