"""What a Tasmota product measures bears the names that other families use."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.tasmota import Tasmota
from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.values import Aspect
from tests.devices.families.talk import Talk
from tests.devices.families.tasmota.products import (
    CONFIG,
    HARDWARE,
    NONE,
    SENSORS,
    config,
    known,
    options,
)

SENSOR = "tele/tasmota_49A3BC/SENSOR"


def units(talk: Talk) -> dict[str, str]:
    able = talk.devices[HARDWARE].capabilities
    return {str(aspect): one.unit for aspect, one in able.items() if not one.writable}


def test_a_sensor_of_the_air_is_read_with_its_units() -> None:
    air = {"Temperature": 20.5, "Humidity": 55.1, "DewPoint": 11.2}
    talk = known({"Time": "2026-01-01T00:00:00", "AM2301": air, "TempUnit": "C"})

    assert units(talk) == {
        "signal": "dBm",
        "temperature": "°C",
        "humidity": "%",
        "dew_point": "°C",
    }
    talk.says(SENSOR, {"AM2301": {"Temperature": 21, "Humidity": None}, "TempUnit": "C"})
    assert talk.told(HARDWARE) == {Aspect("temperature"): 21}
    talk.says("stat/tasmota_49A3BC/STATUS10", {"StatusSNS": {"AM2301": {"Humidity": 40}}})
    assert talk.told(HARDWARE) == {Aspect("humidity"): 40}


def test_watts_are_not_mistaken_for_on_and_off() -> None:
    energy = {"TotalStartTime": "2026", "Total": 3.2, "Power": 40, "Voltage": 231, "Current": 0.2}
    talk = known({"ENERGY": energy})

    talk.says(SENSOR, {"ENERGY": energy})

    assert talk.told(HARDWARE) == {
        Aspect("energy"): 3.2,
        Aspect("power_reading"): 40,
        Aspect("voltage"): 231,
        Aspect("current"): 0.2,
    }
    assert talk.able(HARDWARE)["power"]


def test_two_of_the_same_are_told_apart_and_a_chip_s_own_warmth_is_no_room_s() -> None:
    talk = known(
        {
            "DS18B20-1": {"Id": "0119", "Temperature": 20.1},
            "DS18B20-2": {"Id": "011A", "Temperature": 30.1},
            "ESP32": {"Temperature": 53.3},
            "TempUnit": "F",
        }
    )

    assert units(talk) == {
        "signal": "dBm",
        "ds18b20_1_temperature": "°F",
        "ds18b20_2_temperature": "°F",
        "esp32_temperature": "°F",
    }
    chip = talk.devices[HARDWARE].capabilities[Aspect("esp32_temperature")]
    assert chip.category is Category.DIAGNOSTIC
    talk.says(SENSOR, {"DS18B20-2": {"Temperature": 31}})
    assert talk.told(HARDWARE) == {Aspect("ds18b20_2_temperature"): 31}


def test_lists_and_nested_readings_are_read() -> None:
    talk = known({"ENERGY": {"Power": [1, 2]}, "TX23": {"Speed": {"Act": 14.8, "Max": 15}}})

    talk.says(SENSOR, {"ENERGY": {"Power": [5]}, "TX23": {"Speed": {"Act": 3, "Max": 9}}})

    assert talk.told(HARDWARE) == {
        Aspect("power_1"): 5,
        Aspect("speed_act"): 3,
        Aspect("speed_max"): 9,
    }


def test_sensors_may_be_announced_before_the_product_is() -> None:
    talk = Talk(Tasmota())
    talk.says(SENSORS, {"sn": {"BH1750": {"Illuminance": 8}}}, retain=True)
    assert talk.devices == {}

    talk.says(CONFIG, config(), retain=True)

    assert units(talk)["illuminance"] == "lx"
    talk.says(SENSORS, b"")
    assert "illuminance" not in units(talk)


def test_an_input_that_follows_its_switch_is_a_reading() -> None:
    talk = known(swc=[1, -1], swn=["Front Door", None], so=options(so114=1))

    door = Aspect("front_door")
    talk.says("stat/tasmota_49A3BC/RESULT", {"Front Door": {"Action": "ON"}})
    assert (talk.told(HARDWARE), talk.pressed) == ({door: True}, [])
    talk.says(SENSOR, {"Front Door": "OFF"})
    assert talk.told(HARDWARE) == {door: False}


def test_buttons_are_presses_and_never_from_what_was_stored() -> None:
    talk = known(rl=NONE, btn=[1, 0], so=options(so73=1))

    assert talk.devices[HARDWARE].sort is Sort.BUTTON
    assert talk.devices[HARDWARE].presses >= {"single", "double", "hold"}
    talk.says("stat/tasmota_49A3BC/RESULT", {"Button1": {"Action": "DOUBLE"}})
    assert talk.pressed == ["double"]
    talk.says("stat/tasmota_49A3BC/RESULT", {"Button1": {"Action": "DOUBLE"}}, retain=True)
    assert talk.pressed == []
    talk.says("stat/tasmota_49A3BC/RESULT", {"Button1": {"Action": "JUMP"}})
    assert talk.pressed == []


def test_several_buttons_and_inputs_are_told_apart() -> None:
    talk = known(btn=[1, 1], swc=[8, -1], so=options(so73=1, so13=1))

    assert talk.devices[HARDWARE].presses == {
        "button1_single",
        "button2_single",
        "switch1_single",
        "switch1_double",
    }
    talk.says("stat/tasmota_49A3BC/RESULT", {"Switch1": {"Action": "HOLD"}})
    assert talk.pressed == ["switch1_double"]


def test_presses_that_are_swapped_are_swapped_back() -> None:
    talk = known(btn=[1], so=options(so73=1, so11=1))

    talk.says("stat/tasmota_49A3BC/RESULT", {"Button1": {"Action": "SINGLE"}})

    assert talk.pressed == ["double"]


WORDS = [
    *("POWER", "POWER1", "Dimmer", "CT", "HSBColor", "White", "Shutter1", "Position", "Switch1"),
    *("Action", "Button1", "StatusSNS", "ENERGY", "Power", "Wifi", "Signal", "sn", "rl", "so"),
    *("mac", "t", "ft", "swc", "btn", "lt_st", "state", "sht", "FanSpeed"),
]
words = st.sampled_from(WORDS)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=6),
    max_leaves=10,
)


@given(st.dictionaries(words, values, max_size=8), st.booleans())
@settings(max_examples=80, deadline=None)
def test_nothing_that_is_said_makes_it_raise(said: dict[str, Any], retain: bool) -> None:
    everything = {"ENERGY": {"Power": [1, 2]}, "A": {"B": {"Act": 1}}}
    talk = known(everything, rl=[2, 3, 3, 1], lt_st=5, swc=[3, 1], btn=[1], so=options(so73=1))

    for leaf in ("STATE", "SENSOR", "RESULT", "STATUS10", "LWT"):
        talk.says(f"tele/tasmota_49A3BC/{leaf}", said, retain=retain)
        talk.says(f"stat/tasmota_49A3BC/{leaf}", said, retain=retain)
    talk.says(SENSORS, {"sn": said}, retain=retain)
    talk.says(CONFIG, {"mac": "DC4F2249A3BC", "t": "x", "ft": "%prefix%/%topic%/"} | said)

    for hardware in talk.devices:
        talk.sends(hardware, 1.0, power=True, brightness=9, position=3, speed=4)


@given(st.binary(max_size=64), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_bytes_and_no_topic_make_it_raise(payload: bytes, topic: str) -> None:
    talk = known(rl=[2], lt_st=5)

    for leaf in ("STATE", "RESULT", "LWT", topic):
        talk.says(f"stat/tasmota_49A3BC/{leaf}", payload)
        talk.says(f"tasmota/discovery/{leaf}/config", payload)
        talk.family.overheard(Message(f"cmnd/tasmota_49A3BC/{leaf}", payload))
