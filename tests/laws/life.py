"""A life: a history lived with the real core, lamps in virtual time and a transport that lags."""

import heapq
from collections import deque
from dataclasses import dataclass
from typing import Final

from rules import gate
from rules.house import House
from rules.policy import Policy
from rules.restore import live_claims, restore, still_open
from rules.step import step
from rules.words.decisions import End
from rules.words.effects import Command, Effect, Keep, Record, Standing
from rules.words.events import (
    ClockStepped,
    CommandNotSent,
    DeviceAnnounced,
    Event,
    LinkChanged,
    PolicyAdopted,
    Reported,
    SkyKnown,
    TimePassed,
)
from rules.words.ids import DecisionId, DeviceId, HardwareId
from rules.words.records import Body, Decided, Ended
from rules.words.times import Moment, Sky, civil
from rules.words.values import Values
from rules.words.wishes import Proposal
from tests.laws.hearing import heard_by
from tests.laws.histories import History, Manner
from tests.laws.household import EVENING, LAMPS, OTHERS
from tests.laws.lamps import LATENCY, SOON, Change, Lamp

MOST_EVENTS: Final = 5000
"""A history that goes on for longer goes round in circles."""
FEW_EVENTS: Final = 200


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand moved a lamp; `clear`: nobody could take its report for anything else."""

    device: DeviceId
    clear: bool


@dataclass(slots=True)
class Waiting:
    """An automated command that is being written down before it may leave."""

    command: Command
    lag: int
    until: Moment


class Witness:
    """Sees all of a life, and objects where a law is broken."""

    def before(self, life: "Life", event: Event) -> None:
        """See the house as an event meets it."""

    def after(self, life: "Life", event: Event, effects: list[Effect]) -> None:
        """See what an event came to, before anything is handed over."""

    def leaves(self, life: "Life", command: Command) -> None:
        """See a command that is being handed over to the transport."""

    def restarts(self, life: "Life", closed: list[Ended]) -> None:
        """See the hub start again, and which decisions it closed: nobody knows how they ended."""


class Life:
    """The house of a history and the world around it; witnesses see what comes of it."""

    def __init__(self, history: History, *witnesses: Witness) -> None:
        """Begin in the evening, with everything announced and every lamp off."""
        self.history = history
        self.witnesses = witnesses
        self.said: list[Proposal] = []
        """What agents wished in the step that is being taken."""
        self.policies = tuple(heard_by(self.said, policy) for policy in history.policies)
        self.policy: Policy = self.policies[0]
        self.now: Moment = EVENING
        self.lamps = {lamp.device: lamp for lamp in map(Lamp, LAMPS)}
        self.readings: dict[HardwareId, Values] = {}
        self.link = True
        self.hand: Hand | None = None
        self.kept: dict[str, Standing] = {}
        self.written: list[Body] = []
        self.decided = 0
        """The number of the last decision."""
        self.open: dict[DecisionId, DeviceId] = {}
        self.handed: list[tuple[Moment, Command]] = []
        self.waiting: deque[Waiting] = deque()
        self._coming: list[tuple[Moment, int, Lamp, int, Change | Command]] = []
        self._count = 0
        self._events = 0
        self.house = House()
        self._learn(again=False)
        for lamp in self.lamps.values():
            self.shows(lamp)

    # what happens

    def happens(self, event: Event) -> None:
        """Apply an event now, after what fell due, and see what comes of it."""
        if not self._may_be_overdue(event):
            self._look()
        self._apply(event)

    def _may_be_overdue(self, event: Event) -> bool:
        # A clock that was set is noticed before anything else is looked at.
        return isinstance(event, ClockStepped) or (
            self.history.overdue and not isinstance(event, Reported)
        )

    def _look(self) -> None:
        due = self.house.due.next()
        for _ in range(FEW_EVENTS):
            if due is None or due > self.now:
                return
            self._apply(TimePassed())
            due = self.house.due.next()
        raise AssertionError("what falls due now never comes to an end")

    def _apply(self, event: Event) -> None:
        self._events += 1
        assert self._events < MOST_EVENTS, "the house goes round in circles"
        for witness in self.witnesses:
            witness.before(self, event)
        self.said.clear()
        effects = step(self.house, event, self.now)
        for witness in self.witnesses:
            witness.after(self, event, effects)
        for waiting in self.waiting:
            waiting.lag -= 1
        for effect in effects:
            match effect:
                case Record(body):
                    self._write(body)
                case Keep(key, None):
                    self.kept.pop(key, None)
                case Keep(key, value) if value is not None:
                    self.kept[key] = value
                case Command() if effect.automated:
                    gate.waits(self.house, effect)
                    until = self.now + self.history.longest
                    self.waiting.append(Waiting(effect, self.history.lag, until))
                case Command():
                    self._hand_over(effect)
                case _:
                    pass
        self._commit()

    def _write(self, body: Body) -> None:
        self.written.append(body)
        match body:
            case Decided(decision=decision):
                self.decided = decision.id
                self.open[decision.id] = decision.device
            case Ended(decision=number):
                self.open.pop(number, None)
            case _:
                pass

    def _commit(self) -> None:
        """Hand over what is written down by now, in its order."""
        while self.waiting and (self.waiting[0].lag <= 0 or self.waiting[0].until <= self.now):
            self._hand_over(self.waiting.popleft().command)

    def _hand_over(self, command: Command) -> None:
        gate.goes(self.house, command)
        if gate.may_leave(self.house, command, self.now):
            return
        for witness in self.witnesses:
            witness.leaves(self, command)
        self.handed.append((self.now, command))
        lamp = self.lamps[command.device]
        if not self.link:
            self.happens(CommandNotSent(command.device, command.order, "no connection"))
        elif lamp.manner is not Manner.NEVER and not lamp.away:
            self._expect(LATENCY.get(lamp.manner, SOON), lamp, 0, command)

    # the world

    def _expect(self, after: float, lamp: Lamp, fade: int, what: Change | Command) -> None:
        self._count += 1
        heapq.heappush(self._coming, (self.now + after, self._count, lamp, fade, what))

    def is_busy(self, lamp: Lamp) -> bool:
        """Say whether anything is on its way to a lamp, or going on in it."""
        waits = any(waiting.command.device == lamp.device for waiting in self.waiting)
        return waits or any(coming[2] is lamp for coming in self._coming)

    def _comes(self) -> None:
        """Let the next thing reach its lamp."""
        _, _, lamp, fade, what = heapq.heappop(self._coming)
        if lamp.away:
            return
        if isinstance(what, Command):
            lamp.fade += 1
            for change in lamp.obeys(what.values, what.transition or 0.0):
                self._expect(change.after, lamp, lamp.fade, change)
        elif fade == lamp.fade:
            lamp.state = dict(what.values)
            for _ in range(what.said):
                self.shows(lamp)

    def shows(self, lamp: Lamp, *, stored: bool = False) -> None:
        """Let a lamp report what it is."""
        if self.link and not lamp.away:
            self.happens(Reported(lamp.hardware, dict(lamp.state), stored))

    def passes(self, seconds: float) -> None:
        """Let time pass; what comes meanwhile comes at its own moment."""
        end = self.now + seconds
        while True:
            coming = self._coming[0][0] if self._coming else end + 1
            leaving = self.waiting[0].until if self.waiting else end + 1
            due = self.house.due.next()
            first = min(coming, leaving, end + 1 if due is None else due)
            if first > end:
                break
            self.now = max(self.now, first)
            if first == coming:
                self._comes()
            elif first == leaving:
                self._commit()
            else:
                self._apply(TimePassed())
        self.now = max(self.now, end)

    def jumps(self, by: float) -> None:
        """Let the wall clock be set; everything in the world goes on as it did."""
        self.now += by
        self._coming = [(c[0] + by, c[1], c[2], c[3], c[4]) for c in self._coming]
        for waiting in self.waiting:
            waiting.until += by

    # starting

    def restart(self) -> None:
        """Start the hub again; what was on its way to a lamp arrives before."""
        while self._coming:
            _, _, lamp, fade, what = heapq.heappop(self._coming)
            if isinstance(what, Command):
                lamp.state = dict(lamp.becoming(what.values))
            elif fade == lamp.fade:
                lamp.state = dict(what.values)
        self.waiting.clear()
        ids, self.house = self.house.ids, House()
        claims = live_claims(reversed(self.written), self.now)
        following = DecisionId(self.decided + 1)
        restore(self.house, self.kept.values(), claims, ids=ids, next_decision=following)
        waits = still_open(self.house, claims)
        closed = [
            Ended(decision=number, device=device, end=End.UNKNOWN)
            for number, device in self.open.items()
            if number not in waits
        ]
        for end in closed:
            self._write(end)
        for witness in self.witnesses:
            witness.restarts(self, closed)
        self.link = True
        # As the hub does: something may be heard before there is a policy.
        self.happens(LinkChanged(up=False))
        self._learn(again=True)

    def _learn(self, *, again: bool) -> None:
        """Take in policy and devices, and what the broker kept; only then be connected."""
        self.happens(PolicyAdopted(self.policy))
        for announcement in (*LAMPS, *OTHERS):
            self.happens(DeviceAnnounced(announcement))
        today = civil(self.now, self.policy.home.zone).date()
        self.happens(SkyKnown(Sky(day=today, sunrise=7 * 60, sunset=16 * 60 + 30)))
        if again:
            for lamp in self.lamps.values():
                self.shows(lamp, stored=True)
            for hardware, values in self.readings.items():
                self.happens(Reported(hardware, values, stored=True))
        self.happens(LinkChanged(up=True))
