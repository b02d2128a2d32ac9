"""The verifier: has spin make a program of the model, runs it, and reads what it found."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from proofs.model.variants import Property, Situation, Variant

MODEL: Final = Path(__file__).with_name("override.pml")
PROGRAMS: Final = ("spin", "gcc")
MEMORY: Final = 1400
"""Megabytes; a search that needs more is not finished, and says so."""
PATIENCE: Final = 900.0
"""Seconds."""

# Not -A, not -E, no claim: each leaves out some of what is looked for, and says so in passing.
SEARCH: Final = ("./pan", "-c0", "-n")
LOOKED_FOR: Final = (
    re.compile(r"^Full statespace search for:", re.MULTILINE),
    re.compile(r"^\s+assertion violations\s+\+", re.MULTILINE),
    re.compile(r"^\s+invalid end states\s+\+", re.MULTILINE),
)
NOT_FINISHED: Final = re.compile(
    r"not completed|too small|out of memory|MEMLIM|truncated", re.IGNORECASE
)
VIOLATION: Final = re.compile(r"^pan:\d+: (.*)", re.MULTILINE)
NAME: Final = re.compile(r"\b[PR]\d_\w+")
STATES: Final = re.compile(r"^\s*(\d+) states, stored", re.MULTILINE)
VALUE: Final = re.compile(r"#(\d+)")
NO_END: Final = "invalid end state"


class NotVerified(Exception):  # noqa: N818 -- it says what is the case
    """Nothing is shown, neither that it holds nor that it does not; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, over all states that can be reached."""

    broken: frozenset[Property]
    reached: frozenset[Situation]
    states: int
    seconds: float = 0.0


def verify(variant: Variant) -> Found:
    """Look at every interleaving of a variant."""
    began = time.perf_counter()
    with _built(variant, f"-O{variant.effort}") as folder:
        output = _run(folder, *SEARCH, f"-w{22 + variant.effort}")
    return read(output, seconds=time.perf_counter() - began)


def read(output: str, *, seconds: float = 0.0) -> Found:
    """Read what a search has printed; one that was not finished shows nothing."""
    states = STATES.search(output)
    whole = all(line.search(output) for line in LOOKED_FOR)
    if not whole or states is None or int(states[1]) == 0 or NOT_FINISHED.search(output):
        raise NotVerified(f"the search was not finished:\n{output[-2000:]}")
    names: set[str] = set()
    for violation in VIOLATION.findall(output):
        named = NAME.findall(violation)
        if not named and not violation.startswith(NO_END):
            raise NotVerified(f"the search ended otherwise than expected: {violation}")
        names.update(named or (Property.NO_DEADLOCK,))
    return Found(
        broken=frozenset(Property(name) for name in names if name.startswith("P")),
        reached=frozenset(Situation(name) for name in names if name.startswith("R")),
        states=int(states[1]),
        seconds=seconds,
    )


def story(variant: Variant) -> list[str]:
    """Return a shortest way to what the variant breaks, or to anything, a line for each step."""
    if variant.breaks is not None:
        only = {**variant.macros, "ONLY": [*Property].index(variant.breaks) + 1}
        variant = replace(variant, macros=only)
    with _built(variant, f"-O{variant.effort}", "-DBFS") as folder:
        found = _run(folder, "./pan", "-c1", "-n")
        if not VIOLATION.search(found):
            return []
        told = _run(folder, "spin", "-t", "-T", *variant.flags, MODEL.name)
    lines = [VALUE.sub(_value, line.strip()) for line in told.splitlines()]
    end = next((n for n, line in enumerate(lines) if line.startswith("spin: ")), len(lines))
    broken = [*NAME.findall(found), Property.NO_DEADLOCK]
    return [*lines[:end], f"{broken[0]} does not hold"]


def _value(number: re.Match[str]) -> str:
    """Return what a number stands for that a lamp can show."""
    names = ("nothing", "the agent's value", "the value that was set")
    value = int(number[1])
    return names[value] if value < len(names) else f"the value of hand {value - len(names) + 1}"


@contextmanager
def _built(variant: Variant, *options: str) -> Iterator[Path]:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise NotVerified(
            f"the model needs {' and '.join(missing)}: apt-get install spin gcc libc6-dev"
        )
    with tempfile.TemporaryDirectory(prefix="homerule-model-") as name:
        folder = Path(name)
        shutil.copy(MODEL, folder)
        # On a quick machine the way to a fault is of the same second, and spin doubts it.
        os.utime(folder / MODEL.name, (0, 0))
        _run(folder, "spin", "-a", *variant.flags, MODEL.name)
        limits = ("-DSAFETY", f"-DMEMLIM={MEMORY}")
        _run(folder, "gcc", "-w", *options, *limits, "-o", "pan", "pan.c")
        yield folder


def _run(folder: Path, *command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- the words are ours
            command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NotVerified(f"{command[0]} took more than {PATIENCE:.0f} s") from late
    output = done.stdout + done.stderr
    if done.returncode:
        raise NotVerified(f"{' '.join(command)} ended with {done.returncode}:\n{output[-2000:]}")
    return output
