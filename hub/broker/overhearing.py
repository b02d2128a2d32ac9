"""Overhearing: what others say where devices are told, so that it counts as theirs.

It is listened to on the connection by which our own commands leave, and the broker is asked to
leave those out: what comes is somebody else's, and our own costs nothing. A broker of MQTT 3.1.1
cannot leave them out and is not asked; there a hand is seen by what the device reports.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from devices.family import Family, Heard
from devices.message import Message
from hub.mqtt import Link

PAUSE: Final = 1.0
"""Seconds after an announcement until its topics are listened to: seldom comes one alone."""


class Overhearing:
    """Keeps listening to the command topics of the devices that are known."""

    __slots__ = ("_families", "_hear", "_link", "_planned", "_topics")

    def __init__(
        self, families: Iterable[Family], link: Link, hear: Callable[[Heard], None]
    ) -> None:
        """Listen by a link, and hand on to the engine what somebody said."""
        self._families = tuple(families)
        self._link = link
        self._hear = hear
        self._topics: frozenset[str] = frozenset()
        self._planned = False

    def plan(self) -> None:
        """Look soon whether there are other topics now."""
        if not self._planned:
            self._planned = True
            asyncio.get_running_loop().call_later(PAUSE, self.look)

    def look(self) -> None:
        """Listen to the topics that there are now, and to no others."""
        self._planned = False
        topics = frozenset[str]().union(*(family.command_topics() for family in self._families))
        self._link.unsubscribe(self._topics - topics)
        self._link.subscribe(topics - self._topics, of_others=True)
        self._topics = topics

    def hears(self, message: Message) -> bool:
        """Take in what somebody said to a device; say whether it was that."""
        if message.topic not in self._topics:
            return False
        if not message.retain:
            for family in self._families:
                events = family.overheard(message)
                if events:
                    self._hear(Heard(events))
        return True
