"""Ways: which way a wish goes, and what a rule need not ask about for that."""

from rules.condition import current
from rules.deciding.raising import goes
from rules.guardrail import Case, Guardrail
from rules.words.asks import Wants
from rules.words.values import Values


def before(case: Case) -> Values:
    """Return what a device is, or was last told, before it is done what is wished."""
    condition = case.house.conditions.get(case.device.id)
    return current(condition) if condition is not None else {}


def is_wanted(case: Case, wants: Wants) -> bool:
    """Say whether a wish goes this way."""
    return wants is Wants.ANY or wants is goes(before(case), case.values)


def is_unasked(rule: Guardrail, case: Case) -> bool:
    """Say whether it was signed that a rule need not ask about a case."""
    return any(
        agent == case.proposal.agent
        and case.house.find(ref) == case.device.id
        and is_wanted(case, wants)
        for agent, ref, wants in rule.unasked
    )
