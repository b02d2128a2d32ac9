import pytest

from devices.message import Message
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp
from devices.simulated.motion import Motion
from devices.simulated.plug import Plug
from devices.simulated.wall_switch import WallSwitch
from rules.words.values import POWER
from tests.devices.simulated.listening import command, reports

NOON = 1_000.0


def test_a_thousand_devices_listen_on_a_handful_of_topics() -> None:
    house = SimulatedHouse([Lamp(f"Lamp {number}") for number in range(1000)])

    assert house.subscriptions() == (
        "homeassistant/status",
        "zigbee2mqtt/+/set",
        "zigbee2mqtt/+/set/+",
        "zigbee2mqtt/+/get",
    )


def test_a_name_may_hold_a_slash() -> None:
    house = SimulatedHouse([Lamp("Upstairs/Lamp")])

    house.hears(command("Upstairs/Lamp", state="ON"), NOON)
    house.hears(Message("zigbee2mqtt/Upstairs/Lamp/set/brightness", b"127"), NOON)

    assert "zigbee2mqtt/+/+/set" in house.subscriptions()
    assert house.lamp("Upstairs/Lamp").on
    assert house.lamp("Upstairs/Lamp").brightness == 128


@pytest.mark.parametrize(
    "topic",
    [
        "zigbee2mqtt/Hall lamp",
        "zigbee2mqtt/Hall lamp/sets",
        "zigbee2mqtt/Hall lamp/availability",
        "zigbee2mqtt/Other lamp/set",
        "zigbee2mqtt//set",
        "homeassistant/light/set",
        "",
    ],
)
def test_what_is_not_meant_for_a_device_moves_nothing(topic: str) -> None:
    house = SimulatedHouse([Lamp("Hall lamp")])

    house.hears(Message(topic, b'{"state":"ON"}'), NOON)

    assert not house.lamp("Hall lamp").on


def test_a_device_that_is_asked_says_what_it_is() -> None:
    house = SimulatedHouse([Lamp("Hall lamp")])

    house.hears(Message("zigbee2mqtt/Hall lamp/get", b'{"state":""}'), NOON)

    assert [said["state"] for said in reports(house, NOON, "Hall lamp")] == ["OFF"]


def test_a_hub_that_was_born_hears_all_states_half_a_minute_later() -> None:
    house = SimulatedHouse([Lamp("Hall lamp"), Plug("Coffee plug")])

    house.hears(Message("homeassistant/status", b"offline"), NOON)
    assert house.due() is None

    house.hears(Message("homeassistant/status", b"online"), NOON)
    assert house.due() == NOON + 30
    assert [message.topic for message in house.says(NOON + 30)] == [
        "zigbee2mqtt/Hall lamp",
        "zigbee2mqtt/Coffee plug",
    ]


def test_messages_come_in_the_order_of_their_moments() -> None:
    house = SimulatedHouse([Lamp("Hall lamp"), Motion("Hall motion", clears_after=1)])

    house.motion("Hall motion", NOON)
    house.hears(command("Hall lamp", state="ON"), NOON)
    house.hears(command("Hall lamp", state="OFF"), NOON + 3)

    said = [message.payload for message in house.says(NOON + 9)]
    assert [b'"occupancy":true' in said[0], b'"ON"' in said[1]] == [True, True]
    assert [b'"occupancy":false' in said[2], b'"OFF"' in said[3]] == [True, True]


def test_what_was_not_listened_to_is_said_later_and_is_due_at_once() -> None:
    house = SimulatedHouse([Lamp("Hall lamp")])

    house.hears(command("Hall lamp", state="ON"), NOON)
    house.hears(command("Hall lamp", state="OFF"), NOON + 60)

    assert house.due() == NOON + 0.03
    said = reports(house, NOON + 61, "Hall lamp")
    assert [report["state"] for report in said] == ["ON", "OFF"]
    assert house.due() is None


def test_only_a_device_that_retains_has_its_reports_kept() -> None:
    house = SimulatedHouse([Lamp("Kept", retains=True), Lamp("Fleeting")])

    house.flips("Kept", NOON)
    house.flips("Fleeting", NOON)

    assert [message.retain for message in house.says(NOON + 1)] == [True, False]


def test_while_the_bridge_is_down_nothing_is_heard_or_said() -> None:
    house = SimulatedHouse([Lamp("Hall lamp")])

    house.bridge_stops(NOON)
    house.hears(command("Hall lamp", state="ON"), NOON + 1)
    house.flips("Hall lamp", NOON + 2)

    said = house.says(NOON + 9)
    assert [message.payload for message in said] == [b'{"state":"offline"}']
    assert said[0].topic == "zigbee2mqtt/bridge/state"
    assert said[0].retain

    house.bridge_starts(NOON + 10)

    assert house.says(NOON + 10) == house.announcements()
    assert house.lamp("Hall lamp").on


def test_a_device_that_is_away_at_the_start_is_announced_but_says_nothing() -> None:
    house = SimulatedHouse([Lamp("Hall lamp")])
    house.loses("Hall lamp", NOON)

    said = house.announcements()

    assert said[-1].topic == "zigbee2mqtt/Hall lamp/availability"
    assert said[-1].payload == b'{"state":"offline"}'


def test_two_devices_cannot_bear_one_name() -> None:
    with pytest.raises(ValueError, match="two simulated devices are called Hall lamp"):
        SimulatedHouse([Lamp("Hall lamp"), Plug("Hall lamp")])


def test_what_nobody_can_do_is_refused_in_words() -> None:
    house = SimulatedHouse([Motion("Hall motion"), WallSwitch("Switch", wired_to="Nothing")])

    with pytest.raises(LookupError, match="no simulated device is called Lamp"):
        house.lamp("Lamp")
    with pytest.raises(TypeError, match="Hall motion is not a Lamp"):
        house.lamp("Hall motion")
    with pytest.raises(TypeError, match="nobody can flip Hall motion"):
        house.flips("Hall motion", NOON)
    with pytest.raises(TypeError, match="nobody can turn Hall motion on or off"):
        house.turns("Hall motion", {POWER: True}, NOON)
    with pytest.raises(LookupError, match="no simulated device is called Nothing"):
        house.flips("Switch", NOON)
