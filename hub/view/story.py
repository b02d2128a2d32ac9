"""The whole story of a decision: its reasons, what would change it, and where it comes from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from hub.journal.reader import Row
from hub.view.plain_json import Picture
from hub.view.timeline import line
from rules.again.court import Court
from rules.again.what_if import ACTS, what_if
from rules.explain import (
    Names,
    losers_sentence,
    policy_sentence,
    record_sentence,
    sentences,
    would_sentence,
)
from rules.policy import Policy
from rules.words.decisions import Decision
from rules.words.ids import DeviceId
from rules.words.records import Decided, HoldBegan, OverrideBegan
from rules.words.values import LIGHT_ASPECTS
from rules.words.wishes import SawReading, SawWindow

LONGEST_CHAIN: Final = 6
LOOKED_THROUGH: Final = 50
SHORT_HASH: Final = 12

Before: TypeAlias = Callable[[DeviceId, int], Sequence[Row]]
"""Returns the last entries about a device before an entry, newest first."""


class Storyteller:
    """Tells decisions in full; remembers policies only, which are dear to take in."""

    def __init__(self, kept: Mapping[str, Policy], before: Before) -> None:
        """Know the policies by their hash, and where to look for what came before."""
        self._kept = kept
        self._before = before
        self._courts: dict[str, Court] = {}

    def tell(self, row: Row, names: Names) -> list[str]:
        """Return all there is to say of a decision; nothing of any other record."""
        number, _, body = row
        if not isinstance(body, Decided):
            return []
        decision, facts = body.decision, body.facts or ()
        under = policy_sentence(decision, names) or _decided_under(decision)
        first, *rest = sentences(decision, names)
        told = [
            first,
            # What came of it may end with the reason, in the same words.
            *(said for said in rest if said != under and not first.lower().endswith(said.lower())),
            losers_sentence(decision, facts, names),
            self.would(body, names),
            *(f"Before that: {said}" for said in self._chain(number, decision, names)),
            under,
        ]
        return [sentence for sentence in told if sentence]

    def before(self, row: Row, names: Names) -> list[str]:
        """Return what led to a decision, step by step, the last one first."""
        number, _, body = row
        return [*self._chain(number, body.decision, names)] if isinstance(body, Decided) else []

    def would(self, body: Decided, names: Names) -> str:
        """Return what would have changed a decision; empty where that cannot be told."""
        decision = body.decision
        policy = self._kept.get(decision.policy)
        if policy is None or body.facts is None:
            return ""
        court = self._courts.get(policy.hash)
        if court is None or court.policy is not policy:
            court = self._courts[policy.hash] = Court(policy)
        return would_sentence(decision, what_if(decision, body.facts, court), names)

    def _chain(self, number: int, decision: Decision, names: Names) -> Iterator[str]:
        """Yield what led to what a decision answers, back to a person, a schedule or a sensor."""
        for _ in range(LONGEST_CHAIN):
            earlier = self._earlier(number, decision)
            if earlier is None:
                return
            number, at, body = earlier
            yield record_sentence(body, at, names)
            if not isinstance(body, Decided):
                return
            decision = body.decision

    def _earlier(self, number: int, decision: Decision) -> Row | None:
        cause = decision.proposal.cause
        match cause.trigger:
            case SawWindow():
                fits = _of_agent(decision)
                device = decision.device
            case SawReading(device=device, aspect=aspect) if aspect in LIGHT_ASPECTS:
                fits = _moved
            case _:
                return None
        rows = (row for row in self._before(device, number) if row[1] <= cause.at)
        return next((row for row in rows if fits(row)), None)


def _of_agent(decision: Decision) -> Callable[[Row], bool]:
    agent = decision.proposal.agent
    return lambda row: isinstance(row[2], Decided) and row[2].decision.proposal.agent == agent


def _moved(row: Row) -> bool:
    match row[2]:
        case Decided(decision=decision):
            return decision.outcome in ACTS and not decision.shadow
        case HoldBegan() | OverrideBegan():
            return True
        case _:
            return False


def _decided_under(decision: Decision) -> str:
    return f"Decided under the policy {decision.policy[:SHORT_HASH]}." if decision.policy else ""


def is_left_undone(row: Row) -> bool:
    """Say whether a record tells of a wish that led to nothing."""
    body = row[2]
    if not isinstance(body, Decided):
        return False
    return body.decision.outcome not in ACTS or body.decision.shadow


def why_not(teller: Storyteller, rows: Iterable[Row], names: Names) -> Iterator[Picture]:
    """Yield a line for each wish that led to nothing, with what would have changed that."""
    for row in rows:
        body = row[2]
        if isinstance(body, Decided) and is_left_undone(row):
            yield {**line(row, names), "would": teller.would(body, names) or None}


def nothing_left_undone(it: str) -> str:
    """Return what is said of a device with no wish left undone; one may have been limited."""
    return f"No wish for {it} came to nothing lately. `homerule why` says what became of each."
