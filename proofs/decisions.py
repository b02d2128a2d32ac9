"""`python -m proofs.decisions`: decisions are judged again, and what would change them is tried.

Random histories are lived through until so many proposals were decided. Every decision is judged
again from its record alone, and each change that `homerule why` would name is made and must flip
the decision.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from proofs.lasting.workers import Progress
from tests.laws.flips import Supposes
from tests.laws.histories import History, histories
from tests.laws.household import policies
from tests.laws.judged_again import Judges
from tests.laws.one_end import asking_households
from tests.laws.telling import live

PROPOSALS: Final = 100_000
AT_ONCE: Final = 250
"""Histories of one round; each holds some ten proposals."""
FEWEST: Final = 30
LONGEST: Final = 90
"""Happenings of a history: a long one brings more proposals for what it costs to begin it."""
PROCESSES: Final = 2


def main() -> int:
    """Live through histories until so much was proposed; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m proofs.decisions", description=__doc__)
    parser.add_argument("--proposals", type=int, default=PROPOSALS, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    given_so = parser.parse_args()
    judged = tried = rounds = 0
    progress = Progress("proposals", given_so.proposals)
    with ProcessPoolExecutor(PROCESSES) as pool:
        while judged < given_so.proposals:
            seeds = range(given_so.seed + rounds, given_so.seed + rounds + PROCESSES)
            for again, changes in pool.map(_live_some, seeds):
                judged, tried, rounds = judged + again, tried + changes, rounds + 1
            progress.show(judged)
    print(
        f"{judged:,} proposals in {rounds * AT_ONCE:,} histories: judged again from its record "
        f"alone every decision came out the same, and {tried:,} changes that would be named "
        "flip theirs.",
        flush=True,
    )
    return 0


def _live_some(number: int) -> tuple[int, int]:
    """Live through some histories; return the decisions judged again and the changes tried."""
    judges, supposes = Judges(), Supposes()
    # People are asked in every other round, and answer.
    asked = number % 2 == 1
    under = asking_households if asked else policies
    some = histories(under=under, answers=asked, fewest=FEWEST, longest=LONGEST)

    @seed(number)
    @settings(
        max_examples=AT_ONCE,
        phases=(Phase.generate, Phase.shrink),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(some)
    def lives(history: History) -> None:
        live(history, judges, supposes)

    lives()
    return judges.judged, supposes.tried


if __name__ == "__main__":
    sys.exit(main())
