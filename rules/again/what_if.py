"""What would change it: for a decision that did not do all that was wished, what would have.

Rule 1: a change is named only if the decision, judged again with it, does something else.
Rule 2: each reason is tried alone; only where none alone is enough, the fewest together.
Rule 3: computed when somebody asks, from the record; never while anything is decided.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.again.court import Court
from rules.claims.told import near
from rules.guardrail import Guardrail
from rules.policy import Policy
from rules.words.asks import Approval, OnlySuggests, Quarrel, RuleAsked
from rules.words.days import WEEK, is_meant
from rules.words.decisions import (
    BeingJudged,
    Decision,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    Outcome,
    Outranked,
    Reason,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
)
from rules.words.facts import (
    Claimed,
    Fact,
    Placed,
    SaidYes,
    Shows,
    Strayed,
    SunKnown,
    Turned,
    WasTold,
)
from rules.words.ids import GuardrailId, PromptId
from rules.words.suppositions import (
    Change,
    FreshEvent,
    LampOn,
    NoQuarrel,
    NotPlaced,
    NotStrayed,
    OtherDay,
    OtherHour,
    RivalSilent,
    RuleGone,
    SomebodySaidYes,
)
from rules.words.times import DAY, MINUTE, MINUTES_A_DAY, Seconds, Window, civil, minute_of
from rules.words.value import value
from rules.words.values import POWER
from rules.words.wishes import Proposal, SawTime

ACTS = (Outcome.ALLOWED, Outcome.LIMITED)
SUPPOSED = PromptId("supposed")


@value(frozen=True, slots=True)
class WhatIf:
    """With these changes together the decision would have been another."""

    changes: tuple[Change, ...]
    then: Decision


@value(frozen=True, slots=True)
class _Trial:
    """A decision to be judged as if something had been otherwise."""

    facts: tuple[Fact, ...]
    proposal: Proposal
    policy: Policy
    ahead: Seconds = 0.0
    yes: frozenset[str] = frozenset()

    def judge(self, decision: Decision, court: Court) -> Decision:
        facts = self.facts
        if self.yes:
            said = next((f.yes.asks for f in facts if isinstance(f, SaidYes)), frozenset[str]())
            approval = Approval(prompt=SUPPOSED, by=None, asks=said | self.yes)
            facts = (*(f for f in facts if not isinstance(f, SaidYes)), SaidYes(approval))
        if self.policy is not court.policy:
            court = Court(self.policy)
        return court.judge(facts, self.proposal, decision.at, decision.id, ahead=self.ahead)


def what_if(decision: Decision, facts: Iterable[Fact], court: Court) -> tuple[WhatIf, ...]:
    """Return what would have changed a decision: each by itself, or the fewest together."""
    if decision.outcome is Outcome.ALLOWED or decision.shadow:
        return ()
    trial = _Trial(tuple(facts), decision.proposal, court.policy)
    found: list[WhatIf] = []
    lasts: list[Change] = []
    for reason in decision.reasons:
        for change in _changes(reason, decision, trial, court.policy):
            if (then := _flips(decision, trial, (change,), court)) is not None:
                found.append(WhatIf((change,), then))
                break
        last = tuple(_changes(reason, decision, trial, court.policy))[-1:]
        lasts += [change for change in last if change not in lasts]
    if found or len(lasts) < 2:  # noqa: PLR2004 -- one alone was tried
        return tuple(found)
    together = _fewest(decision, trial, tuple(lasts), court)
    return () if together is None else (together,)


def _fewest(
    decision: Decision, trial: _Trial, changes: tuple[Change, ...], court: Court
) -> WhatIf | None:
    """Return the changes that are needed together; each that is not needed is left out."""
    then = _flips(decision, trial, changes, court)
    if then is None:
        return None
    for change in changes:
        fewer = tuple(other for other in changes if other is not change)
        if fewer and (shorter := _flips(decision, trial, fewer, court)) is not None:
            changes, then = fewer, shorter
    return WhatIf(changes, then)


def _flips(
    decision: Decision, trial: _Trial, changes: tuple[Change, ...], court: Court
) -> Decision | None:
    """Return the decision with these changes, if it then does what it did not."""
    for change in changes:
        trial = _with(change, trial)
    then = trial.judge(decision, court)
    if then.outcome not in ACTS:
        return None
    if decision.outcome is not Outcome.LIMITED:
        return then
    if then.outcome is Outcome.ALLOWED:
        return then
    same = then.given.keys() == decision.given.keys() and all(
        near(aspect, then.given[aspect], given) for aspect, given in decision.given.items()
    )
    return None if same else then


def _changes(reason: Reason, decision: Decision, trial: _Trial, policy: Policy) -> Iterator[Change]:
    """Yield what would take a reason away; what is easiest to tell comes first."""
    match reason:
        case Frozen(freeze):
            yield NotPlaced(freeze)
        case Held(claim):
            yield NotPlaced(claim)
        case RuleAsked(who=who) | OnlySuggests(who=who):
            yield SomebodySaidYes(who, reason.about)
        case RuleForbade(rule=rule) | RuleLimited(rule=rule) | RuleDelayed(rule=rule):
            yield from _rule_changes(rule, decision, trial, policy)
        case Outranked(by=rival):
            yield RivalSilent(rival)
        case Quarrel():
            yield from _peace(reason)
        case BeingJudged():
            yield NotStrayed()
        case LampNotOn():
            yield LampOn()
        case NeverRaised():
            yield FreshEvent()
        case _:
            return


def _peace(quarrel: Quarrel) -> Iterator[Change]:
    if quarrel.asked:
        yield SomebodySaidYes(quarrel.who, quarrel.about)
    yield NoQuarrel(quarrel.rival)


def _rule_changes(
    name: GuardrailId, decision: Decision, trial: _Trial, policy: Policy
) -> Iterator[Change]:
    rule = policy.guardrails.get(name)
    if rule is None:
        return
    if rule.between is not None:
        yield from _other_hours(name, rule.between, decision, trial, policy)
    if rule.days:
        yield from _other_days(rule, decision, trial, policy)
    yield RuleGone(name)


def _other_hours(
    name: GuardrailId, hours: Window, decision: Decision, trial: _Trial, policy: Policy
) -> Iterator[Change]:
    sky = next((fact.sun for fact in trial.facts if isinstance(fact, SunKnown)), None)
    start, end = minute_of(hours.start, sky), minute_of(hours.end, sky)
    if start is None or end is None or start == end:
        return
    local = civil(decision.at, policy.home.zone)
    minute = local.hour * 60 + local.minute
    yield OtherHour(name, hours, True, -((minute - start) % MINUTES_A_DAY + 1) * MINUTE)  # noqa: FBT003 -- before, or after it
    yield OtherHour(name, hours, False, (end - minute) % MINUTES_A_DAY * MINUTE)  # noqa: FBT003 -- before, or after it


def _other_days(
    rule: Guardrail, decision: Decision, trial: _Trial, policy: Policy
) -> Iterator[Change]:
    """Yield the next day, at the same hour, on which a rule does not hold."""
    sky = next((fact.sun for fact in trial.facts if isinstance(fact, SunKnown)), None)
    for later in range(1, len(WEEK)):
        ahead = later * DAY
        local = civil(decision.at + ahead, policy.home.zone)
        at = (local.hour * 60 + local.minute, local.weekday())
        if is_meant(rule.days, rule.between, at, sky) is False:
            yield OtherDay(rule.id, WEEK[at[1]], ahead)
            return


def _with(change: Change, trial: _Trial) -> _Trial:
    """Return a trial in which something was otherwise."""
    match change:
        case RuleGone(rule=rule):
            policy = trial.policy
            left = {name: known for name, known in policy.guardrails.items() if name != rule}
            return replace(trial, policy=replace(policy, guardrails=left))
        case OtherHour(ahead=ahead) | OtherDay(ahead=ahead):
            return replace(trial, ahead=ahead)
        case SomebodySaidYes(about=about):
            return replace(trial, yes=trial.yes | {about})
        case FreshEvent():
            cause = replace(trial.proposal.cause, trigger=SawTime("supposed"))
            return replace(trial, proposal=replace(trial.proposal, renews=False, cause=cause))
        case LampOn():
            return replace(trial, facts=tuple(_lit(trial)))
        case _:
            facts = tuple(fact for fact in trial.facts if not _undone(fact, change, trial))
            return replace(trial, facts=facts)


def _undone(
    fact: Fact, change: NotPlaced | RivalSilent | NoQuarrel | NotStrayed, trial: _Trial
) -> bool:
    """Say whether a fact would not have been so."""
    device = trial.proposal.device
    match change, fact:
        case NotPlaced(placed), Placed(placed=other):
            return placed == other
        case RivalSilent(rival), Claimed(claimed=claimed, agent=agent):
            return (claimed, agent) == (device, rival)
        case NoQuarrel(), Turned(turned=turned):
            return turned == device
        case NotStrayed(), Strayed(strayed=strayed):
            return strayed == device
        case _:
            return False


def _lit(trial: _Trial) -> Iterator[Fact]:
    """Yield the facts with the lamp on; nothing that it was told says otherwise."""
    device = trial.proposal.device
    for fact in trial.facts:
        if isinstance(fact, Shows) and fact.shows == device:
            yield replace(fact, values={**fact.values, POWER: True})
        elif not (isinstance(fact, WasTold) and fact.told == device):
            yield fact
