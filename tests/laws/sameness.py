"""Sameness: what happened decides, and neither chance nor an order that nobody chose."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from rules import step
from rules.deciding import arbiter
from rules.places import concern
from rules.policy import Policy
from rules.words.effects import DeviceChanged, Effect
from rules.words.events import Event
from tests.laws import told
from tests.laws.histories import Happening, History, Reads, histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.telling import live

K = TypeVar("K")


V = TypeVar("V")


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


SAME_DECISIONS: Final = Law(
    says="the same history gives the same decisions",
    over=histories(),
    holds=same_history_same_decisions,
    told=told.TOGETHER,
    kills=(
        Mutant(
            "wishes are decided in an order that is never the same",
            step._hear,
            "key=lambda proposal: _rank(house, proposal)",
            "key=lambda _: next(_hear.__dict__.setdefault('turn', iter(range(10**9)))) * 7 % 13",
        ),
        Mutant(
            "a decision depends on how many were made before",
            arbiter.decide,
            "until=hearing.until",
            "until=hearing.until + next(decide.__dict__.setdefault('made', iter(range(10**9))))",
        ),
    ),
)


ORDER: Final = Law(
    says="the order of agents, rules and simultaneous wishes never matters",
    over=histories(),
    holds=order_never_matters,
    told=told.TOGETHER,
    kills=(
        Mutant(
            "wishes of one moment are decided as they come",
            step._hear,
            "if len(proposals) > 1:",
            "if False:",
        ),
        Mutant(
            "agents and rules are heard in the order of the file",
            concern.Concern.over,
            "for known in sorted(found)",
            "for known in found",
        ),
    ),
)
