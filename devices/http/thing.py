"""A thing that is spoken to over HTTP, as the hub remembers it: where it is, how sure that is."""

from dataclasses import dataclass
from typing import Final

from devices.family import Heard
from devices.message import Request
from rules.words.device import Announcement
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event
from rules.words.ids import HardwareId

MISSES: Final = 3
REST: Final = 5
"""Rounds that pass a thing over while it is away, so that the dead do not delay the living."""
ASK_WHO_EVERY: Final = 12
"""In so many rounds a thing is once asked who it is: its address may have become another's."""


@dataclass(slots=True)
class Thing:
    """A thing we know.

    `who` and `how` are the paths at which it says who and how it is. `at` is where it is called;
    `doubted`: somebody else was found there; `rival`: where somebody says to be this thing too.
    """

    who: str
    how: str
    at: str
    announcement: Announcement
    available: bool = False
    doubted: bool = False
    misses: int = 0
    rest: int = 0
    rounds: int = 0
    rival: str = ""

    @property
    def hardware(self) -> HardwareId:
        """Return which thing it is."""
        return self.announcement.hardware

    def ask(self, path: str, about: str, *more: str) -> Request:
        """Return a question to the thing; the first word of `about` says why it is asked."""
        return Request(url=self.at + path, about=" ".join((about, self.hardware, *more)))

    def poll(self) -> tuple[Request, ...]:
        """Return the question of this round, if any."""
        if self.rest:
            self.rest -= 1
            return ()
        self.rest = REST  # until it has answered
        self.rounds += 1
        if self.misses or self.doubted or self.rounds % ASK_WHO_EVERY == 0:
            return (self.ask(self.who, "again"),)
        return (self.ask(self.how, "state"),)

    def answered_as_itself(self, described: Announcement) -> Heard:
        """Believe in the thing again, tell what is new of it and ask how it is."""
        self.misses, self.doubted = 0, False
        events: tuple[Event, ...] = ()
        if described != self.announcement:
            self.announcement = described
            events = (DeviceAnnounced(described),)
        return Heard(
            events=(*events, *self._reached(now=True)), requests=(self.ask(self.how, "state"),)
        )

    def doubt(self) -> tuple[Event, ...]:
        """Take in that somebody else is where it was."""
        self.doubted, self.rest = True, REST
        return self._reached(now=False)

    def miss(self, *, at_once: bool) -> tuple[Event, ...]:
        """Take in that it did not answer; too often, or `at_once`, and it is away."""
        self.misses = MISSES if at_once else self.misses + 1
        if self.misses < MISSES:
            return ()
        self.rest = REST
        return self._reached(now=False)

    def _reached(self, *, now: bool) -> tuple[Event, ...]:
        if self.available == now:
            return ()
        self.available = now
        return (AvailabilityChanged(self.hardware, now),)
