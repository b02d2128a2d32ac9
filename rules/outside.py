"""Agents from outside: what they send becomes a wish, on the terms of the household.

Rule 1: what is wished, how strongly and for how long is bounded by the terms; a message widens
nothing. Rule 2: only an agent of the kind that lives outside may speak by message. Rule 3: what
ends a claim of its own is not a new wish: no tier keeps a lamp from going off again.
"""

from typing import TYPE_CHECKING

from rules.agent import Agent, Terms, Tier
from rules.deciding.hearing import Hearing
from rules.words.asks import OnlySuggests
from rules.words.decisions import OnlyShadow, Outcome
from rules.words.events import Proposed
from rules.words.times import MINUTE, Moment, minute_of, next_civil
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import AgentSaid, Cause, Level, Mode, Proposal, SawWindow, Then

if TYPE_CHECKING:
    from rules.house import House

ANSWER_WITHIN = 15 * MINUTE
ANSWERS = "adult"
"""Who may say yes to what an agent suggests."""


def wish_of(house: "House", event: Proposed, now: Moment) -> Proposal:
    """Return the wish that a message makes; it is decided like any other."""
    agent = house.policy.agents.get(event.agent)
    terms = agent.terms if agent is not None else None
    level, until, then = event.level or Level.COMFORT, event.until, event.then
    if terms is not None:
        level = event.level or terms.level
        until = min(until, _end_of(terms, house, now))
        # Who may not switch leaves no switching behind either.
        then = then if POWER in terms.aspects else Then.KEEP
    return Proposal(
        agent=event.agent,
        device=event.device,
        level=level,
        values=event.values,
        until=until,
        cause=Cause(AgentSaid(event.words, event.ticket), now),
        mode=event.mode,
        then=then,
        transition=event.transition,
    )


def _end_of(terms: Terms, house: "House", now: Moment) -> Moment:
    """Return when a wish of now ends at the latest: with its lease, or with the agent's hours."""
    end = now + terms.lease
    if terms.hours is None or house.within(terms.hours, now) is not True:
        return end
    minute = minute_of(terms.hours.end, house.sky)
    return end if minute is None else min(end, next_civil(minute, now, house.policy.home.zone))


def refused_outside(agent: Agent, proposal: Proposal) -> str:
    """Return why an agent may not wish so by message, or nothing."""
    terms = agent.terms
    if terms is None:
        by_message = isinstance(proposal.cause.trigger, AgentSaid)
        return "this agent lives in the house: nobody speaks for it" if by_message else ""
    if proposal.level > terms.level:
        return f"the agent may wish no more strongly than {terms.level.name.lower()}"
    return ""


def hear_tier(house: "House", hearing: Hearing, now: Moment) -> None:
    """Have a person asked, or have it recorded only, where the household trusts an agent so far."""
    proposal = hearing.proposal
    agent = house.policy.agents.get(proposal.agent)
    if agent is None or agent.terms is None or ends_its_own(proposal):
        return
    if hearing.approval is None and warns_of_off(house, proposal, now):
        return
    match agent.terms.tier:
        case Tier.ACT:
            return
        case Tier.SUGGEST:
            deadline = min(now + ANSWER_WITHIN, max(now, hearing.until))
            hearing.ask(OnlySuggests(agent=agent.id, who=ANSWERS, deadline=deadline))
        case Tier.SHADOW:
            hearing.say(Outcome.ALLOWED, OnlyShadow(agent.id))


def ends_its_own(proposal: Proposal) -> bool:
    """Say whether a wish only switches off what an ended claim of the same agent left on."""
    ended = isinstance(proposal.cause.trigger, SawWindow)
    return ended and proposal.renews and proposal.values == {POWER: False}


def warns_of_off(house: "House", proposal: Proposal, now: Moment) -> bool:
    """Say whether a wish is the warning that a rule gives before a lamp goes off.

    It is the rule's and not the agent's, only dims, and no message can ask for it.
    """
    condition = house.conditions.get(proposal.device)
    if condition is None or condition.warned is None or now >= condition.warned:
        return False
    dims = proposal.mode is Mode.ADJUST and proposal.values.keys() == {BRIGHTNESS}
    return dims and proposal.renews
