"""The colour of a lamp that has whites of its own, as families tell the house of it."""

from rules.light.spaces import ANY, WHITES
from rules.words.device import Capability
from rules.words.values import COLOUR


def white_capability(warmest: float, coldest: float, *, coloured: bool) -> Capability:
    """Return what such a lamp takes, in kelvin; `coloured`: it shows colours too."""
    ways = ANY if coloured else (WHITES,)
    return Capability(
        aspect=COLOUR, writable=True, unit="K", low=warmest, high=coldest, options=ways
    )
