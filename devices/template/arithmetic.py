"""Sums of templates: on numbers, and never on more than small ones."""

import operator
from collections.abc import Callable, Mapping
from typing import Final

from devices.template.meter import Meter, TemplateTroubleError, bounded
from devices.template.values import said

LARGEST_POWER: Final = 16
LARGEST_BASE: Final = 1_000_000

Sum = Callable[[int | float, int | float], object]


def _power(base: float, exponent: float) -> object:
    if abs(exponent) > LARGEST_POWER or abs(base) > LARGEST_BASE:
        raise TemplateTroubleError("it raises a number to a large power")
    power: object = base**exponent
    if isinstance(power, complex):
        raise TemplateTroubleError("it draws a root of a negative number")
    return power


_SUMS: Final[Mapping[str, Sum]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _power,
}


def reckoned(meter: Meter, sign: str, left: object, right: object) -> object:
    """Return a sum of two numbers, or two texts or lists put together."""
    said(left)
    said(right)
    if isinstance(left, int | float) and isinstance(right, int | float):
        bounded(left)
        bounded(right)
        try:
            return bounded(_SUMS[sign](left, right))
        except (ArithmeticError, ValueError):
            raise TemplateTroubleError("it divides by zero, or reckons beyond all bounds") from None
    if sign == "+":
        meter.weigh(left)
        meter.weigh(right)
        if isinstance(left, str) and isinstance(right, str):
            return bounded(left + right)
        if isinstance(left, list) and isinstance(right, list):
            return bounded(left + right)
        if isinstance(left, tuple) and isinstance(right, tuple):
            return bounded(left + right)
    raise TemplateTroubleError(f"it reckons `{sign}` with what are no numbers")


_ORDERS: Final[Mapping[str, Callable[[object, object], object]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,  # type: ignore[dict-item]  # what cannot be ordered raises
    "lteq": operator.le,  # type: ignore[dict-item]  # what cannot be ordered raises
    "gt": operator.gt,  # type: ignore[dict-item]  # what cannot be ordered raises
    "gteq": operator.ge,  # type: ignore[dict-item]  # what cannot be ordered raises
    "in": lambda inner, outer: inner in outer,  # type: ignore[operator]  # the same
    "notin": lambda inner, outer: inner not in outer,  # type: ignore[operator]  # the same
}


def compared(meter: Meter, sign: str, left: object, right: object) -> bool:
    """Hold one value against another."""
    meter.weigh(left)
    meter.weigh(right)
    if sign not in {"eq", "ne", "in", "notin"}:
        said(left)
        said(right)
    try:
        return bool(_ORDERS[sign](left, right))
    except TypeError:
        raise TemplateTroubleError("it compares what cannot be compared") from None
