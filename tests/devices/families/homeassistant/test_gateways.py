"""OpenMQTTGateway and Theengs, which announce what they hear over the air, and themselves."""

from typing import Any

import pytest

from devices.message import Message
from rules.words.device import Kind, Sort
from rules.words.events import AvailabilityChanged, Pressed
from rules.words.ids import HardwareId
from rules.words.values import POWER, Aspect, Values
from tests.devices.families.homeassistant.broker import Body, Broker

GATEWAY = "240AC4A1B2C3"
METER, DOOR = "A4C138112233", "A4C138445566"
REMOTE = "1234567_433"
HOME = "home/OpenMQTTGateway"
BOX: Body = {
    "name": "OpenMQTTGateway",
    "mdl": "esp32dev-ble",
    "mf": "OMG_community",
    "sw": "1.8.1",
    "ids": [GATEWAY],
}
HERE = {"avty_t": f"{HOME}/LWT", "pl_avail": "online", "pl_not_avail": "offline"}


def heard(component: str, mac: str, key: str, field: str, **more: Any) -> tuple[str, Body]:
    """Return how a thing heard over Bluetooth is announced: by whichever gateway hears it."""
    thing = {"cns": [["mac", mac]], "ids": [mac], "mf": "Xiaomi", "name": f"Meter-{mac[6:]}"}
    return f"{component}/{mac}-{key}", {
        "stat_t": f"+/+/BTtoMQTT/{mac}",
        "name": key,
        "uniq_id": f"{mac}-{key}",
        "val_tpl": f"{{{{ value_json.{field} | is_defined }}}}",
        "device": {**thing, "via_device": "OpenMQTTGateway"},
        **more,
    }


def own(component: str, key: str, name: str, **more: Any) -> tuple[str, Body]:
    """Return how a gateway announces something of itself."""
    named = {"name": name, "uniq_id": f"{GATEWAY}-{key}", "device": BOX}
    return f"{component}/{GATEWAY}-{key}", {**named, **HERE, **more}


ALL: tuple[tuple[str, Body], ...] = (
    heard("sensor", METER, "temperature", "tempc", dev_cla="temperature", unit_of_meas="°C"),
    heard("sensor", METER, "humidity", "hum", dev_cla="humidity", unit_of_meas="%"),
    heard("sensor", METER, "battery", "batt", dev_cla="battery", unit_of_meas="%"),
    heard("binary_sensor", DOOR, "open", "open", dev_cla="door", pl_on="True", pl_off="False"),
    own(
        "sensor",
        "uptime",
        "SYS: Uptime",
        stat_t=f"{HOME}/SYStoMQTT",
        val_tpl="{{ value_json.uptime }}",
        unit_of_meas="s",
    ),
    own(
        "switch",
        "actuatorONOFF",
        "actuatorONOFF",
        stat_t=f"{HOME}/ONOFFtoMQTT",
        val_tpl="{{ value_json.cmd }}",
        pl_on='{"cmd":1}',
        pl_off='{"cmd":0}',
        stat_on="1",
        stat_off="0",
        cmd_t=f"{HOME}/commands/MQTTtoONOFF",
    ),
    own(
        "number",
        "interval",
        "BT: Interval between scans",
        stat_t=f"{HOME}/BTtoMQTT",
        val_tpl="{{ value_json.interval/1000 }}",
        cmd_tpl='{"interval":{{value*1000}},"save":true}',
        unit_of_meas="s",
        cmd_t=f"{HOME}/commands/MQTTtoBT/config",
    ),
    own(
        "button",
        "restart",
        "SYS: Restart gateway",
        pl_prs='{"cmd":"restart"}',
        cmd_t=f"{HOME}/commands/MQTTtoSYS/config",
    ),
    (
        f"device_automation/{REMOTE}",
        {
            "automation_type": "trigger",
            "type": "received",
            "subtype": "1234567",
            "topic": f"{HOME}/433toMQTT/1234567",
            "device": {"identifiers": [REMOTE], "name": "1234567", "model": "RF"},
        },
    ),
)


@pytest.fixture
def house() -> Broker:
    broker = Broker()
    for place, body in ALL:
        broker.announces(place, body)
        assert not broker.unreadable
    return broker


def test_what_they_hear_are_products_of_their_own(house: Broker) -> None:
    meter, door = house.devices[METER], house.devices[DOOR]

    assert (meter.name, meter.sort) == ("Meter-112233", Sort.SENSOR)
    assert meter.capabilities.keys() == {"temperature", "humidity", "battery"}
    assert meter.product.macs == {METER.lower()}
    assert door.capabilities.keys() == {"door"}
    assert house.devices[REMOTE].sort is Sort.BUTTON


@pytest.mark.parametrize(
    ("gateway", "thing", "said", "values"),
    [
        (
            "OpenMQTTGateway",
            METER,
            {"id": "A4:C1:38:11:22:33", "rssi": -60, "tempc": 21.5, "tempf": 70.7, "hum": 45},
            {"temperature": 21.5, "humidity": 45},
        ),
        ("Upstairs", METER, {"id": "A4:C1:38:11:22:33", "batt": 87}, {"battery": 87}),
        ("TheengsGateway", DOOR, {"id": "A4:C1:38:44:55:66", "open": True}, {"door": True}),
        ("TheengsGateway", DOOR, {"id": "A4:C1:38:44:55:66", "rssi": -80}, {}),
    ],
)
def test_whichever_gateway_hears_a_thing_what_is_left_out_of_a_message_stays(
    house: Broker, gateway: str, thing: str, said: Body, values: Values
) -> None:
    house.says(f"home/{gateway}/BTtoMQTT/{thing}", said)

    assert house.told(thing) == values


def test_a_gateway_s_own_keys_are_named_without_its_address(house: Broker) -> None:
    able = house.devices[GATEWAY].capabilities

    assert able.keys() == {"uptime", "interval", "restart"}
    assert able[Aspect("restart")].takes is Kind.ACT
    house.says(f"{HOME}/SYStoMQTT", {"uptime": 123, "discovery": True})
    assert house.told(GATEWAY) == {"uptime": 123}


def test_its_relay_is_heard_in_numbers_and_told_in_objects(house: Broker) -> None:
    relay = f"{GATEWAY}/switch_{GATEWAY}-actuatorONOFF"

    house.says(f"{HOME}/ONOFFtoMQTT", {"cmd": 1})

    assert house.told(relay) == {POWER: True}
    (message,) = house.sends(relay, {POWER: False})
    assert message == Message(f"{HOME}/commands/MQTTtoONOFF", b'{"cmd":0}')


def test_a_setting_is_counted_as_the_template_says(house: Broker) -> None:
    house.says(f"{HOME}/BTtoMQTT", {"interval": 55555})

    assert house.told(GATEWAY) == {"interval": 55.555}
    (message,) = house.sends(GATEWAY, {"interval": 30})
    assert isinstance(message, Message)
    assert message.payload == b'{"interval":30000,"save":true}'


def test_a_code_that_was_heard_is_a_press(house: Broker) -> None:
    house.says(f"{HOME}/433toMQTT/1234567", {"value": 1234567, "protocol": 1})

    assert house.events == [Pressed(HardwareId(REMOTE), "1234567")]


def test_a_gateway_that_goes_takes_along_what_is_its_own_alone(house: Broker) -> None:
    house.says(f"{HOME}/LWT", "offline", retain=True)

    gone = {event.hardware for event in house.events if isinstance(event, AvailabilityChanged)}
    assert gone == {GATEWAY, f"{GATEWAY}/switch_{GATEWAY}-actuatorONOFF"}


def test_what_is_only_tracked_is_passed_over(house: Broker) -> None:
    before = dict(house.devices)

    house.announces(*heard("device_tracker", METER, "tracker", "rssi", source_type="bluetooth_le"))

    assert house.devices == before
