"""The disk: real SQLite files in memory, and what a kill or a power cut leaves of them."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from hub.journal import Batch, Journal
from hub.journal import file as file_module
from hub.journal import journal as journal_module
from hub.journal.checkpoint import FILE as CHECKPOINT
from hub.journal.file import FILE
from hub.journal.ledger import Ledger
from hub.journal.lines import read_body
from rules.words.records import Body

WAL = f"{FILE}-wal"
FULL = 2


class Killed(BaseException):
    """The process ends in this very moment; nobody in it can do anything about it."""


class WatchedConnection(sqlite3.Connection):
    """The real connection; it knows whether what is committed is also synced."""

    level = FULL

    def executescript(self, sql_script: str, /) -> sqlite3.Cursor:
        """Run it, and look at what it made of that."""
        done = super().executescript(sql_script)
        (self.level,) = self.execute("PRAGMA synchronous").fetchone()
        return done


def _connect(uri: str) -> sqlite3.Connection:
    # Nobody else opens these files, so what SQLite shares with others stays in its own memory.
    return sqlite3.connect(
        f"{uri}?vfs=unix-excl",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=WatchedConnection,
    )


def _size(path: str) -> int:
    """Return how long a file is; -1 where there is none. A run asks often, and `Path` is slow."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 -- see above
    except FileNotFoundError:
        return -1


class WatchedLedger(Ledger):
    """The real ledger; it knows how much of its log is on the disk, and where to die."""

    __slots__ = ("_path", "bomb", "fails", "log", "synced", "tidied", "wrote")

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Start with all of it on the disk."""
        super().__init__(connection)
        (path,) = [row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"]
        self._path: str = path
        self.log = f"{path}-wal"
        self.synced = max(0, _size(self.log))
        self.tidied = False
        self.bomb = ""
        """When to die at the next write: `before` or `after` it; empty: not."""
        self.fails = False
        self.wrote: Callable[[], None] = lambda: None

    def _write(self, batches: Sequence[Batch]) -> None:
        """Write, as far as the disk and life let it."""
        if self.bomb == "before":
            raise Killed
        if self.fails:
            raise sqlite3.OperationalError("disk I/O error")
        super()._write(batches)
        self.wrote()
        assert isinstance(self._connection, WatchedConnection)
        if self._connection.level >= FULL:
            self.synced = _size(self.log)
        if self.bomb:
            raise Killed

    def written(self, kinds: Iterable[type[Body]]) -> Iterator[Body]:
        """Yield the records of some kinds, as they stand in the file, oldest first."""
        names = ", ".join(f"'{kind.__name__}'" for kind in kinds)
        which = f"SELECT kind, body FROM record WHERE kind IN ({names}) ORDER BY id"  # noqa: S608 -- our own words
        return (read_body(kind, line) for kind, line in self._connection.execute(which))

    def tidy(self) -> None:
        """Move the log into the file; what is written then takes the place of what was."""
        super().tidy()
        self.tidied = True

    def close(self) -> None:
        """Let go of the file as it is: whoever was killed tidied nothing.

        SQLite tidies a file that it closes, unless it finds it gone.
        """
        with suppress(FileNotFoundError):
            os.unlink(self._path)  # noqa: PTH108 -- as `_size`
        self._connection.close()


@contextmanager
def _watched() -> Iterator[None]:
    """Let a journal that is opened in this block have the real parts, watched."""
    places = ((journal_module, "Ledger", WatchedLedger), (file_module, "_connect", _connect))
    before = [vars(module)[name] for module, name, _ in places]
    for module, name, watched in places:
        vars(module)[name] = watched
    try:
        yield
    finally:
        for (module, name, _), real in zip(places, before, strict=True):
            vars(module)[name] = real


class Disk:
    """Folders for the state of one household, one for each life of its hub."""

    def __init__(self, folder: Path, template: Path) -> None:
        """Begin with a journal in which nothing stands yet."""
        self._folder = folder
        self._lives = 0
        self.state = folder / "0"
        self.state.mkdir(parents=True)
        for name in (FILE, CHECKPOINT):
            shutil.copyfile(template / name, self.state / name)

    def open(self) -> tuple[Journal, WatchedLedger]:
        """Open the journal that is there."""
        with _watched():
            journal = Journal.open(self.state)
        ledger = journal._ledger
        assert isinstance(ledger, WatchedLedger)
        return journal, ledger

    def ends(self, ledger: WatchedLedger, dice: Random, *, cut: bool) -> None:
        """Keep what a kill leaves; with `cut`, what is left when the power goes."""
        self._lives += 1
        before, self.state = self.state, self._folder / str(self._lives)
        self.state.mkdir()
        for name in (FILE, WAL, CHECKPOINT):
            with suppress(FileNotFoundError):
                os.rename(f"{before}/{name}", f"{self.state}/{name}")  # noqa: PTH104 -- as `_size`
        log = f"{self.state}/{WAL}"
        if cut and not ledger.tidied and (size := _size(log)) >= 0:
            # What was not synced may be there, or not, or in part.
            os.truncate(log, dice.randint(min(ledger.synced, size), size))

    def spoil(self, dice: Random) -> bool:
        """Make something that stands unreadable; return whether there was something."""
        connection = sqlite3.connect(self.state / FILE, isolation_level=None)
        keys = connection.execute(
            "SELECT key FROM standing WHERE kind NOT IN ('ClockMark')"
        ).fetchall()
        if keys:
            (key,) = dice.choice(sorted(keys))
            connection.execute("UPDATE standing SET line = '{\"oops\"' WHERE key = ?", (key,))
        connection.close()
        return bool(keys)


def template(folder: Path) -> Path:
    """Return a folder with a fresh journal, to be copied for each world."""
    Journal.open(folder).close()
    return folder
