"""Wakes the engine when something next falls due; one timer serves the whole house."""

import asyncio
from collections.abc import Callable

from rules.due import DueList
from rules.words.times import Moment

LONGEST_NAP = 30.0
"""Seconds: a clock may be set while nobody looks."""


class Waker:
    """Holds the one timer, set to what falls due first."""

    __slots__ = ("_at", "_due", "_loop", "_now", "_timer", "_wake")

    def __init__(
        self,
        due: DueList,
        *,
        now: Callable[[], Moment],
        loop: asyncio.AbstractEventLoop,
        wake: Callable[[], None],
    ) -> None:
        """Watch `due`; `wake` is called once something in it is due `now`."""
        self._due = due
        self._now = now
        self._loop = loop
        self._wake = wake
        self._timer: asyncio.TimerHandle | None = None
        self._at = 0.0

    def set(self) -> None:
        """Look at what falls due first; to be called whenever that may have changed."""
        due = self._due.next()
        if due is None:
            return
        wait = min(max(0.0, due - self._now()), LONGEST_NAP)
        at = self._loop.time() + wait
        if self._timer is not None:
            if self._at <= at:
                return
            self._timer.cancel()
        self._at = at
        self._timer = self._loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self._timer = None
        due = self._due.next()
        if due is not None and due <= self._now():
            self._wake()
        else:
            self.set()
