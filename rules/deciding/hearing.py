"""A hearing: what is left of a proposal while it is being decided, and every reason so far."""

from typing import TypeAlias

from rules.guardrail import Confirm, Delay, Ease, Guardrail
from rules.words.asks import Approval, Approved, Ask, RuleAsked
from rules.words.decisions import STRENGTH, Outcome, Reason, RuleDelayed, RuleForbade, RuleSlowed
from rules.words.times import Moment, Seconds
from rules.words.values import Aspect, Value
from rules.words.wishes import Proposal

Tightest: TypeAlias = tuple[float, Guardrail, str]
"""A bound, the guardrail that set it and what it had observed."""


class Hearing:
    """One proposal being heard, from its admission to its decision."""

    __slots__ = (
        "approval",
        "bounds",
        "cap",
        "delayed",
        "eased",
        "outcome",
        "proposal",
        "reasons",
        "then",
        "until",
        "values",
    )

    def __init__(self, proposal: Proposal, approval: Approval | None = None) -> None:
        """Begin with a wish of which nothing was taken in yet, and the yes it has, if any."""
        self.proposal = proposal
        self.approval = approval
        self.values: dict[Aspect, Value] = {}
        self.until = proposal.until
        self.then = proposal.then
        self.reasons: list[Reason] = []
        self.outcome = Outcome.ALLOWED
        self.delayed: Moment = 0.0
        self.cap: tuple[Moment, Guardrail] | None = None
        """The earliest end that a guardrail demands."""
        self.eased: tuple[Seconds, Guardrail] | None = None
        """The longest time that a guardrail demands for getting there."""
        self.bounds: dict[tuple[Aspect, bool], Tightest] = {}
        """The tightest bound so far, by its aspect and whether it is the upper one."""

    def say(self, outcome: Outcome, reason: Reason) -> None:
        """Keep a reason; the strongest outcome stands."""
        self.reasons.append(reason)
        if STRENGTH[outcome] > STRENGTH[self.outcome]:
            self.outcome = outcome

    def ease(self, rule: Guardrail, verdict: Ease) -> None:
        """Note how long a guardrail wants it to take; the longest counts."""
        if self.eased is None or verdict.seconds > self.eased[0]:
            self.eased = (verdict.seconds, rule)

    def slow_down(self) -> None:
        """Say how long it takes at least; what takes longer by itself needs no reason."""
        if self.eased is None or self.eased[0] <= (self.proposal.transition or 0.0):
            return
        seconds, rule = self.eased
        reason = RuleSlowed(
            rule=rule.id, sentence=rule.sentence(), owner=rule.owner or "", seconds=seconds
        )
        self.say(Outcome.ALLOWED, reason)

    def ask(self, asks: Ask) -> None:
        """Have a person asked, unless exactly this was said yes to."""
        yes = self.approval
        if yes is None or asks.about not in yes.asks:
            self.say(Outcome.ASKED, asks)
            return
        rule = asks if isinstance(asks, RuleAsked) else None
        self.say(
            Outcome.ALLOWED,
            Approved(
                about=asks.about,
                rule=rule.rule if rule else None,
                sentence=rule.sentence if rule else "",
                owner=rule.owner if rule else "",
                prompt=yes.prompt,
                by=yes.by,
                lowered_from=yes.lowered_from,
            ),
        )


def forbade(rule: Guardrail, observed: str, broken: str) -> RuleForbade:
    """Return the reason that a guardrail refused, or broke."""
    return RuleForbade(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        observed=observed,
        broken=broken,
    )


def delayed(rule: Guardrail, delay: Delay) -> RuleDelayed:
    """Return the reason that a guardrail wants it later."""
    return RuleDelayed(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        until=delay.until,
        observed=delay.observed,
        dim_to=delay.dim_to,
        needs=delay.needs,
    )


def asked(rule: Guardrail, confirm: Confirm) -> RuleAsked:
    """Return the reason that a guardrail wants a person to be asked."""
    return RuleAsked(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        who=confirm.who,
        deadline=confirm.deadline,
        otherwise=confirm.otherwise,
        observed=confirm.observed,
        safety=rule.safety,
    )
