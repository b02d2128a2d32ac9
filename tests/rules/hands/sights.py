"""Reports and orders for tests: a lamp that was told something, and what it says of it."""

from rules.claims.told import Told
from rules.hands.tolerance import UNLEARNT, Tolerance
from rules.hands.trajectory import Sight
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.times import Moment, Seconds
from rules.words.values import BRIGHTNESS, POWER, Value, Values
from tests.houses import MONDAY_NOON, lamp

LAMP = Device.of(DeviceId("lamp"), lamp("Lamp", colours=True))
OFF: Values = {POWER: False, BRIGHTNESS: 100}
WELL_KNOWN = Tolerance(delay=0.04, answers=20, plain=10, announced=10)
"""A quick lamp that jumps without a transition, and fades evenly with one."""


def lit(brightness: int) -> Values:
    """Return a lamp that is on."""
    return {POWER: True, BRIGHTNESS: brightness}


def order(
    values: Values, before: Values, *, transition: Seconds = 0.0, settled: bool = False
) -> Told:
    """Return an order that was sent at noon."""
    return Told(
        order=1,
        values=values,
        before=before,
        at=MONDAY_NOON,
        transition=transition,
        automated=True,
        settled=settled,
    )


def sight(
    values: Values,
    known: Values,
    *,
    after: Seconds,
    tolerance: Tolerance = UNLEARNT,
    steady: Value = None,
) -> Sight:
    """Return a report some seconds after noon."""
    now: Moment = MONDAY_NOON + after
    return Sight(
        device=LAMP, values=values, known=known, tolerance=tolerance, now=now, steady=steady
    )
