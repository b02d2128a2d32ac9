"""Faults that are planted into a running hub: a proof that does not find them proves nothing.

The proof puts a `sitecustomize` before the hub that calls one of these; the product knows of none.
They take the place of private parts: that is what a fault would be in.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from devices.message import Message
from hub.core import Core
from hub.journal import Batch, Journal, file
from hub.journal.ledger import Ledger
from rules.words.effects import Standing

Done = Callable[[BaseException | None], None]


def normal_for_durable() -> None:
    """Write what people do as lightly as what agents decide: nobody waits for the disk."""

    def never_waits(self: Ledger, *, durable: bool) -> None:
        del durable
        self._connection.executescript("PRAGMA synchronous = NORMAL")

    Ledger._sync_or_not = never_waits  # type: ignore[method-assign]  # a planted fault


def acknowledged_before_journalled() -> None:
    """Tell people that it is written, and write it then."""
    commit = Journal.commit

    def promises(self: Journal, batch: Batch, done: Done) -> None:
        commit(self, batch, lambda _error: None)
        asyncio.get_running_loop().call_soon(done, None)

    Journal.commit = promises  # type: ignore[method-assign]  # a planted fault


def folder_not_synced() -> None:
    """Make folder and file, and do not make sure that they are found again."""

    def forgets(directory: Path) -> None:
        del directory

    file._sync_folder = forgets


def holds_not_put_back() -> None:
    """Start without looking for what people held."""

    def forgets(self: Journal) -> tuple[Standing, ...]:
        del self
        return ()

    Journal.standing = forgets  # type: ignore[method-assign]  # a planted fault


def words_not_known_again() -> None:
    """Start without looking which words of people were taken already."""

    def forgets(self: Journal) -> dict[int, str]:
        del self
        return {}

    Journal.taken = forgets  # type: ignore[method-assign]  # a planted fault


def lights_at_the_start() -> None:
    """Start, and tell a lamp to go on."""
    act = Core.act

    def lights(self: Core) -> None:
        act(self)
        outbox = self.engine.outbox
        outbox._publish(Message("zigbee2mqtt/Study lamp/set", b'{"state": "ON"}'))

    Core.act = lights  # type: ignore[method-assign]  # a planted fault
