"""Records a life: a watched hub that works, is killed, stops, and starts again."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

from proofs.lasting.deeds import Deed, deeds
from proofs.lasting.disk import Disk
from proofs.lasting.household import Household, household_in
from proofs.lasting.told import Told, ToldDecision, told
from proofs.lasting.trace import Happening, read_trace
from proofs.lasting.truth import Truth, read_truth
from tests.hub.e2e.home import SENSORS

QUIET: Final = 1.3
"""After so long without work the hub tidies its journal, when there was enough work before."""
SETTLES: Final = 0.3
NOT_ON_DISK: Final = ("-shm", ".sock")


class WitnessFailed(Exception):  # noqa: N818 -- it says what is the case
    """What was recorded is not what happened: nothing can be proved by it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to live: how often the hub starts, how many deeds a start, and whose disk is slow.

    `planted` is a fault put into the hub. `tidies`: it is left alone long enough to tidy.
    """

    seed: int
    lives: int = 1
    rounds: int = 12
    slow: int = 0
    planted: str = ""
    tidies: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """A life that was recorded: what happened, what was told of it, and what it came to."""

    below: str
    happenings: tuple[Happening, ...]
    owed: tuple[tuple[int, int, Told], ...]
    decisions: tuple[ToldDecision, ...]
    truth: Truth


def record(plan: Plan, folder: Path, library: Path) -> Recording:
    """Live as planned in an empty folder."""
    dice = Random(plan.seed)
    some = deeds(dice)
    with household_in(folder, library, planted=plan.planted) as household:
        for life in range(plan.lives):
            _live(household, plan, some, dice, ends_in_order=life % 2 == 1)
        happenings = tuple(one for trace in household.traces for one in read_trace(trace))
        truth = read_truth(household.state, happenings)
        what = tuple(told(happenings))
        below = str(household.watched.resolve())
        _check_witness(below, happenings, household.watched)
    return Recording(
        below,
        happenings,
        tuple(truth.owed(one for one in what if isinstance(one, Told))),
        tuple(one for one in what if isinstance(one, ToldDecision)),
        truth,
    )


def _live(
    household: Household, plan: Plan, some: Iterator[Deed], dice: Random, *, ends_in_order: bool
) -> None:
    with household.hub(slow=plan.slow) as hub:
        hub.is_ready()
        for number in range(plan.rounds):
            for deed in islice(some, dice.randrange(1, 6)):
                household.does(deed)
                household.devices.sees(dice.choice(SENSORS), somebody=dice.choice((True, False)))
            for sensor in SENSORS:
                household.devices.sees(sensor, somebody=dice.choice((True, False)))
            if plan.tidies and number == plan.rounds // 2:
                time.sleep(QUIET)
        time.sleep(SETTLES)
        if ends_in_order:
            hub.ends()
        else:
            hub.is_killed()


def _check_witness(below: str, happenings: tuple[Happening, ...], watched: Path) -> None:
    """See that the files are as the trace says: the witness has missed nothing."""
    disk = Disk(below)
    for one in happenings:
        disk.happens(one)
    said, found = disk.whole(), dict(_files(watched))
    differing = {
        name
        for name in said.keys() | found.keys()
        if not name.endswith(NOT_ON_DISK) and said.get(name) != found.get(name)
    }
    if differing:
        raise WitnessFailed(f"the witness has missed what was done to {sorted(differing)}")


def _files(watched: Path) -> Iterator[tuple[str, bytes]]:
    for folder, _, names in os.walk(watched):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and path.parent != watched:
                yield str(path.relative_to(watched)), path.read_bytes()
