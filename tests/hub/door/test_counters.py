"""The numbers of a phone's requests: each is good once, and none comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.door.counters import HIGHEST, WIDTH, Counter


@pytest.mark.parametrize(
    ("before", "number", "good"),
    [
        ([], 1, True),
        ([], 0, False),
        ([1], 1, False),
        ([100], 100 - WIDTH + 1, True),
        ([100], 100 - WIDTH, False),
        ([100, 99], 99, False),
        ([1, 1 + WIDTH], 1, False),
        ([2, 1 + WIDTH], 2, False),
        ([5, 4 + WIDTH], 5, False),
        ([100], HIGHEST, True),
        ([100], HIGHEST + 1, False),
    ],
)
def test_a_number_is_good_once_and_not_from_long_ago(
    before: list[int], number: int, good: bool
) -> None:
    counter = Counter()
    for earlier in before:
        assert counter.take(earlier)

    assert counter.take(number) is good


@given(st.lists(st.integers(0, 200), max_size=60), st.integers(0, 100))
def test_no_number_is_ever_good_twice_or_up_to_where_the_last_run_may_have_been(
    numbers: list[int], ceiling: int
) -> None:
    counter = Counter(ceiling)

    good = [number for number in numbers if counter.take(number)]

    assert len(good) == len(set(good))
    assert all(number > ceiling for number in good)
