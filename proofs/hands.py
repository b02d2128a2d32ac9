"""`python -m proofs.hands`: hands are seen and kept, and what is no hand is not taken for one.

Cases: automation lights a lamp, somebody moves it 0.1 to 5 s later, automation goes on wishing.
Days: a house full of odd lamps without a single person, in which every hold is a false one.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from proofs.lasting.workers import Progress
from tests.laws.hands.cases import Came, Case, Result, live
from tests.laws.hands.year import Account, Year, how_often, said_of

CASES: Final = 10_000
DAYS: Final = 365
"""A year of a house, in shares that are lived at once."""
PROCESSES: Final = 2
AT_ONCE: Final = 50
MOST_TOLD: Final = 3
PROMISED: Final = 1.0
"""False holds in a device-month, at the most."""


def main() -> int:
    """Try both; return 1 where a hand was missed, or too many were seen that were none."""
    parser = argparse.ArgumentParser(prog="python -m proofs.hands", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="how many hands")
    parser.add_argument("--days", type=float, default=DAYS, help="how long the house is empty")
    parser.add_argument("--seed", type=int, help="live through this case alone and tell it")
    args = parser.parse_args()
    if args.seed is not None:
        return _tell(args.seed)
    with ProcessPoolExecutor(PROCESSES) as pool:
        houses = [pool.submit(_lives, seed, args.days / PROCESSES) for seed in range(PROCESSES)]
        missed = _cases(pool.map(live, range(args.cases), chunksize=AT_ONCE), args.cases)
        account = _together([house.result() for house in houses])
    print(f"\n{how_often()}.", *said_of(account), sep="\n", flush=True)
    return int(bool(missed) or account.per_device_month >= PROMISED)


def _cases(results: Iterator[Result], count: int) -> list[Result]:
    """Take in what came of the cases, and say so; returns those that were missed."""
    came: Counter[Came] = Counter()
    missed: list[Result] = []
    progress = Progress("hands", count)
    for number, result in enumerate(results, 1):
        came[result.came] += 1
        if result.came is Came.MISSED:
            missed.append(result)
        progress.show(number)
    print(f"{count:,} hands, 0.1 to 5 s after automation had told the lamp something:")
    for what in Came:
        print(f"  {came[what]:6,}  {what.value}")
    for result in missed[:MOST_TOLD]:
        print(f"\n{result.story}")
    if missed:
        print("\nseeds that were missed:", *(result.seed for result in missed))
    return missed


def _lives(seed: int, days: float) -> Account:
    return Year(seed).lives(days)


def _together(accounts: list[Account]) -> Account:
    whole = Account(lamps=accounts[0].lamps)
    for account in accounts:
        whole.seconds += account.seconds
        whole.holds += account.holds
        whole.classes += account.classes
        whole.withdrawn += account.withdrawn
        whole.orders += account.orders
    return whole


def _tell(seed: int) -> int:
    case = Case(seed)
    result = case.lives()
    print(case.tell(), f"\n{result.came.value}", sep="\n")
    return int(result.came is Came.MISSED)


if __name__ == "__main__":
    sys.exit(main())
