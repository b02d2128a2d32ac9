"""What an agent is: it hears news and answers with wishes; it never acts."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rules.guardrail import Guardrail
from rules.words.ids import AgentId, PersonId
from rules.words.news import News, Reach, TimetableEntry
from rules.words.times import Moment, Seconds, Window
from rules.words.value import value
from rules.words.values import Aspect
from rules.words.wishes import AgentAct, Level, Proposal

if TYPE_CHECKING:
    from rules.house import House


class Tier(StrEnum):
    """How far an agent from outside is trusted; the household's word, never the agent's."""

    SHADOW = "shadow"
    """Judged and recorded, never sent."""
    SUGGEST = "suggest"
    """A person is always asked."""
    ACT = "act"


@value(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms an agent from outside is heard.

    `rules` are its grants, which bind its wishes alone; `rate` counts proposals a minute.
    """

    owner: PersonId
    tier: Tier
    level: Level
    lease: Seconds
    rate: int
    aspects: frozenset[Aspect]
    hours: Window | None
    rules: tuple[Guardrail, ...]


@value(frozen=True, slots=True, kw_only=True)
class Agent(ABC):
    """One agent of the household.

    A kind is a frozen dataclass in one file under `devices/agents/`, exported as `KIND`; its
    fields are the keys of its YAML form, and their types say how they are read.
    """

    name: ClassVar[str]
    """The word after `kind:` in the household file."""
    level: ClassVar[Level]
    hears_questions: ClassVar[bool] = False
    """It is woken a moment after people are asked something."""

    id: AgentId
    purpose: str = ""
    weight: int = 0
    """Decides between equals before anything else does; more is stronger."""

    @property
    def terms(self) -> Terms | None:
        """Return the terms of an agent that lives outside; None for all that live here."""
        return None

    @abstractmethod
    def listens(self) -> Reach:
        """Return the devices whose changes and presses it wants to hear of."""

    @abstractmethod
    def reaches(self) -> Reach:
        """Return the devices it may wish anything for."""

    def least_wished(self) -> frozenset[Aspect]:
        """Return the aspects that each of its wishes is about, whatever else it is about."""
        return frozenset()

    @abstractmethod
    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        """Answer news with wishes; reads the house, changes nothing, keeps no memory."""

    def why_over(self, wish: Proposal, house: "House", now: Moment) -> str:  # noqa: ARG002 -- the contract names it
        """Return why it would not wish this any more, in a few words; nothing while it would.

        People may have been asked about the wish for a while: what it rested on may be gone. What
        is not known, as after a start, is not gone.
        """
        return ""

    def timetable(self) -> tuple[TimetableEntry, ...]:
        """Return the points of time it wants to hear of."""
        return ()
