"""What a simulated house has yet to say and do, in the order in which it falls due."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import TypeAlias

from devices.message import Message
from rules.words.times import Moment

Item: TypeAlias = Message | Callable[[Moment], None]
"""A message to be heard at its moment, or something that happens then."""


class Agenda:
    """A timetable without a clock: whoever owns it says what time it is."""

    __slots__ = ("_count", "_heap")

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._heap: list[tuple[Moment, int, Item]] = []
        self._count = 0

    def at(self, moment: Moment, item: Item) -> None:
        """Note something for a moment; what is noted first comes first."""
        self._count += 1
        heappush(self._heap, (moment, self._count, item))

    def due(self) -> Moment | None:
        """Return the moment of the next item, or None while there is nothing to do."""
        return self._heap[0][0] if self._heap else None

    def until(self, now: Moment) -> Iterator[tuple[Moment, Message]]:
        """Let everything happen that is due, and yield its messages, in order."""
        while self._heap and self._heap[0][0] <= now:
            moment, _, item = heappop(self._heap)
            if isinstance(item, Message):
                yield moment, item
            else:
                item(moment)
