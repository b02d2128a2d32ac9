"""The ways to write a colour agree with each other and with the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.light.colour import (
    Rgb,
    hs_of_kelvin,
    hs_of_rgb,
    kelvin_of_mired,
    kelvin_of_rgb,
    mired_of_kelvin,
    nearest_white,
    rgb_of_hs,
    rgb_of_kelvin,
    rgb_of_xy,
    xy_of_rgb,
)
from rules.words.values import Kelvin, Xy

part = st.integers(0, 255)
bright = st.one_of(
    st.tuples(st.just(255), part, part),
    st.tuples(part, st.just(255), part),
    st.tuples(part, part, st.just(255)),
)
anything = st.floats(allow_nan=True, allow_infinity=True)


@pytest.mark.parametrize(
    ("rgb", "xy", "hs"),
    [
        ((255, 0, 0), Xy(0.701, 0.299), (0.0, 100.0)),
        ((30, 144, 255), Xy(0.147, 0.163), (209.6, 88.235)),
        ((0, 200, 80), Xy(0.167, 0.636), (144.0, 100.0)),
        ((255, 255, 255), Xy(0.323, 0.329), (0.0, 0.0)),
    ],
)
def test_colours_are_what_the_reference_makes_of_them(
    rgb: Rgb, xy: Xy, hs: tuple[float, float]
) -> None:
    assert xy_of_rgb(rgb) == xy
    assert hs_of_rgb(rgb) == hs


def test_a_white_is_shown_to_a_lamp_that_knows_only_colours() -> None:
    white = Kelvin(3000)

    assert hs_of_kelvin(white) == (27.825, 56.895)
    assert xy_of_rgb(rgb_of_hs(hs_of_kelvin(white))) == Xy(0.497, 0.384)
    assert rgb_of_kelvin(white) == (255, 177, 110)


def test_a_colour_of_xy_reaches_a_lamp_that_speaks_hue_and_saturation() -> None:
    assert hs_of_rgb(rgb_of_xy(Xy(0.4, 0.4))) == (46.154, 35.686)


def test_black_has_no_colour() -> None:
    assert xy_of_rgb((0, 0, 0)) == Xy(0.0, 0.0)
    assert kelvin_of_rgb((0, 0, 0)) is None


@given(bright)
def test_hue_and_saturation_lead_back_to_the_same_bright_colour_but_for_rounding(
    rgb: Rgb,
) -> None:
    back = rgb_of_hs(hs_of_rgb(rgb))

    assert all(abs(one - other) <= 1 for one, other in zip(rgb, back, strict=True))


@pytest.mark.parametrize(
    ("colour", "kelvin"), [(Xy(0.4476, 0.4074), 2856), (Xy(0.3127, 0.329), 6504)]
)
def test_the_whites_of_a_bulb_and_of_daylight_are_known_again(colour: Xy, kelvin: int) -> None:
    assert abs(nearest_white(colour).kelvin - kelvin) <= 5


@given(st.floats(0, 1), st.floats(0, 1))
def test_every_colour_has_a_nearest_white(x: float, y: float) -> None:
    assert 1000 <= nearest_white(Xy(x, y)).kelvin <= 40_000


@given(bright)
def test_xy_leads_back_to_nearly_the_same_colour(rgb: Rgb) -> None:
    there = xy_of_rgb(rgb)

    back = xy_of_rgb(rgb_of_xy(there))

    assert abs(there.x - back.x) < 0.01
    assert abs(there.y - back.y) < 0.01


@given(anything, anything)
def test_any_numbers_make_a_colour_that_can_be_sent(x: float, y: float) -> None:
    assert all(0 <= part <= 255 for part in rgb_of_xy(Xy(x, y)))


@given(st.integers(1, 1000))
def test_mireds_survive_the_way_over_kelvin(mired: int) -> None:
    assert mired_of_kelvin(kelvin_of_mired(mired)) == mired


@given(st.integers(1000, 40_000))
def test_a_white_is_known_again_by_its_red_green_and_blue(kelvin: int) -> None:
    rgb = rgb_of_kelvin(Kelvin(kelvin))

    found = kelvin_of_rgb(rgb)

    assert all(0 <= part <= 255 for part in rgb)
    assert found is not None
    assert rgb_of_kelvin(found) == rgb


@given(st.integers(1000, 6600))
def test_a_household_white_comes_back_within_two_percent(kelvin: int) -> None:
    found = kelvin_of_rgb(rgb_of_kelvin(Kelvin(kelvin)))

    assert found is not None
    assert abs(found.kelvin - kelvin) <= kelvin * 0.02


@pytest.mark.parametrize("rgb", [(255, 0, 0), (0, 0, 255), (30, 144, 255), (254, 254, 254)])
def test_a_colour_is_no_white(rgb: Rgb) -> None:
    assert kelvin_of_rgb(rgb) is None
