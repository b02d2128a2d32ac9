"""Kills: a hub that is killed on the way of a deed comes back with all that it had told of.

`python -m proofs.kills` lets real hubs be killed by SIGKILL at three points of the write path and
while they start: before the commit, between it and the acknowledgement, after it. After each kill
the journal is looked at, and after each start who holds what, and whether automation keeps to it.
"""

import argparse
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from proofs.lasting.killing import kill_again_and_again
from proofs.lasting.report import Report, Rows
from proofs.lasting.tally import Point, Tally
from proofs.lasting.witness import NoCompiler
from proofs.lasting.workers import Progress, tick, work

COUNT: Final = 300
KILLS_A_HOUSEHOLD: Final = 30
CONTROL_KILLS: Final = 45
"""At most: it ends as soon as the planted fault was found."""
PLANTED: Final = {
    "acknowledged_before_journalled": "acknowledged before it is journalled",
    "holds_not_put_back": "a start does not put back what people hold",
    "lights_at_the_start": "a start tells a lamp to go on",
    "words_not_known_again": "a start obeys again what the journal has",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One household, and how often its hub is killed."""

    seed: int
    kills: int
    planted: str = ""


def figures(tally: Tally) -> Rows:
    """Return what is counted."""
    mean = tally.start_seconds / tally.starts if tally.starts else 0
    return [
        *((f"killed {point.value}", tally.kills[point]) for point in Point),
        ("starts that came to the end", tally.starts),
        ("  seconds each, in the mean", f"{mean:.2f}"),
        ("deeds told to somebody, and looked for", tally.told),
        ("deeds written and not told when it was killed", tally.written_untold),
        ("deeds neither written nor told: the broker brings them again", tally.open_at_kill),
        ("rooms in which somebody moved after a start", tally.moved),
        ("violations", len(tally.wrong)),
    ]


def prove(
    count: int,
    seed: int,
    workers: int,
    *,
    each: int = KILLS_A_HOUSEHOLD,
    planted: Iterable[str] = tuple(PLANTED),
) -> Report[Tally]:
    """Kill so often in all, `each` times a household, and try planted faults too."""
    dice = Random(seed)
    parts = _parts(count, each, planted, dice)
    whole = sum(part.kills for part in parts if not part.planted)
    report = Report(Tally(), figures, PLANTED, "caught after {} kills", lambda tally: tally.stories)
    for part, tally in work(live, parts, workers=workers, progress=Progress("kills", whole)):
        if part.planted:
            report.controls[part.planted] = tally.kills.total() if tally.wrong else 0
        else:
            report.tally.add(tally)
    return report


def live(part: Part) -> tuple[Part, Tally]:
    """Live in one household until its hub was killed as often as planned."""
    with tempfile.TemporaryDirectory(prefix="homerule-proof-") as name:
        folder = Path(name).resolve()
        counts = (lambda: None) if part.planted else tick
        dice = Random(part.seed)
        tally = kill_again_and_again(folder, part.kills, dice, planted=part.planted, tick=counts)
    return part, tally


def _parts(count: int, each: int, planted: Iterable[str], dice: Random) -> list[Part]:
    """Share the kills out among households; the planted faults come first, they are short."""
    number = -(-count // each)
    return [Part(dice.randrange(2**32), CONTROL_KILLS, name) for name in planted] + [
        Part(dice.randrange(2**32), count // number + (n < count % number)) for n in range(number)
    ]


def main() -> int:
    """Run what was asked for, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m proofs.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="kills in all")
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
    sys.stdout.write(f"{report.verdict(took)}\n")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
