"""What is measured from outside: a real hub and a real responder on one real broker."""

import select
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final, TypeAlias

from devices.message import Message
from tests.bench.broker import private_broker
from tests.bench.house import SIDE_HUB, SIDE_RESPONDER, announcements, pairs, write_files
from tests.bench.processes import DidNotWorkError, FeederProcess, Measured, Processes
from tests.bench.table import Goal, Row
from tests.bench.wire import Heard, dial, now, publish_packet

RATE: Final = 20.0
BURST: Final = 5_000
READY_WITHIN: Final = 30.0
ALL_LOADED: Final = 4.0
IDLE_RATE: Final = 10.0
MILLI: Final = 1000.0
MICRO: Final = 1e6
SIDES: Final = (SIDE_HUB, SIDE_RESPONDER)
Both: TypeAlias = Mapping[str, Measured]
"""The processes of both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is done for each figure."""

    starts: int = 5
    blocks: int = 5
    events: int = 80
    """On each side, in a block."""
    bursts: int = 5
    seconds: float = 20.0
    repeats: int = 20
    """Of what is measured inside one process."""
    echo: bool = False
    say: Callable[[str], None] = print


QUICK: Final = Effort(starts=3, blocks=3, events=40, bursts=3, seconds=6.0, repeats=5)


@dataclass(frozen=True, slots=True)
class Site:
    """A broker, the devices of a house on it, and the household's files."""

    port: int
    count: int
    config: Path
    feeder: FeederProcess
    processes: Processes

    def start(self, side: str) -> Measured:
        """Start what answers on this side."""
        if side == SIDE_HUB:
            return self.processes.hub(self.config)
        return self.processes.responder(pairs(side, self.count))

    def hub_ready(self) -> tuple[Measured, float]:
        """Start a hub; return it when it says that it is there, and how long that took."""
        sock = dial(self.port, "bench-watch", "homerule/status")
        sock.sendall(publish_packet("homerule/status", b"", retain=True))
        hub, heard = self.start(SIDE_HUB), Heard(sock)
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
def site(count: int, *, with_lux: bool = False) -> Iterator[Site]:
    """Prepare a house of so many pairs; nothing that is measured runs yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        port = stack.enter_context(private_broker(folder))
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


def starts(effort: Effort) -> list[Row]:
    """Time from the start of a process to its first correct reaction, with 100 pairs."""
    times: dict[str, list[float]] = {side: [] for side in SIDES}
    with site(100) as at:
        for number in range(effort.starts):
            effort.say(f"start {number + 1}/{effort.starts}")
            for side in SIDES:
                process = at.start(side)
                first = at.feeder.do("first", side=side, count=at.count)["at"]
                process.must_live()
                process.end()
                if first is None:
                    raise DidNotWorkError(f"the {process.name} did not react")
                times[side].append(first - process.began)
    return [_beside("start to first reaction, 100 pairs", "s", times, goal=Goal(0.8))]


def latency(effort: Effort, at: Site) -> list[Row]:
    """Time from a sensor's message to the command, 20 times a second."""
    medians: dict[str, list[float]] = {side: [] for side in SIDES}
    every: dict[str, list[float]] = {side: [] for side in SIDES}
    unanswered = 0
    for number in range(effort.blocks):
        effort.say(f"latency, {at.count} pairs, block {number + 1}/{effort.blocks}")
        told = {"events": effort.events, "rate": RATE, "echo": effort.echo}
        answers = at.feeder.do("latency", sides=SIDES, count=at.count, **told)
        for side, answer in answers.items():
            found = [MILLI * seconds for seconds in answer["latencies"]]
            medians[side].append(median(found))
            every[side] += found
            unanswered += answer["unanswered"]
    _settle(at)
    note = f"({unanswered} events got no command)" if unanswered else ""
    name = f"sensor to command, {at.count:,} pairs"
    p99 = [quantiles(every[side], n=100)[98] for side in SIDES]
    return [
        _beside(f"{name}, p50", "ms", medians, goal=Goal(1.5, ratio=True), note=note),
        Row(f"{name}, p99", "ms", p99[0], p99[1], p99[0] / p99[1]),
    ]


def burst(effort: Effort, at: Site, both: Both) -> list[Row]:
    """Commands a second when 5,000 motion events come at once."""
    rates: dict[str, list[float]] = {side: [] for side in SIDES}
    spent: dict[str, list[float]] = {side: [] for side in SIDES}
    notes: set[str] = set()
    for number in range(effort.bursts):
        effort.say(f"burst, {at.count} pairs, {number + 1}/{effort.bursts}")
        for side in SIDES:
            cpu = both[side].cpu()
            answer = at.feeder.do("burst", side=side, count=at.count, events=BURST)
            spent[side].append((both[side].cpu() - cpu) / BURST * MICRO)
            rates[side].append((BURST - answer["unanswered"]) / answer["seconds"])
            if answer["unanswered"]:
                notes.add(f"({side}: {answer['unanswered']} events got no command)")
            _settle(at)
            both[SIDE_HUB].calm_down()
    name, note = f"burst of {BURST:,}, {at.count:,} pairs", " ".join(sorted(notes))
    goal = Goal(0.4, least=True, ratio=True)
    return [
        _beside(name, "/s", rates, goal=goal, note=note),
        _beside(f"{name}, CPU an event", "us", spent),
    ]


def _beside(
    name: str,
    unit: str,
    found: Mapping[str, Sequence[float]],
    *,
    goal: Goal | None = None,
    note: str = "",
) -> Row:
    """Return the medians of both sides, and the median of their ratios, each of its own time."""
    hub, responder = found[SIDE_HUB], found[SIDE_RESPONDER]
    ratio = median(h / r for h, r in zip(hub, responder, strict=True))
    return Row(name, unit, median(hub), median(responder), ratio, goal, note)


def _settle(at: Site) -> None:
    """Let the lamps report, so that no order of one measurement is repeated in the next."""
    at.feeder.do("settle", side=SIDE_HUB, count=at.count)


def costs(effort: Effort) -> list[Row]:
    """Memory and CPU of the hub with 100 devices, of which 10 a second report something."""
    rows: list[Row] = []
    with site(50, with_lux=True) as at:
        hub, _ = at.hub_ready()
        hub.calm_down()
        for kind, what in (("lux", "readings"), ("motion", "motions and commands")):
            effort.say(f"memory and CPU, 100 devices, {what}")
            share = _share_of_core(at, hub, kind, effort.seconds)
            rows.append(Row(f"CPU, 100 devices, 10 {what}/s", "%", share, goal=Goal(0.6)))
        rows.insert(0, Row("RSS, 100 devices", "MB", hub.megabytes(), goal=Goal(70)))
    return rows


def _share_of_core(at: Site, hub: Measured, kind: str, seconds: float) -> float:
    told: dict[str, Any] = {"side": SIDE_HUB, "count": at.count, "kind": kind, "rate": IDLE_RATE}
    at.feeder.do("stream", seconds=2.0, **told)
    cpu, began = hub.cpu(), now()
    at.feeder.do("stream", seconds=seconds, **told)
    return 100 * (hub.cpu() - cpu) / (now() - began)


def beside(effort: Effort, at: Site, hub: Measured, wanted: AbstractSet[str]) -> list[Row]:
    """Measure hub and responder in turns."""
    if not wanted:
        return []
    # Page and mDNS are loaded when MQTT is at work already: that is no part of these figures.
    time.sleep(max(0.0, hub.began + ALL_LOADED - now()))
    hub.calm_down()
    both = {SIDE_HUB: hub, SIDE_RESPONDER: at.responder_ready()}
    rows = latency(effort, at) if "latency" in wanted else []
    return rows + (burst(effort, at, both) if "burst" in wanted else [])


def announced(effort: Effort, at: Site) -> tuple[Measured, list[Row]]:
    """Start a hub with 2,000 retained announcements; everything must then be known."""
    effort.say(f"{2 * at.count:,} retained announcements")
    hub, seconds = at.hub_ready()
    answer = at.feeder.do("burst", side=SIDE_HUB, count=at.count, events=at.count)
    _settle(at)
    unknown = answer["unanswered"]
    note = f"({unknown} pairs were not known)" if unknown else ""
    name = f"start to {2 * at.count:,} announcements known"
    return hub, [Row(name, "s", seconds, note=note)]


def memory(effort: Effort, at: Site, hub: Measured) -> list[Row]:
    """Memory of a hub with all its pairs while 10 a second report."""
    effort.say(f"memory, {at.count} pairs")
    hub.calm_down()
    share = _share_of_core(at, hub, "motion", effort.seconds / 4)
    return [
        Row(f"RSS, {at.count:,} pairs", "MB", hub.megabytes(), goal=Goal(85)),
        Row(f"CPU, {at.count:,} pairs, 10 motions and commands/s", "%", share),
    ]
