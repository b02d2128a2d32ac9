"""Compares the hours of rules: whether they meet, and whether one lies in the other."""

from rules.words.times import MINUTES_A_DAY, TimeOfDay, Window


def overlap(one: Window | None, other: Window | None) -> bool:
    """Say whether there may be a minute of the day in both; None is the whole day."""
    if one is None or other is None:
        return True
    return bool(_minutes(one) & _minutes(other))


def covers_hours(wide: Window | None, narrow: Window | None) -> bool:
    """Say whether the whole of one window surely lies in the other; None is the whole day."""
    if wide is None or wide == narrow:
        return True
    if narrow is None or not (_is_fixed(wide) and _is_fixed(narrow)):
        return False
    return _minutes(narrow) <= _minutes(wide)


def _is_fixed(window: Window) -> bool:
    return isinstance(window.start, TimeOfDay) and isinstance(window.end, TimeOfDay)


def _minutes(window: Window) -> set[int]:
    """Return the minutes of the day that a window may hold; all of them where the sun rules."""
    day = range(MINUTES_A_DAY)
    if not _is_fixed(window):
        return set(day)
    return {minute for minute in day if window.contains(minute, None)}
