"""Red, green, blue and whites make one colour, and are made of one."""

import pytest

from devices.colours import rgb_of_rgbw, rgb_of_rgbww, rgbw_of, rgbww_of, rgbww_of_kelvin
from rules.words.values import Kelvin

WHITES = (2702, 6493)


def test_what_is_white_in_a_colour_comes_of_the_white_channel() -> None:
    assert rgbw_of((255, 255, 255)) == (0, 0, 0, 255)
    assert rgbw_of((255, 128, 0)) == (255, 128, 0, 0)
    assert rgbw_of((0, 0, 0)) == (0, 0, 0, 0)
    assert rgb_of_rgbw((0, 0, 0, 255)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("rgb", "rgbww"),
    [
        ((255, 255, 255), (0, 54, 98, 255, 255)),
        ((128, 128, 128), (0, 27, 49, 128, 128)),
        ((32, 64, 16), (9, 64, 0, 38, 38)),
        ((0, 0, 0), (0, 0, 0, 0, 0)),
    ],
)
def test_two_whites_share_what_is_white_in_a_colour(
    rgb: tuple[int, int, int], rgbww: tuple[int, int, int, int, int]
) -> None:
    assert rgbww_of(rgb, WHITES) == rgbww
    assert rgb_of_rgbww(rgbww, WHITES) == rgb


def test_a_white_is_mixed_of_two() -> None:
    assert rgbww_of_kelvin(Kelvin(6535), 255, (2000, 6535)) == (0, 0, 0, 255, 0)
    assert rgbww_of_kelvin(Kelvin(2000), 128, (2000, 6535)) == (0, 0, 0, 0, 128)
    assert rgbww_of_kelvin(Kelvin(2881), 255, (2000, 6535)) == (0, 0, 0, 112, 143)
    assert rgbww_of_kelvin(Kelvin(20_000), 255, (2000, 6535)) == (0, 0, 0, 255, 0)
