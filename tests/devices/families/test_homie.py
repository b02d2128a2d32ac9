"""Devices of the Homie convention: described in either edition, heard, set."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.homie import Homie
from devices.message import Message
from rules.words.device import Category, Kind, Sort
from rules.words.events import DeviceRetired
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Kelvin, Value, Values, Xy
from tests.devices.families.talk import Talk

POWER, BRIGHTNESS, COLOUR = Aspect("power"), Aspect("brightness"), Aspect("colour")
RED = Xy(0.701, 0.299)
LAMP = "homie-lamp-1"

Properties = dict[str, dict[str, Any]]
ON: dict[str, Any] = {"name": "On", "datatype": "boolean", "settable": True}
DIM: dict[str, Any] = {"datatype": "integer", "format": "0:100", "unit": "%", "settable": True}
RGB: dict[str, Any] = {"datatype": "color", "format": "rgb,hsv", "settable": True}


def fifth(more: dict[str, Any] | None = None, name: str = "lamp-1", **nodes: Properties) -> Talk:
    """Return a talk in which a device of the fifth edition was described."""
    talk = Talk(Homie())
    describes(talk, more, name, **nodes)
    talk.says(f"homie/5/{name}/$state", "ready", retain=True)
    return talk


def describes(
    talk: Talk, more: dict[str, Any] | None = None, name: str = "lamp-1", **nodes: Properties
) -> None:
    """Let a device of the fifth edition describe itself."""
    described = {
        node: {"name": node.title(), "properties": properties} for node, properties in nodes.items()
    }
    body = {"homie": "5.0", "version": 1, "name": "Desk lamp", "nodes": described, **(more or {})}
    talk.says(f"homie/5/{name}/$description", body, retain=True)
    assert not talk.unreadable


FOURTH = {
    "$homie": "4.0.0",
    "$name": "Desk lamp",
    "$state": "ready",
    "$nodes": "light,air",
    "light/$name": "Light",
    "light/$type": "dimmable",
    "light/$properties": "power,brightness",
    "light/power/$name": "Power",
    "light/power/$datatype": "boolean",
    "light/power/$settable": "true",
    "light/brightness/$datatype": "integer",
    "light/brightness/$format": "0:100",
    "light/brightness/$settable": "true",
    "air/$name": "Air",
    "air/$type": "sensor",
    "air/$properties": "temperature",
    "air/temperature/$datatype": "float",
    "air/temperature/$unit": "°C",
}


def fourth(said: dict[str, str]) -> Talk:
    """Return a talk in which a device of the fourth edition said all this of itself, in order."""
    talk = Talk(Homie())
    for place, text in said.items():
        talk.says(f"homie/lamp-1/{place}", text, retain=True)
        assert not talk.unreadable
    return talk


def test_a_lamp_of_the_fifth_edition_is_described_at_once() -> None:
    talk = fifth(light={"on": ON, "brightness": DIM, "colour": RGB})

    lamp = talk.devices[LAMP]
    assert (lamp.name, lamp.family, lamp.sort) == ("Desk lamp", "homie", Sort.LAMP)
    assert talk.able(LAMP) == {"power": True, "brightness": True, "colour": True}
    assert talk.here == {LAMP: True}
    assert "homie/5/lamp-1/light/on" in talk.subscribed
    assert talk.sends(LAMP, power=True, brightness=128, colour=RED) == [
        ("homie/5/lamp-1/light/colour/set", "rgb,255,0,0"),
        ("homie/5/lamp-1/light/brightness/set", "50"),
        ("homie/5/lamp-1/light/on/set", "true"),
    ]
    assert ("homie/5/lamp-1/light/brightness/set", "1") in talk.sends(LAMP, brightness=1)
    talk.says("homie/5/lamp-1/light/on", "true")
    assert talk.told(LAMP) == {POWER: True}
    talk.says("homie/5/lamp-1/light/brightness", "50")
    assert talk.told(LAMP) == {BRIGHTNESS: 128}
    talk.says("homie/5/lamp-1/light/colour", "rgb,255,0,0")
    assert talk.told(LAMP) == {COLOUR: RED}


@pytest.mark.parametrize("backwards", [False, True])
def test_a_lamp_of_the_fourth_edition_is_known_when_all_has_been_said(backwards: bool) -> None:
    talk = fourth(dict(reversed(FOURTH.items())) if backwards else FOURTH)

    lamp = talk.devices[LAMP]
    assert (lamp.name, lamp.sort) == ("Desk lamp", Sort.LAMP)
    assert talk.able(LAMP) == {"power": True, "brightness": True, "temperature": False}
    assert lamp.capabilities[Aspect("temperature")].unit == "°C"
    assert talk.here == {LAMP: True}
    assert "homie/lamp-1/light/power" in talk.subscribed
    talk.says("homie/lamp-1/light/power", "true", retain=True)
    assert [report.stored for report in talk.reports(LAMP)] == [True]
    assert talk.sends(LAMP, power=False, brightness=9) == [
        ("homie/lamp-1/light/power/set", "false")
    ]
    assert talk.sends(LAMP, brightness=255) == [
        ("homie/lamp-1/light/brightness/set", "100"),
        ("homie/lamp-1/light/power/set", "true"),
    ]


@pytest.mark.parametrize("missing", ["$homie", "$nodes", "light/$properties", "$state"])
def test_while_something_is_missing_it_is_not_known(missing: str) -> None:
    talk = fourth({place: text for place, text in FOURTH.items() if place != missing})

    assert talk.devices == {}


def test_it_is_there_as_its_state_says() -> None:
    talk = fifth(light={"on": ON})

    talk.says("homie/5/lamp-1/$state", "lost")
    assert talk.here == {LAMP: False}
    talk.says("homie/5/lamp-1/$state", "init")
    assert talk.here == {LAMP: False}
    talk.says("homie/5/lamp-1/$state", "sleeping")
    assert talk.here == {LAMP: True}


def test_what_is_reached_through_another_is_away_while_that_is() -> None:
    talk = fifth({"root": "bridge"}, light={"on": ON})

    talk.says("homie/5/bridge/$state", "lost")
    assert talk.here == {LAMP: False}
    talk.says("homie/5/bridge/$state", "ready")
    assert talk.here == {LAMP: True}


def test_several_things_are_devices_beside_the_first() -> None:
    talk = fifth(left={"switch": ON}, right={"switch": ON}, air={"humidity": {"datatype": "float"}})

    right = f"{LAMP}/right"
    assert set(talk.devices) == {LAMP, right}
    assert talk.devices[right].name == "Desk lamp Right"
    assert talk.devices[right].part == "right"
    assert talk.able(LAMP) == {"power": True, "humidity": False}
    talk.says("homie/5/lamp-1/right/switch", "false")
    assert talk.told(right) == {POWER: False}
    assert talk.sends(right, power=True) == [("homie/5/lamp-1/right/switch/set", "true")]


def test_a_dimmer_without_a_switch_is_on_as_far_as_it_is_bright() -> None:
    talk = fifth(light={"dimmer": {**DIM, "format": "0:1", "datatype": "float"}})

    talk.says("homie/5/lamp-1/light/dimmer", "0.5")
    assert talk.told(LAMP) == {POWER: True, BRIGHTNESS: 128}
    talk.says("homie/5/lamp-1/light/dimmer", "0")
    assert talk.told(LAMP) == {POWER: False}
    place = "homie/5/lamp-1/light/dimmer/set"
    assert talk.sends(LAMP, power=False) == [(place, "0")]
    assert talk.sends(LAMP, power=True) == [(place, "1")]
    assert talk.sends(LAMP, power=True, brightness=51) == [(place, "0.2")]


def test_what_else_can_be_set_is_for_people_alone() -> None:
    mode = {"datatype": "enum", "format": "eco,boost", "settable": True}
    goal = {"datatype": "float", "format": "5:30", "unit": "°C", "settable": True}
    talk = fifth(heat={"mode": mode, "goal": goal})

    able = talk.devices[LAMP].capabilities
    assert able[Aspect("mode")].options == ("eco", "boost")
    assert able[Aspect("mode")].kind is Kind.CHOICE
    assert (able[Aspect("goal")].low, able[Aspect("goal")].high) == (5, 30)
    assert {one.category for one in able.values()} == {Category.SETTING}
    assert talk.sends(LAMP, mode="boost", goal=21.5) == [
        ("homie/5/lamp-1/heat/mode/set", "boost"),
        ("homie/5/lamp-1/heat/goal/set", "21.5"),
    ]


def test_what_is_not_stored_is_a_press() -> None:
    event = {"datatype": "enum", "format": "single,double", "retained": False}
    talk = fifth(button={"event": event})

    assert talk.devices[LAMP].sort is Sort.BUTTON
    assert talk.devices[LAMP].presses == {"single", "double"}
    talk.says("homie/5/lamp-1/button/event", "double")
    assert talk.pressed == ["double"]
    talk.says("homie/5/lamp-1/button/event", "double", retain=True)
    assert talk.pressed == []


def test_a_cover_has_a_position() -> None:
    talk = fifth(shutter={"position": DIM})

    assert talk.devices[LAMP].sort is Sort.COVER
    talk.says("homie/5/lamp-1/shutter/position", "40")
    assert talk.told(LAMP) == {Aspect("position"): 40}
    assert talk.sends(LAMP, position=70) == [("homie/5/lamp-1/shutter/position/set", "70")]


@pytest.mark.parametrize(
    ("form", "text", "sent"),
    [
        ("rgb", "255,0,0", "255,0,0"),
        ("hsv", "0,100,100", "0,100,100"),
    ],
)
def test_colours_of_the_fourth_edition_do_not_name_their_space(
    form: str, text: str, sent: str
) -> None:
    said = dict(FOURTH) | {
        "light/$properties": "power,colour",
        "light/colour/$datatype": "color",
        "light/colour/$format": form,
        "light/colour/$settable": "true",
    }
    talk = fourth(said)

    talk.says("homie/lamp-1/light/colour", text)

    assert talk.told(LAMP) == {COLOUR: RED}
    assert talk.sends(LAMP, colour=RED) == [("homie/lamp-1/light/colour/set", sent)]


@pytest.mark.parametrize(
    ("form", "text", "sent"), [("2000:6500", "3000", "4000"), ("153:500", "333", "250")]
)
def test_whites_are_told_in_what_the_lamp_counts_in(form: str, text: str, sent: str) -> None:
    white = {"datatype": "integer", "format": form, "settable": True}
    talk = fifth(light={"on": ON, "color-temperature": white, "colour": RGB})

    able = talk.devices[LAMP].capabilities[COLOUR]
    assert (able.unit, able.low) == ("K", 2000)
    assert set(talk.able(LAMP)) == {"power", "colour"}
    place = "homie/5/lamp-1/light/color-temperature"
    talk.says(place, text)
    told = talk.told(LAMP)[COLOUR]
    assert isinstance(told, Kelvin)
    assert abs(told.kelvin - 3000) < 5
    assert talk.sends(LAMP, colour=Kelvin(4000)) == [(f"{place}/set", sent)]
    assert talk.sends(LAMP, colour=RED) == [("homie/5/lamp-1/light/colour/set", "rgb,255,0,0")]


def test_a_new_description_changes_what_it_can_do() -> None:
    talk = fifth(light={"on": ON}, right={"switch": ON})

    describes(talk, light={"on": ON, "brightness": DIM})

    assert DeviceRetired(HardwareId(f"{LAMP}/right")) in talk.events
    assert talk.able(LAMP) == {"power": True, "brightness": True}
    assert "homie/5/lamp-1/right/switch" not in talk.subscribed


def test_the_same_again_costs_nothing() -> None:
    talk = fifth(light={"on": ON})

    describes(talk, light={"on": ON})

    assert talk.heard == talk.family.heard(Message("somebody/else", b""))


@pytest.mark.parametrize("leaf", ["$description", "$state"])
def test_what_is_withdrawn_is_gone(leaf: str) -> None:
    talk = fifth(light={"on": ON})

    talk.says(f"homie/5/lamp-1/{leaf}", b"")

    assert talk.devices == {}
    assert talk.subscribed == set(Homie.topics)


def test_one_of_the_fourth_edition_is_withdrawn_too() -> None:
    talk = fourth(FOURTH)

    talk.says("homie/lamp-1/$homie", b"")

    assert talk.devices == {}


@pytest.mark.parametrize(
    ("place", "text", "told"),
    [
        ("light/on/set", "true", {POWER: True}),
        ("light/brightness/set", "50", {BRIGHTNESS: 128}),
    ],
)
def test_what_others_set_is_overheard(place: str, text: str, told: Values) -> None:
    talk = fifth(light={"on": ON, "brightness": DIM})

    assert talk.overhears(f"homie/5/lamp-1/{place}", text) == {LAMP: told}


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("homie/5/lamp-1/$description", b"{"),
        ("homie/5/lamp-1/$description", b'{"homie": "6.0"}'),
        ("homie/5/a b/$state", b"ready"),
        ("homie/5/lamp-1\x00/$state", b"ready"),
    ],
)
def test_what_cannot_be_used_is_said_and_what_was_known_survives(
    topic: str, payload: bytes
) -> None:
    talk = fifth(light={"on": ON})

    talk.says(topic, payload)

    assert talk.unreadable.isprintable()
    assert "homie/5/" in talk.unreadable
    assert set(talk.devices) == {LAMP}


def test_there_is_an_end_to_who_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.families.homie.MOST_PRODUCTS", 1)
    talk = fifth(light={"on": ON})

    for topic in ("5/other/$state", "5/other/$description", "other/$homie", "third/$homie"):
        talk.says(f"homie/{topic}", json.dumps({"homie": "5.0"}))

    assert set(talk.devices) == {LAMP}
    assert "must do" in talk.unreadable


def test_there_is_an_end_to_what_one_says_of_itself() -> None:
    many = {f"p{n}": {"datatype": "integer"} for n in range(200)}

    talk = fifth(left=many, right=many)

    assert len(talk.able(LAMP)) == 256


def test_its_address_is_kept_where_it_tells_it() -> None:
    talk = fourth({**FOURTH, "$mac": "24:0A:C4:A1:B2:C3"})

    assert talk.devices[LAMP].product.macs == {"240ac4a1b2c3"}


def test_values_may_be_overtaken_by_newer_ones_and_presses_may_not() -> None:
    event = {"datatype": "enum", "format": "single", "retained": False}
    talk = fifth(light={"on": ON}, button={"event": event})

    assert talk.family.latest_only(Message("homie/5/lamp-1/light/on", b""))
    assert not talk.family.latest_only(Message("homie/5/lamp-1/button/event", b""))


def test_orders_go_out_as_surely_as_the_convention_asks() -> None:
    talk = fifth(light={"on": ON})

    (message,) = talk.family.encode(HardwareId(LAMP), {POWER: True}, None)

    assert isinstance(message, Message)
    assert (message.qos, message.retain) == (1, False)


KEYS = ["name", "type", "properties", "datatype", "format", "settable", "retained", "unit", "root"]
words = st.sampled_from([*KEYS, "nodes", "on", "light", "boolean", "color", "integer", "enum"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=6),
    max_leaves=15,
)
wishes: list[Value] = [True, False, 0, 128, 1e9, "x", RED, None]


@given(st.dictionaries(words, values, max_size=6), st.binary(max_size=30), st.sampled_from(wishes))
@settings(max_examples=80, deadline=None)
def test_nothing_that_is_said_makes_it_raise(
    said: dict[str, Any], payload: bytes, wish: Value
) -> None:
    talk = fifth(light={"on": ON, "brightness": {**DIM, **said}, "colour": {**RGB, **said}})
    for topic in ("$description", "$state", "light/on", "light/colour", "light/brightness"):
        talk.says(f"homie/5/lamp-1/{topic}", payload)
        talk.family.overheard(Message(f"homie/5/lamp-1/{topic}/set", payload))
    talk.says("homie/5/x/$description", {"homie": "5.0", "nodes": said})
    talk.says("homie/5/x/$description", {"homie": "5.0", "nodes": {"light": said}})

    for hardware, device in list(talk.devices.items()):
        for aspect in device.capabilities:
            talk.family.encode(HardwareId(hardware), {aspect: wish}, None)


@given(st.sampled_from(sorted(FOURTH)), st.binary(max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_attribute_makes_it_raise(place: str, payload: bytes) -> None:
    talk = fourth(FOURTH)

    talk.says(f"homie/lamp-1/{place}", payload)
    talk.says("homie/lamp-1/light/power", payload)
    talk.says("homie/lamp-1/light/brightness", payload)
