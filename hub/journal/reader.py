"""Reads the journal, from any process, whether the hub is up or down."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from hub.journal.checkpoint import FILE as CHECKPOINT
from hub.journal.file import FILE, open_to_read, readable
from hub.journal.lines import STANDING, read_body, read_standing
from hub.journal.rows import standing_rows
from hub.journal.verify import FirstBroken, Verified, examine
from rules.words.effects import Standing
from rules.words.ids import DeviceId, HardwareId
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

    def bindings(self) -> dict[HardwareId, DeviceId]:
        """Return the device id of every hardware that was ever bound."""
        with readable(self._path):
            rows = self._connection.execute("SELECT hardware, id FROM device").fetchall()
        return {HardwareId(hardware): DeviceId(device) for hardware, device in rows}

    def standing(self) -> Iterator[Standing]:
        """Yield what people hold and have placed, as it was last kept and as far as it is sound."""
        with readable(self._path):
            found = [row for row in standing_rows(self._connection) if row[1] in STANDING]
        for _, kind, line, sound in found:
            if sound and kind is not None and line is not None:
                with suppress(ValueError):
                    yield read_standing(kind, line)

    def newest(self) -> int:
        """Return the number of the last entry; 0 where there is none."""
        with readable(self._path):
            found = self._connection.execute("SELECT max(id) FROM record").fetchone()
        return int(found[0] or 0)

    def first_since(self, moment: Moment) -> int:
        """Return the number of the first entry since a moment, without a walk to it.

        Entries stand in the order of time, but for hours in which a clock was set.
        """
        first, end = 1, self.newest() + 1
        while first < end:
            middle = (first + end) // 2
            with readable(self._path):
                found = self._connection.execute(
                    "SELECT at FROM record WHERE id >= ? ORDER BY id LIMIT 1", (middle,)
                ).fetchone()
            if found[0] < moment:
                first = middle + 1
            else:
                end = middle
        return first

    def every(self, kind: type[Body]) -> list[Row]:
        """Return all entries of one kind, oldest first. Looks through the whole book."""
        return self._rows("kind = :kind ORDER BY id", kind=kind.__name__)

    def examine(self) -> Verified:
        """Walk the whole book and all that was made of it; say where it first breaks.

        The newest entries, behind the last checkpoint, vouch for each other only: that some of
        them were cut off cannot be seen.
        """
        return examine(self._connection, self._path.with_name(CHECKPOINT))

    def verify(self) -> FirstBroken | None:
        """Return where the book first breaks, if it does."""
        return self.examine().broken

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
