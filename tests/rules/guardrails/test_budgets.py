"""Load and airtime."""

import pytest

from rules.claims.told import Told
from rules.guardrail import Delay, Forbid
from rules.guardrails.budgets import AirtimeBudget, LoadBudget
from rules.words.ids import AreaId, GuardrailId, Ref
from rules.words.news import Reach
from rules.words.times import Duration
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

WATTS = {Ref("Hall lamp"): 60, Ref("Cellar plug"): 2000, Ref("Cellar lamp"): 40, Ref("Oven"): 3000}
CIRCUIT = LoadBudget(id=GuardrailId("circuit"), at_most=2060, watts=WATTS)
RADIO = AirtimeBudget(id=GuardrailId("radio"), at_most=2)


def test_what_would_be_too_much_together_is_refused() -> None:
    house = hall()
    is_now(house, "Cellar plug", power=True)
    is_now(house, "Cellar lamp", power=True)

    assert CIRCUIT.judge(case(house, ON)) == Forbid("it would come to 2100 W")


def test_as_much_as_the_circuit_carries_is_allowed() -> None:
    house = hall()
    is_now(house, "Cellar plug", power=True)
    is_now(house, "Cellar lamp", power=False)

    assert CIRCUIT.judge(case(house, ON)) is None


def test_what_may_be_on_counts_and_what_was_told_so_too() -> None:
    unknown, told = hall(), hall()
    is_now(told, "Cellar plug", power=False)
    is_now(told, "Cellar lamp", power=True)
    told.conditions[device_in(told, "Cellar plug")].told = Told(
        order=1, values=ON, before={}, at=LATE - 1, transition=0, automated=True
    )

    assert CIRCUIT.judge(case(unknown, ON)) == Forbid("it would come to 2100 W")
    assert CIRCUIT.judge(case(told, ON)) == Forbid("it would come to 2100 W")


def test_switching_off_is_never_refused() -> None:
    assert CIRCUIT.judge(case(hall(), OFF)) is None


def test_it_binds_and_looks_at_what_is_on_the_circuit() -> None:
    assert CIRCUIT.reach() == Reach(refs=frozenset(WATTS))
    assert [ref for ref, _ in CIRCUIT.watches(hall().policy)] == list(WATTS)


def test_a_circuit_that_makes_no_sense_is_refused() -> None:
    name = GuardrailId("circuit")
    with pytest.raises(ValueError, match="names no device"):
        LoadBudget(id=name, at_most=10, watts={})
    with pytest.raises(ValueError, match="cannot be negative"):
        LoadBudget(id=name, at_most=10, watts={Ref("A"): -1})
    with pytest.raises(ValueError, match="leave out `areas`"):
        LoadBudget(id=name, at_most=10, watts={Ref("A"): 1}, areas=(AreaId("hall"),))


def test_more_commands_than_the_radio_has_room_for_wait() -> None:
    house = hall()
    house.conditions[device_in(house, "Hall lamp")].changes.extend([LATE - 5, LATE - 0.75])
    house.conditions[device_in(house, "Cellar lamp")].changes.append(LATE - 0.25)

    verdict = RADIO.judge(case(house, ON))

    assert isinstance(verdict, Delay)
    assert verdict.until == LATE + 0.25
    assert RADIO.judge(case(house, ON, now=LATE + 0.25)) is None


def test_what_changes_nothing_sends_nothing() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)
    house.conditions[device_in(house, "Hall lamp")].changes.extend([LATE, LATE])

    assert RADIO.judge(case(house, ON)) is None


def test_a_clock_that_was_put_back_makes_the_wait_no_longer() -> None:
    house = hall()
    house.conditions[device_in(house, "Hall lamp")].changes.extend([LATE + 99, LATE + 99])

    verdict = RADIO.judge(case(house, ON))

    assert isinstance(verdict, Delay)
    assert verdict.until == LATE + 1


@pytest.mark.parametrize("most", [0, 1001])
def test_a_number_that_makes_no_sense_is_refused(most: int) -> None:
    with pytest.raises(ValueError, match="`at_most`"):
        AirtimeBudget(id=GuardrailId("radio"), at_most=most)


def test_they_say_what_they_do() -> None:
    single = AirtimeBudget(id=GuardrailId("one"), at_most=1, within=Duration(2), between=NIGHT)

    assert CIRCUIT.sentence() == (
        "keeps Hall lamp, Cellar plug, Cellar lamp and Oven together within 2060 W"
    )
    assert RADIO.sentence() == "sends at most 2 commands within 1 second"
    assert single.sentence() == "sends at most 1 command within 2 seconds from 22:30 to 06:30"
    assert CIRCUIT.safety
    assert RADIO.safety
