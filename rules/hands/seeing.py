"""Seeing: how two states of a device compare, in what matters of them."""

from collections.abc import Iterable, Mapping
from typing import Final

from rules.claims.told import near
from rules.hands.colours import same_colour
from rules.words.device import Device
from rules.words.values import (
    COLOUR,
    LIGHT_ASPECTS,
    POSITION,
    POWER,
    SPEED,
    TARGET_HIGH,
    TARGET_HUMIDITY,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TILT,
    VOLUME,
    Aspect,
    Value,
    Values,
    as_number,
)

ROUNDING: Final[Mapping[Aspect, float]] = {
    POSITION: 2,
    TILT: 2,
    SPEED: 1,
    VOLUME: 1,
    TARGET_HUMIDITY: 1,
    # Between the two scales of temperature; a click of a knob is ten times as much.
    TARGET_TEMPERATURE: 0.05,
    TARGET_LOW: 0.05,
    TARGET_HIGH: 0.05,
}
"""Two numbers as near as this are the same."""


def is_same(aspect: Aspect, one: Value, other: Value) -> bool:
    """Say whether two values are the same but for rounding, or for the way of writing a colour."""
    if aspect == COLOUR:
        return same_colour(one, other)
    if near(aspect, one, other):
        return True
    slack = ROUNDING.get(aspect)
    if slack is None:
        return False
    this, that = as_number(one), as_number(other)
    return this is not None and that is not None and abs(this - that) <= slack


def light_of(values: Values) -> dict[Aspect, Value]:
    """Return what values say of light."""
    return {aspect: value for aspect, value in values.items() if aspect in LIGHT_ASPECTS}


def felt_of(device: Device, values: Values) -> dict[Aspect, Value]:
    """Return what values say of that which people move at a device."""
    return {aspect: value for aspect, value in values.items() if aspect in device.felt}


def is_like(was: Values, values: Values, aspects: Iterable[Aspect]) -> bool:
    """Say whether a device is as it was, in these aspects; in the dark no light matters."""
    power = values.get(POWER)
    if not is_same(POWER, power, was.get(POWER)):
        return False
    dark = power is False
    return all(
        (dark and a in LIGHT_ASPECTS) or is_same(a, values.get(a), was.get(a)) for a in aspects
    )
