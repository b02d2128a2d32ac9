"""A private mosquitto for one run of the bench."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hub.demo.broker import find_mosquitto
from tests.bench.wire import HOST

SETTINGS: Final = """\
listener {port} {host}
allow_anonymous true
persistence false
set_tcp_nodelay true
max_queued_messages 1000000
max_queued_bytes 0
log_dest stderr
log_type error
log_type warning
"""
READY_WITHIN: Final = 5.0


@contextmanager
def private_broker(directory: Path, more: str = "") -> Iterator[int]:
    """Run mosquitto on a free port of this machine for as long as the block lasts.

    `more`: further lines of its settings.
    """
    program = find_mosquitto()
    if program is None:
        raise SystemExit("mosquitto is not installed: scripts/test-needs installs it")
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    settings = directory / "mosquitto.conf"
    text = SETTINGS.format(port=port, host=HOST) + more
    # Started by root it would become another user, who could not read this folder.
    settings.write_text(f"user root\n{text}" if _is_root() else text)
    with (directory / "mosquitto.log").open("wb") as said:
        process = subprocess.Popen([program, "-c", str(settings)], stderr=said)
    try:
        _wait_until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(directory, ignore_errors=True)


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


def _wait_until_it_listens(port: int) -> None:
    for _ in range(int(READY_WITHIN / 0.01)):
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"mosquitto does not listen on {HOST}:{port}")
