"""Builds the witness, and says how a process is started under it."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("witness.c")
OPTIONS: Final = ("-O2", "-Wall", "-Wextra", "-Werror", "-U_FORTIFY_SOURCE", "-shared", "-fPIC")


class NoCompiler(Exception):  # noqa: N818 -- it says what is the case
    """The witness cannot be built; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When the hub is to die: the `count`th time that a moment comes, once `word` was received.

    The moments in their order: heard, writing, written, on-disk, acknowledged, answered, shown.
    """

    moment: str
    word: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Return what the witness is told."""
        return f"{self.moment} {self.count} {self.word}"


def built(folder: Path) -> Path:
    """Return the witness as a library, built in a folder."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler("the proofs need a C compiler: apt-get install gcc libc6-dev")
    library = folder / "witness.so"
    command = [compiler, *OPTIONS, "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    if done.returncode:
        raise NoCompiler(f"the witness could not be built:\n{done.stderr}")
    return library


def environment(
    library: Path, *, below: Path, trace: Path, kill: Kill | None = None, slow: int = 0
) -> dict[str, str]:
    """Return what a process must find in its environment to be watched."""
    found = {
        "LD_PRELOAD": str(library),
        "WITNESS_ROOT": str(below.resolve()),
        "WITNESS_TRACE": str(trace),
    }
    if kill is not None:
        found["WITNESS_KILL"] = str(kill)
    if slow:
        found["WITNESS_SLOW"] = str(slow)
    return found
