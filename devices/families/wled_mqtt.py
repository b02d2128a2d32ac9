"""WLED lamps over MQTT: what they say on `wled/<mac>/g`, `/c` and `/v`, and how they are told."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.colour import Rgb, kelvin_of_rgb, xy_of_rgb
from devices.family import NOTHING, Family, Heard
from devices.mac import mac_of
from devices.message import Answer, Message, Outgoing, Request, Service, url_of
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import fields_in, number_of, text_in
from devices.whites import white_capability
from devices.wled.form import COLDEST, WARMEST, command, read_info, read_state, rgb_of
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.events import CommandedByOther, Event, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    POWER,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
)

FAMILY_NAME: Final = "wled_mqtt"
HARDWARE: Final = "wled-mqtt"
ROOT, GROUP = "wled", "all"
LEVEL, COLOUR_LEAF, ALL, HERE = "g", "c", "v", "status"
MOST_LAMPS: Final = 256
LONGEST_XML: Final = 4096
OK: Final = 200
_END_OF_MAC: Final = re.compile(r"[0-9a-f]{6}", re.ASCII)
_RGB: Final = re.compile(r"#(?:[0-9a-f]{2})?([0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_NAME: Final = re.compile(r"<ds>([^<]{1,256})</ds>")
_PART: Final = re.compile(r"<(ac|cl)>(\d{1,3})</\1>", re.ASCII)


@dataclass(slots=True)
class _Lamp:
    """A lamp by the last half of its address, which is all that its topic says of it.

    `mac` is the whole, once the lamp itself has told it; `told` the colour it was last told.
    """

    end: str
    name: str = ""
    mac: str = ""
    told: Value = None

    @property
    def hardware(self) -> HardwareId:
        """Return which lamp it is."""
        return HardwareId(f"{HARDWARE}-{self.end}")

    def announcement(self) -> Announcement:
        """Return what the house is told of it."""
        able = (
            Capability(aspect=POWER, writable=True),
            Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL),
            white_capability(WARMEST, COLDEST, coloured=True),
        )
        macs = frozenset({self.mac}) if self.mac else frozenset[str]()
        return Announcement(
            hardware=self.hardware,
            name=self.name or f"WLED {self.end}",
            family=FAMILY_NAME,
            sort=Sort.LAMP,
            product=Product(maker="WLED", macs=macs),
            capabilities={one.aspect: one for one in able},
        )


class WledMqtt(Family):
    """Rule 1: a lamp is known by the end of its hardware's address, of which its topic is made.

    Rule 2: where mDNS shows a lamp of that end, it is asked for the whole, so that the house can
    see that both are one.
    """

    name: ClassVar[str] = FAMILY_NAME
    topics: ClassVar[tuple[str, ...]] = tuple(
        f"{ROOT}/+/{leaf}" for leaf in (LEVEL, COLOUR_LEAF, ALL, HERE)
    )

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._roster = Roster()
        self._lamps: dict[str, _Lamp] = {}
        self._shown: dict[str, str] = {}
        """By the end of an address, where mDNS shows such a lamp."""

    def heard(self, message: Message) -> Heard:
        """Take in what a lamp says."""
        root, _, rest = message.topic.partition("/")
        end, _, leaf = rest.partition("/")
        if root != ROOT or leaf not in {LEVEL, COLOUR_LEAF, ALL, HERE} or not message.payload:
            return NOTHING
        if not _END_OF_MAC.fullmatch(end):
            if leaf != HERE or end == GROUP:
                return NOTHING
            why = "its topic does not say which hardware it is, as `wled/a1b2c3` would"
            return Heard(unreadable=f"{plain(message.topic)}: {why}")
        return self._said(end, leaf, message)

    def latest_only(self, message: Message) -> bool:
        """Say whether it is one of the topics of a known lamp, all of which are states."""
        root, _, rest = message.topic.partition("/")
        return root == ROOT and rest.partition("/")[0] in self._lamps

    def saw(self, service: Service) -> Heard:
        """Remember where such a lamp is shown, and ask one that is known for the whole address."""
        mac = mac_of(service.properties.get("mac", "")) if service.kind == "_wled._tcp" else ""
        at = url_of(service) if mac else ""
        if not at or (len(self._shown) >= MOST_LAMPS and mac[6:] not in self._shown):
            return NOTHING
        self._shown[mac[6:]] = at
        return Heard(requests=self._asks(mac[6:]))

    def answered(self, answer: Answer) -> Heard:
        """Take in the whole address of a lamp: it says so itself."""
        about, _, end = answer.request.about.partition(" ")
        lamp = self._lamps.get(end) if about == FAMILY_NAME else None
        info = read_info(answer.body) if lamp and answer.status == OK else None
        mac = mac_of(info.mac) if info else ""
        if lamp is None or not mac.endswith(end):
            return NOTHING
        news, lamp.mac = News(), mac
        self._settle(lamp, news)
        return news.heard()

    def command_topics(self) -> frozenset[str]:
        """Return where the known lamps are told, one by one and all together."""
        ends = (*self._lamps, GROUP) if self._lamps else ()
        leaves = ("", "/col", "/api")
        return frozenset(f"{ROOT}/{end}{leaf}" for end in ends for leaf in leaves)

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else told a lamp, or all of them."""
        end, _, leaf = message.topic.removeprefix(f"{ROOT}/").partition("/")
        known = self._lamps.get(end)
        lamps = self._lamps.values() if end == GROUP else (known,) if known else ()
        told = _understood(leaf, message.payload)
        return tuple(CommandedByOther(lamp.hardware, told) for lamp in lamps)

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in the plain words that every lamp knows; a fade needs its JSON."""
        lamp = self._lamps.get(hardware.removeprefix(f"{HARDWARE}-"))
        if lamp is None:
            return ()
        lamp.told = values.get(COLOUR) or lamp.told
        topic = f"{ROOT}/{lamp.end}"
        if transition is not None:
            body = command(values, transition, ())
            return (Message(f"{topic}/api", body),) if body else ()
        said: list[Message] = []
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        colour = values.get(COLOUR)
        off = power is False or (power is None and brightness is not None and brightness <= 0)
        if isinstance(colour, Kelvin | Xy) and not off:
            # First what it is to look like, then that it is to shine.
            red, green, blue = rgb_of(colour)
            said.append(Message(f"{topic}/col", f"#{red:02X}{green:02X}{blue:02X}".encode()))
        if off:
            said.append(Message(topic, b"OFF"))
        elif brightness is not None:
            said.append(Message(topic, str(round(min(max(1.0, brightness), FULL))).encode()))
        elif power is True:
            said.append(Message(topic, b"ON"))
        return tuple(said)

    def _said(self, end: str, leaf: str, message: Message) -> Heard:
        news, lamp = News(), self._lamps.get(end)
        if lamp is None:
            if len(self._lamps) >= MOST_LAMPS:
                return Heard(unreadable=f"{message.topic}: {MOST_LAMPS} lamps must do")
            lamp = self._lamps[end] = _Lamp(end)
        values = self._values(lamp, leaf, message.payload)
        # What a lamp is comes before how it is.
        requests = self._settle(lamp, news)
        if leaf == HERE and (word := text_in(message.payload)) in {"online", "offline"}:
            self._roster.reached(end, news, here=word == "online")
        if values:
            news.events.append(Reported(lamp.hardware, values, message.retain))
        heard = news.heard()
        return Heard(events=heard.events, requests=requests) if requests else heard

    def _settle(self, lamp: _Lamp, news: News) -> tuple[Request, ...]:
        is_new = lamp.end not in self._roster
        self._roster.settle(lamp.end, (lamp.announcement(),), (), news)
        return self._asks(lamp.end) if is_new else ()

    def _asks(self, end: str) -> tuple[Request, ...]:
        """Return the question for a lamp's whole address, where it is known where to ask."""
        at, lamp = self._shown.get(end), self._lamps.get(end)
        if at is None or lamp is None or lamp.mac:
            return ()
        return (Request(url=f"{at}/json/info", about=f"{FAMILY_NAME} {end}"),)

    def _values(self, lamp: _Lamp, leaf: str, payload: bytes) -> Values:
        word = text_in(payload) or ""
        match leaf:
            case "g":
                return _level(word)
            case "c":
                rgb = _rgb(word)
                return {COLOUR: _colour(lamp, rgb)} if rgb and any(rgb) else {}
            case "v" if len(payload) <= LONGEST_XML:
                xml = payload.decode(errors="replace")
                found = _NAME.search(xml)
                lamp.name = plain(found[1]) if found else lamp.name
                return _in_xml(lamp, _PART.findall(xml))
            case _:
                return {}


def _in_xml(lamp: _Lamp, parts: list[tuple[str, str]]) -> Values:
    level = next((number for name, number in parts if name == "ac"), "")
    told = dict(_level(level))
    match [int(number) for name, number in parts if name == "cl"]:
        case [red, green, blue] if max(red, green, blue) in range(1, FULL + 1):
            told[COLOUR] = _colour(lamp, (red, green, blue))
        case _:
            pass
    return told


def _colour(lamp: _Lamp, rgb: Rgb) -> Value:
    """Return the colour of a lamp: what it was told, where this is what it made of that."""
    if isinstance(lamp.told, Kelvin | Xy) and rgb_of(lamp.told) == rgb:
        return lamp.told
    return kelvin_of_rgb(rgb) or xy_of_rgb(rgb)


def _level(word: str) -> Values:
    """Return what a brightness says; zero says only that it is off."""
    level = number_of(word, 0, FULL)
    if not isinstance(level, int):
        return {}
    return {POWER: True, BRIGHTNESS: level} if level else {POWER: False}


def _rgb(word: str) -> Rgb | None:
    found = _RGB.fullmatch(word)
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def _understood(leaf: str, payload: bytes) -> Values:
    """Return what somebody told a lamp, as far as that can be read."""
    word = text_in(payload) or ""
    if leaf == "col":
        rgb = _rgb(word)
        return {COLOUR: xy_of_rgb(rgb)} if rgb and any(rgb) else {}
    if leaf == "api":
        state = read_state(payload) if fields_in(payload) is not None else None
        return state.values() if state else {}
    states: dict[str, Values] = {"ON": {POWER: True}, "OFF": {POWER: False}}
    return states.get(word.upper()) or _level(word)


FAMILY = WledMqtt
