"""Faults in the real code that the cases, or the empty house, must notice."""

from typing import Final

from rules.hands import classify, kin, trajectory
from rules.hands.clues import Mains
from tests.laws.law import Mutant

MISSES: Final = (
    Mutant(
        "five seconds of grace after our own order",
        trajectory.explained,
        "if told.explains(sight.now) and",
        "if sight.now < told.at + 5 or told.explains(sight.now) and",
    ),
    Mutant(
        "ten times the tolerance",
        trajectory._reach,
        "return MOST_OFFSET if is_answer else sight.tolerance.brightness",
        "return 10 * (MOST_OFFSET if is_answer else sight.tolerance.brightness)",
    ),
    Mutant(
        "only the goal is looked at, not the way there",
        trajectory._is_on_the_way,
        "least = _share(since - tolerance.lag, fade)",
        "least = 0.0",
    ),
    Mutant(
        "a device may say at any time what it was before",
        trajectory._power_fits,
        "and sight.known.get(POWER) != goal",
        "or True",
    ),
    Mutant(
        "what nothing explains is nothing",
        classify._whose,
        "return Seen.HAND",
        "return Seen.NOTHING",
    ),
)
IMAGINES: Final = (
    Mutant(
        "nothing is ever a power cut",
        Mains.is_power_cut,
        "    self._forget_old(now)\n",
        "    return False\n",
    ),
    Mutant(
        "nobody knows of groups",
        kin.leader_of,
        "    for leader",
        "    return None\n    for leader",
    ),
    Mutant(
        "no device fades by itself",
        trajectory._is_moving,
        "    tolerance = sight.tolerance\n",
        "    return False\n",
    ),
    Mutant(
        "no device rounds",
        trajectory._reach,
        "return MOST_OFFSET if is_answer else sight.tolerance.brightness",
        "return 0.0",
    ),
)
