"""A colour is written as the lamp takes it, and it is the same colour."""

import pytest

from rules.claims.told import near
from rules.light.spaces import converted, plane, taken
from rules.words.device import Announcement, Capability, Device, Sort
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import COLOUR, Colour, Hs, Kelvin, Rgb, Value, Xy


@pytest.mark.parametrize(
    ("colour", "spaces", "as_taken"),
    [
        (Hs(120, 50), ("hs",), Hs(120, 50)),
        (Hs(120, 50), ("xy",), Xy(0.244, 0.547)),
        (Hs(120, 50), ("xy", "rgb"), Rgb(127, 255, 127)),
        (Rgb(30, 144, 255), ("rgb", "hs"), Rgb(30, 144, 255)),
        (Rgb(30, 144, 255), ("xy", "hs"), Hs(209.6, 88.235)),
        (Rgb(255, 0, 0), ("xy", "color_temp"), Xy(0.701, 0.299)),
        (Rgb(255, 0, 0), ("color_temp",), Kelvin(6279)),
        (Xy(0.4, 0.4), ("xy",), Xy(0.4, 0.4)),
        (Xy(0.4, 0.4), ("rgb", "hs"), Hs(46.154, 35.686)),
        (Xy(0.701, 0.299), ("rgb",), Rgb(255, 0, 0)),
        (Kelvin(3000), ("hs", "color_temp"), Kelvin(3000)),
        (Kelvin(3000), ("hs",), Hs(27.825, 56.895)),
        (Kelvin(3000), ("xy",), Xy(0.497, 0.384)),
    ],
)
def test_a_colour_becomes_what_home_assistant_makes_of_it(
    colour: Colour, spaces: tuple[str, ...], as_taken: Colour
) -> None:
    assert converted(colour, spaces) == as_taken


def _lamp(*able: Capability) -> Device:
    known = Announcement(
        hardware=HardwareId("x"),
        name="Lamp",
        family="test",
        sort=Sort.LAMP,
        capabilities={one.aspect: one for one in able},
    )
    return Device.of(DeviceId("lamp"), known)


@pytest.mark.parametrize(
    ("wished", "as_taken"),
    [(Kelvin(2700), Kelvin(2700)), (Rgb(255, 0, 0), Xy(0.701, 0.299)), ("red", "red")],
)
def test_a_lamp_that_does_not_say_takes_whites_and_the_plane(
    wished: Value, as_taken: Value
) -> None:
    assert taken(wished, _lamp(Capability(aspect=COLOUR, writable=True))) == as_taken
    assert taken(wished, _lamp()) == wished


def test_two_ways_to_write_a_colour_are_near_to_each_other() -> None:
    assert plane(Hs(0, 100)) == plane(Rgb(255, 0, 0)) == plane(Xy(0.701, 0.299))
    assert near(COLOUR, Hs(0, 100), Rgb(255, 0, 0))
    assert not near(COLOUR, Hs(0, 100), Rgb(0, 255, 0))
    assert not near(COLOUR, Hs(0, 100), Kelvin(2700))


@pytest.mark.parametrize(
    ("wished", "as_taken"),
    [
        (Kelvin(2000), Kelvin(2203)),
        (Kelvin(9000), Kelvin(6535)),
        (Kelvin(3000), Kelvin(3000)),
        (Rgb(0, 0, 255), Kelvin(2203)),
    ],
)
def test_a_white_that_a_lamp_does_not_have_becomes_the_nearest_that_it_has(
    wished: Colour, as_taken: Kelvin
) -> None:
    lamp = _lamp(
        Capability(
            aspect=COLOUR, writable=True, unit="K", low=2203, high=6535, options=("color_temp",)
        )
    )

    assert taken(wished, lamp) == as_taken
