"""What people never want of an agent."""

import pytest

from rules.guardrail import Forbid, Verdict
from rules.guardrails.agent_refusal import AgentRefusal
from rules.words.asks import Wants
from rules.words.ids import AgentId, GuardrailId
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.houses import house_with, is_now, lamp, policy_of, room
from tests.rules.guardrails.cases import case

NO = Forbid("Toy box wants it")


def refusal(wants: Wants) -> AgentRefusal:
    return AgentRefusal(id=GuardrailId("no"), agents=(AgentId("toy-box"),), wants=wants)


@pytest.mark.parametrize(
    ("wants", "values", "verdict"),
    [
        (Wants.MORE, {POWER: True, BRIGHTNESS: 200}, NO),
        (Wants.MORE, {POWER: True, BRIGHTNESS: 50}, None),
        (Wants.LESS, {POWER: True, BRIGHTNESS: 50}, NO),
        (Wants.LESS, {POWER: True, BRIGHTNESS: 200}, None),
        (Wants.ANY, {POWER: False}, NO),
    ],
)
def test_only_this_way_is_refused(wants: Wants, values: Values, verdict: Verdict) -> None:
    house = house_with(policy_of(room("Hall", "Hall lamp")), lamp("Hall lamp"))
    is_now(house, "Hall lamp", power=True, brightness=100)

    assert refusal(wants).judge(case(house, values, agent=AgentId("toy-box"))) == verdict


def test_other_agents_are_none_of_its_concern() -> None:
    house = house_with(policy_of(room("Hall", "Hall lamp")), lamp("Hall lamp"))
    is_now(house, "Hall lamp", power=False)

    verdict = refusal(Wants.ANY).judge(case(house, {POWER: True}, agent=AgentId("evening")))

    assert verdict is None


def test_a_refusal_of_nobody_is_no_rule() -> None:
    with pytest.raises(ValueError, match="names nobody"):
        AgentRefusal(id=GuardrailId("no"), agents=())
