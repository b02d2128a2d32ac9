"""The engine and its journal: what is written before it leaves, and what a full disk stops."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.message import Message
from hub.journal.file import FILE
from rules.words.events import OverrideLifted, PolicyAdopted, PromptAnswered
from rules.words.people import HouseScope
from rules.words.prompts import Answer
from rules.words.records import Decided, Ended, FreezeBegan, HoldBegan, Noted, PromptEnded
from tests.hub.asking import CHATTER, suggestion, with_chatter
from tests.hub.running_engine import (
    BEN,
    CEILING_ON,
    FREEZE,
    HALL,
    KITCHEN,
    LAMP,
    MOTION,
    STILL,
    Running,
    running_engine,
)

RELEASE = OverrideLifted(scope=HouseScope(), by=BEN)
NOTHING_NEW = Message("zigbee2mqtt/Ceiling", b'{"linkquality": 80}')


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_engine(tmp_path) as running:
        yield running


@contextmanager
def busy_disk(state: Path) -> Iterator[None]:
    """Let nothing be written for the length of a block; it waits."""
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def full_disk(state: Path) -> Iterator[None]:
    """Let every write fail for the length of a block, as on a disk without room."""
    fails = "BEFORE INSERT ON record BEGIN SELECT RAISE(FAIL, 'no room'); END"
    _run(state, f"CREATE TRIGGER full {fails}")
    try:
        yield
    finally:
        _run(state, "DROP TRIGGER full")


def _run(state: Path, statement: str) -> None:
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    connection.execute(statement)
    connection.close()


async def test_an_automated_command_leaves_only_when_its_decision_is_written(
    running: Running,
) -> None:
    running.hears(MOTION)
    await running.is_told(HALL)

    assert any(isinstance(body, Decided) for body in running.written_at[0])


async def test_what_a_person_wants_leaves_at_once_and_is_written_after(running: Running) -> None:
    await running.says(CEILING_ON)

    assert running.orders(KITCHEN) == [b'{"state":"ON","brightness":254}']
    assert not any(isinstance(body, HoldBegan) for body in running.written_at[0])
    assert any(isinstance(body, HoldBegan) for body in running.written)


async def test_who_did_something_hears_when_it_is_written(running: Running) -> None:
    await running.says(FREEZE)

    assert isinstance(running.written[-1], FreezeBegan)


async def test_what_was_decided_but_not_yet_written_does_not_outlive_a_freeze(
    running: Running, tmp_path: Path
) -> None:
    with busy_disk(tmp_path):
        # What a person did waits for the disk, and so does all that is written after it.
        running.engine.tell_of_person(CEILING_ON)
        await asyncio.sleep(0)
        running.hears(MOTION)
        waiting = running.house.conditions[LAMP].claims
        running.engine.tell_of_person(FREEZE)
    await running.rests()

    assert waiting
    assert running.orders(HALL) == []
    ends = [body for body in running.written if isinstance(body, Ended)]
    assert [end.by for end in ends] == ["superseded by override"]


async def test_what_changes_nothing_is_as_sure_as_what_it_rests_on(
    running: Running, tmp_path: Path
) -> None:
    told: list[str] = []
    await running.says(FREEZE)

    with busy_disk(tmp_path):
        running.engine.tell_of_person(RELEASE, lambda _error: told.append("released"))
        running.engine.tell_of_person(RELEASE, lambda _error: told.append("nothing to release"))
        await asyncio.sleep(0)
        too_early = list(told)
    await running.rests()

    assert too_early == []
    assert told == ["released", "nothing to release"]


async def test_what_is_yet_to_be_written_is_not_to_be_shown(
    running: Running, tmp_path: Path
) -> None:
    with busy_disk(tmp_path):
        running.engine.tell_of_person(FREEZE)
        meanwhile = [running.engine.unwritten(thing) for thing in (HouseScope(), LAMP)]
    await running.rests()

    assert meanwhile == [True, True]
    assert not running.engine.unwritten(HouseScope())
    assert not running.engine.unwritten(LAMP)


async def test_what_cannot_be_written_stops_automation_and_no_person(
    running: Running, tmp_path: Path
) -> None:
    with full_disk(tmp_path):
        running.hears(MOTION)
        with pytest.raises(sqlite3.Error, match="no room"):
            await running.says(CEILING_ON)

        assert running.orders(HALL) == []
        assert len(running.orders(KITCHEN)) == 1
        assert running.engine.counters.journal_errors >= 2
        assert running.engine.outbox.automation_stopped == (
            "the journal cannot be written: no room"
        )


async def test_automation_stays_stopped_until_something_was_written(
    running: Running, tmp_path: Path
) -> None:
    with full_disk(tmp_path), pytest.raises(sqlite3.Error, match="no room"):
        await running.says(CEILING_ON)

    running.hears(NOTHING_NEW)
    after_nothing = running.engine.outbox.automation_stopped
    await running.says(FREEZE)

    assert after_nothing
    assert not running.engine.outbox.automation_stopped


async def test_when_it_can_be_written_again_automation_goes_on(
    running: Running, tmp_path: Path
) -> None:
    with full_disk(tmp_path):
        running.hears(MOTION)
        with pytest.raises(sqlite3.Error, match="no room"):
            await running.says(CEILING_ON)

    running.hears(STILL)
    await running.rests()
    running.hears(MOTION)

    await running.is_told(HALL)
    assert any(isinstance(body, Noted) and "could not" in body.text for body in running.written)


async def test_who_was_told_that_it_could_not_be_written_hears_when_it_is_after_all(
    running: Running, tmp_path: Path
) -> None:
    heard: list[BaseException | None] = []

    with full_disk(tmp_path):
        running.engine.tell_of_person(FREEZE, heard.append)
        await running.rests()
        refused = list(heard)
    await running.says(CEILING_ON)

    assert [type(error) for error in refused] == [sqlite3.IntegrityError]
    assert heard == [*refused, None]
    assert running.house.people.freezes[HouseScope()] in running.journal.standing()


async def test_nobody_is_asked_what_a_restart_would_not_know_of(
    running: Running, tmp_path: Path
) -> None:
    running.engine.tell(PolicyAdopted(with_chatter(running.house.policy)))
    await running.rests()
    running.shown.all.clear()

    with full_disk(tmp_path):
        running.engine.tell(suggestion())
        await running.rests()
        (prompt,) = running.house.prompts.open
        too_early = [outcome.prompts for outcome in running.shown.all if outcome.prompts]
        unwritten = running.engine.unwritten(prompt)
    await running.says(FREEZE)

    assert (too_early, unwritten) == ([], True)
    assert [list(outcome.prompts) for outcome in running.shown.all if outcome.prompts] == [[prompt]]
    assert not running.engine.unwritten(prompt)


async def test_a_yes_that_cannot_be_written_has_nothing_done(
    running: Running, tmp_path: Path
) -> None:
    running.engine.tell(PolicyAdopted(with_chatter(running.house.policy)))
    running.engine.tell(suggestion())
    await running.rests()
    (prompt,) = running.house.prompts.open

    with full_disk(tmp_path), pytest.raises(sqlite3.Error, match="no room"):
        await running.says(PromptAnswered(prompt=prompt, answer=Answer.YES, by=BEN))

    assert running.orders(HALL) == []


async def test_a_yes_is_written_before_the_lamp_is_told(running: Running) -> None:
    running.engine.tell(PolicyAdopted(with_chatter(running.house.policy)))
    running.engine.tell(suggestion())
    await running.rests()
    (prompt,) = running.house.prompts.open

    await running.says(PromptAnswered(prompt=prompt, answer=Answer.YES, by=BEN))
    await running.is_told(HALL)

    assert any(isinstance(body, PromptEnded) for body in running.written_at[0])
    assert running.house.prompts.patience[CHATTER.id] in running.journal.standing()
