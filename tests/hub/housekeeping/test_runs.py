"""When a schedule next runs, in words, and what it means to leave out its next run."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from devices.agents.circadian import Circadian
from devices.agents.schedule import Schedule
from hub.housekeeping.runs import is_schedule, next_runs, run_text, skip_of
from rules.policy import Home
from rules.words.days import Weekday
from rules.words.ids import AgentId, AreaId
from rules.words.news import Cron
from rules.words.times import DAY, SunEvent, SunPoint, TimeOfDay
from rules.words.values import POWER

MADRID = ZoneInfo("Europe/Madrid")
HOME = Home(zone=MADRID, latitude=40.42, longitude=-3.70)
NOWHERE = Home(zone=MADRID)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> float:
    return datetime(2025, month, day, hour, minute, tzinfo=MADRID).timestamp()


def schedule(when: TimeOfDay | SunPoint | Cron, *days: Weekday) -> Schedule:
    return Schedule(
        id=AgentId("hall-on"), at=when, set_={POWER: True}, area=AreaId("hall"), days=days
    )


MORNING = schedule(TimeOfDay(6 * 60 + 45))
# Monday, 10 November 2025, noon
NOON = at(10, 12)


def test_the_next_three_runs_are_found() -> None:
    assert next_runs(MORNING, HOME, NOON) == [at(11, 6, 45), at(12, 6, 45), at(13, 6, 45)]


def test_days_that_it_does_not_run_on_are_left_out() -> None:
    weekend = schedule(TimeOfDay(9 * 60), Weekday.SAT, Weekday.SUN)

    assert next_runs(weekend, HOME, NOON) == [at(15, 9), at(16, 9), at(22, 9)]


def test_the_sun_and_a_cron_line_are_followed_too() -> None:
    sunset = next_runs(schedule(SunPoint(SunEvent.SUNSET)), HOME, NOON)
    weekdays = next_runs(schedule(Cron("45 6 * * 1-5", "45 6 * * 1-5")), HOME, at(14, 12))

    assert len(sunset) == 3
    assert at(10, 17, 30) < sunset[0] < at(10, 18, 30)
    assert weekdays[0] == at(17, 6, 45)


def test_where_there_is_no_sun_there_is_no_run() -> None:
    assert next_runs(schedule(SunPoint(SunEvent.SUNSET)), NOWHERE, NOON) == []
    assert skip_of(schedule(SunPoint(SunEvent.SUNSET)), NOWHERE, NOON) is None


def test_an_hour_that_is_shown_twice_runs_once() -> None:
    twice = schedule(TimeOfDay(2 * 60 + 30))

    first, second = next_runs(twice, HOME, at(25, 12, month=10), 2)

    assert second - first >= DAY


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (at(10, 18, 42), "today at 18:42"),
        (at(11, 6, 45), "tomorrow at 06:45"),
        (at(12, 6, 45), "Wed 12 Nov at 06:45"),
    ],
)
def test_a_run_is_told_as_people_say_it(run: float, said: str) -> None:
    assert run_text(run, NOON, HOME) == said


def test_to_skip_the_next_run_lasts_until_just_before_the_one_after_it() -> None:
    skip = skip_of(MORNING, HOME, NOON)

    assert skip is not None
    assert (skip.run, skip.until) == (at(11, 6, 45), at(12, 6, 45) - 1)


def test_what_looks_every_few_minutes_is_no_schedule() -> None:
    assert is_schedule(MORNING)
    assert not is_schedule(Circadian(id=AgentId("day"), area=AreaId("hall")))
