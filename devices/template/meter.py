"""Counts what a template costs while it runs, so that none can hold the hub."""

from collections.abc import Iterable, Mapping
from typing import Final

FUEL: Final = 4000
"""Steps that one rendering may take; one is less than a microsecond on a small computer."""
MOST_ITEMS: Final = 256
"""Turns that all loops of one rendering may take together."""
LONGEST_TEXT: Final = 4096
"""Letters of any text that a template makes."""
LARGEST_NUMBER: Final = 2**64
DEEPEST: Final = 16
LETTERS_A_STEP: Final = 64
MOST_LEARNT: Final = 450
"""Letters of patterns that one rendering may meet for the first time."""


class TemplateTroubleError(ValueError):
    """A template cannot be rendered with what was said; the sentence says why."""


class NothingToSayError(TemplateTroubleError):
    """It asks for something that was not mentioned: nobody's mistake, no news, and no sentence."""


class Meter:
    """The steps that are left for one rendering."""

    __slots__ = ("_fuel", "_learnt", "_turns")

    def __init__(self) -> None:
        """Begin with a full tank."""
        self._fuel = FUEL
        self._turns = MOST_ITEMS
        self._learnt = MOST_LEARNT

    def spend(self, steps: int) -> None:
        """Take steps, or end the rendering."""
        self._fuel -= steps
        if self._fuel < 0:
            raise TemplateTroubleError("it takes too long with what was said")

    def turn(self) -> None:
        """Take one turn of a loop, or end the rendering."""
        self._turns -= 1
        if self._turns < 0:
            raise TemplateTroubleError(f"it goes round more than {MOST_ITEMS} times")

    def learn(self, letters: int) -> None:
        """Take in a pattern that nobody used before: it has to be read."""
        self._learnt -= letters
        if self._learnt < 0:
            raise TemplateTroubleError("it has too many patterns")

    def weigh(self, value: object, depth: int = DEEPEST) -> None:
        """Take the steps that it costs to go through a value, whatever is done with it."""
        if isinstance(value, str):
            self.spend(1 + len(value) // LETTERS_A_STEP)
        elif isinstance(value, Mapping | list | tuple):
            if not depth:
                raise TemplateTroubleError(f"it goes more than {DEEPEST} levels deep")
            self.spend(1 + len(value))
            inner: Iterable[object] = value
            if isinstance(value, Mapping):
                inner = (part for pair in value.items() for part in pair)
            for part in inner:
                if isinstance(part, str | Mapping | list | tuple):
                    self.weigh(part, depth - 1)


def bounded(value: object) -> object:
    """Return what a step of a template made, if it is not too large to go on with."""
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise TemplateTroubleError(f"it makes a text of more than {LONGEST_TEXT} letters")
    elif isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise TemplateTroubleError("it makes a number that nobody can use")
    elif isinstance(value, list | tuple | Mapping) and len(value) > MOST_ITEMS:
        raise TemplateTroubleError(f"it makes a list of more than {MOST_ITEMS} items")
    return value
