"""Audiences: what changed is put into words once for all who see the same, and written to each."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from aiohttp import web

from hub.desk.desk import Desk
from hub.door.askers import Asker
from hub.web.telling import Teller, view

BEAT: Final = 5.0
"""Seconds between signs of life."""
PAUSE: Final = 0.1
"""Seconds in which changes are gathered, once one has been told at once."""
MOST_UNREAD: Final = 48 * 1024
"""Bytes; who has not read so many is told no more, but what changed when they have."""


class Hearer:
    """One who is told what changes, until `over` is set: then they begin again, from `mark`."""

    __slots__ = ("_response", "_transport", "mark", "over")

    def __init__(self, response: web.StreamResponse, transport: asyncio.WriteTransport) -> None:
        """Tell by this response; `mark` is how far they have been told."""
        self.mark = ""
        self.over = asyncio.Event()
        self._response = response
        self._transport = transport

    async def tell(self, data: bytes, mark: str) -> None:
        """Write, without waiting for whoever does not read."""
        if self._transport.is_closing() or self._transport.get_write_buffer_size() > MOST_UNREAD:
            self.over.set()
        else:
            await self._response.write(data)
            self.mark = mark


class Audience:
    """Those who see the same of the house, under the same policy."""

    def __init__(self, desk: Desk, asker: Asker) -> None:
        """Listen from now on."""
        self.hearers: set[Hearer] = set()
        self._desk = desk
        self._version = desk.present.version
        self._teller = Teller(desk, asker)
        self._stack = ExitStack()
        self._listener = self._stack.enter_context(desk.listening())
        self._task = asyncio.create_task(self._run(), name="audience")  # noqa: TID251 -- owned here

    @property
    def is_over(self) -> bool:
        """Say whether they were told the last."""
        return self._task.done()

    def close(self) -> None:
        """Listen no more."""
        self._task.cancel()
        self._stack.close()

    async def _run(self) -> None:
        try:
            await self._tell()
        finally:
            for hearer in self.hearers:
                hearer.over.set()

    async def _tell(self) -> None:
        """Tell what changes, until the hub ends, or rooms, names and places may all be new."""
        feed, teller = self._desk.feed, self._teller
        while feed.open:
            changes = await self._listener.next(BEAT)
            if self._desk.present.version != self._version:
                return
            said = teller.beat() if changes is None else teller.news(changes)
            mark = teller.mark
            for hearer in tuple(self.hearers):
                try:
                    await hearer.tell(said, mark)
                except ConnectionError:
                    hearer.over.set()
            if changes is not None and feed.open:
                await asyncio.sleep(PAUSE)


class Audiences:
    """All who watch at this moment, in groups of those who see the same."""

    def __init__(self, desk: Desk) -> None:
        """Start with nobody watching."""
        self._desk = desk
        self._all: dict[str, Audience] = {}

    def __len__(self) -> int:
        """Return how many watch."""
        return sum(len(audience.hearers) for audience in self._all.values())

    @contextmanager
    def joined(self, asker: Asker, hearer: Hearer) -> Iterator[None]:
        """Have somebody told what changes from now on, for the length of the block."""
        seen = view(self._desk, asker)
        audience = self._all.get(seen)
        if audience is None or audience.is_over:
            audience = self._all[seen] = Audience(self._desk, asker)
        audience.hearers.add(hearer)
        try:
            yield
        finally:
            audience.hearers.discard(hearer)
            if not audience.hearers:
                audience.close()
                if self._all.get(seen) is audience:
                    del self._all[seen]
