"""`make quality`: the page's budgets, a long day, Lighthouse, and fifty phones' cost to the hub."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from typing import Final

from tests.bench.table import Row, as_table
from tests.quality.budgets import budgets
from tests.quality.day import day
from tests.quality.engines import engines
from tests.quality.lighthouse import lighthouse
from tests.quality.phones import phones

PARTS: Final[dict[str, Callable[[int], list[Row]]]] = {
    "budgets": lambda times: asyncio.run(budgets(times)),
    "day": lambda _times: day(),
    "engines": lambda _times: engines(),
    "lighthouse": lighthouse,
    "phones": lambda _times: asyncio.run(phones()),
}


def main() -> int:
    """Measure what was asked for; return 1 where something is over its budget."""
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--only", help=f"some of {', '.join(PARTS)}, with commas between")
    parser.add_argument("--times", type=int, default=5, help="visits, of which the median counts")
    args = parser.parse_args()
    wanted = args.only.split(",") if args.only else list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        sys.stderr.write(f"no such part: {', '.join(sorted(unknown))}\n")
        return 2
    load = os.getloadavg()[0]
    rows = [row for part in wanted for row in PARTS[part](args.times)]
    sys.stdout.write(f"{as_table(rows)}\n\n{os.cpu_count()} cores; load {load:.1f} before.\n")
    return 0 if all(row.reached is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
