"""Sends packets of 10 MB where the hub listens, one after another, until ended."""

import socket
import sys
import time
from contextlib import suppress
from itertools import cycle
from typing import Final

from tests.bench.wire import dial, publish_packet

SIZE: Final = 10_000_000
PAUSE: Final = 0.4


def send(port: int, topics: list[str]) -> None:
    """Send to each topic in turn; a broker that hangs up on us is dialled again."""
    sock = _dialled(port)
    for topic in cycle(topics):
        packet = publish_packet(topic, b"x" * SIZE)
        try:
            sock.sendall(packet)
        except OSError:
            sock.close()
            sock = _dialled(port)
        time.sleep(PAUSE)


def _dialled(port: int) -> socket.socket:
    sock = dial(port, "bench-heavy")
    sock.setblocking(True)
    return sock


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        send(int(sys.argv[1]), sys.argv[2:])
