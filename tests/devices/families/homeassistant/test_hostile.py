"""Whatever comes, the family lives on, keeps what it knew, and says what it could not read."""

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.homeassistant import HomeAssistant
from devices.message import Message
from rules.words.ids import HardwareId
from rules.words.values import POWER, Aspect
from tests.devices.families.homeassistant.broker import (
    Body,
    Broker,
    device,
    light,
    motion,
    number,
    press,
    switch,
)

LAMP = HardwareId("z2m_0x01")
KNOWN: dict[str, Body] = {
    "light/0x01/light": light(
        supported_color_modes=["xy", "hs", "rgb", "color_temp"], availability_topic="lwt"
    ),
    "switch/0x02/switch": switch(state_on=True, state_off=False),
    "binary_sensor/0x03/motion": motion(),
    "sensor/0x03/illuminance": number("illuminance", "lx"),
    "sensor/0x03/mode": number("mode", "", device_class=None, unit_of_measurement=None),
    "sensor/0x03/raw": number("raw", "W", value_template=None, state_topic="raw"),
    "device_automation/0x04/action": press("single", value_template="{{ value_json.action }}"),
}
TOPICS = [
    "z2m/Hall lamp",
    "z2m/Plug",
    "z2m/Pir",
    "z2m/Remote/action",
    "raw",
    "lwt",
    *(f"homeassistant/{place}/config" for place in KNOWN),
    "homeassistant/light/new/config",
]
KEYS = [
    *("state", "brightness", "color", "color_mode", "color_temp", "motion", "illuminance", "mode"),
    *("x", "y", "h", "s", "r", "g", "b", "action"),
    *("device", "identifiers", "name", "schema", "state_topic", "command_topic", "availability"),
    *("topic", "supported_color_modes", "min_mireds", "qos", "payload_on", "value_template", "~"),
]


def knowing() -> Broker:
    broker = Broker()
    for place, body in KNOWN.items():
        broker.announces(place, body)
        assert not broker.unreadable
    return broker


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["ON", "OFF", "json", "xy", "hs", "rgb", "color_temp", "a/b", "#", "online"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=12,
)
payloads = st.binary(max_size=64) | values.map(lambda value: json.dumps(value).encode())


@given(st.lists(st.tuples(st.sampled_from(TOPICS), payloads, st.booleans()), max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_bytes_and_no_json_make_it_raise(messages: list[tuple[str, bytes, bool]]) -> None:
    broker = knowing()

    for topic, payload, retain in messages:
        broker.says(topic, payload, retain=retain)

    for hardware in broker.devices:
        for message in broker.sends(hardware, {"power": True, "brightness": 9}, 1.0):
            assert isinstance(message, Message)
            assert not set("+#\x00") & set(message.topic)
            assert not message.retain


@given(st.text(), st.binary(max_size=32))
def test_no_topic_makes_it_raise(topic: str, payload: bytes) -> None:
    family = HomeAssistant()

    family.heard(Message(topic, payload))
    family.heard(Message(f"homeassistant/{topic}/config", payload))


BAD_STATES: list[bytes] = [
    b"",
    b"\x00",
    b"\xff\xfe\xfd",
    b"{",
    b"{]",
    b"null",
    b"NaN",
    b"[1,2,3]",
    b'"ON"',
    b"[" * 60_000,
    b'{"state":' * 7_000,
    b'{"state":' + b"9" * 5_000 + b"}",
    b'{"state":' + b"9" * 4_300 + b',"illuminance":' + b"9" * 4_300 + b',"brightness":1e308}',
    b'{"state":NaN,"brightness":NaN,"color_temp":Infinity,"illuminance":-Infinity}',
    b'{"state":{"state":"ON"},"brightness":[254],"color":"red","color_mode":{}}',
    b'{"color_mode":"xy","color":{"x":"0.4","y":null}}',
    b'{"color_mode":"hs","color":{"h":1e300,"s":-1}}',
    b'{"color_mode":"rgb","color":{"r":256,"g":true,"b":0.5}}',
    b'{"motion":"\\ud800","mode":"\\u0000\\u202e"}',
    b'{"motion":' + b'{"a":' * 150 + b"1" + b"}" * 150 + b"}",
    b"x" * 65_537,
    b"{" + b" " * 1_000_000 + b"}",
]


@pytest.mark.parametrize("payload", BAD_STATES, ids=range(len(BAD_STATES)))
def test_a_bad_report_never_moves_power_and_never_raises(payload: bytes) -> None:
    broker = knowing()

    for topic in TOPICS[:6]:
        broker.says(topic, payload)
        for hardware in broker.devices:
            assert broker.told(hardware).get(POWER) is None

    broker.says("z2m/Hall lamp", {"state": "ON"})
    assert broker.told(LAMP) == {POWER: True}


def test_a_report_over_64_kb_is_not_even_parsed() -> None:
    broker = knowing()

    broker.says("z2m/Hall lamp", b'{"state":"ON","pad":"' + b"x" * 65_536 + b'"}')

    assert broker.events == []
    assert broker.unreadable == "z2m/Hall lamp: longer than 64 kB"


def test_bad_json_is_said_with_its_topic() -> None:
    broker = knowing()

    broker.says("z2m/Pir", b'{"motion": tru')

    assert broker.unreadable.startswith("z2m/Pir: not readable as JSON: ")


def test_only_so_much_is_said_of_one_message() -> None:
    broker = knowing()
    for n in range(9):
        path = "{{ value_json.bad }}"
        broker.announces(f"sensor/0x03/n{n}", number(f"n{n}", "W", value_template=path))

    broker.says("z2m/Pir", {"bad": "x" * 10_000})

    assert len(broker.unreadable) < 600
    assert broker.unreadable.endswith("and 6 more")


BAD_ANNOUNCEMENTS: list[bytes | Body] = [
    b"{",
    b"null",
    b"[]",
    b'"light"',
    b"\xff\xff",
    b"[" * 100_000,
    b'{"device":' * 20_000,
    b"{" + b" " * 300_000 + b"}",
    {},
    light(command_topic=None),
    light(command_topic=""),
    light(command_topic="z2m/+/set"),
    light(command_topic="z2m/#"),
    light(command_topic="z2m/\x00/set"),
    light(command_topic="z2m/lamp\n/set"),
    light(command_topic="$CONTROL/dynamic-security/v1"),
    light(command_topic="homerule/override/house/set"),
    light(command_topic="homerule"),
    light(command_topic="homeassistant/light/0x01/light/config"),
    light(command_topic="x" * 5_000),
    light(command_topic={"a": 1}),
    light(**{"~": "homerule", "command_topic": "~/device/lock/set"}),
    light(schema="quantum"),
    light(schema="template"),
    light(device=device("x", "evil\x1b[2J")),
    light(device=device("x", "x" * 5_000)),
    light(**{f"k{n}": n for n in range(20_000)}, schema=None),
]


@pytest.mark.parametrize("body", BAD_ANNOUNCEMENTS, ids=range(len(BAD_ANNOUNCEMENTS)))
def test_a_bad_announcement_is_refused_in_words_and_what_was_known_survives(
    body: bytes | Body,
) -> None:
    broker = knowing()
    before = dict(broker.devices)

    broker.announces("light/0x01/light", body)

    assert broker.events == []
    assert broker.unreadable.startswith("homeassistant/light/0x01/light/config: ")
    assert len(broker.unreadable) < 400
    assert broker.unreadable.isprintable()
    assert broker.devices == before
    (message,) = broker.sends(LAMP, {"power": False})
    assert message == Message("z2m/Hall lamp/set", b'{"state":"OFF"}')


@pytest.mark.parametrize("place", ["sensor/0x03/raw", "binary_sensor/0x03/motion"])
@pytest.mark.parametrize("topic", [None, "", "+/#", "homerule/status", "$SYS/broker"])
def test_a_reading_whose_topic_cannot_be_listened_to_is_refused(
    place: str, topic: str | None
) -> None:
    broker = knowing()
    before = dict(broker.devices)

    broker.announces(place, motion(state_topic=topic))

    assert broker.events == []
    assert "its state topic" in broker.unreadable
    assert broker.devices == before


def test_a_lamp_whose_state_topic_cannot_be_listened_to_can_still_be_told() -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(state_topic="z2m/+"))

    assert "not listened to" in broker.unreadable
    assert broker.subscribed == set()
    assert broker.sends(LAMP, {"power": True})


@pytest.mark.parametrize(
    "wrong",
    [
        {"qos": 7},
        {"qos": "often"},
        {"brightness_scale": 0},
        {"brightness_scale": "NaN"},
        {"min_mireds": -5},
        {"max_mireds": float("inf")},
        {"supported_color_modes": "xy"},
        {"supported_color_modes": ["brightness", {}]},
        {"name": ["a"]},
        {"entity_category": "secret"},
        {"availability_mode": "most"},
        {"unique_id": {}},
        {"device_class": []},
        {"device": device() | {"connections": "mac"}},
        {"device": device() | {"manufacturer": {"a": [1]}, "suggested_area": []}},
        {"device": device() | {"identifiers": [LAMP, {}]}},
    ],
)
def test_one_bad_optional_field_never_loses_a_device(wrong: Body) -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(**wrong))

    assert set(broker.devices) == {LAMP}
    assert "so it counts as not given" in broker.unreadable
    assert broker.devices[LAMP].name == "Hall lamp"
    assert broker.sends_json(LAMP, {"power": True}) == {"state": "ON"}


def test_unknown_keys_are_nobodys_business() -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(group=["a"], default_entity_id=5, origin=[1]))

    assert not broker.unreadable
    assert set(broker.devices) == {LAMP}


def test_hostile_names_are_cut_and_cleaned() -> None:
    broker = Broker()
    evil = "<b>\x1b[31m\u202elamp\x00" + "x" * 10_000

    broker.announces(
        "light/0x01/light",
        light(device=device(evil, manufacturer=evil, model=evil, suggested_area=evil)),
    )
    broker.announces("sensor/0x01/a", number("a", evil, device_class=evil, device=device(evil)))

    known = broker.devices[LAMP]
    texts = [known.name, known.product.maker, known.product.model, known.suggested_area]
    texts += [known.capabilities[Aspect("a")].unit]
    assert all(text.isprintable() and len(text) <= 80 for text in texts)
    assert known.name.startswith("<b>[31mlamp")


def test_swapped_limits_of_whites_are_put_right() -> None:
    broker = Broker()

    broker.announces(
        "light/0x01/light",
        light(supported_color_modes=["color_temp"], min_mireds=500, max_mireds=153),
    )

    colour = broker.devices[LAMP].capabilities[Aspect("colour")]
    assert (colour.low, colour.high) == (2000, 6535)


def test_an_announcement_over_256_kb_is_refused() -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(pad="x" * 262_144))

    assert broker.devices == {}
    assert broker.unreadable == "homeassistant/light/0x01/light/config: longer than 256 kB"


def test_a_place_that_is_none_is_said() -> None:
    broker = Broker()

    broker.says("homeassistant/light/a b/c/config", light())

    assert broker.devices == {}
    assert "nothing can be announced there" in broker.unreadable


def test_a_device_with_endless_components_stops_growing() -> None:
    broker = Broker()
    for n in range(256):
        broker.announces(f"sensor/0x03/n{n}", number(f"n{n}", "W"))

    broker.announces("sensor/0x03/n256", number("n256", "W"))

    assert "256 components" in broker.unreadable
    assert len(broker.devices["z2m_0x03"].capabilities) == 256
    broker.announces("sensor/0x03/n7", number("n7", "kW"))
    assert not broker.unreadable


def test_nobody_can_announce_the_gang_of_another_product() -> None:
    broker = Broker()
    broker.announces("light/0x01/left", light(name="left"))
    gang = f"{LAMP}/light_left"
    assert set(broker.devices) == {gang}

    theirs = light(device=device("Thief", gang), command_topic="thief/set")
    broker.announces("light/0x66/light", theirs)

    assert broker.devices[gang].name == "Hall lamp left"
    (message,) = broker.sends(gang, {"power": True})
    assert isinstance(message, Message)
    assert message.topic == "z2m/Hall lamp/set"


def test_what_another_hub_of_our_kind_offers_is_no_device() -> None:
    broker = Broker()
    theirs = light(origin={"name": "Homerule"})

    broker.announces("light/0x01/light", theirs)
    broker.announces("switch/cabin/freeze-house", {"o": {"name": "Homerule"}, "cmd_t": "c/set"})

    assert broker.devices == {}
    assert broker.subscribed == set()
    assert not broker.unreadable


def test_a_device_that_turns_out_to_be_a_hubs_offer_is_gone() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light(origin={"name": "Zigbee2MQTT"}))
    assert set(broker.devices) == {LAMP}

    broker.announces("light/0x01/light", light(origin={"name": "Homerule"}))

    assert broker.devices == {}


def test_other_prefixes_of_the_hub_are_guarded_as_well() -> None:
    family = HomeAssistant(own="casa")
    body = json.dumps(light(command_topic="casa/override/house/set")).encode()

    heard = family.heard(Message("homeassistant/light/0x01/light/config", body))

    assert heard.events == ()
    assert "belongs to the hub itself" in heard.unreadable


def _many(count: int) -> Broker:
    broker = Broker()
    for n in range(count):
        body = motion(device=device(f"pir {n}", f"pir{n}"), state_topic=f"pir/{n}")
        broker.announces(f"binary_sensor/{n}/motion", body)
    return broker


def _calls(broker: Broker, topic: str, payload: bytes) -> int:
    """Count the calls that one message takes, once everything about it is settled."""
    count = 0

    def note(frame: object, event: str, what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    message = Message(topic, payload)
    broker.family.heard(message)
    sys.setprofile(note)
    try:
        broker.family.heard(message)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("topic", ["pir/7", "not/ours"])
def test_a_message_calls_for_the_same_work_among_ten_devices_and_among_a_thousand(
    topic: str,
) -> None:
    few, many = _many(10), _many(1000)

    assert _calls(few, topic, b'{"motion":true}') == _calls(many, topic, b'{"motion":true}')
