"""What those who watch are told: the house and its changes as server-sent events.

Events: `snapshot` (the whole house), `house` (all but the devices), `device`, `gone`, `line` (a
record as a sentence), `beat` (nothing happened, but the line is alive). Each carries whole
things, so that one that was missed, or comes twice, can do no harm. The last of what is told at
once has an id, the mark: who comes back with it is told what changed since then, or the whole
house where that is not known any more, or where another hub, policy or role looks at it.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from hub.desk.desk import Desk
from hub.door.askers import Asker
from hub.view.feed import Changes
from hub.view.plain_json import Picture, packed
from hub.web.sight import Sight
from rules.words.ids import DeviceId

LINES: Final = 30
LONGEST_COUNT: Final = 16


class Teller:
    """Puts changes into words for those who see the same; knows what they were told."""

    def __init__(self, desk: Desk, asker: Asker) -> None:
        """Start from the house as it is now."""
        self._desk = desk
        self._sight = Sight(asker, desk.present.area_of)
        self._view = view(desk, asker)
        self._known = {device for device in desk.present.ids() if self._sight.device(device)}
        self._last_line = desk.past.newest()

    @property
    def mark(self) -> str:
        """Return how far they have been told: up to this change and this record."""
        return f"{self._view}/{self._desk.feed.number}.{self._last_line}"

    def beginning(self, since: str = "") -> bytes:
        """Return what changed since a mark, or the whole house."""
        missed = self._missed(since)
        if missed is not None:
            return self.news(missed)
        snapshot = self._sight.snapshot(self._desk.snapshot(LINES))
        return event("snapshot", snapshot, self.mark)

    def news(self, changes: Changes) -> bytes:
        """Return an event for each thing that changed; at least a sign of life."""
        told = [*self._changed(changes)] or [("beat", {"now": self._desk.present.clock()})]
        events = [event(name, content) for name, content in told[:-1]]
        return b"".join([*events, event(*told[-1], self.mark)])

    def beat(self) -> bytes:
        """Return a sign of life."""
        return event("beat", {"now": self._desk.present.clock()})

    def _missed(self, since: str) -> Changes | None:
        """Return what changed since a mark of ours; None where it is of another time or view."""
        view, _, rest = since.rpartition("/")
        number, _, line = rest.partition(".")
        if view != self._view or not (_is_count(number) and _is_count(line)):
            return None
        changes = self._desk.feed.since(int(number))
        if changes is None or not changes.devices.keys() <= self._known:
            # What was taken out of their sight meanwhile is gone from a whole house only.
            return None
        self._last_line = int(line)
        return changes

    def _changed(self, changes: Changes) -> Iterator[tuple[str, Picture]]:
        if changes.house:
            yield "house", self._sight.house(self._desk.present.house())
        there = set[DeviceId]()
        for picture in self._sight.devices(self._desk.present.pictured(changes.devices)):
            there.add(DeviceId(str(picture["id"])))
            yield "device", picture
        self._known |= there
        for device in changes.devices:
            if device not in there and device in self._known:
                self._known.discard(device)
                yield "gone", {"id": device}
        if changes.lines:
            lines, self._last_line = self._desk.past.fresh(self._last_line)
            for line in self._sight.lines(lines):
                yield "line", line


def view(desk: Desk, asker: Asker) -> str:
    """Return who sees what; it is another for another start of the hub, policy, role or rooms."""
    rooms = "all" if asker.rooms is None else ",".join(sorted(asker.rooms))
    seen = f"{desk.present.version}\n{asker.role}\n{rooms}"
    return f"{desk.feed.boot}:{hashlib.sha256(seen.encode()).hexdigest()[:12]}"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_COUNT


def event(name: str, content: Picture, last: str = "") -> bytes:
    """Return one server-sent event; JSON has no bare line ends, so it is one line."""
    number = f"id: {last}\n".encode() if last else b""
    return b"%bevent: %b\ndata: %b\n\n" % (number, name.encode(), packed(content))
