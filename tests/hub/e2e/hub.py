"""The hub as a child process, started and ended as systemd or a person would."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Self

from tests.hub.e2e.ears import PATIENCE

ROOT = Path(__file__).resolve().parents[3]
ENDS_WITHIN = 8.0
"""Seconds in which a hub that is asked to end has ended, busy as a machine with tests may be."""
_numbers = count(1)


class HubProcess:
    """`homerule run` with a state folder of its own."""

    def __init__(
        self,
        state: Path,
        *words: str,
        config: Path,
        environment: Mapping[str, str] | None = None,
        strict: bool = True,
        name: str = "",
    ) -> None:
        self.state = state
        self._name = name or state.name
        self.config = config
        self._words = ("--config", str(config), "--state", str(state), *words)
        self._environment = {**os.environ, **(environment or {})}
        # Each start would compile everything anew.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if strict:
            self._environment["PYTHONWARNINGS"] = "error"
        self._notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        socket_name = f"homerule-test-{os.getpid()}-{next(_numbers)}"
        self._notices.bind(f"\0{socket_name}")
        self._environment["NOTIFY_SOCKET"] = f"@{socket_name}"
        self._child: subprocess.Popen[bytes] | None = None
        self.page = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._notices.close()

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def is_running(self) -> bool:
        """Say whether it was started and has not ended."""
        return self._child is not None and self._child.poll() is None

    @property
    def out(self) -> str:
        """Return what it has printed so far."""
        return self._out.read_text()

    @property
    def err(self) -> str:
        """Return what it has complained of so far."""
        return self._err.read_text()

    @property
    def _out(self) -> Path:
        return self.state.with_name(f"{self._name}.out")

    @property
    def _err(self) -> Path:
        return self.state.with_name(f"{self._name}.err")

    def launches(self) -> None:
        """Start it, and return at once."""
        assert not self.is_running
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "hub", "run", "--port", "0", *self._words],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=ROOT,
                env=self._environment,
            )

    def is_ready(self) -> None:
        """Return when it says that it is."""
        deadline = time.perf_counter() + 2 * PATIENCE
        self._notices.settimeout(0.1)
        while time.perf_counter() < deadline:
            assert self._child is not None
            assert self._child.poll() is None, f"the hub ended:\n{self.err}"
            try:
                notice = self._notices.recv(4096).decode()
            except TimeoutError:
                continue
            if "READY=1" in notice:
                self.page = notice.rpartition(" ")[2]
                return
        raise AssertionError(f"the hub was not ready in time:\n{self.err}")

    def starts(self) -> None:
        """Start it, and return when it says that it is ready."""
        self.launches()
        self.is_ready()

    def is_told(self, what: signal.Signals) -> None:
        """Send it a signal."""
        assert self._child is not None
        self._child.send_signal(what)

    def is_killed(self) -> None:
        """End it without a word, as a power cut would."""
        assert self._child is not None
        self._child.kill()
        self._child.wait()
        self._child = None

    def ends(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to end; return its exit code, and how many seconds it took."""
        assert self._child is not None
        began = time.perf_counter()
        self._child.send_signal(how)
        code = self._child.wait(PATIENCE)
        took = time.perf_counter() - began
        self._child = None
        return code, took

    def fails(self) -> int:
        """Wait until it ends by itself, and return its exit code."""
        assert self._child is not None
        code = self._child.wait(PATIENCE)
        self._child = None
        return code

    def is_listening(self) -> None:
        """Return when it has taken up its work and hears what it is told."""
        deadline = time.perf_counter() + PATIENCE
        # It would end without a word before it listens to signals.
        while not catches(self.pid, signal.SIGTERM):
            assert time.perf_counter() < deadline, "it does not listen to signals"
            time.sleep(0.01)

    def says(self, what: str) -> str:
        """Return all that it printed, once this is among it."""
        deadline = time.perf_counter() + PATIENCE
        while what not in (said := self.out):
            assert time.perf_counter() < deadline, f"no word of {what!r} in:\n{said}"
            time.sleep(0.01)
        return said

    def complains(self, of: str, *, after: int = 0, times: int = 1) -> str:
        """Return all that it complained of, once this is among it, so often."""
        deadline = time.perf_counter() + PATIENCE
        while (said := self.err)[after:].count(of) < times:
            assert time.perf_counter() < deadline, f"no word of {of!r} in:\n{said}"
            time.sleep(0.01)
        return said

    def signs(self) -> str:
        """Sign the household file as it stands, whether it runs or not; return what that says."""
        return self.asked("policy", "sign", "--config", str(self.config))

    def asked(self, *words: str) -> str:
        """Run a command against it, and return what that prints."""
        done = subprocess.run(
            [sys.executable, "-m", "hub", *words, "--state", str(self.state)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=2 * PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def catches(pid: int, what: signal.Signals) -> bool:
    """Say whether a process has taken a signal into its own hands."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1]
    return bool(int(mask, 16) >> (what - 1) & 1)
