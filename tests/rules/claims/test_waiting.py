"""Wishes that a rule or a quarrel holds back, and which of them may still raise."""

from dataclasses import replace

import pytest

from rules.claims.claims import Claim
from rules.claims.waiting import as_waiting, forget_delay, waits_until
from rules.turn import Turn
from rules.words.asks import Quarrel
from rules.words.decisions import (
    Decision,
    Frozen,
    Held,
    LampNotOn,
    Outcome,
    Reason,
    RuleDelayed,
)
from rules.words.ids import DecisionId, GuardrailId
from rules.words.people import Freeze, HouseScope, Override
from rules.words.times import Moment
from tests.houses import claimed
from tests.rules.hall import LAMP, LIT, NOON, OFF, TWO, hall, wish
from tests.story import BEN

FREEZE = Frozen(Freeze(scope=HouseScope(), by=BEN, since=NOON))
HELD = Held(Override(scope=HouseScope(), values=OFF, by=BEN, since=NOON))


def delayed(until: Moment) -> RuleDelayed:
    return RuleDelayed(rule=GuardrailId("slow"), sentence="waits", owner="", until=until)


def quarrels(until: Moment) -> Quarrel:
    return Quarrel(rival=TWO, turns=4, until=until)


def deferred(*reasons: Reason) -> Decision:
    proposal = wish(LIT)
    return Decision(
        id=DecisionId(1),
        proposal=proposal,
        outcome=Outcome.DEFERRED,
        given=LIT,
        until=proposal.until,
        then=proposal.then,
        reasons=reasons,
        at=NOON,
        was=OFF,
        policy="",
    )


@pytest.mark.parametrize(
    ("reasons", "until"),
    [
        ((), None),
        ((FREEZE, HELD, LampNotOn(power=False)), None),
        ((delayed(NOON + 10),), NOON + 10),
        ((delayed(NOON + 10), quarrels(NOON + 90), delayed(NOON + 40)), NOON + 90),
    ],
)
def test_a_wish_waits_for_the_latest_moment_that_a_rule_or_a_quarrel_names(
    reasons: tuple[Reason, ...], until: Moment | None
) -> None:
    assert waits_until(deferred(*reasons)) == until


@pytest.mark.parametrize(
    ("reason", "renews"), [(None, False), (FREEZE, True), (HELD, True), (quarrels(NOON), True)]
)
def test_only_a_wish_that_rules_alone_delay_may_still_raise_when_its_moment_comes(
    reason: Reason | None, renews: bool
) -> None:
    decision = deferred(delayed(NOON + 10), *([reason] if reason else []))

    claim = as_waiting(Claim.of(decision, acted=False), decision, NOON + 10)

    assert (claim.raises_at, claim.proposal.renews) == (NOON + 10, renews)


def test_where_a_person_came_what_waits_lives_on_but_waits_no_more() -> None:
    house = hall()
    condition = house.conditions[LAMP]
    claimed(house, wish(LIT))
    claimed(house, wish(LIT, agent=TWO))
    condition.claims = tuple(replace(claim, raises_at=NOON + 10) for claim in condition.claims)

    forget_delay(Turn(house, NOON), LAMP)

    assert [claim.raises_at for claim in condition.claims] == [None, None]
