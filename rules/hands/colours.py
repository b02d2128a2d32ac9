"""Says whether two colours are the same but for rounding, also where one is named as a white."""

from typing import Final

from rules.claims.told import COLOUR_TOLERANCE, WHITE_TOLERANCE, near_on_plane
from rules.light.spaces import plane
from rules.words.values import Hs, Kelvin, Rgb, Value, Xy

WARMEST: Final = 1667
COLDEST: Final = 25_000
"""Between these the curve of glowing bodies is known."""
BEND: Final = 4000
LOWER_BEND: Final = 2222


def same_colour(one: Value, other: Value) -> bool:
    """Say whether two colours look the same, whatever they are written as."""
    match one, other:
        case Kelvin(a), Kelvin(b):
            return abs(a - b) <= WHITE_TOLERANCE * max(a, b)
        case Kelvin() | Hs() | Rgb() | Xy(), Kelvin() | Hs() | Rgb() | Xy():
            return one == other or near_on_plane(_place(one), _place(other))
        case _:
            return one == other


def between(one: Value, start: Value, goal: Value) -> bool:
    """Say whether a colour may lie on the way from one to another; of two kinds any may."""
    match one, start, goal:
        case Kelvin(a), Kelvin(b), Kelvin(c):
            slack = WHITE_TOLERANCE * max(b, c)
            return min(b, c) - slack <= a <= max(b, c) + slack
        case Hs() | Rgb() | Xy(), Hs() | Rgb() | Xy(), Hs() | Rgb() | Xy():
            here, there, end = plane(one), plane(start), plane(goal)
            return _within(here.x, there.x, end.x) and _within(here.y, there.y, end.y)
        case _:
            return True


def _place(colour: Kelvin | Hs | Rgb | Xy) -> Xy:
    return xy_of(colour.kelvin) if isinstance(colour, Kelvin) else plane(colour)


def _within(here: float, start: float, goal: float) -> bool:
    return min(start, goal) - COLOUR_TOLERANCE <= here <= max(start, goal) + COLOUR_TOLERANCE


def xy_of(kelvin: float) -> Xy:
    """Return a white as a colour, by the usual cubic curves for a glowing black body."""
    t = 1000.0 / min(max(kelvin, WARMEST), COLDEST)
    if kelvin <= BEND:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin <= LOWER_BEND:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif kelvin <= BEND:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    return Xy(x, y)
