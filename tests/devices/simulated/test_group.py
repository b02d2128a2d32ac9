"""A group does what its lamps do, and they do what it is told."""

import pytest

from devices.simulated.group import Group
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp
from rules.words.values import POWER
from tests.devices.simulated.listening import announced, command, reports

NOON = 1_000.0
MEMBERS = ("Left lamp", "Right lamp")


@pytest.fixture
def house() -> SimulatedHouse:
    members = [Lamp(name) for name in MEMBERS]
    return SimulatedHouse([*members, Group("Both lamps", members)])


def test_what_a_group_is_told_all_its_lamps_do(house: SimulatedHouse) -> None:
    house.hears(command("Both lamps", state="ON", brightness=60), NOON)

    assert [house.lamp(name).on for name in MEMBERS] == [True, True]


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_group_echoes_what_one_of_its_lamps_does(house: SimulatedHouse, by_hand: bool) -> None:
    if by_hand:
        house.turns("Left lamp", {POWER: True}, NOON)
    else:
        house.hears(command("Left lamp", state="ON"), NOON)

    assert [said["state"] for said in reports(house, NOON + 1, "Both lamps")] == ["ON"]


def test_a_group_is_off_when_all_its_lamps_are(house: SimulatedHouse) -> None:
    house.hears(command("Both lamps", state="ON"), NOON)
    house.hears(command("Left lamp", state="OFF"), NOON + 1)
    assert reports(house, NOON + 2, "Both lamps")[-1]["state"] == "ON"

    house.hears(command("Right lamp", state="OFF"), NOON + 3)
    assert reports(house, NOON + 4, "Both lamps")[-1]["state"] == "OFF"


def test_a_group_is_announced_as_a_light(house: SimulatedHouse) -> None:
    lights = [said for topic, said in announced(house).items() if "/light/" in topic]

    assert "zigbee2mqtt/Both lamps/set" in {said["command_topic"] for said in lights}
