"""The house keeps its promises in any history of people, agents, rules and devices."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.laws import invariants
from tests.laws.laws import check

ROOT: Final = Path(__file__).parents[2]


def test_nothing_automated_leaves_for_what_a_person_covers() -> None:
    check(invariants.SUPREMACY)


def test_only_a_fresh_event_or_a_person_makes_a_light_brighter() -> None:
    check(invariants.NO_SURPRISE_LIGHT)


def test_what_ends_may_dim_or_switch_off_and_never_raise() -> None:
    check(invariants.ENDS_ONLY_LOWER)


def test_nobody_argues_with_a_hand_or_a_person() -> None:
    check(invariants.NO_ARGUMENT)


def test_what_a_lamp_says_because_it_was_told_is_nobodys_hand() -> None:
    check(invariants.NOBODYS_HAND)


def test_what_is_not_allowed_or_not_yet_sends_nothing() -> None:
    check(invariants.PATIENCE)


def test_every_wish_gets_one_decision_and_every_decision_one_end() -> None:
    check(invariants.ONE_END)


def test_every_question_ends_exactly_once() -> None:
    check(invariants.EVERY_QUESTION_ENDS)


def test_the_same_history_gives_the_same_decisions() -> None:
    check(invariants.SAME_DECISIONS)


def test_the_order_of_agents_rules_and_simultaneous_wishes_never_matters() -> None:
    check(invariants.ORDER)


def test_once_everybody_has_let_go_light_follows_people_again() -> None:
    check(invariants.LIGHT_FOLLOWS)


def test_another_process_decides_the_same() -> None:
    words = "from tests.laws.digest import digest; print(digest())"
    said = [
        subprocess.run(
            [sys.executable, "-c", words],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert said[0] == said[1]
