"""The numbers in an entry of the household file: what a person may change without writing YAML.

Rule 1: only what is a quantity, a time of day or a time of the sun; who and what is meant stays.
Rule 2: what comes of it is read and judged like any other file, so nothing here need be trusted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hub.policy.canonical import as_written, tree
from hub.policy.yaml_lines import Node, Row, Table
from rules.words.value import value

QUANTITY: Final = re.compile(
    r"\d+(\.\d+)?\s*(%|k|s|min|h|d|lux|seconds?|minutes?|hours?|days?)?(\s+\d+\s*(s|min|h))*",
    re.IGNORECASE,
)
CLOCK: Final = re.compile(r"\d{1,2}:\d{2}")
SUN: Final = re.compile(r"(dawn|sunrise|sunset|dusk)(\s*[+-]\s*\d+\s*(min|h))?")
NAMES: Final = frozenset(
    {
        "area",
        "areas",
        "device",
        "devices",
        "kind",
        "lamps",
        "owner",
        "purpose",
        "review",
        "sensors",
        "who",
    }
)
"""Keys whose values mean somebody or something, even where that is called `2`."""
LONGEST: Final = 32


class NoSuchNumber(Exception):  # noqa: N818 -- it is a sentence for people
    """Somebody would change what is no number of this entry."""


@value(frozen=True, slots=True)
class Number:
    """One of them: where it stands, `at_most` or `between.0`, and how it is written."""

    path: str
    text: str


def numbers(entry: Node) -> list[Number]:
    """Return the numbers of an entry, in the order of the file."""
    return [*_numbers("", entry)] if isinstance(entry, Table) else []


def with_numbers(root: Table, section: str, name: str, wanted: Mapping[str, str]) -> Table:
    """Return a file with other numbers in one entry; raises `NoSuchNumber`."""
    fresh = tree(as_written(root))
    entries = fresh.get(section)
    entry = entries.get(name) if isinstance(entries, Table) else None
    known = {number.path for number in numbers(entry)}
    for path, text in wanted.items():
        if path not in known or entry is None:
            raise NoSuchNumber(f"`{section}.{name}` has no number `{path}`")
        _put(entry, path.split("."), text)
    return fresh


def _numbers(path: str, node: Node) -> Iterator[Number]:
    match node:
        case dict():
            for key, inner in node.items():
                if key not in NAMES:
                    yield from _numbers(f"{path}.{key}" if path else key, inner)
        case list():
            for index, inner in enumerate(node):
                yield from _numbers(f"{path}.{index}", inner)
        case bool() | None:
            return
        case _:
            text = str(node)
            if any(form.fullmatch(text) for form in (QUANTITY, CLOCK, SUN)):
                yield Number(path, text)


def _put(node: Node, path: list[str], text: str) -> None:
    first, *rest = path
    if isinstance(node, Row):
        if rest:
            _put(node[int(first)], rest, text)
        else:
            node[int(first)] = _like(node[int(first)], text)
    elif isinstance(node, Table):
        if rest:
            _put(node[first], rest, text)
        else:
            node[first] = _like(node[first], text)


def _like(before: Node, text: str) -> Node:
    """Return a text as the sort of thing that stood there: a plain number stays one."""
    plain = text.strip()
    if isinstance(before, int | float) and re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain) if "." in plain else int(plain)
    return plain
