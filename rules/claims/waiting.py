"""Waiting: wishes that a rule or a quarrel holds back until a moment, and what is left of them."""

from dataclasses import replace

from rules.claims.claims import Claim
from rules.turn import Turn
from rules.words.asks import Quarrel
from rules.words.decisions import BeingJudged, Decision, End, Frozen, Held, RuleDelayed
from rules.words.ids import DeviceId
from rules.words.times import Moment


def waits_until(decision: Decision) -> Moment | None:
    """Return the moment before which a wish does nothing, if a rule or a quarrel says so."""
    if not decision.reasons:
        return None
    moments = [
        r.until for r in decision.reasons if isinstance(r, RuleDelayed | Quarrel | BeingJudged)
    ]
    return max(moments) if moments else None


def as_waiting(claim: Claim, decision: Decision, until: Moment) -> Claim:
    """Return a claim as one that waits; only a wish that rules alone delay may still raise then."""
    stale = any(isinstance(r, Frozen | Held | Quarrel) for r in decision.reasons)
    proposal = replace(claim.proposal, renews=True) if stale else claim.proposal
    lacks = [r.needs for r in decision.reasons if isinstance(r, RuleDelayed)]
    return replace(claim, proposal=proposal, raises_at=until, needs=any(lacks))


def forget_delay(turn: Turn, device: DeviceId, by: str = "") -> None:
    """Deferred wishes die as such: they live on as claims, but may no longer raise.

    With `by`, the person who came, their decisions end at once; whatever still comes of a claim is
    decided anew.
    """
    condition = turn.house.conditions[device]
    waiting = [claim for claim in condition.claims if claim.raises_at is not None]
    for claim in waiting:
        if by and claim.open:
            turn.end(claim.decision, device, End.SUPERSEDED, by)
        forgotten = replace(claim, raises_at=None, open=claim.open and not by)
        condition.exchange(claim, forgotten)
