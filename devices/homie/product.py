"""A Homie product as it is known: its description made into devices, its values into reports."""

from collections.abc import Iterator
from typing import Final

from devices.homie.description import Description, Property
from devices.homie.thing import Thing, things_of
from devices.mac import macs_of
from devices.message import Message
from devices.naming import word_of
from devices.said import text_in
from rules.words.device import Announcement, Product
from rules.words.events import CommandedByOther, Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.values import Aspect, Values

FAMILY_NAME: Final = "homie"
MAKER: Final = "Homie"
SET: Final = "/set"
QOS: Final = 1
"""What the convention asks for."""


class HomieProduct:
    """What a device of the convention is, at the topic that it has."""

    def __init__(self, base: str, name: str, description: Description, mac: str = "") -> None:
        """Make a description into devices; `base` is the topic, `name` the id of its own."""
        self.base = base
        self.description = description
        self.hardware = HardwareId(f"{FAMILY_NAME}-{name}")
        self.mac = mac
        self._macs = macs_of(mac, name)
        known = description.name or name
        self.things = things_of(self.hardware, known, description.nodes)
        self._places: dict[str, tuple[Thing, Aspect]] = {}
        self._presses: dict[str, Thing] = {}
        for thing in self.things:
            for aspect, one in thing.properties.items():
                self._places[one.place] = thing, aspect
            self._presses.update(dict.fromkeys(thing.presses, thing))

    def announcements(self) -> Iterator[Announcement]:
        """Return its devices."""
        product = Product(maker=MAKER, macs=self._macs)
        for thing in self.things:
            yield Announcement(
                hardware=thing.hardware,
                name=thing.name,
                family=FAMILY_NAME,
                sort=thing.sort,
                product=product,
                capabilities={one.aspect: one for one in thing.capabilities()},
                presses=thing.names,
                part=thing.part,
            )

    def filters(self) -> Iterator[str]:
        """Return the topics of its values."""
        yield from (f"{self.base}/{place}" for place in (*self._places, *self._presses))

    def hears(self, place: str, message: Message) -> list[Event]:
        """Take in the value of a property."""
        text = text_in(message.payload)
        if text is None:
            return []
        thing = self._presses.get(place)
        if thing is not None:
            if message.retain or not text or text == "false":
                return []
            press = "pressed" if text == "true" else word_of(text)
            return [Pressed(thing.hardware, f"{thing.presses[place]}{press}")]
        if place not in self._places or not message.payload:
            return []
        thing, aspect = self._places[place]
        values = thing.read(aspect, text)
        return [Reported(thing.hardware, values, message.retain)] if values else []

    def is_state(self, place: str) -> bool:
        """Say whether this is a value of which only the newest matters."""
        return place in self._places

    def encode(self, hardware: HardwareId, values: Values) -> tuple[Message, ...]:
        """Return a message for each property that is to be set."""
        found = (thing for thing in self.things if thing.hardware == hardware)
        return tuple(
            Message(self._set(one), text.encode(), qos=QOS)
            for thing in found
            for one, text in thing.say(values)
        )

    def command_topics(self) -> Iterator[str]:
        """Return the topics on which its properties are set."""
        for thing in self.things:
            yield from (self._set(one) for one in thing.properties.values() if one.settable)

    def overheard(self, place: str, payload: bytes) -> Iterator[CommandedByOther]:
        """Take in what somebody else set."""
        thing, aspect = self._places.get(place, (None, None))
        text = text_in(payload)
        if thing is not None and aspect is not None and text:
            yield CommandedByOther(thing.hardware, thing.read(aspect, text))

    def _set(self, one: Property) -> str:
        return f"{self.base}/{one.place}{SET}"
