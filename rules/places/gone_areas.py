"""Gone areas: what people hold of an area outlasts a household file that knows it no more.

Rule 1: where all that was in it is in one area now that is new, it was given another name: what was
held of the old one is held of that. Rule 2: else each device that was in it is held by itself.
Rule 3: a device that is away counts as in it where the file still places it. Rule 4: a switch that
is still in the file holds what the file says; one that is not, and that held what is in several
places now, holds the house. Rule 5: after a start nobody knows what was in an area that is gone:
whoever held it is not to lose it, and the house is frozen. Nothing is commanded by any of this.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import inf
from typing import Final

from rules.due import ScopeDue
from rules.house import House
from rules.people.reminders import plan_reminder
from rules.people.standing import HOUSE
from rules.turn import Turn
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, DeviceScope, Freeze, Override, Scope
from rules.words.records import FreezeBegan, OverrideBegan, OverrideEnded

GONE: Final = "the household file has no such area any more: what was in it stays held"


def hand_down(
    turn: Turn, areas: Collection[AreaId], before: Mapping[DeviceId, AreaId | None]
) -> None:
    """Have what people hold of areas that are gone held of what was in them.

    `areas` there were before, and in which of them each device was, or belonged while it is away.
    """
    house = turn.house
    for scope in house.people.scopes():
        if not isinstance(scope, AreaScope) or scope.area in house.policy.areas:
            continue
        heirs = _heirs(house, scope.area, areas, before)
        _hand_down_switches(turn, scope, heirs)
        # Where nobody knows what was in it, it stands as it is, and can be released.
        if heirs:
            hand_on(turn, scope, heirs, GONE)


def hand_on(turn: Turn, scope: Scope, heirs: tuple[Scope, ...], why: str) -> None:
    """Have what people hold of a scope that is gone held of others in its place."""
    people = turn.house.people
    for held in (people.freezes.pop(scope, None), people.overrides.pop(scope, None)):
        if held is not None:
            _end(turn, held, why)
            _place(turn, held, heirs)


def _heirs(
    house: House,
    area: AreaId,
    areas: Collection[AreaId],
    before: Mapping[DeviceId, AreaId | None],
) -> tuple[Scope, ...]:
    """Return what is to be held in the place of an area."""
    if not areas:
        return (HOUSE,)
    places = {one: house.area_of(one) for one in house.devices} | house.directory.away()
    inside = [one for one in places if before.get(one) == area]
    now_in = {places[one] for one in inside}
    if len(now_in) == 1:
        (name,) = now_in
        if name is not None and name not in areas:
            return (AreaScope(name),)
    return tuple(DeviceScope(one) for one in inside)


def _hand_down_switches(turn: Turn, scope: Scope, heirs: tuple[Scope, ...]) -> None:
    people = turn.house.people
    for switch, held in tuple(people.switches.items()):
        if held.scope != scope:
            continue
        known = turn.house.policy.switches.get(switch)
        if known is None and not heirs:
            continue
        # A switch holds one scope: where none is left for it, it is in doubt, and so all of it.
        one = heirs[0] if len(heirs) == 1 else HOUSE
        people.switches[switch] = now = replace(held, scope=known.scope if known else one)
        turn.keep(f"switch/{switch}", now)
        turn.scope_shows(scope)
        turn.scope_shows(now.scope)


def _end(turn: Turn, held: Freeze | Override, why: str) -> None:
    verb, root = ("freeze", "freeze") if isinstance(held, Freeze) else ("set", "override")
    ended = OverrideEnded(
        scope=held.scope, verb=verb, by=None, why=why, placed=held.by, since=held.since
    )
    turn.record(ended, durable=True)
    turn.keep(f"{root}/{held.scope}", None)
    turn.scope_shows(held.scope)


def _place(turn: Turn, held: Freeze | Override, heirs: tuple[Scope, ...]) -> None:
    people = turn.house.people
    if isinstance(held, Override) and heirs == (HOUSE,):
        # What was meant for a room is not meant for the house: there it only stops automation.
        held = Freeze(scope=HOUSE, by=held.by, since=held.since, until=held.until)
    for scope in heirs:
        match held:
            case Freeze():
                frozen = replace(held, scope=scope)
                if not _outlasts(people.freezes.get(scope), held):
                    people.freezes[scope] = frozen
                    turn.record(FreezeBegan(freeze=frozen), durable=True)
                    turn.keep(f"freeze/{scope}", frozen)
            case Override():
                if isinstance(scope, DeviceScope) and scope.device in held.without:
                    continue
                placed, newest = replace(held, scope=scope), people.overrides.get(scope)
                if newest is None or newest.since < held.since:
                    people.overrides[scope] = placed
                    turn.record(OverrideBegan(override=placed), durable=True)
                    turn.keep(f"override/{scope}", placed)
        if held.until is not None:
            turn.house.due.put(ScopeDue(scope), held.until)
        plan_reminder(turn.house, scope)
        turn.scope_shows(scope)


def _outlasts(other: Freeze | None, held: Freeze) -> bool:
    """Say whether another freeze lasts at least as long."""
    if other is None:
        return False
    return (inf if other.until is None else other.until) >= (
        inf if held.until is None else held.until
    )
