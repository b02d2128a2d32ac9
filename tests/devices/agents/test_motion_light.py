"""Light where somebody is, and never a lamp that comes on because people left."""

import pytest

from devices.agents.motion_light import LONGEST_STAY, RENEW_BEFORE, STAY, MotionLight
from rules.claims.told import Told
from rules.house import House
from rules.words.device import Announcement
from rules.words.ids import AgentId, AreaId, DeviceId, Ref
from rules.words.times import HOUR, MINUTE, Duration, Moment
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Brightness, Kelvin
from rules.words.wishes import AgentAct, GiveUp, Level, Mode, Proposal, Then, WakeMe
from tests.houses import (
    ILLUMINANCE,
    MONDAY_NOON,
    OCCUPANCY,
    becomes,
    claimed,
    house_with,
    is_now,
    lamp,
    lux_sensor,
    motion_sensor,
    plug,
    policy_of,
    room,
    woken,
)

NOW = MONDAY_NOON
LIT = {POWER: True, BRIGHTNESS: 204}
AGENT = MotionLight(
    id=AgentId("hall-motion"),
    area=AreaId("hall"),
    brightness=Brightness(204),
    off_after=Duration(5 * MINUTE),
)
ONLY_IN_THE_DARK = MotionLight(
    id=AGENT.id,
    area=AGENT.area,
    brightness=AGENT.brightness,
    off_after=AGENT.off_after,
    only_below=40.0,
)


def hall(*more: Announcement, agent: MotionLight = AGENT) -> House:
    there = (lamp("Hall lamp"), motion_sensor("Hall motion"), *more)
    return house_with(policy_of(room("Hall", *(one.name for one in there)), agent), *there)


def comes(house: House, at: Moment = NOW, agent: MotionLight = AGENT) -> list[AgentAct]:
    news = becomes(house, "Hall motion", OCCUPANCY, after=True, at=at)
    return list(agent.consider(news, house, at))


def leaves(house: House, at: Moment = NOW, agent: MotionLight = AGENT) -> list[AgentAct]:
    news = becomes(house, "Hall motion", OCCUPANCY, after=False, at=at)
    return list(agent.consider(news, house, at))


def lights(house: House, at: Moment = NOW) -> None:
    """Somebody comes, and the hall lamp is lit by that."""
    for act in comes(house, at):
        if isinstance(act, Proposal):
            claimed(house, act)
    is_now(house, "Hall lamp", at, power=True, brightness=204)


def proposals(acts: list[AgentAct]) -> list[Proposal]:
    return [act for act in acts if isinstance(act, Proposal)]


def test_it_wishes_for_every_lamp_of_the_area_when_somebody_comes() -> None:
    house = hall(lamp("Stairs lamp"), plug("Fan"))

    news = becomes(house, "Hall motion", OCCUPANCY, after=True)
    wishes = proposals(list(AGENT.consider(news, house, NOW)))

    assert [wish.device for wish in wishes] == ["hall-lamp", "stairs-lamp"]
    assert wishes[0] == Proposal(
        agent=AGENT.id,
        device=DeviceId("hall-lamp"),
        level=Level.EVENT,
        values=LIT,
        until=NOW + 2 * HOUR,
        cause=news.cause,
        mode=Mode.SET,
        then=Then.OFF,
    )


def test_it_wishes_for_the_named_lamps_only() -> None:
    agent = MotionLight(
        id=AGENT.id,
        area=AGENT.area,
        brightness=AGENT.brightness,
        off_after=AGENT.off_after,
        lamps=(Ref("Stairs lamp"), Ref("A lamp nobody has")),
    )
    house = hall(lamp("Stairs lamp"), agent=agent)

    wishes = proposals(comes(house, agent=agent))

    assert [wish.device for wish in wishes] == ["stairs-lamp"]
    assert agent.reaches().refs == {"Stairs lamp", "A lamp nobody has"}
    assert not agent.reaches().areas


def test_it_listens_to_the_named_sensors_wherever_they_are() -> None:
    agent = MotionLight(
        id=AGENT.id,
        area=AGENT.area,
        brightness=AGENT.brightness,
        off_after=AGENT.off_after,
        sensors=(Ref("Porch motion"),),
    )
    house = hall(motion_sensor("Porch motion"), agent=agent)
    is_now(house, "Hall motion", occupancy=True)
    news = becomes(house, "Porch motion", OCCUPANCY, after=True)
    [wish] = proposals(list(agent.consider(news, house, NOW)))
    claimed(house, wish)

    news = becomes(house, "Porch motion", OCCUPANCY, after=False)
    [goes_on] = proposals(list(agent.consider(news, house, NOW)))

    assert agent.listens().refs == {"Porch motion"}
    assert goes_on.until == NOW + 5 * MINUTE


def test_it_carries_the_colour_that_the_household_named() -> None:
    agent = MotionLight(
        id=AGENT.id,
        area=AGENT.area,
        brightness=AGENT.brightness,
        off_after=AGENT.off_after,
        colour=Kelvin(2700),
    )
    house = hall(agent=agent)

    [wish] = proposals(comes(house, agent=agent))

    assert wish.values == {**LIT, COLOUR: Kelvin(2700)}


def test_its_wish_gets_an_early_end_when_the_last_has_left() -> None:
    house = hall()
    lights(house)

    [wish] = proposals(leaves(house, NOW + 60))

    assert wish.values == LIT
    assert wish.until == NOW + 60 + 5 * MINUTE
    assert wish.then is Then.OFF


def test_nothing_ends_while_another_sensor_still_sees_somebody() -> None:
    house = hall(motion_sensor("Stairs motion"))
    lights(house)
    is_now(house, "Stairs motion", occupancy=True)

    assert leaves(house, NOW + 60) == []


def test_leaving_lights_nothing_where_it_has_no_wish_of_its_own() -> None:
    house = hall(lamp("Stairs lamp"))
    is_now(house, "Hall motion", occupancy=True)
    is_now(house, "Stairs lamp", power=True)

    assert leaves(house) == []


def test_leaving_does_not_relight_what_somebody_switched_off() -> None:
    house = hall()
    lights(house)
    is_now(house, "Hall lamp", NOW + 30, power=False)

    [act] = leaves(house, NOW + 60)

    assert isinstance(act, GiveUp)
    assert act.device == "hall-lamp"


def test_leaving_at_once_keeps_a_lamp_that_has_not_reported_yet() -> None:
    house = hall()
    lights(house)
    is_now(house, "Hall lamp", power=False)
    house.conditions[DeviceId("hall-lamp")].told = Told(
        order=1, values=LIT, before={POWER: False}, at=NOW, transition=0.0, automated=True
    )

    [wish] = proposals(leaves(house, NOW + 0.3))

    assert wish.values == LIT


def test_leaving_does_not_relight_what_is_just_being_switched_off() -> None:
    house = hall()
    lights(house)
    claim = house.claim_of(AGENT.id, DeviceId("hall-lamp"))
    assert claim is not None
    claimed(house, claim.proposal, given={POWER: False})

    assert leaves(house, NOW + 60) == []


def test_leaving_does_not_brighten_what_somebody_dimmed() -> None:
    house = hall()
    lights(house)
    is_now(house, "Hall lamp", NOW + 30, power=True, brightness=25)

    [wish] = proposals(leaves(house, NOW + 60))

    assert wish.renews


def test_leaving_repeats_the_whole_wish_where_a_rule_limited_it() -> None:
    house = hall()
    [wish] = proposals(comes(house))
    claimed(house, wish, given={POWER: True, BRIGHTNESS: 51})
    is_now(house, "Hall lamp", power=True, brightness=51)

    [goes_on] = proposals(leaves(house, NOW + 60))

    assert goes_on.values == LIT, "so that the decision names the rule again"


def test_a_lamp_that_rounds_is_not_taken_for_dimmed() -> None:
    house = hall()
    lights(house)
    is_now(house, "Hall lamp", NOW + 1, power=True, brightness=202)

    [wish] = proposals(leaves(house, NOW + 60))

    assert wish.values == LIT


@pytest.mark.parametrize(("lux", "acts"), [(200, False), (40, False), (39.9, True), (None, True)])
def test_daylight_keeps_it_quiet_and_not_knowing_does_not(lux: float | None, acts: bool) -> None:
    house = hall(lux_sensor("Hall lux"), agent=ONLY_IN_THE_DARK)
    is_now(house, "Hall lux", illuminance=lux)

    assert bool(comes(house, agent=ONLY_IN_THE_DARK)) is acts


def test_one_dark_reading_of_the_area_is_enough() -> None:
    house = hall(lux_sensor("Window lux"), lux_sensor("Corner lux"), agent=ONLY_IN_THE_DARK)
    is_now(house, "Window lux", illuminance=300)
    is_now(house, "Corner lux", illuminance=12)

    assert proposals(comes(house, agent=ONLY_IN_THE_DARK))


def test_a_light_sensor_out_of_reach_is_not_believed() -> None:
    house = hall(lux_sensor("Hall lux"), agent=ONLY_IN_THE_DARK)
    is_now(house, "Hall lux", illuminance=300)
    house.conditions[DeviceId("hall-lux")].available = False

    assert proposals(comes(house, agent=ONLY_IN_THE_DARK))


def test_the_light_of_its_own_lamp_does_not_talk_it_out_of_it() -> None:
    house = hall(lamp("Stairs lamp"), lux_sensor("Hall lux"), agent=ONLY_IN_THE_DARK)
    [wish, _] = proposals(comes(house, agent=ONLY_IN_THE_DARK))
    claimed(house, wish)
    is_now(house, "Hall lamp", power=True, brightness=204)
    leaves(house, agent=ONLY_IN_THE_DARK)
    becomes(house, "Hall lux", ILLUMINANCE, after=180.0)

    again = proposals(comes(house, NOW + 60, agent=ONLY_IN_THE_DARK))

    assert [wish.device for wish in again] == ["hall-lamp"]


def test_in_daylight_a_lamp_that_is_on_for_another_reason_is_left_alone() -> None:
    house = hall(lux_sensor("Hall lux"), agent=ONLY_IN_THE_DARK)
    is_now(house, "Hall lamp", power=True, brightness=30)
    is_now(house, "Hall lux", illuminance=180)

    assert comes(house, agent=ONLY_IN_THE_DARK) == []


def test_who_stays_for_hours_does_not_sit_in_the_dark() -> None:
    house = hall()
    wake = comes(house)[-1]
    lights(house)
    assert isinstance(wake, WakeMe)
    assert wake.at == NOW + 2 * HOUR - RENEW_BEFORE

    [wish, again] = AGENT.consider(woken(wake.key, wake.at), house, wake.at)

    assert isinstance(wish, Proposal)
    assert wish.until == wake.at + 2 * HOUR
    assert isinstance(again, WakeMe)
    assert again.at == wake.at + 2 * HOUR - RENEW_BEFORE


def test_staying_lights_nothing_that_was_switched_off() -> None:
    house = hall()
    lights(house)
    later = NOW + 2 * HOUR - RENEW_BEFORE
    is_now(house, "Hall lamp", NOW + HOUR, power=False)

    acts = list(AGENT.consider(woken(STAY, later), house, later))

    assert proposals(acts) == []


def test_a_sensor_that_is_stuck_keeps_no_lamp_on() -> None:
    house = hall()
    lights(house)
    later = NOW + LONGEST_STAY

    assert list(AGENT.consider(woken(STAY, later), house, later)) == []


def test_when_woken_in_an_empty_area_it_wishes_nothing() -> None:
    house = hall()
    lights(house)
    leaves(house, NOW + HOUR)

    assert list(AGENT.consider(woken(STAY, NOW + HOUR), house, NOW + HOUR)) == []


def test_readings_that_say_nothing_of_people_are_not_for_it() -> None:
    house = hall(lux_sensor("Hall lux"))
    lights(house)

    power = becomes(house, "Hall lamp", POWER, after=False)
    lux = becomes(house, "Hall lux", ILLUMINANCE, after=3.0)

    assert list(AGENT.consider(power, house, NOW)) == []
    assert list(AGENT.consider(lux, house, NOW)) == []
    assert list(AGENT.consider(woken("something else", NOW), house, NOW)) == []


def test_it_hears_of_its_area_and_wishes_for_its_area() -> None:
    assert AGENT.listens().areas == {"hall"}
    assert AGENT.reaches().areas == {"hall"}
    assert hall().directory.listeners(DeviceId("hall-motion")) == (AGENT,)


@pytest.mark.parametrize(("brightness", "off_after"), [(0, 60.0), (204, 0.0), (204, 3 * HOUR)])
def test_what_could_never_work_is_refused(brightness: int, off_after: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        MotionLight(
            id=AGENT.id,
            area=AGENT.area,
            brightness=Brightness(brightness),
            off_after=Duration(off_after),
        )
