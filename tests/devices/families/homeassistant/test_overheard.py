"""What somebody else says on a command topic is read as our own words would be."""

import pytest

from devices.message import Message
from rules.words.events import CommandedByOther, Event
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.devices.families.homeassistant.broker import Broker, light, switch

LAMP, PLUG = HardwareId("z2m_0x01"), HardwareId("z2m_0x02")


@pytest.fixture
def broker() -> Broker:
    broker = Broker()
    broker.announces("light/0x01/light", light())
    broker.announces("switch/0x02/switch", switch())
    return broker


def overheard(broker: Broker, topic: str, payload: bytes) -> tuple[Event, ...]:
    return broker.family.overheard(Message(topic, payload))


@pytest.mark.parametrize(
    ("payload", "values"),
    [
        (b'{"state": "ON", "brightness": 254}', {POWER: True, BRIGHTNESS: 255}),
        (b'{"state": "OFF", "transition": 2}', {POWER: False}),
        (b'{"brightness": 127}', {BRIGHTNESS: 128}),
        (b'{"state": "TOGGLE"}', {}),
        (b"not JSON", {}),
        (b"[1, 2]", {}),
    ],
)
def test_what_somebody_tells_a_lamp_is_read(broker: Broker, payload: bytes, values: Values) -> None:
    assert overheard(broker, "z2m/Hall lamp/set", payload) == (CommandedByOther(LAMP, values),)


@pytest.mark.parametrize(
    ("payload", "values"), [(b"ON", {POWER: True}), (b"OFF", {POWER: False}), (b"maybe", {})]
)
def test_what_somebody_tells_a_plug_is_read(broker: Broker, payload: bytes, values: Values) -> None:
    assert overheard(broker, "z2m/Plug/set", payload) == (CommandedByOther(PLUG, values),)


def test_a_device_that_was_taken_away_is_told_nothing_any_more(broker: Broker) -> None:
    assert overheard(broker, "z2m/Plug/set", b"ON")

    broker.withdraws("switch/0x02/switch")

    assert overheard(broker, "z2m/Plug/set", b"ON") == ()
