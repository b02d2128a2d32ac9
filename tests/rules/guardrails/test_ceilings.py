"""Ceilings of brightness and colour."""

import pytest

from rules.guardrail import Bound, Forbid
from rules.guardrails.ceilings import BrightnessCeiling, ColourCeiling
from rules.words.ids import GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Brightness, Kelvin, Values, Xy
from rules.words.wishes import Mode
from tests.rules.guardrails.cases import NIGHT, OFF, ON, case, hall

DIM = BrightnessCeiling(id=GuardrailId("quiet-nights"), at_most=Brightness(51), between=NIGHT)
WARM = ColourCeiling(id=GuardrailId("warm-nights"), at_most=Kelvin(2700), between=NIGHT)


def test_more_than_the_ceiling_is_bounded_and_the_time_is_the_fact() -> None:
    verdict = DIM.judge(case(hall(), {POWER: True, BRIGHTNESS: 204}))

    assert verdict == Bound(aspect=BRIGHTNESS, high=51, observed="it is 23:41")


@pytest.mark.parametrize("wished", [{BRIGHTNESS: 51}, {POWER: True, BRIGHTNESS: 10}, ON, OFF])
def test_a_wish_inside_is_bounded_too_because_another_rule_may_push_it_up(wished: Values) -> None:
    assert DIM.judge(case(hall(), wished)) == Bound(aspect=BRIGHTNESS, high=51)


def test_a_ceiling_for_all_times_has_no_time_to_tell() -> None:
    always = BrightnessCeiling(id=GuardrailId("soft"), at_most=Brightness(51))

    assert always.judge(case(hall(), {BRIGHTNESS: 100})) == Bound(aspect=BRIGHTNESS, high=51)


def test_an_adjustment_of_the_brightness_is_bounded() -> None:
    verdict = DIM.judge(case(hall(), {BRIGHTNESS: 100}, mode=Mode.ADJUST))

    assert verdict == Bound(aspect=BRIGHTNESS, high=51, observed="it is 23:41")


def test_a_wish_for_colour_alone_is_no_matter_of_brightness() -> None:
    assert DIM.judge(case(hall(), {COLOUR: Kelvin(2700)})) is None


def test_a_lamp_that_cannot_be_dimmed_stays_off_where_full_light_is_too_much() -> None:
    house = hall()

    assert DIM.judge(case(house, ON, "Cellar lamp")) == Forbid("Cellar lamp cannot be dimmed")
    assert DIM.judge(case(house, OFF, "Cellar lamp")) is None


def test_a_ceiling_of_full_brightness_forbids_no_lamp() -> None:
    full = BrightnessCeiling(id=GuardrailId("full"), at_most=Brightness(FULL))

    assert full.judge(case(hall(), ON, "Cellar lamp")) is None


def test_what_is_no_lamp_has_no_brightness_to_bound() -> None:
    assert DIM.judge(case(hall(), ON, "Cellar plug")) is None


def test_a_white_that_is_too_cool_is_bounded() -> None:
    verdict = WARM.judge(case(hall(), {COLOUR: Kelvin(4000)}))

    assert verdict == Bound(aspect=COLOUR, high=2700, observed="it is 23:41")


def test_a_warm_white_is_bounded_without_a_word_about_it() -> None:
    assert WARM.judge(case(hall(), {COLOUR: Kelvin(2700)})) == Bound(aspect=COLOUR, high=2700)


@pytest.mark.parametrize("wished", [{COLOUR: Xy(0.2, 0.1)}, ON, {BRIGHTNESS: 204}])
def test_colours_and_other_wishes_pass(wished: Values) -> None:
    assert WARM.judge(case(hall(), wished)) is None


def test_they_say_what_they_do() -> None:
    assert DIM.sentence() == "allows at most 20 % from 22:30 to 06:30"
    assert WARM.sentence() == "allows no white cooler than 2700 K from 22:30 to 06:30"
    assert not DIM.safety
    assert not WARM.safety
