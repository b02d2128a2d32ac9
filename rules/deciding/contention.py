"""Contention: which of two agents' live wishes for the same aspect of a device goes first."""

from dataclasses import replace
from itertools import pairwise

from rules.claims.claims import Claim, driving, is_adjust
from rules.claims.told import near
from rules.condition import Condition
from rules.deciding.hearing import Hearing
from rules.house import House
from rules.words.asks import Quarrel
from rules.words.decisions import Outcome, Outranked
from rules.words.ids import AgentId
from rules.words.times import MINUTE, Moment
from rules.words.values import BRIGHTNESS, POWER, Aspect, Values, as_number
from rules.words.wishes import Proposal

WINNER_HOLDS = 10.0
"""Seconds in which an equal other agent cannot take over, so that two cannot flicker a lamp."""
QUARREL_WINDOW = 5 * MINUTE
QUARREL_TURNS = 3
QUARREL_REST = 5 * MINUTE


def precedence(
    house: House, agent: AgentId, values: Values, was: Values
) -> tuple[int, float, float, str]:
    """Return a key by which equals are ordered; the smallest wins.

    Policy weight first, then least change, then less output, then the agent's id.
    """
    known = house.policy.agents.get(agent)
    output, before = _output(values), _output(was)
    return (-(known.weight if known else 0), abs(output - before), output, agent)


def _output(values: Values) -> float:
    if values.get(POWER) is False:
        return 0.0
    brightness = as_number(values.get(BRIGHTNESS))
    if brightness is not None:
        return brightness
    return 255.0 if values.get(POWER) is True else 0.0


def outranking(
    house: House, condition: Condition, proposal: Proposal, values: Values, now: Moment
) -> list[Outranked]:
    """Return the live claims that go before a proposal, with the aspects they keep from it."""
    rivals = [c for c in condition.claims if c.agent != proposal.agent and now < c.until]
    if not rivals:
        return []
    lost: dict[AgentId, tuple[Claim, set[Aspect]]] = {}
    for aspect, claim in driving(rivals).items():
        if aspect not in values or near(aspect, claim.given[aspect], values[aspect]):
            continue
        if is_adjust(claim) and proposal.level == claim.level and aspect == POWER:
            continue
        if goes_before(house, condition.values, claim, proposal, values=values, now=now):
            lost.setdefault(claim.agent, (claim, set()))[1].add(aspect)
    return [
        Outranked(by=agent, level=claim.level, until=claim.until, aspects=frozenset(aspects))
        for agent, (claim, aspects) in lost.items()
    ]


def is_alone(condition: Condition, proposal: Proposal) -> bool:
    """Say whether no other agent has a live claim on the device of a proposal."""
    claims = condition.claims
    return not claims or (len(claims) == 1 and claims[0].proposal.agent == proposal.agent)


def goes_before(
    house: House, was: Values, claim: Claim, proposal: Proposal, *, values: Values, now: Moment
) -> bool:
    """Say whether a rival's live claim goes before a proposal on what both want."""
    if claim.level != proposal.level:
        return claim.level > proposal.level
    if now - claim.since < WINNER_HOLDS:
        return True
    mine = precedence(house, proposal.agent, values, was)
    theirs = precedence(house, claim.agent, claim.given, was)
    return theirs < mine


def insert(house: House, condition: Condition, claim: Claim, *, now: Moment) -> tuple[Claim, ...]:
    """Return the claims of a device with one more, strongest first."""
    if is_alone(condition, claim.proposal):
        return (claim,)
    claims = [other for other in condition.claims if other.agent != claim.agent]
    place = 0
    for other in claims:
        before = other.level > claim.level
        if other.level == claim.level and not _is_given_way(claim, other):
            before = _conflict(other, claim) and goes_before(
                house, condition.values, other, claim.proposal, values=claim.given, now=now
            )
        if not before:
            break
        place += 1
    return (*claims[:place], claim, *claims[place:])


def _is_given_way(claim: Claim, other: Claim) -> bool:
    """Say whether a person said that a claim goes before this other one."""
    yes = claim.approval
    if yes is None:
        return False
    pair = Quarrel(agent=claim.agent, rival=other.agent, turns=0, until=0.0)
    return pair.about in yes.asks


def _conflict(one: Claim, other: Claim) -> bool:
    return any(
        not near(aspect, one.given[aspect], other.given[aspect])
        for aspect in one.given.keys() & other.given.keys()
    )


def quarrel(
    condition: Condition, proposal: Proposal, values: Values, now: Moment
) -> Quarrel | None:
    """Return the quarrel of two agents over a device, if this wish would go on with it."""
    # Turns of one agent after another are one entry, so a peaceful device has one at most.
    if len(condition.turns) < QUARREL_TURNS or values.get(POWER) is None:
        return None
    recent = [turn for turn in condition.turns if now - turn.at < QUARREL_WINDOW]
    agents = {turn.agent for turn in recent} | {proposal.agent}
    pair = 2
    if len(agents) != pair:
        return None
    reversals = sum(
        1 for one, two in pairwise(recent) if one.agent != two.agent and one.power != two.power
    )
    if reversals <= QUARREL_TURNS:
        return None
    rival = next(iter(agents - {proposal.agent}))
    until = recent[-1].at + QUARREL_REST
    return Quarrel(agent=proposal.agent, rival=rival, turns=reversals, until=until)


def hear_quarrel(
    hearing: Hearing, unsettled: Quarrel, now: Moment, *, spared: bool
) -> AgentId | None:
    """Have a person say who goes first, or both rest; return the rival that stands back by a yes.

    Only what has just come up is asked about, and what people are spared is let rest.
    """
    yes = hearing.approval
    if yes is not None and unsettled.about in yes.asks:
        hearing.ask(unsettled)
        return unsettled.rival
    if spared or not hearing.proposal.is_fresh:
        hearing.say(Outcome.DEFERRED, unsettled)
        hearing.until = max(hearing.until, now + QUARREL_REST)
    else:
        hearing.ask(replace(unsettled, asked=True))
    return None
