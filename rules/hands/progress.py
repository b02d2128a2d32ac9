"""Progress: how far a device has come by an order: under way, past its goal, or done."""

from dataclasses import replace
from typing import Final

from rules.claims.told import Told, near
from rules.hands.colours import between, same_colour
from rules.hands.things import is_there
from rules.hands.tolerance import LONGEST_FADE, MOST_OFFSET
from rules.hands.trajectory import Sight, clipped, is_early, power_goal, starts_of
from rules.light.spaces import is_white
from rules.words.device import Device
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    LIGHT_ASPECTS,
    MOVEMENT,
    POWER,
    TRAVEL_ASPECTS,
    Value,
    Values,
    as_number,
)

BEGUN: Final = 0.1
"""Share of the way from which on a step tells how even the fade is."""


def is_past_goal(sight: Sight, told: Told) -> bool:
    """Say whether a report shows a device under way by an order that it had reported as done."""
    for order in (told, *told.earlier):
        if order.settled and not order.transition and _may_fade_by_itself(sight, order):
            here, goal = sight.values.get(BRIGHTNESS), order.values.get(BRIGHTNESS)
            if here is not None and goal is not None and not near(BRIGHTNESS, here, goal):
                said = {POWER: sight.power, BRIGHTNESS: here}
                return may_be_a_step(order, sight.device, said)
    return False


def _may_fade_by_itself(sight: Sight, order: Told) -> bool:
    return sight.now <= order.at + sight.tolerance.lag + LONGEST_FADE


def may_be_a_step(told: Told, device: Device, values: Values) -> bool:
    """Say whether values lie somewhere between where a device was and where it is to be."""
    power = values.get(POWER)
    if power is not None and power not in (told.before.get(POWER), power_goal(told)):
        return False
    goal = 0.0 if told.values.get(POWER) is False else as_number(told.values.get(BRIGHTNESS))
    here = 0.0 if power is False else as_number(values.get(BRIGHTNESS))
    if goal is not None and here is not None:
        places = (*starts_of(told), goal)
        if not min(places) - MOST_OFFSET <= here <= max(places) + MOST_OFFSET:
            return False
    colour, end = values.get(COLOUR), clipped(told.values.get(COLOUR), device)
    if colour is None or power is False:
        return True
    start = told.before.get(COLOUR)
    return same_colour(colour, start) if end is None else between(colour, start, end)


def settles(sight: Sight, told: Told, shown: Values) -> bool:
    """Say whether a device now shows all that it was told; `shown` is all that is known of it."""
    for aspect, goal in told.values.items():
        here = shown.get(aspect)
        if aspect in sight.device.unheard:
            continue
        if aspect == EFFECT or (here == goal and aspect != MOVEMENT):
            # Few lamps say what they play.
            continue
        if told.values.get(POWER) is False and aspect != POWER:
            continue
        if aspect == BRIGHTNESS and _is_near(sight, told, here, goal):
            continue
        if aspect == COLOUR and _colour_settles(sight, here, goal):
            continue
        if aspect not in LIGHT_ASPECTS and is_there(sight, told, aspect, shown):
            continue
        return False
    return True


def _is_near(sight: Sight, told: Told, here: Value, goal: Value) -> bool:
    one, other = as_number(here), as_number(goal)
    if one is None or other is None:
        return False
    # While it may be on its way, near the goal is not yet there.
    reach = sight.tolerance.brightness if is_early(sight, told) else MOST_OFFSET
    return abs(one - other) <= reach


def _colour_settles(sight: Sight, here: Value, goal: Value) -> bool:
    return is_white(here) is not is_white(goal) or same_colour(here, clipped(goal, sight.device))


def under_way(told: Told, sight: Sight) -> Told:
    """Return an order as one that a device obeys, and how fast, if this report shows that."""
    said = sight.values
    about = (*(TRAVEL_ASPECTS if told.takes else ()), BRIGHTNESS, *told.values)
    if all(said.get(a) is None or said[a] == told.before.get(a) for a in about):
        return told
    if sight.power is False and power_goal(told) is not False:
        # Dark, while it is to be lit: whoever switched it off, it does not obey any more.
        return told
    lead = told.lead
    since, here = sight.now - told.at, as_number(sight.values.get(BRIGHTNESS))
    goal = 0.0 if told.values.get(POWER) is False else as_number(told.values.get(BRIGHTNESS))
    (start, *_) = starts_of(told)
    if told.transition and here is not None and goal is not None and goal != start:
        done = (here - start) / (goal - start)
        if done > BEGUN:
            lead = min(lead, since / told.transition / done)
    first = sight.now if told.first is None else told.first
    return replace(told, first=first, lead=lead)
