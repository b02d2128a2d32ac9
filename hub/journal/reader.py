"""Reads the journal, from any process, whether the hub is up or down."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from hub.journal.chain import GENESIS, link
from hub.journal.file import FILE, open_to_read, readable
from hub.journal.lines import read_body
from rules.words.ids import DeviceId
from rules.words.records import Body, Noted
from rules.words.times import Moment

Row: TypeAlias = tuple[int, Moment, Body]
"""An entry: its number, when it was written, and what it says."""

NEWEST = 2**63 - 1
OF_DEVICE = """
id IN (
    SELECT id FROM (
        SELECT id FROM about WHERE device = :device AND id < :before
        ORDER BY id DESC LIMIT :limit
    )
    UNION ALL
    SELECT id FROM record WHERE device = :device AND id > (SELECT upto FROM summary)
) AND """


@dataclass(frozen=True, slots=True)
class FirstBroken:
    """The first entry that is not as it was written, and in words what is wrong with it."""

    id: int
    why: str


class JournalReader:
    """Looks into a journal and changes nothing; to be closed, or used in a `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open`."""
        self._path = path
        self._connection = connection

    @classmethod
    def open(cls, directory: Path) -> "JournalReader":
        """Open the journal of a state folder; raises `JournalUnreadable` with a sentence."""
        path = directory / FILE
        return cls(path, open_to_read(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def last_for(self, device: DeviceId, limit: int) -> list[Row]:
        """Return the last entries about a device, newest first."""
        return self.tail(limit, device=device)

    def tail(
        self, limit: int, before: int | None = None, device: DeviceId | None = None
    ) -> list[Row]:
        """Return the last entries, or the last before one, newest first."""
        which = "" if device is None else OF_DEVICE
        return self._rows(
            f"{which}id < :before ORDER BY id DESC LIMIT :limit",
            device=device,
            before=NEWEST if before is None else before,
            limit=limit,
        )

    def after(self, entry: int, limit: int = 1000) -> list[Row]:
        """Return the entries that follow one, oldest first."""
        return self._rows("id > :entry ORDER BY id LIMIT :limit", entry=entry, limit=limit)

    def verify(self) -> FirstBroken | None:
        """Walk the chain from its beginning, and return where it first breaks.

        It cannot show that the newest entries were cut off: that takes a hash kept elsewhere.
        """
        last, before = 0, GENESIS
        try:
            for *entry, kept in self._connection.execute(
                "SELECT id, at, kind, device, decision, body, hash FROM record ORDER BY id"
            ):
                number, at, kind, device, decision, body = entry
                if number != last + 1:
                    return FirstBroken(last + 1, f"entry {last + 1} is missing")
                before = link(before, (number, at, kind, device, decision, body))
                if before != kept:
                    return FirstBroken(number, f"entry {number} is not as it was written")
                last = number
        except sqlite3.Error as error:
            return FirstBroken(last + 1, f"the file is damaged: {error}")
        return None

    def _rows(self, which: str, **cells: str | int | None) -> list[Row]:
        with readable(self._path):
            sql = f"SELECT id, at, kind, device, body FROM record WHERE {which}"  # noqa: S608 -- our own words
            rows = self._connection.execute(sql, cells).fetchall()
        return [(number, at, _body(*said)) for number, at, *said in rows]


def _body(kind: str, device: str | None, line: str) -> Body:
    try:
        return read_body(kind, line)
    except ValueError:
        about = None if device is None else DeviceId(device)
        return Noted(text=f"an entry of the kind {kind} that cannot be read", device=about)
