"""The table of a prompt's life: every happening in every state."""

import pytest

from rules.prompts.life import HAPPENINGS, LIFE, TOO_LATE, Happening, Turning
from rules.words.prompts import Answer, PromptState

ENDS = [state for state in PromptState if state is not PromptState.OPEN]


def test_the_table_knows_every_happening_in_every_state() -> None:
    assert set(LIFE) == {(state, happening) for state in PromptState for happening in HAPPENINGS}


@pytest.mark.parametrize(
    ("happening", "state"),
    [
        (Answer.YES, "approved"),
        (Answer.LOWER, "approved"),
        (Answer.ALWAYS, "approved"),
        (Answer.NO, "declined"),
        (Answer.NEVER, "declined"),
        (Answer.LATER, "dismissed"),
        (Turning.SILENCE, "timed out"),
        (Turning.COVERED, "superseded by override"),
        (Turning.GONE, "moot"),
    ],
)
def test_an_open_prompt_comes_to_one_end(happening: Happening, state: str) -> None:
    assert LIFE[PromptState.OPEN, happening] == PromptState(state)


@pytest.mark.parametrize("ended", ENDS)
def test_what_has_ended_stays_so_and_an_answer_to_it_is_refused(ended: PromptState) -> None:
    for answer in Answer:
        assert LIFE[ended, answer] == TOO_LATE[ended]
        assert not isinstance(LIFE[ended, answer], PromptState)
    for turning in Turning:
        assert LIFE[ended, turning] is ended
