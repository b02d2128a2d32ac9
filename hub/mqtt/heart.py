"""The heart of a connection: it beats, and notices a broker that does not answer any more."""

import asyncio
from collections.abc import Callable

from paho.mqtt.enums import MQTTErrorCode

from hub.mqtt.wire import Wire

BEAT_EVERY = 0.9
"""Seconds between heartbeats; one that is not back when the next is due: the broker is frozen."""
CHORES_EVERY = 2.5


class Heart:
    """Beats for one connection, from `start` to `stop`; `stopped` is called when it stands still.

    `beat` is the topic of our own heartbeat; without one there are only the chores of paho.
    """

    __slots__ = ("_beat", "_loop", "_next", "_stopped", "_wire")

    def __init__(
        self,
        wire: Wire,
        loop: asyncio.AbstractEventLoop,
        *,
        beat: str,
        stopped: Callable[[], None],
    ) -> None:
        """Know the connection."""
        self._wire = wire
        self._loop = loop
        self._beat = beat
        self._stopped = stopped
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Let paho do its chores, and see that our last heartbeat came back; again and again."""
        wire = self._wire
        if wire.closed:
            # It was given up between this beat and the last.
            return
        alive = wire.client.loop_misc() == MQTTErrorCode.MQTT_ERR_SUCCESS
        if not alive or (self._beat and not wire.beaten):
            self._stopped()
            return
        if self._beat:
            wire.beat()
        every = BEAT_EVERY if self._beat else CHORES_EVERY
        self._next = self._loop.call_later(every, self.start)

    def stop(self) -> None:
        """Beat no more."""
        if self._next is not None:
            self._next.cancel()
