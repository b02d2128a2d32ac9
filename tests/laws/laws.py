"""The laws as values: what each is about, how it is held, and how it is tried."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

T = TypeVar("T")

MANY: Final = 90
"""Examples in which a law is tried; the same ones each time."""
ENOUGH: Final = 250
"""Examples in which a planted fault must show itself, at the latest."""


@dataclass(frozen=True, slots=True)
class Law(Generic[T]):
    """A promise over all there is of something; `told` are examples that are always tried."""

    over: st.SearchStrategy[T]
    holds: Callable[[T], None]
    told: tuple[T, ...] = ()


def check(law: Law[T], *, examples: int = MANY) -> None:
    """Try a law; raises AssertionError with the smallest example that breaks it."""
    _try(law, examples, (Phase.explicit, Phase.generate, Phase.shrink))


def is_broken(law: Law[T]) -> bool:
    """Say whether some example breaks a law, without looking for a small one."""
    try:
        _try(law, ENOUGH, (Phase.explicit, Phase.generate))
    except AssertionError:
        return True
    return False


def _try(law: Law[T], examples: int, phases: tuple[Phase, ...]) -> None:
    test = given(law.over)(law.holds)
    for one in law.told:
        test = example(one)(test)
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
    bounds(test)()
