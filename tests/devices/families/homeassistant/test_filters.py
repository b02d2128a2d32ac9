"""State topics in which any gateway may stand: `+/+/BTtoMQTT/<address>`."""

import pytest

from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Body, Broker, press

THERMOMETER = "A4C138000001"
FILTER = f"+/+/BTtoMQTT/{THERMOMETER}"


CLASSES = {"tempc": "temperature", "hum": "humidity", "batt": "battery"}


def reading(key: str, **more: object) -> Body:
    """Return an announcement as Theengs and OpenMQTTGateway make it."""
    return {
        "stat_t": FILTER,
        "dev_cla": CLASSES[key],
        "uniq_id": f"{THERMOMETER}-{key}",
        "name": key,
        "val_tpl": f"{{{{ value_json.{key} | is_defined }}}}",
        "unit_of_meas": "%",
        "state_class": "measurement",
        "device": {"ids": [THERMOMETER], "cns": [["mac", THERMOMETER]], "name": "LYWSD03MMC"},
        **more,
    }


def thermometer() -> Broker:
    broker = Broker()
    for key in ("tempc", "hum"):
        broker.announces(f"sensor/{THERMOMETER}-{key}", reading(key))
    return broker


def test_a_device_is_heard_by_whichever_gateway_is_near() -> None:
    broker = thermometer()
    assert broker.subscribed == {FILTER}

    broker.says(f"home/upstairs/BTtoMQTT/{THERMOMETER}", {"tempc": 20.5, "hum": 40})
    assert broker.told(THERMOMETER) == {Aspect("temperature"): 20.5, Aspect("humidity"): 40}
    broker.says(f"home/downstairs/BTtoMQTT/{THERMOMETER}", {"hum": 41})
    assert broker.told(THERMOMETER) == {Aspect("humidity"): 41}


@pytest.mark.parametrize(
    "topic",
    [
        "home/upstairs/BTtoMQTT/A4C138000002",
        f"home/BTtoMQTT/{THERMOMETER}",
        f"home/a/b/BTtoMQTT/{THERMOMETER}",
        f"home/a/BTtoMQTT/{THERMOMETER}/more",
    ],
)
def test_nothing_else_is_taken_for_it(topic: str) -> None:
    broker = thermometer()

    broker.says(topic, {"hum": 1})

    assert broker.events == []


def test_other_devices_are_heard_beside_it_and_announced_after_it() -> None:
    broker = thermometer()
    exact = f"home/garden/BTtoMQTT/{THERMOMETER}"
    broker.announces("sensor/other", reading("batt", stat_t=exact, device={"ids": ["other"]}))
    assert "other" in broker.devices

    broker.says(exact, {"hum": 40, "batt": 90})

    assert broker.told("other") == {Aspect("battery"): 90}
    assert broker.told(THERMOMETER) == {Aspect("humidity"): 40}


def test_what_is_withdrawn_is_listened_to_no_more() -> None:
    broker = thermometer()

    for key in ("tempc", "hum"):
        broker.withdraws(f"sensor/{THERMOMETER}-{key}")

    assert broker.subscribed == set()
    broker.says(f"home/upstairs/BTtoMQTT/{THERMOMETER}", {"hum": 40})
    assert broker.events == []


@pytest.mark.parametrize(
    ("wide", "why"),
    [
        ("#", "has wildcards"),
        ("+/#", "too wide"),
        ("+/+", "too wide"),
        ("+/+/state", "too wide"),
        ("a/b/c/+/thermometer", "too wide"),
        ("home/thermo+", "has wildcards"),
        ("+/thermometer/#", "has wildcards"),
        ("homerule/+/thermometer", "belongs to the hub itself"),
        ("+/device/hall-lamp/state", "belongs to the hub itself"),
        ("$SYS/+/thermometer", "belongs to the broker"),
        ("homeassistant/+/thermometer/config", "devices are announced"),
    ],
)
def test_a_filter_is_never_wide_and_never_of_what_is_not_a_devices(wide: str, why: str) -> None:
    broker = Broker()

    broker.announces(f"sensor/{THERMOMETER}-hum", reading("hum", stat_t=wide))

    assert broker.devices == {}
    assert broker.subscribed == set()
    assert why in broker.unreadable


def test_a_filter_that_means_announcements_too_keeps_none_back() -> None:
    broker = Broker()
    broker.announces("sensor/a", reading("hum", stat_t="+/+/thermometer/config"))

    broker.announces("sensor/thermometer", reading("tempc"))

    assert Aspect("temperature") in broker.devices[THERMOMETER].capabilities


def test_only_what_is_listened_to_may_be_a_filter() -> None:
    broker = Broker()

    broker.announces("device_automation/a", press("single", topic=FILTER))

    assert broker.devices == {}
    assert "its trigger topic has wildcards" in broker.unreadable
