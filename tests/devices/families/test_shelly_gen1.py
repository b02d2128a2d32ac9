"""Shelly products of the first generation: everything below `shellies/`."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.shelly_gen1 import ShellyGen1
from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.events import DeviceRetired
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Kelvin, Value, Xy
from tests.devices.families.talk import Talk

ID = "shelly1-B929CC"
MAC = "EC64C9B929CC"
HARDWARE = "shelly_gen1-ec64c9b929cc"
POWER, BRIGHTNESS, COLOUR = Aspect("power"), Aspect("brightness"), Aspect("colour")
RED = Xy(0.701, 0.299)


def announcement(**more: Any) -> dict[str, Any]:
    """Return the announcement of a relay."""
    return {"id": ID, "model": "SHSW-1", "mac": MAC, "ip": "192.168.1.7", "new_fw": False, **more}


def known(model: str = "SHSW-1", **more: Any) -> Talk:
    """Return a talk in which a product announced itself."""
    talk = Talk(ShellyGen1())
    talk.says("shellies/announce", announcement(model=model, **more))
    assert not talk.unreadable
    return talk


def says(talk: Talk, leaf: str, payload: Any, *, retain: bool = False) -> None:
    """Let the product say something below its own topic."""
    talk.says(f"shellies/{ID}/{leaf}", payload, retain=retain)


def order(talk: Talk, fade: float | None = None, **values: Value) -> Any:
    """Return the JSON of the one message that the lamp is sent."""
    ((topic, payload),) = talk.sends(HARDWARE, fade, **values)
    assert topic.endswith("/0/set")
    return json.loads(payload)


def test_a_relay_is_known_by_its_hardware_and_listened_to() -> None:
    talk = known()

    relay = talk.devices[HARDWARE]
    assert (relay.name, relay.family, relay.sort) == (ID, "shelly_gen1", Sort.SWITCH)
    assert (relay.product.maker, relay.product.model) == ("Shelly", "SHSW-1")
    assert relay.product.macs == {"ec64c9b929cc"}
    assert relay.at == "192.168.1.7"
    assert f"shellies/{ID}/relay/+" in talk.subscribed


def test_it_is_told_and_says_what_it_is() -> None:
    talk = known()

    assert talk.sends(HARDWARE, power=True) == [(f"shellies/{ID}/relay/0/command", "on")]
    says(talk, "relay/0", "on")
    assert talk.told(HARDWARE) == {POWER: True}
    says(talk, "relay/0", "overpower")
    assert talk.told(HARDWARE) == {POWER: False}
    says(talk, "relay/0", "on", retain=True)
    assert [report.stored for report in talk.reports(HARDWARE)] == [True]


def test_whoever_is_there_is_asked_who_it_is_and_how_it_is() -> None:
    talk = Talk(ShellyGen1())

    says(talk, "online", "true", retain=True)
    assert talk.asked == [(f"shellies/{ID}/command", "announce")]
    talk.says("shellies/announce", announcement())
    assert talk.asked == [(f"shellies/{ID}/command", "update")]
    talk.says("shellies/announce", announcement())
    assert talk.asked == []
    says(talk, "online", "true")
    assert [word for _, word in talk.asked] == ["announce", "update"]
    assert talk.here == {HARDWARE: True}
    says(talk, "online", "false")
    assert talk.here == {HARDWARE: False}
    assert talk.asked == []


def test_it_measures_what_it_switches() -> None:
    talk = known("SHSW-25", mode="relay")

    second = f"{HARDWARE}/relay:1"
    assert set(talk.devices) == {HARDWARE, second}
    says(talk, "relay/1/power", "40.5")
    assert talk.told(second) == {Aspect("power_reading"): 40.5}
    says(talk, "relay/1/energy", "120000")
    assert talk.told(second) == {Aspect("energy"): 2.0}
    assert talk.devices[second].capabilities[Aspect("energy")].unit == "kWh"
    says(talk, "temperature", "51.2")
    chip = talk.devices[HARDWARE].capabilities[Aspect("chip_temperature")]
    assert chip.category is Category.DIAGNOSTIC


def test_the_same_two_relays_may_be_a_roller() -> None:
    talk = known("SHSW-25", mode="roller")

    assert talk.devices[HARDWARE].sort is Sort.COVER
    says(talk, "roller/0", "close")
    assert talk.told(HARDWARE) == {Aspect("movement"): "closing"}
    says(talk, "roller/0/pos", "30")
    assert talk.told(HARDWARE) == {Aspect("position"): 30}
    says(talk, "roller/0/pos", "-1")
    assert talk.told(HARDWARE) == {}
    begin = f"shellies/{ID}/roller/0/command"
    assert talk.sends(HARDWARE, position=70) == [(f"{begin}/pos", "70")]
    assert talk.sends(HARDWARE, movement="closed") == [(begin, "close")]

    talk.says("shellies/announce", announcement(model="SHSW-25", mode="relay"))

    assert talk.devices[HARDWARE].sort is Sort.SWITCH
    assert f"{HARDWARE}/relay:1" in talk.devices


def test_a_dimmer_is_told_in_percent() -> None:
    talk = known("SHDM-2")

    says(talk, "light/0/status", {"ison": True, "mode": "white", "brightness": 40})
    assert talk.told(HARDWARE) == {POWER: True, BRIGHTNESS: 102}
    assert order(talk, power=True, brightness=128) == {"turn": "on", "brightness": 50}
    assert order(talk, power=False, brightness=128) == {"turn": "off"}
    assert order(talk, 30, brightness=1) == {"turn": "on", "brightness": 1, "transition": 5000}


def test_whites_have_a_temperature_where_the_bulb_has_one() -> None:
    talk = known("SHBDUO-1")

    says(talk, "light/0/status", {"ison": True, "brightness": 100, "temp": 3000})
    assert talk.told(HARDWARE)[COLOUR] == Kelvin(3000)
    assert order(talk, power=True, colour=Kelvin(4000)) == {"turn": "on", "temp": 4000}


def test_a_strip_of_colours_has_a_gain() -> None:
    talk = known("SHRGBW2", mode="color")
    red = {"ison": True, "mode": "color", "red": 255, "green": 0, "blue": 0, "gain": 50}

    says(talk, "color/0/status", red)

    assert talk.told(HARDWARE) == {POWER: True, BRIGHTNESS: 128, COLOUR: RED}
    assert order(talk, power=True, brightness=255, colour=RED) == {
        "turn": "on",
        "mode": "color",
        "red": 255,
        "green": 0,
        "blue": 0,
        "white": 0,
        "gain": 100,
    }
    assert order(talk, brightness=255) == {"turn": "on", "gain": 100}


def test_a_bulb_of_colours_and_whites_says_which_it_shows() -> None:
    talk = known("SHCB-1")
    white = {"ison": True, "mode": "white", "brightness": 20, "temp": 4750, "gain": 100}

    says(talk, "color/0/status", {**white, "red": 255, "green": 0, "blue": 0})

    assert talk.told(HARDWARE) == {POWER: True, BRIGHTNESS: 51, COLOUR: Kelvin(4750)}
    assert order(talk, brightness=51) == {"turn": "on", "brightness": 20}
    assert order(talk, colour=Kelvin(3000)) == {"mode": "white", "temp": 3000}
    assert order(talk, power=True, colour=RED)["mode"] == "color"


def test_sensors_have_the_names_that_others_use() -> None:
    talk = known("SHWT-1")

    told: dict[str, Value] = {}
    for leaf, payload in {"flood": "true", "temperature": "21.5", "battery": "88"}.items():
        says(talk, f"sensor/{leaf}", payload)
        told |= {str(aspect): value for aspect, value in talk.told(HARDWARE).items()}

    assert told == {"moisture": True, "temperature": 21.5, "battery": 88}
    assert talk.devices[HARDWARE].sort is Sort.SENSOR
    says(talk, "online", "false")
    assert talk.here == {}


def test_a_motion_sensor_says_all_in_one() -> None:
    talk = known("SHMOS-01")

    says(talk, "status", {"motion": True, "vibration": False, "lux": 40, "bat": 90, "active": True})

    assert talk.told(HARDWARE) == {
        Aspect("motion"): True,
        Aspect("vibration"): False,
        Aspect("illuminance"): 40,
        Aspect("battery"): 90,
    }


def test_a_meter_of_three_phases_tells_them_apart() -> None:
    talk = known("SHEM-3")

    says(talk, "emeter/2/power", "40")
    assert talk.told(HARDWARE) == {Aspect("power_2"): 40}
    says(talk, "emeter/0/total", "1500")
    assert talk.told(HARDWARE) == {Aspect("energy"): 1.5}


def test_a_press_is_one_only_when_its_count_goes_on() -> None:
    talk = known("SHIX3-1")

    says(talk, "input_event/1", {"event": "S", "event_cnt": 5})
    assert talk.pressed == []
    says(talk, "input_event/1", {"event": "S", "event_cnt": 5})
    assert talk.pressed == []
    says(talk, "input_event/1", {"event": "SS", "event_cnt": 6})
    assert talk.pressed == ["2_double"]
    says(talk, "input_event/1", {"event": "L", "event_cnt": 7}, retain=True)
    assert talk.pressed == []


def test_a_button_that_sleeps_says_only_what_just_happened() -> None:
    talk = known("SHBTN-2")

    assert talk.devices[HARDWARE].sort is Sort.BUTTON
    says(talk, "input_event/0", {"event": "L", "event_cnt": 1})
    assert talk.pressed == ["hold"]


def test_a_wired_input_is_a_reading() -> None:
    talk = known()

    says(talk, "input/0", "1")

    assert talk.told(HARDWARE) == {Aspect("input"): True}


def test_another_id_is_not_another_product() -> None:
    talk = known()

    talk.says("shellies/announce", announcement(id="hall"))

    assert set(talk.devices) == {HARDWARE}
    assert talk.sends(HARDWARE, power=True) == [("shellies/hall/relay/0/command", "on")]
    assert f"shellies/{ID}/relay/+" not in talk.subscribed
    assert "shellies/hall/relay/+" in talk.subscribed
    says(talk, "relay/0", "on")
    assert talk.events == []


def test_its_own_id_may_say_who_it_is() -> None:
    talk = Talk(ShellyGen1())
    talk.says("shellies/shellyplug-s-x/online", "true")
    assert talk.subscribed == set(ShellyGen1.topics)

    talk.says("shellies/shellyswitch25-EC64C9B929CC/online", "true", retain=True)
    talk.says("shellies/shellyswitch25-EC64C9B929CC/relay/0", "off", retain=True)

    assert talk.told(HARDWARE) == {POWER: False}
    assert talk.here == {HARDWARE: True}


def test_what_was_a_device_and_is_none_any_more_is_gone() -> None:
    talk = known("SHSW-25", mode="relay")

    talk.says("shellies/announce", announcement(model="SHSW-25", mode="roller"))

    assert talk.events[0] == DeviceRetired(HardwareId(f"{HARDWARE}/relay:1"))


REFUSED: list[Any] = [
    b"{",
    announcement(mac=""),
    announcement(mac="EC64C9000000"),
    announcement(id="../x", mac="EC64C9000001"),
    announcement(id="a/b", mac="EC64C9000001"),
    announcement(id="+", mac="EC64C9000001"),
    announcement(id="command", mac="EC64C9000001", ip=5) | {"id": ""},
]


@pytest.mark.parametrize("body", REFUSED, ids=range(len(REFUSED)))
def test_a_bad_announcement_is_refused_in_words_and_what_was_known_survives(body: Any) -> None:
    talk = known()

    talk.says("shellies/announce", body)

    assert talk.unreadable.startswith("shellies/announce: ")
    assert talk.events == []
    assert set(talk.devices) == {HARDWARE}


def test_on_its_own_topic_nobody_announces_another() -> None:
    talk = known()

    talk.says("shellies/other/announce", announcement())

    assert "it says that it is `shelly1-B929CC`" in talk.unreadable


@pytest.mark.parametrize(
    ("model", "leaf", "payload", "told"),
    [
        ("SHSW-1", "relay/0/command", "on", {POWER: True}),
        ("SHSW-1", "relay/0/command", "toggle", {}),
        ("SHDM-1", "light/0/set", '{"turn":"on","brightness":40}', {POWER: True, BRIGHTNESS: 102}),
    ],
)
def test_what_others_tell_it_is_overheard(
    model: str, leaf: str, payload: str, told: dict[Aspect, Any]
) -> None:
    talk = known(model)

    assert talk.overhears(f"shellies/{ID}/{leaf}", payload) == {HARDWARE: told}


def test_only_states_may_be_overtaken_by_newer_ones() -> None:
    talk = known()

    newest = talk.family.latest_only
    assert newest(Message(f"shellies/{ID}/relay/0", b""))
    assert not newest(Message(f"shellies/{ID}/input_event/0", b""))
    assert not newest(Message("shellies/other/relay/0", b""))


LEAVES = [
    *("relay/0", "relay/0/power", "relay/99999/power", "relay/x", "light/0/status", "relay/²"),
    *("roller/0/pos", "input/0", "input_event/0", "input_event/²", "sensor/gas", "sensor/x"),
    *("emeter/0/power", "emeter/²/power", "temperature", "status", "online", "announce"),
    "color/0/status",
]
leaves = st.sampled_from(LEAVES)
words = st.sampled_from(["ison", "mode", "red", "gain", "temp", "event", "event_cnt", "motion"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)


@given(leaves, st.dictionaries(words, scalars | st.lists(scalars), max_size=6), st.text(max_size=9))
@settings(max_examples=100, deadline=None)
def test_nothing_that_is_said_makes_it_raise(leaf: str, said: dict[str, Any], text: str) -> None:
    talk = known("SHCB-1")

    says(talk, leaf, said)
    says(talk, leaf, text)
    talk.says("shellies/announce", announcement() | said)
    talk.family.overheard(Message(f"shellies/{ID}/color/0/set", json.dumps(said).encode()))

    for hardware in list(talk.devices):
        talk.sends(hardware, 1.0, power=True, brightness=9, colour=RED)
