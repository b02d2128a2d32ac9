"""`make bench`: measure, and print one table beside the goals."""

import argparse
import os
import sys
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from tests.bench import freeze, guarded, inside, outside
from tests.bench.outside import QUICK, Effort
from tests.bench.processes import PROGRAM, DidNotWorkError
from tests.bench.site import site
from tests.bench.table import Row, as_json, as_table

MEASURES: Final = {
    "start": "process start to the first correct reaction",
    "latency": "sensor message to command at 20 events a second",
    "burst": "5,000 motion events at once",
    "announcements": "2,000 retained announcements",
    "cost": "memory and CPU at 10 sensor updates a second",
    "guarded": "motion to command with 200 guardrails, beside none, the decision written down",
    "freeze": "a person's freeze to the fence while sensors flood the hub",
    "decide": "one decision at 200 guardrails of which 3 match",
    "growth": "one step from 10 to 10,000 devices",
}


def main() -> int:
    """Run what was asked for and return the exit code."""
    args = _parser().parse_args()
    wanted = set(args.only.split(",")) if args.only else set(MEASURES)
    unknown = wanted - MEASURES.keys()
    if unknown:
        sys.stderr.write(f"no such measure: {', '.join(sorted(unknown))}\n")
        return 2
    effort = replace(QUICK if args.quick else Effort(), echo=args.echo, say=_say)
    load = os.getloadavg()[0]
    try:
        rows = _measured(wanted, effort)
    except DidNotWorkError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    sys.stderr.write("\n")
    sys.stdout.write((as_json(rows) if args.json else as_table(rows)) + "\n")
    if not args.json:
        over = os.getloadavg()[0]
        sys.stdout.write(
            f"\n{os.cpu_count()} cores; load {load:.1f} before, {over:.1f} at the end."
            f"\nA million additions take Python {1000 * inside.yardstick():.0f} ms here.\n"
        )
    return 0


def _measured(wanted: AbstractSet[str], effort: Effort) -> list[Row]:
    rows: list[Row] = []
    if "decide" in wanted:
        _say("decide")
        rows += inside.decisions(effort.repeats)
    if "growth" in wanted:
        _say("step in houses of 10 to 10,000 devices")
        rows += inside.growth(effort.repeats)
    if "start" in wanted:
        rows += outside.starts(effort)
    if "cost" in wanted:
        rows += outside.costs(effort)
    if "guarded" in wanted:
        rows += guarded.guarded(effort)
    if "freeze" in wanted:
        rows += freeze.freezes(effort)
    beside = wanted & {"latency", "burst"}
    if beside:
        with site(100) as at:
            hub, _ = at.hub_ready()
            rows += outside.beside(effort, at, hub, beside)
    if wanted & {"latency", "burst", "announcements", "cost"}:
        with site(1000) as at:
            hub, known = outside.announced(effort, at)
            if "announcements" in wanted:
                rows += known + inside.reading(max(1, effort.repeats // 5))
            rows += outside.memory(effort, at, hub) if "cost" in wanted else []
            rows += outside.beside(effort, at, hub, beside)
    return rows


def _parser() -> argparse.ArgumentParser:
    what = "\n".join(f"  {name:<14} {text}" for name, text in MEASURES.items())
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        epilog=f"measures:\n{what}\n\nmake bench ARGS='--quick --only burst'\n"
        f"{PROGRAM} names other words to start the hub with, such as a profiler's.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", metavar="NAMES", help="these measures alone, with commas")
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--echo", action="store_true", help="lamps report what they were told")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _say(what: str) -> None:
    sys.stderr.write(f"\r\x1b[K{what} ..." if sys.stderr.isatty() else f"{what} ...\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
