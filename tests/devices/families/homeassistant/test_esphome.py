"""ESPHome over MQTT, which announces its components with short keys and plain topics."""

from typing import Any

import pytest

from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.events import AvailabilityChanged, Pressed
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Kelvin, Rgb, Value, Values
from tests.devices.families.homeassistant.broker import Body, Broker

MAC = "240ac4a1b2c3"
BOARD: Body = {
    "ids": MAC,
    "name": "Desk",
    "sw": "2026.6.5 (config hash 0x5d41402a)",
    "mdl": "esp32dev",
    "mf": "Espressif",
    "sa": "Office",
    "cns": [["mac", MAC]],
}
TOPICS = {"stat_t": "state", "cmd_t": "command"}
READ = ("stat_t",)
TOLD = ("cmd_t",)


def component(
    kind: str, key: str, name: str, has: tuple[str, ...] = tuple(TOPICS), **more: Any
) -> tuple[str, Body]:
    """Return where and how ESPHome announces a component; each topic is named after it."""
    base = f"desk/{kind}/{key}"
    topics = {short: f"{base}/{TOPICS[short]}" for short in has}
    for short in [short for short in more if short.endswith("_t")]:
        topics[short] = f"{base}/{more.pop(short)}"
    common = {"name": name, "avty_t": "desk/status", "uniq_id": f"{MAC}-{kind}-1f3a", "dev": BOARD}
    return f"{kind}/desk/{key}", {**common, **topics, **more}


STRIP = component(
    "light",
    "strip",
    "Strip",
    schema="json",
    clrm=True,
    supported_color_modes=["color_temp", "rgb"],
    brightness=True,
    min_mirs=153,
    max_mirs=500,
    effect=True,
    fx_list=["Rainbow", "None"],
)
FAN = component(
    "fan",
    "fan",
    "Fan",
    dir_cmd_t="direction/command",
    dir_stat_t="direction/state",
    osc_cmd_t="oscillation/command",
    osc_stat_t="oscillation/state",
    pct_cmd_t="speed_level/command",
    pct_stat_t="speed_level/state",
    spd_rng_max=3,
)
HEATING = component(
    "climate",
    "heat",
    "Heating",
    (),
    curr_temp_t="current_temperature/state",
    mode_cmd_t="mode/command",
    mode_stat_t="mode/state",
    modes=["off", "heat"],
    temp_cmd_t="target_temperature/command",
    temp_stat_t="target_temperature/state",
    min_temp=16,
    max_temp=30,
    temp_step=0.5,
    act_t="action/state",
)
BLIND = component(
    "cover",
    "blind",
    "Blind",
    TOLD,
    dev_cla="shutter",
    pos_t="position/state",
    set_pos_t="position/command",
)
ALL: tuple[tuple[str, Body], ...] = (
    STRIP,
    FAN,
    HEATING,
    BLIND,
    component("light", "relay", "Relay", schema="json", clrm=True, supported_color_modes=["onoff"]),
    component("switch", "pump", "Pump"),
    component("lock", "door", "Door"),
    component("sensor", "temp", "Temperature", READ, dev_cla="temperature", unit_of_meas="°C"),
    component("binary_sensor", "pir", "PIR", READ, dev_cla="motion"),
    component("event", "bell", "Bell", READ, evt_typ=["single", "double"], dev_cla="button"),
    component("number", "gain", "Gain", min=0, max=10, step=0.5, mode="auto", ent_cat="config"),
    component("button", "restart", "Restart", TOLD, ent_cat="config", dev_cla="restart"),
)


@pytest.fixture
def board() -> Broker:
    broker = Broker()
    for place, body in ALL:
        broker.announces(place, body)
        assert not broker.unreadable
    return broker


def of(key: str) -> str:
    return f"{MAC}/{key}" if key else MAC


def test_what_it_drives_are_devices_and_all_else_belongs_to_the_board(board: Broker) -> None:
    sorts = {hardware: known.sort for hardware, known in board.devices.items()}

    assert sorts == {
        MAC: Sort.BUTTON,
        of("light_strip"): Sort.LAMP,
        of("light_relay"): Sort.LAMP,
        of("switch_pump"): Sort.SWITCH,
        of("lock_door"): Sort.LOCK,
        of("cover_blind"): Sort.COVER,
        of("climate_heat"): Sort.CLIMATE,
        of("fan"): Sort.FAN,
    }
    assert all(known.product.macs == {MAC} for known in board.devices.values())
    assert all(known.suggested_area == "Office" for known in board.devices.values())
    own = board.devices[MAC].capabilities
    assert own.keys() == {"temperature", "motion", "gain", "restart"}
    assert own[Aspect("gain")].category is Category.SETTING


@pytest.mark.parametrize(
    ("topic", "payload", "key", "values"),
    [
        (
            "light/strip/state",
            {
                "effect": "None",
                "effect_index": 0,
                "effect_count": 1,
                "color_mode": "rgb",
                "state": "ON",
                "brightness": 128,
                "color": {"r": 255, "g": 0, "b": 0},
            },
            "light_strip",
            {"power": True, "brightness": 128, "colour": Rgb(255, 0, 0), "effect": "None"},
        ),
        (
            "light/strip/state",
            {"color_mode": "color_temp", "state": "ON", "color": {}, "color_temp": 400},
            "light_strip",
            {"power": True, "colour": Kelvin(2500)},
        ),
        (
            "light/relay/state",
            {"color_mode": "onoff", "state": "OFF", "color": {}},
            "light_relay",
            {"power": False},
        ),
        ("switch/pump/state", "ON", "switch_pump", {"power": True}),
        ("sensor/temp/state", "21.5", "", {"temperature": 21.5}),
        ("binary_sensor/pir/state", "OFF", "", {"motion": False}),
        ("cover/blind/position/state", "40", "cover_blind", {"position": 40}),
        ("fan/fan/speed_level/state", "2", "fan", {"speed": 66}),
        ("fan/fan/oscillation/state", "oscillate_on", "fan", {"oscillating": True}),
        ("fan/fan/direction/state", "reverse", "fan", {"direction": "reverse"}),
        ("climate/heat/mode/state", "heat", "climate_heat", {"mode": "heat"}),
        ("climate/heat/current_temperature/state", "nan", "climate_heat", {"temperature": None}),
        ("lock/door/state", "LOCKED", "lock_door", {"locked": True}),
        ("number/gain/state", "2.50", "", {"gain": 2.5}),
    ],
)
def test_what_it_says_is_understood(
    board: Broker, topic: str, payload: Body | str, key: str, values: Values
) -> None:
    board.says(f"desk/{topic}", payload)

    assert board.told(of(key)) == values


@pytest.mark.parametrize(
    ("key", "wish", "topic", "payload"),
    [
        ("light_strip", {"power": True}, "light/strip", '{"state":"ON"}'),
        ("light_strip", {"effect": "Rainbow"}, "light/strip", '{"effect":"Rainbow"}'),
        ("switch_pump", {"power": False}, "switch/pump", "OFF"),
        ("cover_blind", {"position": 30}, "cover/blind/position", "30"),
        ("cover_blind", {"movement": "open"}, "cover/blind", "OPEN"),
        ("fan", {"speed": 66}, "fan/fan/speed_level", "2"),
        ("fan", {"direction": "reverse"}, "fan/fan/direction", "reverse"),
        ("climate_heat", {"target_temperature": 21.5}, "climate/heat/target_temperature", "21.5"),
        ("lock_door", {"locked": True}, "lock/door", "LOCK"),
        ("", {"restart": "press"}, "button/restart", "PRESS"),
    ],
)
def test_it_is_told_in_its_own_words(
    board: Broker, key: str, wish: dict[str, Value], topic: str, payload: str
) -> None:
    (message,) = board.sends(of(key), wish)

    assert message == Message(f"desk/{topic}/command", payload.encode())


def test_whole_seconds_are_said_without_a_fraction_which_it_would_not_read(board: Broker) -> None:
    (message,) = board.sends(of("light_strip"), {"power": True}, 2.0)

    assert isinstance(message, Message)
    assert message.payload == b'{"state":"ON","transition":2}'


def test_a_press_is_one_when_it_happens_and_not_when_it_was_stored(board: Broker) -> None:
    board.says("desk/event/bell/state", {"event_type": "double"})
    assert board.events == [Pressed(HardwareId(MAC), "double")]

    board.says("desk/event/bell/state", {"event_type": "double"}, retain=True)
    assert board.events == []


def test_the_board_comes_and_goes_with_all_that_it_drives(board: Broker) -> None:
    board.says("desk/status", "offline", retain=True)

    assert len(board.events) == len(board.devices)
    assert all(isinstance(event, AvailabilityChanged) for event in board.events)
