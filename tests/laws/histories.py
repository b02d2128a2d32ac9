"""Histories: what happens to the household, in words short enough to read a counterexample."""

from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Final, TypeAlias

from hypothesis import strategies as st

from rules.policy import Policy
from rules.words.prompts import Answer
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.houses import ILLUMINANCE, OCCUPANCY
from tests.laws.draws import evenly, pairs
from tests.laws.household import DIM, LAMPS, LIT, OFF, ON, WARM, policies


@dataclass(frozen=True, slots=True)
class Reads:
    """A sensor reports."""

    sensor: str
    values: Values


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses a button."""

    button: str
    press: str


@dataclass(frozen=True, slots=True)
class Sets:
    """A person sets a lamp, as from the page."""

    lamp: str
    values: Values
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """A person calls the scene."""


@dataclass(frozen=True, slots=True)
class Moves:
    """A hand moves a lamp at its own switch."""

    lamp: str
    values: Values


@dataclass(frozen=True, slots=True)
class Freezes:
    """A person freezes a scope."""

    scope: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """A person sets a scope on purpose."""

    scope: str
    values: Values
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Releases:
    """A person gives a scope back."""

    scope: str
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Comes:
    """A point of the timetable comes: the n-th there is."""

    point: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class GoesAway:
    """A device goes out of reach, or comes back."""

    device: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Leaves:
    """A lamp is taken away by whoever announced it, and announced again."""

    lamp: str


@dataclass(frozen=True, slots=True)
class LinkFails:
    """The connection goes down, or comes back."""

    back: bool = False


@dataclass(frozen=True, slots=True)
class Adopts:
    """The household's first or second policy takes effect."""

    policy: int


@dataclass(frozen=True, slots=True)
class ClockJumps:
    """The wall clock is set."""

    by: float


@dataclass(frozen=True, slots=True)
class Restarts:
    """The hub starts again; what it kept is all it knows."""


class Manner(Enum):
    """How a lamp answers what it is told."""

    PROMPT = "prompt"
    LATE = "late"
    VERY_LATE = "very late"
    NEVER = "never"
    TWICE = "twice"
    ROUNDED = "rounded"
    FADES = "fades"


@dataclass(frozen=True, slots=True)
class Answers:
    """From now on a lamp answers in this manner."""

    lamp: str
    manner: Manner


class Way(Enum):
    """How an answer comes to a prompt: as it should, or as it must not count."""

    GENUINE = "genuine"
    REPLAYED = "to a prompt that has ended"
    ALTERED = "to a prompt that nobody made"
    BY_AGENT = "by the agent that asks"
    BY_NOBODY = "by nobody who is known"


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody answers the prompt that is open, or something does that must not."""

    answer: Answer
    way: Way = Way.GENUINE


@dataclass(frozen=True, slots=True)
class Nothing:
    """Only time passes."""


Happening: TypeAlias = (
    Reads
    | Presses
    | Sets
    | Calls
    | Moves
    | Freezes
    | Overrides
    | Releases
    | Comes
    | GoesAway
    | Leaves
    | LinkFails
    | Adopts
    | ClockJumps
    | Restarts
    | Answers
    | Says
    | Nothing
)


@dataclass(frozen=True, slots=True)
class History:
    """Two policies, the shell's tempo, and what happens, each after a pause.

    An automated command is handed over when `lag` further events have happened, at the latest
    after `longest` seconds. `overdue`: an event may come before what fell due was looked at.
    """

    policies: tuple[Policy, Policy]
    steps: tuple[tuple[float, Happening], ...]
    lag: int = 0
    longest: float = 0.05
    overdue: bool = False


def told(
    policy: Policy, *steps: tuple[float, Happening], waits: float = 0.0, then: Policy | None = None
) -> History:
    """Return a history told in full, in which each automated command waits for some seconds."""
    return History((policy, then or policy), steps, lag=99 if waits else 0, longest=waits)


_LAMPS: Final = tuple(lamp.name for lamp in LAMPS)
_SCOPES: Final = ("house", "area/hall", "device/hall-lamp", "area/bedroom", "device/bed-lamp")
_VALUES: Final[tuple[Values, ...]] = (
    OFF,
    ON,
    DIM,
    LIT,
    {BRIGHTNESS: 120},
    {POWER: True, COLOUR: Kelvin(5000)},
    WARM,
)

_MOTION: Final = tuple(
    Reads(sensor, {OCCUPANCY: there})
    for sensor in ("Hall motion", "Bed motion")
    for there in (True, False)
)
_SENSORS: Final = (
    Reads("Hall motion", {ILLUMINANCE: 5}),
    Reads("Hall motion", {ILLUMINANCE: 80}),
    Reads("Hall motion", {OCCUPANCY: True, ILLUMINANCE: 10}),
    Reads("Hall motion", {OCCUPANCY: False, ILLUMINANCE: 10}),
    *(Comes(point) for point in range(4)),
)
_PRESSES: Final = (
    *(Presses("Hall button", press) for press in ("single", "double", "hold")),
    *(Presses("Bed button", press) for press in ("single", "double", "hold", "triple")),
)
_HANDS: Final = tuple(
    Moves(lamp, values)
    for lamp, values in product(_LAMPS, (OFF, LIT, DIM, {BRIGHTNESS: 120}, WARM))
)
_PEOPLE: Final = (
    *(Sets(lamp, values) for lamp, values in product(_LAMPS, _VALUES)),
    *(Sets(lamp, DIM, seconds) for lamp in _LAMPS for seconds in (1.0, 90.0)),
    Calls(),
)
_HOLDS: Final = (
    *(Freezes(scope, seconds) for scope in _SCOPES for seconds in (None, 30.0, 1800.0)),
    *(
        Overrides(scope, values, seconds)
        for scope in _SCOPES
        for values in (ON, OFF, DIM, WARM)
        for seconds in (None, 30.0)
    ),
)
_RELEASES: Final = tuple(
    Releases(scope, resume=resume) for scope in _SCOPES for resume in (False, True)
)
_WORLD: Final = (
    *(GoesAway(name, back=back) for name in (*_LAMPS, "Hall motion") for back in (False, True)),
    LinkFails(),
    LinkFails(back=True),
    LinkFails(back=True),
    *(Adopts(policy) for policy in (0, 1)),
    *(ClockJumps(by) for by in (-7200.0, -70.0, 400.0, 7200.0)),
    Restarts(),
    Restarts(),
    *(Comes(point, late=True) for point in range(3)),
    *(Leaves(lamp) for lamp in _LAMPS),
)
_MANNERS: Final = tuple(Answers(lamp, manner) for lamp in _LAMPS for manner in Manner)

_SAID: Final = (
    *(Says(answer) for answer in (Answer.YES, Answer.YES, Answer.YES, *Answer)),
    *(Says(Answer.YES, way) for way in Way),
)

_PAUSES: Final = (0.0, 0.02, 0.3, 0.7, 2.5, 12.0, 40.0, 130.0, 700.0, 1300.0, 5000.0, 20000.0)
_SHORT: Final = (0.0, 0.0, 0.02, 0.3)


def histories(
    *,
    without: tuple[type, ...] = (),
    under: st.SearchStrategy[Policy] = policies,
    fewest: int = 12,
    longest: int = 36,
    answers: bool = False,
) -> st.SearchStrategy[History]:
    """Return histories under such policies, in which these sorts of happening do not occur.

    Only with `answers` does anybody answer what is asked.
    """
    pools = (
        (Nothing(),),
        *(_MOTION,) * 6,
        *(_SENSORS,) * 3,
        *(_PRESSES, _HANDS, _PEOPLE, _HOLDS, _RELEASES, _RELEASES, _WORLD, _WORLD, _MANNERS),
        *(_SAID,) * (6 if answers else 0),
    )
    kept = [tuple(one for one in pool if not isinstance(one, without)) for pool in pools]
    steps = pairs(evenly(_SHORT, _PAUSES), evenly(*(pool for pool in kept if pool)))
    return st.builds(
        History,
        st.tuples(under, under),
        st.lists(steps, min_size=fewest, max_size=longest).map(tuple),
        lag=st.sampled_from((0, 0, 1, 3)),
        longest=st.sampled_from((0.05, 0.8)),
        overdue=st.booleans(),
    )
