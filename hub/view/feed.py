"""News for those who watch the house: what changed, gathered for each until it can take it.

What changed lately is kept for those who come back: they are told that and no more.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from rules.words.ids import DeviceId

KEPT: Final = 512
"""Changes that are remembered for who was away."""


@dataclass(slots=True)
class Changes:
    """What changed since somebody last looked; it names things, so it cannot grow without end."""

    devices: dict[DeviceId, None] = field(default_factory=dict)
    house: bool = False
    lines: bool = False

    def add(self, devices: Iterable[DeviceId], *, house: bool, lines: bool) -> None:
        """Add what changed besides."""
        self.devices.update(dict.fromkeys(devices))
        self.house |= house
        self.lines |= lines


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
        self._waiting.add(devices, house=house, lines=lines)
        self._stirred.set()


class Feed:
    """All who watch at this moment, and the last changes by their number."""

    __slots__ = ("_listeners", "_recent", "boot", "number", "open")

    def __init__(self) -> None:
        """Start with nobody watching; `boot` tells this run of the hub from any other."""
        self._listeners: list[Listener] = []
        self._recent: deque[tuple[tuple[DeviceId, ...], bool, bool]] = deque(maxlen=KEPT)
        self.boot = secrets.token_hex(4)
        self.number = 0
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
        known = tuple(devices)
        self.number += 1
        self._recent.append((known, house, lines))
        for listener in self._listeners:
            listener.note(known, house=house, lines=lines)

    def since(self, number: int) -> Changes | None:
        """Return what changed after a number; None where that is not known any more."""
        missed = self.number - number
        if not 0 <= missed <= len(self._recent):
            return None
        changes = Changes()
        for at in range(len(self._recent) - missed, len(self._recent)):
            devices, house, lines = self._recent[at]
            changes.add(devices, house=house, lines=lines)
        return changes

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
