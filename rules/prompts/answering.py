"""Answering: what people say to a prompt, and how one closes that nobody answered.

Rule 1: a yes has the wish judged again, against the house as it now is; it meets what asked and
nothing else. Rule 2: a yes is worth nothing once the policy or the device is another than was
shown; then it is asked again. Rule 3: nothing is done that is more than was shown.
Rule 4: what people take over, what is so already and what is over closes by itself.
"""

from dataclasses import replace
from typing import Final

from rules.claims.proposing import propose
from rules.claims.told import near
from rules.deciding.arbiter import decide
from rules.deciding.raising import goes, raises
from rules.due import PromptDue
from rules.house import House, current
from rules.prompts.answers import why_refused
from rules.prompts.closing import shut
from rules.prompts.life import LIFE, TOO_LATE, Happening, Turning
from rules.prompts.moot import why_moot
from rules.turn import Turn
from rules.words.asks import Approval, Otherwise, RuleAsked, WasAsked
from rules.words.decisions import Decision, End, Outcome
from rules.words.events import PromptAnswered
from rules.words.ids import AgentId, DecisionId, DeviceId, HardwareId, PromptId
from rules.words.prompts import Answer, Answered, Prompt, PromptState, Question
from rules.words.records import ChangeWished, Noted
from rules.words.times import DAY, HOUR, MINUTE
from rules.words.values import BRIGHTNESS, FULL, POWER, Values, as_number, from_percent
from rules.words.wishes import Author, GiveUp, Mode, Proposal

NOT_AGAIN_FOR: Final = {
    PromptState.DECLINED: DAY,
    PromptState.DISMISSED: HOUR,
    PromptState.TIMED_OUT: HOUR,
}
"""Seconds in which the same is not asked again."""
REST: Final = 15 * MINUTE
"""Seconds in which an agent asks nothing after a refusal; twice as long after each further one."""
MOST_DOUBLED: Final = 10
"""More make no difference, and a number that doubles for ever outgrows the machine's."""
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
_ENDS: Final = {
    PromptState.APPROVED: End.SUPERSEDED,
    PromptState.DECLINED: End.MOOT,
    PromptState.DISMISSED: End.MOOT,
    PromptState.TIMED_OUT: End.EXPIRED,
    PromptState.MOOT: End.MOOT,
    PromptState.SUPERSEDED: End.SUPERSEDED,
    PromptState.JOINED: End.SUPERSEDED,
}


def answer(turn: Turn, event: PromptAnswered) -> None:
    """Do what a person answered, or say why it does not count."""
    house = turn.house
    refusal = why_refused(house, event, turn.now)
    if refusal:
        turn.record(Noted(text=f"an answer to prompt {event.prompt} was refused: {refusal}"))
        return
    if LIFE[PromptState.OPEN, event.answer] is PromptState.APPROVED:
        # What it rested on may have gone while the yes was on its way.
        _look_at(turn, house.prompts.open[event.prompt])
    if event.prompt not in house.prompts.open:
        why = TOO_LATE[house.prompts.ended[event.prompt]]
        turn.record(Noted(text=f"an answer to prompt {event.prompt} was refused: {why}"))
        return
    prompt = house.prompts.open[event.prompt]
    state = _shut(turn, prompt, event.answer, by=event.by)
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
    _end_questions(turn, prompt, state, SAID[event.answer])


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
        _look_at(turn, prompt)
        prompt = turn.house.prompts.open.get(number)
    if prompt is None or turn.now < prompt.deadline:
        return
    state = _shut(turn, prompt, Turning.SILENCE, why="nobody answered")
    in_time = turn.now <= prompt.deadline + STILL_IN_TIME
    if prompt.otherwise is Otherwise.DO_IT and in_time:
        for question in prompt.questions:
            _go_ahead(turn, prompt, question, question.given, None)
    _end_questions(turn, prompt, state, "nobody answered")


def look_again(turn: Turn) -> None:
    """Look at the open prompts, now that something has changed: they close by themselves.

    At all of them: what one rested on is known to the agent that asked, and may be anywhere.
    """
    if turn.changed:
        for prompt in tuple(turn.house.prompts.open.values()):
            _look_at(turn, prompt)


def policy_changed(turn: Turn) -> None:
    """Ask again what is still to be asked under another policy; nothing is done by that."""
    for prompt in tuple(turn.house.prompts.open.values()):
        if prompt.policy != turn.house.policy.hash:
            _ask_anew(turn, prompt)


def _look_at(turn: Turn, prompt: Prompt) -> None:
    """Let go of the questions that need not be asked any more; without any the prompt closes."""
    moot = [(question, why_moot(turn.house, question, turn.now)) for question in prompt.questions]
    gone = [(question, why) for question, why in moot if why is not None]
    if gone:
        _let_go(turn, prompt, gone)
    else:
        turn.house.due.put(PromptDue(prompt.id), prompt.looks_at)


def _let_go(turn: Turn, prompt: Prompt, gone: list[tuple[Question, tuple[Turning, str]]]) -> None:
    left = tuple(q for q in prompt.questions if all(q is not question for question, _ in gone))
    if not left:
        turnings = [turning for _, (turning, _) in gone]
        covered = Turning.COVERED in turnings
        why = next(why for _, (turning, why) in gone if not covered or turning is Turning.COVERED)
        _close(turn, prompt, Turning.COVERED if covered else Turning.GONE, why)
        return
    for question, (turning, why) in gone:
        end = End.SUPERSEDED if turning is Turning.COVERED else End.MOOT
        turn.end(question.decision, question.device, end, why)
    rest = replace(prompt, questions=left)
    turn.house.prompts.put(rest)
    turn.house.due.put(PromptDue(rest.id), rest.looks_at)
    turn.keep(f"prompt/{rest.id}", rest)
    turn.prompt_shows(rest.id)


def wished_anew(turn: Turn, decision: Decision) -> None:
    """Close what an agent asked about a device that it wants otherwise now, and got so.

    Where the device is so already, an agent takes its question back, however far it is trusted.
    """
    wish = decision.proposal
    refused = decision.outcome in (Outcome.DENIED, Outcome.ASKED) or decision.shadow
    if wish.renews or (refused and not _is_so(turn.house, wish)):
        return
    for prompt in turn.house.prompts.on(wish.device):
        old = [q.proposal for q in prompt.questions if q.device == wish.device]
        if prompt.agent == wish.agent and any(one.values != wish.values for one in old):
            _drop(turn, prompt, wish.device, "its agent wishes something else by now")


def _is_so(house: House, wish: Proposal) -> bool:
    condition = house.conditions.get(wish.device)
    is_now = current(condition) if condition is not None else {}
    return all(near(aspect, is_now.get(aspect), value) for aspect, value in wish.values.items())


def gave_up(turn: Turn, wish: GiveUp) -> None:
    """Close what an agent asked for and does not want any more."""
    for prompt in turn.house.prompts.on(wish.device):
        if prompt.agent == wish.agent:
            _drop(turn, prompt, wish.device, "its agent gave it up")


def set_aside(turn: Turn, agent: AgentId) -> None:
    """Close what an agent asked that people have put aside."""
    for prompt in tuple(turn.house.prompts.open.values()):
        if prompt.agent == agent:
            _close(turn, prompt, Turning.GONE, "its agent was paused")


def taken_away(turn: Turn, hardware: HardwareId) -> None:
    """Close what was asked about a device that is taken away."""
    device = turn.house.ids.get(hardware)
    if device is not None:
        for prompt in turn.house.prompts.on(device):
            _drop(turn, prompt, device, "the device was taken away")


def _drop(turn: Turn, prompt: Prompt, device: DeviceId, why: str) -> None:
    gone = [question for question in prompt.questions if question.device == device]
    _let_go(turn, prompt, [(question, (Turning.GONE, why)) for question in gone])


def _ask_anew(turn: Turn, prompt: Prompt) -> None:
    why = "the policy changed"
    state = _shut(turn, prompt, Turning.GONE, why=why)
    for question in prompt.questions:
        tried = decide(turn.house, question.proposal, turn.now, DecisionId(0))
        if tried.outcome is Outcome.ASKED:
            propose(turn, replace(question.proposal), again=True)
    _end_questions(turn, prompt, state, why)


def _close(turn: Turn, prompt: Prompt, happening: Turning, why: str) -> None:
    """End a prompt of which nothing follows, and the decisions that waited for it."""
    _end_questions(turn, prompt, _shut(turn, prompt, happening, why=why), why)


def _end_questions(turn: Turn, prompt: Prompt, state: PromptState, why: str) -> None:
    """End the decisions that waited for an answer; after what was decided in their place."""
    for question in prompt.questions:
        turn.end(question.decision, question.device, _ENDS[state], why)


def _shut(
    turn: Turn, prompt: Prompt, happening: Happening, *, by: Author | None = None, why: str = ""
) -> PromptState:
    """End a prompt, and keep in mind what its agent was told."""
    state = shut(turn, prompt, happening, by=by, why=why)
    _remember(turn, prompt, state, by)
    return state


def _remember(turn: Turn, prompt: Prompt, state: PromptState, by: Author | None) -> None:
    """Keep in mind what an agent was told, so that it asks less where it was refused."""
    now, patience = turn.now, turn.house.prompts.of(prompt.agent, turn.now)
    pause = NOT_AGAIN_FOR.get(state, 0.0)
    if pause:
        answered = tuple(
            Answered(key=question.key, state=state, by=by, at=now, until=now + pause)
            for question in prompt.questions
        )
        patience = replace(patience, answered=(*patience.answered, *answered))
    if state is PromptState.DECLINED:
        refused = patience.refused + 1
        rest = min(DAY, REST * 2 ** min(refused - 1, MOST_DOUBLED))
        patience = replace(patience, refused=refused, rests_until=now + rest)
    elif state is PromptState.APPROVED:
        patience = replace(patience, refused=0, rests_until=0.0)
    else:
        return turn.keep_patience(patience) if pause else None
    turn.keep_patience(patience)
    return None
