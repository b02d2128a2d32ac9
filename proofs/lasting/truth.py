"""What a recorded life came to when nothing was lost: the measure of every image of its disk."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from hub.journal.file import FILE
from hub.journal.lines import read_body
from proofs.lasting.told import MARK, Told
from proofs.lasting.trace import Happening, Kind
from rules.words.effects import Standing
from rules.words.people import Freeze, Hold, Override
from rules.words.records import (
    Body,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    OverrideBegan,
    OverrideEnded,
)

Row: TypeAlias = tuple[int, float, str, str | None, int | None, str, bytes]
"""An entry as it stands in the file: number, when, kind, device, decision, line, hash."""
Held: TypeAlias = dict[str, Freeze | Override | Hold]
"""What people hold, by the key under which the journal keeps it."""

MARKS: Final = re.compile(MARK.pattern.decode())
ROWS: Final = "SELECT id, at, kind, device, decision, body, hash FROM record ORDER BY id"
OF_PEOPLE: Final = frozenset(
    kind.__name__ for kind in (FreezeBegan, OverrideBegan, OverrideEnded, HoldBegan, HoldEnded)
)
"""Decisions name in their reasons who held something; these say that somebody does."""
HASH: Final = 32
NEVER: Final = 2**62
"""The number of an entry that was promised and never written."""
BETWEEN: Final = 60
"""Entries whose hash may be torn over two pages, so that it is not found in what was written."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The entries of a life; for each count of them what is held, and the next decision.

    `born` says for each entry at which place of the trace it was first written to a file.
    """

    rows: tuple[Row, ...]
    held: tuple[Held, ...]
    next_decision: tuple[int, ...]
    born: tuple[int, ...]

    def owed(self, told: Iterable[Told]) -> list[tuple[int, int, Told]]:
        """Return from which place on how many entries must be there, and because of what."""
        by_mark: dict[str, list[int]] = {}
        for number, _, kind, _, _, line, _ in self.rows:
            if kind in OF_PEOPLE:
                for mark in MARKS.findall(_of_its_own(line)):
                    by_mark.setdefault(mark, []).append(number)
        owed: list[tuple[int, int, Told]] = []
        for one in told:
            numbers = by_mark.get(one.mark, [])
            if not numbers:
                if one.mark.startswith("deed"):
                    owed.append((one.place, NEVER, one))
                continue
            # What is sent twice may be written twice: the last time that it can have been told.
            before = [number for number in numbers if self.born[number - 1] < one.place]
            owed.append((one.place, (before or numbers)[-1 if before else 0], one))
        return owed


def read_rows(state: Path) -> tuple[Row, ...]:
    """Return the entries of a state folder as they stand there, without asking the hub's code."""
    path = (state / FILE).absolute()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.text_factory = _text
        return tuple(connection.execute(ROWS))


def read_truth(state: Path, happenings: Sequence[Happening]) -> Truth:
    """Return what a life came to that has left this folder and this trace."""
    rows = read_rows(state)
    held: list[Held] = [{}]
    following = [1]
    for _, _, kind, _, decision, line, _ in rows:
        held.append(_after(held[-1], read_body(kind, line)) if kind in OF_PEOPLE else held[-1])
        following.append(max(following[-1], (decision or 0) + 1))
    return Truth(rows, tuple(held), tuple(following), _born(rows, happenings))


def as_held(standing: Iterable[Standing]) -> Held:
    """Return what stands by its keys; where a hand ended a set on some device does not count."""
    held: Held = {}
    for thing in standing:
        if isinstance(thing, Hold):
            held[f"hold/{thing.device}"] = thing
        elif isinstance(thing, Freeze):
            held[f"freeze/{thing.scope}"] = thing
        elif isinstance(thing, Override):
            held[f"override/{thing.scope}"] = replace(thing, without=frozenset())
    return held


def _of_its_own(line: str) -> str:
    """Return what an entry says of its own making: an end also tells whose what has ended was."""
    said = json.loads(line)
    said.pop("placed", None)
    return json.dumps(said)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _after(held: Held, body: Body) -> Held:
    """Return what is held after an entry; the same where it changes nothing."""
    match body:
        case FreezeBegan(freeze=freeze):
            return held | as_held((freeze,))
        case OverrideBegan(override=override):
            return held | as_held((override,))
        case HoldBegan(hold=hold):
            return held | as_held((hold,))
        case OverrideEnded(scope=scope, verb=verb):
            gone = f"{'freeze' if verb == 'freeze' else 'override'}/{scope}"
        case HoldEnded(device=device):
            gone = f"hold/{device}"
        case _:
            return held
    return {key: thing for key, thing in held.items() if key != gone}


def _born(rows: Sequence[Row], happenings: Sequence[Happening]) -> tuple[int, ...]:
    """Return for each entry where its hash was first written."""
    born: list[int] = []
    for place, one in enumerate(happenings):
        if one.kind is not Kind.WROTE or len(one.data) < HASH:
            continue
        while len(born) < len(rows):
            ahead = rows[len(born) : len(born) + BETWEEN]
            found = next((n for n, row in enumerate(ahead) if row[-1] in one.data), None)
            if found is None:
                break
            born.extend([place] * (found + 1))
    born.extend([len(happenings)] * (len(rows) - len(born)))
    return tuple(born)
