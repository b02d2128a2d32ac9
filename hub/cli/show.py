"""How commands print: in columns, and without anything that could steer a terminal."""

import json
from collections.abc import Sequence


def plain(text: object) -> str:
    """Return a text from outside as it may be printed."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table; the last column is as wide as it likes."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    return "\n".join(lines)


def as_json(content: object) -> str:
    """Return content for a script, on several lines."""
    return json.dumps(content, indent=2)


def text_in(content: object, *keys: str) -> str:
    """Return the text at the end of a path of keys; empty where there is none."""
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return "" if content is None else str(content)


def items_in(content: object, *keys: str) -> list[object]:
    """Return the list at the end of a path of keys; empty where there is none."""
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content if isinstance(content, list) else []


def clock_of(moment: str) -> str:
    """Return the clock of a moment in ISO form, as the home sees it: `22:10`."""
    return moment[11:16]
