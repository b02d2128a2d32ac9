"""The promises as plain functions of a history or of a case: tests run them, mutants break them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from rules.arbiter import decide
from rules.guardrail import Forbid, Guardrail
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.decisions import STRENGTH, Decision, Outcome, RuleForbade, RuleSkipped
from rules.words.events import DeviceAnnounced, PolicyAdopted, Reported
from rules.words.ids import AgentId, DecisionId, DeviceId, GuardrailId, HardwareId
from rules.words.records import Decided
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Values
from rules.words.wishes import Cause, Proposal, SawReading
from tests.laws.histories import History
from tests.laws.household import (
    EVENING,
    LAMPS,
    OTHERS,
    Says,
    SaysForSafety,
    household,
    motion_light,
)
from tests.laws.telling import live, runs_out
from tests.laws.witnesses import (
    EndsRaiseNothing,
    Ledger,
    NoArgument,
    NobodysHand,
    NoSurpriseLight,
    Supremacy,
    bodies,
)

HALL_LAMP: Final = DeviceId("hall-lamp")
Case: TypeAlias = tuple[Values, Values, tuple[Guardrail, ...]]
"""What a lamp is, what is wished of it, and the rules that are heard."""


def supremacy(history: History) -> None:
    """I1: nothing automated is handed over once a person covers the device."""
    live(history, Supremacy())


def no_surprise_light(history: History) -> None:
    """I3: only a fresh event or a person raises."""
    live(history, NoSurpriseLight())


def ending_only_lowers(history: History) -> None:
    """What ends may dim or switch off, never raise."""
    live(history, EndsRaiseNothing())


def no_argument(history: History) -> None:
    """I4: nothing is sent against what a person chose, nor because they chose it."""
    live(history, NoArgument())


def echoes_are_nobodys_hand(history: History) -> None:
    """What a device says of our own order holds nothing."""
    live(history, NobodysHand())


def one_decision_one_end(history: History) -> None:
    """Each wish gets one decision, and each decision comes to one end."""
    ledger = Ledger()
    runs_out(live(history, ledger))
    assert not ledger.open, f"never ended: {ledger.open}"


def same_history_same_decisions(history: History) -> None:
    """The same events in the same order always give the same decisions."""
    first, second = Ledger(), Ledger()
    live(history, first)
    live(history, second)
    assert first.decisions == second.decisions


def learnt(policy: Policy) -> House:
    """Return a house that knows its devices under a policy, in the evening."""
    house = House()
    step(house, PolicyAdopted(policy), EVENING)
    for announcement in (*LAMPS, *OTHERS):
        step(house, DeviceAnnounced(announcement), EVENING)
    return house


def decided(case: Case, rules: Sequence[Guardrail] | None = None) -> Decision:
    """Decide one wish for the hall lamp under rules."""
    was, wish, own = case
    heard = own if rules is None else rules
    policy = replace(household([motion_light()]), guardrails={rule.id: rule for rule in heard})
    house = learnt(policy)
    step(house, Reported(HardwareId("hw-hall-lamp"), was), EVENING)
    agent = next(iter(policy.agents.values()))
    proposal = Proposal(
        agent=agent.id,
        device=HALL_LAMP,
        level=agent.level,
        values=wish,
        until=EVENING + 600,
        cause=Cause(SawReading(HALL_LAMP, Aspect("occupancy"), True), EVENING),
    )
    return decide(house, proposal, EVENING, DecisionId(1))


def a_forbid_beats_everything(case: Case) -> None:
    """One refusal is stronger than any number of limits, delays, questions and passes."""
    forbids = Says(id=GuardrailId("zz-forbids"), verdict=Forbid("always"))

    decision = decided((case[0], case[1], (*case[2], forbids)))

    assert decision.outcome is Outcome.DENIED
    assert not decision.given


def adding_a_rule_never_allows_more(case: Case) -> None:
    """A rule more never weakens the outcome, and without floors never gives more light."""
    for left_out in range(len(case[2])):
        fewer = [rule for n, rule in enumerate(case[2]) if n != left_out]
        before, after = decided(case, fewer), decided(case)
        assert STRENGTH[after.outcome] >= STRENGTH[before.outcome]
        floors = any(rule.name in ("light_floor", "says") for rule in case[2])
        if not floors and before.outcome in (Outcome.ALLOWED, Outcome.LIMITED):
            assert _brightest(after) <= _brightest(before)
            assert COLOUR not in after.given or _white(after) <= _white(before)


def _brightest(decision: Decision) -> float:
    level = decision.given.get(BRIGHTNESS)
    return float(level) if decision.given.get(POWER) and isinstance(level, int | float) else 0.0


def _white(decision: Decision) -> int:
    colour = decision.given.get(COLOUR)
    return colour.kelvin if isinstance(colour, Kelvin) else 0


def the_order_of_rules_never_matters(case: Case) -> None:
    """The same rules in another order give the same decision."""
    assert decided(case, case[2][::-1]) == decided(case)


def a_broken_safety_rule_refuses(case: Case) -> None:
    """What safety cannot judge, it refuses, and says that it broke."""
    broken = SaysForSafety(id=GuardrailId("zz-broken"), broken=True)

    decision = decided((case[0], case[1], (*case[2], broken)))

    assert decision.outcome is Outcome.DENIED
    assert any(isinstance(r, RuleForbade) and r.broken for r in decision.reasons)


def a_broken_comfort_rule_is_left_out_and_shown(case: Case) -> None:
    """What comfort cannot judge changes nothing but that it is shown."""
    broken = Says(id=GuardrailId("zz-broken"), broken=True)

    decision = decided((case[0], case[1], (*case[2], broken)))
    without = decided(case)

    assert (decision.outcome, decision.given) == (without.outcome, without.given)
    assert any(isinstance(r, RuleSkipped) and r.rule == "zz-broken" for r in decision.reasons)


def the_order_of_simultaneous_wishes_never_matters(names: Sequence[str]) -> None:
    """Agents that answer one event are decided in an order of their own."""
    assert _moment(names) == _moment(names[::-1])


def _moment(names: Sequence[str]) -> list[tuple[AgentId, Outcome]]:
    lights = {
        name: replace(motion_light(brightness=40 + 60 * n), id=AgentId(name))
        for n, name in enumerate(sorted(names))
    }
    house = learnt(replace(household(), agents={AgentId(n): lights[n] for n in names}))
    seen = Reported(HardwareId("hw-hall-motion"), {Aspect("occupancy"): True})
    return [
        (body.decision.proposal.agent, body.decision.outcome)
        for body in bodies(step(house, seen, EVENING))
        if isinstance(body, Decided)
    ]


OF_HISTORIES: Final[tuple[Callable[[History], None], ...]] = (
    supremacy,
    no_surprise_light,
    ending_only_lowers,
    no_argument,
    echoes_are_nobodys_hand,
    one_decision_one_end,
    same_history_same_decisions,
)
OF_CASES: Final[tuple[Callable[[Case], None], ...]] = (
    a_forbid_beats_everything,
    adding_a_rule_never_allows_more,
    the_order_of_rules_never_matters,
    a_broken_safety_rule_refuses,
    a_broken_comfort_rule_is_left_out_and_shown,
)
