"""Finds the devices that a household's file names and nobody has placed or ever seen."""

from collections import Counter
from collections.abc import Collection, Iterator

from hub.policy.errors import Fault, Steps, closest
from hub.policy.yaml_lines import Node, Row, Table
from rules.policy import Policy
from rules.words.ids import Ref, slug

SECTIONS = ("people", "controls", "scenes", "agents", "guardrails")
WORDS = frozenset({"purpose", "name", "kind", "owner", "review"})
"""Keys whose text is for people."""


def unseen(
    root: Table, policy: Policy, refs: Collection[Ref], seen: Collection[str]
) -> Iterator[Fault]:
    """Yield each device that nobody knows once, where it is first named.

    `refs`: what the file names as devices; `seen`: the ids and hardware ids of a hub that has run.
    """
    placed = {ref for area in policy.areas.values() for ref in area.devices}
    known = {slug(name) for name in (*placed, *policy.ids, *policy.ids.values(), *seen)}
    lost = {slug(ref) for ref in refs} - known
    if not lost:
        return
    names = [(slug(text), text, steps) for text, steps in _texts(root) if slug(text) in lost]
    times = Counter(short for short, _, _ in names)
    told = set[str]()
    for short, text, steps in names:
        if short not in told:
            told.add(short)
            yield Fault(_sentence(text, times[short], sorted((*placed, *policy.ids))), steps)


def _sentence(device: str, times: int, placed: Collection[str]) -> str:
    near = closest(device, placed)
    also = f" (it is named {times} times)" if times > 1 else ""
    said = f"{device} is in no area of this file, and no hub has seen it here{also}"
    if near:
        return f"{said}; did you mean `{near}`?"
    return f"{said}: it may be a slip, or a device that is yet to be discovered"


def _texts(root: Table) -> Iterator[tuple[str, Steps]]:
    """Yield all that may name a device, and where it stands."""
    for section in SECTIONS:
        entries = root.get(section)
        for key, entry in entries.items() if isinstance(entries, Table) else ():
            yield from _under(entry, (section, key))


def _under(node: Node, steps: Steps) -> Iterator[tuple[str, Steps]]:
    match node:
        case Table():
            for key, inner in node.items():
                yield key, (*steps, key)
                if key not in WORDS:
                    yield from _under(inner, (*steps, key))
        case Row():
            for number, inner in enumerate(node, start=1):
                yield from _under(inner, (*steps, number))
        case str():
            yield node, steps
        case _:
            return
