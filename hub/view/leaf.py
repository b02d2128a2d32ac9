"""The journal leafed through: a page of what tells people something; like changes are one line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hub.journal.reader import Row
from hub.view.plain_json import Picture
from hub.view.timeline import line, telling
from rules.explain import Names, clock
from rules.explain.phrases import sentence_of
from rules.words.decisions import Outcome
from rules.words.records import Body, ClaimEnded, Decided
from rules.words.times import civil

READ_AT_ONCE: Final = 200
MOST_READ: Final = 2000
"""Records that are read for one page; who seeks something rare goes on from there."""
A_RUN: Final = 3
"""So many changes of a device by one agent, with nothing between them, are told as one line."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Lines, newest first; `before`: where the next page begins, None at the first record."""

    lines: list[Picture]
    before: int | None


def leaf(
    tail: Callable[[int, int | None], Sequence[Row]],
    names: Names,
    wanted: Callable[[Body], bool],
    *,
    limit: int,
    before: int | None = None,
) -> Leaf:
    """Return the last lines that are wanted, or the last before a record."""
    kept = list[tuple[Row, Picture]]()
    read = 0
    while read < MOST_READ:
        rows = tail(READ_AT_ONCE, before)
        for row in rows:
            before = row[0]
            if wanted(row[2]) and telling([row]):
                kept.append((row, line(row, names)))
                if len(kept) == limit:
                    return Leaf([*_folded(kept, names)], before)
        read += len(rows)
        if len(rows) < READ_AT_ONCE:
            return Leaf([*_folded(kept, names)], None)
    return Leaf([*_folded(kept, names)], before)


def _folded(kept: Sequence[tuple[Row, Picture]], names: Names) -> Iterator[Picture]:
    """Yield each line; those of a run as one that holds them."""
    for key, group in groupby(kept, lambda one: _key(one[0], names)):
        run = [*group]
        changes = sum(isinstance(row[2], Decided) for row, _ in run)
        if key is None or changes < A_RUN:
            yield from (told for _, told in run)
            continue
        (last, first), told = (run[0][0], run[-1][0]), run[0][1]
        agent, device, _ = key
        since, until = clock(first[1], names.zone), clock(last[1], names.zone)
        text = f"{agent} changed {device} {changes} times, {since} to {until}"
        yield {**told, "text": sentence_of(text), "folded": [told for _, told in run]}


def _key(row: Row, names: Names) -> tuple[str, str, str] | None:
    """Return what lines of a run have in common; None for a line that stands alone."""
    _, at, body = row
    match body:
        case Decided(decision=decision) if decision.outcome in (Outcome.ALLOWED, Outcome.LIMITED):
            agent, device = decision.proposal.agent, decision.device
        case ClaimEnded(device=device, agent=agent):
            pass
        case _:
            return None
    return names.agent(agent), names.device(device), civil(at, names.zone).date().isoformat()
