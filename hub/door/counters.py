"""Counts what a phone sends, so that nothing that was heard once is ever done again."""

from typing import Final

WIDTH: Final = 64
"""How far behind the newest a request may come in: several are on their way at once."""
AHEAD: Final = 1024
"""How many requests are allowed for by one write to the disk."""
HIGHEST: Final = 2**53 - 1
"""The largest whole number that a browser counts to."""


class Counter:
    """The requests of one phone.

    Rule 1: each number is good once. Rule 2: none is good that lies more than `WIDTH` behind the
    newest. Rule 3: none is good up to `floor`: a hub that starts puts it where the last one may
    have been, since it wrote down `ceiling` before it took any number up to there.
    """

    __slots__ = ("_seen", "ceiling", "floor", "newest")

    def __init__(self, ceiling: int = 0) -> None:
        """Begin after all that may have been heard before."""
        self.newest = self.floor = self.ceiling = ceiling
        self._seen = 0

    def take(self, number: int) -> bool:
        """Say whether a number is good, and use it up."""
        if number > HIGHEST or number <= max(self.floor, self.newest - WIDTH):
            return False
        ahead = number - self.newest
        if ahead > 0:
            # The newest is bit 0; what falls out of the window is refused by its number.
            self._seen = (self._seen << ahead | 1) & (1 << WIDTH) - 1 if ahead < WIDTH else 1
            self.newest = number
            return True
        bit = 1 << -ahead
        if self._seen & bit:
            return False
        self._seen |= bit
        return True

    @property
    def over(self) -> bool:
        """Say whether a new ceiling must be on the disk before the newest may count."""
        return self.newest > self.ceiling
