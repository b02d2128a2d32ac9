"""Moot: why a question need not be asked any more, before anybody has answered it.

Rule 1: what people took over, what is so already and what is over is asked no more. Rule 2: nor is
what its agent would not wish any more, for what it had seen is gone. Rule 3: what is not known,
as after a start, is not gone.
"""

from rules.claims.told import near
from rules.condition import current
from rules.house import House
from rules.prompts.life import Turning
from rules.words.people import Hold
from rules.words.prompts import PromptState, Question
from rules.words.times import Moment
from rules.words.values import POWER
from rules.words.wishes import Mode


def why_moot(house: House, question: Question, now: Moment) -> tuple[Turning, str] | None:
    """Return why a question need not be asked any more, or None while it has to be."""
    device, proposal = question.device, question.proposal
    if proposal.until <= now:
        return Turning.GONE, "what it was wanted for is over"
    if _is_covered(house, question, now):
        return Turning.COVERED, PromptState.SUPERSEDED
    if device not in house.devices:
        # At a start the devices are yet to be heard of; see `taken_away`.
        return None
    why = _why_so_already(house, question) or _why_not_wished(house, question, now)
    return (Turning.GONE, why) if why else None


def _is_covered(house: House, question: Question, now: Moment) -> bool:
    if house.freeze_over(question.device, now) is not None:
        return True
    held = house.held_by(question.device, now)
    return held is not None and (
        not isinstance(held, Hold) or not held.covers.isdisjoint(question.given)
    )


def _why_so_already(house: House, question: Question) -> str:
    was = current(house.conditions[question.device])
    if all(near(aspect, was.get(aspect), value) for aspect, value in question.given.items()):
        return "it is so already"
    shapes = question.proposal.mode is Mode.ADJUST
    return "it is off by now" if shapes and was.get(POWER) is False else ""


def _why_not_wished(house: House, question: Question, now: Moment) -> str:
    """Return why its agent would not wish it any more: its evidence is gone, or the agent is."""
    proposal = question.proposal
    agent = house.directory.wishers(question.device).get(proposal.agent)
    if agent is not None:
        return agent.why_over(proposal, house, now)
    if proposal.agent in house.policy.agents:
        return "its agent may not wish for it any more"
    return "its agent was taken away"
