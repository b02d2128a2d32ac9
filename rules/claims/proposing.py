"""Proposing: from an agent's wish to a decision, and to a live claim where it was not refused."""

from dataclasses import replace

from rules.again.facts import facts_of
from rules.claims.claims import Claim
from rules.claims.settle import settle
from rules.claims.told import near
from rules.claims.waiting import as_waiting, waits_until
from rules.claims.warning import warn
from rules.condition import Condition
from rules.deciding.arbiter import decide
from rules.deciding.contention import insert
from rules.due import ClaimDue
from rules.house import House
from rules.prompts.asking import ask, why_not_asked
from rules.turn import Turn
from rules.words.asks import Approval
from rules.words.decisions import Decision, End, Outcome
from rules.words.facts import Spared
from rules.words.ids import DecisionId, DeviceId
from rules.words.records import Decided
from rules.words.times import Moment
from rules.words.wishes import Cause, Proposal

LATE = "it was only derived again, as after a start"


def propose(
    turn: Turn, proposal: Proposal, approval: Approval | None = None, *, again: bool = False
) -> Decision:
    """Have a proposal decided, written down, and done if it may be done, or asked.

    `again`: people were asked about it before, and what they said does not fit any more.
    """
    house, device = turn.house, proposal.device
    if approval is None:
        approval = _yes_of_before(house, proposal)
    decision = decide(house, proposal, turn.now, DecisionId(house.next_decision), approval)
    spared = _why_not_asked(turn, decision, again=again)
    if spared:
        decision = decide(house, proposal, turn.now, decision.id, approval, spared=spared)
    house.next_decision += 1
    facts = facts_of(house, proposal, turn.now, approval)
    turn.record(Decided(decision=decision, facts=(*facts, Spared(spared)) if spared else facts))
    condition = house.conditions.get(device)
    if condition is None or device not in house.devices:
        turn.end(decision.id, device, End.MOOT, "the device is not known")
        return decision
    if decision.shadow:
        # Nothing of it may be found by any later decision.
        turn.end(decision.id, device, End.MOOT, "the agent is only watched")
        return decision
    condition.last = decision
    match decision.outcome:
        case Outcome.DENIED:
            why = f"nobody was asked: {spared}" if spared else "refused"
            turn.end(decision.id, device, End.MOOT, why)
        case Outcome.ASKED:
            ask(turn, decision, again=again)
        case Outcome.ALLOWED | Outcome.LIMITED | Outcome.DEFERRED:
            waits = waits_until(decision)
            _hold_claim(turn, condition, decision, waits)
            if not proposal.late:
                warn(turn, decision)
                fresh = None if waits or proposal.renews else decision.id
                settle(turn, device, fresh=fresh)
    turn.shows(device)
    return decision


def _yes_of_before(house: House, proposal: Proposal) -> Approval | None:
    """Return what a yes to the agent's live wish is worth for another one.

    Whoever goes on with what it has a yes for has that yes: nothing gets brighter by it. Who was
    said to go first does so as long as its wish lives.
    """
    before = house.claim_of(proposal.agent, proposal.device)
    if before is None or before.approval is None:
        return None
    return before.approval if proposal.renews else before.approval.of_quarrels


def _why_not_asked(turn: Turn, decision: Decision, *, again: bool) -> str:
    """Return why people are not asked what they would have to be, or nothing."""
    if decision.outcome is not Outcome.ASKED or decision.shadow:
        return ""
    return LATE if decision.proposal.late else why_not_asked(turn, decision, again=again)


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
    if old is not None and proposal.renews and claim.approval is None:
        claim = replace(claim, approval=old.approval)
    if waits is not None:
        claim = as_waiting(claim, decision, waits)
    condition.claims = insert(house, condition, claim, now=turn.now)
    looks = waits or claim.until
    if old is None or old.raises_at is not None or looks < old.until:
        house.due.put(ClaimDue(proposal.device, proposal.agent), looks)


def counted(house: House, proposals: list[Proposal]) -> list[Proposal]:
    """Say in each proposal how many devices its cause would change together."""
    changed: dict[Cause, set[DeviceId]] = {}
    for wish in proposals:
        was = house.values(wish.device)
        if any(not near(aspect, was.get(aspect), v) for aspect, v in wish.values.items()):
            changed.setdefault(wish.cause, set()).add(wish.device)
    together = {cause: len(devices) for cause, devices in changed.items() if len(devices) > 1}
    if not together:
        return proposals
    return [replace(wish, together=together.get(wish.cause, 1)) for wish in proposals]
