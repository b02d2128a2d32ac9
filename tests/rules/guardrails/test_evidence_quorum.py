"""So many signs must say so, and lately."""

import pytest

from rules.guardrail import Forbid
from rules.guardrails.evidence_quorum import EvidenceQuorum
from rules.house import House
from rules.words.ids import GuardrailId, Ref
from rules.words.readings import Above, Equals, Reading
from rules.words.times import MINUTE, Duration
from rules.words.values import POWER, Values
from tests.houses import ILLUMINANCE, OCCUPANCY, device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

SIGNS = (
    Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=False)),
    Reading(Ref("Cellar plug"), POWER, Equals(value=False)),
    Reading(Ref("Nowhere"), POWER, Equals(value=False)),
)
QUORUM = EvidenceQuorum(
    id=GuardrailId("sure"), signs=SIGNS, at_least=2, heard_within=Duration(5 * MINUTE)
)
WHEN_OFF = EvidenceQuorum(
    id=GuardrailId("sure"), signs=SIGNS, at_least=2, heard_within=Duration(60), when="off"
)
WHEN_ON = EvidenceQuorum(
    id=GuardrailId("bright"),
    signs=(Reading(Ref("Lux"), ILLUMINANCE, Above(40)),),
    at_least=1,
    heard_within=Duration(60),
    when="on",
    between=NIGHT,
)


def seen(*, ago: float, occupancy: bool = False) -> House:
    """Return a hall where both signs were heard so long ago."""
    house = hall()
    is_now(house, "Hall lamp", power=True)
    is_now(house, "Hall motion", occupancy=occupancy)
    is_now(house, "Cellar plug", power=False)
    for name in ("Hall motion", "Cellar plug"):
        house.conditions[device_in(house, name)].heard_at = LATE - ago
    return house


def test_enough_fresh_signs_let_it_happen() -> None:
    assert QUORUM.judge(case(seen(ago=300), OFF)) is None


def test_old_signs_do_not_count() -> None:
    assert QUORUM.judge(case(seen(ago=301), OFF)) == Forbid("0 of 3 signs said so lately")


def test_signs_that_say_otherwise_do_not_count() -> None:
    verdict = QUORUM.judge(case(seen(ago=0, occupancy=True), OFF))

    assert verdict == Forbid("1 of 3 signs said so lately")


def test_what_is_so_already_needs_no_evidence() -> None:
    assert QUORUM.judge(case(seen(ago=301), ON)) is None


@pytest.mark.parametrize(
    ("rule", "values", "concerned"),
    [(WHEN_OFF, OFF, True), (WHEN_OFF, ON, False), (WHEN_ON, OFF, False), (WHEN_ON, ON, True)],
)
def test_it_may_concern_one_direction_alone(
    rule: EvidenceQuorum, values: Values, *, concerned: bool
) -> None:
    house = hall()

    assert (rule.judge(case(house, values)) is not None) is concerned


@pytest.mark.parametrize("least", [0, 4])
def test_a_number_that_can_never_be_reached_is_refused(least: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        EvidenceQuorum(
            id=GuardrailId("sure"), signs=SIGNS, at_least=least, heard_within=Duration(60)
        )


def test_it_says_what_it_does() -> None:
    assert QUORUM.sentence() == (
        "lets nothing change unless 2 of 3 signs say so (Hall motion has occupancy no, Cellar plug "
        "is off or Nowhere is off); what was not heard for more than 5 minutes does not count"
    )
    assert WHEN_ON.sentence() == (
        "lets nothing be on unless Lux has illuminance above 40; what was not heard for more than "
        "1 minute does not count from 22:30 to 06:30"
    )
    assert WHEN_OFF.sentence().startswith("switches nothing off unless 2 of 3 signs")
    assert QUORUM.safety
