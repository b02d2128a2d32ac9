"""Regular expressions of announcements: only such whose work can be foretold.

Rule 1: no look-around, no reference back, no switch inside the pattern.
Rule 2: the ways in which a pattern can match a text are counted before it is tried; a text with
which there are too many is not looked at.
"""

import re
from typing import Final, TypeAlias

from devices.template.meter import Meter, TemplateTroubleError
from rules.words.value import value

LONGEST_PATTERN: Final = 256
LONGEST_SUBJECT: Final = 255
MOST_WORK: Final = 60_000
WORK_A_STEP: Final = 16
DEEPEST: Final = 6
MOST_KNOWN: Final = 64
_QUANTITY: Final = re.compile(r"[*+?]|\{(\d{0,3})(,?)(\d{0,3})\}")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_PLAIN_ESCAPE: Final = re.compile(r"\\(?:[^\w]|[dDwWsSbBntrfv])")
_GROUP: Final = re.compile(r"\((?:\?:|\?P<\w+>)?(?!\?)")


Found: TypeAlias = re.Pattern[str]


@value(frozen=True, slots=True)
class Pattern:
    """A pattern, and what tells how much work it is."""

    compiled: re.Pattern[str]
    anchored: bool
    root: "_Piece"

    def work(self, subject: str) -> int:
        """Return a bound of the steps that it takes to look through a text.

        Raises:
            TemplateTroubleError: it would be too many.
        """
        length = len(subject)
        if length > LONGEST_SUBJECT:
            raise TemplateTroubleError(f"a pattern is held against over {LONGEST_SUBJECT} letters")
        starts = 1 if self.anchored else length + 1
        work = starts * (length + self.root.size * self.root.ways(length))
        if work > MOST_WORK:
            raise TemplateTroubleError("a pattern fits what was said in too many ways")
        return work // WORK_A_STEP


@value(frozen=True, slots=True)
class _Piece:
    """A part of a pattern: a letter, a row of parts, or a choice; and how often it may come."""

    inner: "tuple[_Piece, ...]" = ()
    choice: bool = False
    least: int = 1
    most: int | None = 1

    @property
    def size(self) -> int:
        """Return how many parts there are to look at."""
        return 1 + sum(piece.size for piece in self.inner)

    def ways(self, length: int) -> int:
        """Return in how many ways it can match within so many letters, at most."""
        once = 1
        if self.choice:
            once = sum(piece.ways(length) for piece in self.inner)
        else:
            for piece in self.inner:
                once = min(once * piece.ways(length), MOST_WORK + 1)
        most = length if self.most is None else min(self.most, length)
        if once <= 1:
            return max(1, most - self.least + 1)
        ways: int = once**most * max(1, most - self.least + 1)
        return min(ways, MOST_WORK + 1)


def found_with(meter: Meter, text: object, subject: str, *, ignore_case: bool = False) -> Found:
    """Return a pattern that may be held against a text, once the work of it is counted.

    Raises:
        TemplateTroubleError: it may not.
    """
    if not isinstance(text, str) or len(text) > LONGEST_PATTERN:
        raise TemplateTroubleError("a pattern is no text, or too long")
    known = _KNOWN.get((text, ignore_case))
    if known is None:
        meter.learn(len(text))
        if len(_KNOWN) >= MOST_KNOWN:
            del _KNOWN[next(iter(_KNOWN))]
        known = _KNOWN[text, ignore_case] = _pattern(text, ignore_case=ignore_case)
    meter.spend(known.work(subject))
    return known.compiled


def _pattern(text: str, *, ignore_case: bool) -> Pattern:
    reader = _Reader(text)
    root = reader.choice(DEEPEST)
    if reader.at < len(text):
        raise TemplateTroubleError("a pattern has a bracket too many")
    try:
        compiled = re.compile(text, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError) as error:
        raise TemplateTroubleError(f"a pattern cannot be read: {error}") from None
    anchored = text.startswith("^") and not root.choice
    return Pattern(compiled, anchored, root)


_KNOWN: Final[dict[tuple[str, bool], Pattern]] = {}
"""Patterns that were met, and which are used again and again."""


class _Reader:
    """Goes through a pattern from left to right."""

    __slots__ = ("_text", "at")

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def choice(self, depth: int) -> _Piece:
        """Read up to the end, or to the bracket that closes this group."""
        if not depth:
            raise TemplateTroubleError("a pattern has brackets within brackets within brackets")
        rows = [self._row(depth)]
        while self._text[self.at : self.at + 1] == "|":
            self.at += 1
            rows.append(self._row(depth))
        return rows[0] if len(rows) == 1 else _Piece(tuple(rows), choice=True)

    def _row(self, depth: int) -> _Piece:
        pieces: list[_Piece] = []
        while self.at < len(self._text) and self._text[self.at] not in "|)":
            piece = self._one(depth)
            least, most = self._quantity()
            if (least, most) != (1, 1):
                piece = _Piece((piece,), least=least, most=most)
            pieces.append(piece)
        return _Piece(tuple(pieces))

    def _one(self, depth: int) -> _Piece:
        for simple in (_CLASS, _PLAIN_ESCAPE):
            found = simple.match(self._text, self.at)
            if found:
                self.at = found.end()
                return _Piece()
        letter = self._text[self.at]
        if letter == "\\":
            raise TemplateTroubleError("a pattern refers to itself, or escapes a letter oddly")
        if letter != "(":
            self.at += 1
            return _Piece()
        found = _GROUP.match(self._text, self.at)
        if not found:
            raise TemplateTroubleError("a pattern looks ahead or behind, or switches itself")
        self.at = found.end()
        inner = self.choice(depth - 1)
        if self._text[self.at : self.at + 1] != ")":
            raise TemplateTroubleError("a pattern has a bracket too few")
        self.at += 1
        return inner

    def _quantity(self) -> tuple[int, int | None]:
        found = _QUANTITY.match(self._text, self.at)
        if not found:
            return 1, 1
        self.at = found.end()
        if self._text[self.at : self.at + 1] == "?":
            self.at += 1
        sign = found[0]
        if sign in "*+?":
            return (0 if sign != "+" else 1), (1 if sign == "?" else None)
        least = int(found[1] or 0)
        most = least if not found[2] else int(found[3]) if found[3] else None
        return least, most
