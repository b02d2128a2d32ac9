"""Looks at what a killed hub has left, before anybody starts it again."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.journal import Journal, JournalUnreadable
from hub.journal.file import FILE
from hub.journal.reader import JournalReader
from proofs.lasting.expected import Holder
from proofs.lasting.told import MARK, How, Told, told
from proofs.lasting.trace import read_trace
from proofs.lasting.truth import OF_PEOPLE, as_held, read_rows

MARKED: Final = re.compile(MARK.pattern.decode())


@dataclass(frozen=True, slots=True)
class Remains:
    """Who holds what by the journal, which deeds are in it, and which of them were told.

    `acknowledged`: those that the broker will not bring again. `taken`: the marks of words that
    the next life knows again, also where nothing came of them. `broken`: what is wrong with it.
    """

    holders: Mapping[str, Holder]
    written: frozenset[str]
    told: frozenset[str]
    acknowledged: frozenset[str]
    taken: frozenset[str]
    broken: str


def look_at(state: Path, trace: Path) -> Remains:
    """Open a copy of a dead hub's journal: the original is for the next start."""
    said = [one for one in told(read_trace(trace)) if isinstance(one, Told)]
    acknowledged = frozenset(one.mark for one in said if one.how is How.ACKNOWLEDGED)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "state")
        copy.mkdir()
        for file in state.glob(f"{FILE}*"):
            shutil.copy(file, copy)
        try:
            holders, written, taken, broken = _opened(copy)
        except JournalUnreadable as why:
            holders, written, taken, broken = {}, frozenset[str](), frozenset[str](), str(why)
    marks = frozenset(one.mark for one in said)
    return Remains(holders, written, marks, acknowledged, taken, broken)


def _opened(state: Path) -> tuple[dict[str, Holder], frozenset[str], frozenset[str], str]:
    journal = Journal.open(state)
    try:
        held = as_held(journal.standing())
        doubts = journal.doubts()
        taken = frozenset(journal.taken().values())
        with JournalReader.open(state) as reader:
            broken = reader.verify()
    finally:
        journal.close()
    lines = [row[5] for row in read_rows(state) if row[2] in OF_PEOPLE]
    written = frozenset(mark for line in lines for mark in MARKED.findall(line))
    why = broken.why if broken else ", ".join(f"{key} cannot be read" for key in doubts)
    return {key: thing.by.says for key, thing in held.items()}, written, taken, why
