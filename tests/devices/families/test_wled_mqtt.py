"""WLED lamps over MQTT: what they say, how they are told, and that they are one with mDNS's."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.wled_mqtt import WledMqtt
from devices.message import Answer, Message, Service
from rules.words.device import Sort
from rules.words.events import DeviceAnnounced, DeviceRetired
from rules.words.values import Aspect, Kelvin, Value, Values, Xy
from tests.devices.families.talk import Talk

TOPIC = "wled/a1b2c3"
HARDWARE = "wled-mqtt-a1b2c3"
POWER, BRIGHTNESS, COLOUR = Aspect("power"), Aspect("brightness"), Aspect("colour")
RED = Xy(0.701, 0.299)
XML = (
    '<?xml version="1.0" ?><vs><ac>128</ac><cl>255</cl><cl>0</cl><cl>0</cl><cs>0</cs><cs>0</cs>'
    "<cs>0</cs><ns>0</ns><nr>1</nr><fx>0</fx><ds>Shelf &amp; more</ds><ss>0</ss></vs>"
)


def known() -> Talk:
    """Return a talk in which a lamp came to the broker."""
    talk = Talk(WledMqtt())
    talk.says(f"{TOPIC}/status", "online", retain=True)
    return talk


def shown(mac: str = "240AC4A1B2C3", address: str = "192.168.1.30") -> Service:
    """Return what mDNS shows of a lamp."""
    properties = {"mac": mac.lower()}
    return Service(kind="_wled._tcp", name="x", address=address, port=80, properties=properties)


def test_a_lamp_is_known_by_its_topic_and_says_that_it_is_there() -> None:
    talk = known()

    lamp = talk.devices[HARDWARE]
    assert (lamp.name, lamp.family, lamp.sort) == ("WLED a1b2c3", "wled_mqtt", Sort.LAMP)
    assert talk.able(HARDWARE) == {"power": True, "brightness": True, "colour": True}
    assert talk.here == {HARDWARE: True}
    talk.says(f"{TOPIC}/status", "offline")
    assert talk.here == {HARDWARE: False}


@pytest.mark.parametrize(
    ("leaf", "said", "told"),
    [
        ("g", "128", {POWER: True, BRIGHTNESS: 128}),
        ("g", "0", {POWER: False}),
        ("g", "256", {}),
        ("g", "bright", {}),
        ("c", "#FF0000", {COLOUR: RED}),
        ("c", "#7FFF0000", {COLOUR: RED}),
        ("c", "#000000", {}),
        ("c", "red", {}),
        ("v", XML, {POWER: True, BRIGHTNESS: 128, COLOUR: RED}),
        ("v", "<vs>", {}),
    ],
)
def test_it_says_what_it_is(leaf: str, said: str, told: Values) -> None:
    talk = known()

    talk.says(f"{TOPIC}/{leaf}", said)

    assert talk.told(HARDWARE) == told


def test_it_says_what_it_is_called() -> None:
    talk = known()

    talk.says(f"{TOPIC}/v", XML.replace("&amp;", "and"))

    assert talk.devices[HARDWARE].name == "Shelf and more"


def test_what_was_stored_is_no_happening() -> None:
    talk = known()

    talk.says(f"{TOPIC}/g", "0", retain=True)

    assert [report.stored for report in talk.reports(HARDWARE)] == [True]


@pytest.mark.parametrize(
    ("wished", "said"),
    [
        ({"power": True}, [("", "ON")]),
        ({"power": False, "brightness": 9}, [("", "OFF")]),
        ({"brightness": 0}, [("", "OFF")]),
        ({"power": False, "colour": RED}, [("", "OFF")]),
        ({"power": True, "brightness": 128}, [("", "128")]),
        ({"power": True, "brightness": 0.4}, [("", "1")]),
        ({"colour": RED}, [("/col", "#FF0000")]),
        ({"power": True, "colour": RED}, [("/col", "#FF0000"), ("", "ON")]),
        ({}, []),
    ],
)
def test_it_is_told_in_plain_words(wished: dict[str, Value], said: list[tuple[str, str]]) -> None:
    talk = known()

    assert talk.sends(HARDWARE, **wished) == [(f"{TOPIC}{leaf}", word) for leaf, word in said]


def test_a_fade_is_told_in_json() -> None:
    talk = known()

    ((topic, payload),) = talk.sends(HARDWARE, 1.5, power=True, brightness=128)

    assert topic == f"{TOPIC}/api"
    assert json.loads(payload) == {"on": True, "bri": 128, "tt": 15, "v": True}


def test_a_white_comes_back_as_the_white_that_it_was_told() -> None:
    talk = known()
    ((_, colour), _) = talk.sends(HARDWARE, power=True, colour=Kelvin(2700))

    talk.says(f"{TOPIC}/c", colour)

    assert talk.told(HARDWARE) == {COLOUR: Kelvin(2700)}


def test_mdns_tells_where_to_ask_for_the_whole_address_and_the_lamp_tells_it() -> None:
    talk = known()

    (request,) = talk.family.saw(shown()).requests
    assert request.url == "http://192.168.1.30:80/json/info"
    heard = talk.family.answered(Answer(request, 200, b'{"mac": "240ac4a1b2c3"}'))

    (event,) = heard.events
    assert isinstance(event, DeviceAnnounced)
    assert event.announcement.product.macs == {"240ac4a1b2c3"}
    assert talk.family.saw(shown()).requests == ()


def test_a_lamp_that_comes_after_its_service_was_shown_is_asked_too() -> None:
    talk = Talk(WledMqtt())
    assert talk.family.saw(shown()).requests == ()

    talk.says(f"{TOPIC}/status", "online")

    assert [request.about for request in talk.heard.requests] == ["wled_mqtt a1b2c3"]


@pytest.mark.parametrize(
    "body", [b'{"mac": "240ac4ffffff"}', b'{"mac": "a1b2c3"}', b"{}", b"{", b"[]"]
)
def test_another_address_is_not_believed(body: bytes) -> None:
    talk = known()
    (request,) = talk.family.saw(shown()).requests

    assert talk.family.answered(Answer(request, 200, body)).events == ()
    assert talk.devices[HARDWARE].product.macs == set()


def test_a_topic_that_does_not_say_which_hardware_it_is_is_said() -> None:
    talk = Talk(WledMqtt())

    talk.says("wled/kitchen/status", "online")
    assert "does not say which hardware" in talk.unreadable
    talk.says("wled/kitchen/g", "5")
    assert (talk.events, talk.unreadable) == ([], "")
    talk.says("wled/all/status", "online")
    assert (talk.events, talk.unreadable) == ([], "")


@pytest.mark.parametrize(
    ("leaf", "said", "told"),
    [
        ("", "ON", {POWER: True}),
        ("", "off", {POWER: False}),
        ("", "T", {}),
        ("", "128", {POWER: True, BRIGHTNESS: 128}),
        ("/col", "#FF0000", {COLOUR: RED}),
        ("/api", '{"on": false}', {POWER: False}),
        ("/api", "FX=5", {}),
    ],
)
def test_what_others_tell_it_is_overheard(leaf: str, said: str, told: Values) -> None:
    talk = known()

    assert talk.overhears(f"{TOPIC}{leaf}", said) == {HARDWARE: told}
    assert talk.overhears(f"wled/all{leaf}", said) == {HARDWARE: told}


def test_there_is_an_end_to_who_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.families.wled_mqtt.MOST_LAMPS", 1)
    talk = known()

    talk.says("wled/a1b2c4/status", "online")

    assert "must do" in talk.unreadable
    assert set(talk.devices) == {HARDWARE}
    assert talk.family.saw(shown()).requests
    assert talk.family.saw(shown("240AC4A1B2C4")).requests == ()


def test_its_states_may_be_overtaken_by_newer_ones() -> None:
    talk = known()

    assert talk.family.latest_only(Message(f"{TOPIC}/g", b""))
    assert not talk.family.latest_only(Message("wled/ffffff/g", b""))


@given(
    st.sampled_from(["g", "c", "v", "status", "x"]), st.binary(max_size=40), st.text(max_size=20)
)
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_said_makes_it_raise(leaf: str, payload: bytes, text: str) -> None:
    talk = known()

    talk.says(f"{TOPIC}/{leaf}", payload)
    talk.says(f"{TOPIC}/v", f"<ac>{text}</ac><cl>999</cl><cl>1</cl><cl>1</cl><ds>{text}</ds>")
    talk.says(f"wled/{text}/status", payload)
    for place in ("", "/col", "/api"):
        talk.family.overheard(Message(f"{TOPIC}{place}", payload))
    talk.family.saw(shown(text, text))

    assert not any(isinstance(event, DeviceRetired) for event in talk.events)
