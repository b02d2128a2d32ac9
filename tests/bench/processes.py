"""The processes that are measured: how they are started, what they cost, and that they end."""

import contextlib
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from tests.bench.house import Pair
from tests.bench.wire import now

ROOT: Final = Path(__file__).parents[2]
PROGRAM: Final = "HOMERULE_BENCH_HUB"
"""Names other words to start the hub with, such as a profiler's."""
ENDS_WITHIN: Final = 5.0
NOT_FOR_IT: Final = ("NOTIFY_SOCKET", "STATE_DIRECTORY", "HOMERULE_CONFIG")
CALM_WITHIN: Final = 8.0
CALM: Final = 0.06
"""Of a core; a process below that has nothing left to do."""
LOOK_EVERY: Final = 0.25
NANO: Final = 1e-9
KIB: Final = 1024


class DidNotWorkError(Exception):
    """Something that is needed for a measurement ended or failed; the text says what."""


@dataclass(slots=True)
class Measured:
    """A process that runs; `began` is the moment just before it was started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    began: float = field(default=0.0)

    def cpu(self) -> float:
        """Return the seconds that its threads have run."""
        folder, spent = Path(f"/proc/{self.process.pid}"), 0
        for task in (folder / "task").glob("*/schedstat"):
            # One that has just ended is not missed: what lasts is what costs.
            with contextlib.suppress(OSError):
                spent += int(task.read_text().split()[0])
        if spent:
            return spent * NANO
        # A kernel that keeps no such account counts in ticks.
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Return how much of it is in memory (RSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / KIB

    def calm_down(self) -> None:
        """Wait until it has done what it had to do."""
        end = now() + CALM_WITHIN
        while now() < end:
            before = self.cpu()
            time.sleep(LOOK_EVERY)
            self.must_live()
            if self.cpu() - before < CALM * LOOK_EVERY:
                return

    def must_live(self) -> None:
        """Raise with its last words if it has ended."""
        if self.process.poll() is not None:
            said = self.log.read_text(errors="replace")[-2000:]
            raise DidNotWorkError(f"the {self.name} ended: {said}")

    def end(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Processes:
    """Starts what is measured in a folder of its own; ends all of it on the way out."""

    def __init__(self, stack: ExitStack, folder: Path, port: int) -> None:
        """Start nothing yet. `port` is the broker's."""
        self.folder = folder
        self._stack = stack
        self._port = port
        self._count = 0

    @property
    def state(self) -> Path:
        """Return the state folder of the hub that is started next."""
        return self.folder / f"state-{self._count}"

    def hub(self, config: Path, stamps: Path | None = None) -> Measured:
        """Start a hub with an empty state folder; `stamps`: where its moments are written down."""
        installed = Path(sys.executable).with_name("homerule")
        program = [str(installed)] if installed.exists() else [sys.executable, "-m", "hub"]
        program = shlex.split(os.environ.get(PROGRAM, "")) or program
        if stamps is not None:
            program = [sys.executable, "-m", "tests.bench.stamped", str(stamps)]
        state = self.state
        words = ["run", "--config", str(config), "--state", str(state), "--port", "0"]
        return self._start("hub", [*program, *words])

    def responder(self, known: Sequence[Pair]) -> Measured:
        """Start a responder for these pairs."""
        pairs = self.folder / f"pairs-{self._count}"
        pairs.write_text("".join(f"{pair.sensor}\t{pair.lamp_set}\n" for pair in known))
        script = Path(__file__).with_name("responder.py")
        with pairs.open("rb") as lines:
            return self._start("responder", [sys.executable, str(script), str(self._port)], lines)

    def heavy(self, topics: Sequence[str]) -> Measured:
        """Start to send packets of 10 MB on these topics."""
        words = [sys.executable, "-m", "tests.bench.heavy", str(self._port), *topics]
        return self._start("heavy sender", words)

    def _start(
        self, name: str, words: list[str], stdin: IO[bytes] | int = subprocess.DEVNULL
    ) -> Measured:
        self._count += 1
        log = self.folder / f"{name}-{self._count}.log"
        plain = {
            k: v for k, v in os.environ.items() if k not in ("NOTIFY_SOCKET", "HOMERULE_CONFIG")
        }
        with log.open("wb") as said:
            began = now()
            process = subprocess.Popen(
                words, cwd=ROOT, stdin=stdin, stdout=said, stderr=said, env=plain
            )
        measured = Measured(name, process, log, began)
        self._stack.callback(measured.end)
        return measured


class FeederProcess:
    """The feeder, asked one job at a time."""

    def __init__(self, stack: ExitStack, port: int) -> None:
        """Start it."""
        words = [sys.executable, "-m", "tests.bench.feeder", str(port)]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        stack.callback(self._end)

    def do(self, job: str, **told: object) -> Mapping[str, Any]:
        """Have a job done and return its answer."""
        self.begin(job, **told)
        return self.answer()

    def begin(self, job: str, **told: object) -> None:
        """Have a job begun; its answer is to be taken before the next."""
        asked = self._process.stdin
        if asked is None:
            raise DidNotWorkError("the feeder has no pipes")
        asked.write(json.dumps({"job": job, **told}).encode() + b"\n")
        asked.flush()

    def answer(self) -> Mapping[str, Any]:
        """Return what the job that was begun came to, when it is done."""
        answers = self._process.stdout
        answer = b"" if answers is None else answers.readline()
        if not answer:
            raise DidNotWorkError("the feeder ended before its job was done")
        result: Mapping[str, Any] = json.loads(answer)
        return result

    def _end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
