from dataclasses import replace

import pytest

from devices.message import Message
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import COLOURS, DIMMABLE, WHITES, Lamp, LampModel, LampState
from devices.simulated.ramp import Rounding, to_house, to_wire
from devices.simulated.wall_switch import WallSwitch
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Xy
from tests.devices.simulated.listening import command, reports

NOON = 1_000.0
LAMP = "Hall lamp"


def house_with(product: LampModel = DIMMABLE) -> SimulatedHouse:
    return SimulatedHouse([Lamp(LAMP, product)])


def test_a_command_switches_the_lamp_which_says_so_after_its_echo_delay() -> None:
    house = house_with(replace(DIMMABLE, echo=0.05))

    house.hears(command(LAMP, state="ON", brightness=127), NOON)

    assert house.lamp(LAMP) == LampState(on=True, brightness=to_house(127))
    assert house.due() == NOON + 0.05
    assert house.says(NOON + 0.04) == ()
    assert house.says(NOON + 0.05) == (
        Message(f"zigbee2mqtt/{LAMP}", b'{"brightness":127,"linkquality":120,"state":"ON"}'),
    )
    assert house.due() is None


def test_a_brightness_alone_switches_on_and_zero_switches_off() -> None:
    house = house_with()

    house.hears(command(LAMP, brightness=60), NOON)
    assert house.lamp(LAMP).on

    house.hears(command(LAMP, brightness=0), NOON + 1)
    assert not house.lamp(LAMP).on


def test_a_lamp_that_was_switched_off_comes_back_as_bright_as_it_was() -> None:
    house = house_with()
    house.hears(command(LAMP, state="ON", brightness=60), NOON)
    house.hears(command(LAMP, state="OFF"), NOON + 1)

    house.hears(command(LAMP, state="ON"), NOON + 2)

    assert reports(house, NOON + 3, LAMP)[-1] == {
        "state": "ON",
        "brightness": 60,
        "linkquality": 120,
    }


def test_while_it_fades_a_lamp_reports_how_far_it_has_come() -> None:
    house = house_with(replace(DIMMABLE, reports_every=1.0))

    house.hears(command(LAMP, state="ON", brightness=200, transition=4), NOON)

    said = reports(house, NOON + 10, LAMP)
    assert [report["brightness"] for report in said] == [1, 50, 100, 150, 200]
    assert {report["state"] for report in said} == {"ON"}
    assert house.lamp(LAMP, NOON + 1).brightness == to_house(50)
    assert house.lamp(LAMP).brightness == to_house(200)


def test_a_lamp_that_fades_out_is_on_until_it_is_dark_and_remembers_its_brightness() -> None:
    house = house_with(replace(DIMMABLE, reports_every=1.0))
    house.hears(command(LAMP, state="ON", brightness=200), NOON)
    house.says(NOON + 1)

    house.hears(command(LAMP, state="OFF", transition=2), NOON + 10)

    said = reports(house, NOON + 20, LAMP)
    assert [report["state"] for report in said] == ["ON", "ON", "OFF"]
    assert [report["brightness"] for report in said[1:]] == [100, 200]


def test_a_newer_command_ends_a_fade_where_it_is() -> None:
    house = house_with(replace(DIMMABLE, reports_every=1.0))
    house.hears(command(LAMP, state="ON", brightness=200, transition=10), NOON)
    house.says(NOON + 4.5)

    house.hears(command(LAMP, brightness=20), NOON + 4.8)

    assert [report["brightness"] for report in reports(house, NOON + 60, LAMP)] == [20]
    assert house.lamp(LAMP).brightness == to_house(20)


def test_a_product_may_fade_without_being_told() -> None:
    house = house_with(replace(DIMMABLE, fade=2.0))

    house.hears(command(LAMP, state="ON"), NOON)

    assert house.lamp(LAMP, NOON + 1).brightness == to_house(127)


def test_an_eager_product_names_its_goal_before_it_is_there() -> None:
    house = house_with(replace(DIMMABLE, eager=True, reports_every=1.0))

    house.hears(command(LAMP, state="ON", brightness=200, transition=2), NOON)

    assert [report["brightness"] for report in reports(house, NOON + 9, LAMP)] == [200, 100, 200]


def test_a_product_may_round_to_whole_percent() -> None:
    house = house_with(replace(DIMMABLE, rounding=Rounding.PERCENT))

    house.hears(command(LAMP, brightness=130), NOON)

    [report] = reports(house, NOON + 1, LAMP)
    assert report["brightness"] == 130
    assert Rounding.PERCENT.of(100) == 99
    assert Rounding.PERCENT.of(1) == 3
    assert Rounding.SCALE.of(100) == 100


@pytest.mark.parametrize("level", range(1, 255))
def test_scale_and_house_agree_on_every_brightness_there_and_back(level: int) -> None:
    assert to_wire(to_house(level)) == level


def test_a_lamp_takes_whites_within_its_range_and_says_which_it_shows() -> None:
    house = house_with(WHITES)

    house.hears(command(LAMP, color_temp=250), NOON)
    house.hears(command(LAMP, color_temp=9000), NOON + 1)

    said = reports(house, NOON + 2, LAMP)
    assert [report["color_temp"] for report in said] == [250, 500]
    assert said[0]["color_mode"] == "color_temp"
    assert said[0]["state"] == "OFF"
    assert house.lamp(LAMP).colour == Kelvin(2000)


def test_a_colour_lamp_shows_the_last_it_was_told_be_it_a_white_or_a_colour() -> None:
    house = house_with(COLOURS)

    house.hears(command(LAMP, color={"x": 0.7, "y": 0.3}), NOON)
    assert house.lamp(LAMP).colour == Xy(0.7, 0.3)

    house.hears(command(LAMP, color_temp=400), NOON + 1)
    assert house.lamp(LAMP).colour == Kelvin(2500)


def test_somebody_flips_its_wall_switch_and_the_lamp_changes_by_itself_and_reports() -> None:
    house = SimulatedHouse([Lamp("Ceiling"), WallSwitch("Switch", wired_to="Ceiling")])

    house.flips("Switch", NOON)
    assert house.lamp("Ceiling").on
    assert [report["state"] for report in reports(house, NOON + 1, "Ceiling")] == ["ON"]

    house.flips("Ceiling", NOON + 2)
    assert not house.lamp("Ceiling").on


def test_its_makers_app_sets_it_without_the_hub() -> None:
    house = house_with(COLOURS)

    house.turns(LAMP, {POWER: True, BRIGHTNESS: 128, COLOUR: Kelvin(4000)}, NOON)

    assert house.lamp(LAMP) == LampState(on=True, brightness=128, colour=Kelvin(4000))
    assert reports(house, NOON + 1, LAMP)[0]["brightness"] == to_wire(128)


def test_a_lamp_without_mains_is_dark_and_deaf_and_comes_back_on() -> None:
    house = house_with()
    house.hears(command(LAMP, state="ON", brightness=50), NOON)
    house.says(NOON + 1)

    house.unplugs(LAMP, NOON + 10)
    house.hears(command(LAMP, state="ON"), NOON + 11)
    house.flips(LAMP, NOON + 12)

    assert house.lamp(LAMP) == LampState(on=False, brightness=0)
    [gone] = house.says(NOON + 13)
    assert gone.topic == f"zigbee2mqtt/{LAMP}/availability"
    assert gone.payload == b'{"state":"offline"}'
    assert gone.retain

    house.returns(LAMP, NOON + 20)

    assert house.lamp(LAMP) == LampState(on=True, brightness=255)
    back, report = house.says(NOON + 20)
    assert back.payload == b'{"state":"online"}'
    assert report.topic == f"zigbee2mqtt/{LAMP}"


def test_a_lamp_may_come_back_as_it_was() -> None:
    house = house_with(replace(DIMMABLE, wakes=False))

    house.unplugs(LAMP, NOON)
    house.returns(LAMP, NOON + 9)

    assert not house.lamp(LAMP).on


def test_a_lamp_out_of_reach_lives_on_unheard() -> None:
    house = house_with()

    house.loses(LAMP, NOON, noticed_after=600)
    house.flips(LAMP, NOON + 5)

    assert house.lamp(LAMP).on
    assert house.says(NOON + 599) == ()
    assert [message.payload for message in house.says(NOON + 601)] == [b'{"state":"offline"}']

    house.returns(LAMP, NOON + 700)
    assert [report["state"] for report in reports(house, NOON + 701, LAMP)] == ["ON"]


def test_a_lamp_that_is_back_before_anybody_noticed_was_never_offline() -> None:
    house = house_with()

    house.loses(LAMP, NOON, noticed_after=600)
    house.returns(LAMP, NOON + 5)

    assert b'{"state":"offline"}' not in [message.payload for message in house.says(NOON + 999)]


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"17",
        b"not json",
        b'{"state":7,"brightness":"much","color":"red","transition":null}',
        b'{"brightness":NaN,"color_temp":Infinity,"transition":-1}',
        b'{"brightness":1' + b"0" * 400 + b"}",
        b'{"color":{"x":true}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_a_lamp_cannot_read_leaves_it_as_it_was(payload: bytes) -> None:
    house = house_with(COLOURS)
    before = house.lamp(LAMP)

    house.hears(Message(f"zigbee2mqtt/{LAMP}/set", payload), NOON)
    house.says(NOON + 9999)

    assert house.lamp(LAMP) == before


def test_a_lamp_takes_bare_words_and_single_attributes_as_zigbee2mqtt_does() -> None:
    house = house_with()

    house.hears(Message(f"zigbee2mqtt/{LAMP}/set", b"ON"), NOON)
    assert house.lamp(LAMP).on

    house.hears(Message(f"zigbee2mqtt/{LAMP}/set/brightness", b"60"), NOON)
    assert house.lamp(LAMP).brightness == to_house(60)

    house.hears(Message(f"zigbee2mqtt/{LAMP}/set/state", b"TOGGLE"), NOON)
    assert not house.lamp(LAMP).on


def test_a_stale_product_says_once_more_what_it_was_before_it_answers() -> None:
    house = house_with(replace(DIMMABLE, stale=True))

    house.hears(command(LAMP, state="ON", brightness=60), NOON)

    assert [said["state"] for said in reports(house, NOON + 1, LAMP)] == ["OFF", "ON"]


def test_a_product_that_knows_no_transitions_is_there_at_once() -> None:
    house = house_with(replace(DIMMABLE, jumps=True))

    house.hears(command(LAMP, state="ON", brightness=200, transition=4), NOON)

    assert [said["brightness"] for said in reports(house, NOON + 10, LAMP)] == [200]


@pytest.mark.parametrize(("told", "shown"), [(1, 17), (20, 17), (127, 135), (254, 254)])
def test_a_product_with_sixteen_levels_takes_the_nearest(told: int, shown: int) -> None:
    assert Rounding.STEPS.of(told) == shown


@pytest.mark.parametrize(("wakes", "states"), [(True, ["ON"]), (False, ["OFF"])])
def test_a_lamp_that_reboots_says_so_as_such_a_product_does(wakes: bool, states: list[str]) -> None:
    lamp = Lamp(LAMP, replace(DIMMABLE, wakes=wakes))
    house = SimulatedHouse([lamp])

    lamp.reboots(NOON)

    assert [said["state"] for said in reports(house, NOON + 1, LAMP)] == states
    assert house.lamp(LAMP).on is wakes


def test_a_lamp_without_mains_does_not_reboot() -> None:
    lamp = Lamp(LAMP)
    house = SimulatedHouse([lamp])
    lamp.unplugs(NOON)

    lamp.reboots(NOON)

    assert reports(house, NOON + 1, LAMP) == []
