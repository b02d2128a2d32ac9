"""Protected areas, and devices for hands only."""

import pytest

from rules.guardrail import Forbid
from rules.guardrails.left_alone import NeverAutomate, ProtectedArea
from rules.words.ids import GuardrailId, Ref
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.rules.guardrails.cases import NIGHT, OFF, ON, case, hall

NURSERY = ProtectedArea(id=GuardrailId("nursery"), between=NIGHT)
SHADES = ProtectedArea(id=GuardrailId("shades"), aspects=(COLOUR, BRIGHTNESS))
AQUARIUM = NeverAutomate(id=GuardrailId("aquarium"), devices=(Ref("Cellar plug"),))


@pytest.mark.parametrize("wished", [ON, OFF, {COLOUR: Kelvin(2700)}, {BRIGHTNESS: 1}])
def test_a_protected_area_is_left_alone_whatever_is_wished(wished: Values) -> None:
    assert NURSERY.judge(case(hall(), wished)) == Forbid("it is 23:41")


def test_a_protected_aspect_is_left_alone_and_the_others_are_not() -> None:
    house = hall()

    assert SHADES.judge(case(house, {COLOUR: Kelvin(2700)})) == Forbid()
    assert SHADES.judge(case(house, {POWER: True, BRIGHTNESS: 20})) == Forbid()
    assert SHADES.judge(case(house, OFF)) is None


@pytest.mark.parametrize("wished", [ON, OFF])
def test_what_is_never_automated_is_for_hands_only(wished: Values) -> None:
    assert AQUARIUM.judge(case(hall(), wished, "Cellar plug")) == Forbid()


def test_they_say_what_they_do() -> None:
    assert NURSERY.sentence() == "leaves everything to people from 22:30 to 06:30"
    assert SHADES.sentence() == "leaves the brightness and colour to people"
    assert AQUARIUM.sentence() == "is for hands only"
    assert AQUARIUM.safety
    assert not NURSERY.safety
