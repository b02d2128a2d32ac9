"""Closing: how an open prompt comes to its one end, and that this is written down."""

from rules.due import PromptDue
from rules.prompts.life import LIFE, Happening
from rules.turn import Turn
from rules.words.prompts import Answer, Prompt, PromptState
from rules.words.records import PromptEnded
from rules.words.wishes import Author


def shut(
    turn: Turn, prompt: Prompt, happening: Happening, *, by: Author | None = None, why: str = ""
) -> PromptState:
    """End a prompt, and write that down; the decisions that waited for it are yet to end."""
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
    return state
