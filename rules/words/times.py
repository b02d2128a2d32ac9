"""Time as the rules see it: moments are given from outside, days are civil days at home."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias
from zoneinfo import ZoneInfo

from rules.words.value import value

Moment: TypeAlias = float
"""Seconds since 1970-01-01 UTC. Rules count in these, so summer time cannot confuse a lease."""
Seconds: TypeAlias = float
Duration = NewType("Duration", float)
"""A length of time in seconds, as a parameter of the household's: `5 min`."""

MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0
MINUTES_A_DAY = 1440


class SunEvent(StrEnum):
    """The moments of a day that the sun makes."""

    DAWN = "dawn"
    SUNRISE = "sunrise"
    SUNSET = "sunset"
    DUSK = "dusk"


@value(frozen=True, slots=True)
class TimeOfDay:
    """A time on the wall clock, in minutes after midnight."""

    minute: int

    def __str__(self) -> str:
        """Return it as people write it: `06:45`."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


@value(frozen=True, slots=True)
class SunPoint:
    """A time that follows the sun: `sunset + 15 min`; the offset is in minutes."""

    event: SunEvent
    offset: int = 0

    def __str__(self) -> str:
        """Return it as people write it."""
        if not self.offset:
            return self.event.value
        return f"{self.event.value} {'+' if self.offset > 0 else '-'} {abs(self.offset)} min"


DayPoint: TypeAlias = TimeOfDay | SunPoint


@value(frozen=True, slots=True, kw_only=True)
class Sky:
    """The sun's day at home, in civil minutes after midnight; None where it does not happen."""

    day: date
    dawn: int | None = None
    sunrise: int | None = None
    sunset: int | None = None
    dusk: int | None = None

    def minute(self, event: SunEvent) -> int | None:
        """Return the civil minute of one of the sun's moments."""
        match event:
            case SunEvent.DAWN:
                return self.dawn
            case SunEvent.SUNRISE:
                return self.sunrise
            case SunEvent.SUNSET:
                return self.sunset
            case SunEvent.DUSK:
                return self.dusk


def minute_of(point: DayPoint, sky: Sky | None) -> int | None:
    """Return the civil minute of a point of the day, or None while the sun's times are unknown."""
    match point:
        case TimeOfDay():
            return point.minute
        case SunPoint():
            base = sky.minute(point.event) if sky else None
            return None if base is None else (base + point.offset) % MINUTES_A_DAY


@value(frozen=True, slots=True)
class Window:
    """A part of each day, from `start` up to but not including `end`; it may cross midnight."""

    start: DayPoint
    end: DayPoint

    def __str__(self) -> str:
        """Return it as people write it: `22:30 to 06:30`."""
        return f"{self.start} to {self.end}"

    @property
    def follows_sun(self) -> bool:
        """Say whether either end moves with the sun."""
        return isinstance(self.start, SunPoint) or isinstance(self.end, SunPoint)

    def contains(self, minute: int, sky: Sky | None) -> bool | None:
        """Say whether a civil minute lies inside; None while the sun's times are unknown.

        A window whose ends are equal is the whole day.
        """
        start, end = minute_of(self.start, sky), minute_of(self.end, sky)
        if start is None or end is None:
            return None
        if start < end:
            return start <= minute < end
        return minute >= start or minute < end


def civil(now: Moment, zone: ZoneInfo) -> datetime:
    """Return a moment as the wall clock at home shows it."""
    return datetime.fromtimestamp(now, zone)


def next_civil(minute: int, now: Moment, zone: ZoneInfo) -> Moment:
    """Return the next moment after `now` at which the wall clock shows a minute of the day.

    In the night when the clock springs over it, the moment just after the gap; in the night
    when it shows it twice, the first.
    """
    today = civil(now, zone)
    for ahead in (0, 1, 2):
        day = date.fromordinal(today.toordinal() + ahead)
        local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
        moment = local.timestamp()
        if moment > now:
            return moment
    return now + DAY
