"""The clock on the wall was set: everything keeps the time that it still had."""

from dataclasses import replace
from typing import TypeVar

from rules.due import RuleDue
from rules.hands.clues import shifted
from rules.observing.alarms import shift_alarms
from rules.people.overrides import keep_all
from rules.people.reminders import plan_reminders
from rules.places.arrivals import plan_rules
from rules.turn import Turn
from rules.words.people import Freeze, Override
from rules.words.records import Noted
from rules.words.times import MINUTE

CLOCK_DOUBTED = MINUTE
"""A jump of so many seconds makes the wall clock doubtful for rules that ask."""
Held = TypeVar("Held", Freeze, Override)


def clock_stepped(turn: Turn, by: float) -> None:
    """Give every lease and hold the time it still had, whatever the wall clock did."""
    house = turn.house
    house.due.shift(by)
    for condition in house.conditions.values():
        condition.claims = tuple(
            replace(
                claim,
                until=claim.until + by,
                since=claim.since + by,
                raises_at=None if claim.raises_at is None else claim.raises_at + by,
            )
            for claim in condition.claims
        )
        condition.since = {aspect: since + by for aspect, since in condition.since.items()}
        condition.shift_orders(by)
        condition.heard_at += by
        condition.left_at += by
        condition.changes = [at + by for at in condition.changes]
        if condition.warned is not None:
            condition.warned += by
        if condition.judging is not None:
            condition.judging = shifted(condition.judging, by)
        if condition.clues is not None:
            condition.clues.shift(by)
    house.mains.shift(by)
    shift_alarms(house, by)
    house.tallies.clear()
    if abs(by) >= CLOCK_DOUBTED:
        house.clock_put = turn.now
    house.linked_at += by
    house.empty_since = {area: since + by for area, since in house.empty_since.items()}
    people = house.people
    people.holds = {
        device: replace(hold, since=hold.since + by, until=hold.until + by)
        for device, hold in people.holds.items()
    }
    people.freezes = {s: _held_on(f, by) for s, f in people.freezes.items()}
    people.pauses = {
        agent: replace(
            pause,
            since=pause.since + by,
            until=pause.until + by,
        )
        for agent, pause in people.pauses.items()
    }
    people.overrides = {s: _held_on(o, by) for s, o in people.overrides.items()}
    for switch, engaged in people.switches.items():
        people.switches[switch] = replace(
            engaged,
            since=engaged.since + by,
            reminded=None if engaged.reminded is None else engaged.reminded + by,
        )
    house.prompts.shift(by)
    keep_all(turn)
    plan_rules(turn)
    plan_reminders(house)
    for _, rule in sorted(house.policy.guardrails.items()):
        if rule.between is not None or rule.days or rule.turns(house, turn.now) is not None:
            # The jump may have led into its hours, or out of them.
            house.due.put(RuleDue(rule.id), turn.now)
    text = f"the clock was put {'forward' if by > 0 else 'back'} {abs(by):.0f} s"
    # Durable: after a power cut the old ends would be taken for the new clock's.
    turn.record(Noted(text=text), durable=True)


def _held_on(held: Held, by: float) -> Held:
    return replace(
        held,
        since=held.since + by,
        until=None if held.until is None else held.until + by,
        reminded=None if held.reminded is None else held.reminded + by,
    )
