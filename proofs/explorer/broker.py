"""The broker and the network: what is stored, who hears it, and messages that take their time."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from devices.family import Heard
from devices.message import Message
from proofs.explorer.clockwork import Agenda

DISCOVERY: Final = "homeassistant/"
LATEST: Final = 0.03
"""Seconds that a message is on its way at most."""


class Broker:
    """Delivers in order on each way; what was on its way to a hub that lost it never comes."""

    def __init__(
        self, agenda: Agenda, dice: Random, *, delivers: Callable[[Message], None]
    ) -> None:
        """Store nothing yet; `delivers` gives the hub a message that the devices sent."""
        self.link = False
        """Whether the hub is connected."""
        self.connection = 0
        self._agenda = agenda
        self._dice = dice
        self._delivers = delivers
        self._retained: dict[str, Message] = {}
        self._wanted: set[str] = set()
        self._ways = {"in": 0.0, "out": 0.0, "people": 0.0}

    def has_stored(self, topic: str) -> bool:
        """Say whether something is stored there."""
        return topic in self._retained

    def forgets_wishes(self) -> None:
        """Forget what a hub that is no more had subscribed to."""
        self._wanted = set()

    def links(self) -> None:
        """Let the hub connect, and send it what is stored of what it wants."""
        self.link = True
        self.connection += 1
        for message in self._stored():
            self._to_hub(message)

    def loses(self) -> None:
        """Let the connection break."""
        self.link = False
        self.connection += 1

    def takes(self, message: Message) -> None:
        """Take what a device sends, store it if it is to be stored, and pass it on."""
        if message.retain and message.payload:
            self._retained[message.topic] = message
        elif message.retain:
            self._retained.pop(message.topic, None)
        if self.link and self._is_wanted(message.topic):
            self._to_hub(live(message))

    def subscribes(self, heard: Heard) -> None:
        """Change what the hub wants to hear."""
        self._wanted.difference_update(heard.unsubscribe)
        for topic in heard.subscribe:
            self._wanted.add(topic)
            if self.link and topic in self._retained:
                self._to_hub(self._retained[topic])

    def later(self, way: str, do: Callable[[], None]) -> None:
        """Do something after a while, and after all that went the same way before."""
        when = max(self._ways[way], self._agenda.now + LATEST * self._dice.random())
        self._ways[way] = when
        self._agenda.at(when, do)

    def later_if_linked(self, way: str, do: Callable[[], None]) -> None:
        """Do something after a while, unless the connection broke meanwhile."""
        connection = self.connection

        def arrives() -> None:
            if connection == self.connection:
                do()

        self.later(way, arrives)

    def _to_hub(self, message: Message) -> None:
        self.later_if_linked("in", lambda: self._delivers(message))

    def _stored(self) -> Iterator[Message]:
        for message in list(self._retained.values()):
            if self._is_wanted(message.topic):
                yield message

    def _is_wanted(self, topic: str) -> bool:
        return topic in self._wanted or topic.startswith(DISCOVERY)


def live(message: Message) -> Message:
    """Return a message as it goes to whoever listens already."""
    return Message(message.topic, message.payload, qos=message.qos)
