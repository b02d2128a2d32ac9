"""Reminders: what people hold without an end is said again from time to time, never in the night.

The moment of the last reminder is kept with the freeze or the override itself: one that fell due
while the hub was away comes after the start, and none comes twice.
"""

from dataclasses import replace

from rules.due import ReminderDue
from rules.house import House
from rules.people.standing import People
from rules.turn import Turn
from rules.words.people import Freeze, Override, Scope
from rules.words.records import Reminded
from rules.words.times import Moment, minute_of, next_civil


def plan_reminder(house: House, scope: Scope) -> None:
    """Note when people are next reminded of what stands on a scope."""
    moments = [_next(house, held) for held in _latched(house, scope)]
    if moments:
        house.due.put(ReminderDue(scope), min(moments))


def plan_reminders(house: House) -> None:
    """Note it for all that stands, as after a start or under another policy."""
    for scope in sorted(house.people.scopes(), key=str):
        plan_reminder(house, scope)


def reminder_due(turn: Turn, scope: Scope) -> None:
    """Remind people of what stands on a scope, if it still has no end and its moment has come."""
    for held in _latched(turn.house, scope):
        if _next(turn.house, held) <= turn.now:
            again = replace(held, reminded=turn.now)
            turn.keep(_put(turn.house.people, again), again)
            turn.record(Reminded(held=again))
            turn.scope_shows(scope)
    plan_reminder(turn.house, scope)


def _latched(house: House, scope: Scope) -> list[Freeze | Override]:
    """Return what stands on exactly this scope without an end."""
    people = house.people
    placed = (people.freezes.get(scope), people.overrides.get(scope))
    engaged = (held for held in people.switches.values() if held.scope == scope)
    return [held for held in (*placed, *engaged) if held is not None and held.until is None]


def _put(people: People, held: Freeze | Override) -> str:
    """Put something in the place of what it was before; return the key by which it is kept."""
    if held.by.switch is not None:
        people.switches[held.by.switch] = held
        return f"switch/{held.by.switch}"
    if isinstance(held, Freeze):
        people.freezes[held.scope] = held
        return f"freeze/{held.scope}"
    people.overrides[held.scope] = held
    return f"override/{held.scope}"


def _next(house: House, held: Freeze | Override) -> Moment:
    """Return when people are next reminded: quiet hours are let pass."""
    home = house.policy.home
    at = (held.since if held.reminded is None else held.reminded) + home.remind_every
    if home.quiet_hours is None or not house.within(home.quiet_hours, at):
        return at
    end = minute_of(home.quiet_hours.end, house.sky)
    return at if end is None else next_civil(end, at, home.zone)
