"""One turn of the house: the event being applied, what it asks of the shell, what agents hear."""

from collections.abc import Collection
from typing import TypeAlias

from rules.agent import Agent
from rules.condition import Condition
from rules.house import House
from rules.words.decisions import End
from rules.words.effects import Effect, Keep, PromptChanged, Record, ScopeChanged, Standing
from rules.words.ids import AgentId, DecisionId, DeviceId, GuardrailId, PromptId
from rules.words.news import News
from rules.words.people import Scope
from rules.words.prompts import Patience, Question
from rules.words.records import Body, Ended
from rules.words.times import Moment
from rules.words.values import Aspect
from rules.words.wishes import Cause

Batch: TypeAlias = tuple[AgentId, Cause, bool]
"""An agent, a moment of its own, and whether people were asked about it before."""
Batches: TypeAlias = dict[Batch, list[Question]]


class Turn:
    """The house at a moment, and what has come of the event so far."""

    __slots__ = ("asked", "changed", "effects", "heard", "house", "now", "stirred")

    def __init__(self, house: House, now: Moment) -> None:
        """Begin a turn."""
        self.house = house
        self.now = now
        self.effects: list[Effect] = []
        self.heard: list[tuple[News, tuple[Agent, ...]]] = []
        """News, and the agents that hear it."""
        self.changed: dict[DeviceId, None] = {}
        """The devices of which people are shown something else now."""
        self.asked: Batches = {}
        """What people are to be asked about at the end of the step."""

        self.stirred: dict[GuardrailId, None] = {}
        """The guardrails whose answers may be other ones now."""

    def condition(self, device: DeviceId) -> Condition:
        """Return the condition of a device, made if there is none yet."""
        condition = self.house.conditions.get(device)
        if condition is None:
            condition = self.house.conditions[device] = Condition()
        return condition

    def record(self, body: Body, *, durable: bool = False) -> None:
        """Have something written down."""
        self.effects.append(Record(body, durable))

    def keep(self, key: str, value: Standing | None) -> None:
        """Have something remembered over a restart, or forgotten."""
        self.effects.append(Keep(key, value))

    def shows(self, device: DeviceId) -> None:
        """Say that what people see of a device has changed."""
        self.changed[device] = None

    def stir(self, device: DeviceId, changed: Collection[Aspect] | None = None) -> None:
        """Have the rules asked again that look at these aspects of a device, or at any (None)."""
        for aspect, rule in self.house.directory.watchers(device):
            if changed is None or aspect in changed:
                self.stirred[rule.id] = None

    def tell(self, news: News, agent: AgentId) -> None:
        """Let one agent hear news that is for it alone."""
        known = self.house.policy.agents.get(agent)
        if known is not None:
            self.heard.append((news, (known,)))

    def scope_shows(self, scope: Scope) -> None:
        """Say that a freeze or an override of a scope began or ended."""
        self.effects.append(ScopeChanged(scope))

    def prompt_shows(self, prompt: PromptId) -> None:
        """Say that a prompt began, changed or ended."""
        self.effects.append(PromptChanged(prompt))

    def keep_patience(self, patience: Patience) -> None:
        """Have it remembered, also over a restart, how much an agent has asked."""
        self.house.prompts.patience[patience.agent] = patience
        self.keep(f"patience/{patience.agent}", patience)

    def end(self, decision: DecisionId, device: DeviceId, end: End, by: str = "") -> None:
        """Write down how a decision ended."""
        self.effects.append(Record(Ended(decision=decision, device=device, end=end, by=by)))
