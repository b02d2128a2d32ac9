"""What people are asked at this moment, how the last questions ended, and who asked how much."""

from collections import OrderedDict
from dataclasses import replace

from rules.words.ids import AgentId, DeviceId, PromptId
from rules.words.prompts import Patience, Prompt, PromptState
from rules.words.times import DAY, HOUR, Moment

ENDED_REMEMBERED = 64
"""Prompts of which it can be said how they ended, should somebody answer late."""


class Prompts:
    """The open prompts, and what is known of those that were."""

    __slots__ = ("_on", "ended", "open", "patience")

    def __init__(self) -> None:
        """Start with nothing asked."""
        self.open: dict[PromptId, Prompt] = {}
        self._on: dict[DeviceId, tuple[PromptId, ...]] = {}
        """By the devices that they are about, the oldest first."""
        self.ended: OrderedDict[PromptId, PromptState] = OrderedDict()
        self.patience: dict[AgentId, Patience] = {}

    def put(self, prompt: Prompt) -> None:
        """Take in a prompt, or what is left of it."""
        self._forget(prompt.id)
        self.open[prompt.id] = prompt
        for question in prompt.questions:
            self._on[question.device] = (*self._on.get(question.device, ()), prompt.id)

    def on(self, device: DeviceId) -> tuple[Prompt, ...]:
        """Return what is asked about a device: different agents may each ask something."""
        return tuple(self.open[number] for number in self._on.get(device, ()))

    def close(self, prompt: PromptId, state: PromptState) -> None:
        """Take a prompt away that has ended."""
        self._forget(prompt)
        self.ended[prompt] = state
        while len(self.ended) > ENDED_REMEMBERED:
            self.ended.popitem(last=False)

    def _forget(self, prompt: PromptId) -> None:
        known = self.open.pop(prompt, None)
        for question in known.questions if known else ():
            left = tuple(n for n in self._on.pop(question.device, ()) if n != prompt)
            if left:
                self._on[question.device] = left

    def state(self, prompt: PromptId) -> PromptState | None:
        """Return how it is with a prompt; None where nobody knows of such a one."""
        return PromptState.OPEN if prompt in self.open else self.ended.get(prompt)

    def of(self, agent: AgentId, now: Moment) -> Patience:
        """Return what an agent has asked lately; what is too old to count is left out."""
        known = self.patience.get(agent)
        if known is None:
            return Patience(agent=agent)
        asked = tuple(at for at in known.asked if at > now - HOUR)
        answered = tuple(one for one in known.answered if one.until > now)
        # Whoever was left alone for a day begins anew.
        refused = known.refused if known.rests_until > now - DAY else 0
        return replace(known, asked=asked, answered=answered, refused=refused)

    def lately(self, now: Moment) -> int:
        """Return how many prompts there were in this hour, in the whole house."""
        return sum(at > now - HOUR for known in self.patience.values() for at in known.asked)

    def shift(self, by: float) -> None:
        """Move every moment, as after a step of the wall clock."""
        self.open = {number: _shifted(prompt, by) for number, prompt in self.open.items()}
        self.patience = {
            agent: replace(
                known,
                asked=tuple(at + by for at in known.asked),
                rests_until=known.rests_until + by,
                answered=tuple(
                    replace(one, at=one.at + by, until=one.until + by) for one in known.answered
                ),
            )
            for agent, known in self.patience.items()
        }


def _shifted(prompt: Prompt, by: float) -> Prompt:
    questions = tuple(
        replace(question, proposal=replace(question.proposal, until=question.proposal.until + by))
        for question in prompt.questions
    )
    return replace(
        prompt, questions=questions, asked=prompt.asked + by, deadline=prompt.deadline + by
    )
