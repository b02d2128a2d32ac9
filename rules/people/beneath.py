"""What people hold of a device, and what lies beneath: the live wishes as if nobody held it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from rules.claims.claims import Claim
from rules.deciding.arbiter import decide
from rules.house import House
from rules.people.standing import People, scopes_over
from rules.words.decisions import Decision
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import Freeze, Override, PersonClaim, Scope
from rules.words.times import Moment

NEVER_MADE = DecisionId(0)
"""The number of a decision that nobody takes; it is only told."""


def standing_over(house: House, device: DeviceId, now: Moment) -> tuple[Freeze | PersonClaim, ...]:
    """Return all that people hold of a device: freezes, widest first, then what sets or holds it.

    Of the latter the first one has the say; the others lie beneath it, newest first.
    """
    people = house.people
    live = [
        held
        for scope in scopes_over(device, house.area_of(device))
        for held in _placed_on(people, scope)
        if held.until is None or now < held.until
    ]
    sets = [held for held in live if isinstance(held, Override) and device not in held.without]
    hold = people.holds.get(device)
    claims: list[PersonClaim] = [*sets]
    if hold is not None and now < hold.until:
        claims.append(hold)
    first = house.held_by(device, now)
    claims.sort(key=lambda claim: (claim is not first, -claim.since))
    return (*(held for held in live if isinstance(held, Freeze)), *claims)


def _placed_on(people: People, scope: Scope) -> Iterator[Freeze | Override]:
    placed = (people.freezes.get(scope), people.overrides.get(scope))
    yield from (held for held in placed if held is not None)
    yield from (held for held in people.switches.values() if held.scope == scope)


def beneath(house: House, device: DeviceId, now: Moment) -> tuple[Decision, ...]:
    """Return how each live claim on a device would be decided without people, strongest first.

    Asked when somebody wants to know, never on the path; the house stays as it is.
    """
    condition = house.conditions.get(device)
    live = [claim for claim in condition.claims if now < claim.until] if condition else []
    if not live or device not in house.devices:
        return ()
    alone = copy(house)
    alone.people = People()
    return tuple(_without_people(alone, claim, now) for claim in live)


def _without_people(house: House, claim: Claim, now: Moment) -> Decision:
    # It would have acted when it was wished: what it may not raise now is another question.
    wish = replace(claim.proposal, until=claim.until, then=claim.then, renews=False, late=False)
    return decide(house, wish, now, NEVER_MADE, claim.approval)
