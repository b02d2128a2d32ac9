"""What people sent and we took already: where our acknowledgement was lost, it does not act twice.

Rule 1: only what the broker says it sends again, under the number that its session gave it, with
the same words, is the same message. Rule 2: once the broker is known to have heard our
acknowledgement it may give the number to another message: what we took then is forgotten. Rule 3:
a broker that forgot our session begins anew, and so do we. Rule 4: what an earlier life of the hub
had in its journal was taken.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hub.word import Word

MOST_TAKEN: Final = 1000


def _nothing() -> None:
    """Tell nobody: the connection by which it came is gone."""


def _keeps(_numbers: Iterable[int]) -> None:
    """Remember nothing that were to be forgotten."""


@dataclass(slots=True)
class _Entry:
    """A word that we took. `known`: the beat that is under way was sent after we said so."""

    mark: str
    acknowledge: Callable[[], None]
    done: bool = False
    known: bool = False

    def is_done(self) -> None:
        self.done = True
        self.acknowledge()


class Taken:
    """The words of one session that the broker may send again although we took them."""

    __slots__ = ("_entries", "_forgets")

    def __init__(
        self,
        before: Mapping[int, str] = MappingProxyType({}),
        forgets: Callable[[Iterable[int]], None] = _keeps,
    ) -> None:
        """Know by number and mark of those that an earlier life took.

        `forgets` is called with the numbers that are free for other words from now on, before any
        of these is taken.
        """
        self._entries = {
            number: _Entry(mark, _nothing, done=True) for number, mark in before.items()
        }
        self._forgets = forgets

    def take(
        self, said: Word, acknowledge: Callable[[], None], *, again: bool
    ) -> Callable[[], None] | None:
        """Return what to call when a word is done, or None where it was taken before.

        `acknowledge` tells the broker of the connection by which it came now; `again`: the broker
        says that it may have sent it before.
        """
        number, mark = said.number, said.mark
        old = self._entries.pop(number, None)
        if again and old is not None and old.mark == mark:
            old.acknowledge, old.known = acknowledge, False
            self._entries[number] = old
            if old.done:
                acknowledge()
            return None
        if old is not None:
            self._forgets((number,))
        entry = self._entries[number] = _Entry(mark, acknowledge)
        if len(self._entries) > MOST_TAKEN:
            self._forget((next(iter(self._entries)),))
        return entry.is_done

    def beats(self) -> None:
        """Take in that a heartbeat leaves, after all acknowledgements so far."""
        for entry in self._entries.values():
            entry.known = entry.done

    def beaten(self) -> None:
        """Take in that it came back: the broker has heard what we had said before it."""
        self._forget([number for number, entry in self._entries.items() if entry.known])

    def forget(self) -> None:
        """Take in that the broker knows nothing of our session any more."""
        self._forget([*self._entries])

    def _forget(self, numbers: Iterable[int]) -> None:
        gone = [*numbers]
        for number in gone:
            del self._entries[number]
        if gone:
            self._forgets(gone)
