"""Sensors and binary sensors: aspects of the product that they belong to."""

import pytest

from rules.words.device import Category, Sort
from rules.words.events import Reported
from rules.words.ids import HardwareId
from rules.words.values import POWER, Aspect, Value
from tests.devices.families.homeassistant.broker import (
    Body,
    Broker,
    device,
    motion,
    number,
    press,
    switch,
)

PIR = HardwareId("z2m_0x03")
STATE = "z2m/Pir"
PRIMARY = Category.PRIMARY


def test_a_sensor_of_several_components_is_one_device() -> None:
    broker = Broker()

    broker.announces("binary_sensor/0x03/motion", motion())
    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))
    battery = number("battery", "%", entity_category="diagnostic")
    broker.announces("sensor/0x03/battery", battery)

    (known,) = broker.devices.values()
    assert (known.hardware, known.name, known.sort) == (PIR, "Pir", Sort.SENSOR)
    assert set(known.capabilities) == {"motion", "illuminance", "battery"}
    assert not any(able.writable for able in known.capabilities.values())
    assert known.capabilities[Aspect("illuminance")].unit == "lx"
    assert known.capabilities[Aspect("battery")].category is Category.DIAGNOSTIC


def test_of_two_leak_probes_on_one_board_each_is_a_device_that_can_alarm() -> None:
    broker = Broker()

    for probe in ("left", "right"):
        leak = motion(device_class="moisture", name=f"Probe {probe}", state_topic=f"z2m/{probe}")
        broker.announces(f"binary_sensor/0x03/{probe}", leak)
    broker.announces("sensor/0x03/humidity", number("humidity", "%"))
    broker.says("z2m/left", {"motion": True})

    assert {one.name: set(one.capabilities) for one in broker.devices.values()} == {
        "Pir": {"humidity"},
        "Pir Probe left": {"moisture"},
        "Pir Probe right": {"moisture"},
    }
    assert broker.events == [
        Reported(HardwareId(f"{PIR}/binary_sensor_left"), {Aspect("moisture"): True})
    ]


def test_two_ways_to_see_somebody_in_one_room_stay_one_device() -> None:
    broker = Broker()

    for key in ("presence", "still_target"):
        broker.announces(f"binary_sensor/0x03/{key}", motion(device_class="occupancy"))

    (known,) = broker.devices.values()
    assert set(known.capabilities) == {"presence", "still_target"}


def test_an_alarm_whose_class_says_nothing_bears_its_own_name() -> None:
    broker = Broker()

    broker.announces("binary_sensor/0x03/carbon_monoxide", motion(device_class="safety"))

    assert set(broker.devices[PIR].capabilities) == {"carbon_monoxide"}


def test_what_is_off_by_default_is_known_and_quiet() -> None:
    broker = Broker()

    broker.announces("sensor/0x03/humidity", number("humidity", "%", enabled_by_default=False))
    broker.announces("switch/0x03/relay", switch(device=device("Pir", "z2m_0x03"), en=False))
    broker.announces("binary_sensor/0x03/motion", motion(enabled_by_default=True))

    (known,) = broker.devices.values()
    quiet = {one.aspect for one in known.capabilities.values() if one.category is not PRIMARY}
    assert (quiet, "motion" in known.capabilities) == ({"humidity", "relay"}, True)


def test_one_message_is_one_report_of_everything_in_it() -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion())
    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))

    broker.says(STATE, {"motion": True, "illuminance": 12, "linkquality": 99})

    assert broker.events == [Reported(PIR, {Aspect("motion"): True, Aspect("illuminance"): 12})]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (12, 12),
        (12.5, 12.5),
        ("12", 12),
        (" 12.5 ", 12.5),
        ("-3", -3),
        (None, None),
        ("None", None),
    ],
)
def test_a_number_may_be_written_as_a_text(said: object, value: Value) -> None:
    broker = Broker()
    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))

    broker.says(STATE, {"illuminance": said})

    assert broker.told(PIR) == {Aspect("illuminance"): value}
    assert type(broker.told(PIR)[Aspect("illuminance")]) is type(value)
    assert not broker.unreadable


@pytest.mark.parametrize(
    "said",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "true",
        '"warm"',
        '"nan"',
        '"1_0"',
        "[]",
        "{}",
        "9" * 99,
    ],
)
def test_what_is_no_measured_number_is_unknown_and_said(said: str) -> None:
    broker = Broker()
    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))

    broker.says(STATE, f'{{"illuminance": {said}}}')

    assert broker.told(PIR) == {Aspect("illuminance"): None}
    assert "no number that could be measured" in broker.unreadable


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("manual", "manual"),
        ("x" * 999, "x" * 255),
        (3, 3),
        (True, True),
        (None, None),
        ("None", None),
    ],
)
def test_a_sensor_without_unit_and_class_says_words(said: object, value: Value) -> None:
    broker = Broker()
    body = number("mode", "", device_class=None, unit_of_measurement=None)
    broker.announces("sensor/0x03/mode", body)

    broker.says(STATE, {"mode": said})

    assert broker.told(PIR) == {Aspect("mode"): value}


def test_the_words_of_an_enum_are_known_beforehand() -> None:
    broker = Broker()
    body = number(
        "mode", "", device_class="enum", options=["auto", "off"], unit_of_measurement=None
    )
    broker.announces("sensor/0x03/mode", body | {"device_class": "enum"})

    assert broker.devices[PIR].capabilities[Aspect("enum")].options == ("auto", "off")
    broker.says(STATE, {"mode": ["auto"]})
    assert broker.told(PIR) == {Aspect("enum"): None}
    assert "neither a text nor a number" in broker.unreadable


@pytest.mark.parametrize(
    ("config", "said", "value"),
    [
        ({}, True, True),
        ({}, False, False),
        ({}, None, None),
        ({"payload_on": False, "payload_off": True}, False, True),
        ({"payload_on": "online", "payload_off": "offline"}, "offline", False),
        ({"payload_on": 1, "payload_off": 0}, 1, True),
    ],
)
def test_yes_and_no_are_what_the_announcement_says(
    config: Body, said: object, value: Value
) -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion(**config))

    broker.says(STATE, {"motion": said})

    assert broker.told(PIR) == {Aspect("motion"): value}


def test_a_value_may_stand_deep_inside_or_be_the_whole_payload() -> None:
    broker = Broker()
    deep = number("temperature", "C", value_template="{{ value_json['a']['b c'].d[1] }}")
    broker.announces("sensor/0x03/temperature", deep)
    whole = number("humidity", "%", value_template="{{ value }}", state_topic="z2m/Pir/humidity")
    broker.announces("sensor/0x03/humidity", whole)
    bare = number("pressure", "hPa", value_template=None, state_topic="z2m/Pir/pressure")
    broker.announces("sensor/0x03/pressure", bare)

    broker.says(STATE, {"a": {"b c": {"d": [0, 21.5]}}})
    assert broker.told(PIR) == {Aspect("temperature"): 21.5}
    broker.says("z2m/Pir/humidity", "44")
    assert broker.told(PIR) == {Aspect("humidity"): 44}
    broker.says("z2m/Pir/pressure", b"1013.2")
    assert broker.told(PIR) == {Aspect("pressure"): 1013.2}
    broker.says("z2m/Pir/pressure", b"\xff\xfe")
    assert "not readable as text" in broker.unreadable


@pytest.mark.parametrize(
    "template",
    [
        "{{ states('light.hall') }}",
        "{{ value_json.__class__() }}",
        "{% for x in range(9) %}{% endfor %}",
        "{{" * 5000,
    ],
)
def test_a_template_that_may_not_be_is_refused_in_words_and_the_rest_works(template: str) -> None:
    broker = Broker()

    broker.announces("sensor/0x03/power", number("power", "W", value_template=template))
    assert f"its template `{template[:20]}" in broker.unreadable
    assert "cannot be used" in broker.unreadable
    assert broker.devices == {}

    broker.announces("binary_sensor/0x03/motion", motion())
    assert set(broker.devices[PIR].capabilities) == {"motion"}


@pytest.mark.parametrize(
    ("template", "said", "told"),
    [
        ("{{ value_json.a | float }}", {"a": "21.5"}, {"power": 21.5}),
        ("{{ (value_json.a + 1) | round(1) }}", {"a": 20.26}, {"power": 21.3}),
        ("{% if value_json.a %}1{% else %}0{% endif %}", {"a": []}, {"power": 0}),
        ("{{ value_json.a | is_defined | int }}", {"a": 4.9}, {"power": 4}),
        ("{{ value_json.a | is_defined | int }}", {"b": 4.9}, {}),
        ("{{ value_json.a | float }}", {"b": 1}, {}),
        ("{{ value_json.a.b }}{{ value_json.c.d }}", {"c": {"d": 1}}, {}),
        ("{{ value_json.a if value_json.a else none }}", {"a": 0}, {"power": None}),
    ],
)
def test_a_template_that_is_more_than_a_path_is_worked_out(
    template: str, said: Body, told: dict[str, Value]
) -> None:
    broker = Broker()
    broker.announces("sensor/0x03/power", number("power", "W", value_template=template))

    broker.says("z2m/Pir", said)

    assert broker.told(PIR) == {Aspect(f"{aspect}_reading"): told[aspect] for aspect in told}
    assert not broker.unreadable


def test_a_template_sees_the_text_as_it_is_and_its_json_where_it_asks_for_both() -> None:
    broker = Broker()
    either = "{{ value_json.a if value_json is mapping else value | trim }}"
    broker.announces("sensor/0x03/power", number("power", "W", value_template=either))

    broker.says("z2m/Pir", {"a": 5})
    assert broker.told(PIR) == {Aspect("power_reading"): 5}
    broker.says("z2m/Pir", " 7 ")
    assert broker.told(PIR) == {Aspect("power_reading"): 7}


def test_a_template_that_fails_with_what_was_said_says_so() -> None:
    broker = Broker()
    template = "{{ value_json.a | float }}"
    broker.announces("sensor/0x03/power", number("power", "W", value_template=template))

    broker.says("z2m/Pir", {"a": "much"})

    assert broker.events == []
    assert broker.unreadable == (
        "z2m/Pir: its template `{{ value_json.a | float }}`: "
        "what was said is no number, and no default is given"
    )


@pytest.mark.parametrize(("said", "moves"), [(30, True), (3, False)])
def test_a_rendered_truth_is_compared_as_it_is_printed(said: int, moves: bool) -> None:
    broker = Broker()
    broker.announces(
        "binary_sensor/0x03/motion", motion(value_template="{{ value_json.power > 20 }}")
    )

    broker.says("z2m/Pir", {"power": said})

    assert broker.told(PIR) == {Aspect("motion"): moves}


def test_readings_of_one_class_are_told_apart_by_their_own_keys() -> None:
    broker = Broker()
    for key in ("energy", "energy_l1", "energy_l2"):
        path = f"{{{{ value_json.{key} }}}}"
        broker.announces(f"sensor/0x03/{key}", number("energy", "kWh", value_template=path))

    broker.says(STATE, {"energy": 3, "energy_l1": 1, "energy_l2": 2})

    assert broker.told(PIR) == {"energy": 3, "energy_l1": 1, "energy_l2": 2}


def test_the_order_of_announcements_makes_no_difference() -> None:
    bodies = {
        "sensor/0x03/energy_l1": number("energy", "kWh"),
        "sensor/0x03/energy_l2": number("energy", "kWh"),
        "binary_sensor/0x03/energy_l2": motion(device_class=None),
        "binary_sensor/0x03/motion": motion(),
        "switch/0x03/switch": switch(device=device("Pir", PIR)),
        "device_automation/0x03/action_on": press("on", device=device("Pir", PIR)),
    }
    forward, backward = Broker(), Broker()

    for place, body in bodies.items():
        forward.announces(place, body)
    for place, body in reversed(bodies.items()):
        backward.announces(place, body)

    assert forward.devices == backward.devices
    assert set(forward.devices[PIR].capabilities) == {
        "power",
        "energy_l1",
        "sensor_energy_l2",
        "energy_l2",
        "motion",
    }


def test_the_watts_of_a_plug_are_not_its_power() -> None:
    broker = Broker()
    block = device("Plug", "z2m_0x02")
    broker.announces("switch/0x02/switch", switch())
    watts = number("power", "W", device=block, state_topic="z2m/Plug")
    broker.announces("sensor/0x02/power", watts)

    broker.says("z2m/Plug", {"state": "ON", "power": 11.5})

    assert broker.told("z2m_0x02") == {POWER: True, "power_reading": 11.5}
    assert broker.devices["z2m_0x02"].sort is Sort.SWITCH


def test_a_reading_without_a_device_block_is_a_device_by_its_unique_id() -> None:
    broker = Broker()
    alone = motion(device=None, name="Porch", unique_id="porch-7")
    broker.announces("binary_sensor/porch", alone)
    nameless = motion(device=None, state_topic="porch/2")
    broker.announces("binary_sensor/porch2", nameless)

    assert {(known.hardware, known.name) for known in broker.devices.values()} == {
        ("porch-7", "Porch"),
        ("binary_sensor/porch2", "binary_sensor/porch2"),
    }
    broker.says(STATE, {"motion": True})
    assert broker.told("porch-7") == {Aspect("motion"): True}


def test_two_devices_may_share_a_topic_and_its_json_is_read_once() -> None:
    broker = Broker()
    for number_of in ("a", "b"):
        body = motion(device=device(number_of, number_of), state_topic="both")
        broker.announces(f"binary_sensor/{number_of}/motion", body)

    broker.says("both", {"motion": True})

    assert broker.events == [
        Reported(HardwareId("a"), {Aspect("motion"): True}),
        Reported(HardwareId("b"), {Aspect("motion"): True}),
    ]
