"""What of a step's effects the witnesses of the laws look at."""

from collections.abc import Iterable
from typing import Final

from rules.words.decisions import Outcome
from rules.words.effects import Command, Effect, Record
from rules.words.records import Body

PASSED: Final = {Outcome.ALLOWED, Outcome.LIMITED}
"""What may be done at once."""


def commands(effects: Iterable[Effect]) -> list[Command]:
    """Return the automated commands of a step."""
    return [e for e in effects if isinstance(e, Command) and e.automated]


def bodies(effects: Iterable[Effect]) -> list[Body]:
    """Return the records of a step."""
    return [effect.body for effect in effects if isinstance(effect, Record)]
