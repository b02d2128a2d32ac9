"""How soon a freeze stands that a person sends while the hub is flooded, and that it holds."""

import random
import select
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from socket import socket
from statistics import median, quantiles
from typing import Any, Final

from tests.bench.house import SIDE_HUB, pairs
from tests.bench.outside import ALL_LOADED, MILLI, Effort
from tests.bench.processes import DidNotWorkError
from tests.bench.site import Site, site
from tests.bench.stamped import AUTOMATED, FENCE, RELEASE, Stamp, stamps
from tests.bench.table import Goal, Row
from tests.bench.wire import Heard, dial, now, publish_packet

PAIRS: Final = 100
RATE: Final = 10_000.0
LIMIT: Final = 262_144
OVERRIDE: Final = "homerule/override/house/set"
WORD: Final = "bench/word"
PAUSES: Final = (0.02, 0.06)
"""Seconds to a release, and to the next freeze: what recurs must not hit every one, or none."""
BEFORE: Final = 0.5
AFTER: Final = 1.0
"""Seconds of flood before the first freeze, and after the last release."""
ENOUGH: Final = 0.95
"""Of the rate that is wanted; a slower flood is none."""


@dataclass(frozen=True, slots=True)
class Case:
    """What else goes on while people freeze; `broker`: lines of its settings."""

    name: str
    broker: str = ""
    heavy: bool = False


CASES: Final = (
    Case("10,000 sensor messages/s"),
    Case("and packets of 10 MB", heavy=True),
    Case("and 10 MB refused by the broker", f"max_packet_size {LIMIT}\n", heavy=True),
)


@dataclass(frozen=True, slots=True)
class Round:
    """When the freezes were sent; how long a word to and fro took, sent with each; the flood."""

    sent: list[float]
    plain: list[float]
    flood: Mapping[str, Any]


def freezes(effort: Effort) -> list[Row]:
    """Time from a person's write to the fence, and count what was automated behind it.

    Beside it stands how long the broker alone took at that moment.
    """
    rows: list[Row] = []
    for case in CASES:
        with site(PAIRS, with_lux=True, broker=case.broker) as at:
            rows += _case(effort, case, at)
    return rows


def _case(effort: Effort, case: Case, at: Site) -> list[Row]:
    file = at.processes.folder / "stamps"
    hub, _ = at.hub_ready(file)
    time.sleep(max(0.0, hub.began + ALL_LOADED - now()))
    if case.heavy:
        lamp, sensor = pairs(SIDE_HUB, PAIRS)[0].lamp_name, pairs(SIDE_HUB, PAIRS)[0].sensor
        slug = lamp.lower().replace(" ", "-")
        at.processes.heavy((sensor, OVERRIDE, f"homerule/device/{slug}/set"))
    rounds: list[Round] = []
    for number in range(effort.rounds):
        effort.say(f"freeze, {case.name}, {number + 1}/{effort.rounds}")
        rounds.append(_round(effort.freezes, at))
        hub.calm_down()
    hub.end()
    said = stamps(file)
    return [*_times(case, rounds, said), *_behind(said, [one.flood for one in rounds])]


def _round(count: int, at: Site) -> Round:
    """Flood, and freeze and release so often."""
    dice = random.Random(count)
    pauses = [dice.uniform(*PAUSES) for _ in range(2 * count)]
    seconds = BEFORE + sum(pauses) + AFTER
    freeze, release = (publish_packet(OVERRIDE, word) for word in (b"freeze", b"release"))
    freeze += publish_packet(WORD, b"1")
    sent: list[float] = []
    with dial(at.port, "bench-person", WORD) as sock:
        heard = Heard(sock)
        at.feeder.begin("flood", side=SIDE_HUB, count=at.count, rate=RATE, seconds=seconds)
        moment = now() + BEFORE
        for number, pause in enumerate(pauses):
            _listen_until(moment, sock, heard)
            if number % 2 == 0:
                sent.append(now())
            sock.send(release if number % 2 else freeze)
            moment += pause
        flood = at.feeder.answer()
    back = [moment for moment, _, _ in heard.take()]
    if len(back) != count:
        raise DidNotWorkError(f"of {count} words {len(back)} came back")
    return Round(sent, [MILLI * (b - s) for s, b in zip(sent, back, strict=True)], flood)


def _listen_until(moment: float, sock: socket, heard: Heard) -> None:
    while (left := moment - now()) > 0:
        if select.select([sock], [], [], left)[0]:
            heard.read()


def _times(case: Case, rounds: Sequence[Round], said: Sequence[Stamp]) -> list[Row]:
    fences = [stamp.at for stamp in said if stamp.kind == FENCE]
    count = sum(len(one.sent) for one in rounds)
    if len(fences) != count:
        raise DidNotWorkError(f"of {count} freezes {len(fences)} came to stand")
    stood = iter(fences)
    found = [[MILLI * (next(stood) - at) for at in one.sent] for one in rounds]
    every, plain = [*chain.from_iterable(found)], [*chain.from_iterable(r.plain for r in rounds)]
    best = min((_p99(took), max(took)) for took in found)
    name = f"freeze to fence, {case.name}"
    return [
        Row(f"{name}, p50", "ms", median(every), median(plain)),
        Row(f"{name}, p99", "ms", _p99(every), _p99(plain), goal=Goal(20)),
        Row(f"{name}, max", "ms", max(every), max(plain), goal=Goal(100)),
        Row("  p99 of the best round", "ms", best[0]),
        Row("  max of the best round", "ms", best[1]),
    ]


def _p99(found: Sequence[float]) -> float:
    return quantiles(found, n=100, method="inclusive")[98]


def _behind(said: Sequence[Stamp], floods: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Count the automated commands that were handed over between a fence and its release."""
    frozen, behind, free = False, 0, 0
    for stamp in sorted(said, key=lambda one: one.at):
        if stamp.kind in (FENCE, RELEASE):
            frozen = stamp.kind == FENCE
        elif stamp.kind == AUTOMATED:
            behind += frozen
            free += not frozen
    known = {stamp.number for stamp in said if stamp.kind == AUTOMATED}
    arrived = {number for flood in floods for number in flood["commands"]}
    notes = ["" if free else "(none at all)", "" if arrived <= known else "(some left another way)"]
    rate = min(flood["rate"] for flood in floods)
    return [
        Row(
            "  automated commands behind a fence",
            "",
            float(behind),
            goal=Goal(0),
            note=" ".join(filter(None, notes)),
        ),
        Row("  automated commands else", "", float(free)),
        Row("  sensor messages", "/s", rate, goal=Goal(ENOUGH * RATE, least=True)),
    ]
