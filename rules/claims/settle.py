"""Settling a device: what the live claims come to, and the one command that follows, if any."""

from dataclasses import replace

from rules.claims.claims import Claim, driving, is_adjust
from rules.claims.orders import order
from rules.claims.told import near
from rules.condition import AgentTurn, Condition, current
from rules.deciding.raising import opens, raises
from rules.deciding.tally import note_change
from rules.house import House
from rules.light.spaces import taken
from rules.people.together import held_together, judged_inside
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import Hold, PersonClaim
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    LAMP_ASPECTS,
    POWER,
    Aspect,
    Value,
    Values,
)


def settle(
    turn: Turn, device: DeviceId, *, fresh: DecisionId | None = None, resumed: bool = False
) -> None:
    """Bring a device to what its live claims come to.

    Only what the claim of the `fresh` decision asks may raise, be it that another one drives the
    same; with `resumed` (a person asked for it) all may. All else may only dim or switch off.
    """
    house, now = turn.house, turn.now
    condition = house.conditions.get(device)
    if condition is None or not condition.claims or device not in house.devices:
        return
    if _is_judged(house, device):
        return
    people = house.people
    if (people.freezes or people.switches) and house.freeze_over(device, now) is not None:
        return
    was = current(condition)
    drivers = _drivers(condition, was, house.held_by(device, now))
    wish = {aspect: claim.given[aspect] for aspect, claim in drivers.items()}
    if COLOUR in wish:
        wish[COLOUR] = taken(wish[COLOUR], house.devices[device])
    changed = {a: v for a, v in wish.items() if not near(a, was.get(a), v)}
    if changed and not resumed:
        anew = next((one.given for one in condition.claims if one.decision == fresh), {})
        changed = _without_raises(changed, was, drivers, anew)
    if not changed:
        _already_so(turn, condition, drivers, wish)
        return
    if held_together(house, device, changed, now) is not None:
        return
    if changed.get(POWER) is True or EFFECT in changed:
        # Whatever it plays, it is to be as bright as it may be.
        changed = {aspect: wish[aspect] for aspect in wish}
    _tell(turn, condition, changed, drivers, was)


def _is_judged(house: House, device: DeviceId) -> bool:
    """Say whether somebody has perhaps just moved it: until that is clear it is left alone."""
    for one in (device, *judged_inside(house, device)):
        condition = house.conditions[one]
        if condition.judging is not None:
            condition.judging = replace(condition.judging, waited=True)
            return True
    return False


def _drivers(condition: Condition, was: Values, held: PersonClaim | None) -> dict[Aspect, Claim]:
    claims = condition.claims
    if len(claims) == 1 and claims[0].raises_at is None:
        drivers = dict.fromkeys(claims[0].given, claims[0])
    else:
        drivers = driving(claims)
    if held is not None:
        if not isinstance(held, Hold):
            return {}
        drivers = {a: c for a, c in drivers.items() if a not in held.covers}
    power = drivers.get(POWER)
    lit = power.given[POWER] if power is not None and not is_adjust(power) else was.get(POWER)
    if lit is False:
        drivers.pop(BRIGHTNESS, None)
    if lit is not True:
        # A colour is for a light that is on: on the wire it may switch it on.
        drivers.pop(COLOUR, None)
        drivers.pop(EFFECT, None)
    if lit is not True:
        return {a: c for a, c in drivers.items() if not is_adjust(c)}
    return drivers


def _without_raises(
    changed: dict[Aspect, Value], was: Values, drivers: dict[Aspect, Claim], anew: Values
) -> dict[Aspect, Value]:
    """Leave out what would raise and is not asked anew, by a fresh event."""
    asked = {
        aspect
        for aspect, driver in drivers.items()
        if aspect in anew and near(aspect, anew[aspect], driver.given[aspect])
    }
    changed = {
        aspect: value
        for aspect, value in changed.items()
        if aspect in LAMP_ASPECTS or aspect in asked or not opens(aspect, was.get(aspect), value)
    }
    while changed and (raised := raises(was, changed)) is not None and raised not in asked:
        if raised == POWER:
            return {a: v for a, v in changed.items() if a not in LAMP_ASPECTS}
        changed = {a: v for a, v in changed.items() if a != raised}
    return changed


def _distinct(drivers: dict[Aspect, Claim]) -> list[Claim]:
    if len(drivers) == 1:
        return list(drivers.values())
    return list({id(claim): claim for claim in drivers.values()}.values())


def _already_so(
    turn: Turn, condition: Condition, drivers: dict[Aspect, Claim], wish: Values
) -> None:
    was = current(condition)
    for claim in _distinct(drivers):
        if claim.acted and not claim.open:
            continue
        so = all(
            near(aspect, was.get(aspect), wish[aspect])
            for aspect in claim.given
            if drivers.get(aspect) is claim
        )
        if so and claim.open:
            turn.end(claim.decision, claim.device, End.MOOT, "it was so already")
        if so:
            condition.exchange(claim, claim.acting())


def _tell(
    turn: Turn,
    condition: Condition,
    changed: Values,
    drivers: dict[Aspect, Claim],
    was: Values,
) -> None:
    claims = _distinct({aspect: drivers[aspect] for aspect in changed})
    device = claims[0].device
    transition, depth, open_ones = 0.0, 0, []
    for claim in claims:
        transition = max(transition, claim.eased, claim.proposal.transition or 0.0)
        depth = max(depth, claim.proposal.cause.depth)
        if claim.open:
            open_ones.append(claim.decision)
        condition.exchange(claim, claim.acting())
    if len(claims) == 1 and changed == claims[0].given:
        # Nearly always: the order then shares it with its claim.
        changed = claims[0].given
    order(
        turn,
        device,
        changed,
        transition=transition or None,
        decisions=tuple(open_ones),
        depth=depth,
    )
    note_change(turn.house, device, turn.now)
    power = changed.get(POWER)
    if isinstance(power, bool) and power is not was.get(POWER):
        condition.note_turn(AgentTurn(turn.now, drivers[POWER].agent, power))
