"""One life of a hub: the real core, outbox and journal, from its start to its end."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Final

from devices import catalogue
from devices.families import homeassistant
from devices.family import Heard
from devices.homeassistant.announcement import read_part
from devices.message import Message
from hub.core import Core, Ways
from hub.inbox import Inbox
from hub.journal.trust import Trust
from hub.outbox import Outbox
from proofs.explorer.clockwork import Agenda, Turns, WorldClock
from proofs.explorer.disk import Disk
from rules.policy import Policy
from rules.words.effects import Command
from rules.words.times import Moment

WRITES_WITHIN: Final = 0.02
WRITES_SLOWLY: Final = 1.0
"""Seconds in which a disk writes what it was given; most often, and in a bad hour."""

Publishes = Callable[[Message, Command], bool]


@cache
def read_once() -> None:
    """Have this process read the same few announcements, and look into the same folders, once.

    A worker starts many hubs. For processes of the explorer's own only: it changes modules.
    """
    vars(homeassistant)["read_part"] = cache(read_part)
    vars(catalogue)["_modules"] = cache(lambda package, look=catalogue._modules: (*look(package),))


class _WatchedOutbox(Outbox):
    """The real outbox; it says with which command in hand it publishes."""

    __slots__ = ("in_hand",)

    in_hand: Command | None

    def send(self, command: Command, now: Moment) -> None:
        self.in_hand = command
        try:
            super().send(command, now)
        finally:
            self.in_hand = None


class _WatchedCore(Core):
    """The real core; whoever watches is there when it applies what a person said."""

    hears: Callable[[Message, Callable[[], None]], None]

    def hear_person(self, message: Message, done: Callable[[], None] = lambda: None) -> None:
        if self.awake:
            self.hears(message, lambda: super(_WatchedCore, self).hear_person(message, done))
        else:
            super().hear_person(message, done)


class _WatchedInbox(Inbox):
    """The real inbox; whoever watches is there when a message is taken out of it."""

    __slots__ = ("takes",)

    takes: Callable[[Message], None]

    def next_message(self) -> Message | Heard | None:
        message = super().next_message()
        if isinstance(message, Message):
            self.takes(message)
        return message


class Life:
    """A hub that runs. `publishes` hands over a message of a command, or says that it cannot."""

    def __init__(
        self,
        agenda: Agenda,
        clock: WorldClock,
        disk: Disk,
        *,
        dice: Random,
        publishes: Publishes,
        hears: Callable[[Message, Callable[[], None]], None],
        takes: Callable[[Message], None],
    ) -> None:
        """Start, as far as a start needs nobody else.

        `hears` is called with what a person said and what applies it; `takes` with a device's
        message that is looked at next.
        """
        self.turns = Turns(agenda, dice)  # type: ignore[abstract]  # the core calls few of its methods
        self.journal, self.ledger = disk.open()
        self.journal.start(self.turns, by_hand=True)
        self.ledger.wrote = self.turns.writes
        # The disk of a run is slow by word alone: no thread of the machine waits for it.
        self.journal._trust = Trust(lambda: self.turns.waits)
        self._agenda = agenda
        self._dice = dice
        self._publishes = publishes
        self._writes = False
        ways = Ways(publish=self._publish, ask=lambda _request, _still: False)
        self.core = _WatchedCore(self.journal, clock, ways, loop=self.turns)
        self.core.hears = hears
        engine = self.core.engine
        engine.inbox = inbox = _WatchedInbox(engine._latest_only)
        inbox.takes = takes
        self._outbox = _WatchedOutbox(
            self.core.house,
            self.core.families,
            publish=ways.publish,
            now=clock.now,
            ask=ways.ask,
            tell=engine.tell,
        )
        self._outbox.in_hand = None
        engine.outbox = self._outbox

    @property
    def slow(self) -> bool:
        """Say whether its disk takes its time."""
        return self.turns.slow

    def begins(self, policy: Policy) -> None:
        """Read what stood, and wait for the devices."""
        self.core.begin(policy)

    def goes_on(self) -> None:
        """After anything that happened: what the journal was handed is written some time later."""
        if self._writes or self.journal.idle or self.turns.ended:
            return
        self._writes = True
        longest = WRITES_SLOWLY if self.slow else WRITES_WITHIN
        self._agenda.at(self._agenda.now + self._dice.random() * longest, self._write)

    def ends(self) -> None:
        """Be no more: nothing of it happens from now on."""
        self.turns.ended = True
        self.ledger.bomb, self.ledger.fails = "", False
        self.journal.close()

    def _write(self) -> None:
        self._writes = False
        if not self.turns.ended:
            self.journal.write_waiting()

    def _publish(self, message: Message) -> bool:
        command = self._outbox.in_hand
        assert command is not None, "the core publishes nothing but commands"
        return not self.turns.ended and self._publishes(message, command)
