"""Colours of lights, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.colours import colour_in, colour_out, nearest_white
from rules.words.values import Kelvin, Xy

part = st.floats(0, 1)
anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)


@pytest.mark.parametrize(
    ("colour", "kelvin"), [(Xy(0.4476, 0.4074), 2856), (Xy(0.3127, 0.329), 6504)]
)
def test_the_whites_of_a_bulb_and_of_daylight_are_known_again(colour: Xy, kelvin: int) -> None:
    assert abs(nearest_white(colour).kelvin - kelvin) <= 5


@given(part, part)
def test_every_colour_has_a_nearest_white(x: float, y: float) -> None:
    assert 1000 <= nearest_white(Xy(x, y)).kelvin <= 40_000


@given(part, part, st.sampled_from([("xy",), ("hs", "color_temp"), ("rgb",)]))
def test_every_colour_can_be_said_and_understood_again(
    x: float, y: float, modes: tuple[str, ...]
) -> None:
    said = colour_out(modes, Xy(x, y))

    assert isinstance(colour_in(modes[0], dict(said)), Xy)


@given(st.integers(1000, 40_000), st.sampled_from(["xy", "hs", "rgb"]))
def test_every_white_can_be_said_as_a_colour(kelvin: int, mode: str) -> None:
    assert isinstance(colour_in(mode, dict(colour_out((mode,), Kelvin(kelvin)))), Xy)


@given(st.sampled_from(["xy", "hs", "rgb"]), st.dictionaries(st.sampled_from("xyhsrgb"), anything))
def test_no_colour_makes_it_raise(mode: str, said: dict[str, object]) -> None:
    found = colour_in(mode, said)

    assert found is None or (0 <= found.x <= 1 and 0 <= found.y <= 1)


def test_a_lamp_without_colours_is_told_none() -> None:
    assert colour_out(("color_temp",), Xy(0.3, 0.3)) == {}
