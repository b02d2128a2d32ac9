import pytest

from devices.message import Message
from devices.simulated.button import Button
from devices.simulated.door import Door
from devices.simulated.house import SimulatedHouse
from devices.simulated.lux import Lux
from devices.simulated.motion import Motion
from devices.simulated.plug import Plug
from devices.simulated.temperature import Temperature
from rules.words.values import POWER
from tests.devices.simulated.listening import command, reports

NOON = 1_000.0


def occupancy(house: SimulatedHouse, until: float) -> list[object]:
    return [report["occupancy"] for report in reports(house, until, "Hall motion")]


def test_a_motion_sensor_clears_by_itself_ninety_seconds_after_the_last_movement() -> None:
    house = SimulatedHouse([Motion("Hall motion")])

    house.motion("Hall motion", NOON)
    assert occupancy(house, NOON) == [True]

    house.motion("Hall motion", NOON + 60)
    assert occupancy(house, NOON + 60 + 89) == [True]
    assert occupancy(house, NOON + 60 + 90) == [False]
    assert house.due() is None


def test_a_motion_sensor_may_clear_sooner_or_at_once() -> None:
    house = SimulatedHouse([Motion("Hall motion", clears_after=10)])

    house.motion("Hall motion", NOON)
    assert occupancy(house, NOON + 10) == [True, False]

    house.motion("Hall motion", NOON + 20)
    house.motion_clears("Hall motion", NOON + 21)
    house.motion_clears("Hall motion", NOON + 22)
    assert occupancy(house, NOON + 99) == [True, False]


def test_a_movement_after_a_clearing_is_as_good_as_the_first() -> None:
    house = SimulatedHouse([Motion("Hall motion")])
    house.motion("Hall motion", NOON)
    house.motion_clears("Hall motion", NOON + 1)

    house.motion("Hall motion", NOON + 50)

    assert occupancy(house, NOON + 139) == [True, False, True]
    assert occupancy(house, NOON + 999) == [False]


def test_a_motion_sensor_reports_the_light_with_the_movement() -> None:
    house = SimulatedHouse([Motion("Hall motion", illuminance=4)])

    house.reads("Hall motion", {"illuminance": 31}, NOON)
    house.motion("Hall motion", NOON + 1)

    assert reports(house, NOON + 1, "Hall motion")[-1] == {
        "occupancy": True,
        "illuminance": 31,
        "battery": 87,
        "linkquality": 120,
    }


def test_a_door_says_false_while_it_is_open() -> None:
    house = SimulatedHouse([Door("Front door")])

    house.opens("Front door", NOON)
    house.closes("Front door", NOON + 5)

    said = reports(house, NOON + 5, "Front door")
    assert [report["contact"] for report in said] == [False, True]


def test_meters_report_what_they_read_and_nothing_they_cannot_measure() -> None:
    house = SimulatedHouse([Temperature("Climate"), Lux("Light")])

    house.reads("Climate", {"temperature": 23.4, "pressure": 1013}, NOON)
    house.reads("Light", {"illuminance": 800}, NOON)

    said = house.says(NOON)
    assert said[0].payload == (
        b'{"battery":87,"humidity":45.0,"linkquality":120,"temperature":23.4}'
    )
    assert b'"illuminance":800' in said[1].payload


def test_a_press_is_told_in_the_report_and_then_as_a_trigger_and_is_never_kept() -> None:
    house = SimulatedHouse([Button("Hall button", retains=True)])

    house.press("Hall button", "double", NOON)

    assert house.says(NOON) == (
        Message("zigbee2mqtt/Hall button", b'{"action":"double","battery":87,"linkquality":120}'),
        Message("zigbee2mqtt/Hall button/action", b"double"),
    )


def test_a_button_cannot_be_pressed_in_a_way_that_it_does_not_know() -> None:
    house = SimulatedHouse([Button("Hall button")])

    with pytest.raises(ValueError, match="knows no press `triple`: single, double, hold"):
        house.press("Hall button", "triple", NOON)


def test_a_button_out_of_reach_is_pressed_in_vain() -> None:
    house = SimulatedHouse([Button("Hall button")])
    house.loses("Hall button", NOON, noticed_after=60)

    house.press("Hall button", "single", NOON + 1)

    assert house.says(NOON + 1) == ()


def test_a_plug_is_switched_by_a_command_by_its_button_and_by_its_makers_app() -> None:
    house = SimulatedHouse([Plug("Coffee plug")])

    house.hears(command("Coffee plug", state="ON"), NOON)
    assert house.is_on("Coffee plug")

    house.flips("Coffee plug", NOON + 1)
    assert not house.is_on("Coffee plug")

    house.turns("Coffee plug", {POWER: True}, NOON + 2)
    house.hears(Message("zigbee2mqtt/Coffee plug/set", b"TOGGLE"), NOON + 3)
    house.hears(command("Coffee plug", brightness=3), NOON + 4)

    said = reports(house, NOON + 5, "Coffee plug")
    assert [report["state"] for report in said] == ["ON", "OFF", "ON", "OFF"]
