"""Philips Hue: what is behind a bridge, heard and told; byte for byte as its port writes it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.families.hue import FAMILY
from devices.message import Answer, Request, Service
from rules.words.device import Announcement, Sort
from rules.words.events import (
    AvailabilityChanged,
    DeviceAnnounced,
    DeviceRetired,
    Event,
    Pressed,
    Reported,
)
from rules.words.ids import HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    POWER,
    TEMPERATURE,
    Kelvin,
    Rgb,
    Values,
    Xy,
)
from tests.fakes.hue.house import BRIDGE, DIAL, LAMP, PLUG, SENSOR, resources

AT = f"hue://10.0.0.5:443/{BRIDGE}"


class Line:
    """A family that is on the line with a bridge."""

    def __init__(self, *more: dict[str, Any], at: str = AT) -> None:
        self.family = FAMILY()
        self.events: list[Event] = []
        self.asked: list[Request] = []
        self.unreadable: list[str] = []
        self.shows("10.0.0.5")
        self.has(*resources(), *more, at=at)

    def shows(self, address: str, bridge: str = BRIDGE) -> None:
        record = {"bridgeid": bridge.upper(), "modelid": "BSB002"}
        heard = self.family.saw(
            Service(
                kind="_hue._tcp", name="Hue Bridge", address=address, port=443, properties=record
            )
        )
        self.asked += heard.requests
        self.unreadable += [heard.unreadable] if heard.unreadable else []

    def has(self, *listed: dict[str, Any], at: str = AT) -> None:
        self.hears({"info": {}, "resources": list(listed)}, at=at)

    def says(self, **said: Any) -> list[Event]:
        return self.hears({"state": [said]})

    def hears(self, said: object, *, at: str = AT, status: int = 200) -> list[Event]:
        call = Request(url=at, about=f"hue call {at}")
        body = json.dumps(said).encode() if status == 200 else b""
        heard = self.family.answered(Answer(call, status, body))
        self.events += heard.events
        self.asked += heard.requests
        self.unreadable += [heard.unreadable] if heard.unreadable else []
        return list(heard.events)

    def tells(self, hardware: str, values: Values, fade: float | None = None) -> list[Any]:
        told = self.family.encode(HardwareId(hardware), values, fade)
        return [json.loads(one.body or b"") for one in told if isinstance(one, Request)]

    def devices(self) -> dict[HardwareId, Announcement]:
        said = [one.announcement for one in self.events if isinstance(one, DeviceAnnounced)]
        return {one.hardware: one for one in said}


@pytest.fixture
def line() -> Line:
    return Line()


def test_what_is_behind_a_bridge_are_devices_known_by_their_radios(line: Line) -> None:
    devices = line.devices()

    assert {one: device.sort for one, device in devices.items()} == {
        LAMP: Sort.LAMP,
        SENSOR: Sort.SENSOR,
        DIAL: Sort.BUTTON,
        PLUG: Sort.SWITCH,
    }
    assert (devices[LAMP].name, devices[LAMP].suggested_area) == ("Sofa", "Living room")
    assert devices[LAMP].product.model == "Hue colour lamp"
    assert devices[LAMP].capabilities.keys() == {POWER, BRIGHTNESS, COLOUR, EFFECT}
    assert (devices[LAMP].capabilities[COLOUR].low, devices[LAMP].capabilities[COLOUR].high) == (
        2000,
        6535,
    )
    assert devices[PLUG].capabilities.keys() == {POWER}
    assert devices[SENSOR].capabilities.keys() == {
        "motion",
        "temperature",
        "illuminance",
        "battery",
    }
    assert {"1_short_release", "4_long_press", "clock_wise"} <= devices[DIAL].presses
    assert AvailabilityChanged(LAMP, available=True) in line.events


@pytest.mark.parametrize(
    ("said", "hardware", "values"),
    [
        ({"id": "light-1", "on": {"on": True}}, LAMP, {POWER: True}),
        ({"id": "light-1", "dimming": {"brightness": 50.2}}, LAMP, {BRIGHTNESS: 128}),
        (
            {"id": "light-1", "color_temperature": {"mirek": 370, "mirek_valid": True}},
            LAMP,
            {COLOUR: Kelvin(2702)},
        ),
        (
            {
                "id": "light-1",
                "color": {"xy": {"x": 0.4, "y": 0.3}},
                "color_temperature": {"mirek": None, "mirek_valid": False},
            },
            LAMP,
            {COLOUR: Xy(0.4, 0.3)},
        ),
        ({"id": "light-1", "effects": {"status": "candle"}}, LAMP, {EFFECT: "candle"}),
        ({"id": "light-2", "on": {"on": False}}, PLUG, {POWER: False}),
        (
            {"id": "motion-1", "motion": {"motion_report": {"motion": True, "changed": "x"}}},
            SENSOR,
            {"motion": True},
        ),
        ({"id": "motion-1", "motion": {"motion": True}}, SENSOR, {"motion": True}),
        ({"id": "motion-1", "enabled": False}, SENSOR, {"motion": None}),
        (
            {"id": "temp-1", "temperature": {"temperature": 21.35, "temperature_valid": True}},
            SENSOR,
            {TEMPERATURE: 21.35},
        ),
        (
            {"id": "lux-1", "light": {"light_level": 20001, "light_level_valid": True}},
            SENSOR,
            {"illuminance": 100},
        ),
        (
            {"id": "power-1", "power_state": {"battery_level": 9, "battery_state": "critical"}},
            SENSOR,
            {"battery": 9},
        ),
    ],
)
def test_what_is_said_is_understood(
    line: Line, said: dict[str, Any], hardware: HardwareId, values: Values
) -> None:
    assert line.says(**said) == [Reported(hardware, values)]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({POWER: True}, {"on": {"on": True}}),
        ({POWER: False, BRIGHTNESS: 80}, {"on": {"on": False}}),
        ({BRIGHTNESS: 0}, {"on": {"on": False}}),
        ({POWER: True, BRIGHTNESS: 128}, {"on": {"on": True}, "dimming": {"brightness": 50.2}}),
        ({COLOUR: Kelvin(2702)}, {"color_temperature": {"mirek": 370}}),
        ({COLOUR: Kelvin(1000)}, {"color_temperature": {"mirek": 500}}),
        ({COLOUR: Xy(0.4, 0.3)}, {"color": {"xy": {"x": 0.4, "y": 0.3}}}),
        ({COLOUR: Rgb(255, 0, 0)}, {"color": {"xy": {"x": 0.701, "y": 0.299}}}),
        ({EFFECT: "candle"}, {"effects": {"effect": "candle"}}),
    ],
)
def test_a_lamp_is_told_in_one_word(line: Line, wish: Values, told: dict[str, Any]) -> None:
    assert line.tells(LAMP, wish) == [{"light": "light-1", "told": told}]


def test_a_fade_is_said_in_milliseconds(line: Line) -> None:
    assert line.tells(LAMP, {POWER: True}, 2.5)[0]["told"]["dynamics"] == {"duration": 2500}


@pytest.mark.parametrize("wish", [{}, {EFFECT: "disco"}, {"motion": True}])
def test_what_cannot_be_said_is_not_sent(line: Line, wish: Values) -> None:
    assert line.tells(LAMP, wish) == []
    assert line.tells(SENSOR, {POWER: True}) == []


def test_a_press_is_one_when_it_happens_and_never_what_a_bridge_remembers(line: Line) -> None:
    release = {"button_report": {"event": "short_release", "updated": "x"}}
    remembered = {"state": [{"id": "button-1", "type": "button", "button": release}], "all": True}

    assert line.hears(remembered) == []
    assert line.says(id="button-1", button=release) == [Pressed(DIAL, "1_short_release")]
    turned = {"rotary_report": {"action": "start", "rotation": {"direction": "clock_wise"}}}
    assert line.says(id="dial-1", relative_rotary=turned) == [Pressed(DIAL, "clock_wise")]
    assert line.says(id="button-1", button={"last_event": "explodes"}) == []


def test_a_lamp_that_the_bridge_loses_is_away_alone_and_back_as_it_was_said_to_be(
    line: Line,
) -> None:
    line.says(id="light-1", on={"on": True})

    assert line.says(id="radio-1", status="connectivity_issue") == [
        AvailabilityChanged(LAMP, available=False)
    ]
    assert line.says(id="light-1", dimming={"brightness": 100}) == []
    assert line.says(id="radio-1", status="connected") == [
        AvailabilityChanged(LAMP, available=True),
        Reported(LAMP, {POWER: True, BRIGHTNESS: 255}),
    ]


def test_when_the_bridge_is_away_all_behind_it_are_and_nothing_is_told(line: Line) -> None:
    events = line.hears({}, status=0)

    assert {one.hardware for one in events if isinstance(one, AvailabilityChanged)} == {
        *(LAMP, SENSOR, DIAL, PLUG)
    }
    assert line.tells(LAMP, {POWER: True}) == []


def test_a_bridge_at_another_address_has_the_same_devices(line: Line) -> None:
    line.hears({}, status=0)
    there = AT.replace("10.0.0.5", "10.0.0.9")
    line.events.clear()

    line.shows("10.0.0.9")
    line.has(*resources(), at=there)

    assert {*line.devices()} == {LAMP, SENSOR, DIAL, PLUG}
    assert line.devices()[LAMP].at == "10.0.0.9"
    assert line.family.encode(LAMP, {POWER: True}, None)[0].url == there  # type: ignore[union-attr]  # a request


def test_a_record_never_leads_away_from_a_bridge_that_is_on_the_line(line: Line) -> None:
    asked = len(line.asked)

    line.shows("10.0.0.66")

    assert len(line.asked) == asked
    assert "on the line at" in line.unreadable[0]


def test_what_is_taken_from_a_bridge_is_gone_and_what_is_added_is_new(line: Line) -> None:
    left = [one for one in resources() if one["id"] != "device-plug"]

    line.has(*left)

    assert line.events[-1] == DeviceRetired(PLUG)
    assert line.tells(PLUG, {POWER: True}) == []


def test_a_second_lamp_of_a_product_stands_beside_the_first() -> None:
    second = {
        **next(one for one in resources() if one["id"] == "light-1"),
        "id": "light-9",
        "metadata": {"name": "Sofa, below", "archetype": "sultan_bulb"},
    }
    line = Line(second)

    below = HardwareId(f"{LAMP}/light-9")
    assert line.devices()[below].name == "Sofa, below"
    assert line.tells(below, {POWER: True})[0]["light"] == "light-9"
    assert line.says(id="light-9", on={"on": True}) == [Reported(below, {POWER: True})]


def test_a_bridge_that_does_not_know_us_says_how_it_is_paired() -> None:
    family = FAMILY()
    call = Request(url=AT, about=f"hue call {AT}")
    record = {"bridgeid": BRIDGE}
    family.saw(
        Service(kind="_hue._tcp", name="Hue", address="10.0.0.5", port=443, properties=record)
    )

    heard = family.answered(Answer(call, 401))

    assert f"`homerule pair-device hue {BRIDGE}`" in heard.unreadable


junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["on", "brightness", "mirek", "xy", "event", "status", "rid", "name", "state"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
parts = st.sampled_from(
    [
        *("type", "id", "owner", "services", "metadata", "on", "dimming", "color", "effects"),
        *("color_temperature", "motion", "button", "power_state", "status", "mac_address"),
    ]
)


@given(
    which=st.sampled_from(range(len(resources()))),
    odd=st.dictionaries(parts, junk, max_size=3),
    said=st.dictionaries(parts, junk, max_size=3),
)
def test_nothing_that_a_bridge_says_breaks_it(
    which: int, odd: dict[str, Any], said: dict[str, Any]
) -> None:
    listed = resources()
    listed[which] |= odd
    line = Line()

    line.has(*listed)
    line.says(**{"id": listed[which]["id"], **said})

    for hardware, device in line.devices().items():
        line.tells(hardware, dict.fromkeys(device.capabilities, True))
        assert device.name.isprintable()
