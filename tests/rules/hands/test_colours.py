"""The same colour is the same, whatever it is written as."""

import pytest

from rules.hands.colours import same_colour, xy_of
from rules.words.values import Kelvin, Value, Xy


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
