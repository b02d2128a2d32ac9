"""What the hub writes in its loop is there at the next start."""

import asyncio
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.journal import Batch, Journal, JournalInUse, JournalUnreadable
from hub.journal.checkpoint import FILE as CHECKPOINT
from hub.journal.checkpoint import read_checkpoint
from hub.journal.file import FILE, open_to_write
from hub.journal.reader import JournalReader
from rules.words.effects import Keep, Record
from rules.words.ids import DeviceId, HardwareId
from rules.words.records import Body, Bound
from tests.hub.journal.samples import (
    FREEZE,
    HALL_LAMP,
    HOLD,
    NOON,
    OVERRIDE,
    SOFA_LAMP,
    decided,
    ended,
    note,
)
from tests.hub.whole_hub import PATIENCE


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.open(tmp_path)
    yield journal
    journal.close()


async def write(journal: Journal, *batches: Batch) -> list[BaseException | None]:
    """Commit some batches at once, and return what came of each."""
    loop = asyncio.get_running_loop()
    outcomes: list[asyncio.Future[BaseException | None]] = []
    for batch in batches:
        outcomes.append(loop.create_future())
        journal.commit(batch, outcomes[-1].set_result)
    return [await outcome for outcome in outcomes]


def of(*bodies: Body, keeps: tuple[Keep, ...] = ()) -> Batch:
    return Batch(tuple((NOON, Record(body)) for body in bodies), keeps)


async def left_behind(directory: Path, *batches: Batch) -> Journal:
    """Write batches, stop, and return the journal as the next start opens it."""
    journal = Journal.open(directory)
    journal.start(asyncio.get_running_loop())
    assert await write(journal, *batches) == [None] * len(batches)
    journal.close()
    return Journal.open(directory)


async def test_a_word_of_a_person_is_known_again_with_what_came_of_it(tmp_path: Path) -> None:
    keeps = (Keep("freeze/house", FREEZE),)

    journal = await left_behind(tmp_path, Batch(keeps=keeps, words=((7, "a"), (8, "b"))))

    assert journal.taken() == {7: "a", 8: "b"}
    assert journal.standing() == (FREEZE,)
    assert journal.doubts() == ()
    journal.close()


async def test_a_number_stands_for_its_newest_word_or_for_none(tmp_path: Path) -> None:
    first, second = Batch(words=((7, "a"), (8, "b"))), Batch(words=((7, "c"), (8, None)))

    journal = await left_behind(tmp_path, first, second)

    assert journal.taken() == {7: "c"}
    journal.close()


async def test_a_batch_is_in_the_file_when_its_writer_is_told(
    journal: Journal, tmp_path: Path
) -> None:
    journal.start(asyncio.get_running_loop())

    errors = await write(journal, of(decided(1)))

    assert errors == [None]
    with JournalReader.open(tmp_path) as reader:
        assert reader.tail(1) == [(1, NOON, decided(1))]


async def test_batches_are_written_in_the_order_they_were_committed(
    journal: Journal, tmp_path: Path
) -> None:
    journal.start(asyncio.get_running_loop())

    await write(journal, *(of(decided(n)) for n in range(1, 1001)))

    with JournalReader.open(tmp_path) as reader:
        rows = reader.after(0)
        assert [body for _, _, body in rows] == [decided(n) for n in range(1, 1001)]
        assert reader.verify() is None


async def test_an_empty_batch_is_answered_too(journal: Journal) -> None:
    journal.start(asyncio.get_running_loop())

    assert await write(journal, Batch()) == [None]


async def test_what_was_committed_before_the_writer_began_is_written(journal: Journal) -> None:
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[BaseException | None] = loop.create_future()
    journal.commit(of(decided(1)), outcome.set_result)

    journal.start(loop)

    assert await outcome is None


async def test_closing_writes_what_is_still_waiting(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop())
    for number in range(1, 501):
        journal.commit(of(decided(number)), lambda _error: None)

    journal.close()

    with JournalReader.open(tmp_path) as reader:
        assert len(reader.after(0)) == 500


async def test_a_closed_journal_takes_nothing(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop())
    journal.close()
    journal.close()

    with pytest.raises(RuntimeError, match="closed"):
        journal.commit(Batch(), lambda _error: None)


async def test_one_listener_that_fails_keeps_no_other_waiting(journal: Journal) -> None:
    loop = asyncio.get_running_loop()
    complaints: list[object] = []
    loop.set_exception_handler(lambda _loop, context: complaints.append(context["exception"]))
    outcome: asyncio.Future[BaseException | None] = loop.create_future()

    def fail(_error: BaseException | None) -> None:
        raise ZeroDivisionError

    journal.commit(of(decided(1)), fail)
    journal.commit(of(decided(2)), outcome.set_result)
    journal.start(loop)

    assert await outcome is None
    assert [type(complaint) for complaint in complaints] == [ZeroDivisionError]


# what the next start finds


def test_a_new_journal_knows_nothing(journal: Journal) -> None:
    assert journal.standing() == ()
    assert journal.doubts() == ()
    assert journal.bindings() == {}
    assert journal.next_decision() == 1
    assert journal.open_decisions() == {}


async def test_what_people_hold_outlives_a_restart(tmp_path: Path) -> None:
    keeps = (
        Keep("freeze/house", FREEZE),
        Keep("override/house", OVERRIDE),
        Keep("hold/hall-lamp", HOLD),
        Keep("hold/sofa-lamp", HOLD),
    )

    journal = await left_behind(
        tmp_path, Batch(keeps=keeps), Batch(keeps=(Keep("hold/sofa-lamp", None),))
    )

    assert sorted(map(repr, journal.standing())) == sorted(map(repr, (FREEZE, OVERRIDE, HOLD)))
    journal.close()


async def test_what_was_decided_lately_is_read_back_newest_first(tmp_path: Path) -> None:
    old, new = decided(1), decided(2)

    journal = await left_behind(
        tmp_path,
        Batch(((NOON - 9000, Record(old)),)),
        Batch(((NOON, Record(new)), (NOON, Record(ended(2))), note("not about a decision"))),
    )

    assert list(journal.recent(NOON - 60)) == [ended(2), new]
    journal.close()


async def test_device_ids_outlive_a_restart(tmp_path: Path) -> None:
    hardware = HardwareId("0x17")

    journal = await left_behind(
        tmp_path, of(Bound(device=HALL_LAMP, hardware=hardware, name="Hall lamp"))
    )

    assert journal.bindings() == {hardware: HALL_LAMP}
    journal.close()


async def test_decisions_are_numbered_on_and_those_without_an_end_are_known(
    tmp_path: Path,
) -> None:
    journal = await left_behind(
        tmp_path, of(decided(1), decided(2), ended(1)), of(decided(3, SOFA_LAMP))
    )

    assert journal.next_decision() == 4
    assert journal.open_decisions() == {2: HALL_LAMP, 3: SOFA_LAMP}
    journal.close()


async def test_what_cannot_be_read_any_more_is_a_doubt_and_hides_nothing_else(
    tmp_path: Path,
) -> None:
    keeps = (Keep("freeze/house", FREEZE), Keep("hold/hall-lamp", HOLD), Keep("other", HOLD))
    (await left_behind(tmp_path, Batch(keeps=keeps))).close()
    connection = open_to_write(tmp_path / FILE)
    connection.execute("UPDATE standing SET line = x'7bff7d' WHERE key = 'hold/hall-lamp'")
    connection.execute("UPDATE standing SET kind = 'Dream' WHERE key = 'other'")
    connection.close()

    journal = Journal.open(tmp_path)

    assert journal.standing() == (FREEZE,)
    assert journal.doubts() == ("hold/hall-lamp", "other")
    journal.close()


async def test_the_chain_goes_on_over_restarts(tmp_path: Path) -> None:
    for number in range(1, 4):
        (await left_behind(tmp_path, of(decided(number), ended(number)))).close()

    with JournalReader.open(tmp_path) as reader:
        assert len(reader.after(0)) == 6
        assert reader.verify() is None


async def test_when_nothing_is_waiting_the_writer_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.journal.journal.QUIET_SECONDS", 0.01)
    monkeypatch.setattr("hub.journal.ledger.TIDY_AFTER", 3)
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop())

    for number in range(1, 4):
        await write(journal, of(decided(number)))

    with JournalReader.open(tmp_path) as reader:
        async with asyncio.timeout(PATIENCE):
            # The other thread tells nobody that it has tidied.
            while reader._connection.execute("SELECT upto FROM summary").fetchone() != (3,):  # noqa: ASYNC110 -- nobody says when
                await asyncio.sleep(0.01)
    journal.close()


# the file


async def test_a_log_that_grows_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.journal.ledger.TIDY_AFTER", 3)
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop(), by_hand=True)
    written: list[BaseException | None] = []

    for number in range(9):
        journal.commit(Batch((note(f"{number}"),)), written.append)

    # The writer's thread has yet to look, and nobody waited for it.
    assert written == [None] * 9
    journal.close()


async def test_the_loop_itself_never_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.journal.ledger.TIDY_AFTER", 2)
    monkeypatch.setattr("hub.journal.ledger.TIDY_AT_LAST", 3)
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop(), by_hand=True)

    for number in range(9):
        journal.commit(Batch((note(f"{number}"),)), lambda error: None)
    before = read_checkpoint(tmp_path / CHECKPOINT)
    journal.write_waiting()

    after = read_checkpoint(tmp_path / CHECKPOINT)
    assert before is not None
    assert after is not None
    assert (before.count, after.count) == (0, 9)
    journal.close()


def test_the_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"

    journal = Journal.open(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    journal.close()


def test_a_second_hub_on_the_same_folder_is_refused(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(JournalInUse, match=r"another hub \(process \d+\) already uses"):
        Journal.open(tmp_path)


def test_a_folder_is_free_again_once_its_journal_is_closed(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()

    Journal.open(tmp_path).close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"a letter to my aunt, " * 100)

    for _ in range(2):
        with pytest.raises(JournalUnreadable, match=r"cannot be read: .* move it away"):
            Journal.open(tmp_path)

    assert (tmp_path / FILE).read_bytes() == b"a letter to my aunt, " * 100


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    connection = open_to_write(tmp_path / FILE)
    connection.execute("PRAGMA application_id = 1")
    connection.close()

    with pytest.raises(JournalUnreadable, match="is not a journal of Homerule: move it away"):
        Journal.open(tmp_path)


def test_a_journal_of_a_later_version_is_refused(tmp_path: Path) -> None:
    connection = open_to_write(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(JournalUnreadable, match="has form 99 and this version reads form 2"):
        Journal.open(tmp_path)


def test_a_torn_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:3000])

    with pytest.raises(JournalUnreadable, match="put a copy back"):
        Journal.open(tmp_path)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("", encoding="utf-8")

    with pytest.raises(JournalUnreadable, match=r"cannot be written: .* name another folder"):
        Journal.open(tmp_path / "state")


async def test_a_note_about_no_device_is_found_too(journal: Journal, tmp_path: Path) -> None:
    journal.start(asyncio.get_running_loop())

    await write(journal, Batch((note("the clock was put forward"),)))

    with JournalReader.open(tmp_path) as reader:
        assert len(reader.tail(5)) == 1
        assert reader.last_for(DeviceId("hall-lamp"), 5) == []
