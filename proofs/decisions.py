"""`python -m proofs.decisions`: decisions are judged again, and what would change them is tried.

In each random history every decision is judged again from its record alone, and each change that
`homerule why` would name is made and must flip the decision.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.laws.flips import Supposes
from tests.laws.histories import History, histories
from tests.laws.judged_again import Judges
from tests.laws.telling import live

HISTORIES: Final = 100_000
AT_ONCE: Final = 1_000
PROCESSES: Final = 2


def main() -> int:
    """Live through the histories; return 1 where one of them breaks a promise."""
    parser = argparse.ArgumentParser(prog="python -m proofs.decisions", description=__doc__)
    parser.add_argument("--histories", type=int, default=HISTORIES, help="how many")
    count = parser.parse_args().histories
    judged = tried = lived = 0
    rounds = range(max(1, count // AT_ONCE))
    with ProcessPoolExecutor(PROCESSES) as pool:
        for again, changes in pool.map(_live_some, rounds, [min(count, AT_ONCE)] * len(rounds)):
            lived, judged, tried = lived + min(count, AT_ONCE), judged + again, tried + changes
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{100 * lived // count:3} % ")
    print(
        f"{lived:,} histories: {judged:,} decisions judged again came out the same, and "
        f"{tried:,} changes that would be named flip theirs.",
        flush=True,
    )
    return 0


def _live_some(number: int, count: int) -> tuple[int, int]:
    """Live through some histories; return the decisions judged again and the changes tried."""
    judges, supposes = Judges(), Supposes()

    @seed(number)
    @settings(
        max_examples=count,
        phases=(Phase.generate, Phase.shrink),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(histories())
    def lives(history: History) -> None:
        live(history, judges, supposes)

    lives()
    return judges.judged, supposes.tried


if __name__ == "__main__":
    sys.exit(main())
