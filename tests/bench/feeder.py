"""Lives the house in a process of its own: sensors report, commands are stamped as they come.

Each line of its input is a job, each line of its output the answer. Nothing is done while
something is being timed that could as well be done before or after.
"""

import json
import random
import select
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final, TypeAlias

from tests.bench.house import Pair, lamp_report, lux, motion, pairs
from tests.bench.wire import NUMBER, Heard, dial, now, publish_packet

Answer: TypeAlias = dict[str, Any]
COMMANDS: Final = "zigbee2mqtt/+/set"
LAST_ANSWERS: Final = 0.5
"""Seconds that the last events have for their commands."""
NO_PROGRESS: Final = 3.0
"""Seconds without any command after which a burst counts as over."""
FIRST_WITHIN: Final = 20.0
FIRST_EVERY: Final = 0.01
TICK: Final = 0.01
"""Seconds between two portions of a flood."""
SEES: Final = 50
"""One of so many messages of a flood is of somebody who comes or goes."""
WATCHED: Final = 20
"""Pairs of which a flood says so."""
JITTER: Final = 0.4
"""Of the pause, either way: what recurs must not hit every event, or none."""


@dataclass(slots=True)
class Tally:
    """The events that wait for their command, by lamp and in order, and what the others got.

    What a sensor says alternates, so that a command only answers if those before it have come;
    any other is the order of a lamp that did not report, said again.
    """

    waiting: dict[str, deque[tuple[float, bool]]] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    extra: int = 0
    last: float = 0.0

    def expect(self, lamp: str, sent: float, *, lit: bool) -> None:
        """Wait for a command."""
        self.waiting.setdefault(lamp, deque()).append((sent, lit))

    def take(self, messages: Iterable[tuple[float, str, bytes]]) -> None:
        """Match commands with the events that they answer."""
        for at, topic, payload in messages:
            queue = self.waiting.get(topic)
            if not queue or queue[0][1] is not is_on(payload):
                self.extra += 1
                continue
            self.latencies.append(at - queue.popleft()[0])
            self.last = at

    @property
    def unanswered(self) -> int:
        """Return how many events got no command."""
        return sum(map(len, self.waiting.values()))


def is_on(command: bytes) -> bool:
    """Say whether a command switches on."""
    return bool(json.loads(command)["state"] == "ON")


class Feeder:
    """The devices of all houses, on one connection."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self._sock = dial(port, "bench-feeder", COMMANDS)
        self._heard = Heard(self._sock)
        self._seen: dict[str, bool] = {}
        self._dice = random.Random(7)

    def latency(
        self, *, sides: list[str], count: int, events: int, rate: float, echo: bool
    ) -> Answer:
        """Let some pair of each side in turn see motion, so often a second on each side."""
        houses = [pairs(side, count) for side in sides]
        tallies = [Tally() for _ in sides]
        self._forget()
        at = now() + 0.1
        for number in range(events * len(sides)):
            side = number % len(sides)
            pair = self._dice.choice(houses[side])
            packet = self._alternates(pair)
            self._listen_until(at, echo=echo)
            tallies[side].expect(pair.lamp_set, now(), lit=self._seen[pair.name])
            self._sock.send(packet)
            at += self._dice.uniform(1 - JITTER, 1 + JITTER) / (rate * len(sides))
        self._listen_until(now() + LAST_ANSWERS, echo=echo)
        heard = list(self._heard.take())
        answers: Answer = {}
        for side_name, tally in zip(sides, tallies, strict=True):
            tally.take(said for said in heard if said[1] in tally.waiting)
            answers[side_name] = {"latencies": tally.latencies, "unanswered": tally.unanswered}
        return answers

    def burst(self, *, side: str, count: int, events: int, echo: bool) -> Answer:
        """Let the pairs see motion as fast as the broker takes it; time it to the last command."""
        known, tally, packets = pairs(side, count), Tally(), []
        for number in range(events):
            pair = known[number % count]
            packets.append(self._alternates(pair))
            tally.expect(pair.lamp_set, 0.0, lit=self._seen[pair.name])
        self._forget()
        began = self._pour(b"".join(packets), events, echo=echo)
        tally.take(self._heard.take())
        while tally.unanswered and self._readable(NO_PROGRESS):
            self._heard.read()
            tally.take(self._heard.take())
        return {
            "seconds": tally.last - began,
            "unanswered": tally.unanswered,
            "extra": tally.extra,
        }

    def settle(self, *, side: str, count: int) -> Answer:
        """Let every lamp report what its sensor saw last, so that nothing is awaited any more."""
        known = [pair for pair in pairs(side, count) if pair.name in self._seen]
        said = (publish_packet(p.lamp, lamp_report(lit=self._seen[p.name])) for p in known)
        self._pour(b"".join(said), 0)
        return {}

    def first(self, *, side: str, count: int) -> Answer:
        """Let one pair after the other see motion until a lamp is told so; say when that was."""
        self._forget()
        at, end, number = now(), now() + FIRST_WITHIN, 0
        while at < end:
            pair = pairs(side, count)[number % count]
            packet = self._alternates(pair)
            self._sock.send(packet)
            at, number = at + FIRST_EVERY, number + 1
            self._listen_until(at)
            for moment, topic, payload in self._heard.take():
                for pair in pairs(side, count):
                    if pair.lamp_set == topic and is_on(payload) is self._seen.get(pair.name):
                        return {"at": moment}
        return {"at": None}

    def stream(self, *, side: str, count: int, rate: float, seconds: float, kind: str) -> Answer:
        """Let the sensors report `lux` or `motion` so often a second in all; lamps answer."""
        known, began = pairs(side, count), now()
        self._forget()
        for number in range(int(rate * seconds)):
            pair = known[number % count]
            light = number // count % 2
            packet = (
                publish_packet(pair.sensor, lux(100 + light))
                if kind == "lux"
                else self._alternates(pair)
            )
            self._listen_until(began + number / rate, echo=True)
            self._sock.send(packet)
        self._listen_until(began + seconds, echo=True)
        return {}

    def flood(self, *, side: str, count: int, rate: float, seconds: float) -> Answer:
        """Let the sensors say so much; what some saw switches lamps, which answer. The rest is lux.

        Commands are returned by their numbers, 0 for one that has none.
        """
        self._forget()
        slices = self._slices(pairs(side, count), int(rate * TICK))
        began, ticks = now(), int(seconds / TICK)
        for tick in range(ticks):
            self._listen_until(began + tick * TICK)
            self._pour(slices[tick % len(slices)] + b"".join(self._reports()), 0, echo=True)
        took = now() - began
        commands = [json.loads(payload).get(NUMBER, 0) for _, _, payload in self._heard.take()]
        return {"rate": ticks * int(rate * TICK) / took, "commands": commands}

    def _slices(self, known: list[Pair], size: int) -> list[bytes]:
        """Return what is said in each tick of a second, and of another in which all is reverse."""
        meters, watched = cycle(known[WATCHED:]), cycle(known[:WATCHED])
        slices: list[bytes] = []
        for tick in range(2 * int(1 / TICK)):
            said = [self._alternates(next(watched)) for _ in range(size // SEES)]
            light = lux(100 + tick)
            said += [publish_packet(next(meters).sensor, light) for _ in range(size - len(said))]
            self._dice.shuffle(said)
            slices.append(b"".join(said))
        return slices

    def _alternates(self, pair: Pair) -> bytes:
        occupied = self._seen[pair.name] = not self._seen.get(pair.name, False)
        return publish_packet(pair.sensor, motion(occupied=occupied))

    def _forget(self) -> None:
        while self._readable(0.0):
            self._heard.read()
        self._heard = Heard(self._sock)

    def _readable(self, within: float) -> bool:
        return bool(select.select([self._sock], [], [], within)[0])

    def _listen_until(self, moment: float, *, echo: bool = False) -> None:
        while (left := moment - now()) > 0:
            if self._readable(left):
                self._heard.read()
                if echo:
                    self._answer()

    def _answer(self) -> None:
        for report in self._reports():
            self._sock.send(report)

    def _reports(self) -> Iterator[bytes]:
        """Yield what the lamps that were told something report, as lamps do."""
        for _, topic, payload in self._heard.peek():
            yield publish_packet(topic.removesuffix("/set"), lamp_report(lit=is_on(payload)))

    def _pour(self, data: bytes, commands: int, *, echo: bool = False) -> float:
        """Send it all while taking what comes back, until so much has come; say when it began."""
        waiting, began, heard = deque([memoryview(data)]), now(), self._heard
        while waiting or heard.count() < commands:
            wanted = [self._sock] if waiting else []
            readable, writable, _ = select.select([self._sock], wanted, [], NO_PROGRESS)
            if readable:
                heard.read()
                if echo:
                    waiting.append(memoryview(b"".join(self._reports())))
            if writable:
                left = waiting.popleft()
                left = left[self._sock.send(left) :]
                if left:
                    waiting.appendleft(left)
            if not (readable or writable):
                break
        return began


def main() -> None:
    """Do jobs until there are no more."""
    feeder = Feeder(int(sys.argv[1]))
    for line in sys.stdin:
        job: Mapping[str, Any] = json.loads(line)
        told = {name: value for name, value in job.items() if name != "job"}
        answer = getattr(feeder, job["job"])(**told)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
