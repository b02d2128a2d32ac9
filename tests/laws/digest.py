"""A digest of all that the house says in some histories, to be compared between processes."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256

from tests.laws import told
from tests.laws.sameness import said_in


def digest() -> str:
    """Return one line that differs as soon as one decision, command or record does."""
    histories = (*told.LATE, *told.HANDS, *told.ENDS, *told.TOGETHER)
    return sha256(repr([plain(said_in(history)) for history in histories]).encode()).hexdigest()


def plain(thing: object) -> object:
    """Return a value without what has no order: sets and mappings are sorted."""
    if is_dataclass(thing):
        return (
            type(thing).__name__,
            [plain(getattr(thing, field.name)) for field in fields(thing)],
        )
    if isinstance(thing, Mapping):
        return sorted((str(key), repr(plain(value))) for key, value in thing.items())
    if isinstance(thing, set | frozenset):
        return sorted(map(repr, thing))
    return [plain(one) for one in thing] if isinstance(thing, list | tuple) else repr(thing)
