"""Reads lists, groups and choices; every fault in them is found, not only the first."""

from collections.abc import Iterable, Mapping, Sequence

from hub.policy.errors import Misread, all_of, guess, listed
from hub.policy.references import Known, Read
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Row, Table


def list_of(read: Read) -> Read:
    """Return how a list is read of which every entry is of one sort."""

    def read_list(node: Node, known: Known) -> tuple[object, ...]:
        if not isinstance(node, Row):
            hint = f"; write [{shown(node)}]" if isinstance(node, str) else ""
            raise Misread(f"not a list: {shown(node)}{hint}")
        return _entries(node, known, [read] * len(node))

    return read_list


def row_of(reads: Sequence[Read]) -> Read:
    """Return how a list is read in which every place has its own sort."""

    def read_row(node: Node, known: Known) -> tuple[object, ...]:
        if not isinstance(node, Row) or len(node) != len(reads):
            raise Misread(f"not a list of {len(reads)}: {shown(node)}")
        return _entries(node, known, reads)

    return read_row


def _entries(row: Row, known: Known, reads: Iterable[Read]) -> tuple[object, ...]:
    pairs = enumerate(zip(row, reads, strict=True), start=1)
    return tuple(all_of(pairs, lambda _, pair: pair[1](pair[0], known)))


def group_of(read_key: Read, read_value: Read) -> Read:
    """Return how a group is read whose keys are the household's own."""

    def read_group(node: Node, known: Known) -> dict[object, object]:
        if not isinstance(node, Table):
            raise Misread(f"not a group such as {{ name: value }}: {shown(node)}")
        return dict(
            all_of(
                node.items(),
                lambda key, inner: (read_key(key, known), read_value(inner, known)),
            )
        )

    return read_group


def choice(choices: Mapping[str, object]) -> Read:
    """Return how one of some words is read."""

    def read_choice(node: Node, known: Known) -> object:
        del known
        if isinstance(node, str) and node in choices:
            return choices[node]
        written = shown(node)
        raise Misread(f"not {listed(choices)}: {written}{guess(written, choices)}")

    return read_choice


def first_of(sorts: Sequence[tuple[str, Read]]) -> Read:
    """Return how a value is read that may be of several sorts, each with what people call it."""

    def read_first(node: Node, known: Known) -> object:
        for _, read in sorts:
            try:
                return read(node, known)
            except Misread as misread:
                within = any(fault.steps or fault.key for fault in misread.faults)
                if misread.sure or within or len(sorts) == 1:
                    raise
        raise Misread(f"not {listed(noun for noun, _ in sorts)}: {shown(node)}")

    return read_first


def unless_nothing(read: Read) -> Read:
    """Return how a value is read that may be left open."""
    return lambda node, known: None if node is None else read(node, known)
