"""Looks whether the journal is as it was written, and names the first entry that is not.

Rule 1: each entry is chained to all before it. Rule 2: the checkpoint, kept apart, shows a cut
tail. Rule 3: what a start reads beside the entries is sealed, or follows from the entries.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from hub.journal.chain import GENESIS, Entry, link
from hub.journal.checkpoint import Checkpoint, read_checkpoint
from hub.journal.intents import Intents
from hub.journal.lines import read_body
from hub.journal.rows import standing_rows
from rules.words.ids import DecisionId, DeviceId
from rules.words.records import Bound, Decided, Ended
from rules.words.times import Moment
from rules.words.value import value

ENTRIES = "SELECT id, at, kind, device, decision, body, hash FROM record ORDER BY id"
INDEXED = """
SELECT device, id FROM record WHERE device IS NOT NULL AND id <= (SELECT upto FROM summary)
"""
STRAYS: tuple[str, str] = (
    f"{INDEXED} EXCEPT SELECT device, id FROM about",  # noqa: S608 -- our own words
    f"SELECT device, id FROM about EXCEPT {INDEXED}",  # noqa: S608 -- our own words
)


@value(frozen=True, slots=True)
class FirstBroken:
    """The first entry that is not as it was written, and in words what is wrong with it.

    `after`: when the last sound entry before it was made; None where there is none.
    """

    id: int
    why: str
    after: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a walk through the book has shown.

    `count` sound entries from `first` to `last`; `vouched` of them are vouched for by the
    checkpoint, None where there is none.
    """

    count: int = 0
    first: Moment | None = None
    last: Moment | None = None
    vouched: int | None = None
    broken: FirstBroken | None = None


class _Walk:
    """One walk from the first entry to the last; remembers what the other tables must fit."""

    def __init__(self, upto: int, mark: int) -> None:
        self.last = 0
        self.tail = GENESIS
        self.first: Moment | None = None
        self.at: Moment | None = None
        self.upto = upto
        self.mark = mark
        self.marked = GENESIS
        """The hash of the entry that the checkpoint names."""
        self.bound: dict[str, str] = {}
        self.intents = Intents()

    def take(self, entry: Entry, kept: object) -> str:
        """Go on by one entry; return what is wrong with it, or nothing."""
        number = entry[0]
        if number != self.last + 1:
            return f"entry {self.last + 1} is missing"
        tail = link(self.tail, entry)
        if tail != kept:
            return f"entry {number} is not as it was written"
        self.tail, self.last, self.at = tail, number, entry[1]
        if self.first is None:
            self.first = entry[1]
        if number == self.mark:
            self.marked = tail
        self._remember(entry)
        return ""

    def _remember(self, entry: Entry) -> None:
        number, _, kind, device, decision, line = entry
        if kind == Bound.__name__:
            with contextlib.suppress(ValueError):
                body = read_body(kind, line)
                assert isinstance(body, Bound)  # noqa: S101 -- for the type checker
                self.bound[body.hardware] = body.device
        elif decision is not None and number <= self.upto:
            if kind == Decided.__name__:
                self.intents.begin(DecisionId(decision), DeviceId(str(device)))
            elif kind == Ended.__name__:
                self.intents.open.pop(DecisionId(decision), None)


def examine(connection: sqlite3.Connection, checkpoint: Path) -> Verified:
    """Walk through the book as it is at one moment, whoever goes on writing it."""
    try:
        # Before the book: it may have been moved on meanwhile, and must not be ahead of it.
        known = read_checkpoint(checkpoint)
    except ValueError as error:
        return Verified(broken=FirstBroken(0, f"the checkpoint cannot be read: {error}"))
    walk = _Walk(0, known.count if known else 0)
    broken: FirstBroken | None = None
    try:
        connection.execute("BEGIN")
        try:
            broken = _first_broken(connection, walk, known)
        finally:
            connection.execute("ROLLBACK")
    except (sqlite3.Error, ValueError, TypeError) as error:
        broken = FirstBroken(walk.last + 1, f"the file is damaged: {error}", walk.at)
    vouched = None if known is None else min(known.count, walk.last)
    return Verified(count=walk.last, first=walk.first, last=walk.at, vouched=vouched, broken=broken)


def missing_from(connection: sqlite3.Connection, known: Checkpoint) -> str:
    """Return what is wrong with the end of a book that a checkpoint vouched for, or nothing."""
    if not known.count:
        return ""
    row = connection.execute("SELECT hash FROM record WHERE id = ?", (known.count,)).fetchone()
    if row is None:
        last = connection.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()[0]
        return _cut(last, known)
    if row[0] != known.hash:
        return _replaced(known)
    return ""


def _cut(last: int, known: Checkpoint) -> str:
    return (
        f"entry {last + 1} is missing, and all after it: "
        f"the checkpoint vouches for entries up to {known.count}"
    )


def _replaced(known: Checkpoint) -> str:
    return f"entry {known.count} is not the one that the checkpoint vouches for"


def _first_broken(
    connection: sqlite3.Connection, walk: _Walk, known: Checkpoint | None
) -> FirstBroken | None:
    (walk.upto,) = connection.execute("SELECT upto FROM summary").fetchone()
    for *entry, kept in connection.execute(ENTRIES):
        number, at, kind, device, decision, line = entry
        why = walk.take((number, at, kind, device, decision, line), kept)
        if why:
            return FirstBroken(walk.last + 1 if "missing" in why else number, why, walk.at)
    if known is not None and known.count > walk.last:
        return FirstBroken(walk.last + 1, _cut(walk.last, known), walk.at)
    if known is not None and known.count and walk.marked != known.hash:
        return FirstBroken(known.count, _replaced(known), walk.at)
    beside = next(_beside(connection, walk), None)
    return None if beside is None else FirstBroken(walk.last + 1, beside, walk.at)


def _beside(connection: sqlite3.Connection, walk: _Walk) -> Iterator[str]:
    """Yield what is wrong with what a start reads beside the entries."""
    for key, _, _, sound in standing_rows(connection):
        if not sound:
            yield f"what stands as `{key}` is not as it was written"
    if dict(connection.execute("SELECT hardware, id FROM device")) != walk.bound:
        yield "the ids of devices are not as their entries say"
    if connection.execute("SELECT id, line FROM summary").fetchall() != [
        (1, walk.intents.summary())
    ]:
        yield "the summary of decisions is not as their entries say"
    for strays in STRAYS:
        for device, number in connection.execute(strays):
            yield f"the index of `{device}` does not fit entry {number}"
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        yield f"the file is damaged: {said}"
