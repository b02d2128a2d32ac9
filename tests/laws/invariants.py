"""The laws of the house as it lives: what no history of people, agents and devices may break."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from hypothesis import strategies as st

from rules.guardrails.pace import MinimumOnOff
from rules.policy import Policy
from rules.words.decisions import Outcome
from rules.words.effects import DeviceChanged, Effect
from rules.words.events import Event
from rules.words.times import HOUR
from rules.words.values import POWER
from tests.houses import ILLUMINANCE, OCCUPANCY
from tests.laws import told
from tests.laws.histories import (
    Answers,
    GoesAway,
    Happening,
    History,
    Leaves,
    LinkFails,
    Manner,
    Moves,
    Reads,
    Restarts,
    histories,
)
from tests.laws.household import AGENTS, GUARDRAILS, HALL, asks, circadian, household
from tests.laws.laws import Law
from tests.laws.life import Life, Witness
from tests.laws.telling import live, runs_out, tell
from tests.laws.witnesses import (
    EndsRaiseNothing,
    Ledger,
    NoArgument,
    NobodysHand,
    NoSurpriseLight,
    Patience,
    Supremacy,
)

K = TypeVar("K")
V = TypeVar("V")


def supremacy(history: History) -> None:
    """I1: once a person covers a device, nothing automated is handed over for it."""
    live(history, Supremacy())


def no_surprise_light(history: History) -> None:
    """I3: only a fresh event, or a person, raises."""
    live(history, NoSurpriseLight())


def ends_only_lower(history: History) -> None:
    """What ends may dim or switch off, never raise."""
    live(history, EndsRaiseNothing())


def no_argument(history: History) -> None:
    """I4: what a hand or a person gave a lamp is not argued with while it holds."""
    live(history, NoArgument())


def nobodys_hand(history: History) -> None:
    """What a lamp says because of our own orders is nobody's hand."""
    live(history, NobodysHand())


def patience(history: History) -> None:
    """What was not allowed, or not yet, sends nothing."""
    live(history, Patience())


def one_decision_one_end(history: History) -> None:
    """Each wish gets one decision at once; when all has run out, each has come to one end."""
    ledger = Ledger()
    life = live(history, ledger)
    runs_out(life)
    assert not ledger.open, f"{[ledger.decisions[number] for number in ledger.open]} never ended"


def every_question_ends(history: History) -> None:
    """What was asked ends exactly once."""
    ledger = Ledger()
    life = live(history, ledger)
    runs_out(life)
    asked = [d.id for d in ledger.decisions.values() if d.outcome is Outcome.ASKED]
    assert all(ledger.ends[number] == 1 for number in asked), f"{asked} did not all end once"


class Recorder(Witness):
    """Writes down all that the house ever said, but for what only the page wants to know."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        self.effects += [effect for effect in effects if not isinstance(effect, DeviceChanged)]


def said_in(history: History) -> list[Effect]:
    """Return all that the house said in a history."""
    recorder = Recorder()
    live(history, recorder)
    return recorder.effects


def same_history_same_decisions(history: History) -> None:
    """The same events in the same order always give the same effects."""
    assert said_in(history) == said_in(history)


def order_never_matters(history: History) -> None:
    """The order of agents, of rules and of what one moment reports makes no difference."""
    assert said_in(history) == said_in(turned_round(history))


def turned_round(history: History) -> History:
    """Return a history with everything in reverse that has no order."""
    one, two = (_turned(policy) for policy in history.policies)
    steps = tuple((pause, _reversed(act)) for pause, act in history.steps)
    return replace(history, policies=(one, two), steps=steps)


def _turned(policy: Policy) -> Policy:
    return replace(
        policy,
        agents=_reverse(policy.agents),
        guardrails=_reverse(policy.guardrails),
        areas=_reverse(policy.areas),
    )


def _reverse(mapping: Mapping[K, V]) -> dict[K, V]:
    return dict(reversed(list(mapping.items())))


def _reversed(act: Happening) -> Happening:
    if not isinstance(act, Reads):
        return act
    return Reads(act.sensor, _reverse(act.values))


def light_follows_people(history: History) -> None:
    """Whatever happened: once everybody has let go, it is light for who comes, and dark after."""
    life = live(history)
    runs_out(life)
    for lamp in life.lamps.values():
        for act in (Answers(lamp.announcement.name, Manner.PROMPT), _back(lamp.announcement.name)):
            tell(life, act)
    tell(life, Reads("Hall motion", {OCCUPANCY: False, ILLUMINANCE: 10}))
    life.passes(3 * HOUR)

    tell(life, Reads("Hall motion", {OCCUPANCY: True}))
    life.passes(10.0)
    _all_are(life, on=True)

    tell(life, Reads("Hall motion", {OCCUPANCY: False}))
    life.passes(3 * HOUR)
    _all_are(life, on=False)


def _back(name: str) -> GoesAway:
    return GoesAway(name, back=True)


def _all_are(life: Life, *, on: bool) -> None:
    for ref in life.policy.areas[HALL].devices:
        lamp = next((x for x in life.lamps.values() if x.announcement.name == ref), None)
        if lamp is not None:
            assert lamp.state[POWER] is on, f"{ref} is {lamp.state}"


_hall_lights = [agent for agent in AGENTS[0] if HALL in agent.reaches().areas]
_follows = st.builds(
    lambda lights, others, rules: household([*lights, *others], rules, quiet=False),
    st.lists(st.sampled_from(_hall_lights), min_size=1, max_size=2),
    st.lists(st.just(circadian()), max_size=1),
    st.lists(st.sampled_from([r for r in GUARDRAILS if isinstance(r, MinimumOnOff)]), max_size=1),
)
_asking = st.builds(
    lambda agents, others: household(agents, [*others, asks()]),
    st.lists(st.sampled_from(AGENTS[0]), min_size=1, max_size=3),
    st.lists(st.sampled_from(GUARDRAILS), max_size=2),
)
_AWAY = (Moves, Restarts, GoesAway, LinkFails, Leaves)

SUPREMACY: Final = Law(histories(), supremacy, (*told.OVERTAKEN, *told.KEPT))
NO_SURPRISE_LIGHT: Final = Law(histories(), no_surprise_light, told.LATE)
ENDS_ONLY_LOWER: Final = Law(histories(), ends_only_lower, told.LATE)
NO_ARGUMENT: Final = Law(histories(), no_argument, (*told.HANDS, *told.KEPT))
NOBODYS_HAND: Final = Law(histories(without=_AWAY), nobodys_hand, told.ECHOES)
PATIENCE: Final = Law(histories(), patience, told.DELAYED)
ONE_END: Final = Law(histories(), one_decision_one_end, (*told.ENDS, *told.DELAYED))
EVERY_QUESTION_ENDS: Final = Law(histories(under=_asking, longest=20), every_question_ends)
SAME_DECISIONS: Final = Law(histories(), same_history_same_decisions, told.TOGETHER)
ORDER: Final = Law(histories(), order_never_matters, told.TOGETHER)
LIGHT_FOLLOWS: Final = Law(histories(under=_follows), light_follows_people)
