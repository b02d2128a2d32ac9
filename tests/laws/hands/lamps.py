"""Lamps of all sorts, by chance: quick and slow, even and odd, with good radios and bad."""

from random import Random

from devices.simulated.faults import Faults
from devices.simulated.lamp import LampModel
from devices.simulated.ramp import Rounding


def any_model(dice: Random) -> LampModel:
    """Return what some product is like."""
    return LampModel(
        whites=dice.random() < 0.4,
        colours=dice.random() < 0.2,
        echo=dice.choice((dice.uniform(0.01, 0.2), dice.uniform(0.02, 0.4), dice.uniform(0.1, 1))),
        fade=dice.choice((0.0, 0.0, dice.uniform(0.2, 1.0))),
        reports_every=dice.choice((0.2, 0.5, 1.0, 10.0)),
        rounding=dice.choice(tuple(Rounding)),
        eager=dice.random() < 0.25,
        stale=dice.random() < 0.2,
        jumps=dice.random() < 0.2,
    )


def any_radio(dice: Random) -> Faults:
    """Return what some radio does to reports; most do nothing."""
    if dice.random() < 0.6:
        return Faults()
    return Faults(
        repeats=dice.choice((0.0, 0.1, 0.5)),
        loses=dice.choice((0.0, 0.0, 0.05)),
        delay=dice.choice((0.0, dice.uniform(0.0, 0.3))),
        jitter=dice.choice((0.0, dice.uniform(0.0, 0.2))),
    )
