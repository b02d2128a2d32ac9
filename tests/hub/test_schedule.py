"""The timetable in civil time: summer time, the sun, cron lines, late points, and a set clock."""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

import pytest

from hub.schedule import STEP, Schedule, Timetable, next_time, sky_of, weekdays
from rules.agent import Agent
from rules.policy import Home, Policy
from rules.words.events import Event, ScheduleReached, SkyKnown, TimePassed
from rules.words.ids import AgentId
from rules.words.news import Cron, Daily, Every, News, Reach, TimetableEntry
from rules.words.times import DAY, HOUR, MINUTE, Moment, SunEvent, SunPoint, TimeOfDay
from rules.words.value import value
from rules.words.wishes import AgentAct, Level
from tests.fakes.clock import HandClock
from tests.fakes.told import Told
from tests.houses import policy_of

if TYPE_CHECKING:
    from rules.house import House

MADRID = Home(zone=ZoneInfo("Europe/Madrid"), latitude=40.42, longitude=-3.70)
TROMSO = Home(zone=ZoneInfo("Europe/Oslo"), latitude=69.65, longitude=18.96)
NOWHERE = Home(zone=ZoneInfo("Europe/Madrid"))
EVENING = Daily("evening", TimeOfDay(20 * 60))
NIGHT = Daily("night", TimeOfDay(2 * 60 + 30))
BELL = AgentId("bell")


@value(frozen=True, slots=True, kw_only=True)
class Bell(Agent):
    """An agent that wants to hear of points of time, and nothing else."""

    name: ClassVar[str] = "bell"
    level: ClassVar[Level] = Level.SCHEDULE

    points: tuple[TimetableEntry, ...]

    def listens(self) -> Reach:
        return Reach()

    def reaches(self) -> Reach:
        return Reach()

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        return ()

    def timetable(self) -> tuple[TimetableEntry, ...]:
        return self.points


def at(text: str, home: Home = MADRID) -> Moment:
    """Return the moment at which the wall clock at home first shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=home.zone).timestamp()


def shown(moment: Moment | None, home: Home = MADRID) -> str:
    """Return what the wall clock at home shows."""
    assert moment is not None
    return datetime.fromtimestamp(moment, home.zone).isoformat(" ", "minutes")


def ringing(*points: TimetableEntry, home: Home = MADRID) -> Policy:
    """Return a policy of one agent with these points."""
    return policy_of(Bell(id=BELL, points=points), home=home)


def reached(events: Iterable[Event]) -> list[str]:
    """Return what the wall clock showed at each point that was reached."""
    return [shown(event.at) for event in events if isinstance(event, ScheduleReached)]


def through(timetable: Timetable, end: Moment) -> list[str]:
    """Live up to a moment from point to point, and return what was reached."""
    found: list[str] = []
    while (moment := timetable.next()) is not None and moment <= end:
        found += reached(timetable.due(moment))
    return found


# points of the day


def test_a_point_of_the_day_comes_once_each_day() -> None:
    timetable = Timetable(ringing(EVENING), at("2026-11-10 12:00"))

    assert through(timetable, at("2026-11-13 12:00")) == [
        "2026-11-10 20:00+01:00",
        "2026-11-11 20:00+01:00",
        "2026-11-12 20:00+01:00",
    ]


def test_each_point_says_when_it_comes_again() -> None:
    timetable = Timetable(ringing(EVENING), at("2026-11-10 12:00"))

    (event,) = [e for e in timetable.due(at("2026-11-10 20:00")) if isinstance(e, ScheduleReached)]

    assert (event.agent, event.point, event.late) == (BELL, "evening", False)
    assert event.following == at("2026-11-11 20:00")


def test_what_comes_at_the_very_moment_of_planning_comes_the_next_day() -> None:
    timetable = Timetable(ringing(EVENING), at("2026-11-10 20:00"))

    assert timetable.next() == at("2026-11-11 20:00")


def test_points_that_were_slept_through_are_told_once_each_and_not_for_every_day() -> None:
    timetable = Timetable(ringing(EVENING), at("2026-11-10 12:00"))

    told = reached(timetable.due(at("2026-11-15 12:00")))

    assert told == ["2026-11-10 20:00+01:00"]
    assert timetable.next() == at("2026-11-15 20:00")


def test_in_the_night_that_skips_it_a_point_comes_after_the_gap_and_only_once() -> None:
    timetable = Timetable(ringing(NIGHT), at("2026-03-28 12:00"))

    assert through(timetable, at("2026-03-30 12:00")) == [
        "2026-03-29 03:30+02:00",
        "2026-03-30 02:30+02:00",
    ]


def test_in_the_night_that_shows_it_twice_a_point_comes_the_first_time_only() -> None:
    timetable = Timetable(ringing(NIGHT), at("2026-10-24 12:00"))

    assert through(timetable, at("2026-10-26 12:00")) == [
        "2026-10-25 02:30+02:00",
        "2026-10-26 02:30+01:00",
    ]


def test_a_point_keeps_its_civil_time_over_the_change_of_the_clock() -> None:
    timetable = Timetable(ringing(EVENING), at("2026-10-24 12:00"))

    told = through(timetable, at("2026-10-26 12:00"))

    assert told == ["2026-10-24 20:00+02:00", "2026-10-25 20:00+01:00"]


# cron lines


def cron_through(line: str, start: str, end: str) -> list[str]:
    """Return when a cron line comes between two moments."""
    return through(Timetable(ringing(Cron("cron", line)), at(start)), at(end))


def test_a_cron_line_counts_its_weekdays_from_sunday() -> None:
    told = cron_through("45 6 * * 1-5", "2026-11-06 00:00", "2026-11-11 00:00")

    assert told == [
        "2026-11-06 06:45+01:00",
        "2026-11-09 06:45+01:00",
        "2026-11-10 06:45+01:00",
    ]


@pytest.mark.parametrize("sunday", ["0", "7", "sun"])
def test_sunday_is_written_in_three_ways(sunday: str) -> None:
    told = cron_through(f"0 9 * * {sunday}", "2026-11-06 00:00", "2026-11-16 00:00")

    assert told == ["2026-11-08 09:00+01:00", "2026-11-15 09:00+01:00"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("*", "*"),
        ("1-5", "mon,tue,wed,thu,fri"),
        ("6,0", "sat,sun"),
        ("5-7", "fri,sat,sun"),
        ("0-6/2", "sun,tue,thu,sat"),
        ("1", "mon"),
        ("MON", "mon"),
        ("mon-fri", "mon-fri"),
    ],
)
def test_weekdays_are_handed_on_by_name(written: str, names: str) -> None:
    assert weekdays(written) == names


def test_a_cron_point_is_not_rung_twice_in_the_night_that_shows_it_twice() -> None:
    told = cron_through("30 2 * * *", "2026-10-24 12:00", "2026-10-26 12:00")

    assert told == ["2026-10-25 02:30+02:00", "2026-10-26 02:30+01:00"]


def test_a_cron_point_in_the_hour_that_is_skipped_comes_once() -> None:
    told = cron_through("30 2 * * *", "2026-03-28 12:00", "2026-03-30 12:00")

    assert told == ["2026-03-29 03:30+02:00", "2026-03-30 02:30+02:00"]


def test_a_cron_line_that_never_comes_is_no_point() -> None:
    timetable = Timetable(ringing(Cron("never", "0 0 31 2 *")), at("2026-11-10 12:00"))

    assert timetable.next() is None
    assert timetable.late(at("2026-11-10 12:00")) == []


# every so often


def test_what_comes_every_so_often_minds_no_clock_of_the_wall() -> None:
    timetable = Timetable(ringing(Every("tick", 20 * MINUTE)), at("2026-10-25 01:50"))

    told = through(timetable, at("2026-10-25 01:50") + 2 * HOUR)

    assert len(told) == 6


# the sun


@pytest.mark.parametrize(
    ("event", "day", "expected"),
    [
        (SunEvent.SUNRISE, date(2026, 6, 21), 6 * 60 + 45),
        (SunEvent.SUNSET, date(2026, 6, 21), 21 * 60 + 48),
        (SunEvent.SUNRISE, date(2026, 12, 21), 8 * 60 + 34),
        (SunEvent.SUNSET, date(2026, 12, 21), 17 * 60 + 51),
    ],
)
def test_the_suns_day_is_as_an_almanac_of_madrid_has_it(
    event: SunEvent, day: date, expected: int
) -> None:
    minute = sky_of(MADRID, day).minute(event)

    assert minute is not None
    assert abs(minute - expected) <= 3


def test_dawn_comes_before_sunrise_and_dusk_after_sunset() -> None:
    sky = sky_of(MADRID, date(2026, 3, 29))

    minutes = [sky.dawn, sky.sunrise, sky.sunset, sky.dusk]

    assert None not in minutes
    assert all(earlier < later for earlier, later in pairwise(m or 0 for m in minutes))


@pytest.mark.parametrize("day", [date(2026, 6, 21), date(2026, 12, 21)])
def test_where_the_sun_neither_rises_nor_sets_there_is_no_such_moment(day: date) -> None:
    sky = sky_of(TROMSO, day)

    assert (sky.sunrise, sky.sunset) == (None, None)


def test_a_home_without_a_place_has_no_sun() -> None:
    point = Daily("evening", SunPoint(SunEvent.SUNSET))

    assert sky_of(NOWHERE, date(2026, 6, 21)).sunset is None
    assert next_time(point, at("2026-06-21 12:00"), NOWHERE) is None


def test_a_point_follows_the_sun_from_day_to_day() -> None:
    point = Daily("evening", SunPoint(SunEvent.SUNSET, 15))
    timetable = Timetable(ringing(point), at("2026-10-24 12:00"))

    first, second = through(timetable, at("2026-10-26 00:00"))

    assert first.startswith("2026-10-24 19:3")
    assert second.startswith("2026-10-25 18:3")


def test_a_point_before_sunrise_may_lie_on_the_evening_before() -> None:
    point = Daily("early", SunPoint(SunEvent.SUNRISE, -10 * 60))

    moment = next_time(point, at("2026-11-10 12:00"), MADRID)

    assert shown(moment).startswith("2026-11-10 21:5")


def test_a_polar_summer_is_waited_out() -> None:
    point = Daily("evening", SunPoint(SunEvent.SUNSET))

    moment = next_time(point, at("2026-06-21 12:00", TROMSO), TROMSO)

    assert shown(moment, TROMSO).startswith("2026-07-2")


def test_the_suns_times_are_told_once_a_day_and_before_the_points() -> None:
    point = Daily("early", TimeOfDay(0))
    timetable = Timetable(ringing(point), at("2026-11-10 12:00"))

    first = timetable.due(at("2026-11-10 12:00"))
    again = timetable.due(at("2026-11-10 23:59"))
    midnight = timetable.due(at("2026-11-11 00:00"))

    assert first == [SkyKnown(sky_of(MADRID, date(2026, 11, 10)))]
    assert again == []
    assert midnight[0] == SkyKnown(sky_of(MADRID, date(2026, 11, 11)))
    assert reached(midnight) == ["2026-11-11 00:00+01:00"]


# after a start


def test_after_a_start_each_points_last_time_is_told_as_late_in_order() -> None:
    morning = Daily("morning", TimeOfDay(7 * 60))
    timetable = Timetable(ringing(morning, EVENING), at("2026-11-10 12:00"))

    late = timetable.late(at("2026-11-10 12:00"))

    assert [(event.point, shown(event.at)) for event in late] == [
        ("evening", "2026-11-09 20:00+01:00"),
        ("morning", "2026-11-10 07:00+01:00"),
    ]
    assert all(event.late for event in late)
    assert [shown(event.following) for event in late] == [
        "2026-11-10 20:00+01:00",
        "2026-11-11 07:00+01:00",
    ]


def test_what_comes_rarely_or_every_so_often_is_not_told_late() -> None:
    rare, tick = Cron("rare", "0 12 1 1 *"), Every("tick", 60.0)
    timetable = Timetable(ringing(rare, tick), at("2026-11-10 12:00"))

    assert timetable.late(at("2026-11-10 12:00")) == []


def test_a_cron_line_of_every_minute_is_told_late_once() -> None:
    timetable = Timetable(ringing(Cron("busy", "* * * * *")), at("2026-11-10 12:00"))

    assert reached(timetable.late(at("2026-11-10 12:00"))) == ["2026-11-10 12:00+01:00"]


# the loop


class Hall:
    """A schedule, its clock, and what it told."""

    def __init__(self, now: Moment) -> None:
        self.clock = HandClock(now)
        self.told: Told[Event] = Told()
        self.schedule = Schedule(self.clock, self.told)

    def hears(self) -> list[str]:
        """Return what was reached since the last time."""
        told, self.told.all = self.told.all, []
        return reached(told)


async def test_a_policy_that_is_adopted_brings_the_sky_and_what_is_late() -> None:
    hall = Hall(at("2026-11-10 12:00"))

    hall.schedule.adopt(ringing(EVENING))

    assert isinstance(hall.told.all[0], SkyKnown)
    assert hall.hears() == ["2026-11-09 20:00+01:00"]


async def test_a_point_comes_when_its_time_is_there() -> None:
    hall = Hall(at("2026-11-10 19:59"))
    hall.schedule.adopt(ringing(EVENING))
    hall.hears()

    hall.schedule.look()
    before = hall.hears()
    hall.clock.passes(MINUTE)
    hall.schedule.look()

    assert before == []
    assert hall.hears() == ["2026-11-10 20:00+01:00"]


async def test_a_clock_that_was_put_forward_catches_nothing_up() -> None:
    hall = Hall(at("2026-11-10 12:00"))
    hall.schedule.adopt(ringing(EVENING))
    hall.hears()

    hall.clock.is_put(30 * DAY)
    hall.schedule.look()

    assert TimePassed() in hall.told.all
    assert hall.hears() == []
    hall.clock.passes(8 * HOUR)
    hall.schedule.look()
    assert hall.hears() == ["2026-12-10 20:00+01:00"]


async def test_from_1970_to_today_takes_no_longer_than_a_look() -> None:
    hall = Hall(0.0)
    hall.schedule.adopt(ringing(EVENING, Every("tick", 1.0), Cron("busy", "* * * * *")))
    hall.hears()

    hall.clock.is_put(at("2026-11-10 12:00"))
    hall.schedule.look()

    assert hall.hears() == []


async def test_a_clock_that_was_put_back_brings_its_points_again() -> None:
    hall = Hall(at("2026-11-10 20:30"))
    hall.schedule.adopt(ringing(EVENING))
    hall.hears()

    hall.clock.is_put(-HOUR)
    hall.schedule.look()
    hall.clock.passes(30 * MINUTE)
    hall.schedule.look()

    assert hall.hears() == ["2026-11-10 20:00+01:00"]


async def test_a_clock_that_is_only_corrected_is_not_a_set_one() -> None:
    hall = Hall(at("2026-11-10 19:59"))
    hall.schedule.adopt(ringing(EVENING))
    hall.hears()

    hall.clock.is_put(STEP)
    hall.schedule.look()

    assert TimePassed() not in hall.told.all
    assert hall.hears() == ["2026-11-10 20:00+01:00"]


async def test_another_policy_has_other_points_from_now_on() -> None:
    hall = Hall(at("2026-11-10 19:00"))
    hall.schedule.adopt(ringing(EVENING))
    hall.schedule.adopt(ringing(Daily("later", TimeOfDay(20 * 60 + 30))))
    hall.hears()

    hall.clock.passes(2 * HOUR)
    hall.schedule.look()

    assert hall.hears() == ["2026-11-10 20:30+01:00"]


async def test_it_wakes_by_itself_for_a_policy_that_came_while_it_slept() -> None:
    hall = Hall(at("2026-11-10 20:00") - 0.01)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hall.schedule.run(), name="schedule")
        await asyncio.sleep(0)
        hall.schedule.adopt(ringing(EVENING))
        hall.hears()

        hall.clock.passes(0.02)
        await hall.told.until(lambda event: isinstance(event, ScheduleReached))

        running.cancel()
    assert hall.hears() == ["2026-11-10 20:00+01:00"]
