"""Device triggers: buttons and remotes."""

import pytest

from rules.words.device import Sort
from rules.words.events import Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Broker, device, number, press

REMOTE = HardwareId("z2m_0x04")
ACTION = "z2m/Remote/action"


def remote(*payloads: str) -> Broker:
    broker = Broker()
    for payload in payloads:
        broker.announces(f"device_automation/0x04/action_{payload}", press(payload))
    return broker


def test_a_remote_is_a_button_that_knows_its_presses() -> None:
    broker = remote("single", "double")

    known = broker.devices[REMOTE]
    assert (known.name, known.sort) == ("Remote", Sort.BUTTON)
    assert known.presses == {"single", "double"}
    assert known.capabilities == {}
    assert broker.subscribed == {ACTION}


def test_a_live_message_is_a_press() -> None:
    broker = remote("single", "double")

    broker.says(ACTION, "double")

    assert broker.events == [Pressed(REMOTE, "double")]


def test_a_stored_message_is_never_a_press() -> None:
    broker = remote("single")

    broker.says(ACTION, "single", retain=True)

    assert broker.events == []


@pytest.mark.parametrize("payload", ["", "triple", "SINGLE", b"\xff", '{"a":1}'])
def test_another_payload_is_no_press(payload: str | bytes) -> None:
    broker = remote("single")

    broker.says(ACTION, payload)

    assert broker.events == []


def test_a_battery_does_not_make_a_remote_a_sensor() -> None:
    broker = remote("single")
    battery = number("battery", "%", device=device("Remote", REMOTE), state_topic="z2m/Remote")
    broker.announces("sensor/0x04/battery", battery)

    assert broker.devices[REMOTE].sort is Sort.BUTTON
    assert set(broker.devices[REMOTE].capabilities) == {"battery"}


def test_presses_may_stand_in_json_beside_other_values() -> None:
    broker = Broker()
    for button in ("1", "2"):
        body = press("SINGLE", topic="tele/RESULT", type="short", subtype=f"button {button}")
        path = f"{{{{ value_json.Button{button}.Action }}}}"
        broker.announces(f"device_automation/T_{button}/config1", body | {"value_template": path})
    battery = number("battery", "%", device=device("Remote", REMOTE), state_topic="tele/RESULT")
    broker.announces("sensor/0x04/battery", battery)

    assert broker.devices[REMOTE].presses == {"button 1 short", "button 2 short"}
    broker.says("tele/RESULT", {"Button2": {"Action": "SINGLE"}, "battery": 80})
    assert broker.events == [
        Reported(REMOTE, {Aspect("battery"): 80}),
        Pressed(REMOTE, "button 2 short"),
    ]


def test_a_trigger_without_payload_is_pressed_by_anything_and_named_by_its_subtype() -> None:
    broker = Broker()
    broker.announces("device_automation/0x04/bell", press("bell") | {"payload": None})

    broker.says(ACTION, "whatever")

    assert broker.events == [Pressed(REMOTE, "bell")]


def test_a_trigger_announced_twice_is_one_press() -> None:
    broker = remote("single")
    broker.announces("device_automation/0x04/old_key", press("single"))

    broker.says(ACTION, "single")

    assert broker.events == [Pressed(REMOTE, "single")]
    assert broker.devices[REMOTE].presses == {"single"}


@pytest.mark.parametrize("payload", ["\x1b[2J", "x" * 200, "../../etc", "<b>"])
def test_a_payload_that_is_no_name_is_called_by_its_subtype(payload: str) -> None:
    broker = Broker()
    broker.announces("device_automation/0x04/odd", press(payload, subtype="left"))

    broker.says(ACTION, payload)

    assert broker.events == [Pressed(REMOTE, "left")]


def test_a_press_is_what_its_template_makes_of_a_message() -> None:
    broker = Broker()
    template = "{{ value.split('_') | last }}"
    broker.announces("device_automation/0x04/odd", press("single", value_template=template))

    broker.says(ACTION, "left_single")

    assert broker.events == [Pressed(REMOTE, "single")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"automation_type": "condition"},
        {"topic": None},
        {"topic": "z2m/+/action"},
        {"value_template": "{{ states(value) }}"},
    ],
)
def test_a_trigger_that_cannot_be_used_is_refused_in_words(wrong: dict[str, object]) -> None:
    broker = Broker()

    broker.announces("device_automation/0x04/odd", press("single", **wrong))

    assert broker.devices == {}
    assert broker.unreadable.startswith("homeassistant/device_automation/0x04/odd/config: ")
