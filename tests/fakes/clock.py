"""A clock that a test sets; time passes by a call, and the wall clock can be put anywhere."""

from hub.clock import Clock


class HandClock(Clock):
    """Stands still until it is told to go on."""

    __slots__ = ("_monotonic", "_wall")

    def __init__(self, wall: float, monotonic: float = 1000.0) -> None:
        super().__init__()
        self._wall = wall
        self._monotonic = monotonic

    def now(self) -> float:
        return self._wall

    def monotonic(self) -> float:
        return self._monotonic

    def passes(self, seconds: float) -> None:
        """Let time go by."""
        self._wall += seconds
        self._monotonic += seconds

    def is_put(self, seconds: float) -> None:
        """Let somebody put the wall clock forward, or back."""
        self._wall += seconds
