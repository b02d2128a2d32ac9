"""Families found by mDNS and told over HTTP: who is who, who has moved and who only says so."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar, Final

from devices.family import NOTHING, Family, Heard
from devices.http.thing import MISSES, Thing
from devices.message import Answer, Outgoing, Request, Service
from devices.plain import plain
from rules.words.device import Announcement
from rules.words.events import DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

OK, BUSY = 200, 503

MOST_THINGS: Final = 256
MOST_STRANGERS: Final = 64
MEETINGS_AT_ONCE: Final = 4
TRIES: Final = 12


@dataclass(slots=True)
class _Stranger:
    """An address at which mDNS says there is one of ours, not yet heard of itself."""

    asked: bool = False
    tries: int = 0
    rest: int = 0


class HttpFamily(Family):
    """What all such families share; a new one says how its things speak, and no more.

    Rule 1: a thing is who it says it is when asked; mDNS only says where to ask.
    Rule 2: a thing moves only if the new address answers as it and the old one no longer does.
    Rule 3: three polls without an answer make it unavailable; whoever then answers at its
    address is asked who they are before they are believed.
    """

    poll_seconds: ClassVar[Seconds | None] = 5.0
    thing: ClassVar[str]
    """What one of its things is called in a sentence: `a WLED lamp`."""
    who: ClassVar[str]
    """The path at which a thing says who it is."""
    how: ClassVar[str]
    """The path at which it says how it is, and is told what to be."""
    tells_by: ClassVar[str] = "POST"

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._things: dict[HardwareId, Thing] = {}
        self._strangers: dict[str, _Stranger] = {}

    # how its things speak

    @abstractmethod
    def introduced(self, body: bytes) -> Announcement | None:
        """Return who answers, or None where it is none of its things."""

    @abstractmethod
    def state(self, hardware: HardwareId, body: bytes) -> Values | None:
        """Return how a thing says it is, or None where it says nothing that can be read."""

    @abstractmethod
    def command(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> bytes | None:
        """Return what a thing is told, or None where none of it can be said; it is sent then."""

    def claimed(self, service: Service) -> str | None:
        """Return who a record says it is; empty: it says nothing; None: it says nonsense."""
        del service
        return ""

    # what comes in, and what is asked

    def saw(self, service: Service) -> Heard:
        """Ask who is there."""
        if service.kind not in self.services:
            return NOTHING
        at, claims = _at(service), self.claimed(service)
        if not at:
            return Heard(unreadable=f"{_quote(service.name)}: no address that can be called")
        if claims is None:
            said = f"what it says of itself is not what {self.thing} says"
            return Heard(unreadable=f"{_quote(service.name)} at {at}: {said}")
        if len(self._strangers) >= MOST_STRANGERS:
            return Heard(unreadable=f"{at}: too many that say they are {self.thing} wait already")
        # One for each claim: a liar's record must not spoil that of the thing itself.
        self._strangers.setdefault(f"{at} {claims}", _Stranger()).tries = 0
        return Heard(requests=self._meetings())

    def lost(self, service: Service) -> Heard:
        """Ask whether the thing is really gone: anybody can say so on the network."""
        at = _at(service) if service.kind in self.services else ""
        self._strangers.pop(f"{at} {self.claimed(service)}", None)
        return Heard(
            requests=tuple(
                thing.ask(self.who, "gone")
                for thing in self._things.values()
                if at and thing.at == at
            )
        )

    def polls(self) -> tuple[Request, ...]:
        """Ask each thing how it is, now and then who it is; and strangers who they are."""
        for stranger in self._strangers.values():
            stranger.rest = max(0, stranger.rest - 1)
        return (
            *self._meetings(),
            *(ask for thing in self._things.values() for ask in thing.poll()),
        )

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in one request; a thing whose address is in doubt is told nothing."""
        thing = self._things.get(hardware)
        if thing is None or thing.doubted:
            return ()
        body = self.command(hardware, values, transition)
        if body is None:
            return ()
        about = f"told {hardware}"
        return (Request(method=self.tells_by, url=thing.at + self.how, body=body, about=about),)

    def answered(self, answer: Answer) -> Heard:
        """Take in who somebody is, or how a thing is."""
        about, _, rest = answer.request.about.partition(" ")
        if about == "meet":
            return self._met(rest, answer)
        hardware, _, new = rest.partition(" ")
        thing = self._things.get(HardwareId(hardware))
        if thing is None or not answer.request.url.startswith(thing.at + "/"):
            return NOTHING  # it has moved since
        thing.rest = 0
        match about:
            case "rival":
                return self._compared(thing, new, answer)
            case "again" | "gone":
                return self._recognised(thing, answer, at_once=about == "gone")
            case "state" | "told":
                return self._is(thing, answer)
            case _:
                return NOTHING

    # who it is

    def _meetings(self) -> tuple[Request, ...]:
        """Ask strangers who they are, a few at a time: a flood of them must not block the way."""
        free = MEETINGS_AT_ONCE - sum(stranger.asked for stranger in self._strangers.values())
        asks: list[Request] = []
        for key, stranger in self._strangers.items():
            if free <= len(asks):
                break
            if not stranger.asked and not stranger.rest:
                stranger.asked = True
                asks.append(Request(url=key.partition(" ")[0] + self.who, about=f"meet {key}"))
        return tuple(asks)

    def _met(self, key: str, answer: Answer) -> Heard:
        stranger = self._strangers.get(key)
        if stranger is None:
            return NOTHING
        at, _, claims = key.partition(" ")
        if answer.status != OK:
            return self._silent(key, stranger)
        del self._strangers[key]
        met = self.introduced(answer.body)
        if met is None:
            trouble = f"{at}{self.who}: not the answer of {self.thing}"
        elif claims and claims != met.hardware:
            trouble = f"{at}: mDNS says it is {claims}, but it answers as {met.hardware}"
        else:
            return _with(self._placed(at, met), self._meetings())
        return Heard(unreadable=trouble, requests=self._meetings())

    def _silent(self, key: str, stranger: _Stranger) -> Heard:
        stranger.asked = False
        stranger.tries += 1
        stranger.rest = 1
        if stranger.tries < TRIES:
            return Heard(requests=self._meetings())
        del self._strangers[key]
        at = key.partition(" ")[0]
        trouble = f"{at}: mDNS says it is {self.thing}, but it does not answer as one"
        return Heard(unreadable=trouble, requests=self._meetings())

    def _placed(self, at: str, met: Announcement) -> Heard:
        """Take in that a thing answers at an address."""
        hardware = met.hardware
        thing = self._things.get(hardware)
        if thing is not None and thing.at != at and not thing.doubted:
            thing.rival = at
            return Heard(requests=(thing.ask(self.who, "rival", at),))
        if thing is None and len(self._things) >= MOST_THINGS:
            return Heard(unreadable=f"{at}: more than {MOST_THINGS} of {self.thing}")
        announced: tuple[Event, ...] = ()
        if thing is None:
            thing = self._things[hardware] = Thing(self.who, self.how, at, met)
            announced = (DeviceAnnounced(thing.announcement),)
        events = (*self._move(thing, at), *announced)
        return _with(thing.answered_as_itself(met), (), events)

    def _compared(self, thing: Thing, new: str, answer: Answer) -> Heard:
        """Take in who answers at a thing's old address, now that another says it is that thing."""
        hardware = thing.hardware
        found = self.introduced(answer.body) if answer.status == OK else None
        if answer.status == BUSY or (found and found.hardware == hardware):
            return Heard(
                unreadable=f"{new} says it is {hardware}, which still answers at {thing.at}: "
                f"it stays where it was"
            )
        thing.rival = thing.at
        events = self._move(thing, new)
        # What it said there is of a moment ago: ask anew, then believe it.
        return Heard(events=events, requests=(thing.ask(self.who, "again"),))

    def _move(self, thing: Thing, at: str) -> tuple[Event, ...]:
        """Call a thing at this address from now on, and nobody else."""
        thing.at = at
        others = [other for other in self._things.values() if other is not thing and other.at == at]
        return tuple(event for other in others for event in other.doubt())

    def _recognised(self, thing: Thing, answer: Answer, *, at_once: bool) -> Heard:
        """Take in who answers at a thing's address."""
        if answer.status != OK:
            return self._missed(thing, answer, at_once=at_once)
        found = self.introduced(answer.body)
        if found is None:
            return Heard(unreadable=f"{thing.at}{self.who}: not the answer of {self.thing}")
        if found.hardware == thing.hardware:
            return thing.answered_as_itself(found)
        return Heard(
            events=thing.doubt(),
            unreadable=f"{thing.at} was {thing.hardware}, now it answers as {found.hardware}",
            requests=self._tried_elsewhere(thing),
        )

    # how it is

    def _is(self, thing: Thing, answer: Answer) -> Heard:
        if answer.status != OK:
            return self._missed(thing, answer, at_once=False)
        values = self.state(thing.hardware, answer.body)
        if values is None:
            return Heard(unreadable=f"{thing.at}{self.how}: not the state of {self.thing}")
        if thing.misses or thing.doubted:
            return Heard(requests=(thing.ask(self.who, "again"),))
        return Heard(events=(Reported(thing.hardware, values),)) if values else NOTHING

    def _missed(self, thing: Thing, answer: Answer, *, at_once: bool) -> Heard:
        if answer.status == BUSY:
            return NOTHING
        trouble = f"{answer.request.url}: answered with {answer.status}" if answer.status else ""
        if trouble and answer.request.body is not None:
            return Heard(unreadable=trouble)  # it is there, it only does not want this
        events = thing.miss(at_once=at_once)
        elsewhere = self._tried_elsewhere(thing) if thing.misses >= MISSES else ()
        return Heard(events=events, unreadable=trouble, requests=elsewhere)

    def _tried_elsewhere(self, thing: Thing) -> tuple[Request, ...]:
        """Ask again at the address that was not believed while the thing still answered."""
        if thing.rival and len(self._strangers) < MOST_STRANGERS:
            self._strangers.setdefault(f"{thing.rival} {thing.hardware}", _Stranger())
            thing.rival = ""
        return self._meetings()


def _with(heard: Heard, requests: tuple[Request, ...], events: Iterable[Event] = ()) -> Heard:
    return Heard(
        events=(*events, *heard.events),
        requests=(*heard.requests, *requests),
        unreadable=heard.unreadable,
    )


def _at(service: Service) -> str:
    """Return where a service is called, or nothing where it cannot be."""
    try:
        address = ip_address(service.address)
    except ValueError:
        return ""
    host = str(address) if address.version == 4 else f"[{address}]"  # noqa: PLR2004 -- IPv4
    return f"http://{host}:{service.port}" if 0 < service.port < 2**16 else ""


def _quote(text: str) -> str:
    return f"`{plain(text)}`"
