"""Families found by mDNS that are called once, and then say by themselves how they are."""

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from pydantic_core import from_json, to_json

from devices.family import NOTHING, Family, Heard
from devices.lines.party import Party
from devices.message import Answer, Outgoing, Request, Service, url_of
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import Fields, object_of
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

OK, LOCKED_OUT, NO_WAY = 200, 401, 501
MOST_PARTIES: Final = 256
MOST_CALLED: Final = 64
"""So many strangers are called before one of them has answered."""
TRIES: Final = 3
REST: Final = 6
"""Rounds between two calls to who is away."""


@dataclass(slots=True)
class _Line:
    """An address that is called, or was: who it should be, who it turned out to be."""

    claims: str
    key: str = ""
    up: bool = True
    """Whether somebody answers there, or may yet."""
    misses: int = 0
    rest: int = 0


@dataclass(slots=True)
class _Met:
    """Somebody who was on a line, which one it was, and its products that were told of."""

    party: Party
    at: str
    products: list[str] = field(default_factory=list)


class LineFamily(Family):
    """What all such families share; a new one says who is who, and why it may be kept out.

    Rule 1: who is on a line is who it says it is when called; mDNS only says where to call.
    Rule 2: one that is on the line is not looked for elsewhere.
    Rule 3: what comes on a line is of who is on it, and of no other.
    """

    poll_seconds: ClassVar[Seconds | None] = 5.0
    thing: ClassVar[str]
    """What one of them is called in a sentence: `an ESPHome board`."""
    longest: ClassVar[int] = 256 * 1024
    """The longest that one of them says of itself; one of many parts says much."""

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._roster = Roster()
        self._met: dict[str, _Met] = {}
        self._lines: dict[str, _Line] = {}
        self._rivals: dict[str, str] = {}
        """By who it is, where else somebody says to be it."""
        self._needed_said = False

    @abstractmethod
    def claimed(self, service: Service) -> str:
        """Return who a record says it is; empty where it says nothing that makes sense."""

    @abstractmethod
    def party(self, said: Fields, host: str) -> Party | None:
        """Return who describes itself so; None where it does not say who it is."""

    @abstractmethod
    def locked_out(self, claims: str) -> str:
        """Say why somebody does not let us in, and what to do."""

    def saw(self, service: Service) -> Heard:
        """Call who is there, unless it is on the line already."""
        if service.kind not in self.services:
            return NOTHING
        base, claims = url_of(service), self.claimed(service)
        if not base:
            return Heard(unreadable=f"`{plain(service.name)}`: no address that can be called")
        at = f"{self.name}{base.removeprefix('http')}/{claims}"
        line = self._lines.get(at)
        if line and line.up:
            return NOTHING
        if not line and sum(not one.key for one in self._lines.values()) >= MOST_CALLED:
            return Heard(unreadable=f"{base}: too many say already that they are {self.thing}")
        where = self._at(claims)
        on = self._lines.get(where)
        if on and on.up and claims:
            self._rivals[claims] = at
            return Heard(unreadable=f"{at} says it is {claims}, which is on the line at {where}")
        self._lines[at] = _Line(claims, key=line.key if line else "")
        return Heard(requests=(self._call(at),))

    def polls(self) -> tuple[Request, ...]:
        """Call again those that are away, now and then."""
        asks: list[Request] = []
        for at, line in self._lines.items():
            line.rest = max(0, line.rest - 1)
            if not line.up and not line.rest:
                line.up = True
                asks.append(self._call(at))
        return tuple(asks)

    def answered(self, answer: Answer) -> Heard:
        """Take in who somebody is, what it says, or that the line has ended."""
        family, _, about = answer.request.about.partition(" ")
        what, _, at = about.partition(" ")
        line = self._lines.get(at) if family == self.name else None
        if line is None:
            return NOTHING
        if what != "call":
            return NOTHING if answer.status == OK else Heard(unreadable=f"{at} was not told")
        if answer.status != OK:
            return self._ended(at, line, answer.status)
        said = self._read(answer.body)
        if said is None:
            return Heard(unreadable=f"{at}: not what {self.thing} says")
        return self._meets(at, line, said) if "info" in said else self._says(line, at, said)

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it on the line; who is not on one is told nothing."""
        met = self._met.get(hardware.partition("/")[0].removeprefix(f"{self.name}-"))
        line = self._lines.get(met.at) if met else None
        if met is None or line is None or not line.up:
            return ()
        return tuple(
            Request(
                method="POST", url=met.at, body=to_json(told), about=f"{self.name} told {met.at}"
            )
            for told in met.party.told(hardware, values, transition)
        )

    def _meets(self, at: str, line: _Line, said: Fields) -> Heard:
        party = self.party(said, at.removeprefix(f"{self.name}://").rpartition(":")[0].strip("[]"))
        trouble = self._objection(line, party)
        if party is None or trouble:
            line.up, line.rest = False, REST
            line.misses += 1
            if line.misses >= TRIES:
                del self._lines[at]
            return Heard(unreadable=f"{at}: {trouble}", requests=(self._hang_up(at),))
        news = News()
        met = self._met.setdefault(party.key, _Met(party, at))
        if met.at != at:
            self._lines.pop(met.at, None)
        line.key, line.misses = party.key, 0
        met.party, met.at = party, at
        self._has(met, news)
        self._reaches(met, news)
        return news.heard(at)

    def _has(self, met: _Met, news: News) -> None:
        """Tell what is new of what somebody has."""
        products = met.party.products()
        for gone in met.products:
            if gone not in products:
                self._roster.forget(gone, news)
        for product, devices in products.items():
            self._roster.settle(product, devices, (), news)
        met.products = [*products]

    def _reaches(self, met: _Met, news: News) -> None:
        for product in met.products:
            self._roster.reached(product, news, here=met.party.here(product))

    def _objection(self, line: _Line, party: Party | None) -> str:
        """Say why who answers is not taken to be here, or nothing."""
        if party is None:
            return f"it does not say which of {self.thing.partition(' ')[2]}s it is"
        if line.claims and line.claims != party.key:
            return f"mDNS says it is {line.claims}, but it answers as {party.key}"
        where = self._at(party.key)
        on = self._lines.get(where)
        if on and on.up and on is not line:
            return f"it says it is {party.key}, which is on the line at {where}"
        if party.key not in self._met and len(self._met) >= MOST_PARTIES:
            return f"{MOST_PARTIES} of {self.thing.partition(' ')[2]}s must do"
        return ""

    def _says(self, line: _Line, at: str, said: Fields) -> Heard:
        met = self._met.get(line.key)
        if met is None or met.at != at:
            return NOTHING
        news, events = News(), met.party.says(said)
        self._reaches(met, news)
        news.events += events  # how it is, once it is there
        return news.heard(at)

    def _ended(self, at: str, line: _Line, status: int) -> Heard:
        news, met = News(), self._met.get(line.key)
        line.up, line.rest = False, REST if line.misses else 1
        line.misses += 1
        asks: tuple[Request, ...] = ()
        if met and met.at == at:
            for product in met.products:
                self._roster.reached(product, news, here=False)
            asks = self._elsewhere(line.key)
        elif line.misses >= TRIES or status == NO_WAY:
            del self._lines[at]
        if status == LOCKED_OUT and line.misses <= TRIES:
            news.trouble.append(self.locked_out(line.claims or line.key))
        elif status == NO_WAY and not self._needed_said:
            self._needed_said = True
            thing = self.thing.partition(" ")[2]
            news.trouble.append(f"to speak with {thing}s the hub needs its extra `{self.name}`")
        heard = news.heard(at)
        return replace(heard, requests=asks) if asks else heard

    def _elsewhere(self, key: str) -> tuple[Request, ...]:
        """Call where somebody was said to be while it was still on the line."""
        at = self._rivals.pop(key, "")
        if not at or (at in self._lines and self._lines[at].up):
            return ()
        self._lines[at] = _Line(key)
        return (self._call(at),)

    def _at(self, key: str) -> str:
        met = self._met.get(key)
        return met.at if met else ""

    def _read(self, body: bytes) -> Fields | None:
        """Return what was said; one of many parts says more than a message on MQTT may."""
        if len(body) > self.longest:
            return None
        try:
            return object_of(from_json(body))
        except ValueError:
            return None

    def _call(self, at: str) -> Request:
        return Request(url=at, about=f"{self.name} call {at}")

    def _hang_up(self, at: str) -> Request:
        return Request(method="DELETE", url=at, about=f"{self.name} bye {at}")
