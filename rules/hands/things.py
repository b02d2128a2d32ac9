"""Things: what covers, locks, heating, fans and sirens may report after they were told something.

Rule 1: what it was told fits; its answer, as near as such things round, and from then on exactly.
Rule 2: a cover or a valve fits on its way, as long as it may travel, and never farther from its
goal than it was seen before: who turns it round, or stops it short, is a person.
Rule 3: what belongs together may follow once of what was told: a mode brings its own temperature.
Rule 4: of an order that another replaced a thing shows something for moments only.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.claims.told import Told
from rules.hands.trajectory import Sight
from rules.words.times import Seconds
from rules.words.values import (
    CLOSED,
    CLOSING,
    DURATION,
    HAND_ASPECTS,
    JOINED,
    LAMP_ASPECTS,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    POWER,
    SPEED,
    STOPPED,
    TARGET_HIGH,
    TARGET_HUMIDITY,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TILT,
    TRAVEL_ASPECTS,
    VOLUME,
    Aspect,
    Value,
    Values,
    as_number,
)

ANSWERS_WITHIN: Final[Mapping[Aspect, float]] = {
    # A fan of three speeds goes to the nearest.
    SPEED: 17,
    VOLUME: 10,
    TARGET_HUMIDITY: 5,
    TARGET_TEMPERATURE: 0.5,
    TARGET_LOW: 0.5,
    TARGET_HIGH: 0.5,
}
"""How far from what it was told a thing may answer, where it announces no steps."""
SLACK: Final = 5.0
"""Percent by which a cover misses its goal, or overshoots."""
WHOLE_WAY: Final = 100.0
TURNS_WITHIN: Final[Seconds] = 3.0
"""Seconds in which a thing leaves one order for the next, or comes to a halt."""
FOLLOWS_WITHIN: Final[Seconds] = 5.0
"""Seconds in which what belongs to a setting follows it."""
NAMES_GOAL: Final[Seconds] = 1.5
"""Nothing has come far by then: what a cover says of its place may be where it is to go."""
TOGETHER: Final = tuple(joined for joined in JOINED if not joined <= LAMP_ASPECTS)
AT_REST: Final = frozenset({OPEN, CLOSED, STOPPED})


def explained(sight: Sight, told: Told, aspect: Aspect) -> bool:
    """Say whether a value fits the last order, or one that it replaced a moment ago."""
    if told.explains(sight.now) and _fits(sight, told, aspect):
        return True
    if sight.now > told.at + TURNS_WITHIN:
        return False
    return any(order.may_come(sight.now) and _fits(sight, order, aspect) for order in told.earlier)


def _fits(sight: Sight, order: Told, aspect: Aspect) -> bool:
    if aspect in TRAVEL_ASPECTS and not TRAVEL_ASPECTS.isdisjoint(order.values):
        return _travels(sight, order, aspect)
    # Of what is switched a light's trajectory knows how long which order explains it.
    told = aspect in order.values and aspect != POWER
    if told and _answers(sight, order, aspect, sight.values[aspect]):
        return True
    return _follows(sight, order, aspect) or _is_over(sight, order, aspect)


def _answers(sight: Sight, order: Told, aspect: Aspect, value: Value) -> bool:
    goal = order.values[aspect]
    if value == goal:
        return True
    one, other = as_number(value), as_number(goal)
    if order.settled or one is None or other is None:
        return False
    able = sight.device.announcement.capabilities.get(aspect)
    step = able.step if able is not None and able.step is not None else 0.0
    return abs(one - other) <= max(step, ANSWERS_WITHIN.get(aspect, 0.0))


def _follows(sight: Sight, order: Told, aspect: Aspect) -> bool:
    """Say whether a value changed for the first time since something that belongs to it did."""
    if aspect in order.values or not order.may_come(sight.now):
        return False
    if not any(aspect in joined and joined & order.values.keys() for joined in TOGETHER):
        return False
    since = sight.since or {}
    if order.at < since.get(aspect, order.at) < sight.now:
        return False
    if not order.settled:
        return True
    return sight.now - (order.first or order.at) <= FOLLOWS_WITHIN


def _is_over(sight: Sight, order: Told, aspect: Aspect) -> bool:
    """Say whether a siren fell silent when it was to."""
    if aspect != POWER or sight.values[POWER] is not False or order.values.get(POWER) is not True:
        return False
    length = as_number(order.values.get(DURATION, sight.known.get(DURATION)))
    return length is not None and abs(sight.now - order.at - length) <= TURNS_WITHIN


def _travels(sight: Sight, order: Told, aspect: Aspect) -> bool:
    value = sight.values[aspect]
    if order.values.get(MOVEMENT) == STOPPED and POSITION not in order.values:
        # It runs on a little, and then says where it is.
        return value in AT_REST or sight.now <= order.at + TURNS_WITHIN
    goal = goal_of(order.values)
    if aspect == MOVEMENT:
        return _moves(sight, order, str(value), goal)
    place = as_number(value)
    if place is None:
        return False
    if aspect == TILT:
        return _turns(sight, order, place)
    if goal is not None and abs(place - goal) <= SLACK:
        return True
    return order.may_come(sight.now) and _is_on_the_way(order, place, goal)


def _is_on_the_way(order: Told, place: float, goal: float | None) -> bool:
    start = as_number(order.before.get(POSITION))
    if goal is None:
        # Only its slats turn, which may move it a little.
        return start is None or abs(place - start) <= 2 * SLACK
    off = abs(place - goal)
    if order.nearest is not None:
        return off <= order.nearest + SLACK
    if start is None or any(map(_may_be_under_way, order.earlier)):
        # Where it was when it was told, nobody knows.
        return True
    return off <= abs(start - goal) + SLACK and (place - goal) * (start - goal) >= 0


def _may_be_under_way(order: Told) -> bool:
    """Say whether a cover may have been on its way by an order when the next one came."""
    return not order.settled or order.nearest is None or order.nearest > SLACK


def _turns(sight: Sight, order: Told, tilt: float) -> bool:
    """Say whether slats may stand so: on their way, or at their goal."""
    goal = as_number(order.values.get(TILT))
    return (goal is not None and abs(tilt - goal) <= SLACK) or order.may_come(sight.now)


def _moves(sight: Sight, order: Told, word: str, goal: float | None) -> bool:
    if goal is None:
        return order.may_come(sight.now)
    start = as_number(order.before.get(POSITION))
    if word in (OPENING, CLOSING):
        if not order.may_come(sight.now):
            return False
        if start is None:
            start = WHOLE_WAY / 2 if 0 < goal < WHOLE_WAY else WHOLE_WAY - goal
            return True if 0 < goal < WHOLE_WAY else (goal > start) is (word == OPENING)
        return goal > start - SLACK if word == OPENING else goal < start + SLACK
    place = as_number(sight.values.get(POSITION, sight.known.get(POSITION)))
    if place is not None and sight.known.get(MOVEMENT) in (OPENING, CLOSING):
        # One that says when it moves has come to a halt.
        return abs(place - goal) <= 2 * SLACK
    if word == CLOSED:
        return goal <= SLACK
    return word == STOPPED or goal > 0


def goal_of(values: Values) -> float | None:
    """Return where a cover or a valve is to come to rest, in percent; None: anywhere."""
    place = as_number(values.get(POSITION))
    if place is not None:
        return place
    return {OPEN: WHOLE_WAY, CLOSED: 0.0}.get(str(values.get(MOVEMENT)))


def is_there(sight: Sight, told: Told, aspect: Aspect, shown: Values) -> bool:
    """Say whether a thing has come to what it was told of an aspect."""
    here, goal = shown.get(aspect), told.values[aspect]
    if here == goal:
        place = as_number(shown.get(POSITION)) if aspect == MOVEMENT else None
        end = goal_of(told.values)
        return place is None or end is None or abs(place - end) <= 2 * SLACK
    if here is None or aspect not in HAND_ASPECTS:
        return False
    if aspect == MOVEMENT:
        return _rests(shown, told, here)
    if aspect in TRAVEL_ASPECTS:
        one, other = as_number(here), as_number(goal)
        return one is not None and other is not None and abs(one - other) <= SLACK
    return _answers(sight, replace(told, settled=False), aspect, here)


def _rests(shown: Values, told: Told, word: Value) -> bool:
    if word not in AT_REST:
        return False
    place, goal = as_number(shown.get(POSITION)), goal_of(told.values)
    if goal is None:
        return told.values[MOVEMENT] == STOPPED
    return place is not None and abs(place - goal) <= SLACK


def nearer(told: Told, sight: Sight) -> Told:
    """Return an order with how near to its goal the thing was seen by now."""
    goal, place = goal_of(told.values), as_number(sight.values.get(POSITION))
    if goal is None or place is None or sight.now <= told.at + NAMES_GOAL:
        return told
    off = abs(place - goal)
    if told.nearest is not None and told.nearest <= off:
        return told
    return replace(told, nearest=off)


def may_have_been_stopped(told: Told) -> bool:
    """Say whether a thing that set out and did not arrive may have been stopped by somebody."""
    moves = not TRAVEL_ASPECTS.isdisjoint(told.values)
    return moves and told.automated and not told.foreign and told.first is not None
