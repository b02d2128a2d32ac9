"""The laws of the arbiter: what no rule and no order of rules may change in a decision."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rules import arbiter, bounds, hearing
from rules.guardrail import Bound, Forbid, Guardrail
from rules.words.decisions import (
    STRENGTH,
    Decision,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    Outcome,
    Outranked,
    Quarrel,
    RuleAsked,
    RuleCapped,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
)
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, Values, as_number
from rules.words.wishes import Then
from tests.laws.asked import Case, Limits, Past, cases, decided, house_of, limits, named
from tests.laws.household import RULE, Says, SaysForSafety
from tests.laws.law import Law, Mutant

STRENGTH_OF: Final = {
    RuleForbade: Outcome.DENIED,
    NotAdmitted: Outcome.DENIED,
    RuleAsked: Outcome.ASKED,
    Frozen: Outcome.DEFERRED,
    Held: Outcome.DEFERRED,
    RuleDelayed: Outcome.DEFERRED,
    Quarrel: Outcome.DEFERRED,
    LampNotOn: Outcome.DEFERRED,
    RuleLimited: Outcome.LIMITED,
    RuleCapped: Outcome.ALLOWED,
    RuleSkipped: Outcome.ALLOWED,
    Outranked: Outcome.LIMITED,
    NeverRaised: Outcome.LIMITED,
}
"""What each reason comes to by itself; the last two may also defer."""
_FOR_OTHERS: Final = (Outranked, NeverRaised)
FEWER: Final = 100
"""Examples for these laws: in each of them everything that can be wished is decided."""
_WEAKEST: Final = Mutant(
    "the weakest reason decides",
    hearing.Hearing.say,
    "STRENGTH[outcome] > STRENGTH[self.outcome]",
    "STRENGTH[outcome] < STRENGTH[self.outcome]",
)
_LAST_HEARD: Final = Mutant(
    "the ceiling that is heard last stands",
    bounds.narrow,
    "high not in hearing.bounds or",
    "True or",
)


def under(past: Past, *rules: Iterable[Guardrail]) -> list[list[Decision]]:
    """Return what becomes of all that may be wished, under each of these sets of rules."""
    life = house_of(past)
    return [decided(life, past.wish, named(some)) for some in rules]


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
        kept = [reason for reason in before.reasons if not isinstance(reason, _FOR_OTHERS)]
        assert set(map(type, kept)) <= set(map(type, last.reasons)), f"{last}"


def strongest_reason_decides(case: Case) -> None:
    """The outcome is that of the strongest reason; only what rivals or raises ask may add to it."""
    (decisions,) = under(case, case.rules)
    for decision in decisions:
        alone = [STRENGTH[STRENGTH_OF[type(reason)]] for reason in decision.reasons]
        least = max(alone, default=0)
        most = least
        if any(isinstance(reason, _FOR_OTHERS) for reason in decision.reasons):
            most = max(least, STRENGTH[Outcome.DEFERRED])
        assert least <= STRENGTH[decision.outcome] <= most, f"{decision}"


def more_rules_allow_no_more(case: Case) -> None:
    """One rule more never allows more.

    Rule 1: what was refused stays refused, what was asked is asked at least, what people, rules
    or the lamp itself deferred stays deferred, and what was limited stays limited. What was only
    deferred for another agent's sake, or lest it raise, may become limited: it asks for less now.
    Rule 2: no more light and no cooler white, unless the rule is a floor, and then not more than
    that floor. Rule 3: it ends no later, unless the rule delays it or switches off what would
    have stayed on.
    """
    for old, new in zip(*under(case, case.rules, (*case.rules, case.extra)), strict=True):
        least = STRENGTH[old.outcome]
        if old.outcome is Outcome.DEFERRED and not _deferred_by_itself(old):
            least = STRENGTH[Outcome.LIMITED]
        assert STRENGTH[new.outcome] >= least, f"{old} became {new}"
        if new.outcome is Outcome.DENIED:
            continue
        assert _light(new) <= max(_light(old), _floor(case.extra)), f"{old} became {new}"
        assert _white(new) <= _white(old), f"{old} became {new}"
        delayed = RuleDelayed in map(type, new.reasons)
        longer = new.until > old.until and not delayed
        assert not longer or (old.then, new.then) == (Then.KEEP, Then.OFF), f"{old} became {new}"


def _deferred_by_itself(decision: Decision) -> bool:
    return any(STRENGTH_OF[type(reason)] is Outcome.DEFERRED for reason in decision.reasons)


def _light(decision: Decision) -> float:
    given = decision.given
    if given.get(POWER) is False:
        return 0.0
    return as_number(given.get(BRIGHTNESS)) or (float(FULL) if given.get(POWER) else 0.0)


def _white(decision: Decision) -> int:
    colour = decision.given.get(COLOUR)
    return colour.kelvin if isinstance(colour, Kelvin) else 0


def _floor(rule: Guardrail) -> float:
    least = getattr(rule, "at_least", 0)
    verdict = getattr(rule, "verdict", None)
    return float((verdict.low or 0) if isinstance(verdict, Bound) else least)


def limits_intersect(case: Limits) -> None:
    """What is given lies within every bound; where they leave nothing, it is refused."""
    low = max((bound.low or 0 for bound in case.bounds), default=0)
    high = min((bound.high for bound in case.bounds if bound.high is not None), default=FULL)
    rules = [Says(id=RULE, verdict=bound) for bound in case.bounds]
    (decisions,) = under(case, rules)
    for decision in decisions:
        wish = decision.proposal
        if wish.renews or BRIGHTNESS not in {**decision.was, **decision.given}:
            # It keeps what there is, or it is for a lamp that cannot be dimmed.
            continue
        bright = as_number(decision.given.get(BRIGHTNESS))
        if bright is not None:
            assert low <= bright <= high, f"{decision} is not within {low} and {high}"
        elif decision.was.get(POWER) is True and decision.outcome is not Outcome.DENIED:
            assert low == 0, f"{decision} goes below {low}"


def rule_order_never_matters(case: Case) -> None:
    """The same rules in another order of the file decide the same, by other names the like."""
    life, rules = house_of(case), named((*case.rules, case.extra))
    decisions = decided(life, case.wish, rules)
    assert decisions == decided(life, case.wish, rules[::-1])
    turned = (*rules[len(rules) // 2 :], *rules[: len(rules) // 2])
    for other in (rules[::-1], turned):
        for one, two in zip(decisions, decided(life, case.wish, named(other)), strict=True):
            assert _gist(one) == _gist(two), f"{one} became {two}"
            reasons = Counter(map(type, one.reasons))
            assert reasons == Counter(map(type, two.reasons)), f"{one} became {two}"


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
        assert _gist(old) == _gist(new), f"{old} became {new}"
        shown = Counter(map(type, new.reasons)) - Counter(map(type, old.reasons))
        if NotAdmitted not in map(type, old.reasons):
            assert shown == Counter([RuleSkipped]), f"{new}"


def _gist(decision: Decision) -> tuple[Outcome, Values, Moment, Then]:
    return (decision.outcome, decision.given, decision.until, decision.then)


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


MORE_RULES: Final = Law(
    says="one rule more never allows more",
    over=cases,
    holds=more_rules_allow_no_more,
    examples=FEWER,
    kills=(
        Mutant(
            "the reason that was said last decides",
            hearing.Hearing.say,
            "STRENGTH[outcome] > STRENGTH[self.outcome]",
            "True",
        ),
        Mutant(
            "a cap makes a short wish long",
            arbiter._cap,
            "if until >= hearing.until and hearing.then is Then.OFF:",
            "if False:",
        ),
        _LAST_HEARD,
    ),
)


LIMITS: Final = Law(
    says="what is given lies within every bound",
    over=limits,
    holds=limits_intersect,
    examples=FEWER,
    kills=(
        Mutant(
            "of two ceilings the higher one stands",
            bounds.narrow,
            "bound.high < hearing.bounds[high][0]",
            "bound.high > hearing.bounds[high][0]",
        ),
        Mutant(
            "of two floors the lower one stands",
            bounds.narrow,
            "bound.low > hearing.bounds[low][0]",
            "bound.low < hearing.bounds[low][0]",
        ),
        Mutant(
            "a floor goes before a ceiling below it",
            bounds.keep_within_bounds,
            "low[0] > high[0]",
            "False",
        ),
    ),
)


RULE_ORDER: Final = Law(
    says="the order of rules never matters",
    over=cases,
    holds=rule_order_never_matters,
    examples=FEWER,
    kills=(
        Mutant(
            "a longer cap undoes a shorter one",
            arbiter._hear,
            "hearing.cap is None or until < hearing.cap[0]",
            "True",
        ),
        _LAST_HEARD,
    ),
)


BROKEN_RULES: Final = Law(
    says="a safety rule that breaks refuses, a comfort rule is left out and shown",
    over=cases,
    holds=broken_rules,
    examples=FEWER,
    kills=(
        Mutant(
            "a safety rule that breaks passes, a comfort rule that breaks refuses",
            arbiter._hear,
            "if rule.safety:",
            "if not rule.safety:",
        ),
        Mutant(
            "nobody is shown that a comfort rule broke",
            arbiter._hear,
            "hearing.say(Outcome.ALLOWED, RuleSkipped(rule=rule.id, error=broken))",
            "pass",
        ),
    ),
)
