"""The service: its unit says what it must, and the hub tells systemd when it is ready."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from hub.cli.folders import CONFIG

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "systemd" / "homerule.service"
PATIENCE = 20.0
"""Seconds in which a hub on a busy machine has started or ended."""


@pytest.fixture
def unit() -> ConfigParser:
    """Return the unit as it is shipped."""
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    parser.read_string(UNIT.read_text())
    return parser


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """Listen where systemd would."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(PATIENCE)
        yield listener


def test_the_unit_starts_the_hub_as_its_own_user_and_waits_until_it_is_ready(
    unit: ConfigParser,
) -> None:
    service = unit["Service"]

    assert service["Type"] == "notify"
    assert service["User"] == "homerule"
    assert service["ExecStart"].endswith("/.venv/bin/homerule run")
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Restart"] == "always"
    assert {"network-online.target", "mosquitto.service"} <= set(unit["Unit"]["After"].split())
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_the_unit_gives_the_hub_its_folders_where_the_hub_looks_for_them(
    unit: ConfigParser,
) -> None:
    service = unit["Service"]

    assert service["StateDirectory"] == "homerule"
    assert service["StateDirectoryMode"] == "0700"
    assert service["Environment"] == f"{CONFIG}=/etc/{service['ConfigurationDirectory']}"
    assert service["ExecStart"].startswith(f"{service['WorkingDirectory']}/")


def test_a_hub_says_that_it_is_ready_and_that_it_is_stopping(
    systemd: socket.socket, tmp_path: Path
) -> None:
    hub = subprocess.Popen(
        [sys.executable, "-m", "hub", "run", "--demo", "--port", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "NOTIFY_SOCKET": systemd.getsockname(),
            "STATE_DIRECTORY": str(tmp_path / "state"),
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        ready = systemd.recv(4096).decode().splitlines()
        hub.send_signal(signal.SIGTERM)
        stopping = systemd.recv(4096).decode().splitlines()
        code = hub.wait(PATIENCE)
    finally:
        hub.kill()
        hub.wait()

    assert "READY=1" in ready
    assert any(line.startswith("STATUS=the page is at http") for line in ready)
    assert stopping == ["STOPPING=1"]
    assert code == 0
