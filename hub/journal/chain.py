"""The hash chain: each entry vouches for all entries before it."""

from hashlib import blake2b
from typing import Final, TypeAlias

from rules.words.times import Moment

Entry: TypeAlias = tuple[int, Moment, str, str | None, int | None, str]
"""Number, when, kind, device, decision and the line itself, as they stand in the file."""

GENESIS: Final = bytes(32)
"""What the first entry is chained to. Pruning will keep the hash of the last entry it removes."""


def link(before: bytes, entry: Entry) -> bytes:
    """Return the hash of an entry that follows the one with the hash `before`.

    A line holds no line break and neither does a quoted device, so no two entries look alike.
    """
    number, at, kind, device, decision, line = entry
    text = f"{number}\n{at!r}\n{kind}\n{decision}\n{device!r}\n{line}"
    return blake2b(before + text.encode(), digest_size=32).digest()
