"""The engine: takes what came in, steps the house, writes down what came of it, then sends."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from devices.family import NOTHING, Family, Heard
from devices.message import Message
from hub.clock import Clock
from hub.inbox import Inbox, PeopleItem
from hub.journal import Batch, Journal
from hub.outbox import Outbox
from hub.upshot import Upshot
from hub.waker import Waker
from hub.word import Word
from rules.gate import waits
from rules.house import House
from rules.step import step
from rules.words.effects import (
    Command,
    DeviceChanged,
    Keep,
    PromptChanged,
    Record,
)
from rules.words.events import ClockStepped, Event, TimePassed
from rules.words.ids import DeviceId, PromptId
from rules.words.people import Scope
from rules.words.times import Moment

MESSAGES_A_PASS = 256
FEWEST_A_PASS = 16
PASS_SECONDS = 0.002
"""After so many messages others get their turn, and after so long too, once the fewest are done:
people are never kept waiting."""
STEP = 60.0
"""Seconds by which the wall clock must differ from the monotonic one to count as set."""


@dataclass(slots=True)
class Counters:
    """What people who look after the hub want to see."""

    events: int = 0
    journal_errors: int = 0


class Engine:
    """Drives the house. All of it runs in the loop's thread, in plain synchronous code."""

    def __init__(
        self,
        house: House,
        families: Mapping[str, Family],
        journal: Journal,
        clock: Clock,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Wire the parts; `outbox`, `shown` and `wants` are given before it starts.

        `loop` is the running one where none is given.
        """
        self.house = house
        self.journal = journal
        self.clock = clock
        self.counters = Counters()
        self._families = tuple(
            family for family in families.values() if type(family).heard is not Family.heard
        )
        """Those that are heard by MQTT; whoever comes by other ways need not be asked."""
        self.inbox = Inbox(self._latest_only)
        self.outbox: Outbox
        self.shown: Callable[[Upshot], None] = lambda _upshot: None
        """Called when an upshot is in the journal: tell topics and page."""
        self.refuses: Callable[[str], None] = lambda _why: None
        """Called with what could not be understood, in words."""
        self.wants: Callable[[Heard], None] = lambda _heard: None
        """Called with what a family wants subscribed, unsubscribed or asked."""
        self.together: Callable[[], AbstractContextManager[None]] = nullcontext
        """Holds several commands together on their way out."""
        self.when_sure: Callable[[Callable[[], None]], None] = lambda send: send()
        """Given what sends automated commands, calls it now or when the broker was heard."""
        self._loop = loop or asyncio.get_running_loop()
        self._planned = False
        self._passing = False
        self._owed: list[Callable[[BaseException | None], None]] = []
        """Who was told that the journal failed, and will hear when it has it after all."""
        self._unwritten: dict[int, Upshot] = {}
        self._unshown: dict[PromptId, None] = {}
        """Prompts that the journal could not take; they are shown once it has them."""
        self._waker = Waker(
            house.due,
            now=self._latest,
            loop=self._loop,
            wake=lambda: self.tell(TimePassed()),
        )
        self._held_back: list[Message] | None = None
        self._ahead = clock.now() - clock.monotonic()
        self.clock_was_set: Callable[[], None] = lambda: None
        """Called after the house has heard that the clock was set: plan what is to come anew."""

    # what comes in

    def receive(self, message: Message) -> None:
        """Take in a device's message; `received` follows after a handful."""
        self.inbox.put_message(message)

    def received(self) -> None:
        """Go through what was received: at once, a turn of the loop would only cost time."""
        if self.inbox and not self._planned:
            self._planned = True
            self._pass()

    def hear(self, heard: Heard) -> None:
        """Take in what a family made of something other than MQTT."""
        if heard is not NOTHING:
            self.inbox.messages.append(heard)
            self._plan()

    def tell(self, event: Event) -> None:
        """Take in what the hub itself has to tell: time, schedule, link, a command not sent."""
        self.inbox.events.append(event)
        self._plan()

    def tell_of_person(
        self,
        event: Event,
        done: Callable[[BaseException | None], None] | None = None,
        word: Word | None = None,
    ) -> None:
        """Take in what a person did, at once: nothing automated may leave in between.

        `done` is called when the journal has it, or with why it has not; then once more, should
        the journal be able to write again. `word`: what the journal is to know again.
        """
        self.inbox.people.append(PeopleItem(event, done, word))
        if not self._passing:
            self._hear_people()

    async def told(self, event: Event) -> None:
        """Take in what a person did; return when the journal has it, and the house what left."""
        written: asyncio.Future[None] = self._loop.create_future()

        def done(error: BaseException | None) -> None:
            if written.done():
                return
            if error is None:
                written.set_result(None)
            else:
                written.set_exception(error)

        self.tell_of_person(event, done)
        await written
        # With nothing to write no turn has passed yet: what has left is known one turn later.
        await asyncio.sleep(0)

    # learning: what the broker has stored is read before anything live is looked at

    @property
    def learning(self) -> bool:
        """Say whether live messages are held back."""
        return self._held_back is not None

    def begin_learning(self) -> None:
        """Hold live messages back until `end_learning`; stored ones are taken in."""
        if self._held_back is None:
            self._held_back = []

    def end_learning(self) -> None:
        """Look at what happened while we were learning, and from now on at everything."""
        held, self._held_back = self._held_back or [], None
        for message in held:
            self.receive(message)
        self._plan()

    @property
    def settled(self) -> bool:
        """Say whether all that happened is written, and whoever is to hear of it has heard."""
        return not self._unwritten

    def unwritten(self, thing: DeviceId | Scope | PromptId) -> bool:
        """Say whether a change of it is yet to be written: to show it would be to promise it."""
        waiting = self._unwritten.values()
        if thing in self._unshown:
            return True
        return any(
            thing in upshot.devices or thing in upshot.scopes or thing in upshot.prompts
            for upshot in waiting
        )

    # the work

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            self._loop.call_soon(self._pass)

    def _pass(self) -> None:
        """Go once through the inbox, people first, and commit what came of it."""
        self._planned = False
        upshot = Upshot()
        inbox, time, until = self.inbox, self._loop.time, self._loop.time() + PASS_SECONDS
        self._passing = True
        try:
            for count in range(MESSAGES_A_PASS):
                self._apply_persons(upshot)
                if inbox.events:
                    self._apply((inbox.events.popleft(),), upshot)
                elif (waiting := inbox.next_message()) is not None:
                    self._take(waiting, upshot)
                else:
                    break
                if count >= FEWEST_A_PASS and time() > until:
                    break
        finally:
            self._passing = False
        if inbox:
            self._plan()
        self._finish(upshot)
        self._waker.set()

    def _hear_people(self) -> None:
        """Apply what people did, and leave everything else for the next pass."""
        upshot = Upshot()
        self._passing = True
        try:
            self._apply_persons(upshot)
        finally:
            self._passing = False
        self._finish(upshot)
        self._waker.set()

    def _apply_persons(self, upshot: Upshot) -> None:
        people = self.inbox.people
        while people:
            item = people.popleft()
            self._apply((item.event,), upshot)
            if item.word is not None:
                upshot.words.append(item.word)
            if item.done is not None:
                upshot.acknowledge.append(item.done)

    def _take(self, waiting: Message | Heard, upshot: Upshot) -> None:
        if isinstance(waiting, Heard):
            self._make_use_of(waiting, upshot)
            return
        if self._held_back is not None and not waiting.retain:
            self._held_back.append(waiting)
            return
        for family in self._families:
            heard = family.heard(waiting)
            if heard is not NOTHING:
                self._make_use_of(heard, upshot)

    def _make_use_of(self, heard: Heard, upshot: Upshot) -> None:
        if heard.unreadable:
            self.refuses(heard.unreadable)
        self._apply(heard.events, upshot)
        if heard.subscribe or heard.unsubscribe or heard.requests or heard.questions:
            self.wants(heard)

    def _moment(self, upshot: Upshot) -> Moment:
        """Return the time; where the clock was set, the house hears of that first."""
        now = self.clock.now()
        stepped = now - self.clock.monotonic() - self._ahead
        self._ahead += stepped
        if abs(stepped) > STEP:
            # Before anything else sees the new time: leases and holds keep what they still had.
            self._apply((ClockStepped(stepped),), upshot)
            self.clock_was_set()
        return now

    def _apply(self, events: Iterable[Event], upshot: Upshot) -> None:
        now = self._moment(upshot)
        for event in events:
            self.counters.events += 1
            if type(event) is ClockStepped:
                # In one write with all that it moves: a start must not move it again.
                upshot.clock = self.clock.mark()
            for effect in step(self.house, event, now):
                # Asked in the order of how often each occurs; this is the hub's innermost loop.
                if isinstance(effect, Record):
                    upshot.records.append((now, effect))
                elif isinstance(effect, DeviceChanged):
                    upshot.devices[effect.device] = None
                elif isinstance(effect, Command):
                    if effect.automated:
                        upshot.commands.append(effect)
                        waits(self.house, effect)
                    else:
                        # What a person wants goes first and is written down after.
                        self.outbox.send(effect, now)
                elif isinstance(effect, Keep):
                    upshot.keeps[effect.key] = effect
                elif isinstance(effect, PromptChanged):
                    upshot.prompts[effect.prompt] = None
                else:
                    upshot.scopes[effect.scope] = None

    def _finish(self, upshot: Upshot) -> None:
        if not (upshot.records or upshot.keeps or upshot.words):
            if upshot.acknowledge and self._unwritten:
                # It changed nothing because of what is being written now: it is as sure as that.
                self.journal.commit(Batch(), lambda error: self._after(upshot, error))
            else:
                self._after(upshot, None)
            return
        words = tuple((word.number, word.mark) for word in upshot.words)
        batch = Batch(tuple(upshot.records), tuple(upshot.keeps.values()), upshot.clock, words)
        self._unwritten[id(upshot)] = upshot
        self.journal.commit(batch, lambda error: self._committed(upshot, error))

    def _committed(self, upshot: Upshot, error: BaseException | None) -> None:
        del self._unwritten[id(upshot)]
        # Only what was written shows that it can be written again: nothing to write shows nothing.
        if error is None:
            self.outbox.automation_stopped = ""
            # What stood could not be written before, and is now; see the ledger.
            upshot.acknowledge[:0] = self._owed
            self._owed.clear()
            upshot.prompts |= self._unshown
            self._unshown.clear()
        else:
            self._owed += upshot.acknowledge
            # Nobody is asked what a restart would not know of.
            self._unshown |= upshot.prompts
            upshot.prompts = {}
            self.counters.journal_errors += 1
            self.outbox.automation_stopped = f"the journal cannot be written: {error}"
        self._after(upshot, error)

    def _after(self, upshot: Upshot, error: BaseException | None) -> None:
        """Send what was decided, now that it is written, and tell whoever waits for that."""
        if upshot.commands:
            self.when_sure(lambda: self._send(upshot.commands))
        for done in upshot.acknowledge:
            done(error)
        if upshot.devices or upshot.scopes or upshot.records:
            self.shown(upshot)

    def _send(self, commands: Sequence[Command]) -> None:
        """Send what was decided; the outbox looks at the house as it is now."""
        # A clock that was set meanwhile ends nothing: the house has yet to hear of it.
        now = self.clock.monotonic() + self._ahead
        if len(commands) == 1:
            self.outbox.send(commands[0], now)
            return
        with self.together():
            for command in commands:
                self.outbox.send(command, now)

    def _latest(self) -> Moment:
        """Return the time that is shown, or what it would be had nobody put the clock back."""
        return max(self.clock.now(), self.clock.monotonic() + self._ahead)

    def _latest_only(self, message: Message) -> bool:
        return any(family.latest_only(message) for family in self._families)
