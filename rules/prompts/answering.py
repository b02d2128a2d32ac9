"""Answering: what comes of it that people say something to a prompt, or that nobody does.

Rule 1: a yes has the wish judged again, against the house as it now is; it meets what asked and
nothing else. Rule 2: a yes is worth nothing once the policy or the device is another than was
shown; then it is asked again. Rule 3: nothing is done that is more than was shown.
"""

from dataclasses import replace
from typing import Final

from rules.claims.proposing import propose
from rules.claims.told import near
from rules.condition import current
from rules.deciding.arbiter import decide
from rules.deciding.raising import goes, raises
from rules.house import House
from rules.prompts.answers import why_refused
from rules.prompts.closing import end_questions, shut
from rules.prompts.lapsing import look_at
from rules.prompts.life import LIFE, TOO_LATE, Turning
from rules.turn import Turn
from rules.words.asks import Approval, Otherwise, RuleAsked, WasAsked
from rules.words.decisions import Outcome
from rules.words.events import PromptAnswered
from rules.words.ids import DecisionId, PromptId
from rules.words.prompts import Answer, Prompt, PromptState, Question
from rules.words.records import ChangeWished, Noted
from rules.words.times import MINUTE
from rules.words.values import BRIGHTNESS, FULL, POWER, Values, as_number, from_percent
from rules.words.wishes import Author, Mode, Proposal

SAID: Final = {
    Answer.YES: "a person said yes to it",
    Answer.LOWER: "a person said yes to less of it",
    Answer.LATER: "a person put it off",
    Answer.NO: "a person said no to it",
    Answer.ALWAYS: "a person said yes to it, now and always",
    Answer.NEVER: "a person said no to it, now and always",
}
"""What ended the decisions that waited for an answer."""
STILL_IN_TIME: Final = MINUTE
"""A deadline that passed longer ago was passed while the hub was away: nothing is done then."""


def answer(turn: Turn, event: PromptAnswered) -> None:
    """Do what a person answered, or say why it does not count."""
    house = turn.house
    refusal = why_refused(house, event, turn.now)
    if refusal:
        turn.record(Noted(text=f"an answer to prompt {event.prompt} was refused: {refusal}"))
        return
    if LIFE[PromptState.OPEN, event.answer] is PromptState.APPROVED:
        # What it rested on may have gone while the yes was on its way.
        look_at(turn, house.prompts.open[event.prompt])
    if event.prompt not in house.prompts.open:
        why = TOO_LATE[house.prompts.ended[event.prompt]]
        turn.record(Noted(text=f"an answer to prompt {event.prompt} was refused: {why}"))
        return
    prompt = house.prompts.open[event.prompt]
    state = shut(turn, prompt, event.answer, by=event.by)
    if event.answer in (Answer.ALWAYS, Answer.NEVER):
        turn.record(
            ChangeWished(
                prompt=prompt.id,
                agent=prompt.agent,
                devices=tuple(question.device for question in prompt.questions),
                answer=event.answer,
                by=event.by,
                about=tuple(_was_asked(question) for question in prompt.questions),
            ),
            durable=True,
        )
    for question in prompt.questions if state is PromptState.APPROVED else ():
        values = question.given
        if event.answer is Answer.LOWER:
            values = lowered(values, event.percent)
        _go_ahead(turn, prompt, question, values, event.by)
    end_questions(turn, prompt, state, SAID[event.answer])


def _was_asked(question: Question) -> WasAsked:
    return WasAsked(
        device=question.device,
        wants=goes(question.was, question.given),
        rules=tuple(ask.rule for ask in question.asks if isinstance(ask, RuleAsked)),
    )


def lowered(values: Values, percent: float | None) -> Values:
    """Return less of what was wanted: at most some percent, or half of it where none is said."""
    bright = as_number(values.get(BRIGHTNESS)) or 0.0
    less = round(bright / 2) if percent is None else min(round(bright), from_percent(percent))
    if less <= 0:
        return {POWER: False}
    return {**values, BRIGHTNESS: min(FULL, less)}


def _go_ahead(
    turn: Turn, prompt: Prompt, question: Question, values: Values, by: Author | None
) -> None:
    """Have a wish judged again that a person, or the rule itself, said yes to."""
    if question.proposal.mode is Mode.ADJUST:
        values = {aspect: value for aspect, value in values.items() if aspect != POWER}
    wish = replace(question.proposal, values=values, renews=False, late=False)
    approval: Approval | None = Approval(
        prompt=prompt.id,
        by=by,
        asks=frozenset(ask.about for ask in question.asks),
        lowered_from=_lowered_from(question, values),
    )
    if not _fits(turn.house, prompt, question):
        approval = None
    else:
        tried = decide(turn.house, wish, turn.now, DecisionId(0), approval)
        if raises(question.given, tried.given) is not None:
            # A rule would have it brighter by now than what was shown.
            approval = None
    if approval is None and by is None:
        # Nobody answered, and what the rule would then have done is another thing by now.
        return
    if approval is None and _does_more(turn, wish, question):
        # No rule asks any more, so that it could not be asked again.
        text = "nothing was done: by now it would be more than what people were shown"
        turn.record(Noted(text=text, device=question.device))
        return
    propose(turn, wish, approval, again=True)


def _lowered_from(question: Question, values: Values) -> int | None:
    """Return the brightness that was shown, where less of it is to be done."""
    shown = as_number(question.given.get(BRIGHTNESS))
    if shown is None or shown <= (as_number(values.get(BRIGHTNESS)) or 0.0):
        return None
    return round(shown)


def _does_more(turn: Turn, wish: Proposal, question: Question) -> bool:
    """Say whether a wish would be done without a yes by now, and be more than what was shown."""
    tried = decide(turn.house, wish, turn.now, DecisionId(0))
    return tried.outcome is not Outcome.ASKED and raises(question.given, tried.given) is not None


def _fits(house: House, prompt: Prompt, question: Question) -> bool:
    """Say whether policy and device are still what they were when it was asked."""
    condition = house.conditions.get(question.device)
    if condition is None or prompt.policy != house.policy.hash:
        return False
    is_now = current(condition)
    return all(near(a, is_now.get(a), value) for a, value in question.was.items())


def prompt_due(turn: Turn, number: PromptId) -> None:
    """Close a prompt that nobody answered in time, or of which the wishes are over."""
    prompt = turn.house.prompts.open.get(number)
    if prompt is None:
        return
    if turn.now < prompt.deadline or prompt.otherwise is Otherwise.DO_IT:
        look_at(turn, prompt)
        prompt = turn.house.prompts.open.get(number)
    if prompt is None or turn.now < prompt.deadline:
        return
    state = shut(turn, prompt, Turning.SILENCE, why="nobody answered")
    in_time = turn.now <= prompt.deadline + STILL_IN_TIME
    if prompt.otherwise is Otherwise.DO_IT and in_time:
        for question in prompt.questions:
            _go_ahead(turn, prompt, question, question.given, None)
    end_questions(turn, prompt, state, "nobody answered")
