"""What the arbiter is asked: all that could be wished, in a house with a past, under any rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from hypothesis import strategies as st

from rules.deciding.arbiter import decide
from rules.guardrail import Bound, Guardrail
from rules.places.directory import Directory
from rules.words.decisions import Decision, Outcome
from rules.words.ids import DecisionId, DeviceId, GuardrailId
from rules.words.times import HOUR, Moment
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, Values
from rules.words.wishes import Cause, Mode, Proposal, SawTime, Then
from tests.laws.histories import History, Nothing, histories, told
from tests.laws.household import DIM, GUARDRAILS, LIT, OFF, ON, WARM, household, motion_light
from tests.laws.life import Life
from tests.laws.telling import live


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A house with a past, what the hall lamp shows by now, and a wish for any of its lamps."""

    history: History
    shown: Values
    wish: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Past):
    """Some rules, and one rule more."""

    rules: tuple[Guardrail, ...]
    extra: Guardrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Past):
    """Some bounds of the brightness."""

    bounds: tuple[Bound, ...]


_DARK: Final = told(household([motion_light()]), (0.0, Nothing()))


def case(*rules: Guardrail, extra: Guardrail) -> Case:
    """Return a case told in full: the hall is dark, and an agent wishes that it be light."""
    return Case(history=_DARK, shown={}, wish=LIT, rules=rules, extra=extra)


def bounded(*bounds: tuple[int | None, int | None]) -> Limits:
    """Return the same under bounds, each from the first to the second."""
    both = tuple(Bound(aspect=BRIGHTNESS, low=low, high=high) for low, high in bounds)
    return Limits(history=_DARK, shown={}, wish=LIT, bounds=both)


HALL_LAMP: Final = DeviceId("hall-lamp")
_WISHES: Final[tuple[tuple[Values, Mode], ...]] = (
    *((values, Mode.SET) for values in (OFF, ON, DIM, LIT, {BRIGHTNESS: 90}, {BRIGHTNESS: 0})),
    ({POWER: True, BRIGHTNESS: 180, COLOUR: Kelvin(4000)}, Mode.SET),
    (WARM, Mode.ADJUST),
    ({BRIGHTNESS: 150}, Mode.ADJUST),
)


def house_of(past: Past) -> Life:
    """Live a past; in the end the hall lamp is as it is, whoever made it so."""
    life = live(past.history)
    life.house.conditions[HALL_LAMP].values.update(past.shown)
    return life


def wishes(life: Life, own: Values) -> Iterator[Proposal]:
    """Yield what the agents of a house could wish of its lamps."""
    for lamp in life.lamps:
        for agent in life.house.directory.wishers(lamp).values():
            for (values, mode), renews in product(((own, Mode.SET), *_WISHES), (False, True)):
                yield Proposal(
                    agent=agent.id,
                    device=lamp,
                    level=agent.level,
                    values=values,
                    until=life.now + (5.0 if renews else HOUR),
                    cause=Cause(SawTime("a moment"), life.now),
                    mode=mode,
                    then=Then.KEEP if values is DIM else Then.OFF,
                    renews=renews,
                    together=2 if lamp == HALL_LAMP else 1,
                )


def named(rules: Iterable[Guardrail]) -> tuple[Guardrail, ...]:
    """Return rules by names in which they are heard in this order."""
    return tuple(replace(rule, id=GuardrailId(f"{n:02}")) for n, rule in enumerate(rules))


def decided(life: Life, own: Values, rules: Iterable[Guardrail]) -> list[Decision]:
    """Return what becomes of all that may be wished under some rules."""
    house = life.house
    house.policy = replace(life.policy, guardrails={rule.id: rule for rule in rules})
    house.directory = Directory(house.policy, house.devices)
    return [decide(house, wish, life.now, DecisionId(1)) for wish in wishes(life, own)]


def under(past: Past, *rules: Iterable[Guardrail]) -> list[list[Decision]]:
    """Return what becomes of all that may be wished, under each of these sets of rules."""
    life = house_of(past)
    return [decided(life, past.wish, named(some)) for some in rules]


def gist(decision: Decision) -> tuple[Outcome, Values, Moment, Then]:
    """Return what was decided, without why."""
    return (decision.outcome, decision.given, decision.until, decision.then)


FEWER: Final = 100
"""Examples for these laws: in each of them everything that can be wished is decided."""
_HISTORIES: Final = histories(longest=20)
_SHOWN: st.SearchStrategy[Values] = st.one_of(
    st.just({}),
    st.just({POWER: False, BRIGHTNESS: 120}),
    st.integers(1, FULL).map(lambda level: {POWER: True, BRIGHTNESS: level}),
)
_OWN: st.SearchStrategy[Values] = st.one_of(
    st.integers(1, FULL).map(lambda level: {POWER: True, BRIGHTNESS: level}),
    st.integers(2000, 6000).map(lambda k: {POWER: True, BRIGHTNESS: 90, COLOUR: Kelvin(k)}),
)
_BOUNDS: Final = st.builds(
    lambda low, high: Bound(aspect=BRIGHTNESS, low=low, high=high),
    st.sampled_from((None, 10, 30, 60, 100)),
    st.sampled_from((None, 0, 20, 51, 90, 130)),
)
cases: st.SearchStrategy[Case] = st.builds(
    Case,
    history=_HISTORIES,
    shown=_SHOWN,
    wish=_OWN,
    rules=st.lists(st.sampled_from(GUARDRAILS), max_size=5).map(tuple),
    extra=st.sampled_from(GUARDRAILS),
)
limits: st.SearchStrategy[Limits] = st.builds(
    Limits,
    history=_HISTORIES,
    shown=_SHOWN,
    wish=_OWN,
    bounds=st.lists(_BOUNDS, min_size=1, max_size=4).map(tuple),
)
