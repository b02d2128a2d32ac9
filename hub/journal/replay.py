"""Replay: every decision of the journal judged again, each from its own record alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from hub.journal.reader import JournalReader, Row
from rules.again.court import Court
from rules.policy import Policy
from rules.words.decisions import Decision
from rules.words.records import Decided
from rules.words.times import Moment
from rules.words.value import value

Kept: TypeAlias = Mapping[str, Policy]
"""Policies by their hash."""
PAGE: Final = 1000


@value(frozen=True, slots=True)
class Differs:
    """A decision that comes out otherwise than it was written down."""

    id: int
    at: Moment
    written: Decision
    again: Decision


@dataclass(slots=True)
class Replayed:
    """What came of judging decisions again."""

    same: int = 0
    differ: list[Differs] = field(default_factory=list)
    without_facts: int = 0
    """Decisions of an earlier version, which did not write down what they rest on."""
    unkept: Counter[str] = field(default_factory=Counter)
    """Decisions under policies that are not kept, by the hash of the policy."""

    @property
    def count(self) -> int:
        """Return how many decisions there are."""
        return self.same + len(self.differ) + self.without_facts + self.unkept.total()


def rows_of(journal: JournalReader) -> Iterator[Row]:
    """Yield all entries of a journal, oldest first."""
    last = 0
    while rows := journal.after(last, PAGE):
        yield from rows
        last = rows[-1][0]


def replay(
    rows: Iterable[Row], kept: Kept, progress: Callable[[int], None] = lambda _: None
) -> Replayed:
    """Judge all decisions among some entries again; `progress` hears the number of each entry."""
    seen = Replayed()
    courts: dict[str, Court] = {}
    for number, at, body in rows:
        progress(number)
        if isinstance(body, Decided):
            _judge(seen, courts, kept, (number, at, body))
    return seen


def _judge(
    seen: Replayed, courts: dict[str, Court], kept: Kept, entry: tuple[int, Moment, Decided]
) -> None:
    number, at, body = entry
    decision = body.decision
    if body.facts is None:
        seen.without_facts += 1
        return
    policy = kept.get(decision.policy)
    if policy is None:
        seen.unkept[decision.policy] += 1
        return
    court = courts.get(policy.hash) or courts.setdefault(policy.hash, Court(policy))
    again = court.judge(body.facts, decision.proposal, decision.at, decision.id)
    if again == decision:
        seen.same += 1
    else:
        seen.differ.append(Differs(number, at, decision, again))
