"""Devices that announce all their components in one message."""

from rules.words.device import Sort
from rules.words.events import DeviceAnnounced, DeviceRetired
from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Body, Broker

PLUG = "plug_7"
PARTS: Body = {
    "relay": {
        "p": "switch",
        "name": None,
        "uniq_id": "plug_7_relay",
        "cmd_t": "~/set",
        "val_tpl": "{{ value_json.relay }}",
    },
    "temp": {
        "platform": "sensor",
        "unit_of_meas": "°C",
        "dev_cla": "temperature",
        "unique_id": "plug_7_temp",
        "value_template": "{{ value_json.temp }}",
    },
}
DEVICE: Body = {"ids": [PLUG], "name": "Kettle plug", "mf": "Lumen", "mdl": "P7", "sa": "Kitchen"}


def plug(parts: Body = PARTS, **more: object) -> Body:
    shared: Body = {"~": "plugs/7", "stat_t": "~/state", "avty_t": "~/lwt"}
    return {"dev": DEVICE, "o": {"name": "plugware"}, "cmps": parts, **shared, **more}


def known(body: Body) -> Broker:
    broker = Broker()
    broker.announces("device/plug_7", body)
    return broker


def test_one_message_announces_a_whole_device_and_what_its_components_share() -> None:
    broker = known(plug())

    assert not broker.unreadable
    found = broker.devices[PLUG]
    assert (found.name, found.sort, found.suggested_area) == ("Kettle plug", Sort.SWITCH, "Kitchen")
    assert set(found.capabilities) == {"power", "temperature"}
    assert broker.subscribed == {"plugs/7/state", "plugs/7/lwt"}
    (said,) = broker.sends(PLUG, {"power": True})
    assert said.topic == "plugs/7/set"  # type: ignore[union-attr]  # it speaks MQTT

    broker.says("plugs/7/state", {"relay": "ON", "temp": 21.5})
    assert broker.told(PLUG) == {Aspect("power"): True, Aspect("temperature"): 21.5}


def test_a_device_is_announced_once_and_what_is_said_again_changes_nothing() -> None:
    broker = known(plug())

    assert len([each for each in broker.events if isinstance(each, DeviceAnnounced)]) == 1
    broker.announces("device/plug_7", plug())
    assert broker.events == []


def test_long_keys_and_a_node_in_the_topic_do_as_well() -> None:
    body = plug()
    long: Body = {"device": body.pop("dev"), "components": body.pop("cmps"), **body}
    broker = Broker()

    broker.announces("device/node/plug_7", long)

    assert set(broker.devices[PLUG].capabilities) == {"power", "temperature"}


def test_a_component_with_its_platform_alone_is_gone() -> None:
    broker = known(plug())

    broker.announces("device/plug_7", plug({**PARTS, "temp": {"p": "sensor"}}))

    assert set(broker.devices[PLUG].capabilities) == {"power"}


def test_an_empty_message_takes_the_whole_device() -> None:
    broker = known(plug())

    broker.withdraws("device/plug_7")

    assert broker.devices == {}
    assert broker.subscribed == set()


def test_one_bad_component_costs_the_others_nothing_and_is_said() -> None:
    bad: Body = {"p": "switch", "name": "Bad", "cmd_t": "homerule/house/set"}
    broker = known(plug({**PARTS, "bad": bad, "odd": 5, "none": {"p": "../x"}, "tv": {"p": "tv"}}))

    assert set(broker.devices[PLUG].capabilities) == {"power", "temperature"}
    assert "`bad`: its command topic belongs to the hub itself" in broker.unreadable
    assert "`odd` does not say which component it is" in broker.unreadable


def test_what_names_no_components_is_refused() -> None:
    for body in (plug(cmps=None), "[]", "{", "7"):
        broker = known(body)  # type: ignore[arg-type]  # some are texts

        assert broker.devices == {}
        assert "not readable as an announcement" in broker.unreadable


def test_a_device_that_moves_to_one_message_stays_the_device_that_it_was() -> None:
    broker = Broker()
    parts = {"relay": "switch", "temp": "sensor"}
    for name, component in parts.items():
        alone: Body = {"~": "plugs/7", "stat_t": "~/state", "dev": DEVICE, **PARTS[name]}  # type: ignore[dict-item]  # a body
        broker.announces(f"{component}/7/{name}", alone)
    before = broker.devices[PLUG]

    for name, component in parts.items():
        broker.announces(f"{component}/7/{name}", {"migrate_discovery": True})
        assert broker.events == []
    broker.announces("device/plug_7", plug())
    assert not any(isinstance(each, DeviceRetired) for each in broker.events)
    for name, component in parts.items():
        broker.withdraws(f"{component}/7/{name}")
        assert broker.events == []

    assert broker.devices[PLUG] == before
    broker.says("plugs/7/state", {"relay": "ON", "temp": 20})
    assert broker.told(PLUG) == {Aspect("power"): True, Aspect("temperature"): 20}


def test_a_device_that_moves_back_stays_too() -> None:
    broker = known(plug())
    alone: Body = {"~": "plugs/7", "stat_t": "~/state", "dev": DEVICE, **PARTS["relay"]}  # type: ignore[dict-item]  # a body

    broker.announces("device/plug_7", {"migr_discvry": True})
    broker.announces("switch/7/relay", alone)
    broker.withdraws("device/plug_7")

    assert set(broker.devices[PLUG].capabilities) == {"power"}
