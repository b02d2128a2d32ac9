"""Announcements: spellings, changes, removal, and what is listened to because of them."""

import pytest

from devices.message import Message
from rules.words.events import DeviceAnnounced, DeviceRetired, Reported
from rules.words.ids import HardwareId
from rules.words.values import POWER, Aspect
from tests.devices.families.homeassistant.broker import (
    Body,
    Broker,
    device,
    light,
    motion,
    number,
    switch,
)

LAMP = HardwareId("z2m_0x01")
PIR = HardwareId("z2m_0x03")


def test_a_whole_announcement_may_be_written_in_short_keys() -> None:
    broker = Broker()
    short: Body = {
        "~": "tasmota/plug",
        "name": "Plug",
        "uniq_id": "plug_relay",
        "stat_t": "~/state",
        "cmd_t": "~/cmd",
        "val_tpl": "{{ value_json.POWER }}",
        "pl_on": "an",
        "pl_off": "aus",
        "stat_on": "AN",
        "stat_off": "AUS",
        "avty": {"t": "~/lwt", "pl_avail": "da", "pl_not_avail": "weg"},
        "avty_mode": "all",
        "dev": {
            "ids": "ABC",
            "cns": [["mac", "aa:bb"]],
            "name": "Plug",
            "mf": "M",
            "mdl": "X",
            "sa": "Hall",
        },
    }

    broker.announces("switch/ABC_RL_1", short)

    known = broker.devices["ABC"]
    assert (known.name, known.suggested_area) == ("Plug", "Hall")
    assert (known.product.maker, known.product.model) == ("M", "X")
    assert broker.subscribed == {"tasmota/plug/state", "tasmota/plug/lwt"}
    broker.says("tasmota/plug/state", {"POWER": "AN"})
    assert broker.told("ABC") == {POWER: True}
    assert broker.sends("ABC", {"power": False}) == (Message("tasmota/plug/cmd", b"aus"),)


def test_the_short_keys_of_a_light_a_reading_and_a_press() -> None:
    broker = Broker()
    block: Body = {"ids": ["x"], "name": "X"}
    lamp: Body = {"schema": "json", "cmd_t": "l/set", "bri_scl": 100, "sup_clrm": ["color_temp"]}
    mireds: Body = {"min_mirs": 200, "max_mirs": 400}
    broker.announces("light/x/light", lamp | mireds | {"brightness": True, "dev": block})
    reading: Body = {
        "stat_t": "x",
        "unit_of_meas": "W",
        "dev_cla": "power",
        "ent_cat": "diagnostic",
    }
    broker.announces("sensor/x/power", reading | {"stat_cla": "measurement", "dev": block})
    click: Body = {"atype": "trigger", "t": "x/click", "pl": "1", "type": "click", "stype": "top"}
    broker.announces("device_automation/x/click", click | {"dev": block})

    assert broker.sends_json("x", {"brightness": 255}) == {"state": "ON", "brightness": 100}
    assert broker.devices["x"].presses == {"1"}
    assert broker.devices["x"].capabilities[Aspect("power_reading")].unit == "W"


def test_the_base_may_stand_at_the_end_and_without_it_a_tilde_is_a_tilde() -> None:
    broker = Broker()

    broker.announces("switch/a", switch(**{"~": "plug", "command_topic": "cmd/~"}))
    assert broker.sends("z2m_0x02", {"power": True}) == (Message("cmd/plug", b"ON"),)

    broker.announces("switch/a", switch(command_topic="~/set"))
    assert broker.sends("z2m_0x02", {"power": True}) == (Message("~/set", b"ON"),)


@pytest.mark.parametrize("place", ["light/0x01/light", "light/lamp"])
@pytest.mark.parametrize("retain", [True, False])
def test_a_place_may_have_a_node_or_none_and_be_stored_or_live(place: str, retain: bool) -> None:
    broker = Broker()

    broker.announces(place, light(), retain=retain)

    assert [type(event) for event in broker.events] == [DeviceAnnounced]


def test_the_same_announcement_again_costs_and_emits_nothing() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light())

    broker.announces("light/0x01/light", light())
    assert broker.heard.events == ()
    assert broker.heard.subscribe == ()

    broker.announces("light/0x01/light", light(icon="mdi:lamp", origin={"name": "new"}))
    assert broker.heard.events == ()


def test_each_new_component_tells_all_that_is_known_of_the_device_so_far() -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion())
    assert set(broker.devices[PIR].capabilities) == {"motion"}

    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))

    (event,) = broker.events
    assert isinstance(event, DeviceAnnounced)
    assert set(event.announcement.capabilities) == {"motion", "illuminance"}
    assert broker.heard.subscribe == ()


def test_a_component_that_comes_late_asks_again_for_what_the_broker_keeps() -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion())
    broker.says("z2m/Pir", {"motion": True, "illuminance": 3}, retain=True)

    broker.announces("sensor/0x03/illuminance", number("illuminance", "lx"))

    assert broker.heard.subscribe == ("z2m/Pir",)


def test_an_empty_payload_takes_a_component_away_and_the_last_one_the_device() -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion())
    illuminance = number("illuminance", "lx", state_topic="z2m/Pir/lux")
    broker.announces("sensor/0x03/illuminance", illuminance)

    broker.withdraws("sensor/0x03/illuminance")
    assert set(broker.devices[PIR].capabilities) == {"motion"}
    assert broker.heard.unsubscribe == ("z2m/Pir/lux",)

    broker.withdraws("binary_sensor/0x03/motion")
    assert broker.events == [DeviceRetired(PIR)]
    assert broker.subscribed == set()
    broker.says("z2m/Pir", {"motion": True})
    assert broker.events == []
    assert broker.sends(PIR, {"motion": True}) == ()


def test_a_topic_that_others_still_need_is_kept() -> None:
    broker = Broker()
    for name in ("a", "b"):
        body = motion(device=device(name, name), state_topic="both")
        broker.announces(f"binary_sensor/{name}/motion", body)

    broker.withdraws("binary_sensor/a/motion")

    assert broker.heard.unsubscribe == ()
    broker.says("both", {"motion": True})
    assert broker.events == [Reported(HardwareId("b"), {Aspect("motion"): True})]


def test_taking_away_what_nobody_announced_is_nothing() -> None:
    broker = Broker()

    broker.withdraws("light/0x01/light")

    assert broker.heard.events == ()
    assert not broker.unreadable


def test_a_renamed_device_stays_the_same_hardware_on_its_new_topics() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light())

    topics: Body = {"state_topic": "z2m/Sofa", "command_topic": "z2m/Sofa/set"}
    broker.announces("light/0x01/light", light(device=device("Sofa")) | topics)

    assert [type(event) for event in broker.events] == [DeviceAnnounced]
    assert broker.devices[LAMP].name == "Sofa"
    assert broker.heard.subscribe == ("z2m/Sofa",)
    assert broker.heard.unsubscribe == ("z2m/Hall lamp",)


def test_a_component_that_moves_to_another_device_leaves_the_first() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light())

    broker.announces("light/0x01/light", light(device=device("Other", "z2m_0x99")))

    assert [type(event) for event in broker.events] == [DeviceRetired, DeviceAnnounced]
    assert set(broker.devices) == {"z2m_0x99"}
    assert broker.subscribed == {"z2m/Hall lamp"}
    assert broker.heard.unsubscribe == ()


def test_what_an_announcement_no_longer_says_of_the_product_stays_known() -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion(device=device("Pir", PIR, sa="Hall")))

    bare = number("illuminance", "lx", device={"identifiers": PIR})
    broker.announces("sensor/0x03/illuminance", bare)

    known = broker.devices[PIR]
    assert (known.name, known.suggested_area, known.product.maker) == ("Pir", "Hall", "Lumen")


@pytest.mark.parametrize(
    ("block", "hardware"),
    [
        ({"identifiers": "one"}, "one"),
        ({"identifiers": ["one", "two"]}, "one"),
        ({"identifiers": [17]}, "17"),
        ({"connections": [["mac", "aa:bb:cc"]]}, "aa:bb:cc"),
        ({"identifiers": [], "connections": [["mac", "aa:bb:cc"]]}, "aa:bb:cc"),
        ({"name": "no identity"}, "unique"),
        (None, "unique"),
    ],
)
def test_identity_is_the_hardwares_own(block: Body | None, hardware: str) -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(device=block, unique_id="unique"))

    assert set(broker.devices) == {hardware}


def test_a_component_that_repeats_the_products_name_is_not_named_twice() -> None:
    broker = Broker()

    broker.announces("light/0x01/left", light(name="Hall lamp left"))
    broker.announces("light/0x01/right", light(name="Hall lamp"))

    assert {known.hardware: known.name for known in broker.devices.values()} == {
        f"{LAMP}/light_left": "Hall lamp left",
        LAMP: "Hall lamp",
    }


@pytest.mark.parametrize(
    "place", ["vacuum/0x01/vacuum", "scene/0x01/scene", "switch/homerule/house"]
)
def test_what_we_do_not_understand_yet_or_say_ourselves_is_passed_over(place: str) -> None:
    broker = Broker()

    broker.announces(place, switch(command_topic="homerule/override/house/set"))

    assert broker.heard.events == ()
    assert not broker.unreadable


@pytest.mark.parametrize("topic", ["", "z2m/other", "homeassistant/status", "homeassistantx/a/b"])
def test_a_topic_that_is_not_ours_is_nothing(topic: str) -> None:
    broker = Broker()

    broker.says(topic, "online")

    assert broker.heard.events == ()
    assert not broker.unreadable


def test_the_addresses_of_a_products_network_hardware_are_kept_however_they_are_given() -> None:
    broker = Broker()
    sun = {"command_topic": "sun/set", "schema": "json", "unique_id": "sun"}
    moon = {"command_topic": "moon/set", "schema": "json", "unique_id": "moon"}
    told = {"identifiers": ["sun"], "connections": [["mac", "AA:BB:CC:11:22:33"], ["zigbee", "1"]]}

    broker.announces("light/sun", sun | {"device": told})
    broker.announces("light/moon", moon | {"device": {"identifiers": "aabbcc445566"}})

    macs = {known.name: known.product.macs for known in broker.devices.values()}
    assert macs == {"sun": {"aabbcc112233"}, "aabbcc445566": {"aabbcc445566"}}


def test_a_group_says_what_is_in_it_and_each_by_what_others_mean_it() -> None:
    broker = Broker()
    lamp = light() | {"unique_id": "0x1_light_zigbee2mqtt"}
    group = light() | {"unique_id": "7_light_zigbee2mqtt"}

    broker.announces("light/0x1/light", lamp | {"device": device("Left", "0x1")})
    broker.announces(
        "light/7/light",
        group
        | {"device": device("All", "7"), "grp": ["0x1_light_zigbee2mqtt", "", 5, None, "gone"]},
    )

    known = broker.devices
    marks = {one.mark: one.moves for one in known.values()}
    assert marks == {
        "0x1_light_zigbee2mqtt": frozenset(),
        "7_light_zigbee2mqtt": frozenset({"0x1_light_zigbee2mqtt", "gone"}),
    }


@pytest.mark.parametrize("said", ["all", {"a": 1}, 5, True, [[]], []])
def test_a_group_that_says_it_wrongly_is_a_light_like_any_other(said: object) -> None:
    broker = Broker()

    broker.announces("light/7/light", light() | {"device": device("All", "7"), "group": said})

    assert [one.moves for one in broker.devices.values()] == [frozenset()]
