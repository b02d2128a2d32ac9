"""Shelly products of the second generation over MQTT: asked, heard, told."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.families.shelly_rpc import ShellyRpc
from devices.message import Message
from devices.whites import WHITE_LEVEL
from rules.words.device import Category, Sort
from rules.words.events import DeviceRetired
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Kelvin, Value, Xy
from tests.devices.families.talk import Talk

ID = "shellyplus1pm-a8032abe54dc"
MAC = "a8032abe54dc"
HARDWARE = f"shelly-mqtt-{MAC}"
POWER, BRIGHTNESS, COLOUR = Aspect("power"), Aspect("brightness"), Aspect("colour")
SWITCH = {"id": 0, "source": "init", "output": False, "apower": 0.0, "voltage": 231.1}
INFO = {"id": ID, "name": "Fridge", "mac": MAC.upper(), "model": "SNSW-001P16EU", "app": "Plus1PM"}


class Shelly(Talk):
    """A talk with one product, whose answers are given by the test."""

    def __init__(self, prefix: str = ID, **status: Any) -> None:
        super().__init__(ShellyRpc())
        self.prefix = prefix
        self.status = {name.replace("_", ":"): said for name, said in status.items()}
        self.info: dict[str, Any] = INFO
        self.config: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}

    def comes(self) -> None:
        """Come to the broker and be asked."""
        self.says(f"{self.prefix}/online", "true", retain=True)
        for topic, payload in self.asked:
            assert topic == f"{self.prefix}/rpc"
            call = json.loads(payload)
            assert call["src"] == "homerule-shelly"
            self.numbers[call["method"]] = call["id"]

    def answers(self) -> None:
        """Answer what was asked."""
        results = {
            "Shelly.GetDeviceInfo": self.info,
            "Shelly.GetConfig": self.config,
            "Shelly.GetStatus": self.status,
        }
        for method, result in results.items():
            answer = {"id": self.numbers[method], "src": self.info["id"], "result": result}
            self.says("homerule-shelly/rpc", answer)

    def notifies(self, method: str = "NotifyStatus", src: str = ID, **params: Any) -> None:
        """Say what changed."""
        said = {name.replace("_", ":"): value for name, value in params.items()}
        params = {"ts": 1.5, **said}
        self.says(f"{self.prefix}/events/rpc", {"src": src, "method": method, "params": params})

    def calls(self, hardware: str, transition: float | None = None, **values: Value) -> list[Any]:
        """Return the method and parameters of each call that is made."""
        found = []
        for topic, payload in self.sends(hardware, transition, **values):
            assert topic == f"{self.prefix}/rpc"
            call = json.loads(payload)
            found.append((call["method"], call["params"]))
        return found


def known(prefix: str = ID, config: dict[str, Any] | None = None, **status: Any) -> Shelly:
    """Return a talk with a product that came and answered."""
    talk = Shelly(prefix, **(status or {"switch_0": SWITCH}))
    talk.config = config or {}
    talk.comes()
    talk.answers()
    assert not talk.unreadable
    return talk


def test_whoever_comes_is_asked_who_it_is_and_becomes_known() -> None:
    talk = Shelly(switch_0=SWITCH, wifi={"sta_ip": "192.168.1.9", "rssi": -60}, sys={"mac": "X"})

    talk.comes()
    assert list(talk.numbers) == ["Shelly.GetDeviceInfo", "Shelly.GetConfig", "Shelly.GetStatus"]
    assert "homerule-shelly/rpc" in talk.subscribed
    talk.answers()

    plug = talk.devices[HARDWARE]
    assert (plug.name, plug.family, plug.sort) == ("Fridge", "shelly_rpc", Sort.SWITCH)
    assert (plug.product.maker, plug.product.model) == ("Shelly", "Plus1PM")
    assert (plug.product.macs, plug.at) == (frozenset({MAC}), "192.168.1.9")
    assert talk.able(HARDWARE) == {
        "power": True,
        "power_reading": False,
        "voltage": False,
        "signal": False,
    }
    assert plug.capabilities[Aspect("signal")].category is Category.DIAGNOSTIC
    assert talk.told(HARDWARE)[POWER] is False
    assert talk.here == {HARDWARE: True}


def test_it_is_told_by_a_call_and_says_what_changed() -> None:
    talk = known()

    assert talk.calls(HARDWARE, power=True) == [("Switch.Set", {"id": 0, "on": True})]
    talk.notifies(switch_0={"id": 0, "output": True, "source": "mqtt"})
    (report,) = talk.reports(HARDWARE)
    assert (report.values, report.by_hand) == ({POWER: True}, False)
    talk.notifies(switch_0={"id": 0, "aenergy": {"total": 1500}, "apower": 40.5})
    assert talk.told(HARDWARE) == {Aspect("energy"): 1.5, Aspect("power_reading"): 40.5}


def test_its_own_switch_is_a_hand_by_its_own_word_and_only_once() -> None:
    talk = known()
    on = {"id": 0, "output": True, "source": "switch"}

    talk.notifies(switch_0=on)
    assert [report.by_hand for report in talk.reports(HARDWARE)] == [True]
    talk.says(f"{ID}/status/switch:0", on)
    assert [report.by_hand for report in talk.reports(HARDWARE)] == [False]
    talk.says(f"{ID}/status/switch:0", {**on, "output": False}, retain=True)
    (report,) = talk.reports(HARDWARE)
    assert (report.stored, report.by_hand) == (True, False)


def test_it_is_known_without_an_answer_where_its_id_says_who_it_is() -> None:
    talk = Shelly()
    talk.comes()

    assert f"{ID}/status/+" in talk.subscribed
    talk.says(f"{ID}/status/switch:0", SWITCH, retain=True)

    assert talk.devices[HARDWARE].name == ID
    assert talk.here == {HARDWARE: True}
    assert talk.told(HARDWARE)[POWER] is False


def test_it_comes_and_goes() -> None:
    talk = known()

    talk.says(f"{ID}/online", "false")
    assert talk.here == {HARDWARE: False}
    talk.comes()
    assert talk.here == {HARDWARE: True}
    assert len(talk.numbers) == 3


def test_what_runs_on_a_battery_is_there_though_it_sleeps() -> None:
    power = {"battery": {"percent": 88}, "external": {"present": False}}
    talk = known(
        temperature_0={"id": 0, "tC": 21.5, "tF": 70.7},
        humidity_0={"id": 0, "rh": 44.0},
        devicepower_0={"id": 0, **power},
    )

    talk.says(f"{ID}/online", "false")

    assert talk.here == {HARDWARE: True}
    assert talk.devices[HARDWARE].sort is Sort.SENSOR
    assert set(talk.able(HARDWARE)) == {"temperature", "humidity", "battery"}


def test_several_switches_are_devices_beside_the_first() -> None:
    config = {"switch:1": {"name": "Fountain"}, "sys": {"device": {"name": "Garden"}}}
    talk = known(config=config, switch_0=SWITCH, switch_1={**SWITCH, "id": 1})

    second = f"{HARDWARE}/switch:1"
    assert set(talk.devices) == {HARDWARE, second}
    assert (talk.devices[HARDWARE].name, talk.devices[second].name) == ("Garden", "Fountain")
    assert (talk.devices[HARDWARE].part, talk.devices[second].part) == ("switch:0", "switch:1")
    assert talk.calls(second, power=False) == [("Switch.Set", {"id": 1, "on": False})]
    talk.notifies(switch_1={"id": 1, "output": True, "apower": 5})
    assert talk.told(second) == {POWER: True, Aspect("power_reading"): 5}
    assert talk.told(HARDWARE) == {}


def test_what_its_owner_says_hangs_on_a_switch_makes_it_a_lamp() -> None:
    talk = known(config={"sys": {"ui_data": {"consumption_types": ["lights"]}}}, switch_0=SWITCH)

    assert talk.devices[HARDWARE].sort is Sort.LAMP


def test_a_dimmer_is_told_in_percent() -> None:
    talk = known(light_0={"id": 0, "output": True, "brightness": 40})

    assert talk.devices[HARDWARE].sort is Sort.LAMP
    assert talk.told(HARDWARE) == {POWER: True, BRIGHTNESS: 102}
    assert talk.calls(HARDWARE, 2.5, power=True, brightness=1) == [
        ("Light.Set", {"id": 0, "on": True, "brightness": 1, "transition_duration": 2.5})
    ]
    assert talk.calls(HARDWARE, brightness=0) == [("Light.Set", {"id": 0, "on": False})]
    assert talk.calls(HARDWARE, power=False, brightness=9) == [
        ("Light.Set", {"id": 0, "on": False})
    ]


def test_colours_and_whites_are_told_as_the_product_writes_them() -> None:
    rgb = known(rgb_0={"id": 0, "output": True, "brightness": 100, "rgb": [255, 0, 0]})
    assert rgb.told(HARDWARE)[COLOUR] == Xy(0.701, 0.299)
    assert rgb.calls(HARDWARE, power=True, colour=Xy(0.701, 0.299)) == [
        ("RGB.Set", {"id": 0, "on": True, "rgb": [255, 0, 0]})
    ]
    rgbw = known(rgbw_0={"id": 0, "output": True, "brightness": 9, "rgb": [1, 0, 0], "white": 7})
    assert rgbw.told(HARDWARE)[WHITE_LEVEL] == 7
    assert rgbw.calls(HARDWARE, white_level=300) == [("RGBW.Set", {"id": 0, "white": 255})]
    assert WHITE_LEVEL not in rgb.devices[HARDWARE].capabilities
    config = {"cct:0": {"ct_range": [2000, 6000]}}
    cct = known(config=config, cct_0={"id": 0, "output": True, "brightness": 50, "ct": 3000})
    assert cct.told(HARDWARE)[COLOUR] == Kelvin(3000)
    assert cct.calls(HARDWARE, colour=Kelvin(4000)) == [("CCT.Set", {"id": 0, "ct": 4000})]
    able = cct.devices[HARDWARE].capabilities[COLOUR]
    assert (able.unit, able.low, able.high) == ("K", 2000, 6000)


def test_a_cover_says_where_it_is_and_goes_where_it_is_told() -> None:
    talk = known(cover_0={"id": 0, "state": "closing", "current_pos": 30, "pos_control": True})

    assert talk.devices[HARDWARE].sort is Sort.COVER
    assert talk.told(HARDWARE) == {Aspect("position"): 30, Aspect("movement"): "closing"}
    assert talk.calls(HARDWARE, position=70) == [("Cover.GoToPosition", {"id": 0, "pos": 70})]
    assert talk.calls(HARDWARE, movement="stopped") == [("Cover.Stop", {"id": 0})]
    blind = known(cover_0={"id": 0, "state": "stopped", "current_pos": None, "pos_control": False})
    assert blind.able(HARDWARE) == {"movement": True}
    assert blind.calls(HARDWARE, movement="open") == [("Cover.Open", {"id": 0})]


def test_inputs_are_readings_or_buttons() -> None:
    talk = known(input_0={"id": 0, "state": None}, input_1={"id": 1, "state": True})

    assert talk.devices[HARDWARE].sort is Sort.BUTTON
    assert talk.devices[HARDWARE].presses == {"1_single", "1_double", "1_triple", "1_hold"}
    assert talk.told(HARDWARE) == {Aspect("input_1"): True}
    pushed = {"component": "input:0", "id": 0, "event": "long_push", "ts": 1.5}
    talk.notifies("NotifyEvent", events=[pushed, {"component": "input:0", "event": "btn_up"}])
    assert talk.pressed == ["1_hold"]
    event = {"src": ID, "method": "NotifyEvent", "params": {"events": [pushed]}}
    talk.says(f"{ID}/events/rpc", event, retain=True)
    assert talk.pressed == []


def test_one_input_needs_no_number() -> None:
    talk = known(input_0={"id": 0, "state": None})

    talk.notifies("NotifyEvent", events=[{"component": "input:0", "event": "single_push"}])

    assert talk.pressed == ["single"]


def test_smoke_and_water_have_the_names_that_others_use() -> None:
    talk = known(smoke_0={"id": 0, "alarm": False}, flood_0={"id": 0, "alarm": True})

    assert talk.told(HARDWARE) == {Aspect("smoke"): False, Aspect("moisture"): True}


def test_another_prefix_is_not_another_product() -> None:
    talk = known()
    talk.says(f"{ID}/online", "false")

    talk.prefix = "fridge"
    talk.comes()
    talk.answers()

    assert set(talk.devices) == {HARDWARE}
    assert f"{ID}/status/+" not in talk.subscribed
    assert talk.calls(HARDWARE, power=True)
    assert f"{ID}/rpc" not in talk.family.command_topics()
    talk.says(f"{ID}/status/switch:0", {"output": True})
    assert talk.events == []


def test_nobody_takes_the_place_of_a_product_that_is_there() -> None:
    talk = known()

    talk.prefix = "thief"
    talk.notifies(switch_0={"id": 0, "output": True})

    assert "which is at" in talk.unreadable
    assert talk.events == []
    talk.prefix = ID
    assert talk.calls(HARDWARE, power=True)
    talk.notifies(src="shellyplus1-aaaaaaaaaaaa", switch_0={"id": 0, "output": True})
    assert "it is not listened to" in talk.unreadable
    assert talk.events == []


def test_another_product_at_a_prefix_of_its_owner_s_takes_its_place_once_it_answers() -> None:
    talk = known("hall")

    other = "shellyplus1-bbbbbbbbbbbb"
    talk.comes()
    talk.info = {"id": other, "mac": "BBBBBBBBBBBB", "name": "New"}
    talk.answers()

    assert set(talk.devices) == {"shelly-mqtt-bbbbbbbbbbbb"}
    assert talk.calls("shelly-mqtt-bbbbbbbbbbbb", power=True)
    assert talk.sends(HARDWARE, power=True) == []


def test_what_is_no_longer_there_is_gone() -> None:
    talk = known(switch_0=SWITCH, switch_1={**SWITCH, "id": 1})

    talk.notifies("NotifyFullStatus", switch_0=SWITCH)
    assert set(talk.devices) == {HARDWARE, f"{HARDWARE}/switch:1"}
    talk.notifies("NotifyFullStatus", switch_0=SWITCH, sys={"mac": MAC})

    assert talk.events[0] == DeviceRetired(HardwareId(f"{HARDWARE}/switch:1"))


def test_an_answer_that_another_run_of_the_hub_had_asked_for_takes_nothing_away() -> None:
    talk = known(switch_0=SWITCH, switch_1={**SWITCH, "id": 1})
    talk.comes()

    number = talk.numbers["Shelly.GetStatus"]
    talk.says("homerule-shelly/rpc", {"id": number, "src": ID, "result": {"was_on": True}})

    assert talk.events == []
    assert len(talk.devices) == 2


def test_a_call_that_was_not_done_is_said() -> None:
    talk = known()
    ((_, payload),) = talk.sends(HARDWARE, power=True)

    number = json.loads(payload)["id"]
    talk.says("homerule-shelly/rpc", {"id": number, "src": ID, "error": {"message": "overheat"}})

    assert talk.unreadable == f"{ID}: it did not do Switch.Set: overheat"


@pytest.mark.parametrize(
    ("topic", "said", "told"),
    [
        ("rpc", {"method": "Switch.Set", "params": {"id": 0, "on": True}}, {POWER: True}),
        ("rpc", {"method": "Switch.Toggle", "params": {"id": 0}}, {}),
        ("command/switch:0", "off", {POWER: False}),
        ("command/switch:0", "toggle", {}),
    ],
)
def test_what_others_tell_it_is_overheard(topic: str, said: Any, told: dict[Aspect, Any]) -> None:
    talk = known()
    payload = json.dumps(said) if isinstance(said, dict) else said

    assert talk.overhears(f"{ID}/{topic}", payload) == {HARDWARE: told}


@pytest.mark.parametrize(
    "said",
    [
        {"method": "Switch.GetStatus", "params": {"id": 0}},
        {"method": "Switch.Set", "params": {"id": 7, "on": True}},
        {"method": "Shelly.Reboot"},
        {},
    ],
)
def test_a_question_or_what_is_another_s_tells_it_nothing(said: dict[str, Any]) -> None:
    talk = known()

    assert talk.overhears(f"{ID}/rpc", json.dumps(said)) == {}


@pytest.mark.parametrize("prefix", ["homerule", "$SYS", "tasmota/discovery", "shellies/shelly1-1"])
def test_not_everybody_who_is_online_is_asked(prefix: str) -> None:
    talk = Talk(ShellyRpc())

    talk.says(f"{prefix}/online", "true")

    assert talk.asked == []


def test_there_is_an_end_to_who_is_asked_and_to_who_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("devices.families.shelly_rpc.MOST_ASKED", 2)
    monkeypatch.setattr("devices.families.shelly_rpc.MOST_PRODUCTS", 1)
    talk = Talk(ShellyRpc())

    asked = []
    for name in "abc":
        talk.says(f"{name}/online", "true")
        asked.append(len(talk.asked))
    assert asked == [3, 3, 0]
    talk.says(f"{ID}/online", "true")
    talk.says(f"{ID[:-1]}d/online", "true")
    assert "1 products are known" in talk.unreadable


def test_answers_to_what_nobody_asked_are_nothing() -> None:
    talk = known()

    talk.says("homerule-shelly/rpc", {"id": 999, "src": "x", "result": {"switch:0": SWITCH}})
    assert talk.events == []
    talk.says("homerule-shelly/rpc", b"{")
    assert talk.events == []


def test_the_same_again_is_no_announcement() -> None:
    talk = known()

    talk.notifies(switch_0={"id": 0, "apower": 3})

    assert [type(event).__name__ for event in talk.events] == ["Reported"]
    status = Message(f"{ID}/status/switch:0", b"")
    assert talk.family.latest_only(status)
    assert not talk.family.latest_only(Message(f"{ID}/events/rpc", b""))


NAMES = ["switch:0", "light:0", "cover:0", "input:0", "rgb:0", "wifi", "sys", "output", "id"]
KEYS = [*NAMES, "brightness", "rgb", "state", "current_pos", "source", "events", "component"]
words = st.sampled_from([*KEYS, "event", "device", "name", "mac", "tC", "aenergy", "total"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
values = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=6),
    max_leaves=12,
)


@given(st.dictionaries(words, values, max_size=8), st.binary(max_size=20))
@settings(max_examples=80, deadline=None)
def test_nothing_that_is_said_makes_it_raise(said: dict[str, Any], payload: bytes) -> None:
    talk = Shelly(switch_0=said, light_0=said, switch_1=SWITCH)
    talk.config = said
    talk.info = {**said, "id": ID, "mac": MAC}
    talk.comes()
    talk.answers()

    methods: tuple[Any, ...] = ("NotifyStatus", "NotifyEvent", "NotifyFullStatus", [], {}, None)
    for method in methods:
        message = {"src": ID, "method": method, "params": said}
        talk.says(f"{ID}/events/rpc", message)
    for topic in ("status/light:0", "online", "events/rpc", "status/x"):
        talk.says(f"{ID}/{topic}", said)
        talk.says(f"{ID}/{topic}", payload)
        talk.family.overheard(Message(f"{ID}/rpc", payload))
    for hardware in list(talk.devices):
        talk.sends(hardware, 1.0, power=True, brightness=9, position=3, colour=Kelvin(3000))
