"""What a template may make of one value: Jinja's filters, as Home Assistant has them."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Final

from pydantic_core import PydanticSerializationError, from_json, to_json

from devices.template.arithmetic import reckoned
from devices.template.meter import (
    LONGEST_TEXT,
    Meter,
    NothingToSayError,
    TemplateTroubleError,
)
from devices.template.patterns import found_with
from devices.template.values import (
    UNDEFINED,
    number_in,
    said,
    text_in,
    text_of,
    whole_in,
)

Function = Callable[..., object]
"""Takes the meter, the value, and what stands in the brackets."""

_NONE_GIVEN: Final = object()
MOST_PLACES: Final = 15
FORMAT_PIECES: Final = 16


def _or(default: object, what: str, value: object) -> object:
    if default is not _NONE_GIVEN:
        return default
    if value is UNDEFINED:
        raise NothingToSayError
    raise TemplateTroubleError(f"what was said is no {what}, and no default is given")


def _is_defined(_meter: Meter, value: object) -> object:
    return said(value)


def _default(_meter: Meter, value: object, default: object = "", boolean: object = False) -> object:  # noqa: FBT002  # Jinja's own order
    return default if value is UNDEFINED or (boolean and not value) else value


def _float(_meter: Meter, value: object, default: object = _NONE_GIVEN) -> object:
    number = number_in(value)
    return _or(default, "number", value) if number is None else float(number)


def _int(_meter: Meter, value: object, default: object = _NONE_GIVEN, base: object = 10) -> object:
    if isinstance(value, str):
        try:
            return int(value, whole_in(base, 36))
        except ValueError:
            pass
    number = number_in(value)
    return _or(default, "number", value) if number is None else int(number)


def _bool(_meter: Meter, value: object, default: object = _NONE_GIVEN) -> object:
    if isinstance(value, bool | int | float):
        return bool(value)
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in {"1", "true", "yes", "on", "enable"}:
        return True
    if word in {"0", "false", "no", "off", "disable"}:
        return False
    return _or(default, "yes or no", value)


def _round(
    _meter: Meter,
    value: object,
    precision: object = 0,
    method: object = "common",
    default: object = _NONE_GIVEN,
) -> object:
    places, number = whole_in(precision, MOST_PLACES), number_in(value)
    if number is None:
        return _or(default, "number", value)
    number, shift = float(number), 10.0**places
    if method == "ceil":
        number = math.ceil(number * shift) / shift
    elif method == "floor":
        number = math.floor(number * shift) / shift
    elif method == "half":
        number = round(number * 2) / 2
    else:
        number = round(number, places)
    return int(number) if places == 0 else number


def _abs(_meter: Meter, value: object) -> object:
    number = said(value)
    if not isinstance(number, int | float):
        raise TemplateTroubleError("it reckons with what is no number")
    return abs(number)


def _add(meter: Meter, value: object, amount: object, default: object = _NONE_GIVEN) -> object:
    number = number_in(value)
    return _or(default, "number", value) if number is None else reckoned(meter, "+", number, amount)


def _multiply(meter: Meter, value: object, amount: object, default: object = _NONE_GIVEN) -> object:
    number = number_in(value)
    return _or(default, "number", value) if number is None else reckoned(meter, "*", number, amount)


def _bits(value: object) -> int:
    number = said(value)
    if not isinstance(number, int):
        raise TemplateTroubleError("it looks at the bits of what is no whole number")
    return number


def _log(_meter: Meter, value: object, base: object = math.e) -> object:
    number, root = number_in(value), number_in(base)
    if number is None or root is None or number <= 0 or root <= 0 or root == 1:
        raise TemplateTroubleError("it draws a logarithm where there is none")
    return math.log(number, root)


def _sqrt(_meter: Meter, value: object) -> object:
    number = number_in(value)
    if number is None or number < 0:
        raise TemplateTroubleError("it draws a root where there is none")
    return math.sqrt(number)


def _truncate(
    _meter: Meter,
    value: object,
    length: object = 255,
    killwords: object = False,  # noqa: FBT002  # Jinja's own order
    end: object = "...",
    leeway: object = 5,
) -> object:
    text, tail, most = text_of(value), text_of(end), whole_in(length, LONGEST_TEXT)
    if len(text) <= most + whole_in(leeway, LONGEST_TEXT):
        return text
    if most < len(tail):
        raise TemplateTroubleError("it shortens to less than nothing")
    cut = text[: most - len(tail)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + tail


def _replace(
    _meter: Meter, value: object, old: object, new: object, count: object = None
) -> object:
    text, before, after = text_of(value), text_of(old), text_of(new)
    most = text.count(before) if count is None else min(text.count(before), whole_in(count, 9999))
    # Looked at first: a text that grows at each of its letters is never made.
    if len(text) + most * max(0, len(after) - len(before)) > LONGEST_TEXT:
        raise TemplateTroubleError(f"it makes a text of more than {LONGEST_TEXT} letters")
    return text.replace(before, after, most)


def _to_json(_meter: Meter, value: object) -> object:
    try:
        return to_json(said(value)).decode()
    except (PydanticSerializationError, ValueError):
        raise TemplateTroubleError("it writes as JSON what is none") from None


def _from_json(meter: Meter, value: object) -> object:
    text = text_in(value)
    meter.spend(len(text) // 8)
    try:
        return from_json(text)
    except ValueError:
        raise TemplateTroubleError("it reads as JSON what is none") from None


def _findall(
    meter: Meter,
    value: object,
    find: object = "",
    ignorecase: object = False,  # noqa: FBT002  # Jinja's own order
) -> list[object]:
    subject = text_in(value)
    pattern = found_with(meter, find, subject, ignore_case=bool(ignorecase))
    return list(pattern.findall(subject))


def _findall_index(
    meter: Meter,
    value: object,
    find: object = "",
    index: object = 0,
    ignorecase: object = False,  # noqa: FBT002  # Jinja's own order
) -> object:
    found = _findall(meter, value, find, ignorecase)
    at = whole_in(index, 999)
    if not -len(found) <= at < len(found):
        raise NothingToSayError
    return found[at]


def _regex(how: Callable[[re.Pattern[str], str], object]) -> Function:
    """Return a filter that says whether a pattern fits in this way."""

    def fits(
        meter: Meter,
        value: object,
        find: object = "",
        ignorecase: object = False,  # noqa: FBT002  # Jinja's own order
    ) -> object:
        subject = text_in(value)
        pattern = found_with(meter, find, subject, ignore_case=bool(ignorecase))
        return how(pattern, subject) is not None

    return fits


def _regex_replace(
    meter: Meter,
    value: object,
    find: object = "",
    replace: object = "",
    ignorecase: object = False,  # noqa: FBT002  # Jinja's own order
) -> object:
    subject = text_in(value)
    pattern = found_with(meter, find, subject, ignore_case=bool(ignorecase))
    new = text_in(replace)
    if "\\" in new or (len(subject) + 1) * len(new) > LONGEST_TEXT:
        raise TemplateTroubleError("it puts in too much, or refers to what was found")
    return pattern.sub(new, subject)


def _format(meter: Meter, value: object, *given: object) -> object:
    return formatted(meter, value, given)


def formatted(_meter: Meter, value: object, given: tuple[object, ...]) -> str:
    """Write numbers and texts as `%0.2f` and its like want them."""
    text = text_in(value)
    pieces = text.replace("%%", "").split("%")
    # `%5.1f` at most: a width of a billion is a billion blanks.
    for piece in pieces[1:]:
        width = piece.lstrip("-+ #0")
        figures = width.split(".", 1)
        wide = len(figures[0]) - len(figures[0].lstrip("0123456789"))
        deep = len(figures[-1]) - len(figures[-1].lstrip("0123456789"))
        if max(wide, deep) > 2 or piece[:1] in {"(", "*"} or "*" in width[:4]:  # noqa: PLR2004  # figures
            raise TemplateTroubleError("it formats too wide")
    if len(pieces) > FORMAT_PIECES:
        raise TemplateTroubleError("it formats too much")
    try:
        return text % given
    except (TypeError, ValueError, OverflowError):
        raise TemplateTroubleError("it formats what does not fit its pattern") from None


def _iif(
    _meter: Meter,
    value: object,
    if_true: object = True,  # noqa: FBT002  # Home Assistant's own order
    if_false: object = False,  # noqa: FBT002  # Home Assistant's own order
    if_none: object = _NONE_GIVEN,
) -> object:
    if value is None and if_none is not _NONE_GIVEN:
        return if_none
    return if_true if value else if_false


FILTERS: Final[Mapping[str, Function]] = {
    "is_defined": _is_defined,
    "default": _default,
    "d": _default,
    "float": _float,
    "int": _int,
    "bool": _bool,
    "round": _round,
    "abs": _abs,
    "add": _add,
    "multiply": _multiply,
    "bitwise_and": lambda _meter, one, other: _bits(one) & _bits(other),
    "bitwise_or": lambda _meter, one, other: _bits(one) | _bits(other),
    "bitwise_xor": lambda _meter, one, other: _bits(one) ^ _bits(other),
    "log": _log,
    "sqrt": _sqrt,
    "lower": lambda _meter, value: text_of(value).lower(),
    "upper": lambda _meter, value: text_of(value).upper(),
    "capitalize": lambda _meter, value: text_of(value).capitalize(),
    "title": lambda _meter, value: text_of(value).title(),
    "trim": lambda _meter, value: text_of(value).strip(),
    "string": lambda _meter, value: text_of(value),
    "truncate": _truncate,
    "replace": _replace,
    "format": _format,
    "tojson": _to_json,
    "to_json": _to_json,
    "from_json": _from_json,
    "regex_findall": _findall,
    "regex_findall_index": _findall_index,
    "regex_match": _regex(re.Pattern.match),
    "regex_search": _regex(re.Pattern.search),
    "regex_replace": _regex_replace,
    "is_number": lambda _meter, value: number_in(value) is not None,
    "iif": _iif,
}
"""By name; what goes through lists stands with the lists."""
