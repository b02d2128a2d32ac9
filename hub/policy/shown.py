"""Shows a piece of a file in an error, short and on one line."""

from typing import Final

from hub.policy.yaml_lines import Node, Row, Table

LONGEST: Final = 60
MOST: Final = 6


def shown(node: Node) -> str:
    """Return what was written, as a person would recognise it."""
    match node:
        case None:
            return "nothing"
        case "":
            return '""'
        case bool():
            return "true" if node else "false"
        case Table():
            return _cut("{ " + ", ".join(f"{key}: ..." for key in list(node)[:MOST]) + " }")
        case Row():
            return _cut("[" + ", ".join(map(_entry, node[:MOST])) + "]")
        case _:
            return _cut(str(node))


def _entry(node: Node) -> str:
    return "..." if isinstance(node, Table | Row) else shown(node)


def _cut(text: str) -> str:
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}..."
