"""The engine: takes what came in, steps the house, writes down what came of it, then sends."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from devices.family import NOTHING, Family, Heard
from devices.message import Message
from hub.clock import Clock, ClockMark
from hub.inbox import Inbox, PeopleItem
from hub.journal import Batch, Journal
from hub.outbox import Outbox
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
LONGEST_NAP = 30.0
STEP = 60.0
"""Seconds by which the wall clock must differ from the monotonic one to count as set."""


@dataclass(slots=True)
class Outcome:
    """What one pass through the inbox came to: one transaction, and what follows it."""

    records: list[tuple[Moment, Record]] = field(default_factory=list)
    keeps: dict[str, Keep] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    clock: ClockMark | None = None
    commands: list[Command] = field(default_factory=list)
    acknowledge: list[Callable[[BaseException | None], None]] = field(default_factory=list)
    devices: dict[DeviceId, None] = field(default_factory=dict)
    scopes: dict[Scope, None] = field(default_factory=dict)
    prompts: dict[PromptId, None] = field(default_factory=dict)


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
        self.shown: Callable[[Outcome], None] = lambda _outcome: None
        """Called when an outcome is in the journal: tell topics and page."""
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
        self._unwritten: dict[int, Outcome] = {}
        self._unshown: dict[PromptId, None] = {}
        """Prompts that the journal could not take; they are shown once it has them."""
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at = 0.0
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
            thing in outcome.devices or thing in outcome.scopes or thing in outcome.prompts
            for outcome in waiting
        )

    # the work

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            self._loop.call_soon(self._pass)

    def _pass(self) -> None:
        """Go once through the inbox, people first, and commit what came of it."""
        self._planned = False
        outcome = Outcome()
        inbox, time, until = self.inbox, self._loop.time, self._loop.time() + PASS_SECONDS
        self._passing = True
        try:
            for count in range(MESSAGES_A_PASS):
                self._apply_persons(outcome)
                if inbox.events:
                    self._apply((inbox.events.popleft(),), outcome)
                elif (waiting := inbox.next_message()) is not None:
                    self._take(waiting, outcome)
                else:
                    break
                if count >= FEWEST_A_PASS and time() > until:
                    break
        finally:
            self._passing = False
        if inbox:
            self._plan()
        self._finish(outcome)
        self._set_alarm()

    def _hear_people(self) -> None:
        """Apply what people did, and leave everything else for the next pass."""
        outcome = Outcome()
        self._passing = True
        try:
            self._apply_persons(outcome)
        finally:
            self._passing = False
        self._finish(outcome)
        self._set_alarm()

    def _apply_persons(self, outcome: Outcome) -> None:
        people = self.inbox.people
        while people:
            item = people.popleft()
            self._apply((item.event,), outcome)
            if item.word is not None:
                outcome.words.append(item.word)
            if item.done is not None:
                outcome.acknowledge.append(item.done)

    def _take(self, waiting: Message | Heard, outcome: Outcome) -> None:
        if isinstance(waiting, Heard):
            self._make_use_of(waiting, outcome)
            return
        if self._held_back is not None and not waiting.retain:
            self._held_back.append(waiting)
            return
        for family in self._families:
            heard = family.heard(waiting)
            if heard is not NOTHING:
                self._make_use_of(heard, outcome)

    def _make_use_of(self, heard: Heard, outcome: Outcome) -> None:
        if heard.unreadable:
            self.refuses(heard.unreadable)
        self._apply(heard.events, outcome)
        if heard.subscribe or heard.unsubscribe or heard.requests or heard.questions:
            self.wants(heard)

    def _moment(self, outcome: Outcome) -> Moment:
        """Return the time; where the clock was set, the house hears of that first."""
        now = self.clock.now()
        stepped = now - self.clock.monotonic() - self._ahead
        self._ahead += stepped
        if abs(stepped) > STEP:
            # Before anything else sees the new time: leases and holds keep what they still had.
            self._apply((ClockStepped(stepped),), outcome)
            self.clock_was_set()
        return now

    def _apply(self, events: Iterable[Event], outcome: Outcome) -> None:
        now = self._moment(outcome)
        for event in events:
            self.counters.events += 1
            if type(event) is ClockStepped:
                # In one write with all that it moves: a start must not move it again.
                outcome.clock = self.clock.mark()
            for effect in step(self.house, event, now):
                # Asked in the order of how often each occurs; this is the hub's innermost loop.
                if isinstance(effect, Record):
                    outcome.records.append((now, effect))
                elif isinstance(effect, DeviceChanged):
                    outcome.devices[effect.device] = None
                elif isinstance(effect, Command):
                    if effect.automated:
                        outcome.commands.append(effect)
                        waits(self.house, effect)
                    else:
                        # What a person wants goes first and is written down after.
                        self.outbox.send(effect, now)
                elif isinstance(effect, Keep):
                    outcome.keeps[effect.key] = effect
                elif isinstance(effect, PromptChanged):
                    outcome.prompts[effect.prompt] = None
                else:
                    outcome.scopes[effect.scope] = None

    def _finish(self, outcome: Outcome) -> None:
        if not (outcome.records or outcome.keeps or outcome.words):
            if outcome.acknowledge and self._unwritten:
                # It changed nothing because of what is being written now: it is as sure as that.
                self.journal.commit(Batch(), lambda error: self._after(outcome, error))
            else:
                self._after(outcome, None)
            return
        words = tuple((word.number, word.mark) for word in outcome.words)
        batch = Batch(tuple(outcome.records), tuple(outcome.keeps.values()), outcome.clock, words)
        self._unwritten[id(outcome)] = outcome
        self.journal.commit(batch, lambda error: self._committed(outcome, error))

    def _committed(self, outcome: Outcome, error: BaseException | None) -> None:
        del self._unwritten[id(outcome)]
        # Only what was written shows that it can be written again: nothing to write shows nothing.
        if error is None:
            self.outbox.automation_stopped = ""
            # What stood could not be written before, and is now; see the ledger.
            outcome.acknowledge[:0] = self._owed
            self._owed.clear()
            outcome.prompts |= self._unshown
            self._unshown.clear()
        else:
            self._owed += outcome.acknowledge
            # Nobody is asked what a restart would not know of.
            self._unshown |= outcome.prompts
            outcome.prompts = {}
            self.counters.journal_errors += 1
            self.outbox.automation_stopped = f"the journal cannot be written: {error}"
        self._after(outcome, error)

    def _after(self, outcome: Outcome, error: BaseException | None) -> None:
        """Send what was decided, now that it is written, and tell whoever waits for that."""
        if outcome.commands:
            self.when_sure(lambda: self._send(outcome.commands))
        for done in outcome.acknowledge:
            done(error)
        if outcome.devices or outcome.scopes or outcome.records:
            self.shown(outcome)

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

    def _set_alarm(self) -> None:
        """Wake when something next falls due; one timer serves the whole house."""
        due = self.house.due.next()
        if due is None:
            return
        wait = min(max(0.0, due - self._latest()), LONGEST_NAP)
        at = self._loop.time() + wait
        if self._alarm is not None:
            if self._alarm_at <= at:
                return
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = self._loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        due = self.house.due.next()
        if due is not None and due <= self._latest():
            self.tell(TimePassed())
        else:
            self._set_alarm()

    def _latest(self) -> Moment:
        """Return the time that is shown, or what it would be had nobody put the clock back."""
        return max(self.clock.now(), self.clock.monotonic() + self._ahead)

    def _latest_only(self, message: Message) -> bool:
        return any(family.latest_only(message) for family in self._families)
