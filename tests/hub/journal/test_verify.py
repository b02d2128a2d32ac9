"""Whatever is altered in a journal is named: an entry, what a start reads beside it, the tail."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

import pytest

from hub.journal import Batch, Journal, JournalUnreadable
from hub.journal import checkpoint as vouching
from hub.journal.file import APPLICATION, FILE, LAYOUT, open_to_write
from hub.journal.ledger import Ledger
from hub.journal.lines import write_line
from hub.journal.reader import JournalReader
from hub.journal.verify import FirstBroken
from rules.words.effects import Keep, Record
from rules.words.ids import HardwareId
from rules.words.records import Body, Bound
from tests.hub.journal.samples import FREEZE, HALL_LAMP, HOLD, NOON, decided, ended, note

COLUMNS: Final = ("id", "at", "kind", "device", "decision", "body", "hash")
COUNT: Final = 6


def a_journal(state: Path, *, tidied: bool = True) -> None:
    """Leave a journal behind as a hub does that was stopped."""
    connection = open_to_write(state / FILE)
    ledger = Ledger(connection)
    ledger.checkpoint = state / vouching.FILE
    bound = Bound(device=HALL_LAMP, hardware=HardwareId("0x01"), name="Hall lamp")
    bodies: tuple[Body, ...] = (bound, decided(1), ended(1), decided(2))
    records = tuple((NOON + n, Record(body)) for n, body in enumerate(bodies, 1))
    keeps = (Keep("freeze/house", FREEZE), Keep("hold/hall-lamp", HOLD))
    ledger.write([Batch(records, keeps), Batch((note("one"), note("two")))])
    if tidied:
        ledger.close()
    else:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    a_journal(tmp_path)
    return tmp_path


def broken_in(state: Path) -> FirstBroken | None:
    """Return what a walk through a journal finds, or that it cannot be read."""
    try:
        with JournalReader.open(state) as reader:
            return reader.verify()
    except JournalUnreadable as error:
        return FirstBroken(0, str(error))


def tamper(state: Path, sql: str, cells: Iterable[object] = ()) -> None:
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    connection.execute(sql, tuple(cells))
    connection.close()


def flipped(cell: float | str | bytes | None) -> Iterable[float | str | bytes | None]:
    """Yield a cell with one bit of each of its bytes flipped, or with something in its place."""
    match cell:
        case None:
            yield "x"
        case str():
            for place in range(len(cell)):
                yield f"{cell[:place]}{chr(ord(cell[place]) ^ 1)}{cell[place + 1 :]}"
        case bytes():
            for place in range(len(cell)):
                yield cell[:place] + bytes([cell[place] ^ 1]) + cell[place + 1 :]
        case _:
            yield cell + 1
            yield cell * 4096


def test_a_journal_that_nobody_touched_is_whole_and_all_of_it_vouched_for(state: Path) -> None:
    with JournalReader.open(state) as reader:
        seen = reader.examine()

    assert (seen.broken, seen.count, seen.vouched) == (None, COUNT, COUNT)
    assert (seen.first, seen.last) == (NOON + 1, NOON)


@pytest.mark.parametrize("column", COLUMNS)
def test_each_flipped_byte_of_each_column_of_an_entry_is_named(column: str, state: Path) -> None:
    connection = sqlite3.connect(state / FILE, isolation_level=None)
    for number in (1, 3, COUNT):
        (cell,) = connection.execute(
            f"SELECT {column} FROM record WHERE id = ?", (number,)
        ).fetchone()
        for other in flipped(cell):
            connection.execute("BEGIN")
            connection.execute(
                f"UPDATE OR REPLACE record SET {column} = ? WHERE id = ?", (other, number)
            )
            connection.execute("COMMIT")

            broken = broken_in(state)

            assert broken is not None, f"{column} of {number}: {cell!r} became {other!r}"
            assert column == "id" or broken.id == number
            if column == "id":
                a_fresh_copy(connection, state)
            else:
                connection.execute(f"UPDATE record SET {column} = ? WHERE id = ?", (cell, number))
    connection.close()
    assert column == "id" or broken_in(state) is None


def a_fresh_copy(connection: sqlite3.Connection, state: Path) -> None:
    """Put all entries back, in place."""
    (state / "fresh").mkdir(exist_ok=True)
    if not (state / "fresh" / FILE).exists():
        a_journal(state / "fresh")
    with closing(sqlite3.connect(state / "fresh" / FILE)) as fresh:
        rows = fresh.execute("SELECT * FROM record").fetchall()
    connection.execute("DELETE FROM record")
    connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE standing SET line = replace(line, 'page', 'wall')", "what stands as `freeze/hou"),
        ("UPDATE standing SET kind = 'Hold' WHERE key = 'freeze/house'", "`freeze/house` is not"),
        ("UPDATE standing SET kind = NULL WHERE key = 'freeze/house'", "`freeze/house` is not"),
        ("UPDATE standing SET key = 'hold/x' WHERE kind = 'Hold'", "`hold/x` is not as it was"),
        ("UPDATE standing SET seal = zeroblob(8)", "what stands as `freeze/house` is not"),
        ("UPDATE device SET id = 'hall-lamq'", "the ids of devices are not as"),
        ("UPDATE device SET hardware = '0x02'", "the ids of devices are not as"),
        ("DELETE FROM device", "the ids of devices are not as"),
        ("UPDATE summary SET line = '[2, []]'", "the summary of decisions is not as"),
        ("UPDATE summary SET line = '[9, [[2, \"hall-lamp\"]]]'", "the summary of decisions"),
        ("UPDATE summary SET upto = 3", "the summary of decisions is not as"),
        ("UPDATE about SET device = 'hall-lamq' WHERE id = 4", "`hall-lamp` does not fit entry 4"),
        ("DELETE FROM about WHERE id = 3", "the index of `hall-lamp` does not fit entry 3"),
        ("DELETE FROM record WHERE id > 4", "entry 5 is missing, and all after it"),
        ("UPDATE record SET body = replace(body, 'one', 'two') WHERE id = 5", "entry 5 is not as"),
    ],
)
def test_what_a_start_reads_is_under_the_same_watch(change: str, why: str, state: Path) -> None:
    tamper(state, change)

    broken = broken_in(state)

    assert broken is not None
    assert why in broken.why


def test_what_stands_and_is_not_as_it_was_written_is_in_doubt_at_a_start(state: Path) -> None:
    tamper(state, "UPDATE standing SET line = replace(line, 'page', 'wall') WHERE kind = 'Freeze'")

    journal = Journal.open(state)

    assert (journal.standing(), journal.doubts()) == ((HOLD,), ("freeze/house",))
    journal.close()


# a tail that was cut off


def cut(state: Path, last: int) -> None:
    """Take the newest entries away, as somebody does who knows the book well."""
    for sql in (
        f"DELETE FROM record WHERE id > {last}",
        f"DELETE FROM about WHERE id > {last}",
        f"UPDATE summary SET upto = {last}, line = '[1, []]'",
    ):
        tamper(state, sql)


def test_a_tail_cut_before_the_checkpoint_is_named_by_verify_and_by_the_start(state: Path) -> None:
    cut(state, 3)

    broken = broken_in(state)
    journal = Journal.open(state)
    said = journal.cut_off()
    journal.close()

    why = "entry 4 is missing, and all after it: the checkpoint vouches for entries up to 6"
    assert broken == FirstBroken(4, why, NOON + 3)
    assert said == why


def test_a_tail_that_was_written_anew_is_not_the_one_that_was_vouched_for(state: Path) -> None:
    cut(state, 3)
    connection = open_to_write(state / FILE)
    Ledger(connection).write([Batch((note("a"), note("b"), note("c")))])
    connection.close()

    broken = broken_in(state)

    assert broken is not None
    assert (broken.id, "not the one that the checkpoint vouches for" in broken.why) == (6, True)


def test_what_follows_the_checkpoint_vouches_for_itself_only_and_that_is_said(state: Path) -> None:
    connection = open_to_write(state / FILE)
    Ledger(connection).write([Batch((note("three"), note("four")))])
    connection.close()

    with JournalReader.open(state) as reader:
        seen = reader.examine()

    assert (seen.broken, seen.count, seen.vouched) == (None, COUNT + 2, COUNT)


def test_each_flipped_byte_of_the_checkpoint_is_named(state: Path) -> None:
    path = state / vouching.FILE
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

        broken = broken_in(state)

        assert broken is not None, place
        assert "checkpoint cannot be read" in broken.why


def test_a_start_makes_the_first_checkpoint_and_a_clean_stop_the_last(tmp_path: Path) -> None:
    a_journal(tmp_path, tidied=False)
    assert not (tmp_path / vouching.FILE).exists()

    journal = Journal.open(tmp_path)
    started = vouching.read_checkpoint(tmp_path / vouching.FILE)
    journal.close()

    assert started is not None
    assert started.count == COUNT
    assert vouching.read_checkpoint(tmp_path / vouching.FILE) == started


# the file itself


def test_any_flipped_byte_of_the_file_is_said_or_changes_nothing_that_is_read(
    state: Path,
) -> None:
    dice = Random(1)
    path = state / FILE
    whole = path.read_bytes()
    meant = everything(state)
    for _ in range(1000):
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])

        if broken_in(state) is None:
            assert everything(state) == meant, f"byte {place}, bit {bit}"


def everything(state: Path) -> object:
    """Return all that commands and a start read of a journal."""
    connection = sqlite3.connect(f"file:{state / FILE}?mode=ro", uri=True)
    try:
        return [
            connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("record", "standing", "device", "summary", "about")
        ]
    finally:
        connection.close()


def test_a_journal_of_the_form_before_is_brought_up_to_date_with_what_stands(
    tmp_path: Path,
) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(
        f"{LAYOUT.replace(', seal BLOB', '')} PRAGMA application_id = {APPLICATION}; "
        "PRAGMA user_version = 1;"
    )
    row = ("freeze/house", "Freeze", write_line(FREEZE))
    connection.execute("INSERT INTO standing VALUES (?, ?, ?)", row)
    connection.commit()
    connection.close()
    with pytest.raises(JournalUnreadable, match="start the hub once, which brings it up to date"):
        JournalReader.open(tmp_path)

    journal = Journal.open(tmp_path)

    assert (journal.standing(), journal.doubts()) == ((FREEZE,), ())
    journal.close()
    assert broken_in(tmp_path) is None
