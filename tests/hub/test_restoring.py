"""What a start puts back: all that stood, with the time it still had, whoever set the clock."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.clock import ClockMark
from hub.journal import Batch, Journal
from hub.journal.file import FILE
from hub.restoring import put_back
from rules.house import House
from rules.words.effects import Keep, Record
from rules.words.events import ClockStepped, Event, FreezePlaced
from rules.words.people import Freeze, HouseScope
from rules.words.records import FreezeBegan
from rules.words.times import DAY, HOUR
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON

FREEZE = Freeze(
    scope=HouseScope(), by=Author(via=Via.PAGE), since=MONDAY_NOON, until=MONDAY_NOON + HOUR
)


class MachineClock(HandClock):
    """A clock that knows which start of the machine it is in."""

    start = "first"

    def mark(self) -> ClockMark:
        return ClockMark(self.start, self.now() - self.monotonic())


def opened(state: Path) -> Journal:
    journal = Journal.open(state)
    journal.start(asyncio.get_running_loop(), by_hand=True)
    return journal


def stood(state: Path, clock: MachineClock) -> None:
    """Let a hub live in which the house was frozen, and end."""
    journal = opened(state)
    put_back(House(), journal, clock)
    record = Record(FreezeBegan(freeze=FREEZE), durable=True)
    journal.commit(Batch(((clock.now(), record),), (Keep("freeze/house", FREEZE),)), print)
    journal.close()


def starts(state: Path, clock: MachineClock) -> list[Event]:
    """Start a hub again and return what its house must hear first."""
    journal, house = opened(state), House()
    first = put_back(house, journal, clock)
    journal.close()
    assert house.people.freezes == {HouseScope(): FREEZE}
    return first


@pytest.fixture
def clock() -> MachineClock:
    return MachineClock(MONDAY_NOON)


async def test_time_that_went_by_is_no_step(tmp_path: Path, clock: MachineClock) -> None:
    stood(tmp_path, clock)

    clock.passes(30 * DAY)

    assert starts(tmp_path, clock) == []


@pytest.mark.parametrize("by", [30 * DAY, -30 * DAY])
async def test_a_clock_that_was_set_while_nobody_looked_is_a_step(
    tmp_path: Path, clock: MachineClock, by: float
) -> None:
    stood(tmp_path, clock)

    clock.passes(5)
    clock.is_put(by)

    assert starts(tmp_path, clock) == [ClockStepped(by)]


async def test_after_a_start_of_the_machine_a_clock_that_went_back_goes_on_where_it_was(
    tmp_path: Path, clock: MachineClock
) -> None:
    stood(tmp_path, clock)

    clock.start = "second"
    clock.is_put(-2 * DAY)

    assert starts(tmp_path, clock) == [ClockStepped(-2 * DAY)]


async def test_after_a_start_of_the_machine_a_later_clock_is_believed(
    tmp_path: Path, clock: MachineClock
) -> None:
    stood(tmp_path, clock)

    clock.start = "second"
    clock.is_put(2 * DAY)

    assert starts(tmp_path, clock) == []


@pytest.mark.parametrize(
    ("key", "freezes"),
    [("prompt/1-c0ffee00", 0), ("patience/chatter", 0), ("adopted/lamp", 0), ("hold/lamp", 1)],
)
async def test_a_question_or_a_place_that_cannot_be_read_is_no_more_and_freezes_nothing(
    tmp_path: Path, clock: MachineClock, key: str, freezes: int
) -> None:
    stood(tmp_path, clock)
    with closing(sqlite3.connect(tmp_path / FILE)) as journal:
        journal.execute("INSERT INTO standing (key, kind, line) VALUES (?, 'Prompt', '{}')", (key,))
        journal.commit()

    first = starts(tmp_path, clock)

    assert sum(isinstance(event, FreezePlaced) for event in first) == freezes
    assert not any(isinstance(event, FreezePlaced) for event in starts(tmp_path, clock))
