"""The longest time for which automation leaves something on."""

import pytest

from rules.guardrail import CapLease, Forbid
from rules.guardrails.maximum_on_time import MaximumOnTime
from rules.words.ids import GuardrailId
from rules.words.times import MINUTE, Duration
from rules.words.values import BRIGHTNESS, COLOUR, Kelvin, Values
from rules.words.wishes import Mode
from tests.houses import claimed, device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall, wish

CELLAR = MaximumOnTime(id=GuardrailId("cellar"), at_most=Duration(45 * MINUTE))


@pytest.mark.parametrize("wished", [ON, {BRIGHTNESS: 20}])
def test_a_wish_that_switches_on_ends_after_the_longest_time_and_off_follows(
    wished: Values,
) -> None:
    house = hall()
    is_now(house, "Hall lamp", power=False)

    assert CELLAR.judge(case(house, wished)) == CapLease(until=LATE + 45 * MINUTE)


def test_an_agent_that_wishes_anew_does_not_start_over() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 40 * MINUTE, power=True)
    claimed(house, wish("hall-lamp", ON))

    verdict = CELLAR.judge(case(house, ON))

    assert verdict == CapLease(until=LATE + 5 * MINUTE, observed="it is on since 23:01")


def test_when_the_time_is_over_a_further_wish_is_refused() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 45 * MINUTE, power=True)
    claimed(house, wish("hall-lamp", ON))

    assert CELLAR.judge(case(house, ON)) == Forbid("it is on since 22:56")


def test_the_time_that_a_person_had_it_on_is_not_counted() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 40 * MINUTE, power=True)

    assert CELLAR.judge(case(house, ON)) == CapLease(until=LATE + 45 * MINUTE)


def test_a_claim_that_only_shapes_the_light_did_not_switch_it_on() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 40 * MINUTE, power=True)
    claimed(house, wish("hall-lamp", {BRIGHTNESS: 20}, mode=Mode.ADJUST))

    assert CELLAR.judge(case(house, ON)) == CapLease(until=LATE + 45 * MINUTE)


def test_a_lamp_that_went_off_in_between_starts_anew() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - 40 * MINUTE, power=False)
    claimed(house, wish("hall-lamp", ON))

    assert CELLAR.judge(case(house, ON)) == CapLease(until=LATE + 45 * MINUTE)


def test_a_device_without_a_condition_starts_now() -> None:
    house = hall()
    del house.conditions[device_in(house, "Hall lamp")]

    assert CELLAR.judge(case(house, ON)) == CapLease(until=LATE + 45 * MINUTE)


def test_what_switches_off_or_only_shapes_the_light_is_no_matter_of_it() -> None:
    house = hall()

    assert CELLAR.judge(case(house, OFF)) is None
    assert CELLAR.judge(case(house, {COLOUR: Kelvin(2700)})) is None
    assert CELLAR.judge(case(house, {BRIGHTNESS: 20}, mode=Mode.ADJUST)) is None


def test_it_says_what_it_does() -> None:
    night = MaximumOnTime(id=GuardrailId("night"), at_most=Duration(300), between=NIGHT)

    assert CELLAR.sentence() == "leaves nothing on for longer than 45 minutes"
    assert night.sentence() == "leaves nothing on for longer than 5 minutes from 22:30 to 06:30"
    assert not CELLAR.safety
