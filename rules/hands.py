"""Is this report a person? A report is an echo of our own order, or news, or a hand.

Rule 1: what a device may report after an order is its trajectory: from what it was, to what it
was told, within its fade. Rule 2: a value off that trajectory is a hand, however soon it comes.
Rule 3: a first sight, a stored message or a return is nobody's hand.
Rule 4: an order that was replaced before it was reported is still reported; one that was given
up explains nothing any more.
"""

from dataclasses import replace
from enum import Enum

from rules.house import Condition
from rules.told import BRIGHTNESS_TOLERANCE, Told, near
from rules.words.device import Device
from rules.words.times import Moment
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Value,
    Values,
    as_number,
)

SHORTEST_FADE = 1.0
"""Seconds in which a lamp may report steps of a fade that nobody announced."""
ECHO_TAIL = 0.5
"""Seconds that a report may lag behind the state it tells of."""


class Seen(Enum):
    """What a report is."""

    NOTHING = "nothing"
    ECHO = "echo"
    HAND = "hand"


def classify(
    device: Device, condition: Condition, report: Values, now: Moment, *, stored: bool
) -> Seen:
    """Say whether a report is an echo of our order, a hand, or neither."""
    touched = [aspect for aspect in report if aspect in LIGHT_ASPECTS and device.can_write(aspect)]
    if not touched or stored:
        return Seen.NOTHING
    told = condition.told
    if told is not None and told.order == condition.waiting:
        # Nothing comes of an order that has not left.
        older = told.earlier
        told = replace(older[-1], earlier=older[:-1]) if older else None
    for aspect in touched:
        value, known = report[aspect], condition.values.get(aspect)
        if value is None or known == value:
            continue
        if told is not None and _explained(aspect, value, condition, told, now):
            continue
        if known is None or near(aspect, known, value) or not _matters(aspect, report, condition):
            continue
        return Seen.HAND
    return Seen.ECHO if told is not None and told.explains(now) else Seen.NOTHING


def _matters(aspect: Aspect, report: Values, condition: Condition) -> bool:
    # A lamp that is off may say what it remembers; nobody sees it.
    power = report.get(POWER, condition.values.get(POWER))
    return aspect == POWER or power is not False


def _explained(aspect: Aspect, value: Value, condition: Condition, told: Told, now: Moment) -> bool:
    """Say whether a value lies on the way of the last order, or of one that it replaced."""
    if told.explains(now) and _fits(aspect, value, condition, told, now):
        return True
    return any(
        order.explains(now) and _fits(aspect, value, condition, order, now)
        for order in told.earlier
    )


def _fits(aspect: Aspect, value: Value, condition: Condition, told: Told, now: Moment) -> bool:
    fading = now <= told.at + max(told.transition, SHORTEST_FADE) + ECHO_TAIL
    # Once it has shown what it was told, only a fade that was announced may still go on.
    moving = told.awaited or (fading and (told.transition > 0 or not told.settled))
    if aspect == POWER:
        return _power_fits(value, condition, told)
    if told.values.get(POWER) is False:
        return fading or told.awaited
    target = told.values.get(aspect)
    if target is None:
        # Not told: a lamp that was just switched on says what it remembered.
        return fading and told.values.get(POWER) is True
    if near(aspect, value, target):
        return True
    return moving and (aspect == COLOUR or _on_the_way(value, target, told))


def _power_fits(value: Value, condition: Condition, told: Told) -> bool:
    target = told.values.get(POWER, True if BRIGHTNESS in told.values else told.before.get(POWER))
    if value == target:
        return True
    # Until it has shown the new state it may repeat the old one; after that, no more.
    reached = condition.values.get(POWER) == target
    return told.awaited and not reached


def _on_the_way(value: Value, target: Value, told: Told) -> bool:
    here, end = as_number(value), as_number(target)
    if here is None or end is None:
        return False
    remembered = as_number(told.before.get(BRIGHTNESS))
    if remembered is not None and abs(here - remembered) <= BRIGHTNESS_TOLERANCE:
        return True
    start = remembered if remembered is not None and told.before.get(POWER) is True else 0.0
    low, high = min(start, end), max(start, end)
    return low - BRIGHTNESS_TOLERANCE <= here <= high + BRIGHTNESS_TOLERANCE


def settles(told: Told, values: Values) -> bool:
    """Say whether a device now shows all that it was told."""
    for aspect, target in told.values.items():
        value = values.get(aspect)
        if aspect == COLOUR and type(value) is not type(target):
            continue
        if told.values.get(POWER) is False and aspect != POWER:
            continue
        if not near(aspect, value, target):
            return False
    return True
