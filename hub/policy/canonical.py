"""The canonical form of a household file: what it says, without how it is written."""

import json
from hashlib import blake2b
from typing import Final

from hub.policy.yaml_lines import Node, Row, Table

FINGERPRINT_BYTES: Final = 16


def canonical(root: Table) -> str:
    """Return what a file says: comments, quotes and the order of keys are no part of it."""
    return json.dumps(root, sort_keys=True, separators=(",", ":"))


def as_written(root: Table) -> str:
    """Return the same in the order of the file, in which the page shows the rooms."""
    return json.dumps(root, separators=(",", ":"))


def fingerprint(root: Table) -> str:
    """Return the hash by which a policy is known."""
    return blake2b(canonical(root).encode(), digest_size=FINGERPRINT_BYTES).hexdigest()


def tree(text: str) -> Table:
    """Return what `as_written` wrote, as the reader of a file gives it; a ValueError if it is none.

    Its lines are all 0: there is no file to look them up in.
    """
    root = as_node(json.loads(text))
    if not isinstance(root, Table):
        raise ValueError("not a group of keys")  # noqa: TRY004 -- to the reader it is one mistake
    return root


def as_node(said: object) -> Node:
    """Return plain data as the reader of a file gives it; a ValueError if it is none."""
    match said:
        case dict():
            table = Table()
            for key, value in said.items():
                table[key], table.lines[key] = as_node(value), 0
            return table
        case list():
            row = Row()
            for entry in said:
                row.append(as_node(entry))
                row.lines.append(0)
            return row
        case str() | bool() | int() | float() | None:
            return said
        case _:
            raise ValueError(f"not a value: {said!r}")
