"""Things found by mDNS and told over HTTP: who is who, who has moved and who only says so."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Final, TypeAlias

from devices.family import NOTHING, Family, Heard
from devices.http.strangers import Strangers
from devices.http.thing import MISSES, Thing
from devices.message import Answer, Outgoing, Request, Service, host_of, url_of
from devices.plain import plain
from devices.roster import News, Roster
from rules.words.device import Announcement
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

OK, BUSY = 200, 503

MOST_THINGS: Final = 256

Order: TypeAlias = tuple[str, bytes]
"""A path, and what is told there."""


class HttpThings(Family):
    """What all such families share; a new one says how its things speak, and no more.

    Rule 1: a thing is who it says it is when asked; mDNS only says where to ask.
    Rule 2: a thing moves only if the new address answers as it and the old one no longer does.
    Rule 3: three polls without an answer make it unavailable; whoever then answers at its
    address is asked who they are before they are believed.
    A thing has one device or several; those that stand beside it bear its id and a slash first.
    """

    poll_seconds: ClassVar[Seconds | None] = 5.0
    thing: ClassVar[str]
    """What one of its things is called in a sentence: `a WLED lamp`."""
    who: ClassVar[str]
    """The path at which a thing says who it is."""
    tells_by: ClassVar[str] = "POST"

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._things: dict[HardwareId, Thing] = {}
        self._strangers = Strangers(self.who)
        self._roster = Roster()

    # how its things speak

    @abstractmethod
    def introduced(self, body: bytes) -> Announcement | None:
        """Return who answers, or None where it is none of its things."""

    @abstractmethod
    def questions(self) -> tuple[str, ...]:
        """Return the paths at which a thing says how it is; each poll asks the last."""

    @abstractmethod
    def said(self, hardware: HardwareId, path: str, body: bytes) -> tuple[Event, ...] | None:
        """Return what a thing answered there, or None where nothing of it can be read."""

    @abstractmethod
    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Order, ...]:
        """Return what a device is told, none where none of it can be said; it is sent then."""

    def devices(self, met: Announcement) -> Iterable[Announcement]:
        """Return the devices of a thing that is known so; none while too little is."""
        return (met,)

    def claimed(self, service: Service) -> str | None:
        """Return who a record says it is; empty: it says nothing; None: it says nonsense."""
        del service
        return ""

    def refusal(self, body: bytes) -> str:
        """Say why who answered is not taken for one of its things."""
        del body
        return f"not the answer of {self.thing}"

    def sleeps(self, hardware: HardwareId) -> bool:
        """Say whether a thing is silent most of the time, and not away for that."""
        del hardware
        return False

    # what comes in, and what is asked

    def saw(self, service: Service) -> Heard:
        """Ask who is there."""
        if service.kind not in self.services:
            return NOTHING
        at, claims = url_of(service), self.claimed(service)
        if not at:
            return Heard(unreadable=f"{_quote(service.name)}: no address that can be called")
        if claims is None:
            said = f"what it says of itself is not what {self.thing} says"
            return Heard(unreadable=f"{_quote(service.name)} at {at}: {said}")
        if self._strangers.full:
            return Heard(unreadable=f"{at}: too many that say they are {self.thing} wait already")
        self._strangers.come(at, claims)
        return Heard(requests=self._strangers.asked())

    def lost(self, service: Service) -> Heard:
        """Ask whether the thing is really gone: anybody can say so on the network."""
        at = url_of(service) if service.kind in self.services else ""
        self._strangers.go(at, self.claimed(service))
        return Heard(
            requests=tuple(
                thing.ask(self.who, "gone")
                for thing in self._things.values()
                if at and thing.at == at
            )
        )

    def polls(self) -> tuple[Request, ...]:
        """Ask each thing how it is, now and then who it is; and strangers who they are."""
        self._strangers.rested()
        how = self.questions()[-1]
        return (
            *self._strangers.asked(),
            *(ask for thing in self._things.values() for ask in thing.poll(self.who, how)),
        )

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in as few requests as can be; one whose address is in doubt is told nothing."""
        thing = self._things.get(HardwareId(hardware.partition("/")[0]))
        if thing is None or thing.doubted:
            return ()
        about = f"told {thing.hardware}"
        return tuple(
            Request(method=self.tells_by, url=thing.at + path, body=body, about=about)
            for path, body in self.told(hardware, values, transition)
        )

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
                return self._is(thing, answer, told=about == "told")
            case _:
                return NOTHING

    # who it is

    def _met(self, key: str, answer: Answer) -> Heard:
        if key not in self._strangers:
            return NOTHING
        at, claims = Strangers.place(key)
        if answer.status != OK:
            given_up = self._strangers.silent(key)
            trouble = f"{at}: mDNS says it is {self.thing}, but it does not answer as one"
            asks = self._strangers.asked()
            return Heard(unreadable=trouble if given_up else "", requests=asks)
        self._strangers.go(at, claims)
        met = self.introduced(answer.body)
        if met is None:
            trouble = f"{at}{self.who}: {self.refusal(answer.body)}"
        elif claims and claims != met.hardware:
            trouble = f"{at}: mDNS says it is {claims}, but it answers as {met.hardware}"
        else:
            return _with(self._placed(at, met), self._strangers.asked())
        return Heard(unreadable=trouble, requests=self._strangers.asked())

    def _placed(self, at: str, met: Announcement) -> Heard:
        """Take in that a thing answers at an address."""
        hardware = met.hardware
        thing = self._things.get(hardware)
        if thing is not None and thing.at != at and not thing.doubted:
            thing.rival = at
            return Heard(requests=(thing.ask(self.who, "rival", at),))
        if thing is None and len(self._things) >= MOST_THINGS:
            return Heard(unreadable=f"{at}: more than {MOST_THINGS} of {self.thing}")
        if thing is None:
            thing = self._things[hardware] = Thing(at, met)
        events = self._move(thing, at)
        return _with(self._believed(thing, met), (), events)

    def _believed(self, thing: Thing, met: Announcement) -> Heard:
        """Believe in a thing that answered as itself; tell what is new of it, ask how it is."""
        thing.misses, thing.doubted = 0, False
        news = News()
        thing.announcement = met
        self._roster.settle(thing.hardware, self._found(thing), (), news)
        self._roster.reached(thing.hardware, news, here=True)
        asks = tuple(thing.ask(path, "state") for path in self.questions())
        return _with(news.heard(), asks)

    def _found(self, thing: Thing) -> Iterable[Announcement]:
        """Return the devices of a thing, each with where it was found."""
        at = host_of(thing.at)
        return (replace(one, at=at, hinted=True) for one in self.devices(thing.announcement))

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
        return tuple(event for other in others for event in self._doubted(other))

    def _doubted(self, thing: Thing) -> tuple[Event, ...]:
        """Take in that somebody else is where a thing was."""
        news = News()
        thing.is_doubted()
        self._roster.reached(thing.hardware, news, here=False)
        return tuple(news.events)

    def _recognised(self, thing: Thing, answer: Answer, *, at_once: bool) -> Heard:
        """Take in who answers at a thing's address."""
        if answer.status != OK:
            return self._missed(thing, answer, at_once=at_once)
        found = self.introduced(answer.body)
        if found is None:
            return Heard(unreadable=f"{thing.at}{self.who}: {self.refusal(answer.body)}")
        if found.hardware == thing.hardware:
            return self._believed(thing, found)
        return Heard(
            events=self._doubted(thing),
            unreadable=f"{thing.at} was {thing.hardware}, now it answers as {found.hardware}",
            requests=self._tried_elsewhere(thing),
        )

    # how it is

    def _is(self, thing: Thing, answer: Answer, *, told: bool) -> Heard:
        path, how = answer.request.url.removeprefix(thing.at), self.questions()[-1]
        if answer.status != OK:
            if not told and path != how:
                return NOTHING  # asked again with who it is; to doubt it for that asks without end
            return self._missed(thing, answer, at_once=False)
        if told and path != how:
            return Heard(requests=(thing.ask(how, "state"),))  # what has become of it
        if thing.misses or thing.doubted:
            return Heard(requests=(thing.ask(self.who, "again"),))
        said = self.said(thing.hardware, path, answer.body)
        if said is None:
            return Heard(unreadable=f"{thing.at}{path}: not the state of {self.thing}")
        news = News()
        self._roster.settle(thing.hardware, self._found(thing), (), news)
        return _with(news.heard(), (), after=said)

    def _missed(self, thing: Thing, answer: Answer, *, at_once: bool) -> Heard:
        if answer.status == BUSY:
            return NOTHING
        trouble = f"{answer.request.url}: answered with {answer.status}" if answer.status else ""
        if trouble and answer.request.body is not None:
            return Heard(unreadable=trouble)  # it is there, it only does not want this
        news = News()
        if thing.misses_one(at_once=at_once) and not self.sleeps(thing.hardware):
            self._roster.reached(thing.hardware, news, here=False)
        elsewhere = self._tried_elsewhere(thing) if thing.misses >= MISSES else ()
        return Heard(events=tuple(news.events), unreadable=trouble, requests=elsewhere)

    def _tried_elsewhere(self, thing: Thing) -> tuple[Request, ...]:
        """Ask again at the address that was not believed while the thing still answered."""
        if thing.rival and not self._strangers.full:
            self._strangers.come_again(thing.rival, thing.hardware)
            thing.rival = ""
        return self._strangers.asked()


def _with(
    heard: Heard,
    requests: tuple[Request, ...],
    before: Iterable[Event] = (),
    after: Iterable[Event] = (),
) -> Heard:
    return Heard(
        events=(*before, *heard.events, *after),
        requests=(*heard.requests, *requests),
        unreadable=heard.unreadable,
    )


def _quote(text: str) -> str:
    return f"`{plain(text)}`"
