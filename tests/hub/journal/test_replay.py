"""A journal is judged again, decision by decision."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from hub.cli.replay import sentences
from hub.journal.reader import JournalReader, Row
from hub.journal.replay import replay, rows_of
from rules.explain import WrittenNames
from rules.words.decisions import Outcome
from rules.words.records import Decided
from rules.words.values import BRIGHTNESS
from tests.hub.web.conftest import POLICY, serving

KEPT: Final = {POLICY.hash: POLICY}
NAMES: Final = WrittenNames(POLICY.home.zone)


async def an_evening(state: Path) -> list[Row]:
    """Return what a hub wrote down while somebody came, took the lamp in hand and came again."""
    async with serving(state) as served:
        await served.hub.reports("Hall motion", occupancy=True)
        await served.hub.reports("Hall lamp", power=True, brightness=51)
        await served.hub.reports("Hall motion", occupancy=False)
        await served.hub.reports("Hall motion", occupancy=True)
    with JournalReader.open(state) as journal:
        return list(rows_of(journal))


def decided(rows: list[Row]) -> list[Decided]:
    return [body for _, _, body in rows if isinstance(body, Decided)]


async def test_every_decision_of_a_journal_comes_out_the_same(tmp_path: Path) -> None:
    rows = await an_evening(tmp_path)

    seen = replay(rows, KEPT)

    assert seen.same == seen.count == len(decided(rows)) > 0
    assert seen.differ == []


async def test_a_decision_that_was_not_what_the_rules_say_is_shown(tmp_path: Path) -> None:
    rows = await an_evening(tmp_path)
    at = next(n for n, row in enumerate(rows) if isinstance(row[2], Decided))
    number, when, body = rows[at]
    assert isinstance(body, Decided)
    given = {**body.decision.given, BRIGHTNESS: 255}
    forged = replace(body.decision, outcome=Outcome.ALLOWED, given=given, reasons=())
    rows[at] = (number, when, replace(body, decision=forged))

    seen = replay(rows, KEPT)
    said = sentences(seen, NAMES)

    assert [differs.id for differs in seen.differ] == [number]
    assert said[0].startswith(f"Entry {number} (20")
    assert "100 %" in said[1]
    assert "'Quiet nights' allows at most 20 %" in said[2]


async def test_what_cannot_be_judged_again_is_counted_and_said(tmp_path: Path) -> None:
    rows = await an_evening(tmp_path)
    first, *others = decided(rows)
    old = Decided(decision=first.decision)

    seen = replay([(1, 0.0, old), *((2, 0.0, other) for other in others)], {})
    said = sentences(seen, NAMES)

    assert (seen.same, seen.without_facts) == (0, 1)
    assert seen.unkept == {POLICY.hash: len(others)}
    assert "1 were written down by an earlier version" in said[1]
    assert said[2].startswith(f"Policy {POLICY.hash} is not kept: ")
