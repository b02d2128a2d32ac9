"""Closing: how an open prompt comes to its one end, which is written down and kept in mind."""

from dataclasses import replace
from typing import Final

from rules.deciding.contention import QUARREL_REST
from rules.due import PromptDue
from rules.prompts.life import LIFE, Happening
from rules.turn import Turn
from rules.words.asks import Quarrel
from rules.words.decisions import End
from rules.words.prompts import Answer, Answered, Prompt, PromptState
from rules.words.records import PromptEnded
from rules.words.times import DAY, HOUR, MINUTE
from rules.words.wishes import Author

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
_ENDS: Final = {
    PromptState.APPROVED: End.SUPERSEDED,
    PromptState.DECLINED: End.MOOT,
    PromptState.DISMISSED: End.MOOT,
    PromptState.TIMED_OUT: End.EXPIRED,
    PromptState.MOOT: End.MOOT,
    PromptState.SUPERSEDED: End.SUPERSEDED,
    PromptState.JOINED: End.SUPERSEDED,
}


def shut(
    turn: Turn, prompt: Prompt, happening: Happening, *, by: Author | None = None, why: str = ""
) -> PromptState:
    """End a prompt, write that down, and keep in mind what its agent was told.

    The decisions that waited for it are yet to end: see `end_questions`.
    """
    state = LIFE[PromptState.OPEN, happening]
    assert isinstance(state, PromptState)  # noqa: S101 -- an open prompt refuses nothing: see the table
    turn.house.prompts.close(prompt.id, state)
    turn.house.due.drop(PromptDue(prompt.id))
    turn.record(
        PromptEnded(
            prompt=prompt.id,
            agent=prompt.agent,
            devices=tuple(question.device for question in prompt.questions),
            state=state,
            answer=happening if isinstance(happening, Answer) else None,
            by=by,
            why=why,
        ),
        durable=True,
    )
    turn.keep(f"prompt/{prompt.id}", None)
    turn.prompt_shows(prompt.id)
    _remember(turn, prompt, state, by)
    return state


def end_questions(turn: Turn, prompt: Prompt, state: PromptState, why: str) -> None:
    """End the decisions that waited for an answer; after what was decided in their place."""
    for question in prompt.questions:
        turn.end(question.decision, question.device, _ENDS[state], why)


def _remember(turn: Turn, prompt: Prompt, state: PromptState, by: Author | None) -> None:
    """Keep in mind what an agent was told, so that it asks less where it was refused."""
    now, patience = turn.now, turn.house.prompts.of(prompt.agent, turn.now)
    pause = NOT_AGAIN_FOR.get(state, 0.0)
    told = prompt.questions
    if state is PromptState.APPROVED:
        # A yes is for once; but who goes first was said: the other one is not asked about now.
        told = tuple(q for q in told if any(isinstance(ask, Quarrel) for ask in q.asks))
        pause = QUARREL_REST if told else 0.0
    if pause:
        answered = tuple(
            Answered(key=question.key, state=state, by=by, at=now, until=now + pause)
            for question in told
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
