"""Asking: what is to be asked of people becomes one prompt a moment, within the limits of patience.

Rule 1: a prompt is written down before anybody sees it. Rule 2: what is not asked ends with the
reason. Rule 3: one prompt for all that an agent wants at one moment. Rule 4: one open prompt an
area, a few an hour, and none in quiet hours but for safety.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from rules.due import PromptDue
from rules.explain.phrases import clock, moment_text
from rules.house import House, current
from rules.prompts import Turning
from rules.raising import raises
from rules.roles import rank
from rules.told import near
from rules.turn import Turn
from rules.words.asks import OnlySuggests, Otherwise, RuleAsked
from rules.words.decisions import Decision, End
from rules.words.ids import AgentId, DeviceId, PromptId
from rules.words.people import Hold
from rules.words.prompts import Ask, Patience, Prompt, PromptState, Question
from rules.words.records import PromptBegan
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Cause

AGENT_AN_HOUR: Final = 4
HOUSE_AN_HOUR: Final = 8
"""More than one agent can use up: no agent's questions keep all others' from being asked."""
_LIGHT: Final = frozenset({POWER, BRIGHTNESS})


def ask_people(turn: Turn) -> None:
    """Ask about everything that this step decided to ask."""
    asked, turn.asked = turn.asked, []
    moments: dict[tuple[AgentId, Cause, bool], list[Decision]] = {}
    for decision, again in asked:
        proposal = decision.proposal
        moments.setdefault((proposal.agent, proposal.cause, again), []).append(decision)
    for (agent, _, again), decisions in moments.items():
        _ask(turn, agent, decisions, again=again)


def _ask(turn: Turn, agent: AgentId, decisions: Iterable[Decision], *, again: bool) -> None:
    """Ask about what an agent wants at one moment; `again`: people were asked about it before."""
    house, now = turn.house, turn.now
    patience = house.prompts.of(agent, now)
    questions: list[Question] = []
    for decision in decisions:
        question = _question(decision)
        why = _not_asked(house, question, patience, now)
        if not why and not again:
            why = _too_much(house, question, patience, now)
        if why:
            turn.end(decision.id, decision.device, End.MOOT, f"nobody was asked: {why}")
            continue
        older = [other for other in questions if other.device == question.device]
        for other in older:
            questions.remove(other)
            turn.end(other.decision, other.device, End.SUPERSEDED, "the agent wished anew")
        questions.append(question)
    if questions:
        _begin(turn, agent, tuple(questions), patience, again=again)


def _question(decision: Decision) -> Question:
    proposal = decision.proposal
    asks = tuple(r for r in decision.reasons if isinstance(r, RuleAsked | OnlySuggests))
    values = sorted(decision.given.items())
    return Question(
        decision=decision.id,
        proposal=proposal,
        given=decision.given,
        was=decision.was,
        asks=asks,
        key=_trace(decision.device, values, sorted(ask.about for ask in asks)),
    )


def _trace(*of: object) -> str:
    return blake2b(repr(of).encode(), digest_size=4).hexdigest()


def why_moot(house: House, question: Question, now: Moment) -> tuple[Turning, str] | None:
    """Return why a question need not be asked any more, or None while it has to be."""
    device, proposal = question.device, question.proposal
    if proposal.until <= now:
        return Turning.GONE, "what it was wanted for is over"
    if house.freeze_over(device, now) is not None:
        return Turning.COVERED, PromptState.SUPERSEDED
    held = house.held_by(device, now)
    if held is not None and (
        not isinstance(held, Hold) or not held.covers.isdisjoint(question.given)
    ):
        return Turning.COVERED, PromptState.SUPERSEDED
    if device not in house.devices:
        # At a start the devices are yet to be heard of; see `taken_away`.
        return None
    if proposal.agent not in house.directory.wishers(device):
        return Turning.GONE, "its agent was taken away"
    was = current(house.conditions[device])
    if all(near(aspect, was.get(aspect), value) for aspect, value in question.given.items()):
        return Turning.GONE, "it is so already"
    return None


def _not_asked(house: House, question: Question, patience: Patience, now: Moment) -> str:
    """Return why there is nothing to ask about, or nothing where there is."""
    zone = house.policy.home.zone
    moot = why_moot(house, question, now)
    if moot is not None:
        return moot[1]
    open_on = house.prompts.on.get(question.device)
    if open_on is not None:
        return f"another question about it is open ({open_on})"
    for one in patience.answered:
        if one.key == question.key:
            until = moment_text(one.until, now, zone)
            said = f"the same was {one.state} at {moment_text(one.at, now, zone)}"
            return f"{said}, and is not asked again before {until}"
    place = _place(house, question.device)
    if any(_place(house, other) == place for other in house.prompts.on):
        return "another question about this area is open"
    return ""


def _too_much(house: House, question: Question, patience: Patience, now: Moment) -> str:
    """Return why people are to be left in peace for now, or nothing."""
    home = house.policy.home
    if now < patience.rests_until:
        rest = clock(patience.rests_until, home.zone)
        return f"its agent was refused, and asks nothing before {rest}"
    if len(patience.asked) >= AGENT_AN_HOUR:
        return f"its agent has asked {len(patience.asked)} times within the hour"
    lately = house.prompts.lately(now)
    if lately >= HOUSE_AN_HOUR:
        return f"people were asked {lately} times within the hour"
    if any(ask.safety for ask in question.asks) or home.quiet_hours is None:
        return ""
    return "these are quiet hours" if house.within(home.quiet_hours, now) else ""


def _place(house: House, device: DeviceId) -> str:
    return house.area_of(device) or device


def _begin(
    turn: Turn, agent: AgentId, questions: tuple[Question, ...], patience: Patience, *, again: bool
) -> None:
    house, now = turn.house, turn.now
    asks = [ask for question in questions for ask in question.asks]
    trace = _trace(agent, [question.key for question in questions], house.policy.hash, now)
    prompt = Prompt(
        id=PromptId(f"{questions[0].decision}-{trace}"),
        agent=agent,
        questions=questions,
        who=min((ask.who for ask in asks), key=rank),
        asked=now,
        deadline=min(ask.deadline for ask in asks),
        otherwise=_otherwise(questions, asks),
        policy=house.policy.hash,
    )
    house.prompts.put(prompt)
    house.due.put(PromptDue(prompt.id), prompt.looks_at)
    turn.record(PromptBegan(prompt=prompt), durable=True)
    turn.keep(f"prompt/{prompt.id}", prompt)
    if not again:
        turn.keep_patience(_asked_at(patience, now))
    turn.prompt_shows(prompt.id)


def _otherwise(questions: tuple[Question, ...], asks: list[Ask]) -> Otherwise:
    """Return what happens without an answer: never anything that does more than lower the light."""
    lowers = all(
        question.given.keys() <= _LIGHT and raises(question.was, question.given) is None
        for question in questions
    )
    if lowers and all(ask.otherwise is Otherwise.DO_IT for ask in asks):
        return Otherwise.DO_IT
    return Otherwise.NOTHING


def _asked_at(patience: Patience, now: Moment) -> Patience:
    return Patience(
        agent=patience.agent,
        asked=(*patience.asked, now),
        refused=patience.refused,
        rests_until=patience.rests_until,
        answered=patience.answered,
    )
