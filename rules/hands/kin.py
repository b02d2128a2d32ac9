"""Group echoes: a device that does what another was told, since both are in one group.

Nobody announces who is in a group, so it is learnt. Rule 1: a report that shows, within moments
of an order to another device, the very brightness of that order is its echo. Full light is not,
nor is the brightness that it had before: that is what every lamp does at its wall switch.
Rule 2: a report that shows only as much as on, off or full is an echo where the device has done so
with the other for some orders in a row; where it did not, that is forgotten little by little.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rules.claims.told import Told, near
from rules.condition import Condition
from rules.hands.classify import fits
from rules.hands.clues import KIN, Clues, Follower
from rules.hands.colours import same_colour
from rules.hands.trajectory import Sight, power_goal
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.times import Moment, Seconds
from rules.words.values import BRIGHTNESS, COLOUR, POWER, as_number

FOLLOWS_WITHIN: Final[Seconds] = 1.5
"""Seconds after an order, beside its transition, in which others echo it."""
NEARLY_FULL: Final = 250
MOST_SCORE: Final = 6


def leader_of(house: House, sight: Sight) -> Told | None:
    """Return the order to another device of which a report is the echo, if it is one."""
    for leader, told in _lately_told(house, sight):
        clues = house.conditions[leader].clues
        known = clues.followers.get(sight.device.id) if clues is not None else None
        if known is not None and known.score >= KIN:
            if _goes_along(sight, told):
                return told
        elif _shows(sight, told) and _is_telling(sight, told):
            return told
    return None


def note_coincidence(house: House, sight: Sight) -> None:
    """Remember with whom a device went along, so that a group is known after a while."""
    for leader, told in _lately_told(house, sight):
        if not _shows(sight, told):
            continue
        condition = house.conditions[leader]
        clues = condition.clues = condition.clues or Clues()
        old = clues.followers.get(sight.device.id)
        score = MOST_SCORE if _is_telling(sight, told) else 1 + (0 if old is None else old.score)
        clues.followers[sight.device.id] = Follower(score=min(MOST_SCORE, score), last=sight.now)


def forget_strangers(house: House, condition: Condition, clues: Clues) -> None:
    """Think less of those that did not go along with the last order; asked before the next."""
    told = condition.told
    if told is None:
        return
    for device, follower in list(clues.followers.items()):
        if follower.last >= told.at or _is_so(house.conditions.get(device), told):
            continue
        if follower.score <= 1:
            del clues.followers[device]
        else:
            clues.followers[device] = replace(follower, score=follower.score - 1)


def as_follower(condition: Condition, told: Told, sight: Sight) -> Told:
    """Return another device's order as this one's own, so that what follows of it is explained."""
    return replace(
        told,
        order=condition.order,
        before=sight.known,
        decisions=(),
        settled=False,
        given_up=False,
        first=None,
        foreign=True,
        earlier=(),
    )


def _lately_told(house: House, sight: Sight) -> Iterator[tuple[DeviceId, Told]]:
    for leader in reversed(house.lately):
        if leader == sight.device.id or leader not in house.conditions:
            continue
        told = house.conditions[leader].in_force()
        if told is not None and not told.foreign and _is_young(told, sight.now):
            yield leader, told


def _is_young(told: Told, now: Moment) -> bool:
    return told.at <= now <= told.at + told.transition + FOLLOWS_WITHIN


def _is_telling(sight: Sight, told: Told) -> bool:
    """Say whether whoever shows the same as this order can hardly have done so by chance."""
    goal, before = as_number(told.values.get(BRIGHTNESS)), sight.known.get(BRIGHTNESS)
    if not sight.device.dims or power_goal(told) is not True:
        return False
    if goal is None or goal >= NEARLY_FULL:
        return False
    # One that was as bright when it was last on may only have been switched on.
    return not near(BRIGHTNESS, goal, before)


def _shows(sight: Sight, told: Told) -> bool:
    power = sight.power
    if power != power_goal(told) or power is None:
        return False
    if power is False:
        return True
    goal, here = told.values.get(BRIGHTNESS), sight.values.get(BRIGHTNESS)
    if goal is not None and sight.device.dims and not near(BRIGHTNESS, here, goal):
        return False
    colour = sight.values.get(COLOUR)
    return colour is None or COLOUR not in told.values or same_colour(colour, told.values[COLOUR])


def _goes_along(sight: Sight, told: Told) -> bool:
    theirs = replace(told, before=sight.known, settled=False, earlier=())
    return all(
        value is None or sight.known.get(aspect) == value or fits(sight, theirs, aspect)
        for aspect, value in sight.values.items()
        if aspect in sight.device.felt
    )


def _is_so(condition: Condition | None, told: Told) -> bool:
    if condition is None or condition.values.get(POWER) is not power_goal(told):
        return condition is None
    goal, here = told.values.get(BRIGHTNESS), condition.values.get(BRIGHTNESS)
    return goal is None or condition.values.get(POWER) is False or near(BRIGHTNESS, here, goal)
