"""Lights of the default and the template schema, valves, and what locks and fans have besides."""

import pytest

from devices.message import Message
from rules.words.device import Announcement, Sort
from rules.words.events import CommandedByOther
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Hs, Kelvin, Rgb, Value, Values, Xy
from tests.devices.families.homeassistant.broker import Body, Broker, device

KEY = "z2m_0x08"
STATE, SET = "box", "box/set"


def thing(component: str, **more: object) -> Broker:
    broker = Broker()
    block = device("Thing", KEY)
    topics = {"command_topic": SET, "state_topic": STATE}
    broker.announces(f"{component}/0x08/thing", {"name": None, "device": block, **topics, **more})
    return broker


def known(broker: Broker) -> Announcement:
    return broker.devices[KEY]


def sent(broker: Broker, **values: Value) -> list[tuple[str, str]]:
    found = broker.sends(KEY, {**values})
    return [(m.topic, m.payload.decode()) for m in found if isinstance(m, Message)]


def told(broker: Broker, topic: str, payload: str) -> Values:
    broker.says(topic, payload)
    return broker.told(KEY)


# the default schema

PARTS = {
    "brightness_command_topic": "box/bri/set",
    "brightness_state_topic": "box/bri",
    "brightness_scale": 100,
    "color_temp_command_topic": "box/ct/set",
    "color_temp_state_topic": "box/ct",
    "rgb_command_topic": "box/rgb/set",
    "rgb_state_topic": "box/rgb",
    "effect_command_topic": "box/fx/set",
    "effect_state_topic": "box/fx",
    "effect_list": ["rainbow"],
    "payload_on": "1",
    "payload_off": "0",
}


def lamp(**more: object) -> Broker:
    return thing("light", **{**PARTS, **more})


def test_a_light_of_the_default_schema_is_a_lamp_with_all_its_parts() -> None:
    able = known(lamp()).capabilities

    assert known(lamp()).sort is Sort.LAMP
    assert set(able) == {"power", "brightness", "colour", "effect"}
    assert able[Aspect("colour")].options == ("rgb", "color_temp")
    assert (able[Aspect("colour")].low, able[Aspect("colour")].high) == (2000, 6535)
    assert not any(one.assumed for one in able.values())


def test_it_is_told_part_by_part_and_switched_on_last() -> None:
    broker = lamp()

    assert sent(broker, power=True) == [(SET, "1")]
    assert sent(broker, power=False, brightness=40) == [(SET, "0")]
    assert sent(broker, power=True, brightness=128, colour=Rgb(1, 2, 3), effect="rainbow") == [
        ("box/rgb/set", "1,2,3"),
        ("box/bri/set", "50"),
        ("box/fx/set", "rainbow"),
        (SET, "1"),
    ]
    assert sent(broker, colour=Kelvin(4000)) == [("box/ct/set", "250")]
    assert sent(broker, effect="other") == []


@pytest.mark.parametrize(
    ("order", "topics"),
    [("first", [SET, "box/bri/set"]), ("brightness", ["box/bri/set"])],
)
def test_it_may_be_switched_on_first_or_by_its_brightness_alone(
    order: str, topics: list[str]
) -> None:
    broker = lamp(on_command_type=order)

    assert [topic for topic, _ in sent(broker, power=True, brightness=20)] == topics


def test_its_white_channel_is_told_on_a_topic_of_its_own() -> None:
    white: Body = {"white_command_topic": "box/white/set", "white_scale": 100}

    assert sent(lamp(**white), white_level=128) == [("box/white/set", "50"), (SET, "1")]
    assert sent(lamp(**white), power=False, white_level=9) == [(SET, "0")]
    bright = lamp(**white, on_command_type="brightness")
    assert sent(bright, white_level=255) == [("box/white/set", "100")]


def test_one_that_is_switched_on_by_its_brightness_gets_all_of_it_where_none_is_wished() -> None:
    assert sent(lamp(on_command_type="brightness"), power=True) == [("box/bri/set", "100")]


@pytest.mark.parametrize(
    ("topic", "payload", "values"),
    [
        (STATE, "1", {"power": True}),
        (STATE, "0", {"power": False}),
        (STATE, "None", {"power": None}),
        (STATE, "ON", {}),
        ("box/bri", "50", {"brightness": 128}),
        ("box/bri", "0", {}),
        ("box/ct", "250", {"colour": Kelvin(4000)}),
        ("box/rgb", "9,8,7", {"colour": Rgb(9, 8, 7)}),
        ("box/rgb", "9,8", {}),
        ("box/rgb", "red", {}),
        ("box/fx", "rainbow", {"effect": "rainbow"}),
    ],
)
def test_it_is_heard_part_by_part(topic: str, payload: str, values: dict[str, Value]) -> None:
    assert told(lamp(), topic, payload) == values


@pytest.mark.parametrize(
    ("mode", "colour", "payload"),
    [
        ("hs", Hs(120.0, 50.0), "120.0,50.0"),
        ("xy", Xy(0.4, 0.3), "0.4,0.3"),
        ("rgb", Rgb(255, 0, 9), "255,0,9"),
        ("rgbw", Rgb(255, 255, 255), "0,0,0,255"),
    ],
)
def test_a_colour_is_written_as_its_numbers(mode: str, colour: Value, payload: str) -> None:
    more: Body = {f"{mode}_command_topic": "c/set", f"{mode}_state_topic": "c"}
    broker = thing("light", **more)

    assert sent(broker, power=True, colour=colour) == [("c/set", payload), (SET, "ON")]
    assert told(broker, "c", payload) == {"colour": colour}


def test_a_colour_may_be_written_by_a_template() -> None:
    hexadecimal = "{{ '#%02x%02x%02x' | format(red, green, blue) }}"
    broker = lamp(rgb_command_template=hexadecimal)

    assert sent(broker, colour=Rgb(255, 0, 9)) == [("box/rgb/set", "#ff0009")]


def test_what_it_does_not_report_is_assumed() -> None:
    able = known(lamp(brightness_state_topic=None)).capabilities
    optimistic = known(lamp(optimistic=True)).capabilities

    assert [aspect for aspect, one in able.items() if one.assumed] == ["brightness"]
    assert all(one.assumed for one in optimistic.values())


def test_a_light_without_a_schema_is_of_the_default_one() -> None:
    broker = thing("light")

    assert set(known(broker).capabilities) == {"power"}
    assert sent(broker, power=True) == [(SET, "ON")]


def test_somebody_else_may_switch_it() -> None:
    broker = lamp()

    (event,) = broker.family.overheard(Message(SET, b"1"))

    assert event == CommandedByOther(HardwareId(KEY), {Aspect("power"): True})


# the template schema

WRITTEN = {
    "schema": "template",
    "command_on_template": "on{% if brightness is defined %},{{ brightness }}{% endif %}"
    "{% if red is defined %},{{ red }}-{{ green }}-{{ blue }}{% endif %}"
    "{% if color_temp is defined %},{{ color_temp }}{% endif %}"
    "{% if transition is defined %},{{ transition }}s{% endif %}",
    "command_off_template": "off",
    "state_template": "{{ value.split(',')[0] }}",
    "brightness_template": "{{ value.split(',')[1] }}",
    "red_template": "{{ value.split(',')[2].split('-')[0] }}",
    "green_template": "{{ value.split(',')[2].split('-')[1] }}",
    "blue_template": "{{ value.split(',')[2].split('-')[2] }}",
    "color_temp_template": "{{ value_json.ct }}",
}


def written(**more: object) -> Broker:
    return thing("light", **{**WRITTEN, **more})


def test_a_light_of_the_template_schema_is_told_all_in_one_message() -> None:
    broker = written()

    assert known(broker).sort is Sort.LAMP
    assert sent(broker, power=True) == [(SET, "on")]
    assert sent(broker, power=True, brightness=20) == [(SET, "on,20")]
    assert sent(broker, power=True, colour=Hs(0.0, 100.0)) == [(SET, "on,255-0-0")]
    assert sent(broker, power=True, colour=Kelvin(4000)) == [(SET, "on,250")]
    assert sent(broker, power=False, brightness=20) == [(SET, "off")]
    assert sent(broker, colour=Hs(0.0, 100.0)) == []
    assert broker.sends(KEY, {"power": True}, 2.0) == (Message(SET, b"on,2.0s"),)


def test_a_light_of_the_template_schema_is_heard_by_a_template_for_each_part() -> None:
    broker = written()

    assert told(broker, STATE, "on,255,0-0-255") == {
        "power": True,
        "brightness": 255,
        "colour": Hs(240.0, 100.0),
    }
    assert told(broker, STATE, "off,0,x-0-0") == {"power": False}
    assert told(broker, STATE, '{"ct": 250}') == {"colour": Kelvin(4000)}


def test_a_light_of_the_template_schema_must_say_how_it_is_switched() -> None:
    broker = written(command_off_template=None)

    assert broker.devices == {}
    assert "command_off_template" in broker.unreadable


# valves, and what else there is


def test_a_valve_is_told_and_heard_by_words() -> None:
    broker = thing("valve")

    assert known(broker).sort is Sort.VALVE
    assert known(broker).capabilities[Aspect("movement")].options == ("open", "closed")
    assert sent(broker, movement="open") == [(SET, "OPEN")]
    assert sent(broker, movement="stopped") == []
    assert sent(thing("valve", payload_stop="HALT"), movement="stopped") == [(SET, "HALT")]
    assert told(broker, STATE, "opening") == {"movement": "opening"}
    assert told(broker, STATE, "askew") == {}


def test_a_valve_that_reports_its_position_is_told_one() -> None:
    broker = thing("valve", reports_position=True, position_open=200)

    assert sent(broker, position=25) == [(SET, "50")]
    assert sent(broker, movement="closed") == [(SET, "0")]
    assert told(broker, STATE, "100") == {"position": 50, "movement": "open"}
    assert told(broker, STATE, '{"state": "closing", "position": 0}') == {
        "position": 0,
        "movement": "closing",
    }


def test_a_lock_may_have_a_latch_and_is_neither_locked_nor_open_on_its_way() -> None:
    broker = thing("lock", payload_open="UNLATCH")

    assert sent(broker, latch="open") == [(SET, "UNLATCH")]
    assert told(broker, STATE, "LOCKING") == {"locked": None}
    assert "latch" not in known(thing("lock")).capabilities


def test_a_fan_may_turn_the_other_way() -> None:
    broker = thing("fan", direction_command_topic="d/set", direction_state_topic="d")

    assert sent(broker, direction="reverse") == [("d/set", "reverse")]
    assert told(broker, "d", "forward") == {"direction": "forward"}


def test_a_cover_that_cannot_be_stopped_says_so_by_a_null() -> None:
    able = known(thing("cover", payload_stop=None)).capabilities

    assert able[Aspect("movement")].options == ("open", "closed")


def test_what_is_no_number_to_speak_of_is_not_said() -> None:
    broker = thing("fan", percentage_command_topic="s/set")

    assert sent(broker, speed=float("inf")) == []
    assert sent(broker, speed=1e300) == []
    assert sent(broker, speed=50) == [("s/set", "50")]
