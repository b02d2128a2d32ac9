"""A hearing: what is left of a proposal while it is being decided, and every reason so far."""

from typing import TypeAlias

from rules.guardrail import Guardrail
from rules.words.decisions import STRENGTH, Outcome, Reason, RuleForbade
from rules.words.times import Moment
from rules.words.values import Aspect, Value
from rules.words.wishes import Proposal

Tightest: TypeAlias = tuple[float, Guardrail, str]
"""A bound, the guardrail that set it and what it had observed."""


class Hearing:
    """One proposal being heard, from its admission to its decision."""

    __slots__ = (
        "bounds",
        "cap",
        "delayed",
        "outcome",
        "proposal",
        "reasons",
        "then",
        "until",
        "values",
    )

    def __init__(self, proposal: Proposal) -> None:
        """Begin with a wish of which nothing was taken in yet."""
        self.proposal = proposal
        self.values: dict[Aspect, Value] = {}
        self.until = proposal.until
        self.then = proposal.then
        self.reasons: list[Reason] = []
        self.outcome = Outcome.ALLOWED
        self.delayed: Moment = 0.0
        self.cap: tuple[Moment, Guardrail] | None = None
        """The earliest end that a guardrail demands."""
        self.bounds: dict[tuple[Aspect, bool], Tightest] = {}
        """The tightest bound so far, by its aspect and whether it is the upper one."""

    def say(self, outcome: Outcome, reason: Reason) -> None:
        """Keep a reason; the strongest outcome stands."""
        self.reasons.append(reason)
        if STRENGTH[outcome] > STRENGTH[self.outcome]:
            self.outcome = outcome


def forbade(rule: Guardrail, observed: str, broken: str) -> RuleForbade:
    """Return the reason that a guardrail refused, or broke."""
    return RuleForbade(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        observed=observed,
        broken=broken,
    )
