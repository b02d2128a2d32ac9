"""Forms: read values of the vocabulary from JSON, each union by the names of its fields."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

Schema = dict[str, Any]

UNKNOWN: Final = "?"
"""What is said with no known set of fields: then every member is tried, as pydantic does."""


def form_of(kind: type) -> "SchemaValidator":
    """Return what reads a value of this kind.

    Left to itself pydantic tries every member of a union, and a decision holds many values of
    unions: to look first at which fields are there makes reading five times as quick.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 -- only a reader needs it
    from pydantic_core import SchemaValidator  # noqa: PLC0415 -- late, as it is heavy

    schema = TypeAdapter(kind).core_schema
    shared = {found["ref"]: found for found in _within(schema) if "ref" in found}
    return SchemaValidator(_sorted_out(schema, shared))


def _within(schema: object) -> Iterator[Schema]:
    """Yield every schema that stands in one."""
    if isinstance(schema, dict):
        yield schema
    for part in _parts(schema):
        yield from _within(part)


def _parts(schema: object) -> Iterator[object]:
    if isinstance(schema, dict):
        yield from (part for name, part in schema.items() if name != "cls")
    elif isinstance(schema, list | tuple):
        yield from schema


def _sorted_out(schema: Any, shared: dict[str, Schema]) -> Any:  # noqa: ANN401 -- any piece of one
    """Return the same schema, in which unions of dataclasses are told apart by their fields."""
    if isinstance(schema, list | tuple):
        return type(schema)(_sorted_out(part, shared) for part in schema)
    if not isinstance(schema, dict):
        return schema
    whole = {
        name: part if name == "cls" else _sorted_out(part, shared) for name, part in schema.items()
    }
    return _by_fields(whole, shared) if whole.get("type") == "union" else whole


def _by_fields(union: Schema, shared: dict[str, Schema]) -> Schema:
    members: dict[str, list[Schema]] = {}
    for choice in union["choices"]:
        member = shared.get(choice.get("schema_ref", ""), choice)
        if member["type"] != "dataclass":
            return union
        fields = [field["name"] for field in member["schema"]["fields"]]
        members.setdefault(_key(fields), []).append(choice)
    choices = {
        key: one[0] if len(one) == 1 else {"type": "union", "choices": one}
        for key, one in members.items()
    }
    return {
        "type": "tagged-union",
        "discriminator": _by_key_in(frozenset(members)),
        "choices": {**choices, UNKNOWN: union},
    }


def _by_key_in(known: frozenset[str]) -> Callable[[object], str]:
    def key(said: object) -> str:
        found = _key(said) if isinstance(said, dict) else UNKNOWN
        return found if found in known else UNKNOWN

    return key


def _key(names: list[str] | dict[str, object]) -> str:
    return ",".join(sorted(names))
