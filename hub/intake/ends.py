"""How people write when something ends: a length of time, a time of day, a date with a time."""

import re
from datetime import datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from rules.words.times import DAY, HOUR, MINUTE, Moment, Seconds, TimeOfDay, civil, next_civil

PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
UNITS: Final = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
}

End: TypeAlias = TimeOfDay | datetime
"""When something is to end, as a person wrote it: `23:00`, or a date with a time."""


def parse_duration(value: object) -> Seconds:
    """Return the seconds of `10 min`, `1 h 30 min` or a number of seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:  # a number of more than 300 digits
            raise ValueError("not a length of time") from None
    text = value.strip().lower() if isinstance(value, str) else ""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    parts = PART.findall(text)
    spelled = re.sub(PART, "", text).strip(" ,")
    if not parts or spelled or any(unit not in UNITS for _, unit in parts):
        raise ValueError("not a length of time")
    return sum(float(count) * UNITS[unit] for count, unit in parts)


def parse_end(value: object) -> End:
    """Return the end that `23:00` or `2026-11-23 18:00` means."""
    text = value.strip() if isinstance(value, str) else ""
    if clock := CLOCK.fullmatch(text):
        return TimeOfDay(int(clock[1]) * 60 + int(clock[2]))
    return datetime.fromisoformat(text)


def moment_of(end: End, now: Moment, zone: ZoneInfo) -> Moment:
    """Return the moment that an end means, at home and as of now.

    In the night when the clock shows it twice, the first that is yet to come.
    """
    if isinstance(end, TimeOfDay):
        hour, minute = divmod(end.minute, 60)
        today = civil(now, zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
        shown = _shown(today, now, zone)
        return shown if shown > now else next_civil(end.minute, now, zone)
    try:
        return end.timestamp() if end.tzinfo else _shown(end, now, zone)
    except OverflowError:
        return 0.0  # the first days of the year 1: long past


def _shown(local: datetime, now: Moment, zone: ZoneInfo) -> Moment:
    """Return when the clock at home shows a date and a time, or shows it again if that is past."""
    first = local.replace(tzinfo=zone, fold=0).timestamp()
    return first if first > now else local.replace(tzinfo=zone, fold=1).timestamp()
