"""Of all that is heard the strongest decides: a forbid beats all, and a broken rule is not lost."""

from collections import Counter
from typing import Final

from rules.deciding import arbiter, hearing
from rules.guardrail import Forbid
from rules.words.asks import Approved, OnlySuggests, Quarrel, RuleAsked
from rules.words.decisions import (
    STRENGTH,
    BeingJudged,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    NotAsked,
    OnlyShadow,
    Outcome,
    Outranked,
    Reason,
    RuleCapped,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
    RuleSlowed,
)
from tests.laws.asked import (
    FEWER,
    Case,
    cases,
    gist,
    under,
)
from tests.laws.household import RULE, Says, SaysForSafety
from tests.laws.law import Law, Mutant

STRENGTH_OF: Final = {
    RuleForbade: Outcome.DENIED,
    NotAdmitted: Outcome.DENIED,
    NotAsked: Outcome.DENIED,
    RuleAsked: Outcome.ASKED,
    OnlySuggests: Outcome.ASKED,
    Approved: Outcome.ALLOWED,
    Frozen: Outcome.DEFERRED,
    Held: Outcome.DEFERRED,
    RuleDelayed: Outcome.DEFERRED,
    Quarrel: Outcome.DEFERRED,
    BeingJudged: Outcome.DEFERRED,
    LampNotOn: Outcome.DEFERRED,
    RuleLimited: Outcome.LIMITED,
    RuleCapped: Outcome.ALLOWED,
    RuleSlowed: Outcome.ALLOWED,
    RuleSkipped: Outcome.ALLOWED,
    Outranked: Outcome.LIMITED,
    NeverRaised: Outcome.LIMITED,
    OnlyShadow: Outcome.ALLOWED,
}
"""What each reason comes to by itself; those for others may also defer."""
FOR_OTHERS: Final = (Outranked, NeverRaised)
_WEAKEST: Final = Mutant(
    "the weakest reason decides",
    hearing.Hearing.say,
    "STRENGTH[outcome] > STRENGTH[self.outcome]",
    "STRENGTH[outcome] < STRENGTH[self.outcome]",
)


def forbid_beats_all(case: Case) -> None:
    """A forbid beats every weaker verdict, wherever it stands, and every other reason is kept."""
    forbids = Says(id=RULE, verdict=Forbid("always"))
    for before, first, last in zip(
        *under(case, case.rules, (forbids, *case.rules), (*case.rules, forbids)), strict=True
    ):
        for after in (first, last):
            assert after.outcome is Outcome.DENIED, f"{after}"
            assert not after.given, f"{after}"
        if before.outcome is not Outcome.DENIED:
            assert RuleForbade in map(type, last.reasons), f"{last}"
        kept = [reason for reason in before.reasons if not isinstance(reason, FOR_OTHERS)]
        assert set(map(type, kept)) <= set(map(type, last.reasons)), f"{last}"


def strongest_reason_decides(case: Case) -> None:
    """The outcome is that of the strongest reason; only what rivals or raises ask may add to it."""
    (decisions,) = under(case, case.rules)
    for decision in decisions:
        alone = [STRENGTH[_alone(reason)] for reason in decision.reasons]
        least = max(alone, default=0)
        most = least
        if any(isinstance(reason, FOR_OTHERS) for reason in decision.reasons):
            most = max(least, STRENGTH[Outcome.DEFERRED])
        assert least <= STRENGTH[decision.outcome] <= most, f"{decision}"


def _alone(reason: Reason) -> Outcome:
    """Return what a reason comes to by itself."""
    asked = isinstance(reason, Quarrel) and reason.asked
    return Outcome.ASKED if asked else STRENGTH_OF[type(reason)]


def broken_rules(case: Case) -> None:
    """A safety rule that breaks refuses; a comfort rule that breaks is left out, and shown."""
    safety, comfort = (kind(id=RULE, broken=True) for kind in (SaysForSafety, Says))
    before, refused, skipped = under(
        case, case.rules, (*case.rules, safety), (*case.rules, comfort)
    )
    for decision in refused:
        assert decision.outcome is Outcome.DENIED, f"{decision}"
        broken = [r for r in decision.reasons if isinstance(r, RuleForbade) and r.broken]
        assert broken or NotAdmitted in map(type, decision.reasons), f"{decision}"
    for old, new in zip(before, skipped, strict=True):
        assert gist(old) == gist(new), f"{old} became {new}"
        shown = Counter(map(type, new.reasons)) - Counter(map(type, old.reasons))
        if NotAdmitted not in map(type, old.reasons):
            assert shown == Counter([RuleSkipped]), f"{new}"


FORBID_BEATS_ALL: Final = Law(
    says="a forbid beats every weaker verdict",
    over=cases,
    holds=forbid_beats_all,
    examples=FEWER,
    kills=(
        Mutant(
            "a forbid is weaker than a limit",
            arbiter._hear,
            'hearing.say(Outcome.DENIED, forbade(rule, observed, ""))',
            'hearing.say(Outcome.ALLOWED, forbade(rule, observed, ""))',
        ),
        _WEAKEST,
    ),
)


STRONGEST_DECIDES: Final = Law(
    says="the strongest reason decides",
    over=cases,
    holds=strongest_reason_decides,
    examples=FEWER,
    kills=(_WEAKEST,),
)


BROKEN_RULES: Final = Law(
    says="a safety rule that breaks refuses, a comfort rule is left out and shown",
    over=cases,
    holds=broken_rules,
    examples=FEWER,
    kills=(
        Mutant(
            "a safety rule that breaks passes, a comfort rule that breaks refuses",
            arbiter._broke,
            "if rule.safety:",
            "if not rule.safety:",
        ),
        Mutant(
            "nobody is shown that a comfort rule broke",
            arbiter._broke,
            "hearing.say(Outcome.ALLOWED, RuleSkipped(rule=rule.id, error=broken))",
            "pass",
        ),
    ),
)
