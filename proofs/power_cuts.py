"""Power cuts: nothing that a person was told is lost, whatever of the unsynced writes remains.

`python -m proofs.power_cuts` lets a real hub work while a witness writes down all that it does to
its files and says to people. Then the power is cut at random moments of that life: an image of the
disk is built, opened with the real journal, and compared with what the hub had told by then.
"""

import argparse
import logging
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from proofs.lasting.cuts import BAD, Found, cut_at_random, cut_until_lost
from proofs.lasting.images import Sort
from proofs.lasting.recording import Plan, record
from proofs.lasting.table import table
from proofs.lasting.witness import NoCompiler, built
from proofs.lasting.workers import Progress, tick, work

COUNT: Final = 20_000
CUTS_A_LIFE: Final = 1_250
BAD_SHARE: Final = 10
"""Of so many cuts one more is made on a bad card."""
CONTROL_CUTS: Final = 400
SLOW_CARD: Final = 12
"""Milliseconds that an fsync takes at most on the slow card of every other life."""
PLANTED: Final = {
    "normal_for_durable": "synchronous = NORMAL for what people do",
    "acknowledged_before_journalled": "acknowledged before it is journalled",
    "folder_not_synced": "folder not synced when it is made",
}
NEVER_ON_BAD: Final = (Sort.HIDDEN, Sort.UNCLEAR)
"""What must not be even on a card that spoils what is written: it has to be noticed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One life, and how often its power is cut."""

    plan: Plan
    cuts: int
    bad: int = 0


@dataclass(slots=True)
class Report:
    """What all lives came to; for each planted fault, at which cut it was caught."""

    good: Found = field(default_factory=Found)
    bad: Found = field(default_factory=Found)
    controls: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Say whether nothing was violated, and every planted fault was caught."""
        noticed = not any(self.bad.sorts[sort] for sort in NEVER_ON_BAD)
        return not self.good.sorts.total() and noticed and all(self.controls.values())

    def text(self) -> str:
        """Return the figures."""
        columns = (self.good, self.bad)
        rows: list[tuple[object, ...]] = [
            ("power cuts", *(found.cuts for found in columns)),
            ("  that had to hold what somebody was told", *(found.owing for found in columns)),
            *((sort.value, *(found.sorts[sort] for found in columns)) for sort in Sort),
            ("unsynced decisions missing: images", *(found.fewer_decisions for found in columns)),
            ("unsynced decisions missing: most in one", *(f.most_decisions for f in columns)),
        ]
        caught = [
            (PLANTED[name], f"caught at cut {at}" if at else "NOT CAUGHT")
            for name, at in sorted(self.controls.items())
        ]
        wrong = [f"{sort.value}: {example}" for sort, example in self.good.examples.items()]
        wrong += [
            f"on a bad card: {sort.value}: {example}"
            for sort, example in self.bad.examples.items()
            if sort in NEVER_ON_BAD
        ]
        blocks = [
            table(("", "honest card", "bad card"), rows),
            table(("planted fault", "result"), caught),
            *wrong,
        ]
        return "\n\n".join(blocks)


def prove(count: int, seed: int, workers: int, *, lives: int = 3, rounds: int = 12) -> Report:
    """Cut the power so often in all, and try the planted faults too."""
    dice = Random(seed)
    parts = _parts(count, dice, lives=lives, rounds=rounds)
    report = Report()
    whole = sum(part.cuts + part.bad for part in parts if not part.plan.planted)
    for part, good, bad in work(
        live, parts, workers=workers, progress=Progress("power cuts", whole)
    ):
        if part.plan.planted:
            report.controls[part.plan.planted] = good.cuts if good.sorts[Sort.LOST] else 0
        else:
            report.good.add(good)
            report.bad.add(bad)
    return report


def live(part: Part) -> tuple[Part, Found, Found]:
    """Record one life, and cut its power as often as planned."""
    logging.disable(logging.WARNING)  # a bad card cannot be tidied, and says so each time
    dice = Random(part.plan.seed)
    with tempfile.TemporaryDirectory(prefix="homerule-proof-") as name:
        folder = Path(name).resolve()
        recording = record(part.plan, folder, built(folder))
    bad = Found()
    if part.plan.planted:
        return part, cut_until_lost(recording, part.cuts, dice), bad
    good = cut_at_random(recording, part.cuts, dice, tick=tick)
    for number, card in enumerate(BAD):
        share = part.bad // len(BAD) + (number < part.bad % len(BAD))
        if share:
            bad.add(cut_at_random(recording, share, dice, card, tick=tick))
    return part, good, bad


def _parts(count: int, dice: Random, *, lives: int, rounds: int) -> list[Part]:
    """Share the cuts out among lives; the planted faults come first, they are short."""
    number = -(-count // CUTS_A_LIFE)
    shares = [count // number + (n < count % number) for n in range(number)]
    controls = [
        Part(Plan(dice.randrange(2**32), rounds=6, planted=name), CONTROL_CUTS) for name in PLANTED
    ]
    return controls + [
        Part(
            Plan(
                dice.randrange(2**32),
                lives=lives,
                rounds=rounds,
                slow=SLOW_CARD * (n % 2),
                tidies=lives > 1,
            ),
            share,
            max(len(BAD), share // BAD_SHARE),
        )
        for n, share in enumerate(shares)
    ]


def main() -> int:
    """Run what was asked for, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m proofs.power_cuts", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="power cuts in all")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--workers", type=int, default=2, help="processes, one for each core")
    args = parser.parse_args()
    began = time.perf_counter()
    sys.stdout.write(f"seed {args.seed}\n")
    try:
        report = prove(args.count, args.seed, args.workers)
    except NoCompiler as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    took = time.perf_counter() - began
    sys.stdout.write(f"{report.text()}\n\n")
    sys.stdout.write(f"{'holds' if report.holds else 'VIOLATED'}, {took:.0f} s\n")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
