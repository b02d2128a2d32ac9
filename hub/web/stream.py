"""The live stream: whoever watches hears what changed, as server-sent events.

Events: `snapshot` (the whole house), `house` (all but the devices), `device`, `gone`, `line` (a
record as a sentence), `beat` (nothing happened, but the line is alive). Each carries whole
things, so that one that was missed can do no harm.
"""

import asyncio
from collections.abc import Iterator
from typing import Final

from aiohttp import web

from hub.desk import Desk
from hub.feed import Changes, Feed, Listener
from hub.picture import Picture, packed
from hub.web.keys import DESK

BEAT: Final = 5.0
"""Seconds between signs of life."""
PAUSE: Final = 0.1
"""Seconds in which changes are gathered, once one has been told at once."""
PATIENCE: Final = 20.0
"""Seconds after which one who does not read is cut off."""
LINES: Final = 30
MOST_WATCHERS: Final = 32
START: Final = b"retry: 1000\n\n"


async def stream(request: web.Request) -> web.StreamResponse:
    """Tell what changes until the other side goes away or the hub stops."""
    desk = request.app[DESK]
    if desk.feed.listeners >= MOST_WATCHERS:
        raise web.HTTPServiceUnavailable(text="too many watch already: close another page")
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    with desk.listening() as listener:
        await response.prepare(request)
        try:
            await _tell(response, desk, listener)
        except (ConnectionError, TimeoutError):
            if request.transport is not None:
                request.transport.abort()
    return response


async def _tell(response: web.StreamResponse, desk: Desk, listener: Listener) -> None:
    teller = Teller(desk)
    await _write(response, START + teller.beginning())
    while desk.feed.open:
        changes = await listener.next(BEAT)
        if changes is None:
            await _write(response, teller.beat())
            continue
        await _write(response, b"".join(teller.news(changes)))
        await _pause(desk.feed)


async def _pause(feed: Feed) -> None:
    if feed.open:
        await asyncio.sleep(PAUSE)


async def _write(response: web.StreamResponse, data: bytes) -> None:
    if data:
        async with asyncio.timeout(PATIENCE):
            await response.write(data)


class Teller:
    """Puts changes into words for one who watches; knows which lines that one has."""

    def __init__(self, desk: Desk) -> None:
        """Start with nothing told."""
        self._desk = desk
        self._last_line = 0
        self._version = ""

    def beginning(self) -> bytes:
        """Return the whole house."""
        self._version = self._desk.version
        self._last_line = self._desk.newest()
        return event("snapshot", self._desk.snapshot(LINES))

    def beat(self) -> bytes:
        """Return a sign of life."""
        return event("beat", {"now": self._desk.clock()})

    def news(self, changes: Changes) -> Iterator[bytes]:
        """Yield an event for each thing that changed."""
        if self._version != self._desk.version:
            # Another policy: rooms, names and places may all be new.
            yield self.beginning()
            return
        if changes.house:
            yield event("house", self._desk.house())
        there = set()
        for picture in self._desk.pictured(changes.devices):
            there.add(picture["id"])
            yield event("device", picture)
        for device in changes.devices:
            if device not in there:
                yield event("gone", {"id": device})
        if changes.lines:
            yield from self._lines()

    def _lines(self) -> Iterator[bytes]:
        lines, self._last_line = self._desk.fresh(self._last_line)
        for line in lines:
            yield event("line", line)


def event(name: str, content: Picture) -> bytes:
    """Return one server-sent event; JSON has no bare line ends, so it is one line."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), packed(content))
