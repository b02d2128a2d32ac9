"""Broker kills: nothing old is told to a lamp when a broker comes back, and people are heard soon.

`python -m proofs.broker_kills` lets real brokers be killed and frozen under a real hub, while
sensors report, commands are under way, and people freeze, set and release, on the console also
while there is no broker. All that lamps are told is written down, with when it was decided.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from proofs.lasting.report import Report, Rows
from proofs.lasting.workers import Progress, tick, work
from proofs.outages.judge import NOTICED_WITHIN, SWITCHED_WITHIN, USABLE_WITHIN, Tally, judge
from proofs.outages.life import Loss, live

COUNT: Final = 200
LOSSES_A_HOUSEHOLD: Final = 12
FROZEN_SHARE: Final = 5
"""Beside so many kills the broker is frozen once."""
FROZEN: Final = 3.0
DOWN: Final = (0.05, 1.5)
LONG: Final = 5.0
LONG_SHARE: Final = 10
"""Some brokers that are killed stay away for longer."""
PLANTED: Final = {
    "commands_wait": "commands wait until the broker is back",
    "nobody_holds": "automation does not ask who holds a lamp",
    "nobody_knocks": "what falls due is handed to a broker that stands still",
    "switch_needs_a_broker": "a physical switch is looked at only while there is a broker",
    "session_goes_on": "words are heard again from a broker that forgot they were taken",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One household, and what its broker goes through."""

    seed: int
    losses: tuple[Loss, ...]
    keeps: bool
    planted: str = ""
    switched_within: float = SWITCHED_WITHIN


def figures(tally: Tally) -> Rows:
    """Return what is counted."""
    return [
        ("brokers killed", tally.killed),
        (f"brokers frozen for {FROZEN:.0f} s", tally.frozen),
        ("sensors' reports", f"{tally.moves:,}"),
        ("automated commands that came to a lamp", f"{tally.automated:,}"),
        ("people's commands that came to a lamp", f"{tally.by_people:,}"),
        ("people's words over MQTT", f"{tally.by_mqtt:,}"),
        ("  heard again before they were taken", tally.heard_again),
        ("people's words on the console", f"{tally.by_console:,}"),
        (f"frozen broker noticed, limit {NOTICED_WITHIN:g} s", _spread(tally.noticed)),
        (f"people heard after the return, limit {USABLE_WITHIN:g} s", _spread(tally.usable)),
        (f"switch obeyed meanwhile, limit {SWITCHED_WITHIN:g} s", _spread(tally.switched)),
        ("commands in the wire when the broker froze", len(tally.under_way)),
        ("  to a lamp that somebody held when they came", tally.under_way_held),
        ("violations", len(tally.wrong)),
    ]


def prove(
    count: int,
    seed: int,
    workers: int,
    *,
    each: int = LOSSES_A_HOUSEHOLD,
    planted: Iterable[str] = tuple(PLANTED),
    switched_within: float = SWITCHED_WITHIN,
) -> Report[Tally]:
    """Kill so many brokers and freeze some, `each` times a household; try planted faults too."""
    parts = [
        replace(part, switched_within=switched_within)
        for part in _parts(count, each, planted, Random(seed))
    ]
    whole = sum(len(part.losses) for part in parts)
    report = Report(Tally(), figures, PLANTED, "caught, {} violations")
    for part, tally in work(run, parts, workers=workers, progress=Progress("losses", whole)):
        if part.planted:
            report.controls[part.planted] = len(tally.wrong)
        else:
            report.tally.add(tally)
    return report


def run(part: Part) -> tuple[Part, Tally]:
    """Live in one household until its broker was lost as often as planned."""
    with tempfile.TemporaryDirectory(prefix="homerule-proof-") as name:
        life = live(
            Path(name).resolve(),
            part.losses,
            Random(part.seed),
            keeps=part.keeps,
            planted=part.planted,
            tick=tick,
        )
    return part, judge(life, part.switched_within)


def _parts(count: int, each: int, planted: Iterable[str], dice: Random) -> list[Part]:
    """Share the losses out among households; the planted faults come first."""
    controls = [_control(name, each, dice) for name in planted]
    losses = [_kill(dice) for _ in range(count)]
    losses += [Loss(frozen=True, seconds=FROZEN) for _ in range(max(1, count // FROZEN_SHARE))]
    dice.shuffle(losses)
    shares = [tuple(losses[start : start + each]) for start in range(0, len(losses), each)]
    return controls + [
        Part(dice.randrange(2**32), share, keeps=number % 2 == 1)
        for number, share in enumerate(shares)
    ]


def _kill(dice: Random) -> Loss:
    long = dice.randrange(LONG_SHARE) == 0
    return Loss(frozen=False, seconds=LONG if long else dice.uniform(*DOWN))


def _control(name: str, most: int, dice: Random) -> Part:
    """Return a household in which a planted fault ought to show."""
    # Little falls due by itself in three seconds, and it must do so just then.
    frozen = [Loss(frozen=True, seconds=FROZEN)] * 20
    killed = 2 * [Loss(frozen=False, seconds=s) for s in (1.5, 0.5, 1.5, LONG, 0.5, LONG)]
    losses = frozen if name == "nobody_knocks" else killed[:most]
    return Part(dice.randrange(2**32), tuple(losses), keeps=True, planted=name)


def _spread(found: Sequence[float]) -> str:
    if not found:
        return "none"
    return f"median {median(found):.2f} s, most {max(found):.2f} s"


def main() -> int:
    """Run what was asked for, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m proofs.broker_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=COUNT, help="in all")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--workers", type=int, default=5, help="processes; they mostly wait")
    args = parser.parse_args()
    began, load = time.perf_counter(), os.getloadavg()[0]
    sys.stdout.write(f"seed {args.seed}\n")
    report = prove(args.kills, args.seed, args.workers)
    took = time.perf_counter() - began
    load = max(load, os.getloadavg()[0])
    sys.stdout.write(f"{report.verdict(took)}; load {load:.1f} on {os.cpu_count()} cores\n")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
