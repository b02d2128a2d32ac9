"""Pace: how much of somebody is heard, and how often it is said what was not.

What is refused must cost little: a bucket of tokens decides before anything is read, and what is
written down of refusals is one line for the first and one for all that follow in a while.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rules.words.times import MINUTE, Seconds

GATHER_REFUSALS: Final = 10 * MINUTE


class Bucket:
    """Lets a number of things a minute pass, as many at once after a minute of rest."""

    __slots__ = ("_at", "_left", "_most")

    def __init__(self, most: int, now: Seconds) -> None:
        """Start full; `most` is how many may pass in a minute."""
        self._most = most
        self._left = float(most)
        self._at = now

    @property
    def most(self) -> int:
        """Return how many may pass in a minute."""
        return self._most

    def takes(self, now: Seconds) -> bool:
        """Take one out, if there is one."""
        self._left = min(self._most, self._left + (now - self._at) * self._most / MINUTE)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def charge(self, tokens: float) -> None:
        """Take some more out, down to a minute's debt: what just passed cost more than most."""
        self._left = max(-float(self._most), self._left - tokens)

    def wait(self) -> Seconds:
        """Return after how many seconds the next one may pass."""
        return max(0.0, 1 - self._left) * MINUTE / self._most


@dataclass(slots=True)
class _Gathered:
    count: int = 0
    last: str = ""


class Refused:
    """Says what was refused: the first at once, what follows once in a while with its number."""

    __slots__ = ("_gathered", "_says", "count")

    def __init__(self, says: Callable[[str], None]) -> None:
        """Say it by `says`, which writes it down."""
        self._says = says
        self._gathered: dict[str, _Gathered] = {}
        self.count = 0

    def note(self, who: str, sentence: str, times: int = 1) -> None:
        """Take note of one who was refused; `who` is one of few."""
        self.count += times
        known = self._gathered.get(who)
        if known is not None:
            known.count += times
            known.last = sentence
            return
        self._gathered[who] = _Gathered()
        self._says(sentence)
        asyncio.get_running_loop().call_later(GATHER_REFUSALS, self._tell, who)

    def _tell(self, who: str) -> None:
        known = self._gathered.pop(who)
        if known.count:
            minutes = round(GATHER_REFUSALS / MINUTE)
            self._says(f"{known.count} more within {minutes} minutes, the last: {known.last}")
