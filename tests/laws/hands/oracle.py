"""The yardstick: does a report leave what our orders let expect? Read anew from what is promised.

It shares no code with the classifier. It takes what the classifier has learnt as numbers, and
holds them to the bounds that are promised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.words.times import Seconds
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Value, Xy
from tests.laws.hands.world import Heard, Order

STEADY: Final = 3.0
WIDEST: Final = 10.0
EVER: Final = 10.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """How far a lamp may stray, from what was learnt of it when a report came, within bounds."""

    near: float
    lag: Seconds
    fades: Seconds
    soonest: float


def learnt_by(heard: Heard) -> Learnt:
    """Return how far a lamp may stray with this report."""
    known = heard.tolerance
    return Learnt(
        near=min(WIDEST, max(STEADY, known.offset + 1)),
        lag=1.0 if known.answers < 3 else min(1.0, 1.25 * known.delay + 0.25),
        fades=1.5 if known.plain < 3 or known.restless else min(1.5, 1.25 * known.fade),
        soonest=0.0 if known.announced < 3 else known.pace / 1.25,
    )


def leaves(heard: Heard, orders: Sequence[Order], since: Sequence[Heard]) -> bool:
    """Say whether a report leaves the trajectory of all orders that it may be an answer to.

    Those are the last one, those that it replaced before they were reported, and the last one of
    which a fade may go on. `orders` and `since`, the live reports before it, come oldest first.
    """
    learnt = learnt_by(heard)
    power = heard.values.get(POWER, heard.known.get(POWER))
    for aspect, value in heard.values.items():
        if value is None or alike(aspect, value, heard.known.get(aspect)):
            continue
        if aspect != POWER and power is False:
            continue
        alive = [order for n, order in enumerate(orders) if _lives(aspect, heard, orders, n, since)]
        if not any(_fits(aspect, heard, order, since, learnt) for order in alive):
            return True
    return False


def _lives(
    aspect: str, heard: Heard, orders: Sequence[Order], n: int, since: Sequence[Heard]
) -> bool:
    """Say whether a report of this aspect may be an answer to the n-th order."""
    order, last, learnt = orders[n], orders[-1], learnt_by(heard)
    if order is last:
        return True
    following = orders[n + 1]
    answered = any(_is_goal(one, order) for one in since if order.at <= one.at < following.at)
    reached = any(_is_goal(one, last) for one in since if one.at >= last.at)
    if not answered:
        late = reached and heard.at > last.at + learnt.lag
        return heard.at <= order.at + EVER + 2 * order.transition and not late
    replaced = any(
        aspect in later.values or later.values.get(POWER) is False for later in orders[n + 1 :]
    )
    if replaced and heard.at > last.at + learnt.lag:
        return False
    fades = order.transition > 0 or heard.tolerance.restless > 0
    return fades and heard.at <= order.at + learnt.lag + (order.transition or learnt.fades)


def alike(aspect: str, one: Value, other: Value) -> bool:
    """Say whether two values are the same but for rounding."""
    match one, other:
        case bool(), _:
            return one is other
        case Kelvin(a), Kelvin(b):
            return abs(a - b) <= 0.06 * max(a, b)
        case Xy(), Xy():
            return abs(one.x - other.x) <= 0.03 and abs(one.y - other.y) <= 0.03
        case int() | float(), int() | float():
            return abs(one - other) <= STEADY
        case _:
            return one == other


def _fits(aspect: str, heard: Heard, order: Order, since: Sequence[Heard], learnt: Learnt) -> bool:
    age = heard.at - order.at
    answers = [one for one in since if order.at <= one.at < heard.at]
    reached = any(_is_goal(one, order) for one in answers)
    if age > EVER + 2 * order.transition and not reached:
        return False
    goes_on = learnt.lag + (order.transition or learnt.fades)
    silent = reached and not heard.tolerance.restless
    under_way = age <= goes_on and (order.transition > 0 or (not silent and learnt.fades > 0))
    if aspect == POWER:
        return _power_fits(heard, order, answers, under_way=under_way)
    if aspect == COLOUR:
        return _colour_fits(heard, order, under_way=under_way, early=age <= goes_on)
    here = heard.values[BRIGHTNESS]
    assert isinstance(here, int | float)
    goal = order.values.get(BRIGHTNESS)
    if order.values.get(POWER) is not False:
        if goal is None:
            fades = order.transition > 0 or learnt.fades > 0
            return order.values.get(POWER) is True and age <= goes_on and (fades or not reached)
        assert isinstance(goal, int | float)
        widest = WIDEST if not reached and age <= goes_on else learnt.near
        if abs(here - goal) <= widest:
            return True
        before = order.known.get(BRIGHTNESS)
        moved = any(_has_moved(one, order) for one in answers)
        if not moved and age <= goes_on and alike(BRIGHTNESS, here, before):
            return True
    return under_way and _is_between(here, order, age, learnt)


def _has_moved(heard: Heard, order: Order) -> bool:
    return any(
        heard.values.get(aspect) is not None and heard.values[aspect] != order.known.get(aspect)
        for aspect in (BRIGHTNESS, *order.values)
    )


def _power_fits(heard: Heard, order: Order, answers: Sequence[Heard], *, under_way: bool) -> bool:
    goal = _goal_power(order)
    if heard.values[POWER] is goal:
        return True
    if goal is False and order.transition > 0 and under_way:
        return True
    shown = [one.values[POWER] for one in answers if POWER in one.values]
    was = order.known.get(POWER)
    return goal not in shown and was is not goal


def _colour_fits(heard: Heard, order: Order, *, under_way: bool, early: bool) -> bool:
    colour, goal = heard.values[COLOUR], order.values.get(COLOUR)
    if goal is None:
        return order.values.get(POWER) is True and early
    return alike(COLOUR, colour, goal) or under_way or type(colour) is not type(goal)


def _is_goal(heard: Heard, order: Order) -> bool:
    learnt = learnt_by(heard)
    now = {**heard.known, **heard.values}
    if now.get(POWER) is not _goal_power(order):
        return False
    if now.get(POWER) is False:
        return True
    goal, here = order.values.get(BRIGHTNESS), now.get(BRIGHTNESS)
    late = heard.at - order.at > learnt.lag + (order.transition or learnt.fades)
    near = WIDEST if late else learnt.near
    if isinstance(goal, int) and isinstance(here, int) and abs(goal - here) > near:
        return False
    return COLOUR not in order.values or alike(COLOUR, now.get(COLOUR), order.values[COLOUR])


def _goal_power(order: Order) -> Value:
    if POWER in order.values:
        return order.values[POWER]
    return True if BRIGHTNESS in order.values else order.known.get(POWER)


def _is_between(here: float, order: Order, age: Seconds, learnt: Learnt) -> bool:
    """Say whether a brightness lies where the fade may have come by now."""
    start = order.known.get(BRIGHTNESS) if order.known.get(POWER) is True else 0
    end = 0 if order.values.get(POWER) is False else order.values.get(BRIGHTNESS)
    if not isinstance(start, int | float) or not isinstance(end, int | float):
        return True
    length = order.transition or learnt.fades
    least = _share(age - learnt.lag, length)
    most = _share(age, length * learnt.soonest) if order.transition else 1.0
    places = sorted(start + (end - start) * share for share in (least, most))
    return places[0] - learnt.near <= here <= places[1] + learnt.near


def _share(age: Seconds, length: Seconds) -> float:
    if age <= 0:
        return 0.0
    return min(1.0, age / length) if length else 1.0
