"""The live stream: whoever watches hears what changed, as server-sent events.

Events: `snapshot` (the whole house), `house` (all but the devices), `device`, `gone`, `line` (a
record as a sentence), `beat` (nothing happened, but the line is alive). Each carries whole
things, so that one that was missed can do no harm. The last of what is told at once has an id:
who comes back with it (`?since=`) is told what changed since then, or the whole house where
that is not known any more, or where another hub, policy or phone looks at it.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from typing import Final

from aiohttp import web

from hub.desk import Desk
from hub.door.askers import Asker
from hub.door.door import Door
from hub.feed import Changes, Feed, Listener
from hub.picture import Json, Picture, packed
from hub.web.keys import ACCESS, DESK
from hub.web.sight import Sight, pictures

BEAT: Final = 5.0
"""Seconds between signs of life."""
PAUSE: Final = 0.1
"""Seconds in which changes are gathered, once one has been told at once."""
PATIENCE: Final = 20.0
"""Seconds after which one who does not read is cut off."""
LINES: Final = 30
MOST_WATCHERS: Final = 64
MOST_OF_ONE: Final = 8
"""Streams of one phone."""
LONGEST_COUNT: Final = 16
START: Final = b"retry: 1000\n\n"


async def stream(request: web.Request) -> web.StreamResponse:
    """Tell what changes until the other side goes away or the hub stops."""
    desk, access = request.app[DESK], request.app[ACCESS]
    asker, door = access.asker(request), access.door
    busy = desk.feed.listeners >= MOST_WATCHERS
    if busy or (asker.phone and door.watched_by(asker.phone) >= MOST_OF_ONE):
        raise web.HTTPServiceUnavailable(text="too many watch already: close another page")
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )

    def cut() -> None:
        if request.transport is not None:
            request.transport.abort()

    with desk.listening() as listener, door.watching(asker.phone, cut):
        await response.prepare(request)
        try:
            since = request.headers.get("Last-Event-ID") or request.query.get("since", "")
            await _tell(response, Teller(desk, door, asker), listener, since)
        except (ConnectionError, TimeoutError):
            cut()
    return response


async def _tell(
    response: web.StreamResponse, teller: "Teller", listener: Listener, since: str
) -> None:
    desk = teller.desk
    await _write(response, START + teller.beginning(since))
    while desk.feed.open:
        changes = await listener.next(BEAT)
        if not teller.welcome():
            return
        if changes is None:
            await _write(response, teller.beat())
            continue
        await _write(response, teller.news(changes))
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

    def __init__(self, desk: Desk, door: Door, asker: Asker) -> None:
        """Start with nothing told."""
        self.desk = desk
        self._door = door
        self._asker = asker
        self._sight = Sight(asker, desk.area_of)
        self._known: set[Json] = set()
        self._last_line = 0
        self._version = ""

    def beginning(self, since: str = "") -> bytes:
        """Return what changed since a mark, or the whole house."""
        missed = self._missed(since)
        if missed is not None:
            self._known = {str(device["id"]) for device in self.desk.devices()}
            return self.news(missed)
        self._version = self.desk.version
        self._last_line = self.desk.newest()
        snapshot = self._sight.snapshot(self.desk.snapshot(LINES))
        self._known = {device["id"] for device in pictures(snapshot["devices"])}
        return event("snapshot", snapshot, mark(self.desk, self._asker, self._last_line))

    def _missed(self, since: str) -> Changes | None:
        """Return what changed since a mark of ours; None where it is of another time or view."""
        view, _, rest = since.rpartition("/")
        number, _, line = rest.partition(".")
        if view != _view(self.desk, self._asker) or not (_is_count(number) and _is_count(line)):
            return None
        self._version, self._last_line = self.desk.version, int(line)
        return self.desk.feed.since(int(number))

    def welcome(self) -> bool:
        """Say whether whoever watches still may; what they may see is looked up anew."""
        now = self._door.still(self._asker)
        if now is not None and now != self._asker:
            self._asker, self._sight = now, Sight(now, self.desk.area_of)
            self._version = ""
        return now is not None

    def beat(self) -> bytes:
        """Return a sign of life."""
        return event("beat", {"now": self.desk.clock()})

    def news(self, changes: Changes) -> bytes:
        """Return an event for each thing that changed; at least a sign of life."""
        if self._version != self.desk.version:
            # Another policy: rooms, names and places may all be new.
            return self.beginning()
        told = [*self._changed(changes)] or [("beat", {"now": self.desk.clock()})]
        last = mark(self.desk, self._asker, self._last_line)
        events = [event(name, content) for name, content in told[:-1]]
        return b"".join([*events, event(*told[-1], last)])

    def _changed(self, changes: Changes) -> Iterator[tuple[str, Picture]]:
        if changes.house:
            yield "house", self._sight.house(self.desk.house())
        there = set[Json]()
        for picture in self._sight.devices(self.desk.pictured(changes.devices)):
            there.add(picture["id"])
            yield "device", picture
        self._known |= there
        for device in changes.devices:
            if device not in there and device in self._known:
                self._known.discard(device)
                yield "gone", {"id": device}
        if changes.lines:
            lines, self._last_line = self.desk.fresh(self._last_line)
            for line in self._sight.lines(lines):
                yield "line", line


def mark(desk: Desk, asker: Asker, line: int) -> str:
    """Return how far somebody has been told: up to this change and this record."""
    return f"{_view(desk, asker)}/{desk.feed.number}.{line}"


def _view(desk: Desk, asker: Asker) -> str:
    """Return who looks at what: a mark means nothing to another hub, policy, phone or role."""
    rooms = "all" if asker.rooms is None else ",".join(sorted(asker.rooms))
    seen = f"{desk.version}\n{asker.role}\n{asker.phone}\n{rooms}"
    return f"{desk.feed.boot}:{hashlib.sha256(seen.encode()).hexdigest()[:12]}"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_COUNT


def event(name: str, content: Picture, last: str = "") -> bytes:
    """Return one server-sent event; JSON has no bare line ends, so it is one line."""
    number = f"id: {last}\n".encode() if last else b""
    return b"%bevent: %b\ndata: %b\n\n" % (number, name.encode(), packed(content))
