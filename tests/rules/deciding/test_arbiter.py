"""The arbiter, rule by rule; `tests/laws/` holds it to the same in any house."""

from dataclasses import replace
from itertools import permutations

import pytest

from rules.deciding.arbiter import decide
from rules.guardrail import Bound, CapLease, Confirm, Delay, Forbid, Guardrail, Verdict
from rules.house import House
from rules.words.asks import Approval, RuleAsked
from rules.words.days import Weekday
from rules.words.decisions import (
    Decision,
    Frozen,
    Held,
    NeverRaised,
    NotAdmitted,
    Outcome,
    Outranked,
    RuleCapped,
    RuleForbade,
    RuleSkipped,
)
from rules.words.ids import AgentId, DecisionId, GuardrailId, PromptId
from rules.words.people import Freeze, HandKind, Hold, HouseScope, Override
from rules.words.times import HOUR, MINUTE, SunEvent, SunPoint, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Values
from rules.words.wishes import Level, Proposal, Then
from tests.houses import claimed
from tests.laws.household import Says, SaysForSafety
from tests.rules.hall import DIM, LAMP, LIT, NOON, OFF, TWO, hall, wish
from tests.story import BEN

HOUSE = HouseScope()
FORBID, ASK = Forbid("always"), Confirm(who="adult", deadline=NOON + MINUTE)
WAIT, LESS = Delay(until=NOON + MINUTE), Bound(aspect=BRIGHTNESS, high=40)
PROMPT = PromptId("1-c0ffee00")
SUNNY = Window(SunPoint(SunEvent.SUNRISE), TimeOfDay(18 * 60))


def says(*verdicts: Verdict) -> list[Guardrail]:
    """Return rules that say this, each by a name of its own: `rule-0`, `rule-1` ..."""
    return [Says(id=GuardrailId(f"rule-{n}"), verdict=said) for n, said in enumerate(verdicts)]


def decided(house: House, proposal: Proposal | None = None) -> Decision:
    return decide(house, proposal or wish(LIT), NOON, DecisionId(1))


def kinds(decision: Decision) -> list[str]:
    return [type(reason).__name__ for reason in decision.reasons]


def test_a_wish_that_nothing_is_against_is_allowed_as_it_was_wished() -> None:
    decision = decided(hall())

    assert (decision.outcome, decision.given, decision.reasons) == (Outcome.ALLOWED, LIT, ())
    assert (decision.until, decision.then) == (NOON + HOUR, Then.KEEP)


def test_deciding_changes_nothing_in_the_house() -> None:
    house = hall(*says(LESS))
    before = repr(house.conditions[LAMP])

    assert decided(house) == decided(house)
    assert repr(house.conditions[LAMP]) == before


def test_what_is_not_admitted_is_denied_with_the_reason_alone() -> None:
    decision = decided(hall(*says(LESS)), wish(LIT, agent=AgentId("stranger")))

    assert decision.outcome is Outcome.DENIED
    assert decision.reasons == (NotAdmitted("no such agent lives here"),)


# rule 1


def test_rule_1_one_refusal_beats_any_number_of_limits_and_passes() -> None:
    decision = decided(hall(*says(None, LESS, WAIT, ASK, FORBID, LESS, None)))

    assert decision.outcome is Outcome.DENIED
    assert decision.given == {}


# rule 2


def frozen(house: House) -> None:
    house.people.freezes[HOUSE] = Freeze(scope=HOUSE, by=BEN, since=NOON)


def overridden(house: House) -> None:
    house.people.overrides[HOUSE] = Override(scope=HOUSE, values=OFF, by=BEN, since=NOON)


def hold(house: House, *covers: Aspect) -> None:
    house.people.holds[LAMP] = Hold(
        device=LAMP,
        values=OFF,
        covers=frozenset(covers),
        by=BEN,
        kind=HandKind.DOWN,
        since=NOON,
        until=NOON + HOUR,
    )


def test_rule_2_what_a_person_froze_no_wish_moves() -> None:
    house = hall()
    frozen(house)

    decision = decided(house)

    assert decision.outcome is Outcome.DEFERRED
    assert decision.reasons == (Frozen(house.people.freezes[HOUSE]),)


def test_rule_2_what_a_person_set_no_wish_moves() -> None:
    house = hall()
    overridden(house)

    assert decided(house).reasons == (Held(house.people.overrides[HOUSE]),)


def test_rule_2_what_a_hand_holds_no_wish_moves_and_what_it_does_not_hold_is_free() -> None:
    house = hall(power=True, brightness=40)
    hold(house, POWER, BRIGHTNESS)

    assert decided(house).outcome is Outcome.DEFERRED
    assert decided(house, wish({COLOUR: Kelvin(2700)})).outcome is Outcome.ALLOWED


# rule 3


def test_rule_3_a_safety_rule_that_cannot_judge_refuses_and_says_why() -> None:
    decision = decided(hall(SaysForSafety(id=GuardrailId("smoke"), broken=True)))

    assert decision.outcome is Outcome.DENIED
    (reason,) = decision.reasons
    assert isinstance(reason, RuleForbade)
    assert reason.broken == "ZeroDivisionError: a rule that cannot judge"


def test_rule_3_a_comfort_rule_that_cannot_judge_is_left_out_and_shown() -> None:
    decision = decided(hall(Says(id=GuardrailId("cosy"), broken=True), *says(LESS)))

    assert (decision.outcome, decision.given) == (Outcome.LIMITED, DIM)
    (skipped,) = (reason for reason in decision.reasons if isinstance(reason, RuleSkipped))
    assert skipped.rule == "cosy"


def test_rule_3_while_the_suns_times_are_unknown_safety_binds_and_comfort_does_not() -> None:
    comfort = Says(id=GuardrailId("cosy"), verdict=FORBID, between=SUNNY)
    safety = SaysForSafety(id=GuardrailId("smoke"), verdict=FORBID, between=SUNNY)

    assert decided(hall(comfort)).outcome is Outcome.ALLOWED
    assert decided(hall(safety)).outcome is Outcome.DENIED


@pytest.mark.parametrize(
    ("start", "outcome"), [(12, Outcome.DENIED), (13, Outcome.ALLOWED), (11, Outcome.ALLOWED)]
)
def test_a_rule_binds_in_its_hours_alone(start: int, outcome: Outcome) -> None:
    hours = Window(TimeOfDay(start * 60), TimeOfDay(start * 60 + 60))

    assert decided(hall(Says(id=GuardrailId("cosy"), verdict=FORBID, between=hours))).outcome is (
        outcome
    )


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ((Weekday.MON,), Outcome.DENIED),
        ((Weekday.SUN, Weekday.TUE), Outcome.ALLOWED),
    ],
)
def test_a_rule_binds_on_its_days_alone(days: tuple[Weekday, ...], outcome: Outcome) -> None:
    assert decided(hall(Says(id=GuardrailId("cosy"), verdict=FORBID, days=days))).outcome is outcome


@pytest.mark.parametrize(
    ("days", "comfort", "safety"),
    [
        ((Weekday.SUN,), Outcome.ALLOWED, Outcome.DENIED),
        ((Weekday.WED,), Outcome.ALLOWED, Outcome.ALLOWED),
    ],
)
def test_rule_3_with_days_too_what_nobody_knows_binds_safety(
    days: tuple[Weekday, ...], comfort: Outcome, safety: Outcome
) -> None:
    cosy = Says(id=GuardrailId("cosy"), verdict=FORBID, between=SUNNY, days=days)
    smoke = SaysForSafety(id=GuardrailId("smoke"), verdict=FORBID, between=SUNNY, days=days)

    assert [decided(hall(rule)).outcome for rule in (cosy, smoke)] == [comfort, safety]


# rule 4


def test_rule_4_of_two_equal_agents_one_wins_for_a_while_and_then_the_least_change() -> None:
    house = hall(power=True, brightness=190)
    claimed(house, wish(DIM, agent=TWO))

    soon = decide(house, wish(LIT), NOON + 9, DecisionId(1))
    later = decide(house, wish(LIT), NOON + 11, DecisionId(2))

    (lost,) = soon.reasons
    assert isinstance(lost, Outranked)
    assert (lost.by, lost.aspects) == (TWO, frozenset({BRIGHTNESS}))
    assert later.outcome is Outcome.ALLOWED


def test_rule_4_the_stronger_level_wins_at_once_and_a_weaker_one_keeps_what_is_left() -> None:
    house = hall(power=True, brightness=200)
    claimed(house, wish(DIM, agent=TWO, level=Level.SCHEDULE))

    assert decided(house).outcome is Outcome.ALLOWED

    stronger = hall(power=True, brightness=40)
    claimed(stronger, wish(DIM, agent=TWO))
    weak = wish({**LIT, COLOUR: Kelvin(2700)}, level=Level.SCHEDULE)
    assert decided(stronger, weak).outcome is Outcome.LIMITED


# rule 5


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ((None, None), Outcome.ALLOWED),
        ((None, LESS), Outcome.LIMITED),
        ((LESS, WAIT), Outcome.DEFERRED),
        ((LESS, WAIT, ASK), Outcome.ASKED),
        ((LESS, WAIT, ASK, FORBID), Outcome.DENIED),
    ],
)
def test_rule_5_the_strongest_outcome_decides_in_whatever_order_it_is_heard(
    verdicts: tuple[Verdict, ...], outcome: Outcome
) -> None:
    for order in permutations(verdicts):
        assert decided(hall(*says(*order))).outcome is outcome


def test_rule_5_everything_is_heard_and_every_reason_is_kept() -> None:
    house = hall(*says(LESS, WAIT, ASK, FORBID))
    frozen(house)
    overridden(house)

    assert sorted(kinds(decided(house))) == [
        "Frozen",
        "Held",
        "RuleAsked",
        "RuleDelayed",
        "RuleForbade",
        "RuleLimited",
    ]


# what asks, and what a yes is worth


def test_a_yes_meets_the_rules_that_asked_and_no_other() -> None:
    house = hall(*says(ASK, ASK))
    first, second = decided(house).reasons
    assert isinstance(first, RuleAsked)
    assert isinstance(second, RuleAsked)

    def with_a_yes_to(*asks: RuleAsked) -> Decision:
        yes = Approval(prompt=PROMPT, by=BEN, asks=frozenset(ask.about for ask in asks))
        return decide(house, wish(LIT), NOON, DecisionId(1), yes)

    assert with_a_yes_to(first).outcome is Outcome.ASKED
    assert kinds(with_a_yes_to(first)) == ["Approved", "RuleAsked"]
    assert with_a_yes_to(first, second).outcome is Outcome.ALLOWED
    assert kinds(with_a_yes_to(first, second)) == ["Approved", "Approved"]


def test_a_yes_is_worth_nothing_against_a_refusal_a_limit_or_a_person() -> None:
    house = hall(*says(ASK, LESS))
    (asked,) = [reason for reason in decided(house).reasons if isinstance(reason, RuleAsked)]
    yes = Approval(prompt=PROMPT, by=BEN, asks=frozenset({asked.about}))

    limited = decide(house, wish(LIT), NOON, DecisionId(1), yes)
    frozen(house)
    covered = decide(house, wish(LIT), NOON, DecisionId(1), yes)

    assert (limited.outcome, limited.given) == (Outcome.LIMITED, DIM)
    assert covered.outcome is Outcome.DEFERRED


# what a rule does to a lease


def test_the_earliest_end_that_a_rule_demands_stands_and_ends_in_off() -> None:
    early, late = CapLease(until=NOON + 60), CapLease(until=NOON + 600)

    for verdicts in ((early, late), (late, early)):
        decision = decided(hall(*says(*verdicts)))
        assert (decision.until, decision.then) == (NOON + 60, Then.OFF)
        (capped,) = decision.reasons
        assert isinstance(capped, RuleCapped)


def test_a_wish_that_ends_in_off_before_a_rule_demands_it_is_left_alone() -> None:
    short = replace(wish(LIT, until=NOON + 30), then=Then.OFF)

    decision = decided(hall(*says(CapLease(until=NOON + 60))), short)

    assert (decision.until, decision.reasons) == (NOON + 30, ())


def test_a_wish_that_is_delayed_lives_to_see_its_moment() -> None:
    waits = Delay(until=NOON + 2 * HOUR)

    decision = decided(hall(*says(waits)), wish(LIT, until=NOON + MINUTE))

    assert decision.until > NOON + 2 * HOUR


# what only goes on


@pytest.mark.parametrize(
    ("was", "outcome", "given"),
    [
        (DIM, Outcome.LIMITED, DIM),
        (OFF, Outcome.DEFERRED, LIT),
        ({POWER: True, BRIGHTNESS: 250}, Outcome.ALLOWED, LIT),
    ],
)
def test_a_wish_that_only_goes_on_makes_nothing_brighter(
    was: Values, outcome: Outcome, given: Values
) -> None:
    house = hall()
    house.conditions[LAMP].values = dict(was)

    decision = decided(house, replace(wish(LIT), renews=True))

    assert (decision.outcome, decision.given) == (outcome, given)
    raised = [reason for reason in decision.reasons if isinstance(reason, NeverRaised)]
    assert len(raised) == (outcome is not Outcome.ALLOWED)
