"""No hand is missed that could be seen, few are seen that are none; in full in `proofs`."""

from collections import Counter
from itertools import islice

import pytest

from tests.laws.hands.cases import Came, live
from tests.laws.hands.mutants import IMAGINES, MISSES
from tests.laws.hands.year import Year
from tests.laws.law import Mutant, planted

CASES = 400
ENOUGH = 600
"""Cases among which a planted fault must make one be missed."""
DAYS = 3.0


def test_no_hand_is_missed_that_leaves_what_the_lamp_was_told() -> None:
    results = [live(seed) for seed in range(CASES)]

    came = Counter(result.came for result in results)
    assert not came[Came.MISSED], next(r.story for r in results if r.came is Came.MISSED)
    assert came[Came.HELD] > CASES / 2


@pytest.mark.parametrize("mutant", MISSES, ids=lambda mutant: mutant.fault)
def test_a_fault_makes_a_hand_be_missed(mutant: Mutant) -> None:
    with planted(mutant):
        missed = (seed for seed in range(ENOUGH) if live(seed).came is Came.MISSED)

        assert list(islice(missed, 1)), f"nobody noticed that {mutant.fault}"


def test_an_empty_house_has_next_to_no_hands() -> None:
    account = Year(0).lives(DAYS)

    assert account.per_device_month < 1.0


@pytest.mark.parametrize("mutant", IMAGINES, ids=lambda mutant: mutant.fault)
def test_a_fault_makes_hands_be_seen_that_are_none(mutant: Mutant) -> None:
    with planted(mutant):
        account = Year(0).lives(DAYS)

    assert account.per_device_month >= 1.0, f"nobody noticed that {mutant.fault}"
