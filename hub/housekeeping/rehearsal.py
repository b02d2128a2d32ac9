"""Rehearsal: what another policy would have made of the proposals of the last days.

Each is judged twice from its own record, under the policy in force and under the other, so that
what differs is the change and nothing else. Nothing of it reaches the house.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from hub.journal.reader import JournalReader, Row
from rules.again.court import Court
from rules.explain.phrases import listed
from rules.policy import Policy
from rules.words.decisions import Decision, Outcome
from rules.words.records import Decided
from rules.words.times import Moment

MOST: Final = 1000
"""Proposals that are looked at, the newest: a small computer is to be done in a few seconds."""
PAGE: Final = 50
PAUSE: Final = 0.005
"""Seconds between two pages, so that the house has the processor."""
VERBS: Final = {
    Outcome.DENIED: "refused",
    Outcome.ASKED: "asked about",
    Outcome.DEFERRED: "held back",
    Outcome.LIMITED: "limited",
    Outcome.ALLOWED: "allowed",
}


@dataclass(slots=True)
class Rehearsed:
    """How many proposals were judged, and what would have become of those that differ."""

    count: int = 0
    otherwise: Counter[Outcome] = field(default_factory=Counter)

    def sentence(self, days: int) -> str:
        """Return it as people read it."""
        when = f"In the last {days} days"
        if not self.count:
            return f"{when} no agent wished anything, so nothing can be rehearsed."
        of = "the one proposal" if self.count == 1 else f"{self.count} proposals"
        if not self.otherwise:
            return f"{when} this would have changed nothing: {of} would have ended the same."
        told = [f"{VERBS[what]} {self.otherwise[what]}" for what in VERBS if self.otherwise[what]]
        return f"{when} this would have {listed(told)} of {of} that ended otherwise."


def rehearse(
    journal: JournalReader,
    now_in_force: Policy,
    wanted: Policy,
    since: Moment,
    stop: threading.Event | None = None,
) -> Rehearsed:
    """Judge the proposals since a moment under both policies. Takes seconds; beside the loop."""
    seen, halt = Rehearsed(), stop or threading.Event()
    here, there = Court(now_in_force), Court(wanted)
    first, before = journal.first_since(since), journal.newest() + 1
    while before > first and seen.count < MOST and not halt.wait(PAUSE):
        rows = journal.tail(PAGE, before)
        for row in rows:
            if row[0] >= first and seen.count < MOST:
                _judge(seen, here, there, row)
        if not rows:
            break
        before = rows[-1][0]
    return seen


def _judge(seen: Rehearsed, here: Court, there: Court, row: Row) -> None:
    body = row[2]
    if not isinstance(body, Decided) or body.facts is None:
        return
    written = body.decision
    one, other = (
        court.judge(body.facts, written.proposal, written.at, written.id) for court in (here, there)
    )
    seen.count += 1
    if _came(one) != _came(other):
        seen.otherwise[other.outcome] += 1


def _came(decision: Decision) -> tuple[Outcome, object]:
    return decision.outcome, sorted(decision.given.items(), key=lambda one: one[0])
