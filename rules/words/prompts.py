"""A prompt: a question to a person about what an agent wants to do, and what becomes of it."""

from enum import StrEnum

from rules.words.asks import Ask, Otherwise
from rules.words.ids import AgentId, DecisionId, DeviceId, PromptId
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import Values
from rules.words.wishes import Author, Proposal


class Answer(StrEnum):
    """What a person says to a prompt."""

    YES = "yes"
    LOWER = "lower"
    """Yes, but less of it."""
    LATER = "later"
    NO = "no"
    ALWAYS = "always"
    """Yes, and a change of policy is to be signed so that it is not asked again."""
    NEVER = "never"
    """No, and a change of policy is to be signed so that it is not wished again."""


class PromptState(StrEnum):
    """A prompt is open, or it has come to one of its ends."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    DISMISSED = "dismissed"
    TIMED_OUT = "timed out"
    """Nobody answered, which is not a no."""
    MOOT = "moot"
    SUPERSEDED = "superseded by override"
    JOINED = "asked with more"
    """Another question has taken its place, which asks about all of it."""


@value(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a prompt asks about, as it was decided.

    `given` is what would be done, `was` what the device was then; a yes is worth nothing once
    the device is something else.
    """

    decision: DecisionId
    proposal: Proposal
    given: Values
    was: Values
    asks: tuple[Ask, ...]
    key: str
    """Tells the same question from others: agent, device, values and what asks."""

    @property
    def device(self) -> DeviceId:
        """Return the device it is about."""
        return self.proposal.device


@value(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What one agent wants at one moment, and a person is asked about.

    `who` is the least role that may answer; `otherwise` what happens at the deadline.
    """

    id: PromptId
    agent: AgentId
    questions: tuple[Question, ...]
    who: str
    asked: Moment
    deadline: Moment
    otherwise: Otherwise
    policy: str

    @property
    def until(self) -> Moment:
        """Return when it closes by itself: at its deadline, or when no wish is alive any more."""
        return min(self.deadline, max(question.proposal.until for question in self.questions))

    @property
    def looks_at(self) -> Moment:
        """Return when it is to be looked at: at its deadline, or when one of its wishes is over."""
        return min(self.deadline, *(question.proposal.until for question in self.questions))


@value(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a question; the same one is not asked again until then."""

    key: str
    state: PromptState
    by: Author | None
    at: Moment
    until: Moment


@value(frozen=True, slots=True, kw_only=True)
class Patience:
    """How much an agent has asked of people lately, and what it was told.

    `refused` counts the refusals in a row; before `rests_until` it does not ask.
    """

    agent: AgentId
    asked: tuple[Moment, ...] = ()
    refused: int = 0
    rests_until: Moment = 0.0
    answered: tuple[Answered, ...] = ()
