"""Chooses at which moment of which deed a hub is to die."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final

from proofs.lasting.deeds import Deed, Way, deeds
from proofs.lasting.tally import Point
from proofs.lasting.witness import Kill

STARTING_SHARE: Final = 12
"""One of so many kills comes while the hub starts, or somewhere after it."""
CALM: Final = 3
"""Deeds of each life that are over and done with before the one at which it ends."""
MOST_DEEDS: Final = 5
MOMENTS: Final = {
    Point.BEFORE: (("heard", 1), ("writing", 2), ("writing", 3)),
    Point.BETWEEN: (("written", 1), ("on-disk", 1), ("on-disk", 1)),
    Point.STARTING: (("writing", 9), ("written", 3), ("on-disk", 3)),
}
"""The moments of the witness that belong to a point, and how often they come at most before it."""
TOLD: Final = {Way.LASTING: "acknowledged", Way.CONSOLE: "answered", Way.PASSING: "shown"}


@dataclass(frozen=True, slots=True)
class Aim:
    """What people do in a life, and the kill; `armed` is the deed on whose way it comes."""

    kill: Kill
    armed: Deed
    calm: tuple[Deed, ...]
    burst: tuple[Deed, ...]


class Aims:
    """Yields one aim after another; the points come equally often."""

    def __init__(self, dice: Random) -> None:
        """Choose by these dice."""
        self._dice = dice
        self._deeds = deeds(dice)

    def next(self, kills: Counter[Point]) -> Aim:
        """Return the next aim, after so many kills of each sort."""
        point = self._point(kills)
        calm = tuple(islice(self._deeds, CALM))
        burst = self._burst()
        takes = [deed for deed in burst if deed.gives]
        # The first acknowledgement that follows must be its own.
        armed = takes[0] if point is Point.AFTER else self._dice.choice(takes)
        return Aim(self._kill(point, armed), armed, calm, burst)

    def _point(self, kills: Counter[Point]) -> Point:
        if self._dice.randrange(STARTING_SHARE) == 0:
            return Point.STARTING
        points = (Point.BEFORE, Point.BETWEEN, Point.AFTER)
        return min(points, key=lambda point: (kills[point], self._dice.random()))

    def _burst(self) -> tuple[Deed, ...]:
        """Return some deeds, of which one at least takes something."""
        while True:
            burst = tuple(islice(self._deeds, self._dice.randint(1, MOST_DEEDS)))
            if any(deed.gives for deed in burst):
                return burst

    def _kill(self, point: Point, armed: Deed) -> Kill:
        if point is Point.AFTER:
            return Kill(TOLD[armed.way], armed.mark)
        moment, most = self._dice.choice(MOMENTS[point])
        word = "" if point is Point.STARTING else armed.mark
        return Kill(moment, word, self._dice.randint(1, most))
