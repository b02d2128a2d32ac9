"""The few values of templates that JSON has not, and how templates turn one into another."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from devices.template.meter import NothingToSayError, TemplateTroubleError


class Undefined:
    """What is not there: no text, not true, and nothing to be reckoned with."""

    __slots__ = ()

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[object]:
        return iter(())


UNDEFINED: Final = Undefined()


class Namespace(dict[str, object]):
    """What a template may change from within a loop."""

    __slots__ = ()


def said(value: object) -> object:
    """Return a value that must be there."""
    if value is UNDEFINED:
        raise NothingToSayError
    return value


def text_of(value: object) -> str:
    """Return a value as it is printed: JSON true is `True`, a null is `None`."""
    return value if isinstance(value, str) else str(value)


def text_in(value: object) -> str:
    """Return a value that must be a text."""
    if not isinstance(said(value), str):
        raise TemplateTroubleError("it treats as a text what is none")
    return str(value)


def whole_in(value: object, most: int) -> int:
    """Return a whole number that a template gave, within bounds."""
    if not isinstance(value, int) or not -most <= value <= most:
        raise TemplateTroubleError(f"it wants a whole number of at most {most}")
    return int(value)


def number_in(value: object) -> float | int | None:
    """Return the number that a value is or reads as; None where it is none, or no finite one."""
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def items_in(value: object) -> list[object]:
    """Return what can be gone through, as a list."""
    if isinstance(said(value), str | Mapping | list | tuple) and isinstance(value, Iterable):
        return list(value)
    raise TemplateTroubleError("it goes through what is no list")
