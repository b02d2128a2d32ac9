"""Colours of lights, in and out."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.colours import MODES, colour_in, colour_out
from rules.words.values import Hs, Rgb, Xy

anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
part = st.integers(0, 255)
WHITES: Final = (2000, 6535)


@given(st.sampled_from(MODES), st.dictionaries(st.sampled_from("xyhsrgbcw"), anything))
def test_no_colour_makes_it_raise(mode: str, said: dict[str, object]) -> None:
    found = colour_in(mode, said, WHITES)

    assert found is None or isinstance(found, Hs | Rgb | Xy)


@pytest.mark.parametrize(
    ("mode", "said", "colour"),
    [
        ("xy", {"x": 0.4, "y": 0.5}, Xy(0.4, 0.5)),
        ("hs", {"h": 120, "s": 50.5}, Hs(120, 50.5)),
        ("rgb", {"r": 30, "g": 144, "b": 255}, Rgb(30, 144, 255)),
    ],
)
def test_a_colour_is_just_what_the_lamp_says_and_is_said_so(
    mode: str, said: dict[str, object], colour: Hs | Rgb | Xy
) -> None:
    assert colour_in(mode, said, WHITES) == colour
    assert colour_out(mode, colour, WHITES) == said


@given(part, part, part, st.sampled_from(["rgbw", "rgbww"]))
def test_a_colour_comes_back_from_a_lamp_with_white_channels(
    red: int, green: int, blue: int, mode: str
) -> None:
    said = colour_out(mode, Rgb(red, green, blue), WHITES)
    back = colour_in(mode, dict(said), WHITES)

    assert isinstance(back, Rgb)
    brightest = max(red, green, blue)
    assert abs(max(back.red, back.green, back.blue) - brightest) <= 1
    for one, other in ((red, back.red), (green, back.green), (blue, back.blue)):
        assert abs(one - other) <= 3


@pytest.mark.parametrize(
    ("mode", "share", "said"),
    [
        ("rgb", 0.5, {"r": 128, "g": 64, "b": 0}),
        ("rgbw", 1.0, {"r": 255, "g": 128, "b": 0, "w": 0}),
    ],
)
def test_a_lamp_without_a_brightness_is_dimmed_by_its_channels(
    mode: str, share: float, said: dict[str, float]
) -> None:
    assert colour_out(mode, Rgb(255, 128, 0), WHITES, share) == said
