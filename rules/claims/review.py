"""Review: live claims are judged again as the house changes around them, and end.

Both stand here because each calls the other: a claim that is refused now comes to its end, and
where one ends, what lies beneath is judged again.
"""

from dataclasses import replace

from rules.again.facts import facts_of
from rules.claims.claims import Claim, driving, eased_by, is_adjust
from rules.claims.proposing import propose
from rules.claims.settle import settle
from rules.claims.told import near
from rules.claims.waiting import as_waiting, waits_until
from rules.claims.warning import warn
from rules.condition import Condition, current
from rules.deciding.arbiter import decide
from rules.deciding.contention import insert
from rules.deciding.raising import raises
from rules.due import ClaimDue
from rules.turn import Turn
from rules.words.decisions import End, Outcome, RuleDelayed
from rules.words.ids import DecisionId, DeviceId
from rules.words.records import ClaimEnded, Decided
from rules.words.values import POWER, Values
from rules.words.wishes import Cause, GiveUp, Proposal, SawWindow, Then

OFF_LEASE = 30.0
"""Seconds that the wish to switch off lives when a claim has ended in `then: off`."""


def judge_again(turn: Turn, device: DeviceId, why: str, *, resumed: bool = False) -> None:
    """Judge the live claims of a device anew, then settle it; without `resumed` nothing rises."""
    condition = turn.house.conditions.get(device)
    if condition is None or not condition.claims or device not in turn.house.devices:
        return
    if resumed:
        _end_paused(turn, condition)
    # The strongest last: what became of it is the newest that there is to say of the device.
    for claim in reversed(condition.claims):
        # The end of one claim may have ended or changed the next.
        if any(live is claim for live in condition.claims):
            _judge_claim_again(turn, condition, claim, why, resumed=resumed)
    settle(turn, device, resumed=resumed)


def _end_paused(turn: Turn, condition: Condition) -> None:
    """End the claims of agents that people have put aside: to resume would have them raise."""
    for claim in condition.claims:
        if turn.house.people.pause_of(claim.agent, turn.now) is not None:
            end_claim(turn, claim, "its agent is paused")


def _judge_claim_again(
    turn: Turn, condition: Condition, claim: Claim, why: str, *, resumed: bool
) -> None:
    house, now = turn.house, turn.now
    if claim.raises_at is not None:
        if claim.needs and not resumed:
            _look_for_what_it_needs(turn, claim)
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
    decision = decide(house, proposal, now, number, claim.approval)
    denied = decision.outcome in (Outcome.DENIED, Outcome.ASKED) or decision.shadow
    waits = waits_until(decision)
    if waits is not None and not denied and not _shows(condition, decision.given):
        # Not before its moment, and then it may raise only if a person asked for it.
        later = claim if resumed else replace(claim, proposal=replace(proposal, renews=True))
        condition.exchange(claim, as_waiting(later, decision, waits))
        house.due.put(ClaimDue(claim.device, claim.agent), waits)
        warn(turn, decision)
        return
    if not denied:
        rises = not resumed and raises(claim.given, decision.given) is not None
        if rises or (
            decision.given == claim.given and not _begins_to_act(condition, claim, resumed=resumed)
        ):
            return
    house.next_decision += 1
    turn.record(Decided(decision=decision, facts=facts_of(house, proposal, now, claim.approval)))
    condition.last = decision
    if claim.open:
        turn.end(claim.decision, claim.device, End.SUPERSEDED, why)
    if denied:
        turn.end(decision.id, claim.device, End.MOOT, "refused")
        closed = replace(claim, open=False)
        condition.exchange(claim, closed)
        end_claim(turn, closed, why)
        return
    new = replace(
        claim,
        decision=decision.id,
        given=decision.given,
        until=min(claim.until, decision.until),
        then=decision.then,
        open=True,
        eased=eased_by(decision),
    )
    house.due.put(ClaimDue(new.device, new.agent), new.until)
    # What it was given now may go before a rival's claim, or after it.
    condition.claims = insert(house, condition, new, now=now)


def _look_for_what_it_needs(turn: Turn, claim: Claim) -> None:
    """Let a wish go on that has what it waited for, or can have it no more."""
    proposal = replace(claim.proposal, until=claim.until)
    tried = decide(turn.house, proposal, turn.now, DecisionId(0), claim.approval)
    if not any(isinstance(r, RuleDelayed) and r.needs for r in tried.reasons):
        go_on(turn, claim)


def go_on(turn: Turn, claim: Claim) -> None:
    """Have a wish that had to wait decided anew: its moment has come."""
    decision = propose(turn, replace(claim.proposal, until=claim.until), claim.approval)
    if decision.outcome is Outcome.DENIED:
        end_claim(turn, claim, "it was refused when its moment had come")
    elif decision.outcome is Outcome.ASKED:
        end_claim(turn, claim, "people were asked when its moment had come")


def _begins_to_act(condition: Condition, claim: Claim, *, resumed: bool) -> bool:
    """Say whether a claim that was held back changes something now: that has its own sentence."""
    last, is_now = condition.last, current(condition)
    held_back = last is not None and last.id == claim.decision and last.outcome is Outcome.DEFERRED
    if not held_back or _shows(condition, claim.given):
        return False
    return resumed or raises(is_now, claim.given) is None


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
        _record_end(turn, claim, why)
    if claim.open:
        turn.end(claim.decision, claim.device, End.EXPIRED, why)
    turn.shows(claim.device)
    # What lies beneath is judged before it counts: it may be over by now too, or forbidden.
    judge_again(turn, claim.device, why)
    if drove and claim.then is Then.OFF and not _is_driven(condition) and _may_be_lit(condition):
        _switch_off(turn, claim, why)


def _record_end(turn: Turn, claim: Claim, why: str) -> None:
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


def _is_driven(condition: Condition) -> bool:
    driver = driving(condition.claims).get(POWER)
    return driver is not None and not is_adjust(driver)


def _may_be_lit(condition: Condition) -> bool:
    power = current(condition).get(POWER)
    # After a restart a lamp that does not retain what it is may burn unseen.
    return power is True or (power is None and condition.available)


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
