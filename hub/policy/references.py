"""Reads what names something else of the household: an area, a person, an agent, a device."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from sys import intern
from typing import Final, TypeAlias

from hub.policy.errors import Fault, Misread, guess, listed
from hub.policy.shown import shown
from hub.policy.values import name, text
from hub.policy.yaml_lines import Node, Table
from rules.words.ids import LONGEST_SLUG, Ref, slug
from rules.words.value import value

MOST_LISTED: Final = 8
ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@value(frozen=True, slots=True)
class Known:
    """What the rest of the file offers to be named: the ids of each section.

    `sun`: the home's place on earth is given. `refs` gathers the devices that are named.
    """

    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    sun: bool = True
    refs: set[Ref] = field(default_factory=set)


Read: TypeAlias = Callable[[Node, Known], object]
"""How one sort of value is read; raises `Misread`."""


def known_of(root: Table) -> Known:
    """Return what a household file offers, before any of it is read."""
    sections = {key: tuple(node) for key, node in root.items() if isinstance(node, Table)}
    home = root.get("home")
    place = isinstance(home, Table) and all(home.get(k) is not None for k in PLACE)
    return Known(ids=sections, sun=place)


PLACE: Final = ("latitude", "longitude")


def identifier(written: str) -> str:
    """Read the id that something gets in this file."""
    if ID.fullmatch(written) and len(written) <= LONGEST_SLUG:
        return written
    plain = any(letter.isascii() and letter.isalnum() for letter in written)
    hint = f", such as `{slug(written)}`" if plain else ""
    raise Misread(f"not an id: `{shown(written)}`; use small letters, digits and dashes{hint}")


def device(node: Node, known: Known) -> Ref:
    """Read a device as the household calls it; whether it exists is not known here."""
    # Its area and each of its rules say it again: one for all of them.
    ref = Ref(intern(name(node)))
    known.refs.add(ref)
    return ref


def one_of(section: str, sort: str) -> Read:
    """Return how an id of another section is read; `sort` is what people call such a thing."""

    def read(node: Node, known: Known) -> str:
        written, offered = text(node), known.ids.get(section, ())
        if written in offered:
            return written
        raise unknown(section, sort, written, offered)

    return read


def unknown(section: str, sort: str, written: str, offered: Collection[str]) -> Misread:
    """Return the fault of a name that is not in a section, with what was perhaps meant."""
    hint = guess(written, offered)
    if not hint and len(offered) <= MOST_LISTED:
        hint = f"; `{section}` has {listed(offered, 'and') if offered else 'none'}"
    return Misread(f"unknown {sort} `{shown(written)}`{hint}")


def unknown_sections(root: Table, sections: Collection[str]) -> list[Fault]:
    """Return a fault for each key of a file that is none of its sections."""
    return [
        Fault(f"unknown key `{shown(key)}`{guess(key, sections)}", key=key)
        for key in root
        if key not in sections
    ]
