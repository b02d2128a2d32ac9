"""A schedule wishes at its point of the day, and knows when the evening is over."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from devices.agents.schedule import Schedule
from rules.house import House
from rules.policy import Home
from rules.words.days import Weekday
from rules.words.ids import AgentId, AreaId, DeviceId, Ref
from rules.words.news import Cron, Daily
from rules.words.times import (
    DAY,
    HOUR,
    MINUTE,
    DayPoint,
    Moment,
    Sky,
    SunEvent,
    SunPoint,
    TimeOfDay,
)
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Level, Mode, Proposal, Then
from tests.houses import (
    MONDAY_NOON,
    OCCUPANCY,
    becomes,
    house_with,
    lamp,
    motion_sensor,
    plug,
    point,
    policy_of,
    room,
)

SOFT = {POWER: True, BRIGHTNESS: 77}
AFTER_SUNSET = SunPoint(SunEvent.SUNSET, 15)
NOVEMBER = Sky(day=date(2025, 11, 10), sunrise=7 * 60 + 30, sunset=17 * 60)
FIVE_PM = MONDAY_NOON + 5 * HOUR


def evening(at: DayPoint | Cron = AFTER_SUNSET, until: DayPoint | None = None) -> Schedule:
    return Schedule(id=AgentId("evening"), area=AreaId("hall"), at=at, set_=SOFT, until=until)


def hall(agent: Schedule, *, zone: str = "UTC", sky: Sky | None = NOVEMBER) -> House:
    there = (lamp("Hall lamp"), lamp("Stairs lamp"), plug("Fan"), motion_sensor("Hall motion"))
    area = room("Hall", *(one.name for one in there))
    house = house_with(policy_of(area, agent, home=Home(zone=ZoneInfo(zone))), *there)
    house.sky = sky
    return house


def wishes(
    agent: Schedule, house: House, at: Moment = FIVE_PM, now: Moment | None = None
) -> list[Proposal]:
    late = now is not None
    return list(
        agent.consider(point("sunset + 15 min", at, late=late), house, at if now is None else now)
    )


def test_it_wishes_the_same_for_each_lamp_of_the_area() -> None:
    agent = evening(until=TimeOfDay(23 * 60))
    house = hall(agent)

    news = point("sunset + 15 min", FIVE_PM)
    found = list(agent.consider(news, house, FIVE_PM))

    assert [wish.device for wish in found] == ["hall-lamp", "stairs-lamp"]
    assert found[0] == Proposal(
        agent=agent.id,
        device=DeviceId("hall-lamp"),
        level=Level.SCHEDULE,
        values=SOFT,
        until=MONDAY_NOON + 11 * HOUR,
        cause=news.cause,
        mode=Mode.SET,
        then=Then.OFF,
        late=False,
    )


def test_it_wishes_for_named_devices_instead() -> None:
    agent = Schedule(
        id=AgentId("fan"), lamps=(Ref("Fan"), Ref("Gone")), at=TimeOfDay(17 * 60), set_=SOFT
    )
    house = hall(agent)

    assert [wish.device for wish in wishes(agent, house)] == ["fan"]
    assert agent.reaches().refs == {"Fan", "Gone"}


def test_without_an_end_it_stands_until_its_point_comes_again_and_leaves_the_lamps() -> None:
    agent = evening()

    wish = wishes(agent, hall(agent))[0]

    assert wish.until == FIVE_PM + DAY
    assert wish.then is Then.KEEP


def test_an_end_after_midnight_is_tomorrow() -> None:
    agent = evening(until=TimeOfDay(60))

    assert wishes(agent, hall(agent))[0].until == MONDAY_NOON + 13 * HOUR


def test_its_end_may_follow_the_sun() -> None:
    agent = evening(at=TimeOfDay(17 * 60), until=SunPoint(SunEvent.SUNRISE, -10))

    assert wishes(agent, hall(agent))[0].until == MONDAY_NOON + 19 * HOUR + 20 * MINUTE


def test_the_sun_does_not_rise_an_hour_off_in_the_night_of_summer_time() -> None:
    agent = evening(at=TimeOfDay(22 * 60), until=SunPoint(SunEvent.SUNRISE))
    saturday = Sky(day=date(2026, 3, 28), sunrise=6 * 60, sunset=18 * 60 + 45)
    house = hall(agent, zone="Europe/Berlin", sky=saturday)
    ten = datetime(2026, 3, 28, 22, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()

    sunday_sunrise = datetime(2026, 3, 29, 5, tzinfo=UTC).timestamp()

    assert wishes(agent, house, ten)[0].until == sunday_sunrise


def test_when_its_end_comes_before_the_sunset_there_is_no_evening() -> None:
    agent = evening(until=TimeOfDay(20 * 60))
    june = Sky(day=date(2025, 11, 10), sunrise=5 * 60, sunset=21 * 60)
    half_past_nine = MONDAY_NOON + 9.5 * HOUR

    assert wishes(agent, hall(agent, sky=june), half_past_nine) == []


def test_a_morning_light_is_not_lit_after_sunrise() -> None:
    agent = evening(at=TimeOfDay(6 * 60 + 45), until=SunPoint(SunEvent.SUNRISE))
    june = Sky(day=date(2025, 11, 10), sunrise=4 * 60 + 45, sunset=21 * 60)
    quarter_to_seven = MONDAY_NOON - 5 * HOUR - 15 * MINUTE

    assert wishes(agent, hall(agent, sky=june), quarter_to_seven) == []


def test_a_span_by_the_clock_alone_may_be_as_long_as_it_likes() -> None:
    agent = evening(at=TimeOfDay(17 * 60), until=TimeOfDay(16 * 60))

    assert wishes(agent, hall(agent))[0].until == FIVE_PM + 23 * HOUR


def test_where_the_sun_does_not_rise_the_light_goes_on_to_its_next_point() -> None:
    agent = evening(at=TimeOfDay(17 * 60), until=SunPoint(SunEvent.SUNRISE))
    polar = Sky(day=date(2025, 12, 20))

    [wish, _] = wishes(agent, hall(agent, sky=polar))

    assert wish.until == FIVE_PM + DAY + MINUTE
    assert wish.then is Then.OFF


def test_a_late_point_is_handed_on_as_late() -> None:
    agent = evening(until=TimeOfDay(23 * 60))

    found = wishes(agent, hall(agent), now=FIVE_PM + HOUR)

    assert [wish.late for wish in found] == [True, True]
    assert found[0].until == MONDAY_NOON + 11 * HOUR


def test_a_late_point_whose_end_has_passed_is_let_go() -> None:
    agent = evening(until=TimeOfDay(23 * 60))

    assert wishes(agent, hall(agent), now=FIVE_PM + 8 * HOUR) == []


def test_it_keeps_to_its_days_of_the_week() -> None:
    agent = Schedule(
        id=AgentId("weekend"),
        area=AreaId("hall"),
        at=TimeOfDay(17 * 60),
        set_=SOFT,
        days=(Weekday.SAT, Weekday.SUN),
    )
    house = hall(agent)

    assert wishes(agent, house, FIVE_PM) == []
    assert wishes(agent, house, FIVE_PM + 5 * DAY)
    assert wishes(agent, house, FIVE_PM + 6 * DAY)


def test_the_day_of_the_week_is_the_one_at_home() -> None:
    agent = Schedule(
        id=AgentId("sunday"),
        area=AreaId("hall"),
        at=TimeOfDay(23 * 60),
        set_=SOFT,
        days=(Weekday.SUN,),
    )
    house = hall(agent, zone="America/New_York")
    sunday_night_there = MONDAY_NOON - 8 * HOUR

    assert wishes(agent, house, sunday_night_there)


def test_its_timetable_is_its_point() -> None:
    assert evening().timetable() == (Daily("sunset + 15 min", AFTER_SUNSET),)
    assert evening(at=Cron("", "45 6 * * 1-5")).timetable() == (
        Cron("45 6 * * 1-5", "45 6 * * 1-5"),
    )
    assert evening().reaches().areas == {"hall"}


def test_what_devices_do_does_not_move_it() -> None:
    agent = evening()
    house = hall(agent)

    news = becomes(house, "Hall motion", OCCUPANCY, after=True)

    assert list(agent.consider(news, house, FIVE_PM)) == []
    assert agent.listens() == type(agent.listens())()


def test_what_could_never_work_is_refused() -> None:
    noon = TimeOfDay(12 * 60)
    with pytest.raises(ValueError, match="needs an `area` or `lamps`"):
        Schedule(id=AgentId("nowhere"), at=noon, set_=SOFT)
    with pytest.raises(ValueError, match="are the same"):
        evening(at=noon, until=noon)
