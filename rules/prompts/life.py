"""The life of a prompt, as a table: what each happening makes of it, in each of its states.

Rule 1: an open prompt comes to one end. Rule 2: what has ended stays so, and an answer to it is
refused in a sentence. Rule 3: silence, a no and a not-now are three facts.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from rules.words.prompts import Answer, PromptState


class Turning(StrEnum):
    """What can befall a prompt, beside an answer."""

    SILENCE = "silence"
    """Its deadline came and nobody had answered."""
    COVERED = "covered"
    """A person took over what it is about."""
    GONE = "gone"
    """There is nothing left to be asked."""
    JOINED = "joined"
    """More came to it: all of it is asked anew, as one question."""


Happening: TypeAlias = Answer | Turning
Refusal: TypeAlias = str

HAPPENINGS: Final[tuple[Happening, ...]] = (*Answer, *Turning)
TOO_LATE: Final[Mapping[PromptState, Refusal]] = {
    PromptState.APPROVED: "it was answered with yes already",
    PromptState.DECLINED: "it was answered with no already",
    PromptState.DISMISSED: "it was put off already",
    PromptState.TIMED_OUT: "its time is over",
    PromptState.MOOT: "there is nothing to be asked any more",
    PromptState.SUPERSEDED: "a person has taken over what it was about",
    PromptState.JOINED: "more has come to it since: look at the new question",
}

_OPEN: Final[Mapping[Happening, PromptState]] = {
    Answer.YES: PromptState.APPROVED,
    Answer.LOWER: PromptState.APPROVED,
    Answer.ALWAYS: PromptState.APPROVED,
    Answer.NO: PromptState.DECLINED,
    Answer.NEVER: PromptState.DECLINED,
    Answer.LATER: PromptState.DISMISSED,
    Turning.SILENCE: PromptState.TIMED_OUT,
    Turning.COVERED: PromptState.SUPERSEDED,
    Turning.GONE: PromptState.MOOT,
    Turning.JOINED: PromptState.JOINED,
}

LIFE: Final[Mapping[tuple[PromptState, Happening], PromptState | Refusal]] = {
    **{(PromptState.OPEN, happening): state for happening, state in _OPEN.items()},
    **{(ended, answer): why for ended, why in TOO_LATE.items() for answer in Answer},
    **{(ended, turning): ended for ended in TOO_LATE for turning in Turning},
}
"""What follows: the next state, or why an answer is refused."""
