"""The laws hold over random histories of the whole core, and over random cases of the arbiter."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.histories import History, histories
from tests.laws.promise_cases import cases
from tests.laws.promises import (
    OF_CASES,
    OF_HISTORIES,
    Case,
    the_order_of_simultaneous_wishes_never_matters,
)

MANY = settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("law", OF_HISTORIES, ids=lambda law: law.__name__)
def test_the_law_holds_over_random_histories(law: Callable[[History], None]) -> None:
    MANY(given(histories())(law))()


@pytest.mark.parametrize("law", OF_CASES, ids=lambda law: law.__name__)
def test_the_law_holds_over_random_cases(law: Callable[[Case], None]) -> None:
    MANY(given(cases)(law))()


@MANY
@given(st.lists(st.text("abcdef", min_size=1, max_size=3), min_size=2, max_size=2, unique=True))
def test_the_order_of_simultaneous_wishes_never_matters(names: list[str]) -> None:
    the_order_of_simultaneous_wishes_never_matters(names)
