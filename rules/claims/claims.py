"""Claims: decided wishes that are still alive, and which of them drives each aspect."""

from collections.abc import Iterable

from rules.words.asks import Approval, Approved
from rules.words.decisions import Decision, Reason, RuleSlowed
from rules.words.ids import AgentId, DecisionId, DeviceId
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Level, Mode, Proposal, Then


@value(frozen=True, slots=True, kw_only=True)
class Claim:
    """One agent's live wish on one device, as it was decided.

    `acted`: the device was told so, or was so already. `open`: its decision has not come to its
    end yet. `raises_at`: it does nothing before this moment, and is then decided anew. `eased`: a
    rule lets it happen no quicker than in so many seconds.
    """

    proposal: Proposal
    decision: DecisionId
    given: Values
    until: Moment
    then: Then
    since: Moment
    acted: bool = False
    open: bool = True
    raises_at: Moment | None = None
    approval: Approval | None = None
    """The yes that it was given, which goes on with it."""
    eased: Seconds = 0.0
    needs: bool = False
    """It waits for something that may come before that moment."""

    @classmethod
    def of(
        cls,
        decision: Decision,
        *,
        acted: bool,
        opened: bool = True,
    ) -> "Claim":
        """Return the claim that a decision makes."""
        return cls(
            proposal=decision.proposal,
            decision=decision.id,
            given=decision.given,
            until=decision.until,
            then=decision.then,
            since=decision.at,
            acted=acted,
            open=opened,
            approval=approval_in(decision.reasons) if decision.reasons else None,
            eased=eased_by(decision),
        )

    def acting(self) -> "Claim":
        """Return it as one that has acted and whose decision is on its way to its end."""
        return Claim(
            proposal=self.proposal,
            decision=self.decision,
            given=self.given,
            until=self.until,
            then=self.then,
            since=self.since,
            acted=True,
            open=False,
            raises_at=self.raises_at,
            approval=self.approval,
            eased=self.eased,
            needs=self.needs,
        )

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


def approval_in(reasons: Iterable[Reason]) -> Approval | None:
    """Return the yes that a decision was made with, as its reasons tell it."""
    yes = [reason for reason in reasons if isinstance(reason, Approved)]
    if not yes:
        return None
    asks = frozenset(reason.about for reason in yes)
    said = yes[0]
    return Approval(prompt=said.prompt, by=said.by, asks=asks, lowered_from=said.lowered_from)


def eased_by(decision: Decision) -> Seconds:
    """Return the least time that rules let a decision take; most take what they wish."""
    slowed = [reason.seconds for reason in decision.reasons if isinstance(reason, RuleSlowed)]
    return max(slowed, default=0.0)


def driving(claims: Iterable[Claim]) -> dict[Aspect, Claim]:
    """Return for each claimed aspect the claim that drives it; `claims` come strongest first.

    A claim that waits for its moment drives nothing.
    """
    drivers: dict[Aspect, Claim] = {}
    for claim in claims:
        if claim.raises_at is not None:
            continue
        for aspect in claim.given:
            drivers.setdefault(aspect, claim)
    return drivers


def is_adjust(claim: Claim) -> bool:
    """Say whether a claim may only shape a light that is on."""
    return claim.proposal.mode is Mode.ADJUST
