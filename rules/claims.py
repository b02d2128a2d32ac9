"""Claims: decided wishes that are still alive, and which of them drives each aspect."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.words.ids import AgentId, DecisionId, DeviceId
from rules.words.times import Moment
from rules.words.values import Aspect, Values
from rules.words.wishes import Level, Mode, Proposal, Then


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One agent's live wish on one device, as it was decided.

    `acted`: the device was told so, or was so already. `raises_at`: a rule delayed it, and at
    this moment it may still raise as if it were fresh.
    """

    proposal: Proposal
    decision: DecisionId
    given: Values
    until: Moment
    then: Then
    since: Moment
    acted: bool = False
    raises_at: Moment | None = None

    @property
    def agent(self) -> AgentId:
        """Return whose it is."""
        return self.proposal.agent

    @property
    def device(self) -> DeviceId:
        """Return what it is about."""
        return self.proposal.device

    @property
    def level(self) -> Level:
        """Return how strong it is."""
        return self.proposal.level


def driving(claims: Iterable[Claim]) -> dict[Aspect, Claim]:
    """Return for each claimed aspect the claim that drives it; `claims` come strongest first.

    A claim that sets a lamp off leaves no room for anything weaker on its other aspects.
    """
    drivers: dict[Aspect, Claim] = {}
    for claim in claims:
        for aspect in claim.given:
            drivers.setdefault(aspect, claim)
    return drivers


def is_adjust(claim: Claim) -> bool:
    """Say whether a claim may only shape a light that is on."""
    return claim.proposal.mode is Mode.ADJUST
