"""A lamp that burns for nobody is switched off, and one that burns for somebody is not."""

import pytest

from devices.agents.forgotten_light import ForgottenLight
from rules.house import House
from rules.words.ids import AgentId, AreaId, DeviceId
from rules.words.news import Every
from rules.words.times import HOUR, MINUTE, Duration, Moment
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import AgentAct, GiveUp, Level, Mode, Proposal, Then, WakeMe
from tests.houses import (
    MONDAY_NOON,
    becomes,
    button,
    claimed,
    house_with,
    is_now,
    lamp,
    motion_sensor,
    plug,
    point,
    policy_of,
    pressed,
    room,
    woken,
)

NOW = MONDAY_NOON
LATER = NOW + HOUR
AGENT = ForgottenLight(id=AgentId("saver"), area=AreaId("cellar"), after=Duration(HOUR))
LAMP = DeviceId("cellar-lamp")


def cellar() -> House:
    there = (lamp("Cellar lamp"), plug("Freezer"), motion_sensor("Cellar motion"))
    area = room("Cellar", *(one.name for one in there))
    return house_with(policy_of(area, AGENT), *there, lamp("Attic lamp"), button("Cellar button"))


def is_woken(house: House, at: Moment = LATER, key: str = "cellar-lamp") -> list[AgentAct]:
    return list(AGENT.consider(woken(key, at), house, at))


def test_a_lamp_that_is_switched_on_is_looked_at_later() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", power=False)

    news = becomes(house, "Cellar lamp", POWER, after=True)

    assert list(AGENT.consider(news, house, NOW)) == [
        WakeMe(agent=AGENT.id, at=LATER, key="cellar-lamp")
    ]


def test_only_lamps_count_and_only_going_on() -> None:
    house = cellar()

    for news in (
        becomes(house, "Freezer", POWER, after=True),
        becomes(house, "Cellar lamp", POWER, after=False),
        becomes(house, "Cellar lamp", BRIGHTNESS, after=True),
        pressed(house, "Cellar button"),
    ):
        assert list(AGENT.consider(news, house, NOW)) == []


def test_a_forgotten_lamp_is_wished_off() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)
    is_now(house, "Cellar motion", NOW, occupancy=False)

    news = woken("cellar-lamp", LATER)

    assert list(AGENT.consider(news, house, LATER)) == [
        Proposal(
            agent=AGENT.id,
            device=LAMP,
            level=Level.COMFORT,
            values={POWER: False},
            until=LATER + 30 * MINUTE,
            cause=news.cause,
            mode=Mode.SET,
            then=Then.KEEP,
        )
    ]


def test_an_area_without_a_sensor_counts_as_empty() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)

    assert isinstance(is_woken(house)[0], Proposal)


def test_while_somebody_is_there_it_looks_again_soon() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)
    is_now(house, "Cellar motion", LATER, occupancy=True)

    assert is_woken(house) == [WakeMe(agent=AGENT.id, at=LATER + 5 * MINUTE, key="cellar-lamp")]


def test_a_lamp_that_was_off_in_between_gets_its_full_time() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW + 20 * MINUTE, power=True)

    assert is_woken(house) == [WakeMe(agent=AGENT.id, at=LATER + 20 * MINUTE, key="cellar-lamp")]


@pytest.mark.parametrize("power", [False, None])
def test_a_lamp_that_is_not_known_to_be_on_is_left_alone(power: bool | None) -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=power)

    assert is_woken(house) == []


def test_a_lamp_that_went_elsewhere_or_away_is_left_alone() -> None:
    house = cellar()
    is_now(house, "Attic lamp", NOW, power=True)

    assert is_woken(house, key="attic-lamp") == []
    assert is_woken(house, key="a-lamp-that-is-gone") == []


def test_it_wishes_once_and_not_again_while_that_wish_lives() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)
    [wish] = is_woken(house)
    assert isinstance(wish, Proposal)
    claimed(house, wish)

    assert is_woken(house, LATER + 15 * MINUTE) == []


def test_its_old_wish_does_not_outlive_a_new_switching_on() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)
    [wish] = is_woken(house)
    assert isinstance(wish, Proposal)
    claimed(house, wish)
    is_now(house, "Cellar lamp", LATER, power=False)

    news = becomes(house, "Cellar lamp", POWER, after=True, at=LATER + MINUTE)
    acts = list(AGENT.consider(news, house, LATER + MINUTE))

    assert acts == [
        GiveUp(agent=AGENT.id, device=LAMP, cause=news.cause),
        WakeMe(agent=AGENT.id, at=LATER + MINUTE + HOUR, key="cellar-lamp"),
    ]


def test_it_finds_what_was_on_before_it_could_hear_of_it() -> None:
    house = cellar()
    is_now(house, "Cellar lamp", NOW, power=True)

    early = list(AGENT.consider(point("a look round", NOW + MINUTE), house, NOW + MINUTE))
    late = list(AGENT.consider(point("a look round", LATER), house, LATER))

    assert early == [WakeMe(agent=AGENT.id, at=LATER, key="cellar-lamp")]
    assert [act.device for act in late if isinstance(act, Proposal)] == ["cellar-lamp"]


def test_it_hears_of_its_area_and_goes_round_now_and_then() -> None:
    assert AGENT.listens().areas == AGENT.reaches().areas == {"cellar"}
    assert AGENT.timetable() == (Every("a look round", 900.0),)


def test_what_could_never_work_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        ForgottenLight(id=AGENT.id, area=AGENT.area, after=Duration(0))
