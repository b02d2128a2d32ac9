"""The only caller of the clock, so that a test or the demo can set it."""

import time


class Clock:
    """Wall time in seconds since 1970 (UTC), and a monotonic time that nobody can set."""

    __slots__ = ("_offset",)

    def __init__(self, offset: float = 0.0) -> None:
        """Start a clock that is `offset` seconds ahead of the machine's."""
        self._offset = offset

    def now(self) -> float:
        """Return the wall time."""
        return time.time() + self._offset  # noqa: TID251 - this is the one place

    def monotonic(self) -> float:
        """Return the monotonic time."""
        return time.monotonic()  # noqa: TID251 - this is the one place
