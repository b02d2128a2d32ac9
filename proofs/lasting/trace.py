"""Reads what the witness wrote down: what the hub did to its files and said over its sockets."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from struct import Struct
from typing import Final

HEAD: Final = Struct("=B3xiiIqQ")
"""`struct head` of witness.c."""


class Kind(IntEnum):
    """What happened; `enum kind` of witness.c."""

    STARTED = 1
    OPENED = 2
    WROTE = 3
    TRUNCATED = 4
    SYNCING = 5
    SYNCED = 6
    CLOSED = 7
    REMOVED = 8
    RENAMED = 9
    MADE_FOLDER = 10
    RECEIVED = 11
    SENT = 12


@dataclass(frozen=True, slots=True)
class Happening:
    """One call of the hub. `offset` is what opening was asked for, and what truncating left."""

    kind: Kind
    file: int
    thread: int
    offset: int
    name: str
    data: bytes


def read_trace(path: Path) -> list[Happening]:
    """Return what happened, in order; one that was cut short by the end of the hub is left out."""
    return list(_happenings(path.read_bytes()))


def _happenings(raw: bytes) -> Iterator[Happening]:
    at = 0
    while at + HEAD.size <= len(raw):
        kind, file, thread, name_length, offset, length = HEAD.unpack_from(raw, at)
        begin = at + HEAD.size + name_length
        at = begin + length
        if at > len(raw):
            return
        name = raw[begin - name_length : begin].decode(errors="surrogateescape")
        yield Happening(Kind(kind), file, thread, offset, name, raw[begin:at])
