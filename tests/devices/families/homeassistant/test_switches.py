"""Switches: plugs, gangs of wall switches, and settings that only look like switches."""

import pytest

from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.events import Reported
from rules.words.ids import HardwareId
from rules.words.values import POWER, Aspect
from tests.devices.families.homeassistant.broker import Body, Broker, device, switch

PLUG = HardwareId("z2m_0x02")
STATE = "z2m/Plug"


def plug(**more: object) -> Broker:
    broker = Broker()
    broker.announces("switch/0x02/switch", switch(**more))
    return broker


def test_a_plug_is_a_switch_with_power() -> None:
    broker = plug()

    known = broker.devices[PLUG]
    assert (known.name, known.sort) == ("Plug", Sort.SWITCH)
    assert list(known.capabilities) == [POWER]
    assert known.capabilities[POWER].writable


def test_a_plug_is_told_by_its_payloads_at_the_announced_qos() -> None:
    broker = plug(payload_on="an", payload_off="aus", qos=2, retain=True)

    on, off = broker.sends(PLUG, {"power": True}, 5), broker.sends(PLUG, {"power": False})
    assert on == (Message("z2m/Plug/set", b"an", retain=True, qos=2),)
    assert off == (Message("z2m/Plug/set", b"aus", retain=True, qos=2),)


def test_a_plug_cannot_be_told_what_is_neither_on_nor_off() -> None:
    broker = plug()

    assert broker.sends(PLUG, {"power": None}) == ()
    assert broker.sends(PLUG, {"brightness": 3}) == ()
    assert broker.sends("somebody else", {"power": True}) == ()


@pytest.mark.parametrize(
    ("config", "payload", "power"),
    [
        ({}, '{"state": "ON"}', True),
        ({}, '{"state": "OFF"}', False),
        ({}, '{"state": " ON "}', True),
        ({}, '{"state": null}', None),
        ({"payload_on": "1", "payload_off": "0"}, '{"state": 1}', True),
        ({"payload_on": 1, "payload_off": 0}, '{"state": "0"}', False),
        ({"payload_on": True, "payload_off": False}, '{"state": true}', True),
        ({"payload_on": True, "payload_off": False}, '{"state": "False"}', False),
        ({"state_on": "an", "state_off": "aus"}, '{"state": "aus"}', False),
        ({"value_template": None}, "ON", True),
        ({"value_template": "{{ value }}"}, "OFF", False),
        (
            {"value_template": None, "state_value_template": "{{ value_json.a }}"},
            '{"a":"ON"}',
            True,
        ),
    ],
)
def test_its_texts_are_compared_as_home_assistant_renders_them(
    config: Body, payload: str, power: bool | None
) -> None:
    broker = plug(**config)

    broker.says(STATE, payload)

    assert broker.events == [Reported(PLUG, {POWER: power})]


@pytest.mark.parametrize(
    ("config", "payload"),
    [
        ({}, '{"state": "on"}'),
        ({}, '{"state": true}'),
        ({"payload_on": True}, '{"state": 1}'),
        ({"payload_on": "true"}, '{"state": true}'),
        ({"payload_on": 1}, '{"state": true}'),
        ({}, '{"state": {"ON": "ON"}}'),
        ({"value_template": None}, "maybe"),
    ],
)
def test_another_text_is_said_to_be_unreadable_and_changes_nothing(
    config: Body, payload: str
) -> None:
    broker = plug(**config)

    broker.says(STATE, payload)

    assert broker.events == []
    assert "power:" in broker.unreadable


@pytest.mark.parametrize("payload", ["{}", '{"power": 3}', "", '{"state": ""}', "[]", "5"])
def test_a_message_without_the_value_mentions_nothing(payload: str) -> None:
    broker = plug()

    broker.says(STATE, payload)

    assert broker.events == []
    assert not broker.unreadable


def test_the_gangs_of_a_wall_switch_are_switches_that_share_a_topic() -> None:
    broker = Broker()
    for gang in ("left", "right"):
        body = switch(name=gang.capitalize(), value_template=f"{{{{ value_json.state_{gang} }}}}")
        command = {"command_topic": f"z2m/Plug/{gang}/set"}
        broker.announces(f"switch/0x02/switch_{gang}", body | command)

    assert {known.name for known in broker.devices.values()} == {"Plug Left", "Plug Right"}
    assert PLUG not in broker.devices
    broker.says(STATE, {"state_left": "ON", "state_right": "OFF"})
    assert broker.events == [
        Reported(HardwareId(f"{PLUG}/switch_left"), {POWER: True}),
        Reported(HardwareId(f"{PLUG}/switch_right"), {POWER: False}),
    ]
    assert broker.sends(f"{PLUG}/switch_right", {"power": True}) == (
        Message("z2m/Plug/right/set", b"ON"),
    )


def test_a_setting_is_an_aspect_that_agents_leave_alone() -> None:
    broker = plug()
    lock = switch(
        name="Child lock",
        entity_category="config",
        command_topic="z2m/Plug/set/child_lock",
        value_template='{{ value_json["child_lock"] }}',
    )

    broker.announces("switch/0x02/child_lock", lock)

    able = broker.devices[PLUG].capabilities[Aspect("child_lock")]
    assert able.writable
    assert able.category is Category.SETTING
    broker.says(STATE, {"state": "ON", "child_lock": "OFF"})
    assert broker.events == [Reported(PLUG, {POWER: True, Aspect("child_lock"): False})]
    assert broker.sends(PLUG, {"child_lock": True}) == (Message("z2m/Plug/set/child_lock", b"ON"),)


def test_two_aspects_of_one_device_are_told_on_their_own_topics() -> None:
    broker = plug()
    lock = switch(name="Lock", entity_category="config", command_topic="z2m/Plug/set/lock")
    broker.announces("switch/0x02/lock", lock)

    assert broker.sends(PLUG, {"power": False, "lock": True}) == (
        Message("z2m/Plug/set", b"OFF"),
        Message("z2m/Plug/set/lock", b"ON"),
    )


def test_a_lock_that_forgot_to_say_so_is_a_setting_too() -> None:
    broker = plug(name="Child lock", payload_on="LOCK", payload_off="UNLOCK")

    known = broker.devices[PLUG]
    assert known.sort is Sort.OTHER
    assert known.capabilities[Aspect("switch")].category is Category.SETTING


def test_a_switch_whose_template_is_too_clever_can_still_be_told() -> None:
    broker = plug(value_template="{{ states('switch.plug') }}")

    assert "its template `{{ states('switch.plug') }}` cannot be used" in broker.unreadable
    assert broker.subscribed == set()
    assert broker.sends(PLUG, {"power": True}) == (Message("z2m/Plug/set", b"ON"),)


def test_a_switch_reads_what_its_template_makes_of_a_message() -> None:
    broker = plug(
        value_template='{% if value_json["on"] %}true{% else %}false{% endif %}',
        payload_on="true",
        payload_off="false",
    )

    broker.says("z2m/Plug", {"on": True})
    assert broker.told(PLUG) == {Aspect("power"): True}
    broker.says("z2m/Plug", {"on": False})
    assert broker.told(PLUG) == {Aspect("power"): False}


def test_a_switch_without_a_state_topic_can_be_told() -> None:
    broker = plug(state_topic=None)

    assert not broker.unreadable
    assert broker.subscribed == set()
    assert broker.sends(PLUG, {"power": True}) == (Message("z2m/Plug/set", b"ON"),)


def test_where_a_light_and_a_switch_have_no_name_the_light_is_the_product() -> None:
    block = device("Plug", PLUG)
    light: Body = {"schema": "json", "command_topic": "z2m/Plug/light/set", "device": block}

    broker = plug()
    broker.announces("light/0x02/light", light)

    assert broker.devices[PLUG].sort is Sort.LAMP
    assert broker.devices[f"{PLUG}/switch"].sort is Sort.SWITCH
