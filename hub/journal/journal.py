"""The journal as the hub uses it: commits from the loop without blocking it, one writer thread."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, TextIO, TypeAlias

from hub.clock import ClockMark
from hub.journal.checkpoint import FILE as CHECKPOINT
from hub.journal.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from hub.journal.file import FILE, open_to_write, readable, take_lock
from hub.journal.ledger import CLOCK, WORD, Batch, Ledger
from hub.journal.lines import read_body, read_mark, read_standing, read_word
from hub.journal.rows import standing_rows
from hub.journal.trust import Trust
from hub.journal.verify import missing_from
from rules.words.effects import Standing
from rules.words.ids import DecisionId, DeviceId, HardwareId
from rules.words.records import Body
from rules.words.times import Moment

Done: TypeAlias = Callable[[BaseException | None], None]

MOST_BATCHES = 256
"""Batches of one transaction, so that the first of many need not wait for all."""
QUIET_SECONDS = 1.0
"""After this long without a batch the writer tidies."""


class Journal:
    """Writes what happened, and knows at a start what stood at the end."""

    def __init__(self, path: Path, lock: TextIO) -> None:
        """Use `open`, which takes the lock first."""
        self._path = path
        self._lock = lock
        self._connection = open_to_write(path)
        try:
            with readable(path):
                self._ledger = Ledger(self._connection)
                self._missing = self._look_for_a_cut(path.with_name(CHECKPOINT))
        except BaseException:
            self._connection.close()
            raise
        self._queue: SimpleQueue[tuple[Batch, Done] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._started = False
        self._closed = False
        self._writing = threading.Lock()
        self._trust = Trust()
        self._handed_over = 0
        """Batches that the writer's thread was given and that were not told of yet."""
        self._asked_to_tidy = False

    @classmethod
    def open(cls, directory: Path) -> "Journal":
        """Open the journal of a state folder, made if there is none. Blocks; before the loop.

        Raises `JournalUnreadable` with a sentence for people.
        """
        lock = take_lock(directory)
        try:
            return cls(directory / FILE, lock)
        except BaseException:
            lock.close()
            raise

    # what stood at the end: to be asked before `start`

    def standing(self) -> tuple[Standing, ...]:
        """Return the freezes, overrides and holds that were last kept."""
        return tuple(thing for _, thing in self._kept() if thing is not None)

    def clock_mark(self) -> ClockMark | None:
        """Return what the clock was ahead when the hub last looked, if that can be read."""
        with readable(self._path):
            found = [row for row in standing_rows(self._connection) if row[0] == CLOCK]
        return next((read_mark(line) for _, _, line, sound in found if line and sound), None)

    def taken(self) -> dict[int, str]:
        """Return by number the words of people that were taken and may be sent again.

        One that cannot be read acts again: to pass over a person's freeze would be worse.
        """
        with readable(self._path):
            found = [row for row in standing_rows(self._connection) if row[0].startswith(WORD)]
        marks = {key: read_word(line) for key, _, line, sound in found if line and sound}
        return {int(key.removeprefix(WORD)): mark for key, mark in marks.items() if mark}

    def doubts(self) -> tuple[str, ...]:
        """Return the keys of what was kept and cannot be read any more.

        In doubt the hub freezes the house; it then forgets these keys.
        """
        return tuple(key for key, thing in self._kept() if thing is None)

    def bindings(self) -> dict[HardwareId, DeviceId]:
        """Return the device id of every hardware that was ever bound."""
        with readable(self._path):
            rows = self._connection.execute("SELECT hardware, id FROM device").fetchall()
        return {HardwareId(hardware): DeviceId(device) for hardware, device in rows}

    def next_decision(self) -> DecisionId:
        """Return the number after the last decision that was ever written."""
        return DecisionId(self._ledger.intents.last + 1)

    def open_decisions(self) -> Mapping[DecisionId, DeviceId]:
        """Return the decisions that have no end.

        The hub closes as unknown those whose claims are gone or may have acted; what they wished
        is never sent again.
        """
        return dict(self._ledger.intents.open)

    def recent(self, since: Moment) -> Iterator[Body]:
        """Yield what was decided since a moment and how it ended, newest first."""
        with readable(self._path):
            before = self._connection.execute(
                "SELECT id FROM record WHERE at < ? ORDER BY id DESC LIMIT 1", (since,)
            ).fetchone()
            rows = self._connection.execute(
                "SELECT kind, body FROM record WHERE id > ? "
                "AND kind IN ('Decided', 'Ended', 'ClaimEnded') ORDER BY id DESC",
                (before[0] if before else 0,),
            ).fetchall()
        for kind, line in rows:
            with contextlib.suppress(ValueError):
                # What cannot be read makes no claim; the chain of hashes shows it.
                yield read_body(kind, line)

    def cut_off(self) -> str:
        """Return what is wrong with the end of the book, as a sentence; empty if it is whole."""
        return self._missing

    def last_moment(self) -> Moment:
        """Return when the last record was made; 0 where there is none."""
        with readable(self._path):
            last = self._connection.execute(
                "SELECT at FROM record ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return float(last[0]) if last else 0.0

    def ever(self, kind: type[Body]) -> bool:
        """Say whether a record of this kind was ever written. Looks through the whole book."""
        with readable(self._path):
            found = self._connection.execute(
                "SELECT 1 FROM record WHERE kind = ? LIMIT 1", (kind.__name__,)
            ).fetchone()
        return found is not None

    # writing

    def start(self, loop: asyncio.AbstractEventLoop, *, by_hand: bool = False) -> None:
        """Begin to write; `done` of every commit will be called in this loop.

        `by_hand`: no thread writes what is handed over, but whoever calls `write_waiting`; so
        that it can be tried what happens when the disk takes its time.
        """
        self._loop = loop
        self._started = True
        if not by_hand:
            self._thread = threading.Thread(target=self._write_on, name="journal", daemon=True)
            self._thread.start()

    @property
    def idle(self) -> bool:
        """Say whether nothing waits to be written."""
        return self._queue.empty()

    def write_waiting(self) -> None:
        """Write what was handed over and waits, if anything does."""
        if not self.idle:
            self._write_batches(self._queue.get())

    def commit(self, batch: Batch, done: Done) -> None:
        """Have a batch written; `done` is called once it is, or with why it is not.

        Where a record is durable, `done` waits for the disk as well, and so do all after it.
        Without one it may be called before this returns.
        """
        if self._closed:
            raise RuntimeError("the journal is closed")
        if not self._write_here(batch, done):
            self._handed_over += 1
            self._queue.put((batch, done))

    def _write_here(self, batch: Batch, done: Done) -> bool:
        """Write at once, in the loop's thread, what needs no wait for the disk.

        To hand a decision to another thread and back takes longer than to write it. As soon as
        one write is slow, the writer's thread gets all of them for a while.
        """
        if not self._started:
            return False
        now = self._loop.time
        if batch.durable or not self._trust.holds(began := now()):
            return False
        # None may overtake what the other thread has and has not told yet.
        if self._handed_over or not self._writing.acquire(blocking=False):
            return False
        self._trust.begins(began)
        try:
            error = self._ledger.write((batch,))[0]
        finally:
            self._writing.release()
        self._trust.ends(now())
        if self._ledger.wants_tidying and not self._asked_to_tidy:
            # The writer's thread sleeps until something is put before it. It is not handed over:
            # what comes next need not wait for it.
            self._asked_to_tidy = True
            self._queue.put(_WAKES)
        done(error)
        return True

    def close(self) -> None:
        """Write what is waiting, and let go of the file. Blocks until it is on the disk."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
        else:
            self.write_waiting()
        self._ledger.close()
        self._lock.close()

    def _write_on(self) -> None:
        while True:
            try:
                first = self._queue.get(
                    timeout=QUIET_SECONDS if self._ledger.wants_tidying else None
                )
            except Empty:
                self._tidy()
                continue
            if not self._write_batches(first):
                return

    def _tidy(self) -> None:
        """Tidy, which waits for the disk: never in the loop's thread."""
        with self._writing:
            self._ledger.tidy()
        self._asked_to_tidy = False

    def _write_batches(self, first: tuple[Batch, Done] | None) -> bool:
        """Write what is waiting in one transaction; return whether there will be more."""
        batches: list[Batch] = []
        dones: list[Done] = []
        entry = first
        while entry is not None:
            if entry is not _WAKES:
                batches.append(entry[0])
                dones.append(entry[1])
            if len(batches) == MOST_BATCHES or self._queue.empty():
                break
            entry = self._queue.get()
        if batches:
            with self._writing:
                errors = self._ledger.write(batches)
            # A loop that has ended has nobody left who waits.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._tell, zip(dones, errors, strict=True))
        if self._ledger.must_tidy:
            self._tidy()
        return entry is not None

    def _tell(self, outcomes: Iterator[tuple[Done, BaseException | None]]) -> None:
        try:
            for done, error in outcomes:
                self._handed_over -= 1
                done(error)
        except BaseException:
            # One that fails must not keep the others waiting for ever.
            self._loop.call_soon(self._tell, outcomes)
            raise

    def _look_for_a_cut(self, path: Path) -> str:
        """Compare the end of the book with what was vouched for, and vouch for it from now on."""
        self._ledger.checkpoint = path
        try:
            known = read_checkpoint(path)
        except ValueError as error:
            return f"the checkpoint of the journal cannot be read: {error}"
        if known is None:
            write_checkpoint(path, Checkpoint(*self._ledger.end()))
            return ""
        return missing_from(self._connection, known)

    def _kept(self) -> list[tuple[str, Standing | None]]:
        with readable(self._path):
            every = standing_rows(self._connection)
            rows = [row for row in every if row[0] != CLOCK and not row[0].startswith(WORD)]
        return [(key, _standing(kind, line) if sound else None) for key, kind, line, sound in rows]


def _nothing(_error: BaseException | None) -> None:
    """Be told, and leave it at that."""


_WAKES: Final[tuple[Batch, Done]] = (Batch(), _nothing)
"""Put before the writer's thread so that it tidies once it is quiet; it is nobody's."""


def _standing(kind: str | None, line: str | None) -> Standing | None:
    try:
        return read_standing(str(kind), str(line))
    except ValueError:
        return None
