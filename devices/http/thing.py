"""A thing that is spoken to over HTTP, as the hub remembers it: where it is, how sure that is."""

from dataclasses import dataclass
from typing import Final

from devices.message import Request
from rules.words.device import Announcement
from rules.words.ids import HardwareId

MISSES: Final = 3
REST: Final = 5
"""Rounds that pass a thing over while it is away, so that the dead do not delay the living."""
ASK_WHO_EVERY: Final = 12
"""In so many rounds a thing is once asked who it is: its address may have become another's."""


@dataclass(slots=True)
class Thing:
    """A thing we know, as it introduced itself.

    `at` is where it is called; `doubted`: somebody else was found there; `rival`: where somebody
    says to be this thing too.
    """

    at: str
    announcement: Announcement
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

    def poll(self, who: str, how: str) -> tuple[Request, ...]:
        """Return the question of this round, if any: who it is, or how."""
        if self.rest:
            self.rest -= 1
            return ()
        self.rest = REST  # until it has answered
        self.rounds += 1
        if self.misses or self.doubted or self.rounds % ASK_WHO_EVERY == 0:
            return (self.ask(who, "again"),)
        return (self.ask(how, "state"),)

    def is_doubted(self) -> None:
        """Take in that somebody else is where it was."""
        self.doubted, self.rest = True, REST

    def misses_one(self, *, at_once: bool) -> bool:
        """Take in that it did not answer; say whether that was once too often, or `at_once`."""
        self.misses = MISSES if at_once else self.misses + 1
        if self.misses < MISSES:
            return False
        self.rest = REST
        return True
