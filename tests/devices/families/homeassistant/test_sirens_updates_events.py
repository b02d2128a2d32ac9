"""Sirens, updates and events of Home Assistant: what shares a message, and what is a press."""

import json

import pytest

from devices.message import Message
from hub.intake.meant import nothing_to_install
from rules.words.device import Kind, Sort
from rules.words.events import Pressed
from rules.words.ids import HardwareId
from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Body, Broker, device, press

KEY = "z2m_0x07"
STATE = "z2m/Thing"
BLOCK = device("Thing", KEY)


def thing(component: str, **more: object) -> Broker:
    broker = Broker()
    broker.announces(f"{component}/0x07/thing", {"name": None, "device": BLOCK, **more})
    return broker


def siren(**more: object) -> Broker:
    return thing("siren", command_topic=f"{STATE}/set", available_tones=["fire", "bell"], **more)


def bell(*types: str, place: str = "event/0x07/action", **more: object) -> tuple[str, Body]:
    body = {"state_topic": STATE, "event_types": list(types), "device": BLOCK, **more}
    return place, body


def presses(broker: Broker, said: Body | str) -> list[str]:
    broker.says(STATE, said)
    return [event.press for event in broker.events if isinstance(event, Pressed)]


def test_a_siren_is_told_how_it_sounds_in_the_message_that_switches_it_on() -> None:
    broker = siren(state_topic=STATE)

    on = broker.sends_json(KEY, {"power": True, "tone": "fire", "volume": 40, "duration": 5})
    off = broker.sends_json(KEY, {"power": False, "tone": "fire"})

    assert on == {"state": "ON", "tone": "fire", "volume_level": 0.4, "duration": 5}
    assert off == {"state": "OFF"}
    assert broker.sends(KEY, {"tone": "fire"}) == ()


def test_a_siren_that_never_reports_begins_as_silent() -> None:
    able = siren().devices[KEY].capabilities
    reporting = siren(state_topic=STATE).devices[KEY].capabilities

    assert [able[Aspect(name)].assumed for name in ("power", "tone", "volume", "duration")]
    assert (able[Aspect("power")].assumed, able[Aspect("power")].start) == (True, False)
    assert (reporting[Aspect("power")].assumed, reporting[Aspect("power")].start) == (False, None)
    assert able[Aspect("tone")].options == ("fire", "bell")


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("ON", {"power": True}),
        ("OFF", {"power": False}),
        ({"state": "ON", "tone": "bell", "volume_level": 0.5}, {"volume": 50, "tone": "bell"}),
    ],
)
def test_a_siren_says_how_it_is_as_a_word_or_as_an_object(
    said: str | Body, known: dict[str, object]
) -> None:
    broker = siren(state_topic=STATE)

    broker.says(STATE, said)

    told = broker.told(KEY)
    assert known.items() <= {str(aspect): value for aspect, value in told.items()}.items()


def test_an_update_says_both_versions_in_one_message_and_installs_by_an_act() -> None:
    template = (
        '{"installed_version":"{{ value_json.v.now }}","latest_version":"{{ value_json.v.new }}"}'
    )
    broker = thing(
        "update",
        state_topic=STATE,
        value_template=template,
        command_topic=f"{STATE}/ota",
        payload_install="go",
        entity_category="config",
    )

    broker.says(STATE, {"v": {"now": 7, "new": None}})

    assert broker.told(KEY) == {"installed_version": "7", "latest_version": None}
    assert broker.devices[KEY].capabilities[Aspect("install")].takes is Kind.ACT
    assert broker.sends(KEY, {"install": "install"}) == (Message(f"{STATE}/ota", b"go"),)


def test_an_update_may_say_each_version_on_a_topic_of_its_own() -> None:
    broker = thing("update", state_topic=STATE, latest_version_topic=f"{STATE}/latest")

    broker.says(STATE, "1.0")
    first = broker.told(KEY)
    broker.says(f"{STATE}/latest", "1.1")

    assert first == {"installed_version": "1.0"}
    assert broker.told(KEY) == {"latest_version": "1.1"}


def test_nothing_is_installed_where_the_latest_is_there_already() -> None:
    install = {Aspect("install"): "install"}
    known = {Aspect("installed_version"): "2"}

    assert nothing_to_install(install, {**known, Aspect("latest_version"): "2"})
    assert not nothing_to_install(install, {**known, Aspect("latest_version"): "3"})
    assert not nothing_to_install(install, {})


def test_an_event_is_a_press_and_only_what_was_announced_is_one() -> None:
    broker = Broker()
    broker.announces(*bell("single", "hold"))

    assert broker.devices[KEY].sort is Sort.BUTTON
    assert broker.devices[KEY].presses == {"single", "hold"}
    assert presses(broker, {"event_type": "single", "strength": 3}) == ["single"]
    for nothing in ('{"event_type": "double"}', "{}", "", "null", "[]", '{"event_type": 1}'):
        assert presses(broker, nothing) == []


def test_an_event_that_says_only_beside_its_type_at_which_button_is_no_press() -> None:
    broker = Broker()
    broker.announces(*bell("one_click", "two_click", "hold"))

    assert presses(broker, {"event_type": "hold", "button": "one"}) == []
    assert presses(broker, {"event_type": "hold", "by": "somebody"}) == ["hold"]


def test_the_same_press_announced_as_a_trigger_too_is_one_press() -> None:
    broker = Broker()
    broker.announces(*bell("single", "hold"))
    broker.announces("device_automation/0x07/single", press("single", device=BLOCK, topic=STATE))

    assert broker.devices[KEY].presses == {"single", "hold"}
    assert presses(broker, {"event_type": "single"}) == []
    assert presses(broker, "single") == ["single"]


def test_two_event_components_that_share_a_type_call_it_by_their_own_names() -> None:
    broker = Broker()
    broker.announces(*bell("press", "ring", place="event/0x07/front"))
    broker.announces(*bell("press", place="event/0x07/back", state_topic=f"{STATE}/back"))

    assert broker.devices[KEY].presses == {"front_press", "back_press", "ring"}


def test_each_aspect_and_press_says_which_announcement_it_came_from() -> None:
    broker = siren(state_topic=STATE, unique_id="u1", availability_topic=f"{STATE}/here")
    broker.announces(*bell("single"))

    origins = broker.family.origins(HardwareId(KEY))
    power, single = origins[Aspect("power")], origins[Aspect("single")]

    assert (power.component, power.unique_id) == ("siren", "u1")
    assert power.announced == "homeassistant/siren/0x07/thing/config"
    assert (power.state, power.command) == ((STATE,), (f"{STATE}/set",))
    assert power.availability == (f"{STATE}/here",)
    assert (single.component, single.state, single.command) == ("event", (STATE,), ())
    assert broker.family.origins(HardwareId("other")) == {}


def test_a_component_of_a_bundle_came_from_the_topic_of_the_bundle() -> None:
    broker = Broker()
    lamp = {"p": "light", "schema": "json", "cmd_t": "a/set", "uniq_id": "u2"}
    broker.announces("device/box", {"dev": BLOCK, "o": {"name": "x"}, "cmps": {"lamp": lamp}})

    (origin,) = broker.family.origins(HardwareId(KEY)).values()

    assert (origin.component, origin.unique_id) == ("light", "u2")
    assert origin.announced == "homeassistant/device/box/config"


def test_heating_without_a_topic_for_its_mode_keeps_it_all_the_same() -> None:
    broker = thing(
        "climate", temperature_command_topic=f"{STATE}/to", preset_mode_state_topic=STATE
    )
    able = broker.devices[KEY].capabilities

    mode, preset = able[Aspect("mode")], able[Aspect("preset")]
    assert (mode.kept, mode.assumed, mode.writable, mode.start) == (True, True, True, "off")
    assert (preset.kept, preset.start, preset.options) == (False, "none", ("none",))
    broker.says(STATE, json.dumps("None"))
    assert broker.sends(KEY, {"mode": "cool"}) == ()
