"""Whatever a guardrail is asked in these tests, it is asked again with what would be written down.

So a kind that looks at something which `reads` does not name fails here.
"""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

from rules import guardrails
from rules.again.court import Court
from rules.again.facts import facts_of
from rules.guardrail import Case, Guardrail, Verdict


def kinds() -> list[type[Guardrail]]:
    """Return all kinds of guardrail."""
    modules = (
        import_module(f"rules.guardrails.{m.name}") for m in iter_modules(guardrails.__path__)
    )
    return [kind for module in modules for kind in module.KINDS]


def written_down(rule: Guardrail, case: Case) -> Case:
    """Return a case in the small house that the record of its decision would be judged in."""
    house, device = case.house, case.device.id
    house.directory._far_sighted[device] = (rule,) if rule.is_far_sighted else ()
    facts = facts_of(house, case.proposal, case.now)
    small = Court(house.policy).house_of(facts)
    return replace(case, house=small, device=small.devices[device])


@pytest.fixture(autouse=True)
def judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each kind be asked twice, and say the same."""
    for kind in kinds():
        monkeypatch.setattr(kind, "judge", asked_twice(kind))


def asked_twice(kind: type[Guardrail]) -> object:
    once = kind.judge

    def judge(rule: Guardrail, case: Case) -> Verdict:
        verdict = once(rule, case)
        assert once(rule, written_down(rule, case)) == verdict, (
            "it looks at what `reads` leaves out"
        )
        return verdict

    return judge
