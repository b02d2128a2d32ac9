"""What a device was last told, and how near a report must come to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.light.spaces import plane
from rules.words.ids import DecisionId
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    LOCKED,
    MODE,
    MOVEMENT,
    POSITION,
    PRESET,
    TARGET_HIGH,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TILT,
    Aspect,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Values,
    Xy,
    as_number,
)

BRIGHTNESS_TOLERANCE = 3
"""Of 255: products round to 254 steps or to whole percent."""
TRAVEL: Final[Seconds] = 120.0
"""Seconds in which a cover or a valve has come from one end to the other."""
SLOW: Final[Mapping[Aspect, Seconds]] = {
    POSITION: TRAVEL,
    TILT: TRAVEL,
    MOVEMENT: TRAVEL,
    LOCKED: 20.0,
    # A valve at a radiator sleeps most of the time.
    MODE: 60.0,
    PRESET: 60.0,
    TARGET_TEMPERATURE: 60.0,
    TARGET_LOW: 60.0,
    TARGET_HIGH: 60.0,
}
"""Seconds beyond the usual that things take for what they are told; they are told it once."""
WHITE_TOLERANCE = 0.06
"""Of the kelvin: products round to mireds and clip at their ends."""
COLOUR_TOLERANCE = 0.03
"""In x and in y."""
LATE_ECHO = 10.0
"""Seconds, beside twice its transition, in which an order that is not yet reported may be."""
LONGEST_WAY = 2.5
"""Seconds, beside its transition, in which a device that named its goal may be on its way to it."""
LONGEST_TRAIL = 8
"""Orders in a row of which reports are expected: somebody draws a finger along a slider."""


@value(frozen=True, slots=True, kw_only=True)
class Told:
    """One order to a device, alive until it is reported, given up or replaced.

    `before` is what the device was when the order left; `settled`: it has reported what it was
    told; `given_up`: it never did, or somebody took over; `depth` counts the steps from the
    first cause. `first`: when it first showed that it is on its way; `lead`: the least share of
    the transition in which it showed more than its share of the way. `foreign`: somebody else
    told it so, and it is never repeated. `stopped`: it obeyed, and its goal was never seen.
    `takes`: the seconds that such a thing may need beyond what lights do; what takes any is told
    once. `nearest`: how near to its goal a thing that travels was seen.
    """

    order: int
    values: Values
    before: Values
    at: Moment
    transition: Seconds
    automated: bool
    decisions: tuple[DecisionId, ...] = ()
    attempts: int = 1
    depth: int = 0
    settled: bool = False
    given_up: bool = False
    first: Moment | None = None
    lead: float = 1.0
    foreign: bool = False
    stopped: bool = False
    takes: Seconds = 0.0
    nearest: float | None = None
    earlier: tuple["Told", ...] = ()
    """The orders that this one replaced before they were reported, oldest first."""

    @property
    def awaited(self) -> bool:
        """Say whether a report is still expected."""
        return not self.settled and not self.given_up

    def reported(self, at: Moment | None = None) -> "Told":
        """Return it as one that the device has shown; `at`: when, where that matters later.

        Spelled out, since each order comes here.
        """
        return Told(
            order=self.order,
            values=self.values,
            before=self.before,
            at=self.at,
            transition=self.transition,
            automated=self.automated,
            decisions=self.decisions,
            attempts=self.attempts,
            depth=self.depth,
            settled=True,
            given_up=self.given_up,
            first=at,
            foreign=self.foreign,
            takes=self.takes,
            nearest=self.nearest,
            earlier=self.earlier,
        )

    def explains(self, now: Moment) -> bool:
        """Say whether a report may still come of it.

        What was reported is so from then on. What was not may still come, called back or given up
        as it is, for a while: it may have left before. And a device that was seen to obey may have
        come to its goal unseen.
        """
        return self.settled or self.stopped or self.may_come(now)

    def may_come(self, now: Moment) -> bool:
        """Say whether it is young enough for a report of it to be on its way."""
        return now <= self.at + 2 * self.transition + LATE_ECHO + self.takes

    def trail(self, now: Moment) -> tuple["Told", ...]:
        """Return what the order that replaces it inherits: orders whose reports may still come."""
        if self.settled and now >= self.at + self.transition + LONGEST_WAY + self.takes:
            return ()
        if not (self.stopped or self.may_come(now)):
            return self._older(now)
        return (*self._older(now), self._alone()) if self.earlier else (self,)

    def _alone(self) -> "Told":
        """Return it without what it replaced; spelled out, since each order comes here."""
        return Told(
            order=self.order,
            values=self.values,
            before=self.before,
            at=self.at,
            transition=self.transition,
            automated=self.automated,
            decisions=self.decisions,
            attempts=self.attempts,
            depth=self.depth,
            settled=self.settled,
            given_up=self.given_up,
            first=self.first,
            lead=self.lead,
            foreign=self.foreign,
            stopped=self.stopped,
            takes=self.takes,
            nearest=self.nearest,
        )

    def _older(self, now: Moment) -> tuple["Told", ...]:
        return tuple([order for order in self.earlier[1 - LONGEST_TRAIL :] if order.may_come(now)])

    def shifted(self, by: Seconds) -> "Told":
        """Return it as if the clock had always shown so much more."""
        earlier = tuple(order.shifted(by) for order in self.earlier)
        first = None if self.first is None else self.first + by
        return replace(self, at=self.at + by, first=first, earlier=earlier)


def takes(values: Values) -> Seconds:
    """Return how long a thing may need for what it is told, beyond what lights do."""
    return max((SLOW.get(aspect, 0.0) for aspect in values), default=0.0)


def near_on_plane(one: Xy, other: Xy) -> bool:
    """Say whether two colours lie as near to each other as rounding may put them."""
    return max(abs(one.x - other.x), abs(one.y - other.y)) <= COLOUR_TOLERANCE


def near(aspect: Aspect, one: Value, other: Value) -> bool:
    """Say whether two values of an aspect are the same but for rounding."""
    if one == other:
        return True
    if isinstance(one, Kelvin) and isinstance(other, Kelvin):
        return abs(one.kelvin - other.kelvin) <= WHITE_TOLERANCE * max(one.kelvin, other.kelvin)
    if isinstance(one, Hs | Rgb | Xy) and isinstance(other, Hs | Rgb | Xy):
        return near_on_plane(plane(one), plane(other))
    if aspect == BRIGHTNESS:
        a_number, b_number = as_number(one), as_number(other)
        if a_number is not None and b_number is not None:
            return abs(a_number - b_number) <= BRIGHTNESS_TOLERANCE
    return False
