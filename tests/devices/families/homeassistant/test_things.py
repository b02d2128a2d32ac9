"""Numbers, choices, buttons, locks, covers, heating and fans, as Home Assistant announces them."""

import json

import pytest

from devices.message import Message
from rules.deciding.raising import raises
from rules.words.device import Kind, Sort
from rules.words.values import Aspect, Value, Values
from tests.devices.families.homeassistant.broker import Body, Broker, device

KEY = "z2m_0x09"
STATE = "z2m/Thing"


def thing(component: str, **more: object) -> Broker:
    broker = Broker()
    body: Body = {
        "name": None,
        "state_topic": STATE,
        "command_topic": f"{STATE}/set",
        "device": device("Thing", KEY),
        **more,
    }
    broker.announces(f"{component}/0x09/thing", body)
    assert broker.unreadable == ""
    return broker


def sent(broker: Broker, **values: Value) -> list[tuple[str, str]]:
    messages = broker.sends(KEY, dict(values))
    return [(m.topic, m.payload.decode()) for m in messages if isinstance(m, Message)]


def test_a_cover_is_heard_and_told_by_position_and_by_movement() -> None:
    broker = thing(
        "cover",
        value_template="{{ value_json.state }}",
        state_open="OPEN",
        state_closed="CLOSE",
        position_topic=STATE,
        position_template="{{ value_json.position }}",
        set_position_topic=f"{STATE}/set",
        set_position_template='{ "position": {{ position }} }',
    )

    broker.says(STATE, {"state": "CLOSE", "position": 37})

    assert broker.told(KEY) == {"movement": "closed", "position": 37}
    assert broker.devices[KEY].sort is Sort.COVER
    assert sent(broker, movement="stopped") == [(f"{STATE}/set", "STOP")]
    assert sent(broker, position=0) == [(f"{STATE}/set", '{ "position": 0 }')]


def test_a_cover_that_counts_the_other_way_is_turned_round() -> None:
    broker = thing(
        "cover",
        position_topic=f"{STATE}/at",
        set_position_topic=f"{STATE}/to",
        position_open=0,
        position_closed=100,
    )

    broker.says(f"{STATE}/at", "30")

    assert broker.told(KEY) == {"position": 70}
    assert sent(broker, position=70) == [(f"{STATE}/to", "30")]


def test_a_lock_is_locked_or_not_and_unknown_while_jammed() -> None:
    broker = thing("lock", value_template="{{ value_json.state }}", state_locked="LOCK")

    seen: list[Values] = []
    for state in ("LOCK", "UNLOCKED", "JAMMED", None):
        broker.says(STATE, {"state": state})
        seen.append(broker.told(KEY))

    assert seen == [{"locked": True}, {"locked": False}, {"locked": None}, {"locked": None}]
    assert sent(broker, locked=False) == [(f"{STATE}/set", "UNLOCK")]


def test_a_button_and_an_update_are_acts() -> None:
    broker = thing("button", payload_press="SET")
    (press,) = broker.devices[KEY].capabilities.values()

    assert (press.kind, press.options, press.assumed) == (Kind.ACT, ("press",), False)
    assert sent(broker, thing="press") == [(f"{STATE}/set", "SET")]
    assert sent(broker, thing="other") == []


def test_a_number_is_written_whole_where_it_is_whole() -> None:
    broker = thing("number", min=18, max=35, step=0.5, value_template="{{ value_json.low }}")

    broker.says(STATE, {"low": 26.5})

    assert broker.told(KEY) == {"thing": 26.5}
    assert [sent(broker, thing=value)[0][1] for value in (18.0, 26.5, 35)] == ["18", "26.5", "35"]


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    broker = Broker()

    body: Body = {"command_topic": f"{STATE}/set", "min": 10, "max": 2, "device": device(ids=KEY)}
    broker.announces("number/0x09/level", body)

    assert "from 10 to 2 is no range" in broker.unreadable
    (level,) = broker.devices[KEY].capabilities.values()
    assert (level.low, level.high) == (None, None)
    assert sent(broker, level=7) == [(f"{STATE}/set", "7")]


def test_a_choice_without_a_state_topic_counts_as_what_it_was_told() -> None:
    broker = thing("select", state_topic=None, options=["blink", "breathe"])
    (choice,) = broker.devices[KEY].capabilities.values()

    assert choice.assumed
    assert choice.options == ("blink", "breathe")
    assert sent(broker, thing="blink") == [(f"{STATE}/set", "blink")]


@pytest.mark.parametrize(
    ("options", "said", "choice"),
    [(["1", "2"], 2, "2"), (["true", "false"], True, "true"), (["low"], "low", "low")],
)
def test_a_choice_is_one_of_its_words_however_it_is_written(
    options: list[str], said: object, choice: str
) -> None:
    broker = thing("select", options=options, value_template="{{ value_json.is }}")

    broker.says(STATE, {"is": said})

    assert broker.told(KEY) == {"thing": choice}


def test_no_programme_is_offered_once() -> None:
    broker = thing("climate", preset_mode_command_topic=f"{STATE}/p", preset_modes=["eco", "none"])

    assert broker.devices[KEY].capabilities[Aspect("preset")].options == ("none", "eco")


def test_a_password_is_no_aspect_since_what_is_told_is_shown() -> None:
    broker = Broker()
    body = {"command_topic": "x/set", "state_topic": "x", "mode": "password"}

    broker.announces("text/0x09/code", {"name": "Code", "device": device("Thing", KEY), **body})

    assert broker.devices == {}
    assert "it is a password" in broker.unreadable


def test_heating_is_heard_and_told_aspect_by_aspect() -> None:
    broker = thing(
        "climate",
        mode_cmd_t=f"{STATE}/set/mode",
        mode_stat_t=STATE,
        mode_stat_tpl="{{ value_json.mode }}",
        modes=["off", "heat"],
        temperature_command_topic=f"{STATE}/set/to",
        temperature_state_topic=STATE,
        temperature_state_template="{{ value_json.to }}",
        current_temperature_topic=STATE,
        current_temperature_template="{{ value_json.now }}",
    )

    broker.says(STATE, {"mode": "heat", "to": 21, "now": 19.5})

    assert broker.told(KEY) == {"mode": "heat", "target_temperature": 21, "temperature": 19.5}
    assert sent(broker, mode="off") == [(f"{STATE}/set/mode", "off")]
    assert sent(broker, target_temperature=24) == [(f"{STATE}/set/to", "24.0")]


def test_what_is_to_be_reached_moves_in_the_steps_and_the_range_that_are_announced() -> None:
    more = {"temp_cmd_t": "t/set", "temp_step": "0.5", "hum_cmd_t": "h/set", "max_hum": 80}

    able = thing("climate", **more).devices[KEY].capabilities

    heat, damp = able[Aspect("target_temperature")], able[Aspect("target_humidity")]
    assert (heat.low, heat.high, heat.step) == (7, 35, 0.5)
    assert (damp.low, damp.high) == (30, 80)


def test_heating_with_a_switch_of_its_own_is_on_unless_its_mode_is_off() -> None:
    broker = thing(
        "climate",
        mode_cmd_t=f"{STATE}/set/mode",
        mode_stat_t=STATE,
        mode_stat_tpl="{{ value_json.mode }}",
        modes=["off", "heat", "cosy"],
        pow_cmd_t=f"{STATE}/set/power",
        pl_on="1",
        pl_off="0",
    )

    broker.says(STATE, {"mode": "cosy"})
    assert broker.told(KEY) == {"mode": "cosy", "power": True}
    broker.says(STATE, {"mode": "off"})
    assert broker.told(KEY) == {"mode": "off", "power": False}

    assert sent(broker, power=True) == [(f"{STATE}/set/power", "1")]
    assert sent(broker, power=False) == [(f"{STATE}/set/power", "0")]
    assert sent(broker, mode="heat") == [(f"{STATE}/set/mode", "heat")]


def test_the_speed_of_a_fan_is_its_share_of_the_range() -> None:
    broker = thing(
        "fan",
        percentage_command_topic=f"{STATE}/speed",
        percentage_state_topic=f"{STATE}/at",
        speed_range_max=3,
    )

    broker.says(f"{STATE}/at", "1")

    assert broker.told(KEY) == {"speed": 33}
    assert sent(broker, speed=50) == [(f"{STATE}/speed", "2")]
    assert sent(broker, power=True) == [(f"{STATE}/set", "ON")]


def test_a_siren_is_switched_on_and_off_by_templates_of_its_own() -> None:
    broker = thing(
        "siren",
        state_topic=None,
        command_template='{"warning": {"mode": "{{ tone | default(\'emergency\') }}"}}',
        command_off_template='{"warning": {"mode": "stop"}}',
    )

    assert broker.devices[KEY].sort is Sort.SIREN
    assert sent(broker, power=True)[0][1] == '{"warning": {"mode": "emergency"}}'
    assert sent(broker, power=False)[0][1] == '{"warning": {"mode": "stop"}}'
    assert sent(thing("siren"), power=True)[0][1] == '{"state":"ON"}'


@pytest.mark.parametrize(
    ("was", "told", "raised"),
    [
        ({"locked": True}, {"locked": False}, "locked"),
        ({"locked": False}, {"locked": True}, None),
        ({"position": 10}, {"position": 11}, "position"),
        ({"position": 11}, {"position": 10}, None),
        ({}, {"position": 0}, "position"),
        ({"movement": "closed"}, {"movement": "open"}, "movement"),
        ({"movement": "open"}, {"movement": "stopped"}, None),
        ({"mode": "off"}, {"mode": "heat"}, "mode"),
        ({"mode": "heat"}, {"mode": "off"}, None),
        ({"target_temperature": 19.0}, {"target_temperature": 21.0}, "target_temperature"),
    ],
)
def test_opening_unlocking_and_heating_up_are_raises(
    was: dict[str, Value], told: dict[str, Value], raised: str | None
) -> None:
    before = {Aspect(key): value for key, value in was.items()}

    assert raises(before, {Aspect(key): value for key, value in told.items()}) == raised


def test_nothing_that_is_said_breaks_a_component() -> None:
    for component in ("cover", "lock", "climate", "fan", "number", "select", "button"):
        broker = thing(
            component,
            value_template="{{ value_json.a.b }}",
            mode_state_topic=STATE,
            position_topic=STATE,
            percentage_state_topic=STATE,
            percentage_value_template="{{ value_json.a }}",
        )
        for payload in ("", "null", "[]", "{", json.dumps({"a": {"b": {}}}), "NaN", "1e999"):
            broker.says(STATE, payload)
            broker.says(STATE, json.dumps({"a": {"b": payload}}))
