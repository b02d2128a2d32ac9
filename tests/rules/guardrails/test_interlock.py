"""Interlock: on only while something else is so."""

import pytest

from rules.guardrail import Forbid
from rules.guardrails.interlock import Interlock
from rules.words.ids import GuardrailId, Ref
from rules.words.readings import Below, Equals, Reading
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.houses import OCCUPANCY, device_in, is_now
from tests.rules.guardrails.cases import NIGHT, OFF, ON, case, hall

EITHER = Interlock(
    id=GuardrailId("either"),
    only_while=(
        Reading(Ref("Cellar lamp"), POWER, Equals(value=False)),
        Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=True)),
    ),
)


@pytest.mark.parametrize("wished", [ON, {BRIGHTNESS: 20}])
def test_it_may_be_on_while_all_is_as_it_must_be(wished: Values) -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=False)
    is_now(house, "Hall motion", occupancy=True)

    assert EITHER.judge(case(house, wished)) is None


def test_it_may_not_while_one_thing_is_not() -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=True)
    is_now(house, "Hall motion", occupancy=True)

    assert EITHER.judge(case(house, ON)) == Forbid("it is not so that Cellar lamp is off")


def test_what_nobody_knows_is_not_as_it_must_be() -> None:
    house = hall()
    is_now(house, "Cellar lamp", power=False)

    verdict = Forbid("nobody knows the occupancy of Hall motion")
    assert EITHER.judge(case(house, ON)) == verdict
    is_now(house, "Hall motion", occupancy=True)
    house.conditions[device_in(house, "Hall motion")].available = False
    assert EITHER.judge(case(house, ON)) == verdict


def test_it_may_always_be_switched_off() -> None:
    assert EITHER.judge(case(hall(), OFF)) is None


def test_it_looks_at_its_readings() -> None:
    assert list(EITHER.watches(hall().policy)) == [
        ("Cellar lamp", "power"),
        ("Hall motion", "occupancy"),
    ]


def test_it_says_what_it_does() -> None:
    dim = Interlock(
        id=GuardrailId("dim"),
        only_while=(Reading(Ref("Hall lamp"), BRIGHTNESS, Below(51)),),
        between=NIGHT,
    )

    assert EITHER.sentence() == (
        "lets nothing be on unless Cellar lamp is off and Hall motion has occupancy yes"
    )
    assert dim.sentence() == (
        "lets nothing be on unless Hall lamp has brightness below 20 % from 22:30 to 06:30"
    )
    assert EITHER.safety
