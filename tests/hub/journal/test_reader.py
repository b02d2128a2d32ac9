"""Anybody may read the journal, and see where it was changed."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hub.journal import Batch, JournalUnreadable
from hub.journal.chain import link
from hub.journal.file import FILE, open_to_write
from hub.journal.ledger import Ledger
from hub.journal.lines import write_line
from hub.journal.reader import JournalReader, Row
from hub.journal.verify import FirstBroken
from rules.words.effects import Record
from rules.words.records import Noted
from tests.hub.journal.samples import HALL_LAMP, NOON, SOFA_LAMP, decided, ended, note

COUNT = 40


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A journal of forty decisions, on two lamps in turn, from a hub that is down."""
    connection = open_to_write(tmp_path / FILE)
    ledger = Ledger(connection)
    for number in range(1, COUNT + 1):
        device = HALL_LAMP if number % 2 else SOFA_LAMP
        ledger.write([Batch(((NOON + number, Record(decided(number, device))),))])
    ledger.close()
    return tmp_path


@pytest.fixture
def reader(state: Path) -> Iterator[JournalReader]:
    with JournalReader.open(state) as reader:
        yield reader


def numbers(rows: Sequence[Row]) -> list[int]:
    return [number for number, _, _ in rows]


def test_the_tail_comes_newest_first_and_can_be_paged(reader: JournalReader) -> None:
    assert numbers(reader.tail(3)) == [40, 39, 38]
    assert numbers(reader.tail(3, before=38)) == [37, 36, 35]
    assert numbers(reader.tail(3, before=2)) == [1]
    assert reader.tail(3, before=1) == []


def test_entries_after_one_come_oldest_first(reader: JournalReader) -> None:
    assert numbers(reader.after(37)) == [38, 39, 40]
    assert numbers(reader.after(0, limit=2)) == [1, 2]


def test_an_entry_has_its_moment_and_its_record(reader: JournalReader) -> None:
    assert reader.tail(1) == [(40, NOON + 40, decided(40, SOFA_LAMP))]


@pytest.mark.parametrize("tidied_at", [1, 5, 10, None])
def test_a_device_s_entries_are_found_however_long_ago_the_index_was_made(
    tidied_at: int | None, tmp_path: Path
) -> None:
    connection = open_to_write(tmp_path / FILE)
    ledger = Ledger(connection)
    for number in range(1, 11):
        device = HALL_LAMP if number % 2 else SOFA_LAMP
        ledger.write([Batch(((NOON, Record(ended(number, device))),))])
        if number == tidied_at:
            ledger.tidy()

    with JournalReader.open(tmp_path) as reader:
        assert numbers(reader.last_for(HALL_LAMP, 3)) == [9, 7, 5]
        assert numbers(reader.tail(9, before=5, device=SOFA_LAMP)) == [4, 2]
    connection.close()


def test_a_reader_sees_what_is_written_while_it_is_open(state: Path) -> None:
    with JournalReader.open(state) as reader:
        before = numbers(reader.tail(1))
        connection = open_to_write(state / FILE)
        Ledger(connection).write([Batch((note("new"),))])

        after = numbers(reader.tail(1))

        connection.close()
    assert (before, after) == ([40], [41])


def test_a_reader_can_change_nothing(reader: JournalReader) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM record")


def test_an_entry_that_cannot_be_read_is_shown_as_such_and_the_others_as_ever(
    state: Path,
) -> None:
    tamper(state, "UPDATE record SET body = x'7bff7d', kind = 'Dream' WHERE id = 39")

    with JournalReader.open(state) as reader:
        newest, odd, oldest = reader.tail(3)

    assert isinstance(odd[2], Noted)
    assert "cannot be read" in odd[2].text
    assert odd[2].device == HALL_LAMP
    assert (newest[2], oldest[2]) == (decided(40, SOFA_LAMP), decided(38, SOFA_LAMP))


def test_a_folder_without_a_journal_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(JournalUnreadable, match=r"no journal in .* start the hub once"):
        JournalReader.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_journal_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"a letter to my aunt, " * 100)

    with pytest.raises(JournalUnreadable, match="cannot be read"):
        JournalReader.open(tmp_path)


# the chain


def tamper(state: Path, sql: str) -> None:
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    connection.execute(sql)
    connection.close()


def test_an_untouched_journal_is_whole(reader: JournalReader) -> None:
    assert reader.verify() is None


@pytest.mark.parametrize(
    "change",
    [
        "body = replace(body, 'hall-motion', 'hall-notion')",
        "body = CAST(body AS BLOB)",
        "at = at + 0.001",
        "at = 'noon'",
        "device = 'sofa-lamq'",
        "device = NULL",
        "kind = 'Ended'",
        "decision = decision + 1",
        "hash = zeroblob(32)",
        "hash = CAST(hash AS TEXT)",
    ],
)
def test_a_changed_entry_is_the_first_broken_one(change: str, state: Path) -> None:
    tamper(state, f"UPDATE record SET {change} WHERE id = 17")

    with JournalReader.open(state) as reader:
        assert reader.verify() == FirstBroken(17, "entry 17 is not as it was written", NOON + 16)


def test_an_entry_that_was_taken_out_is_missed(state: Path) -> None:
    tamper(state, "DELETE FROM record WHERE id = 17")

    with JournalReader.open(state) as reader:
        assert reader.verify() == FirstBroken(17, "entry 17 is missing", NOON + 16)


def test_an_entry_that_was_forged_with_its_hash_breaks_the_next(state: Path) -> None:
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    (before,) = connection.execute("SELECT hash FROM record WHERE id = 16").fetchone()
    lie = (17, NOON, "Noted", None, None, write_line(Noted(text="nothing happened")))
    connection.execute(
        "REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", (*lie, link(before, lie))
    )
    connection.close()

    with JournalReader.open(state) as reader:
        assert reader.verify() == FirstBroken(18, "entry 18 is not as it was written", NOON)


def test_a_flipped_bit_in_the_file_itself_is_found(state: Path) -> None:
    path = state / FILE
    data = bytearray(path.read_bytes())
    place = data.index(f'"at":{NOON},"depth"'.encode())
    data[place + 5] ^= 1
    path.write_bytes(data)

    with JournalReader.open(state) as reader:
        broken = reader.verify()

    assert broken is not None
    assert "is not as it was written" in broken.why


def test_a_page_that_is_torn_is_a_break_and_no_crash(state: Path) -> None:
    path = state / FILE
    data = bytearray(path.read_bytes())
    half = len(data) // 2 // 2048 * 2048
    data[half : half + 2048] = b"\xff" * 2048
    path.write_bytes(data)

    with JournalReader.open(state) as reader:
        broken = reader.verify()

    assert broken is not None
    assert "damaged" in broken.why
