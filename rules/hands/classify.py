"""Classifying: what a report is, as far as it can be said the moment it comes.

Rule 1: what somebody did to the device itself, by its own word or by a button on it, is theirs.
Rule 2: what lies on the trajectory of an order is its echo; see `rules/hands/trajectory.py`.
Rule 3: everything else is a hand until it is judged otherwise, however soon after an order.
Rule 4: a first sight and a stored message are nobody's hand. But what was never seen before is
off the trajectory of an order that told it otherwise.
"""

from rules.claims.told import Told
from rules.hands import things
from rules.hands.clues import COMMAND_COUNTS, PRESS_COUNTS, Clues
from rules.hands.seeing import is_same
from rules.hands.trajectory import Sight, explained
from rules.words.hands import Seen
from rules.words.values import LIGHT_ASPECTS, POWER, Aspect


def classify(sight: Sight, told: Told | None, clues: Clues | None, *, by_hand: bool) -> Seen:
    """Say what a live report of something that people move is; `Seen.HAND` is yet to be judged."""
    touched = [aspect for aspect in sight.values if aspect in sight.device.felt]
    if not touched:
        return Seen.NOTHING
    if by_hand and any(_is_new(sight, aspect) for aspect in touched):
        return Seen.PHYSICAL
    if any(_strays(sight, told, aspect) for aspect in touched):
        return _whose(sight, clues)
    return Seen.ECHO if told is not None and told.explains(sight.now) else Seen.NOTHING


def straying(sight: Sight, told: Told | None) -> tuple[Aspect, ...]:
    """Return what of a report nothing explains."""
    return tuple(
        aspect
        for aspect in sight.values
        if aspect in sight.device.felt and _strays(sight, told, aspect)
    )


def _whose(sight: Sight, clues: Clues | None) -> Seen:
    if clues is not None and sight.now - clues.pressed <= PRESS_COUNTS:
        return Seen.PHYSICAL
    if clues is not None and sight.now - clues.commanded <= COMMAND_COUNTS:
        return Seen.CONTROLLER
    return Seen.HAND


def _strays(sight: Sight, told: Told | None, aspect: Aspect) -> bool:
    if not _is_new(sight, aspect) or not _matters(sight, aspect):
        return False
    if told is not None and fits(sight, told, aspect):
        return False
    return sight.known.get(aspect) is not None or _is_foretold(sight, told, aspect)


def fits(sight: Sight, told: Told, aspect: Aspect) -> bool:
    """Say whether an order explains a value."""
    if aspect not in LIGHT_ASPECTS:
        return things.explained(sight, told, aspect)
    if explained(sight, told, aspect):
        return True
    # What belongs to it may have switched it.
    return aspect == POWER and things.explained(sight, told, aspect)


def _is_new(sight: Sight, aspect: Aspect) -> bool:
    value, known = sight.values[aspect], sight.known.get(aspect)
    if aspect == sight.device.level and sight.steady is not None:
        known = sight.steady
    return value is not None and not is_same(aspect, known, value)


def _matters(sight: Sight, aspect: Aspect) -> bool:
    # A lamp that is off may say what it remembers; nobody sees it.
    return aspect == POWER or aspect not in LIGHT_ASPECTS or sight.power is not False


def _is_foretold(sight: Sight, told: Told | None, aspect: Aspect) -> bool:
    """Say whether an order that may still be answered says what a value should be."""
    if told is None or told.settled or not told.may_come(sight.now):
        return False
    return aspect in told.values
