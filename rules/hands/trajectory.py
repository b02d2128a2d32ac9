"""The trajectory: what a device may report after it was told something, and until when.

Rule 1: what it was told fits, as near as the device's tolerance has it.
Rule 2: what it was before fits, until it has shown anything else.
Rule 3: what lies on the way fits while it can be there: not ahead of the fade by more than the
device's pace, not behind it by more than its lag. Without an announced transition there is a way
only until it has shown its goal, and none at all for a device that was learnt to jump.
Rule 4: an order that was replaced before it was reported may still be reported. One that was
called back or given up may have left all the same: it fits for as long as an echo can be late.
Rule 5: what fits no order is off the trajectory, however soon after the order it comes.
"""

from collections.abc import Mapping

from rules.claims.told import Told, near
from rules.hands.colours import between, same_colour
from rules.hands.tolerance import MOST_OFFSET, Tolerance
from rules.light.spaces import is_white
from rules.words.device import Device
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Kelvin,
    Value,
    Values,
    as_number,
)


@value(frozen=True, slots=True, kw_only=True)
class Sight:
    """A report as it is looked at: `values` are what it says, `known` what was known before.

    `steady`: the level from which it is measured, so that many small steps make a large one.
    `since`: since when it was known to be so.
    """

    device: Device
    values: Values
    known: Values
    tolerance: Tolerance
    now: Moment
    steady: Value = None
    since: Mapping[Aspect, Moment] | None = None

    @property
    def power(self) -> Value:
        """Return whether the device is on, by the report or else by what was known."""
        return self.values.get(POWER, self.known.get(POWER))


def explained(sight: Sight, told: Told, aspect: Aspect) -> bool:
    """Say whether a value fits the last order, or one that it replaced."""
    if told.explains(sight.now) and _fits(sight, told, aspect):
        return True
    return any(
        _goes_on(sight, told, order, aspect) and _fits(sight, order, aspect)
        for order in told.earlier
    )


def _goes_on(sight: Sight, told: Told, order: Told, aspect: Aspect) -> bool:
    """Say whether an order that another replaced may still be seen at work."""
    if not order.settled:
        overtaken = told.settled and sight.now > told.at + sight.tolerance.lag
        return order.may_come(sight.now) and not overtaken
    # It was reported: only its fade may go on, until the newer order has reached the device.
    replaced = aspect in told.values or told.values.get(POWER) is False
    if replaced and sight.now > told.at + sight.tolerance.lag:
        return False
    return _is_moving(sight, order)


def _fits(sight: Sight, order: Told, aspect: Aspect) -> bool:
    if aspect == POWER:
        return _power_fits(sight, order)
    if EFFECT in order.values and _plays(sight, order):
        # What it plays is made of brightness and colour.
        return True
    if aspect == BRIGHTNESS:
        return _brightness_fits(sight, order)
    return _colour_fits(sight, order)


def _plays(sight: Sight, order: Told) -> bool:
    """Say whether a lamp plays what an order told it, as far as it says or may not have said."""
    said = sight.values.get(EFFECT, sight.known.get(EFFECT))
    return said == order.values[EFFECT] or (said is None and is_early(sight, order))


def _power_fits(sight: Sight, order: Told) -> bool:
    power, goal = sight.values[POWER], power_goal(order)
    if power == goal:
        return True
    if goal is False and order.transition and _is_moving(sight, order):
        # Its answer may have named the goal, and now it says how far it has come.
        return True
    return not order.settled and sight.known.get(POWER) != goal


def power_goal(order: Told) -> Value:
    """Return whether a device is to be on by an order."""
    power = order.values.get(POWER)
    if power is None:
        return True if BRIGHTNESS in order.values else order.before.get(POWER)
    return power


def _brightness_fits(sight: Sight, order: Told) -> bool:
    here = as_number(sight.values[BRIGHTNESS])
    if here is None:
        return False
    if order.values.get(POWER) is False:
        return _is_moving(sight, order) and _is_on_the_way(sight, order, here, 0.0)
    goal = as_number(order.values.get(BRIGHTNESS))
    if goal is None:
        return _may_remember(sight, order, BRIGHTNESS)
    if abs(here - goal) <= _reach(sight, order):
        return True
    if order.first is None and is_early(sight, order) and _is_start(order, here):
        return True
    return _is_moving(sight, order) and _is_on_the_way(sight, order, here, goal)


def _is_start(order: Told, here: float) -> bool:
    """Say whether a brightness is what the device was, or was told last, or what it remembers."""
    if order.settled:
        return False
    starts = (order.before, *(o.values for o in order.earlier if not o.settled))
    return any(near(BRIGHTNESS, here, values.get(BRIGHTNESS)) for values in starts)


def _may_remember(sight: Sight, order: Told, aspect: Aspect) -> bool:
    """Say whether a device that was only switched on now says, or fades to, what it remembered."""
    if order.values.get(POWER) is not True or not is_early(sight, order):
        return False
    fades = bool(order.transition or sight.tolerance.own_fade)
    return not order.settled or fades or sight.known.get(aspect) is None


def is_early(sight: Sight, order: Told) -> bool:
    """Say whether the device may not have come to the end of an order yet."""
    return sight.now <= sight.tolerance.soon(order)


def _is_moving(sight: Sight, order: Told) -> bool:
    """Say whether the device may be on its way, neither where it was nor where it is to be."""
    tolerance = sight.tolerance
    if not order.transition and not tolerance.own_fade:
        return False
    if not order.transition and order.settled and not tolerance.restless:
        return False
    return is_early(sight, order)


def _reach(sight: Sight, order: Told) -> float:
    """Return how far off the goal a brightness may be; the answer itself may be off by most."""
    is_answer = not order.settled and is_early(sight, order)
    return MOST_OFFSET if is_answer else sight.tolerance.brightness


def _is_on_the_way(sight: Sight, order: Told, here: float, goal: float) -> bool:
    """Say whether a brightness lies where the fade may be by now."""
    tolerance, fade = sight.tolerance, sight.tolerance.fading(order)
    since = sight.now - order.at
    least = _share(since - tolerance.lag, fade)
    most = _share(since, fade * tolerance.least_pace) if order.transition else 1.0
    places = [
        start + (goal - start) * share for start in starts_of(order) for share in (least, most)
    ]
    slack = tolerance.brightness
    return min(places) - slack <= here <= max(places) + slack


def _share(since: float, length: float) -> float:
    if since <= 0:
        return 0.0
    return min(1.0, since / length) if length else 1.0


def starts_of(order: Told) -> list[float]:
    """Return the levels between which the device was when it was told."""
    starts: list[float] = []
    for known in (
        order.before,
        *(values for o in order.earlier for values in (o.before, o.values)),
    ):
        starts += _levels(known)
    return starts or [0.0, FULL]


def _levels(known: Values) -> tuple[float, ...]:
    """Return how much light a device gives that is known to be like this; unknown: any."""
    power, brightness = known.get(POWER), as_number(known.get(BRIGHTNESS))
    if power is False:
        return (0.0,)
    most = FULL if brightness is None else brightness
    return (most,) if power is True and brightness is not None else (0.0, most)


def _colour_fits(sight: Sight, order: Told) -> bool:
    colour, goal = sight.values[COLOUR], clipped(order.values.get(COLOUR), sight.device)
    if order.values.get(POWER) is False:
        return not order.settled or _is_moving(sight, order)
    if goal is None:
        return _may_remember(sight, order, COLOUR)
    if same_colour(colour, goal):
        return True
    if is_white(colour) is not is_white(goal) and not order.settled:
        # It takes whites for colours, or colours for whites, and says what it made of it.
        return is_early(sight, order)
    return _is_moving(sight, order) and between(colour, order.before.get(COLOUR), goal)


def clipped(goal: Value, device: Device) -> Value:
    """Return a white as the device can have it at its warmest or coldest."""
    can = device.announcement.capabilities.get(COLOUR)
    if can is None or not isinstance(goal, Kelvin):
        return goal
    kelvin = float(goal.kelvin)
    kelvin = kelvin if can.low is None else max(can.low, kelvin)
    return Kelvin(round(kelvin if can.high is None else min(can.high, kelvin)))
