"""How a lamp gets from one brightness to another: at once, or along a straight line."""

from enum import Enum

from devices.simulated.discovery import BRIGHTNESS_SCALE
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import FULL


class Rounding(Enum):
    """To what a product rounds a brightness that it is told."""

    SCALE = BRIGHTNESS_SCALE
    PERCENT = 100
    STEPS = 15
    """A product with sixteen levels."""

    def of(self, level: float) -> int:
        """Return the nearest brightness of the wire that the product can have; never zero."""
        step = max(1, round(level * self.value / BRIGHTNESS_SCALE))
        return max(1, min(BRIGHTNESS_SCALE, round(step * BRIGHTNESS_SCALE / self.value)))


@value(frozen=True, slots=True)
class Ramp:
    """A fade of a level, 0 to 254, from one moment to another."""

    start: float
    target: float
    began: Moment
    ends: Moment

    def level(self, now: Moment) -> float:
        """Return the level at a moment."""
        if now >= self.ends:
            return self.target
        if now <= self.began:
            return self.start
        share = (now - self.began) / (self.ends - self.began)
        return self.start + (self.target - self.start) * share


def to_house(level: int) -> int:
    """Return a brightness of the wire as the house counts it, 0 to 255."""
    return round(level * FULL / BRIGHTNESS_SCALE)


def to_wire(brightness: float) -> int:
    """Return a brightness of the house, 0 to 255, as it goes over the wire."""
    return max(1, round(brightness * BRIGHTNESS_SCALE / FULL)) if brightness > 0 else 0
