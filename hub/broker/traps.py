"""Finds what a broker has stored on topics where people and devices are told what to do.

A broker repeats it to everybody who comes back, at a time when nobody meant it. Rule 1: it never
acts; it is said and listed, and a person may have it taken away. Rule 2: what a person said just
now acts even if it was said to be stored; then the hub takes it away itself, and says so. Rule 3:
what is looked for is what is stored alone: topics are listened to for a moment, then no more.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Final

from devices.message import Message
from devices.plain import plain
from hub.broker.echo import Echo
from hub.intake.forms import shown
from hub.mqtt import Link
from hub.topics import Topics
from hub.view.plain_json import Picture

PAUSE: Final = 0.5
"""Seconds after which is looked: what people said since is looked after together."""
LATE: Final = 0.1
"""Seconds for brokers that send what they stored a little after all else."""
MOST_SAID: Final = 5
MOST_ACTED: Final = 256
LONGEST_TOPIC: Final = 200
CLEARS: Final = "`homerule retained --clear`"


class Traps:
    """What is stored where it may do harm, by its topic, as of the last look."""

    def __init__(
        self,
        topics: Topics,
        link: Link,
        echo: Echo,
        *,
        commands: Callable[[], Iterable[str]],
        says: Callable[[str], None],
    ) -> None:
        """Look by one link; `commands` returns the topics on which devices are told, now.

        `says` is called with what a person should hear of.
        """
        self.stored: dict[str, bytes] = {}
        self._topics = topics
        self._link = link
        self._echo = echo
        self._commands = commands
        self._says = says
        self._inputs = topics.inputs
        self._acted: dict[str, bytes] = {}
        self._cleared: set[str] = set()
        self._explained: set[str] = set()
        self._wanted: Collection[str] = ()
        self._found: dict[str, bytes] = {}
        self._everywhere = False
        self._stirred = asyncio.Event()
        self._looking = asyncio.Lock()

    # what comes in

    def finds(self, message: Message) -> bool:
        """Take in what is stored; say whether it was looked for."""
        topic = message.topic
        if not self._wanted or not (topic in self._wanted or self._topics.is_input(topic)):
            return False
        if message.payload:
            self._found[topic] = message.payload
        return True

    def acted(self, message: Message) -> None:
        """Look after what a person said and the hub did: it may be stored as well."""
        if len(self._acted) < MOST_ACTED:
            self._acted[message.topic] = message.payload
        self._stirred.set()

    def is_cleared(self, message: Message) -> bool:
        """Say of an empty word on an input whether it only takes away what was stored there."""
        topic = message.topic
        if message.payload or not (topic in self._cleared or topic in self.stored):
            return False
        self._cleared.discard(topic)
        self.stored.pop(topic, None)
        return True

    def look_everywhere(self) -> None:
        """Look soon, as after each connect."""
        self._everywhere = True
        self._stirred.set()

    # the work

    async def run(self) -> None:
        """Look whenever there is a reason to, until cancelled."""
        while True:
            await self._stirred.wait()
            await asyncio.sleep(PAUSE)
            self._stirred.clear()
            everywhere, self._everywhere = self._everywhere, False
            await (self.look() if everywhere else self._look_after(tuple(self._acted)))

    async def look(self) -> bool:
        """Look on all topics; say whether the broker answered."""
        return await self._look_after({*self._inputs, *self._commands()})

    async def clear(self, only: Collection[str] = ()) -> list[str]:
        """Take away what the last look found, or only on some topics; return where it was."""
        gone = [topic for topic in self.stored if not only or topic in only]
        for topic in gone:
            self._clear(topic)
        await self.look()
        gone = [topic for topic in gone if topic not in self.stored]
        if gone:
            self._says(f"what the broker had stored was taken away: {_listed(gone)}")
        return gone

    def pictures(self) -> list[Picture]:
        """Return what is stored, with a sentence on each."""
        return [
            {"topic": topic, "payload": _text(payload), "sentence": self._sentence(topic, payload)}
            for topic, payload in self.stored.items()
        ]

    async def _look_after(self, wanted: Collection[str]) -> bool:
        async with self._looking:
            acted, self._acted = self._acted, {}
            found = await self._read(wanted)
            if found is None:
                return False
            for topic in [topic for topic in found if acted.get(topic) == found[topic]]:
                del found[topic]
                self._clear(topic)
                self._explain(topic)
            self._take_in(wanted, found)
            return True

    def _explain(self, topic: str) -> None:
        """Say once of a topic that what was done there was also taken away."""
        if topic in self._explained:
            return
        self._explained.add(topic)
        self._says(
            f"what was said on `{_short(topic)}` was done; it was sent with the retain flag, so "
            "the hub took it from the broker again: send it without"
        )

    async def _read(self, wanted: Collection[str]) -> dict[str, bytes] | None:
        self._wanted, self._found = wanted, {}
        try:
            self._link.subscribe(wanted)
            if not await self._echo.comes_round():
                return None
            await asyncio.sleep(LATE)
            return self._found
        finally:
            self._wanted = ()
            # One on which a device has begun to report meanwhile is still listened to.
            ours = {*self._inputs, *self._commands(), *filter(self._topics.is_input, wanted)}
            self._link.unsubscribe(topic for topic in wanted if topic in ours)

    def _take_in(self, wanted: Collection[str], found: Mapping[str, bytes]) -> None:
        fresh = {t: said for t, said in found.items() if self.stored.get(t) != said}
        whole = any("+" in topic for topic in wanted)
        kept = {} if whole else {t: s for t, s in self.stored.items() if t not in wanted}
        self.stored = dict(sorted({**kept, **found}.items()))
        for topic, payload in islice(fresh.items(), MOST_SAID):
            self._says(f"{self._sentence(topic, payload)}; {CLEARS} takes it away")
        if len(fresh) > MOST_SAID:
            more = len(fresh) - MOST_SAID
            self._says(f"and the broker has stored {more} more: `homerule retained` lists them")

    def _clear(self, topic: str) -> None:
        if self._topics.is_input(topic):
            # We hear it ourselves, as a word that says nothing.
            self._cleared.add(topic)
        self._link.publish(Message(topic, b"", retain=True))

    def _sentence(self, topic: str, payload: bytes) -> str:
        where = f"the broker has stored {shown(_text(payload))} on `{_short(topic)}`"
        if self._topics.is_input(topic):
            return f"{where}, from another time: it was not done"
        return f"{where}: whoever listens there does it again each time the connection comes back"


def _text(payload: bytes) -> str:
    return payload[:LONGEST_TOPIC].decode(errors="replace")


def _short(topic: str) -> str:
    return plain(topic, LONGEST_TOPIC)


def _listed(topics: Collection[str]) -> str:
    first = ", ".join(f"`{_short(topic)}`" for topic in islice(topics, MOST_SAID))
    more = len(topics) - MOST_SAID
    return f"{first} and {more} more" if more > 0 else first
