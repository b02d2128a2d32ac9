"""One transaction for many batches, and nothing is ever dropped in silence."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.clock import ClockMark
from hub.journal import Batch
from hub.journal.file import FILE, open_to_write
from hub.journal.intents import Intents
from hub.journal.ledger import Ledger
from hub.journal.lines import read_mark
from hub.journal.reader import JournalReader
from rules.words.effects import Keep, Record
from rules.words.ids import DecisionId, HardwareId
from rules.words.records import Body, Bound, Noted
from tests.hub.journal.samples import FREEZE, HALL_LAMP, NOON, decided, ended, note

LONG = "x" * 3000


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_to_write(tmp_path / FILE)
    yield connection
    connection.close()


@pytest.fixture
def reader(connection: sqlite3.Connection, tmp_path: Path) -> Iterator[JournalReader]:
    with JournalReader.open(tmp_path) as reader:
        yield reader


def texts(reader: JournalReader) -> list[str]:
    return [body.text for _, _, body in reader.after(0, 10_000) if isinstance(body, Noted)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 64, 255, 256, 257, 1000])
def test_any_number_of_records_is_written_in_order(
    count: int, connection: sqlite3.Connection, reader: JournalReader
) -> None:
    ledger = Ledger(connection)

    ledger.write([Batch(tuple(note(str(n)) for n in range(count)))])

    assert texts(reader) == [str(n) for n in range(count)]
    assert reader.verify() is None


def test_the_disk_is_waited_for_only_where_a_record_is_durable(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    seen = []

    for turn, durable in enumerate((False, True, False, True, True, False)):
        ledger.write([Batch((note("quick"), note("slow", durable=durable)))])
        # SQLite answers this while it compiles, so each question needs words of its own.
        seen.append(connection.execute(f"PRAGMA synchronous -- {turn}").fetchone()[0])

    normal, full = 1, 2
    assert seen == [normal, full, normal, full, full, normal]


def test_a_word_of_a_person_waits_for_the_disk_though_nothing_came_of_it(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    ledger.write([Batch((note("quick"),))])

    ledger.write([Batch(words=((7, "a"),))])

    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_word_that_could_not_be_written_is_owed_with_what_came_of_it(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    ledger.write([Batch((note(LONG),), (Keep("freeze/house", FREEZE),), words=((7, "a"),))])
    connection.execute("PRAGMA max_page_count = 100000")

    ledger.write([Batch((note("after"),))])

    rows = connection.execute("SELECT key, line FROM standing ORDER BY key").fetchall()
    assert rows[1] == ("word/7", '{"mark":"a"}')
    assert [key for key, _ in rows] == ["freeze/house", "word/7"]


def test_of_two_words_about_what_stands_the_later_holds(connection: sqlite3.Connection) -> None:
    ledger = Ledger(connection)

    ledger.write([Batch(keeps=(Keep("freeze/house", FREEZE),))])
    ledger.write(
        [
            Batch(keeps=(Keep("freeze/house", None), Keep("hold/hall-lamp", FREEZE))),
            Batch(keeps=(Keep("hold/hall-lamp", None),)),
        ]
    )

    standing = "SELECT count(*) FROM standing WHERE kind IS NOT NULL"
    assert connection.execute(standing).fetchone() == (0,)


def test_tidying_clears_away_what_is_forgotten_and_keeps_what_stands(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    ledger.write([Batch(keeps=(Keep("a", FREEZE), Keep("b", None)))])

    ledger.tidy()

    assert connection.execute("SELECT key FROM standing").fetchall() == [("a",)]


def test_one_bad_batch_takes_no_other_with_it(
    connection: sqlite3.Connection, reader: JournalReader
) -> None:
    ledger = Ledger(connection)
    timeless = Batch((note("timeless", at=float("nan")),))

    errors = ledger.write([Batch((note("one"),)), timeless, Batch((note("two"),))])

    assert [error is None for error in errors] == [True, False, True]
    assert texts(reader) == ["one", "entries that could not be written before this one: 1", "two"]
    assert reader.verify() is None


def test_when_there_is_room_again_the_gap_is_said_and_what_stands_is_written(
    connection: sqlite3.Connection, reader: JournalReader
) -> None:
    ledger = Ledger(connection)
    ledger.write([Batch((note("before"),))])
    (pages,) = connection.execute("PRAGMA page_count").fetchone()

    connection.execute(f"PRAGMA max_page_count = {pages}")
    full = Batch((note(LONG), note(LONG)), (Keep("freeze/house", FREEZE),))
    (error,) = ledger.write([full])
    connection.execute("PRAGMA max_page_count = 100000")
    (healed,) = ledger.write([Batch((note("after"),))])

    assert "full" in str(error)
    assert healed is None
    assert texts(reader) == [
        "before",
        "entries that could not be written before this one: 2",
        "after",
    ]
    assert connection.execute("SELECT key, kind FROM standing").fetchall() == [
        ("freeze/house", "Freeze")
    ]
    assert reader.verify() is None


def test_what_was_owed_gives_way_to_a_later_word(connection: sqlite3.Connection) -> None:
    ledger = Ledger(connection)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    ledger.write([Batch((note(LONG),), (Keep("freeze/house", FREEZE),))])
    connection.execute("PRAGMA max_page_count = 100000")

    ledger.write([Batch(keeps=(Keep("freeze/house", None),))])
    ledger.tidy()

    assert connection.execute("SELECT key FROM standing").fetchall() == []


def test_the_clocks_mark_is_owed_with_the_ends_that_count_from_it(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    ledger.write([Batch((note("before"),), clock=ClockMark("boot", 10.0))])
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    was_set = Batch((note(LONG),), (Keep("freeze/house", FREEZE),), ClockMark("boot", 9000.0))
    ledger.write([was_set])
    connection.execute("PRAGMA max_page_count = 100000")

    ledger.write([Batch((note("after"),))])

    rows = connection.execute("SELECT key, line FROM standing ORDER BY key").fetchall()
    assert [key for key, _ in rows] == ["clock", "freeze/house"]
    assert read_mark(rows[0][1]) == ClockMark("boot", 9000.0)


def test_a_hardware_keeps_the_device_id_it_was_last_bound_to(
    connection: sqlite3.Connection,
) -> None:
    ledger = Ledger(connection)
    bound = Bound(device=HALL_LAMP, hardware=HardwareId("0x17"), name="Hall lamp")

    ledger.write([Batch(((NOON, Record(bound)), (NOON, Record(bound))))])

    assert connection.execute("SELECT hardware, id FROM device").fetchall() == [
        ("0x17", "hall-lamp")
    ]


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["decide", "end", "note", "tidy"])))
)
def test_a_start_finds_the_open_decisions_whenever_it_was_last_tidied(
    steps: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    connection = open_to_write(tmp_path_factory.mktemp("state") / FILE)
    ledger = Ledger(connection)
    expected = Intents()

    for number, step in steps:
        body: Body = decided(number) if step == "decide" else ended(number)
        match step:
            case "decide":
                expected.open[DecisionId(number)] = HALL_LAMP
                expected.last = max(expected.last, number)
            case "end":
                expected.open.pop(DecisionId(number), None)
            case "note":
                body = Noted(text="a bystander")
            case _:
                ledger.tidy()
                continue
        ledger.write([Batch(((NOON, Record(body)),))])

    found = Intents.load(connection)
    connection.close()
    assert (found.last, found.open) == (expected.last, expected.open)


def test_a_damaged_summary_costs_time_and_nothing_else(connection: sqlite3.Connection) -> None:
    ledger = Ledger(connection)
    ledger.write([Batch(((NOON, Record(decided(1))), (NOON, Record(decided(2)))))])
    ledger.tidy()
    connection.execute("UPDATE summary SET line = '[7'")

    found = Intents.load(connection)

    assert found.last == 2
    assert found.open == {1: HALL_LAMP, 2: HALL_LAMP}
