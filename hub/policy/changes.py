"""What a draft changes, in plain sentences: by section and id, and plainly where it allows more."""

from collections.abc import Iterator
from typing import Final

from hub.policy.values import PERCENT
from hub.policy.yaml_lines import Node, Row, Table
from rules.explain.phrases import sentence_of

MORE: Final = " (this allows more)"
PERHAPS: Final = " (this may allow more)"

ONES: Final = {
    "people": "person",
    "areas": "area",
    "devices": "device",
    "controls": "control",
    "switches": "switch",
    "scenes": "scene",
    "agents": "agent",
    "guardrails": "guardrail",
}
"""What one entry of a section is called."""
SAID_ONLY: Final = frozenset({"purpose", "owner", "review", "name"})
"""Keys that nothing is decided by."""
GIVEN: Final = ("areas", "devices", "aspects")
"""Lists of what an agent was given, where one entry more is more."""
WIDE: Final = frozenset({*GIVEN, "area", "device", "at_most", "between", "lease", "rate", "kind"})
"""Keys of an agent by which it may wish more or less."""
LEVELS: Final = ("comfort", "schedule", "event")
TIERS: Final = ("shadow", "suggest", "act")
OWNER: Final = "owner"
ROLES: Final = ("guest", "child", "adult", OWNER)


def changes(old: Table, new: Table) -> list[str]:
    """Return a sentence for each difference; none where both say the same."""
    found: list[str] = []
    for section in dict.fromkeys((*old, *new)):
        before, after = old.get(section), new.get(section)
        if section in ONES:
            found += _entries(section, _table(before), _table(after))
        else:
            found += _keys(section.capitalize(), section, _table(before), _table(after))
    return found


def allows_more(sentence: str) -> bool:
    """Say whether a sentence of `changes` tells of something that allows more, or may."""
    return MORE in sentence or PERHAPS in sentence


def _entries(section: str, old: Table, new: Table) -> Iterator[str]:
    one = ONES[section]
    for id_ in dict.fromkeys((*old, *new)):
        if id_ not in new:
            more = MORE if section == "guardrails" else ""
            yield f"The {one} {_called(section, id_, old)} is gone{more}."
        elif id_ not in old:
            more = MORE if section == "agents" or _table(new[id_]).get("role") == OWNER else ""
            yield f"New {one} {_called(section, id_, new)}{more}: {_written(new[id_])}."
        else:
            what = f"{one.capitalize()} {id_}"
            yield from _keys(what, section, _table(old[id_]), _table(new[id_]))


def _keys(what: str, section: str, old: Table, new: Table) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        # `[A, B]` and `[B, A]` are told too: for a list the order may mean something.
        if before == after and type(before) is type(after):
            continue
        more = _more(section, key, before, after)
        if key not in new:
            yield sentence_of(f"{what}: `{key}` is gone, it was {_written(before)}{more}")
        elif key not in old:
            yield sentence_of(f"{what}: `{key}` is new: {_written(after)}{more}")
        else:
            yield sentence_of(f"{what}: `{key}` {_written(before)} -> {_written(after)}{more}")


def _more(section: str, key: str, before: Node, after: Node) -> str:
    """Return what must be said where a change of one key lets more happen."""
    if section == "guardrails" and key not in SAID_ONLY:
        return _looser(key, before, after)
    if section == "home" and key == "two_signatures":
        fewer = set(map(str, _row(before))) - set(map(str, _row(after)))
        return MORE if fewer else ""
    if section == "home" and key in {"most_at_once", "nameless"}:
        return PERHAPS
    if section == "agents":
        return _freer(key, before, after)
    if section == "people" and key == "role":
        return _risen(ROLES, before, after)
    return ""


def _freer(key: str, before: Node, after: Node) -> str:
    """Return what must be said where a change lets an agent wish for more."""
    if key == "tier":
        return _risen(TIERS, before, after)
    if key == "level":
        return _risen(LEVELS, before, after)
    if key == "at_most" and (risen := _rises(before, after)) is not None:
        return MORE if risen else ""
    if key in GIVEN and isinstance(before, Row) and isinstance(after, Row):
        return MORE if set(map(str, after)) - set(map(str, before)) else ""
    return PERHAPS if key in WIDE else ""


def _rises(before: Node, after: Node) -> bool | None:
    was, becomes = PERCENT.fullmatch(str(before)), PERCENT.fullmatch(str(after))
    return float(becomes[1]) > float(was[1]) if was and becomes else None


def _looser(key: str, before: Node, after: Node) -> str:
    if key in ("at_most", "at_least") and (rises := _rises(before, after)) is not None:
        return MORE if rises is (key == "at_most") else ""
    if key == "unasked":
        return MORE if set(map(str, _row(after))) - set(map(str, _row(before))) else ""
    if key in ("areas", "devices") and before is not None and after is not None:
        return MORE if set(map(str, _row(before))) - set(map(str, _row(after))) else ""
    return PERHAPS


def _risen(order: tuple[str, ...], before: Node, after: Node) -> str:
    if before in order and after in order:
        return MORE if order.index(str(after)) > order.index(str(before)) else ""
    return PERHAPS


def _called(section: str, id_: str, entries: Table) -> str:
    entry = entries[id_]
    name = entry.get("name") if isinstance(entry, Table) else None
    return f"{id_} ({name})" if section == "people" and name else id_


def _written(node: Node) -> str:
    """Return a value as it may be written in the file, whole: nobody signs what was cut off."""
    match node:
        case None:
            return "nothing"
        case bool():
            return "true" if node else "false"
        case dict():
            inner = ", ".join(f"{key}: {_written(value)}" for key, value in node.items())
            return f"{{ {inner} }}"
        case list():
            return f"[{', '.join(map(_written, node))}]"
        case _:
            text = str(node)
            return text if text.isprintable() else ascii(text)[1:-1]


def _table(node: Node) -> Table:
    return node if isinstance(node, Table) else Table()


def _row(node: Node) -> Row:
    return node if isinstance(node, Row) else Row()
