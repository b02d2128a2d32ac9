"""Ramp and strobe limits."""

import pytest

from rules.guardrail import Delay, Ease
from rules.guardrails.ramp_limit import RampLimit, StrobeLimit
from rules.words.ids import GuardrailId
from rules.words.times import Duration
from rules.words.values import BRIGHTNESS, COLOUR, Kelvin, Values
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

SOFT = RampLimit(id=GuardrailId("soft"), at_least=Duration(2))
STROBE = StrobeLimit(id=GuardrailId("strobe"), at_most=3, within=Duration(10))


@pytest.mark.parametrize("wished", [ON, {BRIGHTNESS: 30}, {COLOUR: Kelvin(3000)}])
def test_a_light_takes_its_time(wished: Values) -> None:
    assert SOFT.judge(case(hall(), wished)) == Ease(2.0)


def test_what_cannot_fade_or_changes_nothing_is_left_alone() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True)

    assert SOFT.judge(case(house, ON, "Cellar lamp")) is None
    assert SOFT.judge(case(house, ON)) is None


@pytest.mark.parametrize("seconds", [0, 61])
def test_a_fade_that_nobody_would_wait_for_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="longer than nothing and at most 60 s"):
        RampLimit(id=GuardrailId("soft"), at_least=Duration(seconds))


def test_a_lamp_that_changed_as_often_as_it_may_waits() -> None:
    house = hall()
    house.conditions[device_in(house, "Hall lamp")].changes.extend(LATE - s for s in (30, 9, 4, 1))

    verdict = STROBE.judge(case(house, ON))

    assert verdict == Delay(until=LATE + 1, observed="that was 3 changes already")
    assert STROBE.judge(case(house, ON, now=LATE + 1)) is None


def test_other_lamps_and_what_changes_nothing_do_not_wait() -> None:
    house = hall()
    house.conditions[device_in(house, "Hall lamp")].changes.extend(LATE - s for s in (9, 4, 1))
    is_now(house, "Hall lamp", power=True)

    assert STROBE.judge(case(house, ON)) is None
    assert STROBE.judge(case(house, ON, "Cellar lamp")) is None


def test_a_clock_that_was_put_back_makes_the_wait_no_longer() -> None:
    house = hall()
    house.conditions[device_in(house, "Hall lamp")].changes.extend([LATE + 900] * 3)

    verdict = STROBE.judge(case(house, OFF))

    assert isinstance(verdict, Delay)
    assert verdict.until == LATE + 10


@pytest.mark.parametrize("most", [0, 101])
def test_a_number_that_makes_no_sense_is_refused(most: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 100"):
        StrobeLimit(id=GuardrailId("strobe"), at_most=most, within=Duration(10))


def test_they_say_what_they_do() -> None:
    once = StrobeLimit(id=GuardrailId("one"), at_most=1, within=Duration(1), between=NIGHT)

    assert SOFT.sentence() == "lets no light change quicker than in 2 seconds"
    assert STROBE.sentence() == "lets a device change at most 3 times within 10 seconds"
    assert once.sentence() == (
        "lets a device change at most once within 1 second from 22:30 to 06:30"
    )
    assert SOFT.safety
    assert STROBE.safety
