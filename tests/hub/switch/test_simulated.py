"""The switch that is not there: a file says how it stands."""

import asyncio
from pathlib import Path

import pytest

from hub.switch.line import LineLost
from hub.switch.simulated import POLL, SimulatedLine
from tests.fakes.told import Told

MOMENT = 42.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "red-switch"


def says(file: Path, word: str) -> None:
    """Let somebody turn the switch."""
    file.write_text(word, encoding="latin-1")


def line_of(file: Path) -> SimulatedLine:
    return SimulatedLine(file, lambda: MOMENT)


async def test_it_makes_its_file_open_and_keeps_one_that_is_there(file: Path) -> None:
    line = line_of(file)
    line.open(lambda _closed, _at: None)
    made = line.level()
    line.close()
    says(file, "closed\n")

    line.open(lambda _closed, _at: None)
    line.close()

    assert made is False
    assert line.level() is True


async def test_each_change_of_its_file_is_an_edge(file: Path) -> None:
    line, seen = line_of(file), Told[tuple[bool, float]]()
    line.open(lambda closed, at: seen((closed, at)))

    says(file, "closed\n")
    await seen.until(lambda edge: edge[0])
    says(file, "open\n")
    await seen.until(lambda edge: not edge[0])
    line.close()

    assert seen.all == [(True, MOMENT), (False, MOMENT)]


@pytest.mark.parametrize("word", ["", "unplugged", "closedd", "\xff"])
async def test_any_other_word_is_a_wire_that_was_cut(file: Path, word: str) -> None:
    says(file, word)

    with pytest.raises(LineLost, match="says neither `closed` nor `open`"):
        line_of(file).open(lambda _closed, _at: None)


async def test_without_a_folder_it_is_lost_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LineLost, match="No such file"):
        line_of(tmp_path / "nowhere" / "red").open(lambda _closed, _at: None)


async def test_a_word_that_makes_no_sense_for_a_moment_ends_nothing(file: Path) -> None:
    line, seen = line_of(file), Told[bool]()
    line.open(lambda closed, _at: seen(closed))

    says(file, "clo")
    await asyncio.sleep(3 * POLL)
    says(file, "closed")
    await seen.until(lambda closed: closed)
    line.close()

    assert seen.all == [True]
