"""Lamps that are on turn with the day; none is switched."""

from datetime import date

import pytest

from devices.agents.circadian import Circadian, daylight_at
from rules.house import House
from rules.words.ids import AgentId, AreaId, DeviceId
from rules.words.news import Every
from rules.words.times import HOUR, MINUTE, Moment, Sky
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Brightness, Kelvin
from rules.words.wishes import Level, Mode, Proposal, Then
from tests.houses import (
    MONDAY_NOON,
    becomes,
    claimed,
    house_with,
    is_now,
    lamp,
    plug,
    point,
    policy_of,
    room,
    woken,
)

NOW = MONDAY_NOON
MIDNIGHT = MONDAY_NOON + 12 * HOUR
DAYLIGHT = Sky(day=date(2025, 11, 10), sunrise=8 * 60, sunset=16 * 60)
AGENT = Circadian(id=AgentId("day"), area=AreaId("hall"))


def hall(agent: Circadian = AGENT) -> House:
    there = (
        lamp("Hall lamp", colours=True),
        lamp("Stairs lamp", colours=True),
        lamp("Plain lamp"),
        plug("Fan"),
    )
    house = house_with(policy_of(room("Hall", *(one.name for one in there)), agent), *there)
    house.sky = DAYLIGHT
    return house


def looks(house: House, at: Moment = NOW, agent: Circadian = AGENT) -> list[Proposal]:
    return list(agent.consider(point("the day goes on", at), house, at))


def test_it_adjusts_each_lamp_that_is_on_and_takes_a_colour() -> None:
    house = hall()
    for name in ("Hall lamp", "Plain lamp", "Fan"):
        is_now(house, name, power=True)
    is_now(house, "Stairs lamp", power=False)

    news = point("the day goes on", NOW)
    found = list(AGENT.consider(news, house, NOW))

    assert found == [
        Proposal(
            agent=AGENT.id,
            device=DeviceId("hall-lamp"),
            level=Level.COMFORT,
            values={COLOUR: Kelvin(4500)},
            until=NOW + 30 * MINUTE,
            cause=news.cause,
            mode=Mode.ADJUST,
            then=Then.KEEP,
            transition=30.0,
        )
    ]


def test_a_lamp_of_unknown_power_is_left_alone() -> None:
    assert looks(hall()) == []


def test_at_night_it_is_as_warm_as_it_may_be() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)

    assert looks(house, MIDNIGHT)[0].values == {COLOUR: Kelvin(2200)}


def test_it_asks_of_a_lamp_only_what_the_lamp_can_show() -> None:
    candle = Circadian(id=AGENT.id, area=AGENT.area, warmest=Kelvin(1500), coolest=Kelvin(9000))
    house = hall(candle)
    is_now(house, "Hall lamp", power=True)

    assert looks(house, MIDNIGHT, candle)[0].values == {COLOUR: Kelvin(2000)}
    assert looks(house, NOW, candle)[0].values == {COLOUR: Kelvin(6500)}


def test_a_lamp_that_was_just_switched_on_is_adjusted_at_once_and_no_other() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)
    news = becomes(house, "Stairs lamp", POWER, after=True)

    [wish] = AGENT.consider(news, house, NOW)

    assert wish.device == "stairs-lamp"
    assert wish.transition == 1.0
    assert wish.cause == news.cause


def test_a_lamp_or_a_plug_that_takes_no_colour_is_not_its_business() -> None:
    house = hall()

    for name in ("Plain lamp", "Fan"):
        news = becomes(house, name, POWER, after=True)
        assert list(AGENT.consider(news, house, NOW)) == []


def test_switching_off_and_other_readings_are_no_reason() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)

    off = becomes(house, "Stairs lamp", POWER, after=False)
    other = becomes(house, "Stairs lamp", Aspect("moving"), after=True)

    assert list(AGENT.consider(off, house, NOW)) == []
    assert list(AGENT.consider(other, house, NOW)) == []
    assert list(AGENT.consider(woken("anything", NOW), house, NOW)) == []


@pytest.mark.parametrize(("kelvin", "told"), [(4460, False), (4440, True)])
def test_a_lamp_that_has_nearly_the_colour_is_left_alone(kelvin: int, told: bool) -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True, colour=Kelvin(kelvin))

    assert bool(looks(house)) is told


def test_a_wish_that_still_fits_is_renewed_before_it_ends_and_not_sooner() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)
    claimed(house, looks(house, MIDNIGHT)[0])
    is_now(house, "Hall lamp", power=True, colour=Kelvin(2200))

    assert looks(house, MIDNIGHT + 15 * MINUTE) == []
    [renewed] = looks(house, MIDNIGHT + 20 * MINUTE)
    assert renewed.until == MIDNIGHT + 50 * MINUTE


def test_a_wish_that_no_longer_fits_the_hour_is_made_anew() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)
    afternoon = NOW + 2 * HOUR
    claimed(house, looks(house, afternoon)[0])

    [later] = looks(house, afternoon + 10 * MINUTE)

    assert looks(house, afternoon) == []
    assert later.values == {COLOUR: Kelvin(3825)}


def test_it_leaves_the_brightness_alone_unless_the_household_wants_it() -> None:
    shaping = Circadian(id=AGENT.id, area=AGENT.area, dimmest=Brightness(51))
    house = hall(shaping)
    for name in ("Hall lamp", "Plain lamp"):
        is_now(house, name, power=True)

    night = {wish.device: wish.values for wish in looks(house, MIDNIGHT, shaping)}
    noon = {wish.device: wish.values for wish in looks(house, NOW, shaping)}

    assert night == {
        "hall-lamp": {COLOUR: Kelvin(2200), BRIGHTNESS: 51},
        "plain-lamp": {BRIGHTNESS: 51},
    }
    assert noon[DeviceId("plain-lamp")] == {BRIGHTNESS: 255}


def test_a_brightness_that_is_nearly_right_is_left_alone() -> None:
    shaping = Circadian(id=AGENT.id, area=AGENT.area, dimmest=Brightness(51))
    house = hall(shaping)
    is_now(house, "Plain lamp", power=True, brightness=53)

    assert looks(house, MIDNIGHT, shaping) == []


def test_the_day_rises_to_its_noon_and_falls_again() -> None:
    hours = [daylight_at(hour * 60, DAYLIGHT) for hour in range(24)]

    assert hours[:9] == [0.0] * 9
    assert hours[12] == 1.0
    assert hours[16:] == [0.0] * 8
    assert hours[8:13] == sorted(hours[8:13])
    assert hours[12:17] == sorted(hours[12:17], reverse=True)


def test_without_the_sun_the_day_is_from_seven_to_nine() -> None:
    polar = Sky(day=date(2025, 12, 20))

    for sky in (None, polar):
        assert daylight_at(6 * 60 + 59, sky) == 0.0
        assert daylight_at(14 * 60, sky) == 1.0
        assert daylight_at(21 * 60, sky) == 0.0


def test_a_sun_that_sets_after_midnight_still_makes_a_day() -> None:
    far_north = Sky(day=date(2026, 6, 10), sunrise=2 * 60, sunset=30)

    assert daylight_at(13 * 60 + 15, far_north) == 1.0
    assert daylight_at(15, far_north) > 0.0
    assert daylight_at(60, far_north) == 0.0


def test_it_looks_every_five_minutes_and_hears_of_its_area() -> None:
    assert AGENT.timetable() == (Every("the day goes on", 300.0),)
    assert AGENT.listens().areas == AGENT.reaches().areas == {"hall"}


def test_what_could_never_work_is_refused() -> None:
    with pytest.raises(ValueError, match="must not have more kelvin"):
        Circadian(id=AGENT.id, area=AGENT.area, warmest=Kelvin(5000))
    with pytest.raises(ValueError, match="must be above 0 %"):
        Circadian(id=AGENT.id, area=AGENT.area, dimmest=Brightness(0))
