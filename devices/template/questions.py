"""What a template may ask of a value: `is defined`, `is number` and their like."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from devices.template.arithmetic import compared
from devices.template.meter import Meter, TemplateTroubleError
from devices.template.patterns import found_with
from devices.template.values import UNDEFINED, number_in, text_in

Question: TypeAlias = Callable[[Meter, object, Sequence[object]], bool]


def _held(sign: str) -> Question:
    return lambda meter, value, rest: compared(meter, sign, value, rest[0])


def _of(*kinds: type) -> Question:
    return lambda _meter, value, _rest: isinstance(value, kinds)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TemplateTroubleError("it asks of what is no whole number whether it is odd or even")
    return value


def _divides(_meter: Meter, value: object, rest: Sequence[object]) -> bool:
    by = _whole(rest[0])
    return by != 0 and _whole(value) % by == 0


def _matches(meter: Meter, value: object, rest: Sequence[object]) -> bool:
    subject = text_in(value)
    pattern = found_with(meter, rest[0], subject)
    return pattern.match(subject) is not None


def _found(meter: Meter, value: object, rest: Sequence[object]) -> bool:
    subject = text_in(value)
    pattern = found_with(meter, rest[0], subject)
    return pattern.search(subject) is not None


def _a_number(_meter: Meter, value: object, _rest: Sequence[object]) -> bool:
    return number_in(value) is not None


QUESTIONS: Final[Mapping[str, tuple[int, Question]]] = {
    "defined": (0, lambda _meter, value, _rest: value is not UNDEFINED),
    "undefined": (0, lambda _meter, value, _rest: value is UNDEFINED),
    "none": (0, lambda _meter, value, _rest: value is None),
    "true": (0, lambda _meter, value, _rest: value is True),
    "false": (0, lambda _meter, value, _rest: value is False),
    "boolean": (0, _of(bool)),
    "number": (0, _of(int, float)),
    "integer": (0, lambda _meter, value, _rest: type(value) is int),
    "float": (0, _of(float)),
    "string": (0, _of(str)),
    "mapping": (0, _of(dict)),
    "sequence": (0, _of(str, list, tuple, dict)),
    "iterable": (0, _of(str, list, tuple, dict)),
    "list": (0, _of(list)),
    "is_number": (0, _a_number),
    "odd": (0, lambda _meter, value, _rest: _whole(value) % 2 == 1),
    "even": (0, lambda _meter, value, _rest: _whole(value) % 2 == 0),
    "divisibleby": (1, _divides),
    "match": (1, _matches),
    "search": (1, _found),
    "contains": (1, lambda meter, value, rest: compared(meter, "in", rest[0], value)),
    "in": (1, _held("in")),
    **dict.fromkeys(("eq", "equalto", "=="), (1, _held("eq"))),
    **dict.fromkeys(("ne", "!="), (1, _held("ne"))),
    **dict.fromkeys(("lt", "lessthan", "<"), (1, _held("lt"))),
    **dict.fromkeys(("le", "<="), (1, _held("lteq"))),
    **dict.fromkeys(("gt", "greaterthan", ">"), (1, _held("gt"))),
    **dict.fromkeys(("ge", ">="), (1, _held("gteq"))),
}
"""By its name, how many values a question takes beside the one that it is about, and the answer."""


def asked(meter: Meter, name: object, value: object, rest: Sequence[object]) -> bool:
    """Ask a question that stands in a text, as `select` has it."""
    known = QUESTIONS.get(name) if isinstance(name, str) else None
    if known is None or len(rest) != known[0]:
        raise TemplateTroubleError("it picks by a question that is not known")
    return known[1](meter, value, rest)
