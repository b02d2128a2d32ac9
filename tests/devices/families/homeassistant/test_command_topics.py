"""On which topics devices are told: there a stored message is a stale command."""

from tests.devices.families.homeassistant.broker import Broker, device, light

SWITCH = {"name": None, "unique_id": "plug", "device": device("0x02", "Plug")}


def test_the_topics_on_which_devices_are_told_are_known_as_long_as_the_devices_are() -> None:
    broker = Broker()
    broker.announces("light/0x01/light", light())
    broker.announces("switch/0x02/switch", {**SWITCH, "command_topic": "z2m/Plug/set"})

    assert broker.family.command_topics() == {"z2m/Hall lamp/set", "z2m/Plug/set"}

    broker.withdraws("light/0x01/light")

    assert broker.family.command_topics() == {"z2m/Plug/set"}


def test_a_topic_on_which_a_device_reports_as_well_is_none_of_them() -> None:
    broker = Broker()
    broker.announces(
        "switch/0x02/switch", {**SWITCH, "command_topic": "plug", "state_topic": "plug"}
    )

    assert broker.family.command_topics() == frozenset()
