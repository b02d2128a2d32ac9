"""The explorer's short form: many random histories break no promise, and each mutant is caught."""

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from proofs.explorer.__main__ import memory
from proofs.explorer.disk import template
from proofs.explorer.mutants import MUTANTS, Mutant, caught
from proofs.explorer.runs import explore, replay, run, told

HISTORIES = 2000
TRIES = 300


@pytest.fixture
def in_memory() -> Iterator[Path]:
    logging.disable(logging.WARNING)
    with TemporaryDirectory(prefix="explorer-", dir=memory()) as folder:
        yield Path(folder)
    logging.disable(logging.NOTSET)


def test_no_promise_is_broken_in_many_random_histories(in_memory: Path) -> None:
    assert explore(0, HISTORIES, in_memory) == 0


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_breaks_a_promise(mutant: Mutant, in_memory: Path) -> None:
    finding = caught(mutant, in_memory, TRIES)

    assert finding is not None, f"nobody noticed: {mutant.name}"


def test_the_same_seed_gives_the_same_story(in_memory: Path) -> None:
    blank = template(in_memory / "blank")

    one, _ = run(59, in_memory, blank)
    other, _ = run(59, in_memory, blank)

    assert one.story == other.story
    assert len(one.story) > 10


def test_a_seed_that_fails_prints_its_story_and_replays_alone(
    in_memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mutant = MUTANTS[0]
    finding = caught(mutant, in_memory / "found", TRIES)
    assert finding is not None

    said = told(finding)
    with mutant.planted():
        code = replay(finding.seed, in_memory / "again")

    *story, what, again = said.splitlines()
    assert len(story) > 10
    assert finding.what in what
    assert again.endswith(f"python -m proofs.explorer --seed {finding.seed}")
    assert code == 1
    assert capsys.readouterr().out.splitlines() == [*story, finding.what]
