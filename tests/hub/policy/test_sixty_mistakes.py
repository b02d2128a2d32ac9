"""Sixty mistakes that a newcomer makes: each is told with its line and what to do about it."""

import re
from pathlib import Path

import pytest

from devices.catalogue import guardrail_kinds
from hub.policy.household import SECTIONS
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, mistakes

TABLE = (Path(__file__).parent / "mistakes" / "sixty.txt").read_text(encoding="utf-8")
ALONE = "! "
"""Before a file that stands alone; the others follow a home that is sound."""
AT_LEAST = 60


def _cases() -> list[tuple[str, int, str]]:
    """Return what is written, on which line of it the mistake is, and what is said of it."""
    cases = []
    for case in TABLE.strip("\n").split("\n\n"):
        written, said = case.split("\n=> ")
        line, sentence = said.split(": ", 1)
        cases.append((written, int(line), sentence))
    return cases


CASES = _cases()


@pytest.mark.parametrize(("written", "line", "sentence"), CASES)
def test_a_newcomer_is_told_the_line_and_what_is_wrong_there(
    tmp_path: Path, written: str, line: int, sentence: str
) -> None:
    alone = written.startswith(ALONE)
    text = written.removeprefix(ALONE) if alone else A_HOME + written
    before = 0 if alone else AFTER_A_HOME - 1

    said = mistakes(tmp_path, f"{text}\n")

    assert said == [f"house.yaml:{before + line}: {sentence}"]


def test_there_are_sixty_and_they_are_all_over_the_file() -> None:
    written = "\n".join(case for case, _, _ in CASES)

    assert len(CASES) >= AT_LEAST
    for section in SECTIONS:
        if section != "policy":
            assert re.search(rf"^(! )?{section}:", written, re.MULTILINE), section


def test_every_kind_with_a_key_of_its_own_that_must_stand_is_among_them() -> None:
    told = set(re.findall(r"kind: (\w+)", TABLE))
    plain = {"agent_grant", "light_floor", "protected_area", "never_automate", "minimum_on_off"}

    assert guardrail_kinds().keys() - plain - {"maximum_on_time"} <= told


@pytest.mark.parametrize(("written", "line", "sentence"), CASES)
def test_a_sentence_says_what_is_wrong_in_words_of_the_household(
    written: str, line: int, sentence: str
) -> None:
    del written, line

    assert not re.search(r"None|Traceback|<class|dataclass|Error\b|mapping|scalar", sentence)
    assert len(sentence) < 200
