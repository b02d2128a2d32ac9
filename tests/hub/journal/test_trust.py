"""The loop writes by itself unless the disk lets it wait."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from hub.journal import Batch, Journal
from hub.journal.ledger import Ledger
from hub.journal.trust import DISTRUST_SECONDS, SLOW_SECONDS, Trust
from rules.words.effects import Record
from tests.hub.journal.samples import NOON, decided

LONG = 2 * SLOW_SECONDS


def trust_after(*, seconds: float, waits: int) -> Trust:
    """Return what is thought of a disk by a write that ended at the moment 100."""
    counted = iter((7, 7 + waits))
    trust = Trust(lambda: next(counted))
    trust.begins(100.0 - seconds)
    trust.ends(100.0)
    return trust


def test_a_write_that_had_to_wait_for_long_is_distrusted_for_a_while() -> None:
    trust = trust_after(seconds=LONG, waits=1)

    assert not trust.holds(100.0)
    assert not trust.holds(99.0 + DISTRUST_SECONDS)
    assert trust.holds(100.0 + DISTRUST_SECONDS)


def test_a_short_wait_is_forgiven_and_so_is_a_processor_that_others_had() -> None:
    assert trust_after(seconds=SLOW_SECONDS / 2, waits=3).holds(100.0)
    assert trust_after(seconds=LONG, waits=0).holds(100.0)


class Waiting(Ledger):
    """The real ledger, on a disk that takes its time."""

    def _write(self, batches: Sequence[Batch]) -> None:
        time.sleep(LONG)
        super()._write(batches)


async def test_after_a_write_that_waited_the_loop_leaves_the_next_to_the_writer(
    tmp_path: Path,
) -> None:
    journal = Journal.open(tmp_path)
    journal.start(asyncio.get_running_loop())
    journal._ledger = Waiting(journal._connection)
    batch, told = Batch(((NOON, Record(decided(1))),)), list[str]()

    journal.commit(batch, lambda _error: told.append("in the loop"))
    assert told == ["in the loop"]
    written = asyncio.get_running_loop().create_future()
    journal.commit(batch, written.set_result)
    assert not written.done()

    await written
    journal.close()
