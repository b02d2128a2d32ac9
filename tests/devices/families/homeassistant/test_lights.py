"""Lights of the JSON schema: what they say, and what they are told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.message import Message
from rules.words.device import Category, Sort
from rules.words.events import Reported
from rules.words.ids import HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    POWER,
    Aspect,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Xy,
)
from tests.devices.families.homeassistant.broker import Body, Broker, device, light

LAMP = HardwareId("z2m_0x01")
STATE = "z2m/Hall lamp"


def lamp(*modes: str, **more: object) -> Broker:
    broker = Broker()
    broker.announces("light/0x01/light", light(supported_color_modes=list(modes), **more))
    assert not broker.unreadable
    return broker


def test_a_white_channel_of_its_own_is_for_people_and_told_and_heard_by_its_strength() -> None:
    broker = lamp("rgb", "white", white_scale=100)
    able = broker.devices[LAMP].capabilities[Aspect("white_level")]

    assert (able.is_setting, able.low, able.high) == (True, 0, 255)
    assert broker.sends_json(LAMP, {"white_level": 128}) == {"state": "ON", "white": 50}
    assert broker.sends_json(LAMP, {"power": False, "white_level": 128}) == {"state": "OFF"}
    assert not broker.sends(LAMP, {"white_level": 0})

    broker.says("z2m/Hall lamp", {"color_mode": "white", "brightness": 254})
    assert broker.told(LAMP)[Aspect("white_level")] == 255

    broker.says("z2m/Hall lamp", {"color_mode": "rgb", "color": {"r": 9, "g": 0, "b": 0}})
    assert broker.told(LAMP)[Aspect("white_level")] == 0


def test_a_lamp_that_is_only_white_needs_no_channel_beside_its_brightness() -> None:
    assert set(lamp("white").devices[LAMP].capabilities) == {POWER, BRIGHTNESS}


def test_a_lamp_is_announced_with_what_it_can_do() -> None:
    broker = lamp("xy", "color_temp", min_mireds=153, max_mireds=500)

    known = broker.devices[LAMP]
    assert known.name == "Hall lamp"
    assert known.sort is Sort.LAMP
    assert known.family == "homeassistant"
    assert (known.product.maker, known.product.model) == ("Lumen", "L1")
    assert list(known.capabilities) == [POWER, BRIGHTNESS, COLOUR]
    assert all(able.writable for able in known.capabilities.values())
    colour = known.capabilities[COLOUR]
    assert (colour.unit, colour.low, colour.high) == ("K", 2000, 6535)


def test_a_report_gives_all_that_it_mentions_in_one_event() -> None:
    broker = lamp("xy", "color_temp")

    broker.says(
        STATE, {"state": "ON", "brightness": 127, "color_mode": "color_temp", "color_temp": 370}
    )

    colour = Kelvin(2702)
    assert broker.events == [Reported(LAMP, {POWER: True, BRIGHTNESS: 128, COLOUR: colour})]


def test_what_a_report_does_not_mention_stays_out_and_a_null_is_unknown() -> None:
    broker = lamp("brightness")

    broker.says(STATE, {"state": None, "linkquality": 77})
    assert broker.told(LAMP) == {POWER: None}

    broker.says(STATE, {"linkquality": 77})
    assert broker.events == []


def test_a_stored_report_is_marked_as_such() -> None:
    broker = lamp("brightness")

    broker.says(STATE, {"state": "ON"}, retain=True)

    assert broker.events == [Reported(LAMP, {POWER: True}, stored=True)]


def test_a_brightness_of_zero_says_nothing_of_how_bright_it_is_while_on() -> None:
    broker = lamp("brightness")

    broker.says(STATE, {"state": "OFF", "brightness": 0})

    assert broker.told(LAMP) == {POWER: False}


@pytest.mark.parametrize(
    ("modes", "said", "colour"),
    [
        (["xy"], {"color": {"x": 0.4, "y": 0.5}}, Xy(0.4, 0.5)),
        (["xy"], {"color_mode": "xy", "color": {"x": 0.4, "y": 0.5, "h": 3}}, Xy(0.4, 0.5)),
        (["hs"], {"color": {"h": 0, "s": 100}}, Hs(0, 100)),
        (["hs"], {"color": {"hue": 0, "saturation": 100}}, Hs(0, 100)),
        (["rgb"], {"color": {"r": 255, "g": 0, "b": 0}}, Rgb(255, 0, 0)),
        (["rgbw"], {"color": {"r": 0, "g": 0, "b": 0, "w": 255}}, Rgb(255, 255, 255)),
        (["color_temp"], {"color_temp": 250}, Kelvin(4000)),
        (["color_temp"], {"color_mode": "color_temp", "color_temp": 250.7}, Kelvin(4000)),
        (["xy", "color_temp"], {"color_temp": 250}, Kelvin(4000)),
        (["xy", "color_temp"], {"color": {"x": 0.4, "y": 0.5}}, Xy(0.4, 0.5)),
        (["xy", "color_temp"], {"color_mode": None}, None),
        (["rgb", "white"], {"color_mode": "white", "color": {"r": 9, "g": 9, "b": 9}}, None),
    ],
)
def test_a_colour_is_read_in_its_mode_named_or_implied(
    modes: list[str], said: Body, colour: Value
) -> None:
    broker = lamp(*modes)

    broker.says(STATE, said)

    assert broker.told(LAMP) == {COLOUR: colour}
    assert not broker.unreadable


@pytest.mark.parametrize(
    "said",
    [
        {"color_temp": 250, "color": {"x": 0.4, "y": 0.5}},
        {"color_mode": "rgbww", "color": {"r": 1, "g": 2, "b": 3}},
        {"color_mode": "xy"},
        {"color_mode": ["xy"], "color": {"x": 0.4, "y": 0.5}},
        {"color": "red"},
    ],
)
def test_a_colour_that_could_mean_two_things_or_nothing_is_not_mentioned(said: Body) -> None:
    broker = lamp("xy", "color_temp")

    broker.says(STATE, said)

    assert broker.events == []


def test_a_lamp_that_speaks_kelvin_is_read_and_told_in_kelvin() -> None:
    broker = lamp("color_temp", color_temp_kelvin=True, min_kelvin=2200, max_kelvin=4000)

    broker.says(STATE, {"color_mode": "color_temp", "color_temp": 2700})
    assert broker.told(LAMP) == {COLOUR: Kelvin(2700)}

    assert broker.sends_json(LAMP, {"colour": Kelvin(6500)}) == {"color_temp": 4000}


def test_the_older_flags_of_a_lamp_count_where_no_modes_are_named() -> None:
    broker = Broker()
    older = light(hs=True, color_temp=True)
    del older["supported_color_modes"]

    broker.announces("light/0x01/light", older)

    assert COLOUR in broker.devices[LAMP].capabilities
    wish: dict[str, Value] = {"colour": Xy(0.701, 0.299)}
    assert broker.sends_json(LAMP, wish) == {"color": {"h": 0.0, "s": 100.0}}


def test_power_brightness_and_colour_go_out_as_one_message() -> None:
    broker = lamp("xy", "color_temp", qos=1)

    wish: dict[str, Value] = {"power": True, "brightness": 128, "colour": Kelvin(2702)}
    (message,) = broker.sends(LAMP, wish, 2)

    assert isinstance(message, Message)
    assert (message.topic, message.qos, message.retain) == (f"{STATE}/set", 1, False)
    assert json.loads(message.payload) == {
        "state": "ON",
        "brightness": 127,
        "color_temp": 370,
        "transition": 2,
    }


def test_off_says_off_and_never_a_brightness() -> None:
    broker = lamp("xy", "color_temp")

    wish: dict[str, Value] = {"power": False, "brightness": 90, "colour": Kelvin(2702)}
    assert broker.sends_json(LAMP, wish) == {"state": "OFF"}
    assert broker.sends_json(LAMP, {"power": False}, 3) == {"state": "OFF", "transition": 3}
    assert broker.sends_json(LAMP, {"brightness": 0}) == {"state": "OFF"}


@pytest.mark.parametrize("wanted", [True, False])
def test_a_command_is_retained_where_the_announcement_asks_for_it(wanted: bool) -> None:
    broker = lamp("brightness", retain=wanted)

    (message,) = broker.sends(LAMP, {"power": True})

    assert isinstance(message, Message)
    assert message.retain is wanted


@pytest.mark.parametrize(
    ("modes", "colour", "said"),
    [
        (["xy"], Xy(0.4, 0.4), {"color": {"x": 0.4, "y": 0.4}}),
        (["hs"], Xy(0.4, 0.4), {"color": {"h": 46.154, "s": 35.686}}),
        (["rgb"], Xy(0.701, 0.299), {"color": {"r": 255, "g": 0, "b": 0}}),
        (["xy"], Kelvin(3000), {"color": {"x": 0.497, "y": 0.384}}),
        (["hs"], Kelvin(3000), {"color": {"h": 27.825, "s": 56.895}}),
        (["rgb"], Kelvin(3000), {"color": {"r": 255, "g": 177, "b": 109}}),
        (["color_temp"], Kelvin(3424), {"color_temp": 292}),
        (["color_temp"], Kelvin(1000), {"color_temp": 500}),
        (["color_temp"], Kelvin(9000), {"color_temp": 153}),
        (["color_temp"], Xy(0.701, 0.299), {"color_temp": 159}),
        (["brightness"], Xy(0.701, 0.299), {}),
    ],
)
def test_a_colour_is_told_in_what_the_lamp_speaks(
    modes: list[str], colour: Value, said: Body
) -> None:
    broker = lamp(*modes)

    assert broker.sends_json(LAMP, {"power": True, "colour": colour}) == {"state": "ON", **said}


def test_a_wish_that_the_lamp_cannot_follow_does_not_switch_it_on() -> None:
    broker = lamp("onoff", brightness=False)

    assert POWER in broker.devices[LAMP].capabilities
    assert BRIGHTNESS not in broker.devices[LAMP].capabilities
    assert broker.sends(LAMP, {"colour": Kelvin(3000)}) == ()
    assert broker.sends(LAMP, {"brightness": 80}) == ()
    assert broker.sends(LAMP, {"power": None}) == ()
    assert broker.sends_json(LAMP, {"power": True, "brightness": 80}) == {"state": "ON"}


def test_a_colour_mode_dims_even_where_the_announcement_denies_it() -> None:
    broker = lamp("xy", brightness=False)

    assert BRIGHTNESS in broker.devices[LAMP].capabilities


@given(scale=st.integers(255, 65535), brightness=st.integers(1, 255))
def test_a_brightness_comes_back_as_it_was_sent_where_the_scale_is_fine_enough(
    scale: int, brightness: int
) -> None:
    broker = lamp("brightness", brightness_scale=scale)

    said = broker.sends_json(LAMP, {"brightness": brightness})
    assert isinstance(said, dict)
    broker.says(STATE, said)

    assert broker.told(LAMP) == {POWER: True, BRIGHTNESS: brightness}


@given(scale=st.integers(1, 254), brightness=st.integers(1, 255))
def test_a_brightness_comes_back_within_one_step_of_a_coarser_scale(
    scale: int, brightness: int
) -> None:
    broker = lamp("brightness", brightness_scale=scale)

    said = broker.sends_json(LAMP, {"brightness": brightness})
    assert isinstance(said, dict)
    broker.says(STATE, said)

    assert said["brightness"] >= 1
    back = broker.told(LAMP)[BRIGHTNESS]
    assert isinstance(back, int)
    assert abs(back - brightness) <= 255 / scale


@given(brightness=st.integers(0, 254))
def test_every_brightness_of_zigbee_survives_the_way_through_the_house(brightness: int) -> None:
    broker = lamp("brightness")

    broker.says(STATE, {"state": "ON", "brightness": brightness})
    told = broker.told(LAMP)

    if brightness:
        wish: dict[str, Value] = {"brightness": told[BRIGHTNESS]}
        assert broker.sends_json(LAMP, wish) == {"state": "ON", "brightness": brightness}


@given(mireds=st.integers(153, 500))
def test_every_white_of_a_lamp_survives_the_way_through_the_house(mireds: int) -> None:
    broker = lamp("color_temp")

    broker.says(STATE, {"color_temp": mireds})
    told = broker.told(LAMP)

    wish: dict[str, Value] = {"colour": told[COLOUR]}
    assert broker.sends_json(LAMP, wish) == {"color_temp": mireds}


def test_a_gang_of_a_dimmer_is_a_lamp_of_its_own() -> None:
    broker = Broker()
    block = device("Dimmer", "z2m_0x09")

    for gang in ("l1", "l2"):
        topic = f"z2m/Dimmer/{gang}"
        body = light(name=gang.upper(), device=block, state_topic=topic)
        broker.announces(f"light/0x09/light_{gang}", body | {"command_topic": f"{topic}/set"})

    assert {known.name for known in broker.devices.values()} == {"Dimmer L1", "Dimmer L2"}
    broker.says("z2m/Dimmer/l2", {"state": "ON"})
    assert broker.events == [Reported(HardwareId("z2m_0x09/light_l2"), {POWER: True})]
    (message,) = broker.sends("z2m_0x09/light_l1", {"power": True})
    assert isinstance(message, Message)
    assert message.topic == "z2m/Dimmer/l1/set"


def test_a_light_that_is_a_setting_is_no_lamp_for_agents() -> None:
    broker = lamp("brightness", name="Status LED", entity_category="config")

    (known,) = broker.devices.values()
    assert known.sort is Sort.OTHER
    assert {able.category for able in known.capabilities.values()} == {Category.SETTING}


def test_a_light_of_another_schema_is_refused_in_words() -> None:
    broker = Broker()

    broker.announces("light/0x01/light", light(schema="quantum"))

    assert broker.devices == {}
    assert "its schema is `quantum`, which is not understood" in broker.unreadable


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"state": "DIM", "brightness": 10}, {BRIGHTNESS: 10}),
        ({"state": "ON", "brightness": "bright"}, {POWER: True}),
        ({"state": "ON", "brightness": True}, {POWER: True}),
        ({"state": "ON", "brightness": -4}, {POWER: True}),
        ({"color_mode": "xy", "color": {"x": 4, "y": 0.1}}, {}),
        ({"color_mode": "color_temp", "color_temp": 0}, {}),
        ({"color_mode": "color_temp", "color_temp": "warm"}, {}),
    ],
)
def test_one_wrong_value_changes_nothing_and_the_rest_is_heard(
    said: Body, told: dict[Aspect, Value]
) -> None:
    broker = lamp("xy", "color_temp")

    broker.says(STATE, said)

    assert broker.told(LAMP) == told
    assert broker.unreadable.startswith(f"{STATE}: ")


def test_an_effect_is_told_and_reported_and_one_it_does_not_know_is_neither() -> None:
    broker = lamp("xy", effect=True, effect_list=["blink", "colorloop", ""])

    assert broker.devices[LAMP].capabilities[EFFECT].options == ("blink", "colorloop")
    wish: dict[str, Value] = {"power": True, "effect": "blink"}
    assert broker.sends_json(LAMP, wish) == {"state": "ON", "effect": "blink"}
    assert broker.sends_json(LAMP, {"effect": "blink"}) == {"effect": "blink"}
    assert broker.sends_json(LAMP, wish | {"effect": "disco"}) == {"state": "ON"}
    broker.says(STATE, {"effect": "colorloop"})
    assert broker.told(LAMP) == {EFFECT: "colorloop"}
    broker.says(STATE, {"effect": None})
    assert broker.told(LAMP) == {EFFECT: None}
    broker.says(STATE, {"state": "ON", "effect": 3})
    assert broker.told(LAMP) == {POWER: True}
    assert "effect: `3` is no effect" in broker.unreadable


def test_a_lamp_without_effects_says_nothing_of_one() -> None:
    broker = lamp("xy")

    broker.says(STATE, {"effect": "blink"})

    assert EFFECT not in broker.devices[LAMP].capabilities
    assert broker.told(LAMP) == {}


@pytest.mark.parametrize(
    ("modes", "wished", "said"),
    [
        (["hs"], Hs(120, 50), {"h": 120, "s": 50}),
        (["xy"], Rgb(30, 144, 255), {"x": 0.147, "y": 0.163}),
        (["rgb"], Rgb(30, 144, 255), {"r": 30, "g": 144, "b": 255}),
        (["rgb"], Hs(120, 50), {"r": 127, "g": 255, "b": 127}),
        (["rgbw", "color_temp"], Rgb(255, 255, 255), {"r": 0, "g": 0, "b": 0, "w": 255}),
        (["rgbww"], Kelvin(6535), {"r": 0, "g": 0, "b": 0, "c": 255, "w": 0}),
    ],
)
def test_a_colour_may_be_wished_in_any_way(modes: list[str], wished: Value, said: Body) -> None:
    broker = lamp(*modes)

    wish: dict[str, Value] = {"power": True, "colour": wished}
    assert broker.sends_json(LAMP, wish) == {"state": "ON", "color": said}


def test_channels_carry_the_brightness_of_a_lamp_that_announces_none() -> None:
    broker = lamp("rgb", brightness=False, brightness_scale=255)

    wish: dict[str, Value] = {"power": True, "brightness": 128, "colour": Rgb(255, 100, 0)}
    assert broker.sends_json(LAMP, wish) == {
        "state": "ON",
        "brightness": 128,
        "color": {"r": 128, "g": 50, "b": 0},
    }


@pytest.mark.parametrize(
    ("more", "assumed"), [({}, False), ({"optimistic": True}, True), ({"state_topic": ""}, True)]
)
def test_of_a_lamp_that_reports_nothing_it_is_known(more: Body, assumed: bool) -> None:
    broker = lamp("xy", **more)

    able = broker.devices[LAMP].capabilities.values()
    assert {capability.assumed for capability in able} == {assumed}
