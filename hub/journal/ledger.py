"""The ledger: writes batches into the file, many in one transaction, each entry chained."""

import contextlib
import logging
import sqlite3
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

from hub.clock import ClockMark
from hub.journal.chain import GENESIS, link
from hub.journal.checkpoint import Checkpoint, write_checkpoint
from hub.journal.intents import Intents
from hub.journal.lines import subject, write_line
from hub.journal.rows import DEVICES, RECORDS, STANDING, Cell, Kept, Statement, kept, rows
from hub.word import TakenWord
from rules.words.effects import Keep, Record
from rules.words.records import Bound, Noted
from rules.words.times import Moment
from rules.words.value import value

TIDY_AFTER: Final = 250
"""Transactions after which the log is moved into the file, once nothing is waiting."""
TIDY_AT_LAST: Final = 20 * TIDY_AFTER
"""Transactions after which it is moved even in the thick of things."""

CLOCK: Final = "clock"
"""Where the mark of the clock stands, among what stands."""
WORD: Final = "word/"
"""What the keys of words begin with, among what stands."""

INDEX: Final = (
    "INSERT INTO about SELECT device, record.id FROM record, summary "
    "WHERE record.id > summary.upto AND record.id <= ? AND device IS NOT NULL"
)

Records: TypeAlias = Sequence[tuple[Moment, Record]]

_log = logging.getLogger(__name__)


@value(frozen=True, slots=True)
class Batch:
    """What one event, or several, came to: written together or not at all."""

    records: tuple[tuple[Moment, Record], ...] = ()
    keeps: tuple[Keep, ...] = ()
    clock: ClockMark | None = None
    """How the clock stands, where that is new."""
    words: tuple[tuple[int, str | None], ...] = ()
    """By number, which words of people are taken with it, or are none any more; durable."""

    @property
    def durable(self) -> bool:
        """Say whether nobody may be told of it before it is on the disk."""
        return bool(self.words) or any(record.durable for _, record in self.records)


class Ledger:
    """The one writer of an open journal; used by one thread at a time."""

    __slots__ = (
        "_connection",
        "_grown",
        "_hash",
        "_last",
        "_lost",
        "_mark",
        "_owed",
        "_syncs",
        "checkpoint",
        "intents",
    )

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Go on after the last entry of the file."""
        self._connection = connection
        self._last, self._hash = self.end()
        self._syncs = True
        self._grown = 0
        self._lost = 0
        self._owed: dict[str, Kept] = {}
        self._mark: ClockMark | None = None
        """The clock's mark that is owed to the file: what is owed beside it counts from it."""
        self.intents = Intents.load(connection)
        self.checkpoint: Path | None = None
        """The file that vouches for the entries up to the last tidying."""

    @property
    def wants_tidying(self) -> bool:
        """Say whether it is worth tidying, when there is nothing else to do."""
        return self._grown >= TIDY_AFTER

    @property
    def must_tidy(self) -> bool:
        """Say whether the log has grown so long that it is worth tidying at any time."""
        return self._grown >= TIDY_AT_LAST

    def write(self, batches: Sequence[Batch]) -> list[Exception | None]:
        """Write batches, and return for each what went wrong with it.

        All go into one transaction; where that fails each gets its own, so that one bad batch
        takes no other with it.
        """
        try:
            self._write(batches)
        except Exception as error:  # noqa: BLE001 -- whatever it was, somebody waits to hear of it
            if len(batches) > 1:
                return [self.write((batch,))[0] for batch in batches]
            self._miss(batches[0], error)
            with contextlib.suppress(sqlite3.Error):
                # Whether a write that failed reached the file is for the file to say.
                self._last, self._hash = self.end()
            return [error]
        return [None] * len(batches)

    def tidy(self) -> None:
        """Move the log into the file, and sum up what a start needs to know."""
        try:
            # What is vouched for below must not get lost by itself.
            self._sync_or_not(durable=True)
            self._transact(
                [
                    ("DELETE FROM standing WHERE kind IS NULL", ()),
                    (INDEX, (self._last,)),
                    ("UPDATE summary SET upto = ?, line = ?", (self._last, self.intents.summary())),
                ]
            )
            if self.checkpoint is not None:
                write_checkpoint(self.checkpoint, Checkpoint(self._last, self._hash))
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except (sqlite3.Error, OSError) as error:
            # Nothing is lost by it: the log goes on growing, and a start takes a little longer.
            _log.warning("the journal could not be tidied: %s", error)
        self._grown = 0

    def close(self) -> None:
        """Tidy and let go of the file."""
        self.tidy()
        self._connection.close()

    def end(self) -> tuple[int, bytes]:
        """Return the number and the hash of the last entry of the file."""
        last = "SELECT id, hash FROM record ORDER BY id DESC LIMIT 1"
        return self._connection.execute(last).fetchone() or (0, GENESIS)

    def _write(self, batches: Sequence[Batch]) -> None:
        """Write batches in one transaction. Most often there is one batch, with one record."""
        records = _records(batches)
        if self._lost and records:
            gap = f"entries that could not be written before this one: {self._lost}"
            records = ((records[0][0], Record(Noted(text=gap))), *records)
        entries, bound, tail = self._chained(records)
        statements = rows(RECORDS, entries)
        if keeps := self._keeps(batches):
            cells = (kept(key, thing) for key, thing in keeps.items())
            statements += rows(STANDING, [*chain.from_iterable(cells)])
        mark = self._mark
        for batch in batches:
            mark = batch.clock or mark
        if mark is not None:
            statements += rows(STANDING, [*kept(CLOCK, mark)])
        if bound:
            statements += rows(DEVICES, bound)
        durable = bool(self._owed or self._mark) or any(batch.durable for batch in batches)
        self._sync_or_not(durable=durable)
        self._transact(statements)
        self._last += len(records)
        self._hash = tail
        self._grown += 1 + len(records) // 8
        for _, record in records:
            self.intents.take(record.body)
        self._owed.clear()
        self._mark = None
        if records:
            self._lost = 0

    def _keeps(self, batches: Sequence[Batch]) -> dict[str, Kept]:
        """Return what is to stand from now on; of two words about the same thing the later."""
        keeps = dict(self._owed)
        for batch in batches:
            keeps |= _kept_by(batch)
        return keeps

    def _chained(self, records: Records) -> tuple[list[Cell], list[Cell], bytes]:
        """Return the rows of entries and of bound devices, and the hash of the last entry."""
        entries: list[Cell] = []
        bound: list[Cell] = []
        tail = self._hash
        number = self._last
        for at, record in records:
            number += 1
            body = record.body
            device, decision = subject(body)
            entry = (number, float(at), type(body).__name__, device, decision, write_line(body))
            tail = link(tail, entry)
            entries += (*entry, tail)
            if isinstance(body, Bound):
                bound += (body.hardware, body.device)
        return entries, bound, tail

    def _sync_or_not(self, *, durable: bool) -> None:
        if durable is not self._syncs:
            # Not `execute`: this takes effect when it is compiled, and that keeps what it compiled.
            self._connection.executescript(
                f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}"
            )
            self._syncs = durable

    def _transact(self, statements: Sequence[Statement]) -> None:
        execute = self._connection.execute
        if not statements:
            return
        if len(statements) == 1:
            # One statement is a transaction by itself.
            execute(*statements[0])
            return
        execute("BEGIN IMMEDIATE")
        try:
            for sql, cells in statements:
                execute(sql, cells)
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise

    def _miss(self, batch: Batch, error: Exception) -> None:
        """Count what was not written; what stands is owed to the file until it takes it."""
        self._lost += len(batch.records)
        if isinstance(error, sqlite3.Error):
            self._owed |= _kept_by(batch)
            self._mark = batch.clock or self._mark


def _kept_by(batch: Batch) -> dict[str, Kept]:
    keeps: dict[str, Kept] = {keep.key: keep.value for keep in batch.keeps}
    for number, mark in batch.words:
        keeps[f"{WORD}{number}"] = None if mark is None else TakenWord(mark)
    return keeps


def _records(batches: Sequence[Batch]) -> Records:
    if len(batches) == 1:
        return batches[0].records
    return [*chain.from_iterable(batch.records for batch in batches)]
