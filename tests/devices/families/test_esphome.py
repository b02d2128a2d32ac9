"""ESPHome boards over their native API: met, heard, told; byte for byte as the port writes them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.families.esphome import FAMILY
from devices.family import Heard
from devices.lines.family import TRIES
from devices.message import Answer, Request, Service
from rules.words.device import Announcement, Category, Kind, Sort
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    DIRECTION,
    EFFECT,
    LOCKED,
    MOVEMENT,
    OPEN,
    POSITION,
    POWER,
    PRESET,
    SPEED,
    Aspect,
    Kelvin,
    Rgb,
    Values,
)

MAC = "240ac4a1b2c3"
OTHER_MAC = "240ac4ffffff"
BOARD = HardwareId(f"esphome-{MAC}")
LIGHT = HardwareId(f"esphome-{MAC}/light_strip")
HERE, THERE = f"esphome://10.0.0.5:6053/{MAC}", f"esphome://10.0.0.9:6053/{MAC}"
INFO = {
    "name": "desk",
    "friendly_name": "Desk",
    "mac_address": "24:0A:C4:A1:B2:C3",
    "model": "esp32dev",
    "manufacturer": "Espressif",
    "suggested_area": "Office",
}


def entity(kind: str, key: int, name: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "name": name, "object_id": name.lower(), **more}


STRIP = entity(
    "light",
    1,
    "Strip",
    supported_color_modes=[11, 35],
    min_mireds=153.0,
    max_mireds=500.0,
    effects=["None", "Rainbow"],
)
ENTITIES = (
    STRIP,
    entity("switch", 2, "Pump"),
    entity("cover", 3, "Blind", supports_position=True, supports_stop=True),
    entity(
        "fan",
        4,
        "Fan",
        supports_speed=True,
        supported_speed_count=3,
        supports_direction=True,
        supported_preset_modes=["Breeze", "Night"],
    ),
    entity("lock", 5, "Door"),
    entity("sensor", 6, "Temp", device_class="temperature", accuracy_decimals=1),
    entity("binarysensor", 2, "Pump", device_class="running"),
    entity("number", 8, "Gain", min_value=0.0, max_value=10.0, step=0.5),
    entity("select", 9, "Song", options=["a", "b"]),
    entity("button", 10, "Restart", entity_category=1),
    entity("event", 11, "Bell", event_types=["single", "double"]),
    entity("switch", 12, "Beeper", entity_category=1),
    entity("sensor", 13, "Hidden", disabled_by_default=True),
    entity("mediaplayer", 14, "Radio"),
    entity(
        "climate",
        15,
        "Heat",
        feature_flags=33,
        supported_modes=[0, 3],
        supported_fan_modes=[2, 3],
        visual_min_temperature=5.0,
        visual_max_temperature=30.0,
        visual_target_temperature_step=0.5,
        supported_presets=[0, 2, 5],
        supported_custom_presets=["Party"],
    ),
    entity("climate", 16, "Air", supports_two_point_target_temperature=True),
    entity("valve", 17, "Garden", supports_position=True),
    entity(
        "siren", 18, "Alarm", tones=["Bell", "Horn"], supports_volume=True, supports_duration=True
    ),
    entity("text", 19, "Label", max_length=20),
    entity("text", 20, "Secret", mode=1),
)


class Line:
    """A family, and the boards that somebody may call."""

    def __init__(self, *entities: dict[str, Any]) -> None:
        self.family = FAMILY()
        self.entities = entities or ENTITIES
        self.up: dict[str, Any] = {}
        self.calls: list[Request] = []
        self.events: list[Event] = []
        self.unreadable: list[str] = []

    def shows(self, at: str = HERE, mac: str = MAC) -> None:
        address, port = at.removeprefix("esphome://").partition("/")[0].split(":")
        self.take(
            self.family.saw(
                Service(
                    kind="_esphomelib._tcp",
                    name="desk",
                    address=address,
                    port=int(port),
                    properties={"mac": mac},
                )
            )
        )

    def answers(self, at: str = HERE, **info: Any) -> None:
        """Have a board answer who calls it, from now on."""
        self.up[at] = {"info": {**INFO, **info}, "entities": list(self.entities)}

    def ends(self, at: str = HERE, status: int = 0) -> None:
        self.up.pop(at, None)
        self.take(self.family.answered(Answer(self._call(at), status)))

    def says(self, kind: str, key: int, at: str = HERE, **state: Any) -> None:
        body = json.dumps({"state": {"kind": kind, "key": key, **state}}).encode()
        self.take(self.family.answered(Answer(self._call(at), 200, body)))

    def polls(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            self.take(Heard(requests=self.family.polls()))

    def tells(
        self, hardware: HardwareId, values: Values, transition: float | None = None
    ) -> list[Any]:
        told = []
        for request in self.family.encode(hardware, values, transition):
            assert isinstance(request, Request)
            assert request.method == "POST"
            told.append(json.loads(request.body or b""))
        return told

    def take(self, heard: Heard) -> None:
        self.events += heard.events
        self.unreadable += [heard.unreadable] if heard.unreadable else []
        for request in heard.requests:
            self.calls.append(request)
            if request.method == "GET":
                said = self.up.get(request.url)
                body = b"" if said is None else json.dumps(said).encode()
                self.take(self.family.answered(Answer(request, 200 if said else 0, body)))

    def devices(self) -> dict[HardwareId, Announcement]:
        found = [one.announcement for one in self.events if isinstance(one, DeviceAnnounced)]
        return {one.hardware: one for one in found}

    def last(self) -> Event:
        return self.events[-1]

    def _call(self, at: str) -> Request:
        return Request(url=at, about=f"esphome call {at}")


@pytest.fixture
def line() -> Line:
    line = Line()
    line.answers()
    line.shows()
    return line


def test_what_it_drives_are_devices_and_all_else_belongs_to_the_board(line: Line) -> None:
    devices = line.devices()

    assert {one.removeprefix(f"{BOARD}/"): device.sort for one, device in devices.items()} == {
        BOARD: Sort.BUTTON,
        "light_strip": Sort.LAMP,
        "switch_pump": Sort.SWITCH,
        "cover_blind": Sort.COVER,
        "fan": Sort.FAN,
        "lock_door": Sort.LOCK,
        "climate_heat": Sort.CLIMATE,
        "climate_air": Sort.CLIMATE,
        "valve_garden": Sort.VALVE,
        "siren_alarm": Sort.SIREN,
    }
    board = devices[BOARD]
    assert board.capabilities.keys() == {
        *("temperature", "running", "gain", "song", "restart", "beeper", "label"),
    }
    assert board.presses == {"single", "double"}
    assert (devices[LIGHT].name, devices[LIGHT].part) == ("Desk Strip", "light_strip")
    assert devices[LIGHT].product.macs == {MAC}
    assert all(device.suggested_area == "Office" for device in devices.values())
    assert AvailabilityChanged(LIGHT, available=True) in line.events


def test_what_nobody_knows_the_meaning_of_is_for_people_alone(line: Line) -> None:
    able = line.devices()[BOARD].capabilities

    settings = {a for a, one in able.items() if one.category is Category.SETTING and one.writable}
    assert settings == {"gain", "song", "restart", "beeper", "label"}
    assert able[Aspect("restart")].takes is Kind.ACT


def test_a_board_of_very_many_parts_is_understood() -> None:
    padding = {"icon": "mdi:" + "x" * 300}
    line = Line(*(entity("switch", key, f"Relay {key}", **padding) for key in range(200)))
    line.answers()

    line.shows()

    assert len(line.devices()) == 200
    assert line.unreadable == []


def test_a_lamp_without_a_name_is_the_board_itself() -> None:
    line = Line({**STRIP, "name": ""}, entity("sensor", 6, "Temp", device_class="temperature"))
    line.answers()

    line.shows()

    (device,) = line.devices().values()
    assert (device.hardware, device.sort, device.name) == (BOARD, Sort.LAMP, "Desk")
    assert {POWER, BRIGHTNESS, COLOUR, EFFECT, "temperature"} == device.capabilities.keys()


@pytest.mark.parametrize(
    ("told", "state", "hardware", "values"),
    [
        (
            ("light", 1),
            {
                "state": True,
                "brightness": 0.5019608,
                "color_mode": 35,
                "color_brightness": 1.0,
                "red": 1.0,
                "green": 0.0,
                "blue": 0.5,
                "effect": "Rainbow",
            },
            LIGHT,
            {POWER: True, BRIGHTNESS: 128, COLOUR: Rgb(255, 0, 128), EFFECT: "Rainbow"},
        ),
        (
            ("light", 1),
            {"state": False, "brightness": 1.0, "color_mode": 11, "color_temperature": 370.37036},
            LIGHT,
            {POWER: False, BRIGHTNESS: 255, COLOUR: Kelvin(2700)},
        ),
        (("switch", 2), {"state": True}, f"{BOARD}/switch_pump", {POWER: True}),
        (("binarysensor", 2), {"state": True}, BOARD, {"running": True}),
        (
            ("cover", 3),
            {"position": 0.4, "current_operation": 1},
            f"{BOARD}/cover_blind",
            {POSITION: 40, MOVEMENT: "opening"},
        ),
        (
            ("fan", 4),
            {"state": True, "speed_level": 2, "direction": 1, "preset_mode": "Night"},
            f"{BOARD}/fan",
            {POWER: True, SPEED: 67, DIRECTION: "reverse", PRESET: "Night"},
        ),
        (("lock", 5), {"state": 1}, f"{BOARD}/lock_door", {LOCKED: True}),
        (("lock", 5), {"state": 3}, f"{BOARD}/lock_door", {LOCKED: None}),
        (("sensor", 6), {"state": 21.600000381}, BOARD, {"temperature": 21.6}),
        (("sensor", 6), {"state": None}, BOARD, {"temperature": None}),
        (("sensor", 6), {"state": 1.0, "missing_state": True}, BOARD, {"temperature": None}),
        (
            ("climate", 15),
            {
                "mode": 3,
                "action": 4,
                "fan_mode": 3,
                "target_temperature": 21.5,
                "current_temperature": None,
                "preset": 0,
                "custom_preset": "Party",
            },
            f"{BOARD}/climate_heat",
            {
                "mode": "heat",
                "action": "idle",
                "fan_mode": "low",
                "target_temperature": 21.5,
                "temperature": None,
                "preset": "Party",
            },
        ),
        (
            ("climate", 16),
            {"target_temperature_low": 18.0, "target_temperature_high": 24.0},
            f"{BOARD}/climate_air",
            {"target_temperature_low": 18.0, "target_temperature_high": 24.0},
        ),
        (
            ("valve", 17),
            {"position": 0.0},
            f"{BOARD}/valve_garden",
            {POSITION: 0, MOVEMENT: "closed"},
        ),
        (("number", 8), {"state": 2.5}, BOARD, {"gain": 2.5}),
        (("select", 9), {"state": "b"}, BOARD, {"song": "b"}),
        (("siren", 18), {"state": True}, f"{BOARD}/siren_alarm", {POWER: True}),
        (("text", 19), {"state": "Ana's"}, BOARD, {"label": "Ana's"}),
    ],
)
def test_what_it_says_is_understood(
    line: Line, told: tuple[str, int], state: dict[str, Any], hardware: HardwareId, values: Values
) -> None:
    line.says(*told, **state)

    assert line.last() == Reported(hardware, values)


@pytest.mark.parametrize(
    ("part", "wish", "told"),
    [
        ("light_strip", {POWER: True}, {"say": "light_command", "key": 1, "state": True}),
        (
            "light_strip",
            {POWER: False, BRIGHTNESS: 80},
            {"say": "light_command", "key": 1, "state": False},
        ),
        ("light_strip", {BRIGHTNESS: 0}, {"say": "light_command", "key": 1, "state": False}),
        (
            "light_strip",
            {POWER: True, BRIGHTNESS: 255, COLOUR: Kelvin(2500)},
            {
                "say": "light_command",
                "key": 1,
                "state": True,
                "brightness": 1.0,
                "color_mode": 11,
                "color_temperature": 400.0,
            },
        ),
        (
            "light_strip",
            {COLOUR: Rgb(0, 0, 255)},
            {
                "say": "light_command",
                "key": 1,
                "color_mode": 35,
                "color_brightness": 1.0,
                "rgb": [0.0, 0.0, 1.0],
            },
        ),
        ("switch_pump", {POWER: False}, {"say": "switch_command", "key": 2, "state": False}),
        ("cover_blind", {POSITION: 30}, {"say": "cover_command", "key": 3, "position": 0.3}),
        ("cover_blind", {MOVEMENT: OPEN}, {"say": "cover_command", "key": 3, "position": 1.0}),
        ("cover_blind", {MOVEMENT: "stopped"}, {"say": "cover_command", "key": 3, "stop": True}),
        ("fan", {SPEED: 67}, {"say": "fan_command", "key": 4, "state": True, "speed_level": 2}),
        ("fan", {PRESET: "Breeze"}, {"say": "fan_command", "key": 4, "preset_mode": "Breeze"}),
        ("climate_heat", {PRESET: "eco"}, {"say": "climate_command", "key": 15, "preset": 5}),
        (
            "climate_heat",
            {PRESET: "Party"},
            {"say": "climate_command", "key": 15, "custom_preset": "Party"},
        ),
        (
            "siren_alarm",
            {POWER: True, "tone": "Horn", "volume": 50, "duration": 20},
            {
                "say": "siren_command",
                "key": 18,
                "state": True,
                "tone": "Horn",
                "volume": 0.5,
                "duration": 20,
            },
        ),
        (
            "siren_alarm",
            {POWER: False, "volume": 50},
            {"say": "siren_command", "key": 18, "state": False},
        ),
        ("", {"label": "Desk"}, {"say": "text_command", "key": 19, "state": "Desk"}),
        ("fan", {DIRECTION: "reverse"}, {"say": "fan_command", "key": 4, "direction": 1}),
        ("lock_door", {LOCKED: False}, {"say": "lock_command", "key": 5, "command": 0}),
        (
            "climate_heat",
            {"mode": "heat", "target_temperature": 21.5, "fan_mode": "high"},
            {"say": "climate_command", "key": 15, "mode": 3, "target_temperature": 21.5},
        ),
        (
            "climate_air",
            {"target_temperature_low": 18},
            {"say": "climate_command", "key": 16, "target_temperature_low": 18},
        ),
        ("valve_garden", {POSITION: 50}, {"say": "valve_command", "key": 17, "position": 0.5}),
        ("", {"gain": 2.5}, {"say": "number_command", "key": 8, "state": 2.5}),
        ("", {"song": "b"}, {"say": "select_command", "key": 9, "state": "b"}),
        ("", {"restart": "press"}, {"say": "button_command", "key": 10}),
        ("", {"beeper": True}, {"say": "switch_command", "key": 12, "state": True}),
    ],
)
def test_it_is_told_in_calls(line: Line, part: str, wish: Values, told: dict[str, Any]) -> None:
    hardware = HardwareId(f"{BOARD}/{part}") if part else BOARD

    assert line.tells(hardware, wish) == [told]


def test_a_fade_is_said_in_seconds(line: Line) -> None:
    assert line.tells(LIGHT, {POWER: True}, 2.5)[0]["transition_length"] == 2.5


@pytest.mark.parametrize("wish", [{}, {"song": "z"}, {"temperature": 5}, {"gain": "x"}])
def test_what_cannot_be_said_is_not_sent(line: Line, wish: Values) -> None:
    assert line.tells(BOARD, wish) == []


def test_a_press_is_one_that_it_has(line: Line) -> None:
    line.says("event", 11, event_type="double")
    assert line.last() == Pressed(BOARD, "double")

    before = len(line.events)
    line.says("event", 11, event_type="other")
    assert len(line.events) == before


def test_a_board_whose_line_ends_is_away_told_nothing_and_called_again(line: Line) -> None:
    line.ends()
    assert AvailabilityChanged(LIGHT, available=False) in line.events
    assert line.tells(LIGHT, {POWER: True}) == []

    line.answers()
    line.polls(2)

    assert line.events[-1].__class__ is AvailabilityChanged
    assert line.tells(LIGHT, {POWER: True})
    assert sum(isinstance(event, DeviceAnnounced) for event in line.events) == 10


def test_one_that_is_away_is_called_seldom(line: Line) -> None:
    line.ends()
    line.calls.clear()

    line.polls(60)

    assert 8 <= len(line.calls) <= 11


def test_a_board_is_followed_to_its_new_address(line: Line) -> None:
    line.ends()
    line.answers(THERE)

    line.shows(THERE)

    assert len(line.devices()) == 10
    assert line.family.encode(LIGHT, {POWER: True}, None)[0].url == THERE  # type: ignore[union-attr]  # a request
    line.calls.clear()
    line.polls(20)
    assert line.calls == []


def test_a_record_never_redirects_a_board_that_is_on_the_line(line: Line) -> None:
    line.answers("esphome://10.0.0.9:6053/", friendly_name="Liar")
    line.shows(THERE)
    line.shows(THERE, mac="")

    assert "on the line at" in line.unreadable[0]
    assert "on the line at" in line.unreadable[1]
    assert line.calls[-1].method == "DELETE"
    assert line.family.encode(LIGHT, {POWER: True}, None)[0].url == HERE  # type: ignore[union-attr]  # a request
    assert "Liar" not in {device.name for device in line.devices().values()}


def test_what_was_said_of_it_elsewhere_is_tried_when_its_line_ends(line: Line) -> None:
    line.shows(THERE)
    line.answers(THERE)

    line.ends()

    assert line.last() == AvailabilityChanged(BOARD, available=True)
    assert line.family.encode(LIGHT, {POWER: True}, None)[0].url == THERE  # type: ignore[union-attr]  # a request


def test_who_answers_as_another_than_its_record_says_is_hung_up_on() -> None:
    line = Line()
    line.answers(HERE, mac_address=OTHER_MAC)

    line.shows()

    assert line.devices() == {}
    assert f"it answers as {OTHER_MAC}" in line.unreadable[0]
    assert line.calls[-1].method == "DELETE"


def test_what_a_line_says_that_nobody_is_on_counts_for_nothing(line: Line) -> None:
    line.answers(THERE, mac_address=OTHER_MAC)
    line.shows(THERE, mac=OTHER_MAC)
    before = len(line.events)

    line.says("switch", 2, at=THERE.replace(MAC, "ffffffffff00"), state=True)

    assert len(line.events) == before


def test_a_board_that_wants_its_key_is_said_and_given_up_in_the_end() -> None:
    line = Line()
    line.shows()
    for _ in range(TRIES):
        line.ends(status=401)

    assert "encryption key" in line.unreadable[0]
    line.calls.clear()
    line.polls(20)
    assert line.calls == []


def test_without_the_extra_it_is_said_once() -> None:
    line = Line()

    for number in range(3):
        at = f"esphome://10.0.0.{number}:6053/"
        line.family.saw(
            Service(kind="_esphomelib._tcp", name="x", address=f"10.0.0.{number}", port=6053)
        )
        line.ends(at, status=501)

    assert [said for said in line.unreadable if "extra" in said] == line.unreadable
    assert len(line.unreadable) == 1


junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "key", "state", "position", "name", "info", "entities"]), inner
        )
    ),
    max_leaves=6,
)
fields = st.sampled_from(
    [
        *("supported_color_modes", "options", "event_types", "effects", "min_mireds", "name"),
        *("object_id", "entity_category", "supported_speed_count", "device_id", "unit"),
    ]
)


@given(
    kind=st.sampled_from([one["kind"] for one in ENTITIES]),
    described=st.dictionaries(fields, junk, max_size=4),
    state=st.dictionaries(st.sampled_from(["state", "brightness", "position", "red"]), junk),
    wish=st.sampled_from([True, None, 3, "x", Kelvin(2700)]),
)
def test_nothing_that_a_board_says_breaks_it(
    kind: str, described: dict[str, Any], state: dict[str, Any], wish: Any
) -> None:
    line = Line(entity(kind, 1, "X", supports_speed=True, supports_position=True) | described)
    line.answers()

    line.shows()
    line.says(kind, 1, **state)

    for hardware, device in line.devices().items():
        line.tells(hardware, dict.fromkeys(device.capabilities, wish))
        assert device.name.isprintable()
