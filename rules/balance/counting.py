"""Counts records, one after the other: who changed what, what people took back, what was asked.

Rule 1: a change is counted once, where it was decided; what changes nothing is none.
Rule 2: of one device, what the same side does within a short time is one change: a slider that is
dragged, a lamp that is faded.
Rule 3: an agent's change is undone where a person, within ten minutes, makes the device something
else than what the agent gave it.
"""

from collections import OrderedDict
from collections.abc import MutableMapping
from datetime import date
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from rules.authors import AuthorClass, author_class
from rules.balance.day import Day
from rules.claims.told import near
from rules.words.asks import Approved
from rules.words.decisions import (
    Decision,
    End,
    Outcome,
    RuleDelayed,
    RuleSlowed,
)
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import DeviceScope
from rules.words.prompts import PromptState
from rules.words.records import (
    Body,
    ClaimEnded,
    Decided,
    Ended,
    FreezeBegan,
    HoldBegan,
    OverrideBegan,
    PromptBegan,
    PromptEnded,
)
from rules.words.times import MINUTE, Moment, civil
from rules.words.value import value
from rules.words.values import Values
from rules.words.wishes import SawReading

K = TypeVar("K")
V = TypeVar("V")

UNDONE_WITHIN: Final = 10 * MINUTE
ONE_ACT: Final = 5.0
"""Seconds within which what a person does to one device is one act."""
ONE_FADE: Final = MINUTE
"""The same for what an agent does."""
MOST_REMEMBERED: Final = 1000
SLOWEST: Final = MINUTE
"""A device that answers later than this was away; its time says nothing of the hub."""
ACTS: Final = frozenset({Outcome.ALLOWED, Outcome.LIMITED})
HANDS: Final = frozenset({AuthorClass.PERSON, AuthorClass.HAND, AuthorClass.SWITCH})
AGENTS: Final = frozenset({AuthorClass.AGENT, AuthorClass.OUTSIDE})
ANSWERED: Final = frozenset({PromptState.APPROVED, PromptState.DECLINED, PromptState.DISMISSED})


@value(frozen=True, slots=True)
class _Change:
    """What automation last made of a device."""

    at: Moment
    agent: str
    given: Values
    approved: bool
    planned: bool


class Counting:
    """Counts into days, by the home's own calendar; remembers only what may still be undone."""

    def __init__(self, days: MutableMapping[date, Day], zone: ZoneInfo) -> None:
        """Count into `days`, which may have counts already."""
        self.days = days
        self.zone = zone
        self._changes: OrderedDict[DeviceId, _Change] = OrderedDict()
        self._acts: OrderedDict[object, Moment] = OrderedDict()
        self._awaited: OrderedDict[DecisionId, Moment] = OrderedDict()
        """The decisions that a reading set off and that no device has answered yet."""

    def take(self, at: Moment, body: Body) -> None:
        """Count one record."""
        match body:
            case Decided(decision=decision):
                self._decided(at, decision, author_class(body))
            case Ended(decision=number, end=end):
                self._ended(at, number, end)
            case ClaimEnded(device=device, agent=agent, did=did) if did:
                planned = author_class(body) is AuthorClass.SCHEDULE
                self._changed(device, _Change(at, agent, did, approved=False, planned=planned))
            case HoldBegan(hold=hold):
                self._acted(at, hold.device, hold.device, hold.values, author_class(body))
            case OverrideBegan(override=placed):
                scope = placed.scope
                one = scope.device if isinstance(scope, DeviceScope) else None
                self._acted(at, scope, one, placed.values, author_class(body))
            case FreezeBegan():
                self._day(at).freezes += 1
            case PromptBegan():
                self._day(at).prompts += 1
            case PromptEnded(state=state):
                self._prompt_ended(at, state)
            case _:
                pass

    def _day(self, at: Moment) -> Day:
        date = civil(at, self.zone).date()
        day = self.days.get(date)
        if day is None:
            day = self.days[date] = Day()
        return day

    def _decided(self, at: Moment, decision: Decision, author: AuthorClass | None) -> None:
        if decision.shadow:
            return
        planned = author not in AGENTS
        if not planned:
            self._day(at).decided(decision.outcome.value)
        proposal = decision.proposal
        if proposal.late or decision.outcome not in ACTS:
            return
        if not _differs(decision.given, decision.was):
            return
        approved = any(isinstance(reason, Approved) for reason in decision.reasons)
        change = _Change(at, proposal.agent, decision.given, approved, planned)
        self._changed(decision.device, change)
        if isinstance(proposal.cause.trigger, SawReading) and not _takes_its_time(decision):
            _remember(self._awaited, decision.id, proposal.cause.at)

    def _changed(self, device: DeviceId, change: _Change) -> None:
        before = self._changes.get(device)
        _remember(self._changes, device, change)
        if (
            before is not None
            and before.agent == change.agent
            and 0 <= change.at - before.at < ONE_FADE
            and not _turned(before.given, change.given)
        ):
            return
        day = self._day(change.at)
        if change.planned:
            day.planned += 1
            return
        day.agents += 1
        day.approved += change.approved
        day.agent(change.agent).changed += 1

    def _ended(self, at: Moment, number: DecisionId, end: End) -> None:
        began = self._awaited.pop(number, None)
        if began is not None and end is End.VERIFIED and 0 <= at - began <= SLOWEST:
            self._day(at).answered_within(at - began)

    def _acted(
        self,
        at: Moment,
        scope: object,
        device: DeviceId | None,
        values: Values,
        author: AuthorClass | None,
    ) -> None:
        key = (scope, author)
        last = self._acts.get(key)
        _remember(self._acts, key, at)
        day = self._day(at)
        again = last is not None and 0 <= at - last < ONE_ACT
        if author in HANDS:
            day.people += not again
            if device is not None:
                self._undo(at, device, values)
        else:
            day.others += not again

    def _undo(self, at: Moment, device: DeviceId, values: Values) -> None:
        change = self._changes.pop(device, None)
        if change is None or not 0 <= at - change.at <= UNDONE_WITHIN or change.planned:
            return
        if not _contradicts(values, change.given):
            return
        day = self._day(at)
        day.undone += 1
        day.taken_back += change.approved
        day.agent(change.agent).undone += 1

    def _prompt_ended(self, at: Moment, state: PromptState) -> None:
        day = self._day(at)
        day.answered += state in ANSWERED
        day.unanswered += state is PromptState.TIMED_OUT


def _differs(given: Values, was: Values) -> bool:
    return any(not near(aspect, was.get(aspect), value) for aspect, value in given.items())


def _contradicts(values: Values, given: Values) -> bool:
    common = values.keys() & given.keys()
    return any(not near(aspect, values[aspect], given[aspect]) for aspect in common)


def _turned(before: Values, after: Values) -> bool:
    """Say whether a device was switched the other way, which is no fade."""
    return any(
        isinstance(value, bool) and before.get(aspect) is not value
        for aspect, value in after.items()
    )


def _takes_its_time(decision: Decision) -> bool:
    slowed = any(isinstance(reason, RuleSlowed | RuleDelayed) for reason in decision.reasons)
    return slowed or bool(decision.proposal.transition)


def _remember(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST_REMEMBERED:
        kept.popitem(last=False)
