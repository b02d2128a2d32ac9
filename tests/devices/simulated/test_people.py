from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from devices.simulated.acts import Moves, Opens, Timed, Wants, perform
from devices.simulated.demo import demo_devices, demo_house
from devices.simulated.people import a_day, life
from rules.words.times import DAY, HOUR

HOME = ZoneInfo("Europe/Madrid")
WEDNESDAY = date(2026, 11, 18)
DAYS = [WEDNESDAY, date(2026, 11, 21), date(2026, 6, 3), date(2026, 12, 31)]
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25)]


def midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=HOME).timestamp()


def between(acts: list[Timed], day: date, start: float, end: float) -> list[Timed]:
    first = midnight(day)
    return [timed for timed in acts if first + start * HOUR <= timed[0] < first + end * HOUR]


def until(stream: Iterator[Timed], end: float) -> Iterator[Timed]:
    for timed in stream:
        if timed[0] >= end:
            return
        yield timed


@pytest.mark.parametrize("day", [*DAYS, *CLOCK_CHANGES])
def test_a_day_is_told_in_order_and_within_itself(day: date) -> None:
    moments = [moment for moment, _ in a_day(day, HOME)]

    assert moments == sorted(moments)
    assert midnight(day) <= moments[0]
    assert moments[-1] < midnight(day + timedelta(days=1))


@pytest.mark.parametrize("day", DAYS)
def test_by_day_something_happens_about_every_half_minute_and_not_too_much_in_all(
    day: date,
) -> None:
    acts = list(a_day(day, HOME))

    daytime = [moment for moment, _ in between(acts, day, 8, 22)]
    gaps = [later - earlier for earlier, later in pairwise(daytime)]
    assert 15 < mean(gaps) < 40
    assert max(gaps) < 6 * 60
    assert len(acts) < 4000


def test_at_night_the_house_sleeps_but_for_a_walk_to_the_bath() -> None:
    acts = list(a_day(WEDNESDAY, HOME))

    night = [act for _, act in between(acts, WEDNESDAY, 0, 6) if isinstance(act, Moves)]

    assert night[0] == night[-1] == Moves("Hall motion")
    assert set(night[1:-1]) == {Moves("Bath motion")}


@pytest.mark.parametrize("day", DAYS)
def test_every_evening_somebody_crosses_the_hall_just_after_half_past_ten(day: date) -> None:
    acts = list(a_day(day, HOME))

    late = [act for _, act in between(acts, day, 22 + 31 / 60, 22 + 36 / 60)]

    assert Moves("Hall motion") in late


def test_on_a_workday_the_front_door_sees_two_people_leave_and_come_back() -> None:
    acts = list(a_day(WEDNESDAY, HOME))

    doors = [moment for moment, act in acts if isinstance(act, Opens)]

    hours = [datetime.fromtimestamp(moment, HOME).hour for moment in doors]
    assert len(hours) == 4
    assert all(7 <= hour <= 8 for hour in hours[:2])
    assert all(15 <= hour <= 18 for hour in hours[2:])


def test_in_the_evening_somebody_reaches_for_a_switch() -> None:
    acts = list(a_day(WEDNESDAY, HOME))

    evening = [act for _, act in between(acts, WEDNESDAY, 17, 24)]

    assert Wants("Ceiling", on=True, by="Ceiling switch") in evening
    assert Wants("Bedroom lamp", on=True, by="Bedroom button") in evening


def test_the_same_seed_is_the_same_life_whenever_one_looks_in() -> None:
    start = midnight(WEDNESDAY)
    whole = list(until(life(start, HOME, seed=7), start + DAY))

    later = list(until(life(start + 9 * HOUR, HOME, seed=7), start + DAY))

    assert later == [timed for timed in whole if timed[0] >= start + 9 * HOUR]
    assert whole != list(until(life(start, HOME, seed=8), start + DAY))


def test_a_visitor_is_greeted_with_a_walk_through_the_hall_and_nothing_else_changes() -> None:
    start = midnight(WEDNESDAY) + 3.5 * HOUR

    greeted = life(start, HOME, greets=True)

    moment, act = next(greeted)
    assert moment < start + 10
    assert act == Moves("Hall motion")
    rest = [timed for timed in islice(greeted, 400) if timed[0] > start + 120]
    plain = until(life(start, HOME), rest[-1][0] + 0.001)
    assert rest == [timed for timed in plain if timed[0] > start + 120]


@pytest.mark.parametrize("minute", range(20 * 60, 24 * 60, 7))
def test_whoever_greets_a_visitor_is_the_first_to_move(minute: int) -> None:
    start = midnight(WEDNESDAY) + minute * 60

    _, act = next(life(start, HOME, greets=True))

    assert act == Moves("Hall motion")


def test_the_family_only_touches_what_is_in_the_demo_house() -> None:
    house = demo_house()
    start = midnight(WEDNESDAY)

    said = 0
    for moment, act in until(life(start, HOME), start + 7 * DAY):
        said += len(house.says(moment))
        perform(house, act, moment)

    assert said > 10_000


def test_the_demo_house_has_every_room_of_the_family() -> None:
    names = {device.name for device in demo_devices()}

    assert names >= {
        "Hall lamp",
        "Hall motion",
        "Hall button",
        "Front door",
        "Ceiling",
        "Sofa lamp",
        "Living room motion",
        "Bedroom lamp",
        "Bedroom button",
        "Bath lamp",
        "Bath motion",
        "Kitchen lamp",
        "Kitchen motion",
        "Coffee plug",
    }


def test_the_demo_starts_dark() -> None:
    house = demo_house()

    assert not any(house.is_on(name) for name in house.names if "lamp" in name.lower())
