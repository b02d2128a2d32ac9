"""Turns a frozen dataclass into the reader of its YAML form: its fields are the keys.

So a kind of agent or guardrail says by its fields alone how it is written. A form is built when
its kind first occurs in a file. Every fault in a group is found, not only the first.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Final, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hub.policy.composites import choice, first_of, group_of, list_of, row_of, unless_nothing
from hub.policy.errors import Fault, Misread, closest, listed
from hub.policy.references import Known, Read
from hub.policy.shown import shown
from hub.policy.sorts import SORTS
from hub.policy.yaml_lines import Node, Table
from rules.words.value import value

T = TypeVar("T")
NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@value(frozen=True, slots=True)
class Key:
    """One key of a form: the field it fills, how its value is read, and whether it must stand."""

    field: str
    read: Read
    required: bool


class Form(Generic[T]):
    """How one dataclass is written in a file."""

    __slots__ = ("_aside", "_build", "_keys", "_single")

    def __init__(
        self,
        kind: type[T],
        *,
        keys: Mapping[str, str] = MappingProxyType({}),
        reads: Mapping[str, Read] = MappingProxyType({}),
        given: frozenset[str] = frozenset(),
        aside: frozenset[str] = frozenset(),
    ) -> None:
        """Read the form off a dataclass.

        `keys` renames fields, `reads` says how fields are read that are more than their type,
        `given` are fields that no key fills, `aside` keys that somebody else reads.
        """
        hints = get_type_hints(kind)
        self._build: Callable[..., T] = kind
        self._aside = aside
        self._keys: dict[str, Key] = {}
        self._single: tuple[str, Form[object]] | None = None
        for field in _fields(kind):
            if not field.init or field.name in given:
                continue
            key = keys.get(field.name) or field.metadata.get("key", field.name)
            self._keys[key] = Key(
                field.name,
                reads.get(field.name) or reader(hints[field.name]),
                _is_required(field),
            )
            if entry := _entry_of(hints[field.name]):
                self._single = (key, Form(entry))

    def read(self, node: Node, known: Known, given: Mapping[str, object] = NOTHING) -> T:
        """Read a group of keys; `given` are values from elsewhere, which a key may replace."""
        if node is not None and not isinstance(node, Table):
            raise Misread(
                f"not a group of keys such as {listed(list(self._keys)[:3])}: {shown(node)}"
            )
        table = Table() if node is None else node
        values, faults = dict(given), list[Fault]()
        self._read_single(table, known, values, faults)
        meant = self._read_keys(table, known, values, faults)
        for key, wanted in self._keys.items():
            if wanted.required and key not in meant and wanted.field not in values:
                faults.append(Fault(f"`{key}` is missing"))
        if faults:
            raise Misread(*faults)
        try:
            return self._build(**values)
        except ValueError as wrong:
            raise Misread(str(wrong)) from None

    @property
    def keys(self) -> Collection[str]:
        """Return the keys that belong to the form."""
        return self._keys.keys()

    def _read_keys(
        self, table: Table, known: Known, values: dict[str, object], faults: list[Fault]
    ) -> set[str]:
        """Fill in values and faults; return the keys that stand there or were perhaps meant."""
        meant = set[str]()
        for key, node in table.items():
            wanted = self._keys.get(key)
            if wanted is None:
                meant.add(self._miss(key, faults))
                continue
            meant.add(key)
            try:
                values[wanted.field] = wanted.read(node, known)
            except Misread as misread:
                faults.extend(misread.under(key))
        return meant

    def _miss(self, key: str, faults: list[Fault]) -> str:
        if key in self._aside or self._is_of_single(key):
            return ""
        known = [*self._keys, *(self._single[1].keys if self._single else ())]
        near = closest(key, known)
        hint = f"; did you mean `{near}`?" if near else f"; it takes {listed(known, 'and')}"
        faults.append(Fault(f"unknown key `{shown(key)}`{hint}", key=key))
        return near

    def _is_of_single(self, key: str) -> bool:
        return self._single is not None and key in self._single[1].keys

    def _read_single(
        self, table: Table, known: Known, values: dict[str, object], faults: list[Fault]
    ) -> None:
        """Where a list may have one entry only, its keys may stand in the group itself."""
        if self._single is None:
            return
        key, form = self._single
        entry = Table()
        for inner, node in table.items():
            if inner in form.keys and inner not in self._keys:
                entry[inner] = node
        if not entry:
            return
        if key in table:
            faults.extend(Fault(f"`{i}` belongs into an entry of `{key}`", key=i) for i in entry)
            return
        values[self._keys[key].field] = ()
        try:
            values[self._keys[key].field] = (form.read(entry, known),)
        except Misread as misread:
            faults.extend(misread.faults)


def reader(hint: object) -> Read:
    """Return how a value of a type is read; a type without a reader is a fault of the kind."""
    if sort := SORTS.get(hint):
        return sort.read
    if isinstance(hint, type) and issubclass(hint, Enum):
        return choice({_word(member): member for member in hint})
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return Form[object](hint).read
    return _reader_of_many(get_origin(hint), get_args(hint), hint)


def _reader_of_many(origin: object, inner: tuple[object, ...], hint: object) -> Read:
    if origin in {Union, UnionType}:
        return _either(inner)
    if origin is tuple:
        return list_of(reader(inner[0])) if inner[-1] is ... else row_of([*map(reader, inner)])
    if origin is Literal:
        return choice({str(word): word for word in inner})
    if origin is Mapping:
        return group_of(reader(inner[0]), reader(inner[1]))
    raise TypeError(f"no way to read {hint} from a household file")


def _either(members: tuple[object, ...]) -> Read:
    """Return how one of several types is read: the first that takes the value."""
    others = [member for member in members if member is not NoneType]
    for union in SORTS:
        parts = get_args(union) if get_origin(union) is UnionType else ()
        if parts and all(part in others for part in parts):
            others = [union, *(member for member in others if member not in parts)]
    read = first_of([(_noun(member), reader(member)) for member in others])
    return unless_nothing(read) if NoneType in members else read


def _noun(hint: object) -> str:
    sort = SORTS.get(hint)
    if sort:
        return sort.noun
    return "a list" if get_origin(hint) is tuple else "a group of keys"


def _fields(kind: type[object]) -> "tuple[dataclasses.Field[object], ...]":
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind} is not a dataclass")
    return dataclasses.fields(kind)


def _word(member: Enum) -> str:
    return member.value if isinstance(member.value, str) else member.name.lower()


def _is_required(field: "dataclasses.Field[object]") -> bool:
    no_default = field.default is dataclasses.MISSING
    return no_default and field.default_factory is dataclasses.MISSING


def _entry_of(hint: object) -> type[object] | None:
    """Return the dataclass of which a field takes a list, if it is such a field."""
    inner = get_args(hint)
    if get_origin(hint) is not tuple or hint in SORTS or inner[-1] is not ...:
        return None
    entry = inner[0]
    known = entry in SORTS or not isinstance(entry, type) or not dataclasses.is_dataclass(entry)
    return None if known else entry
