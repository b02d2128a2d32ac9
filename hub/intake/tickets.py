"""Tickets: a command that comes twice is done once, and one for an old sight of a thing is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from hub.intake.meant import Refused
from hub.view.plain_json import Picture
from rules.words.ids import DeviceId
from rules.words.values import Value

KEPT: Final = 256
"""Commands that are remembered; one that is sent again comes within seconds."""
TURNS: Final = 8
"""Changes of one device that are remembered."""


class Stale(Refused):
    """What somebody saw of a device is not so any more; `now` is how it is."""

    def __init__(self, sentence: str, now: Picture) -> None:
        """Say so, and what it is."""
        super().__init__(sentence)
        self.now = now


class Tickets:
    """The last commands that came with a ticket."""

    def __init__(self) -> None:
        """Start with none."""
        self._done: dict[tuple[str, str], asyncio.Future[Picture]] = {}

    async def once(self, key: tuple[str, str], act: Callable[[], Awaitable[Picture]]) -> Picture:
        """Do something; where it is done with this ticket already, return what comes of that."""
        known = self._done.get(key)
        if known is not None:
            return await asyncio.shield(known)
        mine = self._done[key] = asyncio.get_running_loop().create_future()
        while len(self._done) > KEPT:
            del self._done[next(iter(self._done))]
        try:
            done = await act()
            mine.set_result(done)
        finally:
            if not mine.done():
                # What failed may be tried again; who waits for it hears that it came to nothing.
                self._done.pop(key, None)
                mine.cancel()
        return done


@dataclass(slots=True)
class _Look:
    """How a device was last seen. `wished`: what the last hand at the page wanted it to be."""

    power: Value
    version: int
    hand: str = ""
    wished: Value = None
    ticket: str = ""
    turns: tuple[tuple[int, str], ...] = ()


class Looks:
    """Numbers how devices look: on or off. A finger says which number it saw."""

    def __init__(self, start: int) -> None:
        """Count from a number that no earlier run of the hub came to: its clock in milliseconds."""
        self._start = self._last = start
        self._known: dict[DeviceId, _Look] = {}

    def look(self, device: DeviceId, power: Value) -> tuple[int, str]:
        """Return the number of how a device looks now, and the last ticket that set it."""
        known = self._known.get(device)
        if known is None:
            known = self._known[device] = _Look(power, self._last)
        elif known.power is not power:
            self._last += 1
            known.power, known.version = power, self._last
            turn = self._last, known.hand if known.wished is power else ""
            known.turns = (*known.turns, turn)[-TURNS:]
        return known.version, known.ticket

    def touched(self, device: DeviceId, ticket: str, wished: Value) -> None:
        """Take note that a hand is about to set a device: what it wants is no news to it."""
        known = self._known[device]
        known.hand, known.wished = hand_of(ticket), wished

    def taken(self, device: DeviceId, ticket: str) -> None:
        """Take note that what a ticket asked of a device has been done."""
        self._known[device].ticket = ticket

    def stale(self, device: DeviceId, seen: int, ticket: str) -> bool:
        """Say whether a device has turned since somebody saw it, and not by their own hand."""
        turns, hand = self._known[device].turns, hand_of(ticket)
        if seen < self._start:
            return True
        return any(version > seen and cause != hand for version, cause in turns)


def hand_of(ticket: str) -> str:
    """Return which open page a ticket is of: all that it sends begins alike."""
    return ticket.partition("-")[0]
