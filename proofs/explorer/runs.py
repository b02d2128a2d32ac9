"""Runs of the explorer: one seed, or many, over all cores; and the story of each that fails."""

import gc
import logging
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias

from proofs.explorer.choices import plan
from proofs.explorer.disk import template
from proofs.explorer.life import read_once
from proofs.explorer.promises import Broken
from proofs.explorer.world import World

SETTLES: Final = 25.0
"""Seconds of peace at the end of a run."""
A_PART: Final = 100
STORIES: Final = 3
"""Findings whose whole story is printed; of more the first line is enough."""

Story: TypeAlias = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that was broken, and all that happened until then."""

    seed: int
    what: str
    story: Story = ()


@dataclass(slots=True)
class Found:
    """What some runs came to."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def run(seed: int, folder: Path, blank: Path) -> tuple[World, str]:
    """Live through one history; return it, and which promise was broken, if one was."""
    here = folder / str(seed)
    world = World(seed, here, blank)
    broken = ""
    try:
        last = plan(world)
        world.lives_until(last)
        world.settles()
        world.lives_until(last + SETTLES)
        world.rests()
    except Broken as problem:
        broken = str(problem)
    finally:
        if world.life is not None:
            world.life.ends()
        shutil.rmtree(here, ignore_errors=True)
    return world, broken


def explore(first: int, runs: int, folder: Path) -> int:
    """Live through many histories on all cores; print what was found."""
    blank = template(folder / "blank")
    began, total = monotonic(), Found()
    parts = [
        (start, min(A_PART, first + runs - start), folder, blank) for start in _starts(first, runs)
    ]
    # A fork would copy the locks of whoever else runs in this process, as they stand.
    with ProcessPoolExecutor(
        cpu_count(),
        mp_context=get_context("spawn"),
        initializer=logging.disable,
        initargs=(logging.WARNING,),
    ) as pool:
        for done, found in enumerate(pool.map(_part, parts), 1):
            total.counts.update(found.counts)
            for number, finding in enumerate(found.findings, len(total.findings)):
                print(f"\r{told(finding, whole=number < STORIES)}", flush=True)
            total.findings += found.findings
            _progress(done, len(parts), len(total.findings))
    seconds = monotonic() - began
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(total.counts.items()))
    print(f"{runs:,} histories in {seconds:.0f} s: {counts}.")
    print(f"{len(total.findings)} broken promises.")
    return 1 if total.findings else 0


def replay(seed: int, folder: Path) -> int:
    """Live through one history and print its story."""
    world, broken = run(seed, folder, template(folder / "blank"))
    print(_lines(world.story))
    print(broken or "No promise was broken.")
    return 1 if broken else 0


def told(finding: Finding, *, whole: bool = True) -> str:
    """Return what a person reads of a finding, and how it is lived through again by itself."""
    again = f"  again, alone: python -m proofs.explorer --seed {finding.seed}"
    lines = [f"  seed {finding.seed}: {finding.what}", again]
    return "\n".join([_lines(finding.story), *lines] if whole else lines)


def _lines(story: Story) -> str:
    return "\n".join(f"{at:9.3f}  {line}" for at, line in story)


def _part(part: tuple[int, int, Path, Path]) -> Found:
    first, runs, folder, blank = part
    found = Found()
    read_once()
    # What there was before this part is never garbage, and what is, can wait for the next.
    gc.collect()
    gc.freeze()
    gc.disable()
    for seed in range(first, first + runs):
        world, broken = run(seed, folder, blank)
        found.counts.update(world.counts)
        if broken:
            found.findings.append(Finding(seed, broken, tuple(world.story)))
    return found


def _starts(first: int, runs: int) -> Iterator[int]:
    yield from range(first, first + runs, A_PART)


def _progress(done: int, of: int, findings: int) -> None:
    if sys.stderr.isatty() or done % 10 == 0 or done == of:
        end = "" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"\r{done * 100 // of:3} %, {findings} broken promises {end}")
        sys.stderr.flush()
