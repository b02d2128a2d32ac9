"""Whether the loop may write by itself: not while there is a disk that lets it wait.

A write may also take long because others had the processor meanwhile; of that no disk is to blame,
and to hand what is to be written to another thread would make it worse.
"""

import resource
from collections.abc import Callable
from typing import Final

SLOW_SECONDS: Final = 0.005
"""A write that takes longer, and had to wait, shows a disk for which the loop must not wait."""
DISTRUST_SECONDS: Final = 60.0
"""So long the loop leaves all writing to the writer's thread after a slow write."""
THREAD: Final = getattr(resource, "RUSAGE_THREAD", resource.RUSAGE_SELF)


def waits_of_this_thread() -> int:
    """Return how often it gave the processor away because it had to wait for something."""
    return resource.getrusage(THREAD).ru_nvcsw


class Trust:
    """Looks at each write of one thread."""

    __slots__ = ("_again_at", "_began", "_waited", "_waits")

    def __init__(self, waits: Callable[[], int] = waits_of_this_thread) -> None:
        """Trust the disk; `waits` counts how often this thread had to wait."""
        self._waits = waits
        self._again_at = 0.0
        self._began = 0.0
        self._waited = 0

    def holds(self, now: float) -> bool:
        """Say whether the loop may write at this moment."""
        return now >= self._again_at

    def begins(self, now: float) -> None:
        """Take in that a write begins."""
        self._began, self._waited = now, self._waits()

    def ends(self, now: float) -> None:
        """Take in that it has ended."""
        if now - self._began > SLOW_SECONDS and self._waits() > self._waited:
            self._again_at = now + DISTRUST_SECONDS
