"""Lights of the JSON schema: what they are told comes back, and nothing they say breaks them."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.config import LightConfig
from devices.homeassistant.light import LightForm, light_form
from rules.hands.seeing import is_same
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    POWER,
    Aspect,
    Colour,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Values,
    Xy,
)
from tests.devices.families.homeassistant.broker import Broker

MODES = ("xy", "hs", "rgb", "rgbw", "rgbww", "color_temp")
QUICK = 0.005

leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
keys = st.sampled_from(["state", "brightness", "color", "color_mode", "color_temp", "effect", "x"])
said = st.dictionaries(
    keys, leaf | st.sampled_from(MODES) | st.dictionaries(st.sampled_from("xyhsrgbcw"), leaf)
)
colours: st.SearchStrategy[Colour] = st.one_of(
    st.builds(Kelvin, st.integers(2200, 6000)),
    st.builds(Hs, st.floats(0, 360), st.floats(0, 100)),
    st.builds(Rgb, st.just(255), st.integers(0, 255), st.integers(0, 255)),
    st.just(Xy(0.4, 0.5)),
)


def form(*modes: str) -> LightForm:
    """Return a lamp that has these modes and one effect."""
    named = list(modes)
    return light_form(
        LightConfig(supported_color_modes=named, brightness=True, effect_list=["blink"])
    )


def heard(lamp: LightForm, message: object) -> Values:
    """Return what is heard in a message."""
    told: dict[Aspect, Value] = {}
    lamp.read(message, POWER, told, [])
    return told


def _seconds(lamp: LightForm, message: object) -> float:
    begun = process_time()
    heard(lamp, message)
    return process_time() - begun


@given(said, st.lists(st.sampled_from(MODES), max_size=3))
def test_whatever_a_lamp_says_is_read_quickly_and_raises_nothing(
    message: dict[str, object], modes: list[str]
) -> None:
    lamp = form(*modes)

    told = heard(lamp, message)

    assert min(_seconds(lamp, message) for _ in range(3)) < QUICK
    assert set(told) <= {POWER, BRIGHTNESS, COLOUR, EFFECT}


@pytest.mark.parametrize("mode", ["xy", "hs", "rgb", "rgbw"])
@given(colour=colours, brightness=st.integers(1, 255))
def test_a_colour_that_is_told_comes_back_as_the_same(
    mode: str, colour: Colour, brightness: int
) -> None:
    lamp = form(mode)
    wish: Values = {POWER: True, BRIGHTNESS: brightness, COLOUR: colour}

    sent = lamp.say(wish, None)
    assert sent is not None
    told = heard(lamp, json.loads(sent))

    again = lamp.say(told, None)
    assert again is not None
    assert told[BRIGHTNESS] == brightness
    assert is_same(COLOUR, heard(lamp, json.loads(again))[COLOUR], told[COLOUR])


def test_a_strip_of_esphome_is_understood() -> None:
    broker = Broker()
    broker.announces(
        "light/den-strip/strip",
        {
            "schema": "json",
            "color_mode": True,
            "supported_color_modes": ["rgb"],
            "brightness": True,
            "effect": True,
            "effect_list": ["None", "Rainbow"],
            "name": "Strip",
            "stat_t": "den-strip/light/strip/state",
            "cmd_t": "den-strip/light/strip/command",
            "avty_t": "den-strip/status",
            "uniq_id": "ESPlightstrip",
            "dev": {"ids": "a1b2c3d4e5f6", "name": "den-strip", "mf": "espressif"},
        },
    )
    ((lamp, known),) = broker.devices.items()

    broker.says(
        "den-strip/light/strip/state",
        {
            "effect": "Rainbow",
            "color_mode": "rgb",
            "state": "ON",
            "brightness": 200,
            "color": {"r": 255, "g": 0, "b": 10},
        },
    )

    assert known.capabilities[EFFECT].options == ("None", "Rainbow")
    assert broker.told(lamp) == {
        POWER: True,
        BRIGHTNESS: 200,
        COLOUR: Rgb(255, 0, 10),
        EFFECT: "Rainbow",
    }
    wish: dict[str, Value] = {"power": True, "brightness": 128, "colour": Hs(120, 50)}
    assert broker.sends_json(lamp, wish, 2) == {
        "state": "ON",
        "brightness": 128,
        "color": {"r": 127, "g": 255, "b": 127},
        "transition": 2,
    }
