"""A law: one promise in a sentence, all that it is tried on, and the faults that it must notice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import getsource
from textwrap import dedent
from types import FunctionType
from typing import Any, Final, Generic, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

T = TypeVar("T")

MANY: Final = 200
"""Examples in which a law is tried; the same ones each time."""
ENOUGH: Final = 250
"""Examples in which a planted fault must show itself, at the latest."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small fault in the real code: in this function these words become those."""

    fault: str
    function: Callable[..., Any]
    words: str
    become: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Generic[T]):
    """A promise over all there is of something.

    `holds` raises AssertionError where it is broken; `told` are examples that are always tried;
    `kills` are the faults that break it: a law that no fault can break would promise nothing.
    """

    says: str
    over: st.SearchStrategy[T] = field(repr=False)
    holds: Callable[[T], None] = field(repr=False)
    told: tuple[T, ...] = field(default=(), repr=False)
    kills: tuple[Mutant, ...] = field(repr=False)
    examples: int = MANY


def check(law: Law[T]) -> None:
    """Try a law; raises AssertionError with the smallest example that breaks it."""
    _try_all(law, law.examples, (Phase.generate, Phase.shrink))


def is_broken(law: Law[T]) -> bool:
    """Say whether some example breaks a law, without looking for a small one."""
    try:
        _try_all(law, ENOUGH, (Phase.generate,))
    except (AssertionError, Flaky):
        # A fault that comes and goes is noticed as well.
        return True
    return False


def _try_all(law: Law[T], examples: int, phases: tuple[Phase, ...]) -> None:
    for one in law.told:
        _try(law.holds, st.just(one), 1, phases)
    _try(law.holds, law.over, examples, phases)


def _try(
    holds: Callable[[T], None], over: st.SearchStrategy[T], examples: int, phases: tuple[Phase, ...]
) -> None:
    bounds = settings(
        max_examples=examples,
        phases=phases,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    bounds(given(over)(holds))()


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Plant a fault for a while. The words must be there once, lest a mutant vanish unseen."""
    function = mutant.function
    assert isinstance(function, FunctionType)
    source = dedent(getsource(function))
    assert source.count(mutant.words) == 1, f"{mutant.words!r} is not there once: {source}"
    space = dict(function.__globals__)
    exec(compile(source.replace(mutant.words, mutant.become), "a mutant", "exec"), space)
    sound = function.__code__
    # Everybody who imported the function has this very object.
    function.__code__ = space[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = sound
        # What it remembered goes with it.
        function.__dict__.clear()
