"""The checkpoint: how far the book went when it was last safe, kept apart from the book."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from rules.words.value import value

FILE: Final = "journal.checkpoint"


@value(frozen=True, slots=True)
class Checkpoint:
    """The number and the hash of an entry that was on the disk for sure."""

    count: int
    hash: bytes


def read_checkpoint(path: Path) -> Checkpoint | None:
    """Return what was last vouched for, None where nothing was; a ValueError where it is spoilt."""
    try:
        said = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(str(error.strerror)) from error
    body, _, kept = said.rstrip("\n").rpartition(" ")
    count, _, tail = body.partition(" ")
    if _sum(body) != kept or not said.endswith("\n"):
        raise ValueError("it is not as it was written")
    return Checkpoint(int(count), bytes.fromhex(tail))


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Put a new checkpoint in the place of the old one; a power cut leaves one of the two."""
    body = f"{checkpoint.count} {checkpoint.hash.hex()}"
    fresh = path.with_suffix(".new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{body} {_sum(body)}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sum(body: str) -> str:
    return blake2b(body.encode(), digest_size=8).hexdigest()
