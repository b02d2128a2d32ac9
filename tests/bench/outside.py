"""What is measured from outside: a real hub and a real responder on one real broker."""

import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final, TypeAlias

from tests.bench.house import SIDE_HUB, SIDE_RESPONDER
from tests.bench.processes import DidNotWorkError, Measured
from tests.bench.site import Site, site
from tests.bench.table import Goal, Row
from tests.bench.wire import now

RATE: Final = 20.0
BURST: Final = 5_000
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

    starts: int = 4
    blocks: int = 4
    events: int = 75
    """On each side, in a block."""
    bursts: int = 4
    seconds: float = 14.0
    repeats: int = 20
    """Of what is measured inside one process."""
    rounds: int = 3
    freezes: int = 70
    """In a round."""
    echo: bool = False
    say: Callable[[str], None] = print


QUICK: Final = Effort(
    starts=3, blocks=3, events=40, bursts=3, seconds=6.0, repeats=5, rounds=1, freezes=60
)


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
    told: dict[str, Any] = {"count": at.count, "events": BURST, "echo": effort.echo}
    for number in range(effort.bursts):
        effort.say(f"burst, {at.count} pairs, {number + 1}/{effort.bursts}")
        for side in SIDES:
            cpu = both[side].cpu()
            answer = at.feeder.do("burst", side=side, **told)
            spent[side].append((both[side].cpu() - cpu) / BURST * MICRO)
            answered = BURST - answer["unanswered"]
            rates[side].append(answered / answer["seconds"] if answered else 0.0)
            if answered < BURST:
                notes.add(f"({both[side].name}: {BURST - answered} events got no command)")
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
    """Memory and CPU with 100 devices, of which 10 a second report something."""
    with site(50, with_lux=True) as at:
        both = {SIDE_HUB: at.hub_ready()[0], SIDE_RESPONDER: at.responder_ready()}
        load_all(both[SIDE_HUB])
        effort.say("CPU, 100 devices, readings")
        # The first word of a sensor is news, and lamps are told of it: a reading is what follows.
        first: dict[str, Any] = {"side": SIDE_HUB, "count": at.count, "kind": "lux"}
        at.feeder.do("stream", seconds=1.0, rate=float(at.count), **first)
        both[SIDE_HUB].calm_down()
        readings = _share_of_core(at, SIDE_HUB, both, "lux", effort.seconds)
        effort.say("CPU, 100 devices, motions and commands")
        motions = [_share_of_core(at, side, both, "motion", effort.seconds) for side in SIDES]
        memory = [both[side].megabytes() for side in SIDES]
    return [
        Row("RSS, 100 devices", "MB", memory[0], memory[1], memory[0] / memory[1], Goal(70)),
        Row("CPU, 100 devices, 10 readings/s", "%", readings, goal=Goal(0.6)),
        Row(
            "CPU, 100 devices, 10 motions and commands/s",
            "%",
            motions[0],
            motions[1],
            motions[0] / motions[1],
            Goal(0.6),
        ),
    ]


def _share_of_core(at: Site, side: str, both: Both, kind: str, seconds: float) -> float:
    told: dict[str, Any] = {"side": side, "count": at.count, "kind": kind, "rate": IDLE_RATE}
    at.feeder.do("stream", seconds=1.0, **told)
    cpu, began = both[side].cpu(), now()
    at.feeder.do("stream", seconds=seconds, **told)
    return 100 * (both[side].cpu() - cpu) / (now() - began)


def load_all(hub: Measured) -> None:
    """Wait for page and mDNS, which are loaded when MQTT is at work already."""
    time.sleep(max(0.0, hub.began + ALL_LOADED - now()))
    hub.calm_down()


def beside(effort: Effort, at: Site, hub: Measured, wanted: AbstractSet[str]) -> list[Row]:
    """Measure hub and responder in turns."""
    if not wanted:
        return []
    load_all(hub)
    both = {SIDE_HUB: hub, SIDE_RESPONDER: at.responder_ready()}
    rows = latency(effort, at) if "latency" in wanted else []
    return rows + (burst(effort, at, both) if "burst" in wanted else [])


def announced(effort: Effort, at: Site) -> tuple[Measured, list[Row]]:
    """Start a hub with 2,000 retained announcements; everything must then be known."""
    effort.say(f"{2 * at.count:,} retained announcements")
    hub, seconds = at.hub_ready()
    answer = at.feeder.do("burst", side=SIDE_HUB, count=at.count, events=at.count, echo=False)
    _settle(at)
    unknown = answer["unanswered"]
    note = f"({unknown} pairs were not known)" if unknown else ""
    name = f"start to {2 * at.count:,} announcements known"
    return hub, [Row(name, "s", seconds, note=note)]


def memory(effort: Effort, at: Site, hub: Measured) -> list[Row]:
    """Memory of a hub with all its pairs while 10 a second report."""
    effort.say(f"memory, {at.count:,} pairs")
    load_all(hub)
    share = _share_of_core(at, SIDE_HUB, {SIDE_HUB: hub}, "motion", effort.seconds / 4)
    return [
        Row(f"RSS, {at.count:,} pairs", "MB", hub.megabytes(), goal=Goal(85)),
        Row(f"CPU, {at.count:,} pairs, 10 motions and commands/s", "%", share),
    ]
