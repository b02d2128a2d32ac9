"""Each law kills a mutant of the code: a law that no fault can break would promise nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import rules.arbiter
import rules.falls_due
import rules.observe
import rules.overrides
import rules.restore
import rules.settle
import rules.step
import rules.turn
import tests.laws.life
from rules.hands import Seen
from rules.words.decisions import Outcome
from tests.laws import promises as laws
from tests.laws.histories import histories
from tests.laws.promise_cases import cases

HARD = settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault to plant: what is replaced where, and the law that must notice."""

    fault: str
    module: Any
    name: str
    by: Any
    law: Callable[[Any], None]


def _resumed(judge_again: Any) -> Any:
    return lambda turn, device, why, **_: judge_again(turn, device, why, resumed=True)


def _twice(end: Any) -> Any:
    def both(*words: Any, **more: Any) -> None:
        end(*words, **more)
        end(*words, **more)

    return both


def _forgetful(restore: Any) -> Any:
    return lambda house, standing, claims, **more: restore(house, (), claims, **more)


def _wider(narrow: Any) -> Any:
    """Let the bound that was heard last stand."""

    def last_stands(rule: Any, bound: Any, hearing: Any) -> None:
        hearing.bounds.clear()
        narrow(rule, bound, hearing)

    return last_stands


def _always_on(hear: Any) -> Any:
    def skips(rule: Any, case: Any, hearing: Any) -> None:
        if rule.name != "says_for_safety":
            hear(rule, case, hearing)

    return skips


def _counting() -> Any:
    count = iter(range(10**9))
    return lambda house, proposal, now, number: rules_decide(
        house, proposal, now + next(count) * 1e-6, number
    )


rules_decide = rules.arbiter.decide
weak = {outcome: 5 - strength for strength, outcome in enumerate(Outcome)}

MUTANTS = (
    Mutant("the fence asks nothing", tests.laws.life, "may_leave", lambda *_: "", laws.supremacy),
    Mutant(
        "a restart forgets what people hold",
        tests.laws.life,
        "restore",
        _forgetful(rules.restore.restore),
        laws.supremacy,
    ),
    Mutant(
        "raises are not left out",
        rules.settle,
        "_without_raises",
        lambda changed, *_: changed,
        laws.no_surprise_light,
    ),
    Mutant(
        "a release may raise",
        rules.overrides,
        "judge_again",
        _resumed(rules.settle.judge_again),
        laws.no_surprise_light,
    ),
    Mutant(
        "the end of a claim may raise",
        rules.settle,
        "judge_again",
        _resumed(rules.settle.judge_again),
        laws.ending_only_lowers,
    ),
    Mutant(
        "a hand is not seen",
        rules.observe,
        "classify",
        lambda *_, **__: Seen.NOTHING,
        laws.no_argument,
    ),
    Mutant(
        "every report is a hand",
        rules.observe,
        "classify",
        lambda *_, **__: Seen.HAND,
        laws.echoes_are_nobodys_hand,
    ),
    Mutant(
        "a decision ends twice",
        rules.turn.Turn,
        "end",
        _twice(rules.turn.Turn.end),
        laws.one_decision_one_end,
    ),
    Mutant(
        "a decision never ends",
        rules.turn.Turn,
        "end",
        lambda *_, **__: None,
        laws.one_decision_one_end,
    ),
    Mutant(
        "a decision depends on how many were made before",
        rules.settle,
        "decide",
        _counting(),
        laws.same_history_same_decisions,
    ),
    Mutant(
        "a refusal is the weakest outcome",
        rules.arbiter,
        "STRENGTH",
        weak,
        laws.a_forbid_beats_everything,
    ),
    Mutant(
        "the bound that was heard last stands",
        rules.arbiter,
        "_narrow",
        _wider(rules.arbiter._narrow),
        laws.adding_a_rule_never_allows_more,
    ),
    Mutant(
        "a safety rule that breaks is left out",
        rules.arbiter,
        "_hear",
        _always_on(rules.arbiter._hear),
        laws.a_broken_safety_rule_refuses,
    ),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.fault)
def test_the_law_kills_the_mutant(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutant.module, mutant.name, mutant.by)
    given_what: st.SearchStrategy[Any] = cases if mutant.law in laws.OF_CASES else histories()

    with pytest.raises(AssertionError):
        HARD(given(given_what)(mutant.law))()
