"""The laws of the arbiter: what no rule and no order of rules may change in a decision."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from hypothesis import strategies as st

from rules.arbiter import decide
from rules.directory import Directory
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
from rules.words.ids import DecisionId, GuardrailId
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, Values, as_number
from rules.words.wishes import Cause, Mode, Proposal, SawTime, Then
from tests.laws.histories import History, histories
from tests.laws.household import (
    DIM,
    GUARDRAILS,
    LIT,
    OFF,
    ON,
    RULE,
    WARM,
    Says,
    SaysForSafety,
    some_guardrails,
)
from tests.laws.laws import Law
from tests.laws.life import Life
from tests.laws.telling import live


@dataclass(frozen=True, slots=True)
class Case:
    """A house with a past, some rules, and one rule more."""

    history: History
    rules: tuple[Guardrail, ...]
    extra: Guardrail


@dataclass(frozen=True, slots=True)
class Limits:
    """A house with a past, and some bounds of its brightness."""

    history: History
    bounds: tuple[Bound, ...]


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
_WISHES: Final[tuple[tuple[Values, Mode], ...]] = (
    *((values, Mode.SET) for values in (OFF, ON, DIM, LIT, {BRIGHTNESS: 90}, {BRIGHTNESS: 0})),
    ({POWER: True, BRIGHTNESS: 180, COLOUR: Kelvin(4000)}, Mode.SET),
    (WARM, Mode.ADJUST),
    ({BRIGHTNESS: 150}, Mode.ADJUST),
)


def wishes(life: Life) -> Iterator[Proposal]:
    """Yield what the agents of a house could wish of its lamps."""
    for lamp in life.lamps:
        for agent in life.house.directory.wishers(lamp).values():
            for (values, mode), renews in product(_WISHES, (False, True)):
                yield Proposal(
                    agent=agent.id,
                    device=lamp,
                    level=agent.level,
                    values=values,
                    until=life.now + (5.0 if renews else HOUR),
                    cause=Cause(SawTime("a moment"), life.now),
                    mode=mode,
                    then=Then.KEEP if values is DIM else Then.OFF,
                    renews=renews,
                )


def decided(life: Life, rules: Iterable[Guardrail]) -> list[Decision]:
    """Return what becomes of all these wishes under some rules."""
    named = [replace(rule, id=GuardrailId(f"{n:02}")) for n, rule in enumerate(rules)]
    house = life.house
    house.policy = replace(life.policy, guardrails={rule.id: rule for rule in named})
    house.directory = Directory(house.policy, house.devices)
    return [decide(house, wish, life.now, DecisionId(1)) for wish in wishes(life)]


def forbid_beats_all(case: Case) -> None:
    """A forbid beats every weaker verdict, wherever it stands, and every other reason is kept."""
    life = live(case.history)
    forbids = Says(id=RULE, verdict=Forbid("always"))
    for before, first, last in zip(
        decided(life, case.rules),
        decided(life, (forbids, *case.rules)),
        decided(life, (*case.rules, forbids)),
        strict=True,
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
    for decision in decided(live(case.history), case.rules):
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
    life = live(case.history)
    before, after = decided(life, case.rules), decided(life, (*case.rules, case.extra))
    for old, new in zip(before, after, strict=True):
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
    for decision in decided(live(case.history), rules):
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
    """The same rules by other names, so in another order, give the same."""
    life = live(case.history)
    rules = (*case.rules, case.extra)
    turned = (*rules[len(rules) // 2 :], *rules[: len(rules) // 2])
    for other in (rules[::-1], turned):
        for one, two in zip(decided(life, rules), decided(life, other), strict=True):
            same = (one.outcome, one.given, one.until, one.then)
            assert same == (two.outcome, two.given, two.until, two.then), f"{one} became {two}"
            reasons = Counter(map(type, one.reasons))
            assert reasons == Counter(map(type, two.reasons)), f"{one} became {two}"


def broken_rules(case: Case) -> None:
    """A safety rule that breaks refuses; a comfort rule that breaks is left out, and shown."""
    life = live(case.history)
    before = decided(life, case.rules)
    breaks = SaysForSafety(id=RULE, broken=True)
    for decision in decided(life, (*case.rules, breaks)):
        assert decision.outcome is Outcome.DENIED, f"{decision}"
        broken = [r for r in decision.reasons if isinstance(r, RuleForbade) and r.broken]
        assert broken or NotAdmitted in map(type, decision.reasons), f"{decision}"
    skipped = decided(life, (*case.rules, Says(id=RULE, broken=True)))
    for old, new in zip(before, skipped, strict=True):
        same = (old.outcome, old.given, old.until, old.then)
        assert same == (new.outcome, new.given, new.until, new.then), f"{old} became {new}"
        shown = Counter(map(type, new.reasons)) - Counter(map(type, old.reasons))
        if NotAdmitted not in map(type, old.reasons):
            assert shown == Counter([RuleSkipped]), f"{new}"


cases: st.SearchStrategy[Case] = st.builds(
    Case, histories(longest=20), some_guardrails.map(tuple), st.sampled_from(GUARDRAILS)
)
limits: st.SearchStrategy[Limits] = st.builds(
    Limits,
    histories(longest=20),
    st.lists(
        st.builds(
            lambda low, high: Bound(aspect=BRIGHTNESS, low=low, high=high),
            st.sampled_from((None, 10, 30, 60, 100)),
            st.sampled_from((None, 0, 20, 51, 90, 130)),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
)

FORBID_BEATS_ALL: Final = Law(cases, forbid_beats_all)
STRONGEST_DECIDES: Final = Law(cases, strongest_reason_decides)
MORE_RULES: Final = Law(cases, more_rules_allow_no_more)
LIMITS: Final = Law(limits, limits_intersect)
RULE_ORDER: Final = Law(cases, rule_order_never_matters)
BROKEN_RULES: Final = Law(cases, broken_rules)
