"""Learning: what the broker stored is read until it is quiet.

What it has of us and is no longer so is taken away, since it has a copy only.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from devices.message import Message
from hub.clock import Clock
from hub.engine import Engine
from hub.offers.offers import Offers
from hub.topics import Topics
from rules.house import House

QUIET: Final = 0.1
TURN: Final = 0.005
LONGEST_LEARNING: Final = 2.0


class Learning:
    """Knows when something stored came last, and which states of ours are stored."""

    def __init__(
        self,
        house: House,
        engine: Engine,
        topics: Topics,
        offers: Offers,
        clock: Clock,
        *,
        publish: Callable[[Message], object],
    ) -> None:
        """Start with nothing heard."""
        self._house = house
        self._engine = engine
        self._topics = topics
        self._offers = offers
        self._clock = clock
        self._publish = publish
        self._states: set[str] = set()
        self._last = 0.0

    @property
    def topics(self) -> tuple[str, ...]:
        """Return below which topics the broker may have stored states of ours."""
        return (*self._topics.own_states, *self._offers.filters)

    def heard(self) -> None:
        """Something stored came."""
        self._last = self._clock.monotonic()

    def has(self, topic: str) -> None:
        """A state of ours is stored."""
        self._states.add(topic)

    async def until_quiet(self) -> None:
        """Return when nothing stored comes any more and all that came was taken in."""
        began = self._last = self._clock.monotonic()
        while (now := self._clock.monotonic()) < began + LONGEST_LEARNING:
            wait = self._last + QUIET - now
            if wait <= 0 and not self._engine.inbox:
                return
            # A turn of the loop at least: more may wait in the socket.
            await asyncio.sleep(max(wait, TURN))

    def clear(self) -> None:
        """Take from the broker what it has of us and is no longer so."""
        topics, house = self._topics, self._house
        so = {topics.override_state(scope) for scope in house.people.scopes()}
        so.update(topics.device_state(device) for device in house.devices)
        so.update(topics.prompt(prompt) for prompt in house.prompts.open)
        so |= self._offers.topics()
        for topic in self._states - so:
            # What people had stored is theirs to clear.
            if not topics.is_input(topic):
                self._publish(Message(topic, b"", retain=True))
        self._states.clear()
