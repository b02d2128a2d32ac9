"""Where it is measured: a broker of its own, a house announced on it, and who lives there."""

import select
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.message import Message
from tests.bench.broker import private_broker
from tests.bench.house import SIDE_HUB, SIDE_RESPONDER, announcements, pairs, write_files
from tests.bench.processes import DidNotWorkError, FeederProcess, Measured, Processes
from tests.bench.wire import Heard, dial, now, publish_packet

READY_WITHIN: Final = 30.0


@dataclass(frozen=True, slots=True)
class Site:
    """A broker, the devices of a house on it, and the household's files."""

    port: int
    count: int
    config: Path
    feeder: FeederProcess
    processes: Processes

    def start(self, side: str, stamps: Path | None = None, config: Path | None = None) -> Measured:
        """Start what answers on this side.

        `stamps`: where a hub's moments are written down; `config`: other files than the site's.
        """
        if side == SIDE_HUB:
            return self.processes.hub(config or self.config, stamps)
        return self.processes.responder(pairs(side, self.count))

    def hub_ready(
        self, stamps: Path | None = None, config: Path | None = None
    ) -> tuple[Measured, float]:
        """Start a hub; return it when it says that it is there, and how long that took."""
        sock = dial(self.port, "bench-watch", "homerule/status")
        sock.sendall(publish_packet("homerule/status", b"", retain=True))
        hub, heard = self.start(SIDE_HUB, stamps, config), Heard(sock)
        with sock:
            while now() < hub.began + READY_WITHIN:
                hub.must_live()
                if select.select([sock], [], [], 0.1)[0]:
                    heard.read()
                for at, _, payload in heard.take():
                    if payload == b"online":
                        return hub, at - hub.began
        raise DidNotWorkError(f"the hub was not ready within {READY_WITHIN:.0f} s")

    def responder_ready(self) -> Measured:
        """Start a responder; return it when it answers."""
        responder = self.start(SIDE_RESPONDER)
        self.feeder.do("first", side=SIDE_RESPONDER, count=1)
        return responder


@contextmanager
def site(count: int, *, with_lux: bool = False, broker: str = "") -> Iterator[Site]:
    """Prepare a house of so many pairs; nothing that is measured runs yet.

    `broker`: more lines for the broker's settings.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        port = stack.enter_context(private_broker(folder, broker))
        known = pairs(SIDE_HUB, count)
        write_files(folder / "config", port, known)
        _publish(port, announcements(known, with_lux=with_lux))
        feeder = FeederProcess(stack, port)
        yield Site(port, count, folder / "config", feeder, Processes(stack, folder, port))


def _publish(port: int, messages: Iterator[Message]) -> None:
    said = (publish_packet(m.topic, m.payload, retain=m.retain) for m in messages)
    # A last message of our own comes back when the broker has taken all before it.
    with dial(port, "bench-bridge", "bench/said") as sock:
        sock.setblocking(True)
        sock.sendall(b"".join(said) + publish_packet("bench/said", b"1"))
        sock.recv(1)
