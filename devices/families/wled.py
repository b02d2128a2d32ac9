"""WLED lamps: found by mDNS, known by what they say of themselves, told over HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar, Final

from devices.family import NOTHING, Family, Heard
from devices.message import Answer, Outgoing, Request, Service
from devices.plain import plain
from devices.wled.form import (
    FAMILY_NAME,
    Info,
    announcement,
    command,
    hardware_of,
    read_info,
    read_state,
)
from devices.wled.lamp import INFO, MISSES, STATE, Lamp
from rules.words.events import DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import COLOUR, Values

KIND: Final = "_wled._tcp"
OK, BUSY = 200, 503

MOST_LAMPS: Final = 256
MOST_STRANGERS: Final = 64
MEETINGS_AT_ONCE: Final = 4
TRIES: Final = 12


@dataclass(slots=True)
class _Stranger:
    """An address at which mDNS says there is a WLED, not yet heard of itself."""

    asked: bool = False
    tries: int = 0
    rest: int = 0


class Wled(Family):
    """Rule 1: a lamp is who it says it is when asked; mDNS only says where to ask.

    Rule 2: a lamp moves only if the new address answers as it and the old one no longer does.
    Rule 3: three polls without an answer make it unavailable; whoever then answers at its
    address is asked who they are before they are believed.
    """

    name: ClassVar[str] = FAMILY_NAME
    services: ClassVar[tuple[str, ...]] = (KIND,)
    poll_seconds: ClassVar[Seconds | None] = 5.0

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._lamps: dict[HardwareId, Lamp] = {}
        self._strangers: dict[str, _Stranger] = {}

    def saw(self, service: Service) -> Heard:
        """Ask who is there."""
        if service.kind != KIND:
            return NOTHING
        at, said = _at(service), service.properties.get("mac", "")
        claims = hardware_of(said)
        if not at:
            return Heard(unreadable=f"{_quote(service.name)}: no address that can be called")
        if said and not claims:
            return Heard(unreadable=f"{_quote(service.name)} at {at}: {_quote(said)} is no mac")
        if len(self._strangers) >= MOST_STRANGERS:
            return Heard(unreadable=f"{at}: too many that say they are WLED lamps wait already")
        # One for each claim: a liar's record must not spoil that of the lamp itself.
        self._strangers.setdefault(f"{at} {claims or ''}", _Stranger()).tries = 0
        return Heard(requests=self._meetings())

    def lost(self, service: Service) -> Heard:
        """Ask whether the lamp is really gone: anybody can say so on the network."""
        at = _at(service) if service.kind == KIND else ""
        self._strangers.pop(f"{at} {hardware_of(service.properties.get('mac', '')) or ''}", None)
        return Heard(
            requests=tuple(
                lamp.ask(INFO, "gone") for lamp in self._lamps.values() if at and lamp.at == at
            )
        )

    def polls(self) -> tuple[Request, ...]:
        """Ask each lamp how it is, now and then who it is; and strangers who they are."""
        for stranger in self._strangers.values():
            stranger.rest = max(0, stranger.rest - 1)
        return (*self._meetings(), *(ask for lamp in self._lamps.values() for ask in lamp.poll()))

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in one request; a lamp whose address is in doubt is told nothing."""
        lamp = self._lamps.get(hardware)
        body = command(values, transition, lamp.segments) if lamp and not lamp.doubted else None
        if lamp is None or body is None:
            return ()
        lamp.told = values.get(COLOUR) or lamp.told
        about = f"told {hardware}"
        return (Request(method="POST", url=lamp.at + STATE, body=body, about=about),)

    def answered(self, answer: Answer) -> Heard:
        """Take in who somebody is, or how a lamp is."""
        about, _, rest = answer.request.about.partition(" ")
        if about == "meet":
            return self._met(rest, answer)
        hardware, _, new = rest.partition(" ")
        lamp = self._lamps.get(HardwareId(hardware))
        if lamp is None or not answer.request.url.startswith(lamp.at + "/"):
            return NOTHING  # it has moved since
        lamp.rest = 0
        match about:
            case "rival":
                return self._compared(lamp, new, answer)
            case "again" | "gone":
                return self._recognised(lamp, answer, at_once=about == "gone")
            case "state" | "told":
                return self._is(lamp, answer)
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
                asks.append(Request(url=key.partition(" ")[0] + INFO, about=f"meet {key}"))
        return tuple(asks)

    def _met(self, key: str, answer: Answer) -> Heard:
        stranger = self._strangers.get(key)
        if stranger is None:
            return NOTHING
        at, _, claims = key.partition(" ")
        if answer.status != OK:
            return self._silent(key, stranger)
        del self._strangers[key]
        info = read_info(answer.body)
        hardware = info.hardware if info else None
        if info is None or hardware is None:
            trouble = f"{at}{INFO}: not the answer of a WLED lamp"
        elif claims and claims != hardware:
            trouble = f"{at}: mDNS says it is {claims}, but it answers as {hardware}"
        else:
            return _with(self._placed(at, hardware, info), self._meetings())
        return Heard(unreadable=trouble, requests=self._meetings())

    def _silent(self, key: str, stranger: _Stranger) -> Heard:
        stranger.asked = False
        stranger.tries += 1
        stranger.rest = 1
        if stranger.tries < TRIES:
            return Heard(requests=self._meetings())
        del self._strangers[key]
        at = key.partition(" ")[0]
        trouble = f"{at}: mDNS says it is a WLED lamp, but it does not answer as one"
        return Heard(unreadable=trouble, requests=self._meetings())

    def _placed(self, at: str, hardware: HardwareId, info: Info) -> Heard:
        """Take in that a lamp answers at an address."""
        lamp = self._lamps.get(hardware)
        if lamp is not None and lamp.at != at and not lamp.doubted:
            lamp.rival = at
            return Heard(requests=(lamp.ask(INFO, "rival", at),))
        if lamp is None and len(self._lamps) >= MOST_LAMPS:
            return Heard(unreadable=f"{at}: more than {MOST_LAMPS} WLED lamps")
        announced: tuple[Event, ...] = ()
        if lamp is None:
            lamp = self._lamps[hardware] = Lamp(at, announcement(hardware, info))
            announced = (DeviceAnnounced(lamp.announcement),)
        events = (*self._move(lamp, at), *announced)
        return _with(lamp.answered_as_itself(info), (), events)

    def _compared(self, lamp: Lamp, new: str, answer: Answer) -> Heard:
        """Take in who answers at a lamp's old address, now that another says it is that lamp."""
        hardware = lamp.hardware
        info = read_info(answer.body) if answer.status == OK else None
        if answer.status == BUSY or (info and info.hardware == hardware):
            return Heard(
                unreadable=f"{new} says it is {hardware}, which still answers at {lamp.at}: "
                f"it stays where it was"
            )
        lamp.rival = lamp.at
        events = self._move(lamp, new)
        # What it said there is of a moment ago: ask anew, then believe it.
        return Heard(events=events, requests=(lamp.ask(INFO, "again"),))

    def _move(self, lamp: Lamp, at: str) -> tuple[Event, ...]:
        """Call a lamp at this address from now on, and nobody else."""
        lamp.at = at
        others = [other for other in self._lamps.values() if other is not lamp and other.at == at]
        return tuple(event for other in others for event in other.doubt())

    def _recognised(self, lamp: Lamp, answer: Answer, *, at_once: bool) -> Heard:
        """Take in who answers at a lamp's address."""
        if answer.status != OK:
            return self._missed(lamp, answer, at_once=at_once)
        info = read_info(answer.body)
        hardware = info.hardware if info else None
        if info is None or hardware is None:
            return Heard(unreadable=f"{lamp.at}{INFO}: not the answer of a WLED lamp")
        if hardware == lamp.hardware:
            return lamp.answered_as_itself(info)
        return Heard(
            events=lamp.doubt(),
            unreadable=f"{lamp.at} was {lamp.hardware}, now it answers as {hardware}",
            requests=self._tried_elsewhere(lamp),
        )

    # how it is

    def _is(self, lamp: Lamp, answer: Answer) -> Heard:
        if answer.status != OK:
            return self._missed(lamp, answer, at_once=False)
        state = read_state(answer.body)
        if state is None:
            return Heard(unreadable=f"{lamp.at}{STATE}: not the state of a WLED lamp")
        if lamp.misses or lamp.doubted:
            return Heard(requests=(lamp.ask(INFO, "again"),))
        lamp.segments = state.segments
        values = state.values(lamp.told)
        return Heard(events=(Reported(lamp.hardware, values),)) if values else NOTHING

    def _missed(self, lamp: Lamp, answer: Answer, *, at_once: bool) -> Heard:
        if answer.status == BUSY:
            return NOTHING
        trouble = f"{answer.request.url}: answered with {answer.status}" if answer.status else ""
        if trouble and answer.request.body is not None:
            return Heard(unreadable=trouble)  # it is there, it only does not want this
        events = lamp.miss(at_once=at_once)
        elsewhere = self._tried_elsewhere(lamp) if lamp.misses >= MISSES else ()
        return Heard(events=events, unreadable=trouble, requests=elsewhere)

    def _tried_elsewhere(self, lamp: Lamp) -> tuple[Request, ...]:
        """Ask again at the address that was not believed while the lamp still answered."""
        if lamp.rival and len(self._strangers) < MOST_STRANGERS:
            self._strangers.setdefault(f"{lamp.rival} {lamp.hardware}", _Stranger())
            lamp.rival = ""
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


FAMILY = Wled
