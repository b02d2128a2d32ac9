"""The counts go on over restarts, and the journal alone is the book of them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.balance.count import Count
from hub.balance.kept import FILE, read_kept, write_kept
from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from rules.words.effects import Record
from rules.words.ids import DecisionId
from rules.words.records import Body, Decided, HoldBegan
from rules.words.times import DAY, MINUTE, Moment
from tests.hub.journal.samples import HOLD, NOON, decided

UTC = ZoneInfo("UTC")
TODAY = date(2027, 1, 15)
HAND = HoldBegan(hold=HOLD, was={})


class Life:
    """One life of a hub: its journal, and the counts beside it."""

    def __init__(self, state: Path, now: Moment = NOON) -> None:
        self.journal = Journal.open(state)
        self.journal.start(asyncio.get_running_loop())
        self.count = Count(state, now=lambda: now, zone=lambda: UTC)

    async def catches_up(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self.count.run(), name="balance")
            await self.count.caught_up.wait()
            running.cancel()

    async def happens(self, *told: tuple[Moment, Body]) -> None:
        records = tuple((at, Record(body)) for at, body in told)
        written = asyncio.get_running_loop().create_future()
        self.journal.commit(Batch(records), lambda _error: written.set_result(None))
        await written
        self.count.note(records)

    def ends(self, *, well: bool = True) -> None:
        if well:
            self.count.save()
        self.journal.close()


def changes(*numbers: int, after: float = 0.0) -> Sequence[tuple[Moment, Decided]]:
    return [(NOON + after + 100 * number, decided(number)) for number in numbers]


def lose_journal(state: Path) -> None:
    for old in state.glob("journal*"):
        old.unlink()


@pytest.mark.parametrize("well", [True, False])
async def test_a_restart_counts_nothing_twice_and_leaves_nothing_out(
    tmp_path: Path, *, well: bool
) -> None:
    first = Life(tmp_path)
    await first.catches_up()
    await first.happens(*changes(1, 2))
    first.ends()
    second = Life(tmp_path)
    await second.catches_up()
    await second.happens(*changes(3, 4))
    second.ends(well=well)

    third = Life(tmp_path)
    await third.catches_up()
    third.ends()

    assert third.count.day(TODAY).agents == 4
    assert read_kept(tmp_path).upto == 4


async def test_what_comes_while_the_journal_is_read_is_counted_once(tmp_path: Path) -> None:
    first = Life(tmp_path)
    await first.happens(*changes(1, 2))
    first.ends(well=False)

    second = Life(tmp_path)
    await second.happens(*changes(3))
    assert not second.count.ready
    await second.catches_up()
    second.ends()

    assert second.count.day(TODAY).agents == 3


async def test_what_was_changed_before_a_restart_can_be_undone_after_it(tmp_path: Path) -> None:
    first = Life(tmp_path)
    await first.catches_up()
    await first.happens(*changes(1))
    first.ends()

    second = Life(tmp_path)
    await second.catches_up()
    await second.happens((NOON + 100 + 5 * MINUTE, HAND))
    second.ends()

    day = second.count.day(TODAY)
    assert (day.agents, day.undone, day.people) == (1, 1, 1)


async def test_days_that_are_long_over_are_not_read_and_not_kept(tmp_path: Path) -> None:
    first = Life(tmp_path)
    await first.happens(*changes(1, after=-70 * DAY), *changes(2, after=-20 * DAY), *changes(3))
    first.ends(well=False)

    second = Life(tmp_path)
    await second.catches_up()
    second.ends()

    assert sorted(read_kept(tmp_path).days) == [date(2026, 12, 26), TODAY]
    assert [day.agents for _, day in second.count.last(2)] == [0, 1]


async def test_where_something_is_not_written_yet_nothing_is_kept(tmp_path: Path) -> None:
    life = Life(tmp_path)
    await life.catches_up()
    life.count = Count(tmp_path, now=lambda: NOON, zone=lambda: UTC, settled=lambda: False)
    await life.catches_up()

    life.ends()

    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "spoilt", [b"", b"[]", b'{"form": 1}', b'{"form": 1, "upto": 1, "days": {"x": 1}}', b"\xff"]
)
async def test_a_file_that_cannot_be_read_is_counted_anew(tmp_path: Path, spoilt: bytes) -> None:
    first = Life(tmp_path)
    await first.happens(*changes(1, 2))
    first.ends(well=False)
    (tmp_path / FILE).write_bytes(spoilt)

    second = Life(tmp_path)
    await second.catches_up()
    second.ends()

    assert second.count.day(TODAY).agents == 2


async def test_the_counts_of_another_journal_are_left_alone(tmp_path: Path) -> None:
    first = Life(tmp_path)
    await first.catches_up()
    await first.happens(*changes(1, 2, 3))
    first.ends()
    lose_journal(tmp_path)

    second = Life(tmp_path)
    await second.catches_up()
    second.ends()

    assert second.count.day(TODAY).agents == 0


async def test_what_is_kept_is_read_back_as_it_was_and_by_its_owner_alone(tmp_path: Path) -> None:
    life = Life(tmp_path)
    await life.catches_up()
    await life.happens(*changes(1), (NOON + 101, HAND))
    life.ends()

    kept = read_kept(tmp_path)
    write_kept(tmp_path, kept)

    assert read_kept(tmp_path) == kept
    assert kept.days[TODAY].by_agent["hall-motion"].undone == 1
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / FILE).read_text())["form"] == 1


async def test_the_first_entry_since_a_moment_is_found_without_a_walk(tmp_path: Path) -> None:
    life = Life(tmp_path)
    rest = [
        (NOON + number, Decided(decision=replace(decided(1).decision, id=DecisionId(number))))
        for number in range(50)
    ]
    await life.happens(*rest)

    with JournalReader.open(tmp_path) as journal:
        found = [journal.first_since(NOON + after) for after in (-1, 0, 0.5, 30, 49, 50)]
    life.ends(well=False)

    assert found == [1, 1, 2, 31, 50, 51]
