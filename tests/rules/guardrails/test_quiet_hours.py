"""Quiet hours."""

import pytest

from rules.claims.told import Told
from rules.guardrail import Forbid
from rules.guardrails.quiet_hours import QuietHours
from rules.words.ids import GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

QUIET = QuietHours(id=GuardrailId("quiet-nights"), between=NIGHT)
LATE_AND_SEEN = Forbid("it is 23:41")


@pytest.mark.parametrize("wished", [ON, {POWER: True, BRIGHTNESS: 1}, {BRIGHTNESS: 1}])
def test_nothing_comes_on_by_itself(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", power=False)

    assert QUIET.judge(case(house, wished)) == LATE_AND_SEEN


def test_a_lamp_of_which_nothing_is_known_counts_as_off() -> None:
    assert QUIET.judge(case(hall(), ON)) == LATE_AND_SEEN


def test_nothing_gets_brighter_by_itself() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True, brightness=50)

    assert QUIET.judge(case(house, {POWER: True, BRIGHTNESS: 100})) == LATE_AND_SEEN


@pytest.mark.parametrize(
    "wished", [OFF, {POWER: True, BRIGHTNESS: 20}, {COLOUR: Kelvin(6500)}, {BRIGHTNESS: 50}]
)
def test_a_light_that_is_on_may_dim_go_off_or_change_its_colour(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True, brightness=50, colour=Kelvin(2700))

    assert QUIET.judge(case(house, wished)) is None


def test_a_light_that_rounds_what_it_was_told_is_not_raised_by_the_same_wish() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True, brightness=203)

    assert QUIET.judge(case(house, {POWER: True, BRIGHTNESS: 204})) is None


def test_a_lamp_that_was_just_told_to_go_off_counts_as_off() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=True, brightness=204)
    house.conditions[device_in(house, "Hall lamp")].told = Told(
        order=1, values=OFF, before={}, at=LATE - 1, transition=0, automated=True
    )

    assert QUIET.judge(case(house, {POWER: True, BRIGHTNESS: 255})) == LATE_AND_SEEN


def test_it_says_what_it_does() -> None:
    always = QuietHours(id=GuardrailId("hush"))

    assert QUIET.sentence() == (
        "lets nothing switch on or get brighter by itself from 22:30 to 06:30"
    )
    assert always.sentence() == "lets nothing switch on or get brighter by itself"
    assert not QUIET.safety
