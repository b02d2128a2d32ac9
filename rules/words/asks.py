"""What makes the arbiter ask a person, and what a yes is worth."""

from dataclasses import replace
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from rules.words.ids import AgentId, DeviceId, GuardrailId, PromptId
from rules.words.times import Moment
from rules.words.value import value
from rules.words.wishes import Author

QUARREL: Final = "the quarrel of "
"""How it begins what a yes is given to that says which of two agents goes first."""


class Otherwise(StrEnum):
    """What happens if nobody answers."""

    NOTHING = "nothing"
    DO_IT = "do it"
    """It is done; only where that does nothing but switch off or dim."""


class Wants(StrEnum):
    """Which way a wish goes."""

    MORE = "more"
    """Something is switched on, brighter, opened, unlocked."""
    LESS = "less"
    """Anything else: off, dimmer, closed, another colour."""
    ANY = "anything"


@value(frozen=True, slots=True, kw_only=True)
class RuleAsked:
    """A guardrail wants a person to be asked; `who` is the least role that may answer.

    `safety`: it may be asked in quiet hours too.
    """

    rule: GuardrailId
    sentence: str
    owner: str
    who: str
    deadline: Moment
    otherwise: Otherwise = Otherwise.NOTHING
    observed: str = ""
    safety: bool = False

    @property
    def about(self) -> str:
        """Return what a yes is given to: this rule as it reads at this moment."""
        return f"{self.rule}: {self.sentence}"


@value(frozen=True, slots=True, kw_only=True)
class OnlySuggests:
    """The agent may only suggest: whatever it wishes, a person of this role is asked.

    Silence does nothing, and nobody is asked in quiet hours.
    """

    otherwise: ClassVar[Otherwise] = Otherwise.NOTHING
    safety: ClassVar[bool] = False
    agent: AgentId
    who: str
    deadline: Moment

    @property
    def about(self) -> str:
        """Return what a yes is given to: that this agent acts, this once."""
        return f"{self.agent} only suggests"


@value(frozen=True, slots=True, kw_only=True)
class Quarrel:
    """Two agents have turned the device to and fro; neither may until they have calmed down.

    `asked`: people are asked whether this agent goes first; else both rest. They rest too where
    nobody answers, and nobody is asked in quiet hours.
    """

    otherwise: ClassVar[Otherwise] = Otherwise.NOTHING
    safety: ClassVar[bool] = False
    rival: AgentId
    turns: int
    until: Moment
    agent: AgentId = AgentId("")
    asked: bool = False

    @property
    def about(self) -> str:
        """Return what a yes is given to; it is the same for both of them."""
        return QUARREL + " and ".join(sorted((self.agent, self.rival)))

    @property
    def who(self) -> str:
        """Return who may say which of them goes first."""
        return "adult"

    @property
    def deadline(self) -> Moment:
        """Return until when it can be said: then both have rested."""
        return self.until


Ask: TypeAlias = RuleAsked | OnlySuggests | Quarrel
"""What has people asked."""


@value(frozen=True, slots=True, kw_only=True)
class Approval:
    """A yes to one proposal: it meets these asks and no others.

    Made where a prompt is answered and nowhere else. `by` None: nobody answered, and the rule
    says what happens then. `lowered_from`: the brightness that was shown, where less was granted.
    """

    prompt: PromptId
    by: Author | None
    asks: frozenset[str]
    lowered_from: int | None = None

    @property
    def of_quarrels(self) -> "Approval | None":
        """Return what of it says who goes first, which holds for what its agent wishes next too."""
        asks = frozenset(about for about in self.asks if about.startswith(QUARREL))
        return replace(self, asks=asks, lowered_from=None) if asks else None


@value(frozen=True, slots=True, kw_only=True)
class Approved:
    """What asked has its yes. `about`: which ask; `by` and `lowered_from` as with the approval."""

    about: str
    rule: GuardrailId | None
    sentence: str
    owner: str
    prompt: PromptId
    by: Author | None
    lowered_from: int | None = None


@value(frozen=True, slots=True, kw_only=True)
class WasAsked:
    """What people were asked about one device: which way it would have gone, and by which rules."""

    device: DeviceId
    wants: Wants
    rules: tuple[GuardrailId, ...] = ()
