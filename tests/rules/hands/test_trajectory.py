"""What fits an order and what does not: by how near, by how late, and by how far on the way."""

from dataclasses import replace

import pytest

from rules.claims.told import LATE_ECHO
from rules.hands.tolerance import MOST_OFFSET, Tolerance
from rules.hands.trajectory import explained
from rules.words.times import Seconds
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Value, Xy
from tests.rules.hands.sights import OFF, WELL_KNOWN, lit, order, sight


def brightness_fits(level: int, after: Seconds, tolerance: Tolerance, transition: Seconds) -> bool:
    """Say whether a lamp that was off and told 200 may say so."""
    told = order(lit(200), OFF, transition=transition)
    seen = sight(lit(level), {POWER: True, BRIGHTNESS: 1}, after=after, tolerance=tolerance)
    return explained(seen, told, BRIGHTNESS)


@pytest.mark.parametrize("level", [200, 200 + int(MOST_OFFSET), 200 - int(MOST_OFFSET)])
def test_the_answer_may_be_as_far_off_as_a_product_with_few_steps(level: int) -> None:
    assert brightness_fits(level, 0.05, WELL_KNOWN, 0.0)


@pytest.mark.parametrize("level", [211, 150, 110, 30])
def test_a_lamp_that_jumps_is_never_in_between(level: int) -> None:
    assert not brightness_fits(level, 0.05, WELL_KNOWN, 0.0)


def test_once_it_has_answered_it_is_held_to_what_was_learnt() -> None:
    told = order(lit(200), OFF, settled=True)

    near = sight(lit(203), lit(200), after=5, tolerance=WELL_KNOWN)
    far = sight(lit(208), lit(200), after=5, tolerance=WELL_KNOWN)

    assert explained(near, told, BRIGHTNESS)
    assert not explained(far, told, BRIGHTNESS)


@pytest.mark.parametrize(
    ("level", "after", "fits"),
    [
        (50, 1.0, True),
        (110, 2.0, True),
        (110, 1.0, False),
        (30, 2.0, False),
        (150, 2.0, False),
        (210, 2.0, True),
        (230, 2.0, False),
    ],
)
def test_with_a_transition_it_is_where_the_fade_is_by_then(
    level: int, after: Seconds, fits: bool
) -> None:
    assert brightness_fits(level, after, WELL_KNOWN, 4.0) is fits


def test_a_lamp_that_is_not_known_yet_may_be_anywhere_on_its_way_for_a_while() -> None:
    assert brightness_fits(60, 1.0, Tolerance(), 0.0)
    assert not brightness_fits(60, 2.6, Tolerance(), 0.0)


def test_what_it_was_fits_until_it_has_shown_anything_else() -> None:
    told = order(lit(200), OFF)

    again = sight({POWER: False}, OFF, after=1, tolerance=WELL_KNOWN)
    after_all = sight({POWER: False}, lit(200), after=1, tolerance=WELL_KNOWN)

    assert explained(again, told, POWER)
    assert not explained(after_all, told, POWER)


def test_off_half_a_second_after_it_came_on_is_explained_by_nothing() -> None:
    told = order(lit(200), OFF, settled=True)

    seen = sight({POWER: False}, lit(200), after=0.5)

    assert not explained(seen, told, POWER)


def test_an_order_that_was_replaced_is_still_answered_but_not_after_the_newer_one() -> None:
    older = order(lit(200), OFF)
    newer = replace(order({POWER: False}, OFF), earlier=(older,))
    late = sight(lit(200), OFF, after=1.0, tolerance=WELL_KNOWN)

    assert explained(late, newer, POWER)
    assert not explained(late, replace(newer, settled=True), POWER)


def test_an_order_that_was_never_answered_explains_nothing_in_the_end() -> None:
    told = order(lit(200), OFF)

    in_time = sight(lit(200), OFF, after=LATE_ECHO)
    too_late = sight(lit(200), OFF, after=LATE_ECHO + 1)

    assert explained(in_time, told, POWER)
    assert not explained(too_late, told, POWER)


def test_one_that_was_seen_to_obey_may_have_come_to_its_goal_unseen() -> None:
    told = replace(order(lit(200), OFF), given_up=True, stopped=True)

    seen = sight(lit(200), lit(120), after=3600, tolerance=WELL_KNOWN)

    assert explained(seen, told, BRIGHTNESS)


def test_a_fade_whose_goal_was_named_first_goes_on() -> None:
    told = order({POWER: False}, lit(200), transition=4.0, settled=True)

    seen = sight(lit(100), {POWER: False, BRIGHTNESS: 200}, after=2.0, tolerance=WELL_KNOWN)

    assert explained(seen, told, POWER)
    assert explained(seen, told, BRIGHTNESS)


@pytest.mark.parametrize(
    ("goal", "said", "fits"),
    [
        (Kelvin(2700), Kelvin(2702), True),
        (Kelvin(2700), Kelvin(4000), False),
        (Kelvin(1500), Kelvin(2000), True),
        (Kelvin(2700), Xy(0.46, 0.41), True),
        (Xy(0.46, 0.41), Xy(0.2, 0.1), False),
    ],
)
def test_a_colour_is_as_near_as_the_lamp_can_come(goal: Value, said: Value, fits: bool) -> None:
    told = order({COLOUR: goal}, {**lit(200), COLOUR: Kelvin(5000)}, settled=True)
    known = {**lit(200), COLOUR: Kelvin(5000)}

    seen = sight({COLOUR: said}, known, after=5, tolerance=WELL_KNOWN)

    assert explained(seen, told, COLOUR) is fits
