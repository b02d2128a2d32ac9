"""What can be wrong with a simulated device, as data: faults are chances and delays."""

from collections.abc import Mapping
from random import Random

from rules.words.times import Seconds
from rules.words.value import value

OPPOSITES = {"ON": "OFF", "OFF": "ON", True: False, False: True}
UNTOUCHED = frozenset({"linkquality", "battery"})


@value(frozen=True, slots=True, kw_only=True)
class Faults:
    """Chances are 0 to 1, times are in seconds; all zero is a healthy device.

    `loses` and `repeats`: reports that never arrive, or arrive twice. `deaf`: commands that it
    never hears. `lies`: reports with a wrong value. `delay` and `jitter`: each report is late by
    the one, and by up to the other, so that reports may overtake each other.
    """

    loses: float = 0.0
    deaf: float = 0.0
    repeats: float = 0.0
    lies: float = 0.0
    delay: Seconds = 0.0
    jitter: Seconds = 0.0


HEALTHY = Faults()


def happens(chance: float, dice: Random) -> bool:
    """Say whether something of this chance happens now; no dice are thrown for 0 and for 1."""
    return chance > 0 and (chance >= 1 or dice.random() < chance)


def lied(state: Mapping[str, object], dice: Random) -> dict[str, object]:
    """Return a state in which one value is plainly wrong."""
    keys = [key for key in state if key not in UNTOUCHED and _false(state[key]) is not None]
    if not keys:
        return dict(state)
    key = dice.choice(keys)
    return {**state, key: _false(state[key])}


def _false(value: object) -> object:
    match value:
        case "ON" | "OFF" | bool():
            return OPPOSITES[value]
        case int() | float():
            # Halved or doubled stays a number that the device could well report.
            return value // 2 if value > 1 else value * 2 + 1
        case _:
            return None
