"""What an agent from outside is answered: what was decided, and later how that ended."""

from typing import Final

from hub.view.plain_json import Picture, moment_json, values_json
from hub.view.reasons import reason_ids
from rules.explain import HouseNames, headline
from rules.house import House
from rules.words.decisions import Decision, Outcome, asks_in
from rules.words.records import Ended
from rules.words.times import Moment

REFUSED: Final = Outcome.DENIED.value


def decision_answer(decision: Decision, house: House, name: str | None) -> Picture:
    """Return what was decided; `name` is what the agent called its proposal."""
    denied = decision.outcome is Outcome.DENIED
    asked = decision.outcome is Outcome.ASKED and not decision.shadow
    agent = house.policy.agents.get(decision.proposal.agent)
    return {
        "id": name,
        "decision": decision.id,
        "device": decision.device,
        "outcome": decision.outcome.value,
        "given": values_json(decision.given),
        "until": None if denied else moment_json(house, decision.until),
        "then": None if denied else decision.then.value,
        "answer_by": moment_json(house, _deadline(decision)) if asked else None,
        "tier": agent.terms.tier.value if agent is not None and agent.terms else None,
        "sentence": headline(decision, HouseNames(house)),
        "reasons": reason_ids(decision),
    }


def end_answer(ended: Ended, name: str | None, *, over: bool) -> Picture:
    """Return how a decision ended, and by what; `over`: nothing of the proposal is left by that."""
    return {
        "id": name,
        "decision": ended.decision,
        "end": ended.end.value,
        "by": ended.by,
        "over": over,
    }


def refusal(sentence: str, name: str | None = None, *, dropped: int = 0) -> Picture:
    """Return that something was not even judged; `dropped` counts what was not answered alone."""
    told: Picture = {"id": name, "decision": None, "outcome": REFUSED, "sentence": sentence}
    if dropped:
        told["dropped"] = dropped
    return told


def _deadline(decision: Decision) -> Moment:
    """Return by when people are to answer what is asked."""
    return min((ask.deadline for ask in asks_in(decision.reasons)), default=decision.until)
