"""A Tasmota product is known by its hardware, and what it can do is what its config says."""

import json
from typing import Any

import pytest

from devices.families.tasmota import Tasmota
from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.events import AvailabilityChanged, DeviceAnnounced, DeviceRetired, Reported
from rules.words.ids import HardwareId
from rules.words.values import Aspect
from tests.devices.families.talk import Talk
from tests.devices.families.tasmota.products import CONFIG, HARDWARE, MAC, NONE, config, known

POWER = Aspect("power")


def test_a_plug_is_known_by_its_hardware_and_listened_to() -> None:
    talk = known()

    plug = talk.devices[HARDWARE]
    assert (plug.name, plug.family, plug.sort) == ("Hall plug", "tasmota", Sort.SWITCH)
    assert (plug.product.maker, plug.product.model) == ("Tasmota", "Sonoff Basic")
    assert plug.product.macs == {"dc4f2249a3bc"}
    assert plug.at == "192.168.1.20"
    assert talk.able(HARDWARE) == {"power": True, "signal": False}
    assert plug.capabilities[Aspect("signal")].category is Category.DIAGNOSTIC
    assert {"tele/tasmota_49A3BC/LWT", "stat/tasmota_49A3BC/RESULT"} <= talk.subscribed


def test_it_is_asked_how_it_is_whenever_it_says_that_it_is_there() -> None:
    talk = known()
    assert talk.asked == [("cmnd/tasmota_49A3BC/STATE", "")]

    talk.says("tele/tasmota_49A3BC/LWT", "Online", retain=True)

    assert talk.here == {HARDWARE: True}
    assert talk.asked == [("cmnd/tasmota_49A3BC/STATE", "")]
    talk.says("tele/tasmota_49A3BC/LWT", "Offline")
    assert talk.here == {HARDWARE: False}
    assert talk.asked == []


def test_a_relay_is_told_and_says_what_it_is() -> None:
    talk = known()

    assert talk.sends(HARDWARE, power=True) == [("cmnd/tasmota_49A3BC/Power1", "ON")]
    assert talk.sends(HARDWARE, power=False) == [("cmnd/tasmota_49A3BC/Power1", "OFF")]
    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON"})
    assert talk.told(HARDWARE) == {POWER: True}
    talk.says("tele/tasmota_49A3BC/STATE", {"POWER": "OFF", "Wifi": {"Signal": -61}})
    assert talk.told(HARDWARE) == {POWER: False, Aspect("signal"): -61}


def test_what_the_broker_had_stored_is_no_happening() -> None:
    talk = known()

    talk.says("tele/tasmota_49A3BC/STATE", {"POWER": "ON"}, retain=True)

    (report,) = talk.reports(HARDWARE)
    assert report.stored


def test_the_household_s_own_words_and_topics_are_used() -> None:
    talk = known(
        state=["aus", "an", "um", "halt"],
        onln="da",
        ofln="weg",
        ft="home/%hostname%/%id%/%topic%/%prefix%/",
        tp=["befehl", "antwort", "bericht"],
    )
    begin = "home/tasmota-49A3BC-0956/49A3BC/tasmota_49A3BC"

    talk.says(f"{begin}/antwort/RESULT", {"POWER": "an"})

    assert talk.told(HARDWARE) == {POWER: True}
    assert talk.sends(HARDWARE, power=False) == [(f"{begin}/befehl/Power1", "aus")]
    talk.says(f"{begin}/bericht/LWT", "da")
    assert talk.here == {HARDWARE: True}


def test_several_relays_are_devices_beside_the_first() -> None:
    talk = known(rl=[1, 1, 0], fn=["Hall plug", "Fountain", None])

    second = f"{HARDWARE}/relay2"
    assert set(talk.devices) == {HARDWARE, second}
    assert talk.devices[second].name == "Fountain"
    assert (talk.devices[HARDWARE].part, talk.devices[second].part) == ("relay:1", "relay:2")
    talk.says("tele/tasmota_49A3BC/STATE", {"POWER1": "OFF", "POWER2": "ON"})
    assert (talk.told(HARDWARE), talk.told(second)) == ({POWER: False}, {POWER: True})
    assert talk.sends(second, power=True) == [("cmnd/tasmota_49A3BC/Power2", "ON")]


def test_a_relay_with_a_lamp_behind_it_is_a_lamp() -> None:
    talk = known(so={"30": 1})

    assert talk.devices[HARDWARE].sort is Sort.LAMP
    assert talk.sends(HARDWARE, power=True) == [("cmnd/tasmota_49A3BC/Power1", "ON")]


def test_another_topic_is_not_another_device() -> None:
    talk = known()

    talk.says(CONFIG, config(t="plug2"), retain=True)

    assert talk.events == []
    assert set(talk.heard.subscribe) >= {"tele/plug2/LWT", "tele/plug2/STATE"}
    assert "tele/tasmota_49A3BC/LWT" in talk.heard.unsubscribe
    assert talk.sends(HARDWARE, power=True) == [("cmnd/plug2/Power1", "ON")]
    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON"})
    assert talk.events == []


def test_the_same_said_again_costs_nothing() -> None:
    talk = known()

    talk.says(CONFIG, config(), retain=True)

    assert talk.heard == talk.family.heard(Message("somebody/else", b""))


def test_what_is_withdrawn_is_gone() -> None:
    talk = known()

    talk.says(CONFIG, b"")

    assert talk.events == [DeviceRetired(HardwareId(HARDWARE))]
    assert talk.subscribed == set(Tasmota.topics)
    assert talk.sends(HARDWARE, power=True) == []
    assert talk.family.command_topics() == frozenset()


def test_another_name_is_said() -> None:
    talk = known()

    talk.says(CONFIG, config(dn="Porch plug", fn=["Porch plug"]), retain=True)

    (event,) = talk.events
    assert isinstance(event, DeviceAnnounced)
    assert event.announcement.name == "Porch plug"


def test_a_product_that_sleeps_is_there_though_it_says_that_it_is_gone() -> None:
    talk = known(dslp=3600, bat=1)

    talk.says("tele/tasmota_49A3BC/LWT", "Offline", retain=True)

    assert talk.here == {HARDWARE: True}
    talk.says("tele/tasmota_49A3BC/STATE", {"BatteryPercentage": 71})
    assert talk.told(HARDWARE) == {Aspect("battery"): 71}


def test_a_shutter_is_one_device_though_it_has_two_relays() -> None:
    talk = known(rl=[3, 3, 1, 0], fn=["Blind", "Blind2", "Lamp"], dn="Blind")

    blind = talk.devices[HARDWARE]
    assert (blind.sort, talk.devices[f"{HARDWARE}/relay3"].name) == (Sort.COVER, "Lamp")
    assert talk.able(HARDWARE) == {"position": True, "movement": True, "signal": False}
    talk.says("stat/tasmota_49A3BC/RESULT", {"Shutter1": {"Position": 40, "Direction": -1}})
    assert talk.told(HARDWARE) == {Aspect("position"): 40, Aspect("movement"): "closing"}
    talk.says("tele/tasmota_49A3BC/SENSOR", {"Shutter1": {"Position": 0, "Direction": 0}})
    assert talk.told(HARDWARE) == {Aspect("position"): 0, Aspect("movement"): "closed"}
    begin = "cmnd/tasmota_49A3BC/"
    assert talk.sends(HARDWARE, position=70) == [(f"{begin}ShutterPosition1", "70")]
    assert talk.sends(HARDWARE, movement="open") == [(f"{begin}ShutterOpen1", "")]
    assert talk.sends(HARDWARE, movement="closed") == [(f"{begin}ShutterClose1", "")]
    assert talk.sends(HARDWARE, movement="stopped") == [(f"{begin}ShutterStop1", "")]


def test_a_shutter_may_count_the_other_way_and_have_slats() -> None:
    talk = known(rl=[3, 3, 0], sho=[1], sht=[[-90, 90, 1500]])

    talk.says(
        "stat/tasmota_49A3BC/STATUS10",
        {"StatusSNS": {"Shutter1": {"Position": 30, "Direction": 1, "Tilt": 0}}},
    )

    assert talk.told(HARDWARE) == {
        Aspect("position"): 70,
        Aspect("movement"): "closing",
        Aspect("tilt"): 50,
    }
    assert talk.sends(HARDWARE, position=100, tilt=0) == [
        ("cmnd/tasmota_49A3BC/ShutterPosition1", "0"),
        ("cmnd/tasmota_49A3BC/ShutterTilt1", "-90"),
    ]


def test_a_ceiling_fan_has_a_lamp_and_three_speeds() -> None:
    talk = known(rl=[2, 0, 0, 0], dn="Fan", fn=["Fan"], ifan=1)

    fan = f"{HARDWARE}/fan"
    assert talk.devices[HARDWARE].sort is Sort.LAMP
    assert talk.devices[fan].sort is Sort.FAN
    talk.says("stat/tasmota_49A3BC/RESULT", {"FanSpeed": 2})
    assert talk.told(fan) == {POWER: True, Aspect("speed"): 66}
    assert talk.sends(fan, speed=66) == [("cmnd/tasmota_49A3BC/FanSpeed", "2")]
    assert talk.sends(fan, power=False) == [("cmnd/tasmota_49A3BC/FanSpeed", "0")]
    assert talk.sends(fan, power=True) == [("cmnd/tasmota_49A3BC/FanSpeed", "2")]


def test_answers_may_come_on_a_topic_of_the_command() -> None:
    talk = known(so={"4": 1})

    assert "stat/tasmota_49A3BC/+" in talk.subscribed
    talk.says("stat/tasmota_49A3BC/POWER", {"POWER": "ON"})
    assert talk.told(HARDWARE) == {POWER: True}
    talk.says("stat/tasmota_49A3BC/POWER", "ON")
    assert (talk.events, talk.unreadable) == ([], "")


@pytest.mark.parametrize(
    ("topic", "payload", "told"),
    [
        ("Power1", "ON", {POWER: True}),
        ("POWER", "0", {POWER: False}),
        ("power", "toggle", {}),
        ("Backlog", "Delay 1; Power1 off", {POWER: False}),
    ],
)
def test_what_others_tell_it_is_overheard(
    topic: str, payload: str, told: dict[Aspect, Any]
) -> None:
    talk = known()

    assert talk.overhears(f"cmnd/tasmota_49A3BC/{topic}", payload) == {HARDWARE: told}


def test_a_mere_question_of_others_is_no_command() -> None:
    talk = known()

    assert talk.overhears("cmnd/tasmota_49A3BC/POWER", "") == {}


REFUSED: list[dict[str, Any] | bytes] = [
    b"{",
    b"[]",
    {},
    config(mac="DC4F22000000"),
    config(t=""),
    config(ft="%prefix%/x/"),
    config(t="+"),
    config(t="a/#"),
    config(ft="%prefix%/%topic%/", tp=["$SYS", "stat", "tele"]),
    config(ft="homerule/%prefix%/%topic%/"),
    config(t="x\ny"),
]


@pytest.mark.parametrize("body", REFUSED, ids=range(len(REFUSED)))
def test_a_bad_announcement_is_refused_in_words_and_what_was_known_survives(
    body: dict[str, Any] | bytes,
) -> None:
    talk = known()
    before = dict(talk.devices)

    talk.says(CONFIG, body, retain=True)

    assert talk.unreadable.startswith(f"{CONFIG}: ")
    assert talk.unreadable.isprintable()
    assert (talk.events, talk.devices) == ([], before)
    assert talk.sends(HARDWARE, power=True) == [("cmnd/tasmota_49A3BC/Power1", "ON")]


def test_one_bad_field_never_loses_a_device() -> None:
    bad: dict[str, Any] = {
        "fn": "x",
        "state": [1, 2],
        "swc": {},
        "so": [],
        "sho": None,
        "sht": [1],
        "ip": 5,
    }
    talk = known(**bad, dn={}, md=None, btn="", lt_st=-1, lk="x")

    assert talk.devices[HARDWARE].name == "Tasmota 49A3BC"
    assert talk.sends(HARDWARE, power=True) == [("cmnd/tasmota_49A3BC/Power1", "ON")]


def test_there_is_an_end_to_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.families.tasmota.MOST_PRODUCTS", 1)
    talk = known()

    talk.says(f"tasmota/discovery/{MAC[:-1]}D/config", config(mac=f"{MAC[:-1]}D"))

    assert "1 products are known" in talk.unreadable
    assert set(talk.devices) == {HARDWARE}


def test_an_unreadable_report_is_said_and_moves_nothing() -> None:
    talk = known()

    talk.says("tele/tasmota_49A3BC/STATE", b"{POWER")

    assert talk.unreadable == "tele/tasmota_49A3BC/STATE: not readable as a JSON object"
    assert talk.events == []


def test_only_whole_states_may_be_overtaken_by_newer_ones() -> None:
    talk = known()

    def newest(leaf: str) -> bool:
        return talk.family.latest_only(Message(f"tele/tasmota_49A3BC/{leaf}", b""))

    assert (newest("STATE"), newest("SENSOR"), newest("RESULT")) == (True, True, False)
    assert not talk.family.latest_only(Message("tele/other/STATE", b""))


def test_two_products_on_one_topic_are_both_heard_and_one_may_go() -> None:
    talk = known()
    other = f"{MAC[:-1]}D"
    talk.says(f"tasmota/discovery/{other}/config", config(mac=other), retain=True)

    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON"})
    assert [event for event in talk.events if isinstance(event, Reported)] == talk.events
    assert len(talk.events) == 2

    talk.says(CONFIG, b"")
    assert "tele/tasmota_49A3BC/LWT" not in talk.heard.unsubscribe
    talk.says("tele/tasmota_49A3BC/LWT", "Online")
    assert [type(event) for event in talk.events] == [AvailabilityChanged]


def test_nothing_at_all_to_switch_is_a_product_as_well() -> None:
    talk = Talk(Tasmota())

    talk.says(CONFIG, json.dumps(config(rl=NONE)), retain=True)

    assert talk.devices[HARDWARE].sort is Sort.SENSOR
