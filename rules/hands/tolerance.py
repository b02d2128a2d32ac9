"""What is learnt of a device from its answers to our own orders: how near, how soon, how smoothly.

Rule 1: only an order that was answered to its end teaches; one that a hand cut short does not.
Rule 2: worse is learnt at once, better a quarter at a time; the first answers teach nothing yet,
and until then the widest is assumed.
Rule 3: whatever was learnt is bounded, so that no habit of a product can swallow a hand. A
brightness is off by at most `MOST_OFFSET` of 255 (4 %) in the answer to an order, and by what was
learnt (at least `BRIGHTNESS_TOLERANCE`) ever after; a device is behind by at most `LONGEST_LAG`,
and fades by itself for at most `LONGEST_FADE`. Nothing is ever excused by the time alone.
"""

from dataclasses import replace
from typing import Final

from rules.claims.told import BRIGHTNESS_TOLERANCE, Told
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import BRIGHTNESS, FULL, POWER, Values, as_number

MOST_OFFSET: Final = 10.0
LONGEST_LAG: Final = 1.0
SHORTEST_LAG: Final = 0.25
LONGEST_FADE: Final = 1.5
ENOUGH: Final = 3
"""Answers after which what was learnt counts."""
GETTING_BETTER: Final = 0.25
SLOW_ENOUGH: Final = 1.0
"""Seconds that a fade must take to teach how even it is."""
FAR_ENOUGH: Final = 25
"""Of 255: a fade over less is seen by nobody, and teaches nothing."""
SLACK: Final = 1.25
WELL_KNOWN: Final = 16
"""Answers after which only one in `SELDOM` is learnt from, where it is no worse than others."""
SELDOM: Final = 8
CALM_AFTER: Final = 6
"""Fades without a step after the goal, until a device counts as one that tells no such steps."""


@value(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a device's reports stray from what it was told, and how late they are.

    `offset`: how far off its brightness ends. `delay`: until it first shows that it obeys.
    `fade`: how long it takes without being told a time. `pace`: of an announced transition, the
    share after which it may already be there; 1 is a lamp that fades evenly to the end.
    `restless`: above zero while it is one that names its goal at once, and then says how far it
    has come. The counts are of answers to all orders, to those without and to those with a
    transition.
    """

    offset: float = 0.0
    delay: Seconds = 0.0
    fade: Seconds = 0.0
    pace: float = 1.0
    restless: int = 0
    answers: int = 0
    plain: int = 0
    announced: int = 0

    @property
    def brightness(self) -> float:
        """Return how far off a brightness may be, of 255."""
        return min(MOST_OFFSET, max(BRIGHTNESS_TOLERANCE, self.offset + 1))

    @property
    def lag(self) -> Seconds:
        """Return how far its reports may be behind."""
        if self.answers < ENOUGH:
            return LONGEST_LAG
        return min(LONGEST_LAG, self.delay * SLACK + SHORTEST_LAG)

    @property
    def own_fade(self) -> Seconds:
        """Return how long it may fade by itself; nothing: it is there at once."""
        if self.plain < ENOUGH or self.restless:
            return LONGEST_FADE
        return min(LONGEST_FADE, self.fade * SLACK)

    @property
    def least_pace(self) -> float:
        """Return the share of an announced transition after which it may be there."""
        return 0.0 if self.announced < ENOUGH else self.pace / SLACK

    def fading(self, order: Told) -> Seconds:
        """Return how long the device may take for an order, once it has begun."""
        return order.transition or self.own_fade

    def soon(self, order: Told) -> Moment:
        """Return the moment until which the device may still be on its way by an order."""
        return order.at + self.lag + self.fading(order)


UNLEARNT: Final = Tolerance()


def is_telling(old: Tolerance, order: Told, now: Moment) -> bool:
    """Say whether there is anything to learn from an answer; of a device known well, seldom."""
    if old.answers < WELL_KNOWN or order.first is not None or now - order.at > old.delay:
        return True
    return not order.order % SELDOM


def learnt(old: Tolerance, order: Told, shown: Values, now: Moment) -> Tolerance:
    """Return what is known of a device after it showed all that it was told."""
    first = now if order.first is None else order.first
    offset, fade, pace = old.offset, old.fade, old.pace
    plain, announced = old.plain, old.announced
    goal, level = as_number(order.values.get(BRIGHTNESS)), as_number(shown.get(BRIGHTNESS))
    if goal is not None and level is not None and order.values.get(POWER) is not False:
        offset = _worse(offset, min(MOST_OFFSET, abs(level - goal)))
    if order.transition >= SLOW_ENOUGH:
        seen = min(order.lead, (now - order.at) / order.transition)
        pace = 1.0 - _worse(1.0 - pace, 1.0 - min(1.0, seen))
        announced += 1
    elif not order.transition and _is_far(order):
        fade = _worse(fade, min(LONGEST_FADE, now - first))
        plain += 1
    return Tolerance(
        offset=offset,
        delay=_worse(old.delay, min(LONGEST_LAG, max(0.0, first - order.at))),
        fade=fade,
        pace=pace,
        restless=max(0, old.restless - (plain > old.plain)),
        answers=old.answers + 1,
        plain=plain,
        announced=announced,
    )


def restless(old: Tolerance) -> Tolerance:
    """Return what is known of a device after it was under way though it had named its goal."""
    return old if old.restless == CALM_AFTER else replace(old, restless=CALM_AFTER)


def _worse(old: float, new: float) -> float:
    """Take in something worse at once, something better little by little."""
    return new if new > old else old + (new - old) * GETTING_BETTER


def _is_far(order: Told) -> bool:
    """Say whether a fade would have been seen, had there been one."""
    before = as_number(order.before.get(BRIGHTNESS)) if order.before.get(POWER) is True else 0.0
    if order.values.get(POWER) is False:
        after: float | None = 0.0
    else:
        after = as_number(order.values.get(BRIGHTNESS))
    return before is not None and after is not None and abs(after - before) >= min(FAR_ENOUGH, FULL)
