"""Virtual time: one agenda for the world, an event loop that lives on it, and a clock to be set."""

import asyncio
import contextvars
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from random import Random
from typing import Any, Final, TypeVarTuple, Unpack

from hub.clock import Clock, ClockMark

Ts = TypeVarTuple("Ts")

LONGEST_TURN: Final = 0.002
"""Seconds that the loop may be busy before it looks at what is ready."""
SLOW: Final = 0.006
"""Seconds that a write takes while the disk is slow, on the clock of whoever waits for it."""


class Agenda:
    """All that is yet to happen, in its order; time moves from one entry to the next."""

    def __init__(self) -> None:
        """Start at the world's first moment."""
        self.now = 0.0
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def at(self, when: float, do: Callable[[], None]) -> None:
        """Let something happen at a moment, or at once where that has passed."""
        self._count += 1
        heappush(self._heap, (max(when, self.now), self._count, do))

    def next(self, until: float) -> Callable[[], None] | None:
        """Move on to what happens next, if it does by then; else to that moment."""
        if self._heap and self._heap[0][0] <= until:
            self.now, _, do = heappop(self._heap)
            return do
        self.now = until
        return None


class WorldClock(Clock):
    """A wall clock that anybody may set, over a time that nobody can."""

    def __init__(self, agenda: Agenda, start: float) -> None:
        """Start at a moment of the wall clock."""
        super().__init__()
        self.boots = 0
        self._agenda = agenda
        self.ahead = start

    def now(self) -> float:
        """Return the wall time."""
        return self._agenda.now + self.ahead

    def monotonic(self) -> float:
        """Return the time that goes by."""
        return self._agenda.now

    def mark(self) -> ClockMark:
        """Return how the wall clock stands to it, in this start of the machine."""
        return ClockMark(f"boot {self.boots}", self.ahead)


class Turns(asyncio.AbstractEventLoop):
    """An event loop for one life of the hub; its turns come a little late, as real ones do."""

    def __init__(self, agenda: Agenda, dice: Random) -> None:
        """Live on an agenda until `ended`."""
        self.ended = False
        self.slow = False
        self.waits = 0
        """How often it had to wait for the disk."""
        self._agenda = agenda
        self._dice = dice
        self._drift = 0.0
        self._ready: deque[asyncio.Handle] = deque()
        self._planned = False

    def get_debug(self) -> bool:
        """Say that nobody looks inside."""
        return False

    def time(self) -> float:
        """Return the time, with what slow writes have taken of it."""
        return self._agenda.now + self._drift

    def writes(self) -> None:
        """Let a write take its time."""
        if self.slow:
            self._drift += SLOW
            self.waits += 1

    def call_soon(
        self,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        """Call something in the next turn."""
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        self._plan()
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        """Call something in the next turn; there is one thread alone."""
        return self.call_soon(callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call something at a moment."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._agenda.at(when - self._drift, lambda: self._rings(handle))
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Leave it where it is: it does nothing when its time comes."""

    def _rings(self, handle: asyncio.TimerHandle) -> None:
        if not (self.ended or handle.cancelled()):
            self._ready.append(handle)
            self._plan()

    def _plan(self) -> None:
        if not self._planned and not self.ended:
            self._planned = True
            self._agenda.at(self._agenda.now + self._dice.random() * LONGEST_TURN, self._turn)

    def _turn(self) -> None:
        self._planned = False
        for _ in range(len(self._ready)):
            if self.ended:
                return
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()
        if self._ready:
            self._plan()

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Let nothing that goes wrong pass by."""
        raise context["exception"]
