"""The proof: every variant is looked at, and each must come out as it should."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from proofs.lasting.table import table
from proofs.lasting.workers import Progress
from proofs.model.variants import PROTOCOL, Variant, variants
from proofs.model.verifier import Found, verify


@dataclass(frozen=True, slots=True)
class Row:
    """A variant, and what was found of it."""

    variant: Variant
    found: Found

    @property
    def as_it_should(self) -> bool:
        """Say whether it came out as it should."""
        broken, breaks = self.found.broken, self.variant.breaks
        if not self.variant.reaches <= self.found.reached:
            return False
        return breaks in broken if breaks is not None else not broken

    @property
    def must(self) -> str:
        """Return what it should come to, in words."""
        if self.variant.breaks is not None:
            return f"{self.variant.breaks} fails"
        return "all are reached" if self.variant.reaches else "all hold"

    @property
    def does(self) -> str:
        """Return what it came to, in words."""
        fails = [f"{name.split('_')[0]} fails" for name in sorted(self.found.broken)]
        never = sorted(self.variant.reaches - self.found.reached)
        if never or fails:
            return ", ".join([*fails, *(f"{name} is never reached" for name in never)])
        return "all are reached" if self.variant.reaches else "all hold"


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, in the order of the variants."""

    rows: Sequence[Row]

    @property
    def holds(self) -> bool:
        """Say whether the protocol holds and no fault survives."""
        return all(row.as_it_should for row in self.rows)

    @property
    def protocol(self) -> Row:
        """Return the row of the protocol itself."""
        return next(row for row in self.rows if row.variant.name == PROTOCOL)

    def text(self) -> str:
        """Return the figures."""
        heads = ("variant", "must", "does", "states", "seconds", "")
        cells = [
            (
                row.variant.name,
                row.must,
                row.does,
                f"{row.found.states:,}",
                f"{row.found.seconds:.1f}",
                "as it should" if row.as_it_should else "WRONG",
            )
            for row in self.rows
        ]
        return table(heads, cells)


def prove(*, full: bool, workers: int) -> Report:
    """Look at the protocol, and at every fault that it must not survive."""
    todo = variants(full=full)
    progress = Progress("variants of the model", len(todo))
    # The work is done by other processes; a thread only waits for one.
    with ThreadPoolExecutor(workers, thread_name_prefix="model") as pool:
        rows: dict[str, Row] = {}
        for row in pool.map(lambda variant: Row(variant, verify(variant)), todo):
            rows[row.variant.name] = row
            progress.show(len(rows), last=len(rows) == len(todo))
    return Report(tuple(rows.values()))
