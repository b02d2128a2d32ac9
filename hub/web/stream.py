"""The live stream: whoever watches hears what changed, for as long as they may."""

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import web

from hub.door.askers import Asker
from hub.door.door import Door
from hub.web.audience import Hearer
from hub.web.keys import ACCESS, AUDIENCES, DESK
from hub.web.telling import Teller

PATIENCE: Final = 20.0
"""Seconds after which one who does not read is cut off."""
LOOK_AGAIN: Final = 1.0
"""Seconds; so often it is asked whether a phone still may, and may the same."""
MOST_WATCHERS: Final = 64
MOST_OF_ONE: Final = 8
"""Streams of one phone."""
START: Final = b"retry: 1000\n\n"


async def stream(request: web.Request) -> web.StreamResponse:
    """Tell what changes until the other side goes away or the hub stops."""
    access, audiences = request.app[ACCESS], request.app[AUDIENCES]
    asker, door = access.asker(request), access.door
    busy = len(audiences) >= MOST_WATCHERS
    if busy or (asker.phone and door.watched_by(asker.phone) >= MOST_OF_ONE):
        raise web.HTTPServiceUnavailable(text="too many watch already: close another page")
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )

    def cut() -> None:
        if request.transport is not None:
            request.transport.abort()

    with door.watching(asker.phone, cut):
        await response.prepare(request)
        try:
            since = request.headers.get("Last-Event-ID") or request.query.get("since", "")
            await _watch(request, response, asker, since)
        except (ConnectionError, TimeoutError):
            cut()
    return response


async def _watch(
    request: web.Request, response: web.StreamResponse, asker: Asker, since: str
) -> None:
    """Tell what changed since a mark, or the whole house, and then what changes."""
    desk, audiences = request.app[DESK], request.app[AUDIENCES]
    door, transport = request.app[ACCESS].door, request.transport
    known: Asker | None = asker
    await response.write(START)
    while known is not None and transport is not None and desk.feed.open:
        asker, hearer = known, Hearer(response, transport)
        with audiences.joined(asker, hearer):
            # Nothing is awaited between these, so that nothing is told before the beginning.
            teller = Teller(desk, asker)
            beginning = teller.beginning(since)
            hearer.mark = teller.mark
            async with asyncio.timeout(PATIENCE):
                await response.write(beginning)
            known = await _still(door, asker, hearer)
        since = hearer.mark if known == asker else ""


async def _still(door: Door, asker: Asker, hearer: Hearer) -> Asker | None:
    """Return who it is when there is no more to be told, or as soon as it is somebody else."""
    while not hearer.over.is_set():
        if not asker.phone:
            await hearer.over.wait()
            break
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                await hearer.over.wait()
        if door.still(asker) != asker:
            break
    return door.still(asker)
