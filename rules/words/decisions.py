"""What the arbiter says, with every reason as data; `rules/explain.py` makes it sentences."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from rules.words.asks import Approved, Ask, OnlySuggests, Quarrel, RuleAsked
from rules.words.ids import AgentId, DecisionId, DeviceId, GuardrailId
from rules.words.people import Freeze, PersonClaim
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Value, Values
from rules.words.wishes import Level, Proposal, Then


class Outcome(StrEnum):
    """The five decisions, weakest first."""

    ALLOWED = "allowed"
    LIMITED = "limited"
    DEFERRED = "deferred"
    ASKED = "asked"
    DENIED = "denied"


STRENGTH = {outcome: strength for strength, outcome in enumerate(Outcome)}


@value(frozen=True, slots=True)
class Frozen:
    """A freeze covers the device."""

    freeze: Freeze


@value(frozen=True, slots=True)
class Held:
    """A person holds the device."""

    claim: PersonClaim


@value(frozen=True, slots=True, kw_only=True)
class RuleForbade:
    """A guardrail forbids it; `observed` is what it saw, `broken` why it could not judge."""

    rule: GuardrailId
    sentence: str
    owner: str
    observed: str = ""
    broken: str = ""


@value(frozen=True, slots=True, kw_only=True)
class RuleLimited:
    """A guardrail allows less, or demands more, than was wished."""

    rule: GuardrailId
    sentence: str
    owner: str
    aspect: Aspect
    wanted: Value
    allowed: Value
    observed: str = ""


@value(frozen=True, slots=True, kw_only=True)
class RuleCapped:
    """A guardrail ends the wish at a moment, and switches off then."""

    rule: GuardrailId
    sentence: str
    owner: str
    until: Moment
    capped: bool = True
    """Tells this reason from a delay where both are read back by their fields."""


@value(frozen=True, slots=True, kw_only=True)
class RuleDelayed:
    """A guardrail wants it later. `dim_to`: a lamp is dimmed so far meanwhile, as a warning.

    `needs`: it waits for something that may come before that.
    """

    rule: GuardrailId
    sentence: str
    owner: str
    until: Moment
    observed: str = ""
    dim_to: int | None = None
    needs: bool = False


@value(frozen=True, slots=True, kw_only=True)
class RuleSlowed:
    """A guardrail lets it happen no quicker than in so many seconds."""

    rule: GuardrailId
    sentence: str
    owner: str
    seconds: Seconds


@value(frozen=True, slots=True, kw_only=True)
class RuleSkipped:
    """A comfort guardrail broke and was left out; it is counted and shown."""

    rule: GuardrailId
    error: str


@value(frozen=True, slots=True, kw_only=True)
class Outranked:
    """Another agent's live claim is stronger, or won against an equal one."""

    by: AgentId
    level: Level
    until: Moment
    aspects: frozenset[Aspect]


@value(frozen=True, slots=True, kw_only=True)
class BeingJudged:
    """The device reported what nothing explains: it is left alone until that is judged."""

    reported: Moment
    until: Moment


@value(frozen=True, slots=True)
class NotAdmitted:
    """The proposal itself is not acceptable: unknown agent, no grant, nothing writable ..."""

    why: str


@value(frozen=True, slots=True)
class NotAsked:
    """People would have to be asked, and are spared that for now; without a yes it is not done."""

    spared: str


@value(frozen=True, slots=True)
class LampNotOn:
    """An `adjust` needs a light that is known to be on; `power` is what is known."""

    power: bool | None


@value(frozen=True, slots=True)
class NeverRaised:
    """It would raise this aspect, and only a fresh event or a person may do that."""

    raised: Aspect


@value(frozen=True, slots=True)
class OnlyShadow:
    """The household lets this agent be judged, and nothing more: it is recorded, never sent."""

    shadow: AgentId


Reason: TypeAlias = (
    Frozen
    | Held
    | RuleForbade
    | RuleLimited
    | RuleCapped
    | RuleDelayed
    | RuleSlowed
    | RuleAsked
    | OnlySuggests
    | Approved
    | RuleSkipped
    | Outranked
    | Quarrel
    | BeingJudged
    | NotAdmitted
    | NotAsked
    | LampNotOn
    | NeverRaised
    | OnlyShadow
)


def asks_in(reasons: Iterable[Reason]) -> tuple[Ask, ...]:
    """Return what has people asked, of these reasons."""
    asks = (r for r in reasons if isinstance(r, RuleAsked | OnlySuggests | Quarrel))
    return tuple(r for r in asks if not isinstance(r, Quarrel) or r.asked)


@value(frozen=True, slots=True, kw_only=True)
class Decision:
    """The arbiter's answer to one proposal.

    `given` are the values that were decided (empty where it is Denied); `until` and `then` the
    lease as decided; `was` what the device was at that moment; `policy` the hash of the policy.
    """

    id: DecisionId
    proposal: Proposal
    outcome: Outcome
    given: Values
    until: Moment
    then: Then
    reasons: tuple[Reason, ...]
    at: Moment
    was: Values
    policy: str

    @property
    def device(self) -> DeviceId:
        """Return the device it is about."""
        return self.proposal.device

    @property
    def shadow(self) -> bool:
        """Say whether it is only recorded, whatever it says."""
        reasons = self.reasons
        # It is said last of all.
        return bool(reasons) and isinstance(reasons[-1], OnlyShadow)


class End(StrEnum):
    """How a decision ended; each ends exactly once."""

    VERIFIED = "verified"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    MOOT = "moot"
    UNKNOWN = "unknown"
    """The hub stopped before the end came; what was wished is never sent again."""
