"""The same colour is the same, whatever it is written as."""

import pytest

from rules.hands.colours import between, same_colour, xy_of
from rules.words.values import Hs, Kelvin, Rgb, Value, Xy


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Kelvin(2700), Kelvin(2750), True),
        (Kelvin(2700), Kelvin(3200), False),
        (Kelvin(2700), Xy(0.4599, 0.4106), True),
        (Xy(0.3127, 0.3290), Kelvin(6500), True),
        (Kelvin(2700), Xy(0.1, 0.1), False),
        (Xy(0.1, 0.1), Xy(0.12, 0.11), True),
        (Kelvin(2700), None, False),
        (Hs(0, 100), Rgb(254, 0, 0), True),
        (Rgb(255, 0, 0), Xy(0.701, 0.299), True),
        (Hs(0, 100), Hs(120, 100), False),
        (Hs(39, 17), Kelvin(5000), True),
        (Rgb(0, 255, 0), None, False),
    ],
)
def test_two_colours_are_the_same_but_for_rounding(one: Value, other: Value, same: bool) -> None:
    assert same_colour(one, other) is same


@pytest.mark.parametrize(
    ("kelvin", "x", "y"), [(2000, 0.5267, 0.4133), (2700, 0.4599, 0.4106), (6500, 0.3135, 0.3237)]
)
def test_a_white_is_where_a_glowing_body_is(kelvin: int, x: float, y: float) -> None:
    white = xy_of(kelvin)

    assert (white.x, white.y) == pytest.approx((x, y), abs=0.003)


def test_a_colour_on_its_way_is_found_however_each_is_written() -> None:
    assert between(Hs(0, 50), Rgb(255, 0, 0), Xy(0.323, 0.329))
    assert not between(Hs(240, 100), Rgb(255, 0, 0), Xy(0.323, 0.329))
