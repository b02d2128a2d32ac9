from devices.simulated.acts import (
    Act,
    Closes,
    Flips,
    Moves,
    Opens,
    Presses,
    Reads,
    Turns,
    Wants,
    perform,
)
from devices.simulated.button import Button
from devices.simulated.door import Door
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp
from devices.simulated.motion import Motion
from devices.simulated.wall_switch import WallSwitch
from rules.words.values import POWER

NOON = 1_000.0


def house() -> SimulatedHouse:
    return SimulatedHouse(
        [
            Lamp("Ceiling"),
            WallSwitch("Switch", wired_to="Ceiling"),
            Button("Button"),
            Motion("Motion", illuminance=0),
            Door("Door"),
        ]
    )


def topics_after(act: Act) -> list[str]:
    there = house()
    perform(there, act, NOON)
    return [message.topic for message in there.says(NOON + 1)]


def test_each_act_happens_to_its_device() -> None:
    assert topics_after(Moves("Motion")) == ["zigbee2mqtt/Motion"]
    assert topics_after(Reads("Motion", {"illuminance": 5})) == ["zigbee2mqtt/Motion"]
    assert topics_after(Opens("Door")) == ["zigbee2mqtt/Door"]
    assert topics_after(Closes("Door")) == ["zigbee2mqtt/Door"]
    assert topics_after(Flips("Switch")) == ["zigbee2mqtt/Ceiling"]
    assert topics_after(Turns("Ceiling", {POWER: True})) == ["zigbee2mqtt/Ceiling"]
    assert topics_after(Presses("Button", "hold"))[-1] == "zigbee2mqtt/Button/action"


def test_who_wants_a_lamp_on_that_is_on_leaves_it_alone() -> None:
    there = house()
    there.flips("Ceiling", NOON)
    there.says(NOON + 1)

    perform(there, Wants("Ceiling", on=True, by="Switch"), NOON + 2)

    assert there.due() is None
    assert there.lamp("Ceiling").on


def test_who_wants_a_lamp_on_reaches_for_its_switch_its_button_or_the_lamp() -> None:
    assert topics_after(Wants("Ceiling", on=True, by="Switch")) == ["zigbee2mqtt/Ceiling"]
    assert topics_after(Wants("Ceiling", on=True)) == ["zigbee2mqtt/Ceiling"]
    assert topics_after(Wants("Ceiling", on=True, by="Button")) == [
        "zigbee2mqtt/Button",
        "zigbee2mqtt/Button/action",
    ]
