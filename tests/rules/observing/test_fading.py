"""A detector that never says that nobody is there any more counts for a while only."""

import pytest

from rules.house import House
from rules.step import step
from rules.words.device import Announcement, Capability, Sort
from rules.words.events import DeviceAnnounced, Reported, TimePassed
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import Aspect, Value
from tests.rules.hall import NOON, hall

PIR, KEY = DeviceId("pir"), HardwareId("pir")
MOTION, HEAT = Aspect("motion"), Aspect("temperature")


def seen(*said: tuple[float, Value], aspect: Aspect = MOTION, brief: bool = True) -> House:
    """Return the house after a detector said this, so many seconds after noon."""
    house = hall()
    able = Capability(aspect=aspect, lasts=10.0, brief=brief)
    announcement = Announcement(
        hardware=KEY,
        name="Pir",
        family="homeassistant",
        sort=Sort.SENSOR,
        capabilities={aspect: able},
    )
    step(house, DeviceAnnounced(announcement), NOON)
    for after, value in said:
        step(house, TimePassed(), NOON + after)
        step(house, Reported(KEY, {aspect: value}), NOON + after)
    return house


def later(house: House, after: float, aspect: Aspect = MOTION) -> Value:
    """Return what is known of it then."""
    step(house, TimePassed(), NOON + after)
    return house.values(PIR).get(aspect)


def test_what_is_brief_is_over_after_its_time() -> None:
    house = seen((0, True))

    assert later(house, 9.9) is True
    assert later(house, 10) is False
    assert house.conditions[PIR].heard_at == NOON


def test_each_time_it_is_said_it_counts_anew() -> None:
    house = seen((0, True), (8, True))

    assert later(house, 12) is True
    assert later(house, 18) is False


def test_one_that_says_itself_that_it_is_over_is_believed() -> None:
    house = seen((0, True), (3, False), (9, True))

    assert later(house, 12) is True
    assert later(house, 19) is False


@pytest.mark.parametrize("value", [21.5, True])
def test_all_else_is_not_known_after_its_time(value: Value) -> None:
    house = seen((0, value), aspect=HEAT, brief=False)

    assert later(house, 9, HEAT) == value
    assert later(house, 10, HEAT) is None
