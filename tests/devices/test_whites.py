"""A lamp with whites of its own says whether it shows colours too."""

from devices.whites import white_capability
from rules.light.spaces import PLANE, WHITES


def test_a_lamp_of_whites_alone_takes_nothing_else() -> None:
    assert white_capability(2700, 6500, coloured=False).options == (WHITES,)


def test_a_lamp_that_shows_colours_too_takes_both() -> None:
    able = white_capability(2700, 6500, coloured=True)

    assert set(able.options) == {WHITES, PLANE}
    assert (able.low, able.high, able.unit) == (2700, 6500, "K")
