"""The whites of a lamp, as families tell the house of them."""

from typing import Final

from rules.light.spaces import ANY, WHITES
from rules.words.device import Capability
from rules.words.values import COLOUR, FULL, Aspect, Value, as_number

WHITE_LEVEL: Final = Aspect("white_level")
"""How strong a white channel beside the colours is; nobody says how warm it is."""


def white_capability(warmest: float, coldest: float, *, coloured: bool) -> Capability:
    """Return what such a lamp takes, in kelvin; `coloured`: it shows colours too."""
    ways = ANY if coloured else (WHITES,)
    return Capability(
        aspect=COLOUR, writable=True, unit="K", low=warmest, high=coldest, options=ways
    )


def level_capability(*, assumed: bool = False) -> Capability:
    """Return what a white channel takes. It is for people: no rule knows how bright it makes it."""
    return Capability(aspect=WHITE_LEVEL, writable=True, low=0, high=FULL, assumed=assumed)


def level_of(wished: Value, scale: int = FULL) -> int | None:
    """Return a wished strength in the steps of a lamp; None where none is wished."""
    number = as_number(wished)
    return None if number is None else round(min(max(number, 0.0), FULL) * scale / FULL)
