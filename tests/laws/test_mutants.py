"""Each law kills its mutants: a law that no fault can break would promise nothing."""

import pytest

from tests.laws.laws import is_broken
from tests.laws.mutants import MUTANTS, Mutant, planted


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.fault)
def test_the_law_kills_the_mutant(mutant: Mutant) -> None:
    with planted(mutant):
        assert is_broken(mutant.law), f"nobody noticed that {mutant.fault}"
