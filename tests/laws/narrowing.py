"""Guardrails only narrow: one more allows no more, all bounds hold, and their order is nothing."""

from collections import Counter
from typing import Final

from rules.deciding import arbiter, bounds, hearing
from rules.guardrail import Bound, Guardrail
from rules.words.decisions import (
    STRENGTH,
    Decision,
    Outcome,
    RuleDelayed,
)
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, as_number
from rules.words.wishes import Then
from tests.laws.asked import (
    FEWER,
    Case,
    Limits,
    bounded,
    case,
    cases,
    decided,
    gist,
    house_of,
    limits,
    named,
    under,
)
from tests.laws.household import RULE, Ends, Says, ceiling
from tests.laws.law import Law, Mutant
from tests.laws.strongest import STRENGTH_OF

_LAST_HEARD: Final = Mutant(
    "the ceiling that is heard last stands",
    bounds.narrow,
    "high not in hearing.bounds or",
    "True or",
)


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
            assert gist(one) == gist(two), f"{one} became {two}"
            reasons = Counter(map(type, one.reasons))
            assert reasons == Counter(map(type, two.reasons)), f"{one} became {two}"


MORE_RULES: Final = Law(
    says="one rule more never allows more",
    over=cases,
    holds=more_rules_allow_no_more,
    told=(case(ceiling(40), extra=ceiling(150)), case(extra=Ends(id=RULE, seconds=9e4))),
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
    told=(
        bounded((None, 51), (None, 130)),
        bounded((None, 130), (None, 51)),
        bounded((100, None), (60, None)),
        bounded((60, None), (100, None)),
        bounded((60, None), (None, 20)),
    ),
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
    told=(
        case(ceiling(40), extra=ceiling(150)),
        case(Ends(id=RULE, seconds=9.0), extra=Ends(id=RULE, seconds=90.0)),
    ),
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
