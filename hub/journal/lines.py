"""What is remembered, as a line of JSON and back.

Writing is on the path of every decision, so it needs no schema: values become plain data by the
names of their fields. Reading is rare: what it takes is made when it is first asked for.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import GenericAlias, NoneType
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from pydantic_core import PydanticSerializationError, to_json

from rules.words.effects import Standing
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import DeviceScope, Scope
from rules.words.records import (
    Body,
    Bound,
    ClaimEnded,
    Decided,
    Ended,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Noted,
    OverrideBegan,
    OverrideEnded,
    PolicyTaken,
    Retired,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BODIES: Final[dict[str, type[Body]]] = {kind.__name__: kind for kind in get_args(Body)}
STANDING: Final[dict[str, type[Standing]]] = {kind.__name__: kind for kind in get_args(Standing)}

PLAIN: Final = frozenset((str, int, float, bool, NoneType))


def write_line(value: Body | Standing) -> str:
    """Return a value as one line of JSON, whatever it holds."""
    plain = _forms[type(value)](value)
    try:
        return to_json(plain, inf_nan_mode="strings").decode()
    except PydanticSerializationError:
        # Half a surrogate pair in a name must not keep the rest from being written.
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), default=repr)
        return text.encode("utf-8", "replace").decode()


def read_body(kind: str, line: str) -> Body:
    """Return the record that a line says; a ValueError where it cannot be understood."""
    if kind not in BODIES:
        raise ValueError(f"not a kind of record: {kind}")
    return _body_form(kind).validate_json(line)


def read_standing(kind: str, line: str | bytes) -> Standing:
    """Return the standing thing that a line says; a ValueError where it cannot be understood."""
    if kind not in STANDING:
        raise ValueError(f"not a kind of standing thing: {kind}")
    return _standing_form(kind).validate_json(line)


def subject(body: Body) -> tuple[DeviceId | None, DecisionId | None]:
    """Return the device that a record is about and the decision it belongs to, if any."""
    match body:
        case Decided(decision=decision):
            return decision.device, decision.id
        case Ended(device=device, decision=number):
            return device, number
        case FreezeBegan(freeze=freeze):
            return _device_in(freeze.scope), None
        case OverrideBegan(override=override):
            return _device_in(override.scope), None
        case OverrideEnded(scope=scope):
            return _device_in(scope), None
        case HoldBegan(hold=hold):
            return hold.device, None
        case PolicyTaken():
            return None, None
        case ClaimEnded() | HoldEnded() | Bound() | Retired() | Noted():
            return body.device, None


def _device_in(scope: Scope) -> DeviceId | None:
    return scope.device if isinstance(scope, DeviceScope) else None


class _Forms(dict[type, Callable[[Any], object]]):
    """How a value of a type becomes plain data; a type is learnt when it is first met."""

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        """Learn a type."""
        form: Callable[[Any], object]
        if kind in PLAIN:
            form = _itself
        elif is_dataclass(kind):
            form = _by_fields(kind)
        elif issubclass(kind, Enum):
            form = attrgetter("_value_")
        elif issubclass(kind, Mapping):
            form = _mapping
        elif issubclass(kind, tuple | frozenset | list | set):
            form = _sequence
        else:
            form = str if issubclass(kind, str) else repr
        self[kind] = form
        return form


_forms: Final = _Forms()


def _itself(value: object) -> object:
    return value


def _mapping(values: Mapping[str, object]) -> object:
    return {key: _forms[type(value)](value) for key, value in values.items()}


def _sequence(values: Iterable[object]) -> object:
    return [_forms[type(value)](value) for value in values]


def _by_fields(kind: type) -> Callable[[Any], object]:
    """Return a function that is written out field by field: half of a decision's line is this."""
    hints = get_type_hints(kind)
    parts = (
        f"{name!r}: v.{name}" if _is_plain(hint) else f"{name!r}: forms[type(v.{name})](v.{name})"
        for name, hint in hints.items()
    )
    # The names are those of our own fields; `dataclass` makes its constructors in the same way.
    form: Callable[[Any], object] = eval(  # noqa: S307
        f"lambda v: {{{', '.join(parts)}}}", {"forms": _forms}
    )
    return form


def _is_plain(hint: object) -> bool:
    parts = get_args(hint)
    if parts:
        return all(_is_plain(part) for part in parts) and not isinstance(hint, GenericAlias)
    return getattr(hint, "__supertype__", hint) in PLAIN


@cache
def _body_form(kind: str) -> "TypeAdapter[Body]":
    from pydantic import TypeAdapter  # noqa: PLC0415 -- only a reader needs it

    return TypeAdapter(BODIES[kind])


@cache
def _standing_form(kind: str) -> "TypeAdapter[Standing]":
    from pydantic import TypeAdapter  # noqa: PLC0415 -- only a reader needs it

    return TypeAdapter(STANDING[kind])
