"""Facts of a decision: taken from the house as it is, and made a small house of again.

Rule 1: whatever `decide` and the guardrails over the device read of the house is among them.
Rule 2: what made no difference is left out: memory cards wear out. Rule 3: nothing in them
changes when the house goes on.
"""

from collections.abc import Iterable, Iterator

from rules.arbiter import decide
from rules.claims import Claim
from rules.contention import QUARREL_WINDOW
from rules.directory import Directory
from rules.guardrail import Guardrail
from rules.hands.clues import Judging
from rules.house import AgentTurn, Condition, House
from rules.policy import Policy
from rules.standing import scopes_over
from rules.told import Told
from rules.words.asks import Approval
from rules.words.decisions import Decision
from rules.words.device import Announcement, Capability, Category, Device
from rules.words.facts import (
    Changed,
    Claimed,
    Fact,
    IsDevice,
    Placed,
    SaidYes,
    Shows,
    Strayed,
    SunKnown,
    Turned,
    WasTold,
)
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import Freeze, Hold, Override
from rules.words.times import Moment, Seconds
from rules.words.wishes import Cause, Proposal, SawWindow, Then

NOTHING_SEEN = Cause(SawWindow(""), 0.0)


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
    far = _far_sighted(house, proposal)
    if far:
        _of_others(facts, house, device, far, now)
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
    told = condition.told
    if told is not None and not told.settled and (told.awaited or told.stopped):
        was_told = WasTold(told=device, values=told.values, at=told.at, awaited=told.awaited)
        facts.append(was_told)
    judging = condition.judging
    if judging is not None:
        facts.append(Strayed(strayed=device, at=judging.since, until=judging.until))
    facts += map(_claimed, condition.claims)
    if condition.turns:
        recent = [turn for turn in condition.turns if now - turn.at < QUARREL_WINDOW]
        turns = tuple((turn.at, turn.agent, turn.power) for turn in recent)
        if turns:
            facts.append(Turned(device, turns))


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
    device: DeviceId,
    far: Iterable[Guardrail],
    now: Moment,
) -> None:
    """Add what far-sighted rules look at: other devices, changes of the past, the sun."""
    sun, seen = False, {device}
    past: dict[DeviceId, Seconds] = {}
    for rule in far:
        sun = sun or rule.follows_sun
        back = rule.counts_back
        for other in rule.reads(house, device):
            if back:
                past[other] = max(back, past.get(other, 0.0))
            elif other not in seen and other in house.devices:
                seen.add(other)
                facts += (house.directory.described(other), _shown(other, house.conditions[other]))
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


# and back


class Court:
    """Judges decisions again, each from its record alone, under one policy."""

    __slots__ = ("_index", "policy")

    def __init__(self, policy: Policy) -> None:
        """Take the policy under which they were made."""
        self.policy = policy
        self._index = Directory(policy, {})

    def house_of(self, facts: Iterable[Fact]) -> House:
        """Return a house in which exactly these facts are so."""
        house = House(self.policy, self._index.emptied())
        for fact in facts:
            _make_so(house, fact)
        return house

    def judge(
        self, facts: Iterable[Fact], proposal: Proposal, now: Moment, number: DecisionId
    ) -> Decision:
        """Decide a proposal as these facts have it."""
        known = tuple(facts)
        yes = next((fact.yes for fact in known if isinstance(fact, SaidYes)), None)
        return decide(self.house_of(known), proposal, now, number, yes)


def _make_so(house: House, fact: Fact) -> None:
    match fact:
        case IsDevice():
            _make_known(house, fact)
        case Shows(shows=device, values=values, since=since, heard=heard, available=available):
            condition = _condition(house, device)
            condition.values, condition.since = dict(values), dict(since)
            condition.heard_at, condition.available = heard, available
        case WasTold() | Strayed() | Claimed() | Turned() | Changed():
            _make_of_device(house, fact)
        case Placed(placed=placed):
            _place(house, fact, placed)
        case SunKnown(sun=sky):
            house.sky = sky
        case SaidYes():
            pass


def _make_of_device(house: House, fact: WasTold | Strayed | Claimed | Turned | Changed) -> None:
    match fact:
        case WasTold(told=device):
            _condition(house, device).told = _as_told(fact)
        case Strayed(strayed=device, at=at, until=until):
            _condition(house, device).judging = Judging(since=at, until=until, was={}, shown={})
        case Claimed(claimed=device):
            condition = _condition(house, device)
            condition.claims = (*condition.claims, _as_claim(fact))
        case Turned(turned=device, turns=turns):
            _condition(house, device).turns = tuple(AgentTurn(*turn) for turn in turns)
        case Changed(changed=device, at=moments):
            _condition(house, device).changes = [*moments]


def _condition(house: House, device: DeviceId) -> Condition:
    return house.conditions.setdefault(device, Condition())


def _make_known(house: House, fact: IsDevice) -> None:
    device = Device.of(
        fact.known,
        Announcement(
            hardware=fact.hardware,
            name=fact.name,
            family="",
            sort=fact.sort,
            capabilities={
                aspect: Capability(
                    aspect=aspect,
                    writable=True,
                    category=Category.SETTING if aspect in fact.settings else Category.PRIMARY,
                )
                for aspect in fact.writable
            },
        ),
    )
    house.devices[fact.known] = device
    house.conditions.setdefault(fact.known, Condition())
    house.directory.admit_as(device, fact.reached, fact.area)


def _place(house: House, fact: Placed, placed: Freeze | Override | Hold) -> None:
    people = house.people
    match placed:
        case Hold(device=device):
            people.holds[device] = placed
        case Freeze() | Override() if fact.switch is not None:
            people.switches[fact.switch] = placed
        case Freeze(scope=scope):
            people.freezes[scope] = placed
        case Override(scope=scope):
            people.overrides[scope] = placed


def _as_told(fact: WasTold) -> Told:
    return Told(
        order=0,
        values=fact.values,
        before={},
        at=fact.at,
        transition=0.0,
        automated=True,
        given_up=not fact.awaited,
        stopped=not fact.awaited,
    )


def _as_claim(fact: Claimed) -> Claim:
    proposal = Proposal(
        agent=fact.agent,
        device=fact.claimed,
        level=fact.level,
        values=fact.given,
        until=fact.until,
        cause=NOTHING_SEEN,
        mode=fact.mode,
    )
    return Claim(
        proposal=proposal,
        decision=DecisionId(0),
        given=fact.given,
        until=fact.until,
        then=Then.KEEP,
        since=fact.since,
        acted=fact.acted,
        raises_at=fact.waits,
    )
