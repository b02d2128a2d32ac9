"""News for those who watch the house: what changed, gathered for each until it can take it."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rules.words.ids import DeviceId


@dataclass(slots=True)
class Changes:
    """What changed since somebody last looked; it names things, so it cannot grow without end."""

    devices: dict[DeviceId, None] = field(default_factory=dict)
    house: bool = False
    lines: bool = False


class Listener:
    """One who watches; a slow one finds the newest picture, never a queue of old ones."""

    __slots__ = ("_stirred", "_waiting")

    def __init__(self) -> None:
        """Start with nothing to tell."""
        self._waiting = Changes()
        self._stirred = asyncio.Event()

    async def next(self, patience: float) -> Changes | None:
        """Return what changed as soon as something did, or None after `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._stirred.wait()
        except TimeoutError:
            return None
        self._stirred.clear()
        changes, self._waiting = self._waiting, Changes()
        return changes

    def note(self, devices: Iterable[DeviceId], *, house: bool, lines: bool) -> None:
        """Take note of changes."""
        waiting = self._waiting
        waiting.devices.update(dict.fromkeys(devices))
        waiting.house |= house
        waiting.lines |= lines
        self._stirred.set()


class Feed:
    """All who watch at this moment."""

    __slots__ = ("_listeners", "open")

    def __init__(self) -> None:
        """Start with nobody watching."""
        self._listeners: list[Listener] = []
        self.open = True

    @property
    def watched(self) -> bool:
        """Say whether anybody watches."""
        return bool(self._listeners)

    @property
    def listeners(self) -> int:
        """Return how many watch."""
        return len(self._listeners)

    def spread(
        self, devices: Iterable[DeviceId] = (), *, house: bool = False, lines: bool = False
    ) -> None:
        """Tell everybody what changed."""
        if not self._listeners:
            return
        known = tuple(devices)
        for listener in self._listeners:
            listener.note(known, house=house, lines=lines)

    def close(self) -> None:
        """Send everybody home; who listens sees `open` turn false."""
        self.open = False
        self.spread()

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Watch for as long as the block lasts."""
        listener = Listener()
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)
