"""The core keeps its laws in any house, and each law notices the faults that it is there for."""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.laws.law import Law, Mutant, check, is_broken, planted
from tests.laws.laws import LAWS

ROOT: Final = Path(__file__).parents[2]
FAULTS: Final = [
    pytest.param(law, mutant, id=f"{law.says}, not if {mutant.fault}")
    for law in LAWS
    for mutant in law.kills
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.says)
def test_the_law_holds(law: Law[Any]) -> None:
    check(law)


@pytest.mark.parametrize(("law", "mutant"), FAULTS)
def test_the_law_kills_the_mutant(law: Law[Any], mutant: Mutant) -> None:
    with planted(mutant):
        assert is_broken(law), f"nobody noticed that {mutant.fault}"


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
