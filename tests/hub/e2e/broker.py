"""A private mosquitto that a test can stop, kill, freeze and start again on the same port."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from secrets import randbelow

from hub.demo.broker import HOST, find_mosquitto

SETTINGS = """\
listener {port} {host}
allow_anonymous {anonymous}
persistence false
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
"""
LISTENS_WITHIN = 10.0


def free_port() -> int:
    """Return a port of this machine that nobody holds, and that no connection is given by chance.

    Who goes out gets one from 32768 on: a server that is yet to come would find that one taken.
    """
    while True:
        with socket.socket() as probe, suppress(OSError):
            port = 10_240 + randbelow(22_000)
            probe.bind((HOST, port))
            return port


class Mosquitto:
    """It keeps nothing over its own restart: what is retained afterwards was published again."""

    def __init__(
        self, folder: Path, *, port: int | None = None, more: str = "", anonymous: bool = True
    ) -> None:
        self.port = free_port() if port is None else port
        self._settings = folder / "mosquitto.conf"
        self._log = folder / "mosquitto.log"
        self._child: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        text = SETTINGS.format(port=self.port, host=HOST, anonymous=str(anonymous).lower()) + more
        # Started by root it would become another user, who could not read this folder.
        self._settings.write_text(text + ("user root\n" if os.geteuid() == 0 else ""))

    def starts(self) -> None:
        """Start it, and return when it listens."""
        program = find_mosquitto()
        assert program is not None, "mosquitto is not installed: scripts/test-needs installs it"
        with self._log.open("ab") as said:
            self._child = subprocess.Popen([program, "-c", str(self._settings)], stderr=said)
        deadline = time.perf_counter() + LISTENS_WITHIN
        while time.perf_counter() < deadline:
            assert self._child.poll() is None, self._log.read_text()
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.005)
        raise AssertionError("mosquitto does not listen")

    def is_killed(self) -> None:
        """End it without a word, as a power cut would."""
        self._ends(signal.SIGKILL)

    def stops(self) -> None:
        """End it in order: it hangs up on everybody."""
        self._ends(signal.SIGTERM)

    def freezes(self) -> None:
        """Let it stand still: connections stay up, nothing is answered."""
        assert self._child is not None
        self._child.send_signal(signal.SIGSTOP)

    def thaws(self) -> None:
        """Let it go on."""
        assert self._child is not None
        self._child.send_signal(signal.SIGCONT)

    def saves(self) -> None:
        """Let it write down what it knows, if it keeps anything at all."""
        assert self._child is not None
        self._child.send_signal(signal.SIGUSR1)

    def _ends(self, how: signal.Signals) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.send_signal(signal.SIGCONT)
        child.send_signal(how)
        child.wait()
