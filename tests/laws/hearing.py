"""Hearing: agents as they are, with a note of each wish they utter."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from rules.agent import Agent
from rules.house import House
from rules.policy import Policy
from rules.words.news import News
from rules.words.times import Moment
from rules.words.wishes import AgentAct, Proposal


def heard_by(said: list[Proposal], policy: Policy) -> Policy:
    """Return a policy of which every wish that an agent utters is noted in `said`."""
    return replace(
        policy, agents={agent.id: _heard(agent, said) for agent in policy.agents.values()}
    )


def _heard(agent: Agent, said: list[Proposal]) -> Agent:
    kind: Any = type(agent)

    def consider(self: Agent, news: News, house: House, now: Moment) -> Iterator[AgentAct]:
        for act in kind.consider(self, news, house, now):
            if isinstance(act, Proposal):
                said.append(act)
            yield act

    twin: Agent = object.__new__(
        type(kind.__name__, (kind,), {"__slots__": (), "consider": consider})
    )
    for field in fields(agent):
        object.__setattr__(twin, field.name, getattr(agent, field.name))
    return twin
