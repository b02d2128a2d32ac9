"""How soon again and how often automation may change things."""

import pytest

from rules.claims.told import Told
from rules.guardrail import Delay, Forbid
from rules.guardrails.pace import ChangeBudget, MinimumOnOff
from rules.house import House
from rules.words.ids import AreaId, GuardrailId, Ref
from rules.words.times import HOUR, Duration
from rules.words.values import BRIGHTNESS, COLOUR, Kelvin, Value, Values
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

CALM = MinimumOnOff(id=GuardrailId("calm"), min_on=Duration(30), min_off=Duration(60))
BUDGET = ChangeBudget(
    id=GuardrailId("budget"), at_most=3, within=Duration(HOUR), areas=(AreaId("cellar"),)
)


def changed(house: House, device: str, *ago: float) -> None:
    condition = house.conditions[device_in(house, device)]
    condition.changes.extend(LATE - seconds for seconds in ago)


def test_a_lamp_that_just_came_on_stays_on_for_its_time() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 10, power=True)

    verdict = CALM.judge(case(house, OFF))

    assert verdict == Delay(until=LATE + 20, observed="it went on at 23:40:57")


@pytest.mark.parametrize("wished", [ON, {BRIGHTNESS: 100}])
def test_a_lamp_that_just_went_off_stays_off_for_its_time(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 10, power=False)

    verdict = CALM.judge(case(house, wished))

    assert verdict == Delay(until=LATE + 50, observed="it went off at 23:40:57")


def test_an_order_that_is_still_on_its_way_counts_from_when_it_left() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 600, power=False)
    house.conditions[device_in(house, "Hall lamp")].told = Told(
        order=1, values=ON, before={}, at=LATE - 1, transition=0, automated=True
    )

    verdict = CALM.judge(case(house, OFF))

    assert verdict == Delay(until=LATE + 29, observed="it went on at 23:41:06")


def test_an_order_for_what_is_so_already_starts_no_new_time() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 600, power=True)
    house.conditions[device_in(house, "Hall lamp")].told = Told(
        order=1, values=ON, before={}, at=LATE - 1, transition=0, automated=True
    )

    assert CALM.judge(case(house, OFF)) is None


@pytest.mark.parametrize(("power", "wished"), [(True, OFF), (False, ON)])
def test_after_its_time_it_may_switch(power: Value, wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 60, power=power)

    assert CALM.judge(case(house, wished)) is None


@pytest.mark.parametrize("wished", [ON, {COLOUR: Kelvin(2700)}, {BRIGHTNESS: 20}])
def test_a_wish_that_does_not_flip_the_power_needs_not_wait(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 1, power=True)

    assert CALM.judge(case(house, wished)) is None


def test_a_lamp_of_which_nothing_is_known_does_not_wait() -> None:
    house = hall()
    del house.conditions[device_in(house, "Stray lamp")]

    assert CALM.judge(case(house, OFF)) is None
    assert CALM.judge(case(house, OFF, "Stray lamp")) is None


def test_a_clock_that_was_put_back_makes_the_wait_no_longer_than_the_rule() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE + 7200, power=True)

    verdict = CALM.judge(case(house, OFF))

    assert isinstance(verdict, Delay)
    assert verdict.until == LATE + 30


def test_a_spent_budget_refuses_counting_all_devices_together() -> None:
    house = hall()
    changed(house, "Cellar lamp", 3000, 20)
    changed(house, "Cellar plug", 10)

    verdict = BUDGET.judge(case(house, ON, "Cellar lamp"))

    assert verdict == Forbid("3 were made within the last 1 hour")


def test_old_changes_and_those_of_other_devices_do_not_count() -> None:
    house = hall()
    changed(house, "Cellar lamp", HOUR, 20)
    changed(house, "Cellar plug", 10)
    changed(house, "Hall lamp", 9, 8, 7)

    assert BUDGET.judge(case(house, ON, "Cellar lamp")) is None


def test_a_wish_that_changes_nothing_costs_nothing() -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=True)
    changed(house, "Cellar lamp", 30, 20, 10)

    assert BUDGET.judge(case(house, ON, "Cellar lamp")) is None


def test_a_budget_reaches_what_it_names_and_devices_nobody_heard_of_cost_nothing() -> None:
    named = ChangeBudget(
        id=GuardrailId("named"), at_most=1, within=Duration(60), devices=(Ref("Stray lamp"),)
    )
    house = hall()
    del house.conditions[device_in(house, "Stray lamp")]

    assert named.judge(case(house, ON, "Stray lamp")) is None


def test_a_budget_of_nothing_refuses_every_change() -> None:
    none = ChangeBudget(id=GuardrailId("none"), at_most=0, within=Duration(60))

    assert none.judge(case(hall(), ON)) == Forbid("0 were made within the last 1 minute")


def test_they_say_what_they_do() -> None:
    only_on = MinimumOnOff(id=GuardrailId("calm"), min_on=Duration(30), between=NIGHT)
    single = ChangeBudget(id=GuardrailId("one"), at_most=1, within=Duration(90), between=NIGHT)

    assert CALM.sentence() == (
        "leaves a device on for at least 30 seconds and off for at least 1 minute"
    )
    assert only_on.sentence() == "leaves a device on for at least 30 seconds from 22:30 to 06:30"
    assert MinimumOnOff(id=GuardrailId("calm")).sentence() == "leaves a device as it is"
    assert BUDGET.sentence() == "allows automation 3 changes within 1 hour"
    assert single.sentence() == (
        "allows automation 1 change within 1 minute 30 seconds from 22:30 to 06:30"
    )
