"""`schedule`: at a time of the day, or of the sun, or of a cron line, set some lamps."""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from math import floor
from typing import TYPE_CHECKING, ClassVar, Final

from rules.agent import Agent
from rules.words.days import WEEK, Weekday
from rules.words.ids import AreaId, DeviceId, Ref
from rules.words.news import Cron, Daily, News, PointReached, Reach, TimetableEntry
from rules.words.times import (
    DAY,
    HOUR,
    MINUTE,
    DayPoint,
    Moment,
    SunPoint,
    TimeOfDay,
    minute_of,
    next_civil,
)
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Level, Proposal, Then

if TYPE_CHECKING:
    from rules.house import House

LONGEST_SPAN: Final = 19 * HOUR
"""From the sun to the clock or back, more than this means: the end came first today."""


@value(frozen=True, slots=True, kw_only=True)
class Schedule(Agent):
    """The same wish at the same point of each day, or of the named `days`.

    With `until` the lamps are off from then on; without, the wish stands until `at` comes again
    and leaves them as they are. In summer `at: sunset` may come after `until: 21:00`: then the
    evening is over before it began, and nothing is wished.
    """

    name: ClassVar[str] = "schedule"
    level: ClassVar[Level] = Level.SCHEDULE

    at: DayPoint | Cron
    set_: Values = field(metadata={"key": "set"})
    area: AreaId | None = None
    lamps: tuple[Ref, ...] = ()
    until: DayPoint | None = None
    days: tuple[Weekday, ...] = ()

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what could never work."""
        if self.area is None and not self.lamps:
            raise ValueError("it needs an `area` or `lamps`")
        if self.until is not None and self.until == self.at:
            raise ValueError("`at` and `until` are the same")

    def listens(self) -> Reach:
        """Hear of no device: time alone moves it."""
        return Reach()

    def reaches(self) -> Reach:
        """Wish for its lamps, else for the area."""
        if self.lamps or self.area is None:
            return Reach(refs=frozenset(self.lamps))
        return Reach(areas=frozenset({self.area}))

    def least_wished(self) -> frozenset[Aspect]:
        """Wish for what stands after `set`."""
        return frozenset(self.set_)

    def timetable(self) -> tuple[TimetableEntry, ...]:
        """Hear of `at`, under the name by which people write it."""
        if isinstance(self.at, Cron):
            return (Cron(self.at.line, self.at.line),)
        return (Daily(str(self.at), self.at),)

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[Proposal]:
        """Wish the same for each lamp, until its end."""
        if not isinstance(news, PointReached) or not self._is_day(house, news.at):
            return
        until = self._end(house, news)
        if until is None or until <= now:
            return
        for lamp in self._lamps(house):
            yield Proposal(
                agent=self.id,
                device=lamp,
                level=Level.SCHEDULE,
                values=self.set_,
                until=until,
                cause=news.cause,
                then=Then.KEEP if self.until is None else Then.OFF,
                late=news.late,
            )

    def _is_day(self, house: "House", at: Moment) -> bool:
        return not self.days or WEEK[house.local(at).weekday()] in self.days

    def _lamps(self, house: "House") -> Iterable[DeviceId]:
        if self.lamps or self.area is None:
            return [lamp for ref in self.lamps if (lamp := house.find(ref)) is not None]
        return house.lamps_in(self.area)

    def _end(self, house: "House", news: PointReached) -> Moment | None:
        """Return when the wish ends; None where that was before it began."""
        if self.until is None:
            return news.following
        end = _next(self.until, house, news.at)
        if end is None:
            # No sunrise today: it goes on, and its next point is in time to renew it.
            return news.following + MINUTE
        mixed = isinstance(self.at, SunPoint) is not isinstance(self.until, SunPoint)
        return None if mixed and end - news.at > LONGEST_SPAN else end


def _next(point: DayPoint, house: "House", after: Moment) -> Moment | None:
    """Return the next moment of a point of the day; None while the sun's times are unknown."""
    sky, zone = house.sky, house.policy.home.zone
    minute = minute_of(point, sky)
    if minute is None:
        return None
    if isinstance(point, TimeOfDay) or sky is None:
        return next_civil(minute, after, zone)
    # The sun knows no summer time: count whole days from where it stands on the day we know.
    local = datetime(
        sky.day.year, sky.day.month, sky.day.day, minute // 60, minute % 60, tzinfo=zone
    )
    known = local.timestamp()
    return known + (floor((after - known) / DAY) + 1) * DAY


KIND = Schedule
