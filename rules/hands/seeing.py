"""Seeing: how two states of a light compare, in what matters of them."""

from collections.abc import Iterable

from rules.hands.colours import same_colour
from rules.told import near
from rules.words.values import COLOUR, LIGHT_ASPECTS, POWER, Aspect, Value, Values


def is_same(aspect: Aspect, one: Value, other: Value) -> bool:
    """Say whether two values are the same but for rounding, or for the way of writing a colour."""
    if aspect == COLOUR:
        return same_colour(one, other)
    return near(aspect, one, other)


def light_of(values: Values) -> dict[Aspect, Value]:
    """Return what values say of light."""
    return {aspect: value for aspect, value in values.items() if aspect in LIGHT_ASPECTS}


def is_like(was: Values, values: Values, aspects: Iterable[Aspect]) -> bool:
    """Say whether a device is as it was, in these aspects; of one that is off, nothing matters."""
    power = values.get(POWER)
    if not is_same(POWER, power, was.get(POWER)):
        return False
    return power is False or all(is_same(a, values.get(a), was.get(a)) for a in aspects)
