"""What is asked about before it happens."""

from dataclasses import replace

import pytest

from rules.guardrail import Case, Confirm
from rules.guardrails.confirmation import BigScopeConfirmation, CategoryConfirmation
from rules.house import House
from rules.policy import Role
from rules.words.asks import Otherwise
from rules.words.device import Capability, Sort
from rules.words.ids import GuardrailId
from rules.words.times import MINUTE, Duration
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values
from tests.houses import announced, house_with, is_now, policy_of, room
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

BIG = BigScopeConfirmation(id=GuardrailId("big"), more_than=8)
HOT = CategoryConfirmation(id=GuardrailId("hot"), sorts=(Sort.SWITCH,), who=Role.OWNER)
OPENS = CategoryConfirmation(
    id=GuardrailId("opens"), aspects=(Aspect("position"), Aspect("lock")), between=NIGHT
)
POSITION, LOCK = Aspect("position"), Aspect("lock")


def together(one: Case, count: int) -> Case:
    return replace(one, proposal=replace(one.proposal, together=count))


def test_a_change_of_too_many_is_asked_about() -> None:
    verdict = BIG.judge(together(case(hall(), ON), 9))

    observed = "9 devices would change at once"
    assert verdict == Confirm(who="adult", deadline=LATE + 5 * MINUTE, observed=observed)


def test_as_many_as_allowed_and_what_changes_nothing_pass() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)

    assert BIG.judge(together(case(house, OFF), 8)) is None
    assert BIG.judge(together(case(house, ON), 9)) is None


def test_the_household_may_say_that_what_only_dims_is_done_without_an_answer() -> None:
    silent = replace(BIG, otherwise=Otherwise.DO_IT)

    verdict = silent.judge(together(case(hall(), ON), 9))

    assert isinstance(verdict, Confirm)
    assert verdict.otherwise is Otherwise.DO_IT
    assert silent.sentence() == (
        "asks an adult before more than 8 devices change at once, and has what only dims or "
        "switches off done where nobody answers"
    )


def test_to_ask_about_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        BigScopeConfirmation(id=GuardrailId("big"), more_than=0)


def test_switching_such_a_thing_on_is_asked_about_and_off_is_not() -> None:
    house = hall()
    is_now(house, "Cellar plug", power=False)

    verdict = HOT.judge(case(house, ON, "Cellar plug"))

    observed = "it would be switched on"
    assert verdict == Confirm(who="owner", deadline=LATE + 5 * MINUTE, observed=observed)
    is_now(house, "Cellar plug", power=True)
    assert HOT.judge(case(house, OFF, "Cellar plug")) is None
    assert HOT.judge(case(house, ON, "Cellar plug")) is None


def test_what_is_of_another_sort_is_not_meant() -> None:
    assert HOT.judge(case(hall(), ON)) is None


def gate(**values: Value) -> House:
    """Return a house with a gate that opens so far, and locks."""
    can = [Capability(aspect=a, writable=True) for a in (POWER, POSITION, LOCK)]
    house = house_with(policy_of(room("Yard", "Gate")), announced("Gate", Sort.OTHER, can))
    is_now(house, "Gate", **values)
    return house


@pytest.mark.parametrize(
    ("wished", "asks"),
    [
        ({POSITION: 41}, "position"),
        ({POSITION: 40}, ""),
        ({POSITION: 39}, ""),
        ({LOCK: "unlocked"}, "lock"),
        ({LOCK: "locked"}, ""),
        ({POWER: True}, ""),
    ],
)
def test_opening_and_unlocking_are_asked_about(wished: Values, asks: str) -> None:
    verdict = OPENS.judge(case(gate(position=40, lock="locked", power=False), wished, "Gate"))

    deadline = LATE + 5 * MINUTE
    observed = f"its {asks} would be released"
    said = Confirm(who="adult", deadline=deadline, observed=observed)
    assert verdict == (said if asks else None)


def test_what_nobody_knows_may_be_a_release() -> None:
    assert OPENS.judge(case(gate(), {POSITION: 1}, "Gate")) is not None


def test_brighter_is_a_release_and_a_colour_is_none() -> None:
    anything = CategoryConfirmation(id=GuardrailId("any"), answer_within=Duration(60))
    house = hall()
    is_now(house, "Hall lamp", power=True, brightness=100)

    verdict = anything.judge(case(house, {BRIGHTNESS: 200}))

    assert isinstance(verdict, Confirm)
    assert verdict.deadline == LATE + 60
    assert anything.judge(case(house, {BRIGHTNESS: 50})) is None
    assert anything.judge(case(house, {COLOUR: Kelvin(2000)})) is None


def test_they_say_what_they_do() -> None:
    one = BigScopeConfirmation(id=GuardrailId("one"), more_than=1, who=Role.OWNER, between=NIGHT)

    assert BIG.sentence() == "asks an adult before more than 8 devices change at once"
    assert one.sentence() == (
        "asks an owner before more than 1 device change at once from 22:30 to 06:30"
    )
    assert HOT.sentence() == (
        "asks an owner within 5 minutes before a switch is switched on, opened or unlocked"
    )
    assert OPENS.sentence() == (
        "asks an adult within 5 minutes before anything is switched on, opened or unlocked by "
        "its lock and position from 22:30 to 06:30"
    )
    assert HOT.safety
    assert not BIG.safety
