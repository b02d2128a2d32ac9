"""Drawing in few steps: hypothesis takes its time for each choice, and a history has many."""

from collections.abc import Sequence
from math import lcm
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
U = TypeVar("U")

FINE = 12
"""How many times its own number the longest pool is spread out to, at most."""


def evenly(*pools: Sequence[T]) -> tuple[T, ...]:
    """Return all that is in the pools in one row, in which each pool takes up the same room."""
    room = min(lcm(*map(len, pools)), FINE * max(map(len, pools)))
    return tuple(pool[n * len(pool) // room] for pool in pools for n in range(room))


def pairs(first: Sequence[T], second: Sequence[U]) -> st.SearchStrategy[tuple[T, U]]:
    """Return pairs of any one and any other, each pair drawn at once."""
    both = st.sampled_from(range(len(first) * len(second)))
    return both.map(lambda n: (first[n % len(first)], second[n // len(first)]))
