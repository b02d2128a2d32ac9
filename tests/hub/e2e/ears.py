"""A household's MQTT client for tests: it hears everything and says what it is told to."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from time import perf_counter
from typing import Any, Self

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

PATIENCE = 60.0
"""Seconds; this machine may be busy, and nothing is measured by it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it came by; `retained`: the broker had kept it from before."""

    topic: str
    payload: bytes
    retained: bool

    @property
    def json(self) -> Any:
        return json.loads(self.payload)


class Ears:
    """One connection, of another library thread; it comes back by itself when the broker does."""

    def __init__(self, port: int, *filters: str) -> None:
        self._filters = filters or ("#",)
        self._more = Condition()
        self._all: list[Said] = []
        self._subscribed = 0
        self.answers: Callable[[Said], None] = lambda _said: None
        """Called in the connection's thread with all that is said."""
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="")
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_message = self._on_message
        self._client.on_socket_open = _without_delay
        self._client.reconnect_delay_set(1, 1)
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self.waits_for(lambda: self._subscribed, "to be subscribed")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    # what is said

    def says(
        self,
        topic: str,
        payload: bytes | str | dict[str, Any],
        *,
        qos: int = 1,
        retain: bool = False,
    ) -> None:
        """Publish, and return when the broker has it."""
        sent = self.tells(topic, payload, qos=qos, retain=retain)
        sent.wait_for_publish(PATIENCE)
        assert sent.is_published(), f"the broker did not take {topic}"

    def tells(
        self,
        topic: str,
        payload: bytes | str | dict[str, Any],
        *,
        qos: int = 0,
        retain: bool = False,
    ) -> Any:
        """Publish without waiting."""
        body = json.dumps(payload) if isinstance(payload, dict) else payload
        sent = self._client.publish(topic, body, qos, retain)
        assert sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS, f"not connected: {topic}"
        return sent

    # what is heard

    @property
    def now(self) -> int:
        """Return a mark: what is heard from here on comes after it."""
        with self._more:
            return len(self._all)

    def heard(self, topic: str, since: int = 0) -> list[Said]:
        """Return what was heard on a topic, in order."""
        with self._more:
            return [said for said in self._all[since:] if said.topic == topic]

    def heard_of(self, fits: Callable[[Said], bool], since: int = 0) -> list[Said]:
        """Return all that was heard and fits, in order."""
        with self._more:
            return [said for said in self._all[since:] if fits(said)]

    def hears(
        self,
        topic: str,
        fits: Callable[[Said], bool] = lambda _said: True,
        *,
        since: int = 0,
        within: float = PATIENCE,
    ) -> Said:
        """Return the first message on a topic that fits; fail where none comes in time."""
        found: list[Said] = []

        def looks() -> bool:
            found.extend(s for s in self._all[since:] if s.topic == topic and fits(s))
            return bool(found)

        self.waits_for(looks, f"what is expected on {topic}", within)
        return found[0]

    def awaits_all(self, since: int, *topics: str) -> list[Said]:
        """Return the first message on each of these topics."""
        return [self.hears(topic, since=since) for topic in topics]

    def waits_for(self, what: Callable[[], object], name: str, within: float = PATIENCE) -> None:
        """Return when something is so; it is looked at after each message."""
        deadline = perf_counter() + within
        with self._more:
            while not what():
                left = deadline - perf_counter()
                if left <= 0 or not self._more.wait(left):
                    heard = "\n".join(f"  {s.topic} {s.payload[:300]!r}" for s in self._all[-30:])
                    raise AssertionError(f"waited {within} s for {name}; heard last:\n{heard}")

    def _on_connect(self, *_: object) -> None:
        self._client.subscribe([(name, 1) for name in self._filters])

    def _on_subscribe(self, *_: object) -> None:
        with self._more:
            self._subscribed += 1
            self._more.notify_all()

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        said = Said(message.topic, bytes(message.payload), message.retain)
        with self._more:
            self._all.append(said)
            self._more.notify_all()
        self.answers(said)


def _without_delay(_client: Client, _data: object, sock: object) -> None:
    assert isinstance(sock, socket.socket)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
