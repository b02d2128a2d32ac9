"""Live claims are judged again as the house changes around them, and end."""

from dataclasses import replace

import pytest

from rules.claims.claims import Claim
from rules.claims.review import end_claim, give_up, judge_again
from rules.due import ClaimDue
from rules.guardrail import Bound, Delay, Forbid, Guardrail, Verdict
from rules.house import House
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.ids import GuardrailId
from rules.words.records import ClaimEnded, Decided
from rules.words.times import MINUTE
from rules.words.values import BRIGHTNESS, Values
from rules.words.wishes import GiveUp, Level, Then
from tests.houses import claimed
from tests.laws.household import Says
from tests.rules.hall import (
    DIM,
    LAMP,
    LIT,
    NOON,
    OFF,
    ONE,
    TWO,
    decided,
    ends,
    hall,
    orders,
    records,
    wish,
)


def says(verdict: Verdict) -> Says:
    return Says(id=GuardrailId("says"), verdict=verdict)


def lit_hall(*rules: Guardrail, then: Then = Then.OFF) -> House:
    """Return a hall that an agent's live claim keeps lit."""
    house = hall(*rules, power=True, brightness=200)
    claim = claimed(house, replace(wish(LIT), then=then))
    house.conditions[LAMP].claims = (replace(claim, open=False),)
    return house


def judged(house: House, *, resumed: bool = False) -> Turn:
    turn = Turn(house, NOON + MINUTE)
    judge_again(turn, LAMP, "a hold ended", resumed=resumed)
    return turn


def the_claims(house: House) -> tuple[Claim, ...]:
    return house.conditions[LAMP].claims


def test_what_still_stands_is_not_decided_again() -> None:
    turn = judged(lit_hall())

    assert not turn.effects


def test_a_rule_that_allows_less_now_lowers_what_is_lit() -> None:
    turn = judged(lit_hall(says(Bound(aspect=BRIGHTNESS, high=40))))

    assert decided(turn) == [2]
    assert orders(turn) == [{BRIGHTNESS: 40}]


def test_of_two_wishes_that_a_rule_narrows_the_stronger_is_told_of_last() -> None:
    house = hall(says(Bound(aspect=BRIGHTNESS, high=20)), power=True, brightness=200)
    claimed(house, wish(LIT))
    claimed(house, wish(DIM, agent=TWO, level=Level.SCHEDULE))

    turn = judged(house)

    told = [b.decision.proposal.agent for b in records(turn) if isinstance(b, Decided)]
    assert told == [TWO, ONE]
    last = house.conditions[LAMP].last
    assert last is not None
    assert last.proposal.agent == ONE
    assert orders(turn) == [{BRIGHTNESS: 20}]


def test_what_a_rule_kept_dim_gets_no_brighter_when_the_rule_is_gone_unless_a_person_asks() -> None:
    told = []
    for resumed in (False, True):
        house = hall(power=True, brightness=40)
        claimed(house, wish(LIT), given=DIM)
        told.append(orders(judged(house, resumed=resumed)))

    assert told == [[], [{BRIGHTNESS: 200}]]


def test_a_claim_that_is_refused_now_ends() -> None:
    house = lit_hall(says(Bound(aspect=BRIGHTNESS, low=90, high=40)))

    turn = judged(house)

    assert ends(turn)[0] == (2, End.MOOT)
    assert not the_claims(house)
    assert [body.why for body in records(turn) if isinstance(body, ClaimEnded)] == ["a hold ended"]


def test_a_wish_that_a_rule_delays_now_waits_for_its_moment() -> None:
    house = hall(says(Delay(until=NOON + 5 * MINUTE)), power=True, brightness=250)
    claimed(house, wish(LIT))

    turn = judged(house)

    assert not orders(turn)
    (claim,) = the_claims(house)
    assert (claim.raises_at, claim.proposal.renews) == (NOON + 5 * MINUTE, True)
    assert house.due.take(NOON + 5 * MINUTE) == [ClaimDue(LAMP, ONE)]


def test_a_claim_that_waits_is_judged_when_its_moment_comes_and_not_before() -> None:
    house = lit_hall(says(Forbid("always")))
    condition = house.conditions[LAMP]
    condition.claims = (replace(condition.claims[0], raises_at=NOON + 5 * MINUTE),)

    turn = judged(house)

    assert not turn.effects
    assert the_claims(house)


@pytest.mark.parametrize(("then", "told"), [(Then.OFF, [OFF]), (Then.KEEP, [])])
def test_a_claim_that_drove_ends_as_it_said(then: Then, told: list[Values]) -> None:
    house = lit_hall(then=then)
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, the_claims(house)[0], "its time was over")

    assert orders(turn) == told


def test_the_end_of_a_claim_reveals_the_next_live_one_and_does_not_switch_off() -> None:
    house = lit_hall()
    claimed(house, wish(DIM, agent=TWO, level=Level.SCHEDULE))
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, the_claims(house)[0], "its time was over")

    assert orders(turn) == [{BRIGHTNESS: 40}]


def test_the_end_of_a_claim_that_did_not_drive_changes_nothing() -> None:
    house = lit_hall()
    beneath = claimed(house, replace(wish(DIM, agent=TWO, level=Level.SCHEDULE), then=Then.OFF))
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, beneath, "its time was over")

    assert not orders(turn)


def test_a_lamp_that_is_known_to_be_off_is_not_switched_off() -> None:
    house = lit_hall()
    house.conditions[LAMP].values.update(OFF)
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, the_claims(house)[0], "its time was over")

    assert not orders(turn)


def test_after_a_start_a_lamp_that_may_burn_unseen_is_switched_off() -> None:
    house = lit_hall()
    house.conditions[LAMP].values.clear()
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, the_claims(house)[0], "its time was over")

    assert orders(turn) == [OFF]


def test_an_agent_may_give_up_its_own_claim_and_no_other() -> None:
    house = lit_hall()
    turn = Turn(house, NOON + MINUTE)

    give_up(turn, GiveUp(agent=TWO, device=LAMP, cause=wish(LIT).cause))
    assert the_claims(house)

    give_up(turn, GiveUp(agent=ONE, device=LAMP, cause=wish(LIT).cause))
    assert orders(turn) == [OFF]
    ended = [body for body in records(turn) if isinstance(body, ClaimEnded)]
    assert [(body.agent, body.why) for body in ended] == [(ONE, "the agent gave it up")]


def test_a_claim_that_ends_is_forgotten_shown_and_its_open_decision_expires() -> None:
    house = hall()
    claim = claimed(house, wish(LIT))
    house.due.put(ClaimDue(LAMP, ONE), claim.until)
    turn = Turn(house, NOON + MINUTE)

    end_claim(turn, claim, "its time was over")

    assert not the_claims(house)
    assert ends(turn) == [(1, End.EXPIRED)]
    assert house.due.next() is None
    assert LAMP in turn.changed


def test_what_a_claim_is_given_anew_takes_the_place_of_its_decision() -> None:
    house = hall(says(Bound(aspect=BRIGHTNESS, high=40)), power=True, brightness=200)
    claimed(house, wish(LIT))

    turn = judged(house)

    (claim,) = the_claims(house)
    assert (claim.decision, claim.given) == (2, DIM)
    assert ends(turn) == [(1, End.SUPERSEDED)]
    last = house.conditions[LAMP].last
    assert last is not None
    assert last.id == 2
