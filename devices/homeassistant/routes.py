"""What one topic tells of which devices: the hot path of everything that devices report."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from pydantic_core import from_json

from devices.family import NOTHING, Heard
from devices.homeassistant.presence import Source, judged
from devices.homeassistant.readings import Read, Told
from devices.homeassistant.template import MISSING
from devices.homeassistant.triggers import PressTable, Trigger, press_table, presses_in
from devices.message import Message
from rules.words.events import Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.values import Aspect

LONGEST_STATE: Final = 64 * 1024
MOST_TROUBLE: Final = 3

Reads: TypeAlias = tuple[tuple[Read, Aspect], ...]
Reader: TypeAlias = tuple[HardwareId, Reads, Reads]
"""A device, what it reads from a message's JSON, and what from its text as it is."""
Share: TypeAlias = tuple[str, tuple[Reader, ...], tuple[tuple[Trigger, Pressed], ...]]
"""A product, what it reads from a topic, and the presses it hears there."""
NO_PRESSES: Final[PressTable] = MappingProxyType({})
"""One for all topics without any, which are nearly all."""


class Route:
    """One topic that is listened to."""

    __slots__ = (
        "_beats",
        "_decodes",
        "_parses",
        "_presses",
        "_readers",
        "_simple",
        "_stale",
        "gave_stored",
        "shares",
        "sources",
    )

    def __init__(self, beats: Iterator[int]) -> None:
        """Make a route that nobody uses yet; `beats` counts the messages of all routes."""
        # Nearly always one of them, or none: a dictionary would be four times as large.
        self.shares: tuple[Share, ...] = ()
        self.sources: tuple[Source, ...] = ()
        self.gave_stored = False
        self._beats = beats
        self._stale = True
        self._parses = False
        self._decodes = False
        self._simple: Reader | None = None
        self._readers: tuple[Reader, ...] = ()
        self._presses = NO_PRESSES

    @property
    def used(self) -> bool:
        """Say whether anything still listens here."""
        return bool(self.shares or self.sources)

    def changed(self) -> None:
        """Note that its shares or sources are others now."""
        self._stale = True
        self._simple = None

    def take(self, message: Message) -> Heard:
        """Take in a message; its JSON is read once, whoever it concerns."""
        simple, payload = self._simple, message.payload
        if simple is None or message.retain or len(payload) > LONGEST_STATE:
            return self._take(message)
        # Nearly every message goes this short way: one device, nothing but values in JSON.
        try:
            said = from_json(payload)
        except ValueError:
            return self._take(message)
        told: Told = {}
        trouble: list[str] = []
        for read, aspect in simple[1]:
            read(said, aspect, told, trouble)
        if trouble:
            return _heard(message, _reported(simple[0], told, stored=False), trouble)
        return Heard((Reported(simple[0], told),)) if told else NOTHING

    def _take(self, message: Message) -> Heard:
        payload = message.payload
        if len(payload) > LONGEST_STATE:
            return Heard(unreadable=f"{message.topic}: longer than {LONGEST_STATE // 1024} kB")
        if self._stale:
            self._settle()
        trouble: list[str] = []
        said = _parsed(payload, trouble) if self._parses and payload else MISSING
        text = _text(payload, trouble) if self._decodes else MISSING
        events: list[Event] = []
        for hardware, reads, text_reads in self._readers:
            told: Told = {}
            for read, aspect in reads if said is not MISSING else ():
                read(said, aspect, told, trouble)
            # An empty text is what is left of a message that was cleared.
            for read, aspect in text_reads if payload and text is not MISSING else ():
                read(text, aspect, told, trouble)
            events += _reported(hardware, told, stored=message.retain)
        if message.retain:
            self.gave_stored = True
        else:
            events += presses_in(self._presses, said, text)
        if self.sources:
            events += self._presence(said, text)
        return _heard(message, events, trouble)

    def _presence(self, said: object, text: object) -> Sequence[Event]:
        beat = next(self._beats)
        heard = []
        for source in self.sources:
            here = source.sign.verdict(said, text)
            if here is not None:
                source.here, source.beat = here, beat
                heard.append(source)
        return judged(heard)

    def _settle(self) -> None:
        """Work out what is to be done with a message, from who listens now."""
        shares = self.shares
        table = press_table(press for _, _, presses in shares for press in presses)
        self._presses = table or NO_PRESSES
        if len(shares) == 1:
            self._readers = shares[0][1]
        else:
            self._readers = tuple(reader for _, readers, _ in shares for reader in readers)
        raw = {template.raw for template in self._presses}
        raw |= {source.sign.template.raw for source in self.sources}
        self._parses = False in raw or any(reader[1] for reader in self._readers)
        self._decodes = True in raw or any(reader[2] for reader in self._readers)
        self._stale = False
        if len(self._readers) == 1 and not raw and not self._decodes:
            self._simple = self._readers[0]


def trouble_text(topic: str, trouble: Sequence[str]) -> str:
    """Return what could not be understood of a message, as one sentence."""
    if not trouble:
        return ""
    more = f"; and {len(trouble) - MOST_TROUBLE} more" if len(trouble) > MOST_TROUBLE else ""
    return f"{topic}: {'; '.join(trouble[:MOST_TROUBLE])}{more}"


def _heard(message: Message, events: Sequence[Event], trouble: Sequence[str]) -> Heard:
    if not events and not trouble:
        return NOTHING
    return Heard(tuple(events), unreadable=trouble_text(message.topic, trouble))


def _reported(hardware: HardwareId, told: Told, *, stored: bool) -> tuple[Event, ...]:
    return (Reported(hardware, told, stored),) if told else ()


def _parsed(payload: bytes, trouble: list[str]) -> object:
    try:
        return from_json(payload)
    except ValueError as error:
        trouble.append(f"not readable as JSON: {error}")
        return MISSING


def _text(payload: bytes, trouble: list[str]) -> object:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        trouble.append("not readable as text")
        return MISSING
