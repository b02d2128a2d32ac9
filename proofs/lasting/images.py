"""Opens what a power cut left with the real journal, and says what is wrong with it."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from hub.journal import Batch, Journal, JournalUnreadable
from hub.journal.reader import JournalReader
from hub.web.token import token_of
from proofs.lasting.disk import Tree
from proofs.lasting.told import Told
from proofs.lasting.truth import NEVER, Held, Truth, as_held, read_rows
from rules.words.effects import Record
from rules.words.records import Noted

STATE: Final = "state"
SHORTEST_TOKEN: Final = 32
LAST_SECONDS: Final = 0.05
"""What a start reads of the last hours; of a life of seconds this is enough."""


class Sort(StrEnum):
    """What can be wrong with an image."""

    LOST = "acknowledged and lost"
    BROKEN = "chain broken, and it shows"
    HIDDEN = "entries altered, and the chain does not show it"
    REFUSED = "refused, with a sentence"
    UNCLEAR = "neither opened nor refused"
    MISFIT = "what is held, or the token, does not fit"


@dataclass(slots=True)
class Seen:
    """What was found in one image. `rows`: entries that are as they were written, from the first.

    `opens`: the journal opens and its chain is whole.
    """

    rows: int = 0
    opens: bool = True
    findings: list[tuple[Sort, str]] = field(default_factory=list)

    def find(self, sort: Sort, what: object) -> None:
        """Note something that is wrong."""
        self.findings.append((sort, str(what)))
        self.opens = self.opens and sort not in {Sort.BROKEN, Sort.REFUSED, Sort.UNCLEAR}


def look(tree: Tree, folder: Path, truth: Truth, *, writes_on: bool) -> Seen:
    """Lay an image out in an empty folder, open it as the hub would, and compare it.

    With `writes_on` the journal must also take one more entry and still be whole.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seen = Seen()
    try:
        _open(folder / STATE, truth, seen)
        if writes_on and seen.opens:
            asyncio.run(_write_on(folder / STATE, seen))
        if len(token_of(folder / STATE)) < SHORTEST_TOKEN:
            seen.find(Sort.MISFIT, "the token of the page is one that anybody can guess")
    except Exception as error:  # noqa: BLE001 -- whatever else comes out of it is a finding
        seen.find(Sort.UNCLEAR, f"{type(error).__name__}: {error}")
    return seen


def owes(seen: Seen, number: int, because: Told) -> None:
    """Note what was promised to somebody and is not there."""
    if number <= seen.rows:
        return
    what = "never written" if number == NEVER else f"entry {number} of {seen.rows}"
    seen.find(Sort.LOST, f"{because.mark} was {because.how} and is lost: {what}")


def _open(state: Path, truth: Truth, seen: Seen) -> None:
    try:
        journal = Journal.open(state)
    except JournalUnreadable as why:
        seen.find(Sort.REFUSED, why)
        return
    try:
        _ask(journal, state, truth, seen)
    except JournalUnreadable as why:
        seen.find(Sort.REFUSED, why)
    finally:
        journal.close()


def _ask(journal: Journal, state: Path, truth: Truth, seen: Seen) -> None:
    """Ask the journal all that a start asks, and see whether it fits its own entries."""
    standing, doubts = as_held(journal.standing()), journal.doubts()
    following = journal.next_decision()
    journal.open_decisions()
    journal.bindings()
    list(journal.recent(journal.last_moment() - LAST_SECONDS))
    with JournalReader.open(state) as reader:
        broken = reader.verify()
    if broken is not None:
        seen.find(Sort.BROKEN, broken.why)
        return
    rows = read_rows(state)
    seen.rows = len(rows)
    if rows != truth.rows[: len(rows)]:
        seen.find(Sort.HIDDEN, f"of {len(rows)} entries some are not as they were written")
        return
    for key in doubts:
        seen.find(Sort.MISFIT, f"kept and cannot be read: {key}")
    for difference in _differences(standing, truth.held[len(rows)]):
        seen.find(Sort.MISFIT, difference)
    if following < truth.next_decision[len(rows)]:
        seen.find(Sort.MISFIT, f"decision {following} would be given a second time")


def _differences(standing: Held, meant: Held) -> Iterator[str]:
    for key in dict.fromkeys((*meant, *standing)):
        if standing.get(key) != meant.get(key):
            yield f"{key} is {standing.get(key)}, and the entries say {meant.get(key)}"


async def _write_on(state: Path, seen: Seen) -> None:
    """Write one more entry, as the hub does when it goes on after a power cut."""
    journal = Journal.open(state)
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[BaseException | None] = loop.create_future()
    try:
        journal.start(loop)
        record = Record(Noted(text="the power is back"), durable=True)
        journal.commit(Batch(((0.0, record),)), outcome.set_result)
        error = await outcome
    finally:
        journal.close()
    with JournalReader.open(state) as reader:
        broken = reader.verify()
    if error is not None or broken is not None:
        seen.find(Sort.MISFIT, f"it cannot be written on: {error or broken}")
