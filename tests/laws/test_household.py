"""The random households of the laws have every kind of guardrail that there is."""

from tests.laws.household import GUARDRAILS
from tests.rules.guardrails.conftest import kinds


def test_every_kind_of_guardrail_is_lived_under() -> None:
    assert {kind.name for kind in kinds()} <= {rule.name for rule in GUARDRAILS}
