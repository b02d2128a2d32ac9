"""Of all bounds the tightest stand, and what is wished is moved within them or refused."""

import pytest

from rules.deciding.bounds import keep_within_bounds, narrow
from rules.deciding.hearing import Hearing
from rules.guardrail import Bound
from rules.guardrails.ceilings import BrightnessCeiling
from rules.words.decisions import Outcome, RuleForbade, RuleLimited
from rules.words.ids import GuardrailId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    POWER,
    Aspect,
    Brightness,
    Kelvin,
    Value,
    Values,
    Xy,
)
from tests.rules.hall import DIM, LIT, OFF, wish


def kept(values: Values, was: Values, *bounds: Bound) -> Hearing:
    """Hear a wish under bounds, each of a rule of its own: `rule-0`, `rule-1` ..."""
    hearing = Hearing(wish(values))
    hearing.values.update(values)
    for number, bound in enumerate(bounds):
        rule = BrightnessCeiling(id=GuardrailId(f"rule-{number}"), at_most=Brightness(1))
        narrow(rule, bound, hearing)
    keep_within_bounds(hearing, was)
    return hearing


def bright(low: int | None = None, high: int | None = None) -> Bound:
    return Bound(aspect=BRIGHTNESS, low=low, high=high)


def white(low: int | None = None, high: int | None = None) -> Bound:
    return Bound(aspect=COLOUR, low=low, high=high)


def limits(hearing: Hearing) -> list[tuple[str, Aspect, Value, Value]]:
    """Return by which rule which aspect was moved, from what to what."""
    said = [reason for reason in hearing.reasons if isinstance(reason, RuleLimited)]
    return [(reason.rule, reason.aspect, reason.wanted, reason.allowed) for reason in said]


def test_a_wish_within_its_bounds_stays_as_it_is() -> None:
    hearing = kept(LIT, OFF, bright(low=200, high=200))

    assert (hearing.outcome, hearing.values, hearing.reasons) == (Outcome.ALLOWED, LIT, [])


def test_of_several_ceilings_the_lowest_stands_and_is_named() -> None:
    hearing = kept(LIT, OFF, bright(high=90), bright(high=40), bright(high=60))

    assert (hearing.outcome, hearing.values) == (Outcome.LIMITED, DIM)
    assert limits(hearing) == [("rule-1", BRIGHTNESS, 200, 40)]


def test_of_several_floors_the_highest_stands() -> None:
    hearing = kept(DIM, OFF, bright(low=90), bright(low=100), bright(low=60))

    assert hearing.values == {POWER: True, BRIGHTNESS: 100}


def test_of_equal_bounds_the_one_that_was_heard_first_is_named() -> None:
    hearing = kept(LIT, OFF, bright(high=40), bright(high=40))

    assert [rule for rule, *_ in limits(hearing)] == ["rule-0"]


def test_a_ceiling_of_nothing_switches_off() -> None:
    assert kept(LIT, DIM, bright(high=0)).values == OFF


def test_a_floor_keeps_a_light_from_going_off_and_switches_none_on() -> None:
    assert kept(OFF, DIM, bright(low=60)).values == {POWER: True, BRIGHTNESS: 60}
    assert kept(OFF, OFF, bright(low=60)).values == OFF
    assert kept(OFF, {}, bright(low=60)).values == OFF


def test_bounds_that_leave_nothing_refuse_and_name_both_rules() -> None:
    hearing = kept(LIT, OFF, bright(low=60), bright(high=40))

    assert hearing.outcome is Outcome.DENIED
    said = [reason for reason in hearing.reasons if isinstance(reason, RuleForbade)]
    assert [reason.rule for reason in said] == ["rule-0", "rule-1"]


@pytest.mark.parametrize(("bound", "allowed"), [(white(high=2500), 2500), (white(low=3500), 3500)])
def test_a_white_is_moved_to_the_nearest_that_is_allowed(bound: Bound, allowed: int) -> None:
    hearing = kept({**LIT, COLOUR: Kelvin(3000)}, OFF, bound)

    assert hearing.values == {**LIT, COLOUR: Kelvin(allowed)}


def test_a_colour_that_is_no_white_is_on_no_scale_of_whites() -> None:
    red = {**LIT, COLOUR: Xy(0.7, 0.3)}

    assert kept(red, OFF, white(high=2500)).values == red
