"""The journal's file: where it lies, how it is laid out, and who may write it."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from hub.journal.rows import seal

FILE: Final = "journal.db"
LOCK: Final = "journal.lock"
APPLICATION: Final = 0x484F4D45
FORM: Final = 2
"""Which layout this is; a later one brings its own way from the one before."""

# `about` is the index of `record` by device; it is brought up to `summary.upto` when the writer is
# idle, since an index would make every single decision rewrite one page more.
LAYOUT: Final = """
CREATE TABLE record (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, kind TEXT NOT NULL, device TEXT, decision INTEGER,
    body TEXT NOT NULL, hash BLOB NOT NULL
);
CREATE TABLE about (device TEXT, id INTEGER, PRIMARY KEY (device, id)) WITHOUT ROWID;
CREATE TABLE standing (key TEXT PRIMARY KEY, kind TEXT, line TEXT, seal BLOB) WITHOUT ROWID;
CREATE TABLE device (hardware TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE summary (id INTEGER PRIMARY KEY, upto INTEGER NOT NULL, line TEXT NOT NULL);
INSERT INTO summary VALUES (1, 0, '[0, []]');
"""


class JournalUnreadable(Exception):  # noqa: N818 -- it is a sentence for people
    """The journal cannot be opened; the text says why, and what to do."""


class JournalInUse(JournalUnreadable):
    """Another hub has it open."""


def take_lock(directory: Path) -> TextIO:
    """Make the folder if need be and return the lock on it, held until it is closed."""
    path = directory / LOCK
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise JournalUnreadable(
            f"the state folder `{directory}` cannot be written: {error.strerror}: "
            "give it to the user that runs the hub, or name another folder with --state"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = lock.read().strip() or "unknown"
        lock.close()
        raise JournalInUse(
            f"another hub (process {owner}) already uses the state folder `{directory}`: "
            "stop it first, or name another folder with --state"
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def open_to_write(path: Path) -> sqlite3.Connection:
    """Return the journal, made if there is none; readable by its owner alone."""
    with readable(path):
        # The file is made here, since the files beside it take over its permissions.
        path.touch(mode=0o600)
        path.chmod(0o600)
        connection = _connect(path.absolute().as_uri())
        try:
            _lay_out(connection, path)
            _tune(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Return the journal for reading alone; the hub may be up or down."""
    if not path.exists():
        raise JournalUnreadable(
            f"there is no journal in `{path.parent}` yet: start the hub once, "
            "or name its state folder with --state"
        )
    with readable(path):
        connection = _connect(f"{path.absolute().as_uri()}?mode=ro")
        try:
            connection.execute("PRAGMA cache_size = -512")
            _check_form(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the file system and SQLite complain of into a sentence for people."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise JournalUnreadable(
            f"the journal `{path}` cannot be read: {error}: "
            "move it away to begin a new one, or put a copy back in its place"
        ) from error


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    # A damaged letter must not keep the rest from being read; the chain shows it.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _lay_out(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        # Small pages: a decision rewrites a few whole pages, and memory cards wear out.
        connection.execute("PRAGMA page_size = 2048")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"BEGIN; {LAYOUT} PRAGMA application_id = {APPLICATION}; "
            f"PRAGMA user_version = {FORM}; COMMIT;"
        )
        _sync_folder(path.parent)
        _sync_above(path.parent)
    if _marks(connection) == (APPLICATION, 1):
        _seal_what_stands(connection)
    _check_form(connection, path)


def _seal_what_stands(connection: sqlite3.Connection) -> None:
    """Bring a journal of form 1 to form 2, in which standing rows show that they are whole."""
    standing = connection.execute("SELECT key, kind, line FROM standing").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ALTER TABLE standing ADD COLUMN seal BLOB")
    connection.executemany(
        "UPDATE standing SET seal = ? WHERE key = ?", [(seal(*row), row[0]) for row in standing]
    )
    connection.execute("PRAGMA user_version = 2")
    connection.execute("COMMIT")


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return application, form


def _check_form(connection: sqlite3.Connection, path: Path) -> None:
    application, form = _marks(connection)
    if application != APPLICATION:
        raise JournalUnreadable(
            f"`{path}` is not a journal of Homerule: move it away, "
            "or name another state folder with --state"
        )
    if form < FORM:
        raise JournalUnreadable(
            f"the journal `{path}` has form {form} and this version reads form {FORM}: "
            "start the hub once, which brings it up to date"
        )
    if form != FORM:
        raise JournalUnreadable(
            f"the journal `{path}` has form {form} and this version reads form {FORM}: "
            "install the version that wrote it, or move the file away to begin a new one"
        )


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # The writer moves the log into the file when it is idle, never in the middle of a commit.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA journal_size_limit = 8388608")
    # What is written goes to a few pages at the end; the system keeps the others anyway.
    connection.execute("PRAGMA cache_size = -256")


def _sync_above(directory: Path) -> None:
    """Make sure that the folder itself is found again: it may have been made just now."""
    for above in directory.absolute().parents:
        # One that we may not read was not made by us.
        with suppress(OSError):
            _sync_folder(above)


def _sync_folder(directory: Path) -> None:
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
