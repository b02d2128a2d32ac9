"""What counts as a raise."""

import math

import pytest

from rules.deciding.raising import raises, wished_power
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values

OFF: Values = {POWER: False}
ON: Values = {POWER: True}


def lit(brightness: Value) -> Values:
    return {POWER: True, BRIGHTNESS: brightness}


@pytest.mark.parametrize("before", [OFF, {}, {POWER: None}, {POWER: False, BRIGHTNESS: 255}])
@pytest.mark.parametrize("after", [ON, lit(1), {BRIGHTNESS: 1}, {BRIGHTNESS: 0}])
def test_off_or_unknown_to_on_raises_the_power(before: Values, after: Values) -> None:
    assert raises(before, after) == POWER


@pytest.mark.parametrize("after", [lit(101), {BRIGHTNESS: 101}, lit(255), {BRIGHTNESS: math.nan}])
def test_more_brightness_is_a_raise_however_little_more(after: Values) -> None:
    assert raises(lit(100), after) == BRIGHTNESS


@pytest.mark.parametrize("before", [ON, lit(None), lit(math.nan), lit("bright")])
def test_a_brightness_that_is_not_known_counts_as_less(before: Values) -> None:
    assert raises(before, {BRIGHTNESS: 1}) == BRIGHTNESS


@pytest.mark.parametrize("after", [lit(100), lit(99), {BRIGHTNESS: 1}, ON, OFF, {}])
def test_the_same_or_less_light_is_no_raise(after: Values) -> None:
    assert raises(lit(100), after) is None


@pytest.mark.parametrize("before", [OFF, ON, {}, lit(100)])
def test_switching_off_is_never_a_raise(before: Values) -> None:
    assert raises(before, OFF) is None
    assert raises(before, {POWER: False, BRIGHTNESS: 255}) is None


@pytest.mark.parametrize("before", [OFF, ON, {}, {POWER: True, COLOUR: Kelvin(2000)}])
def test_a_colour_is_never_a_raise(before: Values) -> None:
    assert raises(before, {COLOUR: Kelvin(6500)}) is None


def test_the_power_of_a_wish_is_what_it_leaves_the_device_in() -> None:
    assert wished_power(ON) is True
    assert wished_power(OFF) is False
    assert wished_power({BRIGHTNESS: 20}) is True
    assert wished_power({COLOUR: Kelvin(2700)}) is None
    assert wished_power({Aspect("position"): 40}) is None
