"""Why something was decided or asked: what was seen, wanted, said, and what would change it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from hub.journal.reader import Row
from hub.view.plain_json import Picture
from hub.view.story import Storyteller
from rules.explain import Names, losers_sentence, record_sentence
from rules.explain.decisions import cause_sentence, reason_sentences, wanted_sentence
from rules.words.decisions import Decision
from rules.words.ids import DecisionId
from rules.words.records import Decided, Ended

LOOKED_AFTER: Final = 200
"""Records that are read for what came of a decision."""


def why_parts(
    row: Row, teller: Storyteller, names: Names, after: Callable[[int, int], Sequence[Row]]
) -> list[Picture]:
    """Return a record with its reasons; each part has a title and sentences."""
    number, at, body = row
    if not isinstance(body, Decided):
        return [_part("What happened", [record_sentence(body, at, names)])]
    decision = body.decision
    before = (f"Before that: {said}" for said in teller.before(row, names))
    losers = losers_sentence(decision, body.facts or (), names)
    parts = [
        _part("What it saw", [cause_sentence(decision, names), *before]),
        _part("What it wanted", [wanted_sentence(decision, names)]),
        _part("What the house said", [*reason_sentences(decision, names), losers]),
        _part("What would have changed it", [teller.would(body, names)]),
        _part("What came of it", _ended(decision, after(number, LOOKED_AFTER), names)),
    ]
    return [part for part in parts if part["sentences"]]


def decided(rows: Iterable[Row], decision: DecisionId) -> Row | None:
    """Return the record of a decision."""
    for row in rows:
        if isinstance(row[2], Decided) and row[2].decision.id == decision:
            return row
    return None


def _ended(decision: Decision, rows: Sequence[Row], names: Names) -> Iterator[str]:
    for _, at, body in rows:
        if isinstance(body, Ended) and body.decision == decision.id:
            yield record_sentence(body, at, names)


def _part(title: str, sentences: Iterable[str]) -> Picture:
    return {"title": title, "sentences": [sentence for sentence in sentences if sentence]}
