"""What would have changed a decision is told in one sentence for each thing it would have been."""

from dataclasses import replace
from typing import get_args

import pytest

from rules.again.what_if import WhatIf
from rules.explain import losers_sentence, would_sentence
from rules.words.days import Weekday
from rules.words.decisions import NotAdmitted, OnlyShadow, Outcome, Outranked, RuleForbade
from rules.words.facts import Claimed
from rules.words.ids import AgentId
from rules.words.people import Freeze, HandKind, Hold, HouseScope
from rules.words.suppositions import (
    Change,
    FreshEvent,
    LampOn,
    NoQuarrel,
    NotPlaced,
    NotStrayed,
    OtherDay,
    OtherHour,
    RivalSilent,
    RuleGone,
    SomebodySaidYes,
)
from rules.words.times import TimeOfDay, Window
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Level, Mode
from tests.rules.explain.told import ANA, BEN, LAMP, NAMES, QUIET, at, decided

NIGHT = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
EVENING = AgentId("evening")
FREEZE = Freeze(scope=HouseScope(), by=ANA, since=at(18, 0))
HOLD = Hold(
    device=LAMP,
    values={POWER: False},
    covers=frozenset({POWER}),
    by=BEN,
    kind=HandKind.DOWN,
    since=at(18, 55),
    until=at(22, 0),
)
SAID: tuple[tuple[Change, str], ...] = (
    (NotPlaced(FREEZE), "if Ana had not frozen the house"),
    (NotPlaced(HOLD), "if Ben had not switched it off"),
    (NotPlaced(replace(HOLD, values={POWER: True, BRIGHTNESS: 51})), "if Ben had not dimmed it to"),
    (NotPlaced(replace(HOLD, values={})), "if Ben had not taken it over"),
    (OtherHour(QUIET, NIGHT, True, -60.0), "before 22:30"),
    (OtherHour(QUIET, NIGHT, False, 60.0), "after 06:30"),
    (OtherDay(QUIET, Weekday.SUN, 86400.0), "on a Sunday"),
    (RuleGone(QUIET), "without 'Quiet nights'"),
    (RivalSilent(EVENING), "if Evening had wished nothing"),
    (NoQuarrel(EVENING), "if there had been no quarrel with Evening"),
    (NotStrayed(), "if it had not just reported what nothing explains"),
    (LampOn(), "if it had been on"),
    (FreshEvent(), "if something new had set it off"),
    (SomebodySaidYes("adult", "a rule"), "if an adult had said yes"),
)
REFUSED = RuleForbade(rule=QUIET, sentence="lets nothing switch on", owner="ana")


def test_there_is_a_clause_for_each_thing_that_could_have_been_otherwise() -> None:
    assert {type(change) for change, _ in SAID} == set(get_args(Change))


@pytest.mark.parametrize(("change", "said"), SAID)
def test_each_is_told(change: Change, said: str) -> None:
    held_back = decided(Outcome.DEFERRED)

    told = would_sentence(held_back, [WhatIf((change,), decided(Outcome.ALLOWED))], NAMES)

    assert told.startswith(f"It would have been 80 % {said}")


def test_what_comes_to_the_same_is_told_together_and_a_hand_is_never_bound() -> None:
    refused = decided(Outcome.DENIED, REFUSED, given={})
    then = decided(Outcome.ALLOWED)
    earlier, without = OtherHour(QUIET, NIGHT, True, -60.0), RuleGone(QUIET)

    told = would_sentence(refused, [WhatIf((earlier,), then), WhatIf((without,), then)], NAMES)

    assert told == (
        "It would have been 80 % before 22:30, or without 'Quiet nights', "
        "or if someone had pressed the switch."
    )


def test_what_comes_to_something_else_has_a_sentence_of_its_own() -> None:
    held_back = decided(Outcome.DEFERRED)
    less = decided(Outcome.LIMITED, given={POWER: True, BRIGHTNESS: 51})
    shown = [
        WhatIf((NotPlaced(HOLD), NotPlaced(FREEZE)), decided(Outcome.ALLOWED)),
        WhatIf((RuleGone(QUIET),), less),
    ]

    told = would_sentence(held_back, shown, NAMES)

    assert told == (
        "It would have been 80 % if Ben had not switched it off and if Ana had not frozen the "
        "house. It would have been 20 % without 'Quiet nights'."
    )


@pytest.mark.parametrize(
    "reason", [NotAdmitted("no such agent lives here"), OnlyShadow(AgentId("guest"))]
)
def test_where_nothing_is_known_nothing_is_said(reason: NotAdmitted | OnlyShadow) -> None:
    assert would_sentence(decided(Outcome.DENIED, REFUSED, reason), (), NAMES) == (
        ""
        if isinstance(reason, OnlyShadow)
        else "It would have been 80 % if someone had pressed the switch."
    )
    assert would_sentence(decided(Outcome.DENIED, reason), (), NAMES) == ""


def test_whose_wish_it_goes_before_is_told_and_not_whose_goes_first() -> None:
    theirs = Claimed(
        claimed=LAMP,
        agent=EVENING,
        level=Level.SCHEDULE,
        mode=Mode.SET,
        given={POWER: False},
        since=at(19, 0),
        until=at(23, 0),
        acted=True,
    )
    first = Outranked(by=EVENING, level=Level.SCHEDULE, until=at(23, 0), aspects=frozenset({POWER}))

    assert losers_sentence(decided(Outcome.ALLOWED), [theirs], NAMES) == (
        "It goes before Evening's wish for off until 23:00."
    )
    assert losers_sentence(decided(Outcome.LIMITED, first), [theirs], NAMES) == ""
    assert losers_sentence(decided(Outcome.DENIED), [theirs], NAMES) == ""
    same = replace(theirs, given={POWER: True})
    assert losers_sentence(decided(Outcome.ALLOWED), [same], NAMES) == ""


def test_a_lamp_that_was_on_would_have_stayed_on() -> None:
    ended = decided(Outcome.DENIED, REFUSED, wished={POWER: True}, given={}, was={POWER: True})
    then = decided(Outcome.ALLOWED, wished={POWER: True}, was={POWER: True})

    told = would_sentence(ended, [WhatIf((OtherHour(QUIET, NIGHT, True, -60.0),), then)], NAMES)

    assert told.startswith("It would have stayed on before 22:30")
