"""The only caller of the clock, so that a test or the demo can set it."""

import time
from functools import cached_property
from pathlib import Path
from typing import Final

from rules.words.value import value

BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
SINCE_BOOT: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, where the system has such a clock."""


@value(frozen=True, slots=True)
class ClockMark:
    """By how many seconds the wall clock was ahead of the time since the machine's start `boot`.

    A later start of the hub sees by it whether the clock was set while nobody looked.
    """

    boot: str
    ahead: float


class Clock:
    """Wall time in seconds since 1970 (UTC), and a monotonic time that nobody can set."""

    def __init__(self, offset: float = 0.0) -> None:
        """Start a clock that is `offset` seconds ahead of the machine's."""
        self._offset = offset

    def now(self) -> float:
        """Return the wall time."""
        return time.time() + self._offset  # noqa: TID251 - this is the one place

    def monotonic(self) -> float:
        """Return the time since the machine started."""
        return time.clock_gettime(SINCE_BOOT)

    @cached_property
    def boot(self) -> str:
        """Return what this start of the machine is called; empty where nobody knows."""
        try:
            return BOOT.read_text().strip()
        except OSError:
            return ""

    def mark(self) -> ClockMark:
        """Return how the wall clock stands to the time since the machine started."""
        return ClockMark(self.boot, self.now() - self.monotonic())
