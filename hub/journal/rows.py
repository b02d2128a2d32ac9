"""Rows of the journal's tables: how they are written together, and how one shows it is whole."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, TypeAlias

from hub.journal.lines import write_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hub.clock import ClockMark
    from hub.word import TakenWord
    from rules.words.effects import Standing

Cell: TypeAlias = str | float | bytes | None
Statement: TypeAlias = tuple[str, "Sequence[Cell]"]
Kept: TypeAlias = "Standing | TakenWord | ClockMark | None"
"""What may stand under a key; None: nothing does any more."""

MOST_ROWS: Final = 256
"""Rows of one statement. Each statement gives the interpreter lock away and must win it back."""
RECORDS: Final = ("INSERT INTO record", 7)
STANDING: Final = ("REPLACE INTO standing", 4)
DEVICES: Final = ("REPLACE INTO device", 2)


def kept(key: str, thing: "Kept") -> tuple[Cell, ...]:
    """Return the row of a standing thing; one that is forgotten stays empty until we tidy."""
    kind = line = None
    if thing is not None:
        kind, line = type(thing).__name__, write_line(thing)
    return key, kind, line, seal(key, kind, line)


def seal(key: object, kind: object, line: object) -> bytes:
    """Return what shows that a standing row is as it was written."""
    return blake2b(f"{key!r}\n{kind!r}\n{line}".encode(), digest_size=8).digest()


def standing_rows(
    connection: "sqlite3.Connection",
) -> Iterator[tuple[str, str | None, str | None, bool]]:
    """Yield key, kind and line of all that stands, and whether they are as they were written."""
    rows = connection.execute("SELECT key, kind, line, seal FROM standing").fetchall()
    for key, kind, line, sealed in rows:
        sound = sealed == seal(key, kind, line)
        if kind is not None or not sound:
            yield str(key), kind, line, sound


def rows(table: tuple[str, int], cells: list[Cell]) -> list[Statement]:
    """Return the fewest statements for some rows; their sizes are powers of two, to be reused."""
    verb, width = table
    statements: list[Statement] = []
    begin, left = 0, len(cells) // width
    while left:
        size = min(MOST_ROWS, 1 << (left.bit_length() - 1))
        end = begin + size * width
        statements.append((_statement(verb, width, size), cells[begin:end]))
        begin, left = end, left - size
    return statements


@cache
def _statement(verb: str, width: int, size: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{verb} VALUES {', '.join([row] * size)}"
