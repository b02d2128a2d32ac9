"""Warning: a lamp that is about to go off dims first, where a rule wants its people warned.

Rule 1: the warning is an automated command like any other: decided, recorded, within all rules.
Rule 2: it never raises. Rule 3: one warning for each switching off.
"""

from rules.again.facts import facts_of
from rules.claims.claims import approval_in
from rules.claims.orders import order
from rules.condition import current
from rules.deciding.arbiter import decide
from rules.deciding.tally import note_change
from rules.turn import Turn
from rules.words.asks import Approved
from rules.words.decisions import (
    Decision,
    End,
    Outcome,
    RuleCapped,
    RuleDelayed,
    RuleLimited,
    RuleSkipped,
    RuleSlowed,
)
from rules.words.ids import DecisionId
from rules.words.records import Decided
from rules.words.values import BRIGHTNESS, as_number
from rules.words.wishes import Mode, Proposal

OF_RULES = (Approved, RuleCapped, RuleDelayed, RuleLimited, RuleSkipped, RuleSlowed)


def warn(turn: Turn, decision: Decision) -> None:
    """Dim the lamp of a wish that a rule delays so that people are warned; once."""
    if not decision.reasons or decision.proposal.late:
        return
    warnings = [r for r in decision.reasons if isinstance(r, RuleDelayed) and r.dim_to is not None]
    condition = turn.house.conditions.get(decision.device)
    if not warnings or condition is None or decision.outcome is not Outcome.DEFERRED:
        return
    until = max(reason.until for reason in warnings)
    if condition.warned is not None and condition.warned >= until:
        return
    condition.warned = until
    shown = as_number(current(condition).get(BRIGHTNESS))
    dim_to = min(reason.dim_to for reason in warnings if reason.dim_to is not None)
    # Where a person or another agent stands before it, it does not go off after the wait either.
    alone = all(isinstance(reason, OF_RULES) for reason in decision.reasons)
    if alone and shown is not None and shown > dim_to:
        _dim(turn, decision, dim_to, shown)


def _dim(turn: Turn, off: Decision, dim_to: int, shown: float) -> None:
    house, now, wish = turn.house, turn.now, off.proposal
    device = wish.device
    # Who said yes to the switching off said yes to its warning.
    approval = approval_in(off.reasons)
    proposal = Proposal(
        agent=wish.agent,
        device=device,
        level=wish.level,
        values={BRIGHTNESS: dim_to},
        until=wish.until,
        cause=wish.cause,
        mode=Mode.ADJUST,
        renews=True,
    )
    number = DecisionId(house.next_decision)
    house.next_decision += 1
    decision = decide(house, proposal, now, number, approval)
    turn.record(Decided(decision=decision, facts=facts_of(house, proposal, now, approval)))
    given = as_number(decision.given.get(BRIGHTNESS))
    passed = decision.outcome in (Outcome.ALLOWED, Outcome.LIMITED)
    if not passed or given is None or given >= shown or not house.link_up:
        turn.end(number, device, End.MOOT, "the warning could not be given")
        return
    values = {BRIGHTNESS: decision.given[BRIGHTNESS]}
    order(turn, device, values, transition=None, decisions=(number,), depth=wish.cause.depth)
    note_change(house, device, now)
