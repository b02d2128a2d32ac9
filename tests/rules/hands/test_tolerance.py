"""What is learnt of a lamp, and that none of it can grow wide enough to swallow a hand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.claims.told import BRIGHTNESS_TOLERANCE
from rules.hands.tolerance import (
    ENOUGH,
    LONGEST_FADE,
    LONGEST_LAG,
    MOST_OFFSET,
    UNLEARNT,
    Tolerance,
    learnt,
    restless,
)
from rules.words.times import Seconds
from tests.houses import MONDAY_NOON
from tests.rules.hands.sights import OFF, lit, order


def after(
    tolerance: Tolerance,
    shows: int,
    *,
    in_seconds: Seconds,
    begins: Seconds | None = None,
    transition: Seconds = 0.0,
) -> Tolerance:
    """Return what is known after a lamp was told 200 and came to show something."""
    told = order(lit(200), OFF, transition=transition)
    if begins is not None:
        told = replace(told, first=MONDAY_NOON + begins)
    return learnt(tolerance, told, lit(shows), MONDAY_NOON + in_seconds)


def test_a_product_that_rounds_is_believed_to_round_so_much() -> None:
    known = after(UNLEARNT, 194, in_seconds=0.05)

    assert known.brightness == 7


def test_a_product_that_is_exact_is_held_to_the_least_tolerance() -> None:
    assert after(UNLEARNT, 200, in_seconds=0.05).brightness == BRIGHTNESS_TOLERANCE


def test_the_first_answers_teach_nothing_yet() -> None:
    known = after(UNLEARNT, 200, in_seconds=0.05)
    assert (known.lag, known.own_fade) == (LONGEST_LAG, LONGEST_FADE)

    for _ in range(ENOUGH):
        known = after(known, 200, in_seconds=0.05)
    assert known.lag < 0.5
    assert known.own_fade == 0.0


def test_a_lamp_that_fades_by_itself_is_given_the_time_it_takes() -> None:
    known = UNLEARNT
    for _ in range(ENOUGH):
        known = after(known, 200, begins=0.1, in_seconds=0.9)

    assert 0.8 <= known.own_fade <= LONGEST_FADE


def test_worse_is_learnt_at_once_and_better_little_by_little() -> None:
    worse = after(UNLEARNT, 194, in_seconds=0.05)
    better = after(worse, 200, in_seconds=0.05)

    assert worse.offset == 6
    assert 0 < better.offset < worse.offset


def test_a_lamp_that_is_there_before_its_transition_may_run_ahead() -> None:
    known = UNLEARNT
    for _ in range(ENOUGH):
        known = after(known, 200, in_seconds=1.0, transition=4.0)

    assert known.least_pace < 0.25


def test_one_that_names_its_goal_first_is_given_the_time_of_a_fade_after_it() -> None:
    quick = replace(UNLEARNT, answers=9, plain=9)
    assert quick.own_fade == 0.0

    assert restless(quick).own_fade == LONGEST_FADE


@given(
    st.lists(
        st.tuples(st.integers(0, 255), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 600)),
        max_size=12,
    )
)
def test_whatever_is_learnt_stays_within_its_bounds(
    answers: list[tuple[int, Seconds, Seconds, Seconds]],
) -> None:
    known = UNLEARNT
    for shows, begins, more, transition in answers:
        known = after(known, shows, begins=begins, in_seconds=begins + more, transition=transition)

    assert BRIGHTNESS_TOLERANCE <= known.brightness <= MOST_OFFSET
    assert 0 <= known.lag <= LONGEST_LAG
    assert 0 <= known.own_fade <= LONGEST_FADE
    assert 0 <= known.least_pace <= 1
