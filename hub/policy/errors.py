"""What can be wrong with a household's file, as a person is told of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from rules.words.ids import slug
from rules.words.value import value

S = TypeVar("S", bound="Step")
N = TypeVar("N")
T = TypeVar("T")
Step: TypeAlias = str | int
Steps: TypeAlias = tuple[Step, ...]
"""The way to a value in a file: keys, and for the entries of a list their number from 1."""

LONGEST_GUESSED: Final = 64
MOST_COMPARED: Final = 700


@value(frozen=True, slots=True)
class Fault:
    """One thing that cannot be taken as it is written.

    `steps` lead to it from where the reader stood; `key` is the key of that group whose line is
    meant; `line` is known at once where the YAML itself is at fault.
    """

    text: str
    steps: Steps = ()
    key: str = ""
    line: int = 0

    def under(self, step: Step) -> "Fault":
        """Return it as seen from one step further out."""
        return Fault(self.text, (step, *self.steps), self.key, self.line)


def is_within(steps: Steps, group: Steps) -> bool:
    """Say whether something is in a group, or the group itself."""
    return steps[: len(group)] == group


class Misread(Exception):  # noqa: N818 -- a word of ours: every reader raises it, a file collects it
    """A value cannot be read; it carries every fault that was found in it.

    `sure`: the value is of this reader's sort, only wrong, so that no other sort need be tried.
    """

    def __init__(self, *faults: Fault | str, sure: bool = False) -> None:
        """Carry faults; a plain sentence is a fault of the value itself."""
        super().__init__(*faults)
        self.faults = tuple(Fault(f) if isinstance(f, str) else f for f in faults)
        self.sure = sure

    def under(self, step: Step) -> Iterator[Fault]:
        """Yield its faults as seen from one step further out."""
        return (fault.under(step) for fault in self.faults)


def all_of(parts: Iterable[tuple[S, N]], read: Callable[[S, N], T]) -> list[T]:
    """Read every part, each with the step that leads to it; what is wrong in any is raised last."""
    found: list[T] = []
    faults: list[Fault] = []
    for step, part in parts:
        try:
            found.append(read(step, part))
        except Misread as misread:
            faults.extend(misread.under(step))
    if faults:
        raise Misread(*faults)
    return found


@value(frozen=True, slots=True)
class Problem:
    """One error or warning: which file, which line (0: the whole file), where in it, and what."""

    file: Path
    line: int
    where: str
    text: str

    def __str__(self) -> str:
        """Return it as people read it: `house.yaml:14: guardrails.x.between: not a time ...`."""
        place = f"{self.file.name}:{self.line}" if self.line else self.file.name
        return ": ".join(part for part in (place, self.where, self.text) if part)


class ConfigurationErrors(Exception):  # noqa: N818 -- it carries all of them, not one
    """The household's files cannot be taken; `problems` are all that was found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry the problems."""
        super().__init__(*problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line for each problem."""
        return "\n".join(map(str, self.problems))


class MissingFile(ConfigurationErrors):
    """There is no file of this name."""


def closest(written: str, known: Collection[str]) -> str:
    """Return the word that was perhaps meant, or nothing."""
    if len(written) > LONGEST_GUESSED or len(known) > MOST_COMPARED:
        return ""
    for form in (written, slug(written)):
        close = get_close_matches(form, known, n=1, cutoff=0.7)
        if close:
            return close[0]
    return ""


def guess(written: str, known: Collection[str]) -> str:
    """Return the end of a sentence that names what was perhaps meant; empty without an idea."""
    meant = closest(written, known)
    return f"; did you mean `{meant}`?" if meant else ""


def listed(words: Iterable[str], joint: str = "or") -> str:
    """Return words as a list in a sentence: `a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last
