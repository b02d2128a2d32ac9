"""Sparing: why people are not asked something, so that they are asked little and nobody is lost.

Rule 1: what is moot is not asked at all; see `rules/prompts/moot.py`. Rule 2: what was answered is
not asked again for a while. Rule 3: an agent has one open question an area, and a few an hour; no
agent's questions keep another's back. Rule 4: in quiet hours, and where people were asked much or
have much to answer, only safety asks; comfort never stands in its way.
"""

from typing import Final

from rules.explain.phrases import clock, moment_text
from rules.house import House
from rules.prompts.joining import for_safety, joined, place
from rules.prompts.life import Turning
from rules.prompts.moot import why_moot
from rules.turn import Batches
from rules.words.asks import Quarrel
from rules.words.prompts import Patience, Prompt, Question
from rules.words.times import Moment

AGENT_AN_HOUR: Final = 4
COMFORT_AN_HOUR: Final = 3
"""One less: what an agent asks for comfort never uses up what it may have to ask for safety."""
FOR_THE_REST: Final = 2
"""So many times what the household set for one hour, or to be open at a time, is the most: what is
beyond the set number is for agents that have asked nothing yet."""


def why_spared(
    house: House, question: Question, others: Batches, now: Moment, *, again: bool
) -> str:
    """Return why people are not asked this, or nothing where they are.

    `others`: what else they will be asked at this moment. `again`: people were asked about it
    before, which counts for the limits of an hour.
    """
    patience = house.prompts.of(question.proposal.agent, now)
    moot = why_moot(house, question, now)
    if moot is not None:
        turning, why = moot
        return "people have taken it over" if turning is Turning.COVERED else why
    why = _said_lately(house, question, patience, now)
    why = why or _is_settled(house, question, others, now)
    why = why or _in_its_own_way(house, question, others, now)
    if why or again:
        return why
    return _too_much(house, question, patience, others, now)


def _said_lately(house: House, question: Question, patience: Patience, now: Moment) -> str:
    zone = house.policy.home.zone
    for one in patience.answered:
        if one.key == question.key:
            until = moment_text(one.until, now, zone)
            said = f"the same was {one.state} at {moment_text(one.at, now, zone)}"
            return f"{said}, and is not asked again before {until}"
    return ""


def _is_settled(house: House, question: Question, others: Batches, now: Moment) -> str:
    """Return why nobody need be asked who of two agents goes first: it is asked, or was said."""
    pair = next((ask for ask in question.asks if isinstance(ask, Quarrel)), None)
    if pair is None:
        return ""
    stand = (known for prompt in house.prompts.on(question.device) for known in prompt.questions)
    new = (known for batch in others.values() for known in batch)
    asked = [
        ask.about
        for known in (*stand, *new)
        if known.device == question.device
        for ask in known.asks
    ]
    if pair.about in asked:
        return "people are asked already who goes first"
    return _said_lately(house, question, house.prompts.of(pair.rival, now), now)


def _in_its_own_way(house: House, question: Question, others: Batches, now: Moment) -> str:
    """Return which question of the same agent is open; one for safety passes those for comfort."""
    agent, here = question.proposal.agent, place(house, question.device)
    planned = [known for (who, _, _), known in others.items() if who == agent]
    stand = [prompt for prompt in house.prompts.open.values() if prompt.agent == agent]
    if for_safety((question,)):
        planned = [known for known in planned if for_safety(known)]
        stand = [prompt for prompt in stand if for_safety(prompt.questions)]
    # What closes in this step by itself is in nobody's way.
    stand = [prompt for prompt in stand if _stays(house, prompt, now)]
    for prompt in stand:
        if any(other.device == question.device for other in prompt.questions):
            return f"its agent has asked about it already ({prompt.id})"
    if joined(house, question, now) is not None:
        return ""
    for known in (*planned, *(prompt.questions for prompt in stand)):
        if any(place(house, other.device) == here for other in known):
            return "another question of its agent about this area is open"
    return ""


def _stays(house: House, prompt: Prompt, now: Moment) -> bool:
    return any(why_moot(house, question, now) is None for question in prompt.questions)


def _too_much(
    house: House, question: Question, patience: Patience, others: Batches, now: Moment
) -> str:
    """Return why people are to be left in peace for now, or nothing."""
    home, agent = house.policy.home, question.proposal.agent
    if now < patience.rests_until:
        rest = clock(patience.rests_until, home.zone)
        return f"its agent was refused, and asks nothing before {rest}"
    asked = len(patience.asked) + sum(who == agent for who, _, _ in others)
    safe = for_safety((question,))
    if asked >= (AGENT_AN_HOUR if safe else COMFORT_AN_HOUR):
        return f"its agent has asked {asked} times within the hour"
    if safe:
        return ""
    lately = house.prompts.lately(now) + len(others)
    if lately >= home.questions_an_hour * (1 if asked else FOR_THE_REST):
        return f"people were asked {lately} times within the hour"
    return _too_many_open(house, question, others, now) or _sleep(house, now)


def _too_many_open(house: House, question: Question, others: Batches, now: Moment) -> str:
    """Return how many questions wait for an answer, where that is enough."""
    if joined(house, question, now) is not None:
        return ""
    agent = question.proposal.agent
    open_now = [prompt for prompt in house.prompts.open.values() if _stays(house, prompt, now)]
    number = len(open_now) + len(others)
    asks = any(prompt.agent == agent for prompt in open_now) or any(
        a == agent for a, _, _ in others
    )
    enough = number >= house.policy.home.questions_open * (1 if asks else FOR_THE_REST)
    return f"so many questions are open already: {number}" if enough else ""


def _sleep(house: House, now: Moment) -> str:
    quiet = house.policy.home.quiet_hours
    return "these are quiet hours" if quiet is not None and house.within(quiet, now) else ""
