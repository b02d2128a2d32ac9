"""Reads cron lines: `cron "45 6 * * 1-5"` is every working day at 06:45."""

import re
from typing import Final

from hub.policy.errors import Misread
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node
from rules.words.news import Cron
from rules.words.value import value

LINE: Final = re.compile(r"""cron +(["']?)([^"' ][^"']*)\1""", re.IGNORECASE)
NUMBERS: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
NAMES: Final = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?")
EVERY: Final = re.compile(r"[1-9][0-9]?")
MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@value(frozen=True, slots=True)
class Part:
    """One of the five fields: its name, its range, and the words that stand for numbers."""

    what: str
    low: int
    high: int
    words: tuple[str, ...] = ()

    def fits(self, written: str) -> bool:
        """Say whether a field can be read: stars, numbers, words, ranges, steps and lists."""
        return all(self._fits(atom) for atom in written.lower().split(","))

    def _fits(self, atom: str) -> bool:
        span, slash, every = atom.partition("/")
        ends = self._ends(span)
        if not ends or ends != sorted(ends) or not self.low <= ends[0] <= ends[-1] <= self.high:
            return False
        # Steps go with stars and ranges of numbers alone, as the timetable's trigger has it.
        steps = EVERY.fullmatch(every) and not NAMES.fullmatch(span)
        return not slash or (bool(steps) and int(every) <= ends[-1] - ends[0])

    def _ends(self, span: str) -> list[int]:
        if span == "*":
            return [self.low, self.high]
        if found := NUMBERS.fullmatch(span):
            return [int(end) for end in found.groups() if end]
        found = NAMES.fullmatch(span)
        names = [end for end in found.groups() if end] if found else []
        return [self.words.index(end) + 1 if end in self.words else -1 for end in names]


PARTS: Final = (
    Part("minute", 0, 59),
    Part("hour", 0, 23),
    Part("day", 1, 31),
    Part("month", 1, 12, MONTHS),
    Part("weekday", 0, 7, DAYS),
)


def cron(node: Node) -> Cron:
    """Read a cron line, with or without the word cron before it."""
    named = LINE.fullmatch(node) if isinstance(node, str) else None
    fields = (named[2] if named else node).split() if isinstance(node, str) else []
    if len(fields) != len(PARTS):
        raise Misread(
            f'not a cron line such as cron "45 6 * * 1-5": {shown(node)}', sure=bool(named)
        )
    for part, written in zip(PARTS, fields, strict=True):
        if not part.fits(written):
            raise Misread(f"not the {part.what} of a cron line: {shown(written)}", sure=bool(named))
    return Cron("", " ".join(fields))
