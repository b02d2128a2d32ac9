"""Keeps which topics are listened to, for whom, and says what to subscribe to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import TypeAlias

from devices.homeassistant.availability import Rule, Sign
from devices.homeassistant.presence import Presence, Source
from devices.homeassistant.product import Grouped
from devices.homeassistant.readings import Read
from devices.homeassistant.routes import Reader, Reads, Route, Share
from devices.homeassistant.triggers import Trigger
from rules.words.events import AvailabilityChanged, Pressed
from rules.words.ids import HardwareId
from rules.words.values import Aspect

Shape: TypeAlias = tuple[bool, ...]
"""Word for word of a filter, whether it is a `+`."""


def shape_of(topic: str) -> Shape:
    """Return where in a filter any word may stand."""
    return tuple(word == "+" for word in topic.split("/"))


class Switchboard:
    """Every topic of the family, each listened to once however many devices it concerns."""

    __slots__ = ("_asked", "_beats", "_left", "_presences", "_shapes", "_topics", "routes")

    def __init__(self) -> None:
        """Listen to nothing."""
        self.routes: dict[str, Route] = {}
        self._topics: dict[str, tuple[str, ...]] = {}
        self._presences: dict[HardwareId, Presence] = {}
        self._beats = count(1)
        self._asked: dict[str, None] = {}
        self._left: dict[str, None] = {}
        self._shapes: Counter[Shape] = Counter()

    def connect(self, product: str, devices: Iterable[Grouped]) -> None:
        """Listen for a product as it is now, no longer as it was."""
        shares = _shares(product, devices)
        for topic, share in shares.items():
            self._share(topic, share)
        for topic in self._topics.pop(product, ()):
            if topic not in shares:
                route = self.routes[topic]
                route.shares = tuple(share for share in route.shares if share[0] != product)
                self._changed(topic, route)
        if shares:
            self._topics[product] = tuple(shares)

    def watch(self, hardware: HardwareId, rules: tuple[Rule, ...]) -> AvailabilityChanged | None:
        """Look at these signs for a device from now on, or at none; returns what that changes."""
        presence = self._presences.get(hardware) or Presence(hardware)
        before = presence.rules
        if before == rules:
            return None
        presence.rules = rules
        presence.sources = tuple(tuple(map(self._source, rule.signs)) for rule in rules)
        watched = {sign for rule in before for sign in rule.signs}
        signs = dict.fromkeys(sign for rule in rules for sign in rule.signs)
        for sign in signs:
            if sign not in watched:
                self._source(sign).watchers += (presence,)
        for sign in watched.difference(signs):
            self._look_away(sign, presence)
        if rules:
            self._presences[hardware] = presence
        else:
            del self._presences[hardware]
        return presence.judge()

    @property
    def wide(self) -> bool:
        """Say whether anything is listened to by a filter that stands for many topics."""
        return bool(self._shapes)

    def wide_routes(self, topic: str) -> Iterator[Route]:
        """Return what listens to a topic by filters; there are few shapes, however many filters."""
        words = topic.split("/")
        for places in tuple(self._shapes):
            if len(places) == len(words):
                spelled = ("+" if wild else word for wild, word in zip(places, words, strict=True))
                route = self.routes.get("/".join(spelled))
                if route is not None:
                    yield route

    def take_asked(self) -> tuple[str, ...]:
        """Return the topics to subscribe to since the last time."""
        asked = tuple(topic for topic in self._asked if topic in self.routes)
        self._asked.clear()
        return asked

    def take_left(self) -> tuple[str, ...]:
        """Return the topics that nobody listens to any more since the last time."""
        left = tuple(topic for topic in self._left if topic not in self.routes)
        self._left.clear()
        return left

    def _share(self, topic: str, share: Share) -> None:
        route = self._route(topic)
        before = next((known for known in route.shares if known[0] == share[0]), None)
        if before is None:
            route.shares = (*route.shares, share)
        elif before == share:
            return
        else:
            route.shares = tuple(share if known is before else known for known in route.shares)
        self._grown(topic, route)

    def _source(self, sign: Sign) -> Source:
        route = self._route(sign.topic)
        source = _source_of(route, sign)
        if source is None:
            source = Source(sign)
            route.sources = (*route.sources, source)
            self._grown(sign.topic, route)
        return source

    def _look_away(self, sign: Sign, presence: Presence) -> None:
        route = self.routes[sign.topic]
        source = _source_of(route, sign)
        if source is not None:
            source.watchers = tuple(known for known in source.watchers if known is not presence)
            if not source.watchers:
                route.sources = tuple(known for known in route.sources if known is not source)
        self._changed(sign.topic, route)

    def _route(self, topic: str) -> Route:
        route = self.routes.get(topic)
        if route is None:
            route = self.routes[topic] = Route(self._beats)
            if "+" in topic:
                self._shapes[shape_of(topic)] += 1
            self._asked[topic] = None
        return route

    def _grown(self, topic: str, route: Route) -> None:
        route.changed()
        if route.gave_stored:
            # Who is new here missed what the broker keeps; it is sent to whoever asks again.
            self._asked[topic] = None
            route.gave_stored = False

    def _changed(self, topic: str, route: Route) -> None:
        route.changed()
        if not route.used:
            del self.routes[topic]
            if "+" in topic:
                self._shapes -= Counter([shape_of(topic)])
            self._left[topic] = None


class _Sharing:
    """What one product has on one topic, while it is put together."""

    __slots__ = ("parsed", "presses", "text")

    def __init__(self) -> None:
        self.parsed: dict[HardwareId, list[tuple[Read, Aspect]]] = {}
        self.text: dict[HardwareId, list[tuple[Read, Aspect]]] = {}
        self.presses: list[tuple[Trigger, Pressed]] = []

    def share(self, product: str) -> Share:
        """Return it as it is kept."""
        readers: list[Reader] = [
            (hardware, _reads(self.parsed, hardware), _reads(self.text, hardware))
            for hardware in {**self.parsed, **self.text}
        ]
        return product, tuple(readers), tuple(self.presses)


def _reads(by: Mapping[HardwareId, Sequence[tuple[Read, Aspect]]], hardware: HardwareId) -> Reads:
    return _shared(tuple(by.get(hardware, ())))


@lru_cache(maxsize=1024)
def _shared(reads: Reads) -> Reads:
    """Return what is read of a message; devices that are alike share it."""
    return reads


def _shares(product: str, devices: Iterable[Grouped]) -> dict[str, Share]:
    found: dict[str, _Sharing] = {}
    for device in devices:
        hardware = device.announcement.hardware
        for ear, aspect in device.ears:
            sharing = found.setdefault(ear.topic, _Sharing())
            reads = sharing.text if ear.raw else sharing.parsed
            reads.setdefault(hardware, []).append((ear.read, aspect))
        for trigger, pressed in device.presses:
            found.setdefault(trigger.topic, _Sharing()).presses.append((trigger, pressed))
    return {topic: sharing.share(product) for topic, sharing in found.items()}


def _source_of(route: Route, sign: Sign) -> Source | None:
    return next((source for source in route.sources if source.sign == sign), None)
