"""Facts of a decision: what of the house it rests on, taken as the decision is made.

Rule 1: whatever `decide` and the guardrails over the device read of the house is among them.
Rule 2: what made no difference is left out: memory cards wear out. Rule 3: nothing in them
changes when the house goes on.
"""

from collections.abc import Iterable, Iterator

from rules.claims.claims import Claim
from rules.condition import Condition, foretold
from rules.deciding.contention import QUARREL_WINDOW
from rules.guardrail import Guardrail
from rules.house import House
from rules.people.standing import scopes_over
from rules.people.together import bound, judged_inside
from rules.words.asks import Approval
from rules.words.facts import (
    Changed,
    Claimed,
    ClockPut,
    Doubted,
    Fact,
    Placed,
    SaidYes,
    Shows,
    Strayed,
    SunKnown,
    ToldTogether,
    Turned,
    Warned,
    WasTold,
)
from rules.words.ids import DeviceId
from rules.words.times import Moment, Seconds
from rules.words.wishes import Proposal


def facts_of(
    house: House, proposal: Proposal, now: Moment, approval: Approval | None = None
) -> tuple[Fact, ...]:
    """Return all that judging a proposal at this moment reads of the house."""
    device = proposal.device
    facts: list[Fact] = []
    condition = house.conditions.get(device)
    if device in house.devices:
        facts.append(house.directory.described(device))
    if condition is not None:
        _of_condition(facts, device, condition, now)
    people = house.people
    if people.freezes or people.overrides or people.switches or device in people.holds:
        facts += _placed_over(house, device)
    for other in bound(house, device, now):
        facts += (house.directory.described(other), ToldTogether(other, device))
        facts += _placed_over(house, other)
    for other in judged_inside(house, device):
        facts += (house.directory.described(other), ToldTogether(other, device))
        facts += _strayed(other, house.conditions[other])
    far = _far_sighted(house, proposal)
    if far:
        _of_others(facts, house, proposal, far, now)
        if any(rule.doubts for rule in far):
            facts += _doubts(house, facts)
    if approval is not None:
        facts.append(SaidYes(approval))
    return tuple(facts)


def _far_sighted(house: House, proposal: Proposal) -> tuple[Guardrail, ...]:
    """Return the rules over a proposal that look at more than the device it is for."""
    far = house.directory.far_sighted(proposal.device)
    agent = house.policy.agents.get(proposal.agent)
    if agent is None or agent.terms is None:
        return far
    return (*far, *(rule for rule in agent.terms.rules if rule.is_far_sighted))


def _of_condition(facts: list[Fact], device: DeviceId, condition: Condition, now: Moment) -> None:
    facts.append(_shown(device, condition))
    facts += _was_told(device, condition)
    if condition.warned is not None:
        facts.append(Warned(device, condition.warned))
    facts += _strayed(device, condition)
    facts += map(_claimed, condition.claims)
    if condition.turns:
        recent = (turn for turn in condition.turns if now - turn.at < QUARREL_WINDOW)
        facts += (Turned(device, turn.at, turn.agent, turn.power) for turn in recent)


def _strayed(device: DeviceId, condition: Condition) -> Iterator[Strayed]:
    judging = condition.judging
    if judging is not None:
        yield Strayed(strayed=device, at=judging.since, until=judging.until)


def _was_told(device: DeviceId, condition: Condition) -> Iterator[WasTold]:
    values = foretold(condition)
    last = condition.unheard or condition.told
    if values and last is not None:
        awaited = last is condition.unheard or last.awaited
        yield WasTold(told=device, values=values, at=last.at, awaited=awaited)


def _doubts(house: House, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield what makes the clock or one of the devices that were looked at doubtful."""
    if house.clock_put is not None:
        yield ClockPut(house.clock_put)
    for device in [fact.shows for fact in facts if isinstance(fact, Shows)]:
        clues = house.conditions[device].clues
        if clues is not None and clues.doubts:
            yield Doubted(device, clues.doubts)


def _shown(device: DeviceId, condition: Condition) -> Shows:
    return Shows(
        shows=device,
        values=dict(condition.values),
        since=dict(condition.since),
        heard=condition.heard_at,
        available=condition.available,
    )


def _claimed(claim: Claim) -> Claimed:
    proposal = claim.proposal
    return Claimed(
        claimed=proposal.device,
        agent=proposal.agent,
        level=proposal.level,
        mode=proposal.mode,
        given=claim.given,
        since=claim.since,
        until=claim.until,
        acted=claim.acted,
        waits=claim.raises_at,
    )


def _placed_over(house: House, device: DeviceId) -> Iterator[Placed]:
    people = house.people
    over = scopes_over(device, house.directory.area_of(device))
    for scope in over:
        if (freeze := people.freezes.get(scope)) is not None:
            yield Placed(freeze)
        if (override := people.overrides.get(scope)) is not None:
            yield Placed(override)
    if (hold := people.holds.get(device)) is not None:
        yield Placed(hold)
    for switch, held in people.switches.items():
        if held.scope in over:
            yield Placed(held, switch)


def _of_others(
    facts: list[Fact],
    house: House,
    proposal: Proposal,
    far: Iterable[Guardrail],
    now: Moment,
) -> None:
    """Add what far-sighted rules look at: other devices, changes of the past, the sun."""
    sun, seen = False, {proposal.device}
    past: dict[DeviceId, Seconds] = {}
    for rule in far:
        sun = sun or rule.follows_sun
        back = rule.counts_back
        for other in rule.reads(house, proposal):
            if back:
                past[other] = max(back, past.get(other, 0.0))
            elif other not in seen and other in house.devices:
                seen.add(other)
                condition = house.conditions[other]
                facts += (house.directory.described(other), _shown(other, condition))
                facts += _was_told(other, condition)
    for other, back in past.items():
        facts += _changes(house, other, now - back, known=other in seen)
    if sun and house.sky is not None:
        facts.append(SunKnown(house.sky))


def _changes(house: House, device: DeviceId, since: Moment, *, known: bool) -> Iterator[Fact]:
    condition = house.conditions.get(device)
    if condition is None or not condition.changes or condition.changes[-1] <= since:
        return
    if not known and device in house.devices:
        yield house.directory.described(device)
    yield Changed(device, tuple(at for at in condition.changes if at > since))
