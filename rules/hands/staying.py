"""What stays: a change that was neither echo nor glitch is of the mains, of doubt, or of a hand.

Rule 1: what came back together with most of the house was a power cut.
Rule 2: of a device whose word is doubtful, or that shows late what it was told in vain, it is
unknown whose the change was.
Rule 3: what came back alone and is on, or looks as after a start, was switched at the mains.
Rule 4: everything else is a hand.
"""

from typing import Final

from rules.claims.told import Told
from rules.condition import Condition
from rules.hands.clues import STORED_COUNTS, Judging
from rules.hands.seeing import is_like, is_same
from rules.hands.things import is_there
from rules.hands.trajectory import Sight
from rules.turn import Turn
from rules.words.device import Device
from rules.words.hands import Seen
from rules.words.times import MINUTE, Moment, Seconds
from rules.words.values import BRIGHTNESS, EFFECT, LIGHT_ASPECTS, POWER, Aspect, Values, as_number

NEARLY_FULL: Final = 250
"""Of 255: as bright as a lamp is that just got its mains."""
POOR_LINK: Final = 20
"""Of 255."""
LINK_QUALITY: Final = Aspect("linkquality")
ANSWERED_LATE: Final[Seconds] = 10 * MINUTE
"""Seconds in which a device may at last do what it was told in vain."""


def whose(turn: Turn, condition: Condition, judging: Judging, sight: Sight) -> Seen:
    """Say what a change is that stayed: of the mains, of a doubtful device, or of a hand."""
    mains, boots = turn.house.mains, _looks_booted(sight.device, judging)
    if boots:
        mains.note_start(sight.device.id, judging.since)
    if judging.returned or boots:
        conditions = turn.house.conditions
        if mains.is_power_cut(turn.now, lambda device: conditions[device].heard_at):
            return Seen.POWER_CUT
    if _is_doubtful(turn, condition, judging) or _answers_late(turn, condition, sight):
        return Seen.UNKNOWN
    if boots:
        return Seen.MAINS
    if judging.returned:
        # As it left: perhaps only its radio was away.
        return Seen.UNKNOWN if _is_as_it_left(condition) else Seen.MAINS
    return Seen.HAND


def _looks_booted(device: Device, judging: Judging) -> bool:
    """Say whether a report looks like that of a device that just got its mains: on, in full."""
    if judging.shown.get(POWER, judging.was.get(POWER)) is not True:
        return False
    if not device.dims:
        if not device.felt <= LIGHT_ASPECTS:
            # Fans and heating remember how they were.
            return False
        return judging.was.get(POWER) is False
    level = as_number(judging.shown.get(BRIGHTNESS))
    return level is not None and level >= NEARLY_FULL


def _is_as_it_left(condition: Condition) -> bool:
    left = condition.clues.left if condition.clues is not None else {}
    return bool(left) and is_like(left, condition.values, left)


def _is_doubtful(turn: Turn, condition: Condition, judging: Judging) -> bool:
    link = as_number(condition.values.get(LINK_QUALITY))
    if link is not None and link < POOR_LINK:
        return True
    clues = condition.clues
    if clues is None:
        return False
    if clues.is_doubtful(turn.now):
        return True
    return only_stored(condition, judging.shown, judging.was, turn.now)


def only_stored(condition: Condition, shown: Values, was: Values, now: Moment) -> bool:
    """Say whether what a device was is only what a broker had stored.

    It may have been on its way since before.
    """
    same = shown.get(POWER, True) == was.get(POWER) or LIGHT_ASPECTS.isdisjoint((*shown, *was))
    clues = condition.clues
    return same and clues is not None and now - clues.stored <= STORED_COUNTS


def _answers_late(turn: Turn, condition: Condition, sight: Sight) -> bool:
    """Say whether a device shows just what it was told in vain a while ago."""
    told = condition.told
    if told is None or not told.given_up or turn.now - told.at > ANSWERED_LATE:
        return False
    return _shows(told, sight)


def _shows(told: Told, sight: Sight) -> bool:
    values = sight.values
    if told.values.get(POWER) is False:
        return values.get(POWER) is False
    return all(
        is_same(aspect, values.get(aspect), value)
        if aspect in LIGHT_ASPECTS
        else is_there(sight, told, aspect, values)
        for aspect, value in told.values.items()
        if aspect != EFFECT
    )
