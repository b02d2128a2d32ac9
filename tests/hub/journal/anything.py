"""Hypothesis makes any value of our words, with every field filled, by the types they declare."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

SIMPLE: dict[object, st.SearchStrategy[object]] = {
    str: st.text(max_size=8),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    type(None): st.none(),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a declared type."""
    hint = getattr(hint, "__supertype__", hint)
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = {field.name: anything(hints[field.name]) for field in fields(hint)}
        return st.builds(hint, **parts)  # type: ignore[arg-type]  # any of our values
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    origin, parts_of = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of(*map(anything, parts_of))
    if origin is Mapping:
        return st.dictionaries(anything(parts_of[0]), anything(parts_of[1]), max_size=3)
    if origin is tuple:
        return st.lists(anything(parts_of[0]), max_size=3).map(tuple)
    # One member at most: the order of more is nobody's promise.
    return st.frozensets(anything(parts_of[0]), max_size=1)
