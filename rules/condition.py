"""What one device is like now: its values, what it was told, and what automation wants of it."""

from dataclasses import dataclass, field, replace
from math import inf
from typing import Final

from rules.claims.claims import Claim
from rules.claims.told import Told
from rules.hands.clues import Clues, Judging
from rules.hands.tolerance import UNLEARNT, Tolerance
from rules.words.decisions import Decision
from rules.words.ids import AgentId
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import EFFECT, Aspect, Value, Values, as_number

CHANGES_REMEMBERED = 128
TURNS_REMEMBERED = 8
NOTHING: Final[Values] = {}
"""One for all devices; nobody writes into it."""


@value(frozen=True, slots=True)
class AgentTurn:
    """An agent switched a device."""

    at: Moment
    agent: AgentId
    power: bool


@dataclass(slots=True)
class Condition:
    """All that the house knows of one device; only `step` changes it."""

    values: dict[Aspect, Value] = field(default_factory=dict)
    since: dict[Aspect, Moment] = field(default_factory=dict)
    aside: Values = field(default_factory=lambda: NOTHING)
    """What it was when it went out of reach, until it says how it is now."""
    fades: dict[Aspect, Moment] | None = None
    """Until when what it said counts, where that is for a while only."""
    pressed: tuple[str, Moment] | None = None
    """What was pressed on it last, and when."""
    available: bool = True
    heard_at: Moment = 0.0
    """When it last said how it is."""
    told: Told | None = None
    unheard: Told | None = None
    """An order of which nothing will be reported, until it was handed over."""
    heard: int = 0
    """How often it said anything since the start."""
    pause: Seconds = 0.0
    """The longest time that it said nothing."""
    left_at: Moment = 0.0
    """When it last went out of reach."""
    silent: bool = False
    """Whether people were told that it says nothing any more."""
    tolerance: Tolerance = UNLEARNT
    """How near and how soon its reports come to what it is told."""
    steady: Value = None
    """The brightness from which a change is measured."""
    judging: Judging | None = None
    """A report that nothing explains yet; nothing automated goes to it meanwhile."""
    clues: Clues | None = None
    order: int = 0
    """Counts the orders to it."""
    waiting: tuple[int, ...] = ()
    """The orders that were not handed over, not yet or never; they are the cause of no report."""
    fence: int = 0
    """Automated orders up to this one may no longer leave: a person came in between."""
    warned: Moment | None = None
    """Whoever is there was warned that it goes off at this moment."""
    claims: tuple[Claim, ...] = ()
    last: Decision | None = None
    changes: list[Moment] = field(default_factory=list)
    """When automation last changed it, oldest first."""
    turns: tuple[AgentTurn, ...] = ()
    """The last turns of agents; those that one agent made after another are one."""

    def in_force(self) -> Told | None:
        """Return the last order that has left: nothing comes of one that waits to be sent."""
        told = self.told
        if told is None or told.order not in self.waiting:
            return told
        left = tuple(order for order in told.earlier if order.order not in self.waiting)
        return replace(left[-1], earlier=left[:-1]) if left else None

    def exchange(self, old: Claim, new: Claim) -> None:
        """Put a claim in the place of another."""
        if len(self.claims) == 1:
            self.claims = (new,)
        else:
            self.claims = tuple(new if claim is old else claim for claim in self.claims)

    def shift_orders(self, by: Seconds) -> None:
        """Move when it was told something, as after a step of the wall clock."""
        self.told = None if self.told is None else self.told.shifted(by)
        self.unheard = None if self.unheard is None else self.unheard.shifted(by)

    def note_change(self, at: Moment) -> None:
        """Remember that automation changed it."""
        self.changes.append(at)
        if len(self.changes) > 2 * CHANGES_REMEMBERED:
            del self.changes[:-CHANGES_REMEMBERED]

    def note_turn(self, made: AgentTurn) -> None:
        """Remember that an agent switched it; its turns in a row count as one."""
        turns = self.turns
        kept = turns[:-1] if turns and turns[-1].agent == made.agent else turns
        self.turns = (*kept[-TURNS_REMEMBERED:], made)


def current(condition: Condition) -> Values:
    """Return what a device is, or was last told where its report is still awaited.

    One that was seen to obey and then fell silent counts as having come to its goal.
    """
    coming = foretold(condition)
    if coming:
        return {**condition.values, **coming}
    told = condition.told
    if told is not None and EFFECT in told.values and condition.values.get(EFFECT) is None:
        # It does not say what it plays: what it was told last, it plays.
        return {**condition.values, EFFECT: told.values[EFFECT]}
    return condition.values


def foretold(condition: Condition) -> Values:
    """Return what orders asked of a device that it has yet to show, or was seen to be coming to."""
    told, apart = condition.told, condition.unheard
    found: Values = {}
    if told is not None and not told.settled:
        if told.stopped or not told.given_up:
            found = told.values
        if told.earlier:
            found = {**_may_still_come(condition, told.earlier, found), **found}
    return found if apart is None else {**found, **apart.values}


def _may_still_come(
    condition: Condition, replaced: tuple[Told, ...], known: Values
) -> dict[Aspect, Value]:
    """Return what is asked by orders that another replaced before the device showed all of it.

    The last of them that names an aspect has the word about it, where that is not `known`.
    """
    found: dict[Aspect, Value] = {}
    passed = set(known)
    for order in reversed(replaced):
        if order.settled or order.given_up:
            continue
        for aspect, wished in order.values.items():
            if aspect in passed:
                continue
            passed.add(aspect)
            unsaid = condition.since.get(aspect, -inf) <= order.at
            if unsaid or _is_on_its_way(condition, order, aspect):
                found[aspect] = wished
    return found


def _is_on_its_way(condition: Condition, order: Told, aspect: Aspect) -> bool:
    """Say whether a device was last seen between where it was and where an order leads it."""
    here = as_number(condition.values.get(aspect))
    start, goal = as_number(order.before.get(aspect)), as_number(order.values[aspect])
    if here is None or start is None or goal is None:
        return False
    return min(start, goal) <= here <= max(start, goal)
