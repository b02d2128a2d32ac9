"""On which topics devices are told: there a stored message is a stale command."""

from devices.message import Message
from tests.devices.families.homeassistant.broker import Body, Broker, device, light

SWITCH = {"name": None, "unique_id": "plug", "device": device("0x02", "Plug")}


def test_the_topics_on_which_devices_are_told_are_known_as_long_as_the_devices_are() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light())
    broker.announces("switch/0x02/switch", {**SWITCH, "command_topic": "z2m/Plug/set"})

    assert broker.family.command_topics() == {"z2m/Hall lamp/set", "z2m/Plug/set"}

    broker.withdraws("light/0x01/light")

    assert broker.family.command_topics() == {"z2m/Plug/set"}


def test_what_an_announcement_wants_stored_is_sent_so_but_an_act_is_not() -> None:
    broker = Broker()
    plug: Body = {**SWITCH, "command_topic": "z2m/Plug/set", "retain": True, "qos": 1}
    press: Body = {
        "device": device("0x02", "Plug"),
        "command_topic": "z2m/Plug/press",
        "retain": True,
    }
    broker.announces("light/0x01/light", light())
    broker.announces("switch/0x02/switch", plug)
    broker.announces("button/0x02/press", press)

    (told,) = broker.sends("Plug", {"power": True})
    (pressed,) = broker.sends("Plug", {"press": "press"})

    assert told == Message("z2m/Plug/set", b"ON", retain=True, qos=1)
    assert pressed == Message("z2m/Plug/press", b"PRESS")
    assert broker.family.stored_topics() == {"z2m/Plug/set"}


def test_a_topic_on_which_a_device_reports_as_well_is_none_of_them() -> None:
    broker = Broker()
    broker.announces(
        "switch/0x02/switch", {**SWITCH, "command_topic": "plug", "state_topic": "plug"}
    )

    assert broker.family.command_topics() == frozenset()
