"""What could not be understood: counted, and said where people look, but never too often."""

import logging
from collections import deque
from collections.abc import Callable

from devices.message import Message
from devices.plain import plain

MOST_LOGGED = 20
MOST_A_SECOND = 500
"""A flood of nonsense must not become a flood of our own."""
MOST_UNTOLD = 100
LONGEST = 500

log = logging.getLogger("homerule")


class Refusals:
    """Counts each, tells most of them on a topic, and writes the first into the log."""

    __slots__ = ("_now", "_publish", "_said", "_second", "_topic", "_untold", "count", "last")

    def __init__(
        self, topic: str, *, publish: Callable[[Message], bool], now: Callable[[], float]
    ) -> None:
        """Tell them on `topic`; `now` is a clock that nobody sets."""
        self._topic = topic
        self._publish = publish
        self._now = now
        self._second = 0
        self._said = 0
        self._untold: deque[str] = deque(maxlen=MOST_UNTOLD)
        self.count = 0
        self.last = ""

    def note(self, sentence: str) -> None:
        """Take note of one, with the topic it came on and why it means nothing."""
        self.count += 1
        self.last = text = plain(sentence, LONGEST)
        if self.count <= MOST_LOGGED:
            log.warning("not understood: %s", text)
        second = int(self._now())
        if second != self._second:
            self._second, untold, self._said = second, self._said - MOST_A_SECOND, 0
            if untold > 0:
                self._untold.append(f"and {untold} more")
        self._said += 1
        if self._said <= MOST_A_SECOND:
            self._untold.append(text)
        self.tell()

    def tell(self) -> None:
        """Tell what waits; without a connection it goes on waiting."""
        while self._untold and self._publish(Message(self._topic, self._untold[0].encode())):
            self._untold.popleft()
