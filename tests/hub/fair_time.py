"""How long something took, of the time that a busy machine gave: what is promised in seconds.

A control runs beside what is measured and does what a hub does: it rests a little and works a
little, in beats of 5 ms. Alone it beats as the clock does. Where others want the processor too it
beats slower, by as much as whatever is measured was kept from its work.
"""

from threading import Event, Thread
from time import thread_time
from typing import Self

REST = 0.004
WORK = 0.001


class FairTime:
    """Counts beats while the block runs; never more than the clock's seconds."""

    def __init__(self) -> None:
        self._beats = 0
        self._over = Event()
        self._thread = Thread(target=self._beat, name="fair time", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Return how much of it has gone by."""
        return self._beats * (REST + WORK)

    def _beat(self) -> None:
        while not self._over.wait(REST):
            done = thread_time() + WORK
            while thread_time() < done:
                pass
            self._beats += 1
