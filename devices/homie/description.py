"""What a Homie device says of itself: its nodes and their properties, in either edition."""

import re
from collections.abc import Mapping
from typing import Final

from devices.plain import plain
from devices.said import Fields, fields_in, number_of, object_of, text_of
from rules.words.value import value

MOST_NODES: Final = 64
MOST_PROPERTIES: Final = 256
"""Of all nodes together."""
MOST_OPTIONS: Final = 64
ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
NUMBERS: Final = frozenset({"integer", "float", "percent"})


@value(frozen=True, slots=True, kw_only=True)
class Property:
    """One property; `low` and `high` are the range of its numbers, if it has one."""

    node: str
    id: str
    datatype: str
    settable: bool = False
    retained: bool = True
    unit: str = ""
    format: str = ""
    fifth: bool = False
    """Whether it is of the fifth edition, which writes the space of a colour before it."""

    @property
    def place(self) -> str:
        """Return where its value stands below its device."""
        return f"{self.node}/{self.id}"

    @property
    def is_number(self) -> bool:
        """Say whether its values are numbers."""
        return self.datatype in NUMBERS

    @property
    def options(self) -> tuple[str, ...]:
        """Return the values of an enumeration."""
        if self.datatype != "enum":
            return ()
        return tuple(plain(one) for one in self.format.split(",")[:MOST_OPTIONS] if one.strip())

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Return the range of its numbers; percent have one even if none is named."""
        parts = self.format.split(":")
        found = [number_of(part) if part.strip() else None for part in parts[:2]]
        match found:
            case [int() | float() as low, int() | float() as high] if low < high:
                return low, high
            case _:
                return (0, 100) if self.unit == "%" or self.datatype == "percent" else None


@value(frozen=True, slots=True)
class Node:
    """One part of a device."""

    id: str
    name: str
    type: str
    properties: tuple[Property, ...]


@value(frozen=True, slots=True)
class Description:
    """All that a device says of itself. `root`: the device through which it is reached."""

    name: str
    nodes: tuple[Node, ...]
    root: str = ""


def read_fifth(payload: bytes) -> Description:
    """Read a `$description` of the fifth edition.

    Raises:
        ValueError: it cannot be used, and why.
    """
    said = fields_in(payload)
    if said is None:
        raise ValueError("not readable as a description: it is no JSON object, or too long")
    version = text_of(said.get("homie"))
    if not version.startswith("5"):
        raise ValueError(f"its homie is `{plain(version)}`, not `5.0`")
    named = object_of(said.get("nodes")) or {}
    nodes: list[Node] = []
    left = MOST_PROPERTIES
    for name, node in list(named.items())[:MOST_NODES]:
        if ID.fullmatch(name):
            nodes.append(_node(name, object_of(node) or {}, left))
            left -= len(nodes[-1].properties)
    root = text_of(said.get("root"))
    return Description(
        name=plain(text_of(said.get("name"))),
        nodes=tuple(nodes),
        root=root if ID.fullmatch(root) else "",
    )


def of_fourth(said: Mapping[str, str]) -> Description | None:
    """Put together what a device of the fourth edition has said, attribute by attribute.

    `said` is by what stands after the device's own topic: `$name`, `lamp/power/$datatype`. None
    while something that must be there has not come yet.
    """
    if "$nodes" not in said:
        return None
    nodes: list[Node] = []
    left = MOST_PROPERTIES
    for node in _listed(said["$nodes"])[:MOST_NODES]:
        named = said.get(f"{node}/$properties")
        if named is None:
            return None
        properties: list[Property] = []
        for one in _listed(named)[:left]:
            datatype = said.get(f"{node}/{one}/$datatype")
            if datatype is None:
                return None
            properties.append(
                Property(
                    node=node,
                    id=one,
                    datatype=datatype,
                    settable=said.get(f"{node}/{one}/$settable") == "true",
                    retained=said.get(f"{node}/{one}/$retained") != "false",
                    unit=plain(said.get(f"{node}/{one}/$unit", "")),
                    format=said.get(f"{node}/{one}/$format", ""),
                )
            )
        name, kind = said.get(f"{node}/$name", ""), said.get(f"{node}/$type", "")
        nodes.append(Node(node, plain(name), kind, tuple(properties)))
        left -= len(properties)
    return Description(plain(said.get("$name", "")), tuple(nodes))


def _node(node: str, said: Fields, most: int) -> Node:
    properties = object_of(said.get("properties")) or {}
    return Node(
        node,
        plain(text_of(said.get("name"))),
        text_of(said.get("type")),
        tuple(
            _property(node, name, object_of(one) or {})
            for name, one in list(properties.items())[:most]
            if ID.fullmatch(name)
        ),
    )


def _property(node: str, name: str, said: Fields) -> Property:
    return Property(
        node=node,
        id=name,
        datatype=text_of(said.get("datatype"), "string"),
        settable=said.get("settable") is True,
        retained=said.get("retained") is not False,
        unit=plain(text_of(said.get("unit"))),
        format=text_of(said.get("format")),
        fifth=True,
    )


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if ID.fullmatch(one.strip())]
