"""Settling a device: what the live claims come to, and the one command that follows, if any."""

from dataclasses import replace

from rules.arbiter import decide
from rules.claims import Claim, driving, is_adjust
from rules.contention import insert
from rules.due import ClaimDue, ReportDue
from rules.house import AgentTurn, Condition, current
from rules.raising import raises
from rules.told import Told, near
from rules.turn import Turn
from rules.words.decisions import Decision, End, Frozen, Held, Outcome, Quarrel, RuleDelayed
from rules.words.effects import Command
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import Hold, PersonClaim
from rules.words.records import ClaimEnded, Decided
from rules.words.times import Moment, Seconds
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Value, Values
from rules.words.wishes import Cause, GiveUp, Proposal, SawWindow, Then

REPORT_WITHIN = 2.0
"""Seconds beyond its transition in which a device is to report what it was told."""
OFF_LEASE = 30.0
"""Seconds that the wish to switch off lives when a claim has ended in `then: off`."""


def propose(turn: Turn, proposal: Proposal) -> Decision:
    """Have a proposal decided, written down, and done if it may be done."""
    house, device = turn.house, proposal.device
    decision = decide(house, proposal, turn.now, DecisionId(house.next_decision))
    house.next_decision += 1
    turn.record(Decided(decision=decision))
    condition = house.conditions.get(device)
    if condition is None or device not in house.devices:
        turn.end(decision.id, device, End.MOOT, "the device is not known")
        return decision
    condition.last = decision
    match decision.outcome:
        case Outcome.DENIED:
            turn.end(decision.id, device, End.MOOT, "refused")
        case Outcome.ASKED:
            turn.end(decision.id, device, End.EXPIRED, "nobody could be asked")
        case Outcome.ALLOWED | Outcome.LIMITED | Outcome.DEFERRED:
            waits = _waits(decision)
            _hold_claim(turn, condition, decision, waits)
            if not proposal.late:
                fresh = None if waits or proposal.renews else decision.id
                settle(turn, device, fresh=fresh)
    turn.shows(device)
    return decision


def _waits(decision: Decision) -> Moment | None:
    """Return the moment before which a wish does nothing, if a rule or a quarrel says so."""
    if not decision.reasons:
        return None
    moments = [r.until for r in decision.reasons if isinstance(r, RuleDelayed | Quarrel)]
    return max(moments) if moments else None


def _waiting(claim: Claim, decision: Decision, until: Moment) -> Claim:
    """Return a claim as one that waits; only a wish that rules alone delay may still raise then."""
    stale = any(isinstance(r, Frozen | Held | Quarrel) for r in decision.reasons)
    proposal = replace(claim.proposal, renews=True) if stale else claim.proposal
    return replace(claim, proposal=proposal, raises_at=until)


def _hold_claim(turn: Turn, condition: Condition, decision: Decision, waits: Moment | None) -> None:
    house, proposal = turn.house, decision.proposal
    old = None
    for other in condition.claims:
        if other.proposal.agent == proposal.agent:
            old = other
    if old is not None and old.open:
        turn.end(old.decision, proposal.device, End.SUPERSEDED, "the agent wished anew")
    # A wish that goes on, only with a new end, goes on driving.
    acted = old is not None and old.acted and old.given == decision.given
    claim = Claim.of(decision, acted=acted)
    if waits is not None:
        claim = _waiting(claim, decision, waits)
    condition.claims = insert(house, condition, claim, now=turn.now)
    looks = waits or claim.until
    if old is None or old.raises_at is not None or looks < old.until:
        house.due.put(ClaimDue(proposal.device, proposal.agent), looks)


def settle(
    turn: Turn, device: DeviceId, *, fresh: DecisionId | None = None, resumed: bool = False
) -> None:
    """Bring a device to what its live claims come to.

    Only the claim of the `fresh` decision may raise; with `resumed` (a person asked for it) all
    may. Everything else may only dim or switch off.
    """
    house, now = turn.house, turn.now
    condition = house.conditions.get(device)
    if condition is None or not condition.claims or device not in house.devices:
        return
    if house.people.freezes and house.freeze_over(device, now) is not None:
        return
    was = current(condition)
    drivers = _drivers(condition, was, house.held_by(device, now))
    wish = {aspect: claim.given[aspect] for aspect, claim in drivers.items()}
    changed = {a: v for a, v in wish.items() if not near(a, was.get(a), v)}
    if changed and not resumed:
        changed = _without_raises(changed, was, drivers, fresh)
    if not changed:
        _already_so(turn, condition, drivers, was)
        return
    if changed.get(POWER) is True:
        changed = {aspect: wish[aspect] for aspect in wish}
    _tell(turn, condition, changed, drivers, was)


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
    if lit is not True:
        return {a: c for a, c in drivers.items() if not is_adjust(c)}
    return drivers


def _without_raises(
    changed: dict[Aspect, Value],
    was: Values,
    drivers: dict[Aspect, Claim],
    fresh: DecisionId | None,
) -> dict[Aspect, Value]:
    """Leave out what would raise without a fresh event of its own claim."""
    while changed and (raised := raises(was, changed)) is not None:
        driver = drivers.get(raised)
        if driver is not None and driver.decision == fresh:
            break
        if raised == POWER:
            return {a: v for a, v in changed.items() if a not in (POWER, BRIGHTNESS, COLOUR)}
        changed = {a: v for a, v in changed.items() if a != raised}
    return changed


def _distinct(drivers: dict[Aspect, Claim]) -> list[Claim]:
    if len(drivers) == 1:
        return list(drivers.values())
    return list({id(claim): claim for claim in drivers.values()}.values())


def _already_so(
    turn: Turn, condition: Condition, drivers: dict[Aspect, Claim], was: Values
) -> None:
    for claim in _distinct(drivers):
        if claim.acted and not claim.open:
            continue
        so = all(
            near(aspect, was.get(aspect), value)
            for aspect, value in claim.given.items()
            if drivers.get(aspect) is claim
        )
        if so and claim.open:
            turn.end(claim.decision, claim.device, End.MOOT, "it was so already")
        if so:
            _replace(condition, claim, claim.acting())


def _replace(condition: Condition, old: Claim, new: Claim) -> None:
    if len(condition.claims) == 1:
        condition.claims = (new,)
    else:
        condition.claims = tuple(new if claim is old else claim for claim in condition.claims)


def _tell(
    turn: Turn,
    condition: Condition,
    changed: dict[Aspect, Value],
    drivers: dict[Aspect, Claim],
    was: Values,
) -> None:
    claims = _distinct({aspect: drivers[aspect] for aspect in changed})
    device = claims[0].device
    transition, depth, open_ones = 0.0, 0, []
    for claim in claims:
        transition = max(transition, claim.proposal.transition or 0.0)
        depth = max(depth, claim.proposal.cause.depth)
        if claim.open:
            open_ones.append(claim.decision)
        _replace(condition, claim, claim.acting())
    order(
        turn,
        device,
        changed,
        transition=transition or None,
        decisions=tuple(open_ones),
        depth=depth,
    )
    condition.note_change(turn.now)
    power = changed.get(POWER)
    if isinstance(power, bool) and power is not was.get(POWER):
        condition.note_turn(AgentTurn(turn.now, drivers[POWER].agent, power))


def order(
    turn: Turn,
    device: DeviceId,
    values: Values,
    *,
    transition: Seconds | None,
    decisions: tuple[DecisionId, ...] = (),
    depth: int = 0,
    automated: bool = True,
) -> None:
    """Send a device an order; an older one that is still awaited ends here."""
    house, now = turn.house, turn.now
    condition = house.conditions[device]
    replaced = condition.told
    if replaced is not None and replaced.decisions and replaced.awaited:
        for decision in replaced.decisions:
            turn.end(decision, device, End.SUPERSEDED, "a newer command")
    condition.order += 1
    if not automated:
        condition.fence = condition.order
    condition.told = Told(
        order=condition.order,
        values=values,
        before=dict(condition.values),
        at=now,
        transition=transition or 0.0,
        automated=automated,
        decisions=decisions,
        depth=depth,
        earlier=replaced.trail(now) if replaced is not None else (),
    )
    announcement = house.devices[device].announcement
    turn.effects.append(
        Command(
            device=device,
            hardware=announcement.hardware,
            family=announcement.family,
            values=values,
            order=condition.order,
            automated=automated,
            decisions=decisions,
            transition=transition,
        )
    )
    house.due.drop(ReportDue(device))
    house.due.put(ReportDue(device), now + REPORT_WITHIN + (transition or 0.0))
    turn.shows(device)


def withdraw(turn: Turn, device: DeviceId, by: str) -> None:
    """Call back the orders to a device: what has not left does not, and nothing is repeated."""
    condition = turn.house.conditions.get(device)
    if condition is None:
        return
    condition.fence = condition.order
    end_order(turn, device, End.SUPERSEDED, by)


def end_order(turn: Turn, device: DeviceId, end: End, by: str) -> None:
    """End the order to a device whose report is awaited, and what was decided with it."""
    condition = turn.house.conditions[device]
    told = condition.told
    if told is None or not told.awaited:
        return
    for decision in told.decisions:
        turn.end(decision, device, end, by)
    condition.told = replace(told, given_up=True)


def give_up(turn: Turn, wish: GiveUp) -> None:
    """End an agent's own claim before its time."""
    claim = turn.house.claim_of(wish.agent, wish.device)
    if claim is not None:
        end_claim(turn, claim, "the agent gave it up")


def end_claim(turn: Turn, claim: Claim, why: str) -> None:
    """End a claim; what follows may dim or switch off, never raise."""
    condition = turn.condition(claim.device)
    # A wish derived again after a start commanded nothing, but its light may stand as it left it.
    acted = claim.acted or (claim.proposal.late and _shows(condition, claim.given))
    drove = acted and driving(condition.claims).get(POWER) is claim
    condition.claims = tuple(other for other in condition.claims if other is not claim)
    turn.house.due.drop(ClaimDue(claim.device, claim.agent))
    if turn.now < claim.until:
        record_end(turn, claim, why)
    if claim.open:
        turn.end(claim.decision, claim.device, End.EXPIRED, why)
    turn.shows(claim.device)
    # What lies beneath is judged before it counts: it may be over by now too, or forbidden.
    judge_again(turn, claim.device, why)
    if drove and claim.then is Then.OFF and not _is_driven(condition) and _may_be_lit(condition):
        _switch_off(turn, claim, why)


def _is_driven(condition: Condition) -> bool:
    driver = driving(condition.claims).get(POWER)
    return driver is not None and not is_adjust(driver)


def _may_be_lit(condition: Condition) -> bool:
    power = current(condition).get(POWER)
    # After a restart a lamp that does not retain what it is may burn unseen.
    return power is True or (power is None and condition.available)


def record_end(turn: Turn, claim: Claim, why: str) -> None:
    """Write down that a claim ended before its lease: a restart brings back what did not."""
    turn.record(
        ClaimEnded(
            device=claim.device,
            agent=claim.agent,
            level=claim.level,
            then=claim.then,
            did={},
            why=why,
        )
    )


def _shows(condition: Condition, values: Values) -> bool:
    is_now = current(condition)
    return all(near(a, is_now.get(a), v) for a, v in values.items())


def _switch_off(turn: Turn, claim: Claim, why: str) -> None:
    propose(
        turn,
        Proposal(
            agent=claim.agent,
            device=claim.device,
            level=claim.level,
            values={POWER: False},
            until=turn.now + OFF_LEASE,
            cause=Cause(SawWindow(why), turn.now, claim.proposal.cause.depth),
            # A floor may keep it lit, but it does not get brighter than it is.
            renews=True,
        ),
    )


def judge_again(turn: Turn, device: DeviceId, why: str, *, resumed: bool = False) -> None:
    """Judge the live claims of a device anew, then settle it; without `resumed` nothing rises."""
    condition = turn.house.conditions.get(device)
    if condition is None or not condition.claims or device not in turn.house.devices:
        return
    for claim in condition.claims:
        # The end of one claim may have ended or changed the next.
        if any(live is claim for live in condition.claims):
            _judge_claim_again(turn, condition, claim, why, resumed=resumed)
    settle(turn, device, resumed=resumed)


def _judge_claim_again(
    turn: Turn, condition: Condition, claim: Claim, why: str, *, resumed: bool
) -> None:
    house, now = turn.house, turn.now
    if claim.raises_at is not None:
        return
    number = DecisionId(house.next_decision)
    proposal = replace(
        claim.proposal,
        until=claim.until,
        then=claim.then,
        cause=Cause(SawWindow(why), now, claim.proposal.cause.depth),
        late=False,
        renews=claim.proposal.renews and not resumed,
    )
    decision = decide(house, proposal, now, number)
    denied = decision.outcome in (Outcome.DENIED, Outcome.ASKED)
    waits = _waits(decision)
    if waits is not None and not denied and not _shows(condition, decision.given):
        # Not before its moment, and then it may raise only if a person asked for it.
        later = claim if resumed else replace(claim, proposal=replace(proposal, renews=True))
        _replace(condition, claim, _waiting(later, decision, waits))
        house.due.put(ClaimDue(claim.device, claim.agent), waits)
        return
    if not denied:
        rises = not resumed and raises(claim.given, decision.given) is not None
        if rises or decision.given == claim.given:
            return
    house.next_decision += 1
    turn.record(Decided(decision=decision))
    condition.last = decision
    if claim.open:
        turn.end(claim.decision, claim.device, End.SUPERSEDED, why)
    if denied:
        turn.end(decision.id, claim.device, End.MOOT, "refused")
        closed = replace(claim, open=False)
        _replace(condition, claim, closed)
        end_claim(turn, closed, why)
        return
    new = replace(
        claim,
        decision=decision.id,
        given=decision.given,
        until=min(claim.until, decision.until),
        then=decision.then,
        open=True,
    )
    house.due.put(ClaimDue(new.device, new.agent), new.until)
    # What it was given now may go before a rival's claim, or after it.
    condition.claims = insert(house, condition, new, now=now)
