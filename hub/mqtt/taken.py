"""What people sent and we took already: where our acknowledgement was lost, it does not act twice.

Rule 1: only what the broker says it sends again, under the number that its session gave it, with
the same words, is the same message. Rule 2: once the broker is known to have heard our
acknowledgement it may give the number to another message: what we took then is forgotten. Rule 3:
a broker that forgot our session begins anew, and so do we.

It is not remembered over a restart of the hub: what was taken in the last moments before it acts
again then. The number alone would not tell it from a new message by the same words, and to pass
over a person's freeze is worse than to hear a release twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devices.message import Message

MOST_TAKEN: Final = 1000


@dataclass(slots=True)
class _Entry:
    """A message that we took. `known`: the beat that is under way was sent after we said so."""

    said: Message
    acknowledge: Callable[[], None]
    done: bool = False
    known: bool = False

    def is_done(self) -> None:
        self.done = True
        self.acknowledge()


class Taken:
    """The messages of one session that the broker may send again although we took them."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        """Know of none."""
        self._entries: dict[int, _Entry] = {}

    def take(
        self, said: Message, number: int, acknowledge: Callable[[], None], *, again: bool
    ) -> Callable[[], None] | None:
        """Return what to call when a message is done, or None where it was taken before.

        `acknowledge` tells the broker of the connection by which it came now; `again`: the broker
        says that it may have sent it before.
        """
        old = self._entries.pop(number, None)
        if again and old is not None and old.said == said:
            old.acknowledge, old.known = acknowledge, False
            self._entries[number] = old
            if old.done:
                acknowledge()
            return None
        entry = self._entries[number] = _Entry(said, acknowledge)
        if len(self._entries) > MOST_TAKEN:
            del self._entries[next(iter(self._entries))]
        return entry.is_done

    def beats(self) -> None:
        """Take in that a heartbeat leaves, after all acknowledgements so far."""
        for entry in self._entries.values():
            entry.known = entry.done

    def beaten(self) -> None:
        """Take in that it came back: the broker has heard what we had said before it."""
        gone = [number for number, entry in self._entries.items() if entry.known]
        for number in gone:
            del self._entries[number]

    def forget(self) -> None:
        """Take in that the broker knows nothing of our session any more."""
        self._entries.clear()
