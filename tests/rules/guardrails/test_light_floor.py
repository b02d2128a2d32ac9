"""The light floor."""

import pytest

from rules.guardrail import Bound, Forbid
from rules.guardrails.light_floor import LightFloor
from rules.words.ids import GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Brightness, Kelvin, Values
from tests.houses import is_now
from tests.rules.guardrails.cases import NIGHT, OFF, ON, case, hall

FLOOR = LightFloor(id=GuardrailId("safe-steps"), at_least=Brightness(26))
ALWAYS = LightFloor(
    id=GuardrailId("safe-steps"), at_least=Brightness(26), while_occupied=False, between=NIGHT
)


@pytest.mark.parametrize("wished", [OFF, {POWER: True, BRIGHTNESS: 10}, {BRIGHTNESS: 25}])
def test_where_somebody_is_the_light_neither_goes_off_nor_below_the_floor(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall motion", occupancy=True)

    verdict = FLOOR.judge(case(house, wished))

    assert verdict == Bound(aspect=BRIGHTNESS, low=26, observed="somebody is there")


@pytest.mark.parametrize("wished", [ON, {POWER: True, BRIGHTNESS: 26}, {BRIGHTNESS: 255}])
def test_a_wish_inside_is_bounded_too_because_another_rule_may_push_it_down(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall motion", occupancy=True)

    assert FLOOR.judge(case(house, wished)) == Bound(aspect=BRIGHTNESS, low=26)


def test_where_nobody_is_it_may_be_dark() -> None:
    house = hall()
    is_now(house, "Hall motion", occupancy=False)

    assert FLOOR.judge(case(house, OFF)) is None


@pytest.mark.parametrize("device", ["Hall lamp", "Stray lamp"])
def test_where_nobody_knows_somebody_counts_as_there(device: str) -> None:
    verdict = FLOOR.judge(case(hall(), OFF, device))

    unknown = "nobody knows whether somebody is there"
    assert verdict == Bound(aspect=BRIGHTNESS, low=26, observed=unknown)


def test_a_floor_for_all_times_does_not_ask_who_is_there() -> None:
    house = hall()
    is_now(house, "Hall motion", occupancy=False)

    assert ALWAYS.judge(case(house, OFF)) == Bound(aspect=BRIGHTNESS, low=26)


def test_a_lamp_that_cannot_be_dimmed_is_not_switched_off() -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=True)

    refused = Forbid("nobody knows whether somebody is there")
    assert FLOOR.judge(case(house, OFF, "Cellar lamp")) == refused
    assert FLOOR.judge(case(house, ON, "Cellar lamp")) is None


def test_a_lamp_that_cannot_be_dimmed_and_is_off_may_be_told_so_again() -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=False)

    assert FLOOR.judge(case(house, OFF, "Cellar lamp")) is None


def test_a_lamp_of_which_nothing_is_known_may_be_the_only_light() -> None:
    verdict = FLOOR.judge(case(hall(), OFF, "Cellar lamp"))

    assert verdict == Forbid("nobody knows whether somebody is there")


def test_a_floor_of_nothing_binds_nothing() -> None:
    nothing = LightFloor(id=GuardrailId("nothing"), at_least=Brightness(0))

    assert nothing.judge(case(hall(), OFF)) is None


def test_plugs_and_colours_are_no_matter_of_it() -> None:
    house = hall()

    assert FLOOR.judge(case(house, OFF, "Cellar plug")) is None
    assert FLOOR.judge(case(house, {COLOUR: Kelvin(2700)})) is None


def test_it_says_what_it_does() -> None:
    assert FLOOR.sentence() == "keeps at least 10 % of light while somebody is there"
    assert ALWAYS.sentence() == "keeps at least 10 % of light from 22:30 to 06:30"
    assert FLOOR.safety
