"""A connection to the broker that comes back at once, each time with a client of its own."""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import sleep
from typing import Final, Self

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from tests.bench.wire import HOST, now

AGAIN: Final = 0.01
"""Seconds between two attempts to come back."""
TURN: Final = 0.05
KEEPALIVE: Final = 60
PATIENCE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Word:
    """A message as it came, and when; `stored`: the broker had kept it from before."""

    at: float
    topic: str
    payload: bytes
    stored: bool


class Line:
    """Listens in a thread of its own; what it says while nobody is there is nobody's."""

    def __init__(
        self,
        port: int,
        *filters: str,
        heard: Callable[[Word], None],
        came: Callable[[], None] = lambda: None,
    ) -> None:
        """Call `heard` with each message and `came` after each connect, both in that thread."""
        self._port = port
        self._filters = filters
        self._heard = heard
        self._came = came
        self._client: Client | None = None
        self._up = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._up.wait(PATIENCE), "the broker does not answer"
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def is_up(self, within: float) -> bool:
        """Say whether there is anybody to listen to it, and wait for so long."""
        return self._up.wait(within)

    def says(self, topic: str, payload: str | bytes, *, qos: int = 0, retain: bool = False) -> bool:
        """Publish; return whether there was anybody to take it."""
        client = self._client
        if client is None or not self._up.is_set():
            return False
        return client.publish(topic, payload, qos, retain).rc == MQTTErrorCode.MQTT_ERR_SUCCESS

    def _run(self) -> None:
        while not self._over.is_set():
            client = self._client = self._fresh_client()
            with contextlib.suppress(OSError):
                client.connect(HOST, self._port, KEEPALIVE)
                while (
                    not self._over.is_set() and client.loop(TURN) == MQTTErrorCode.MQTT_ERR_SUCCESS
                ):
                    pass
            self._up.clear()
            sleep(AGAIN)

    def _fresh_client(self) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, client_id="", reconnect_on_failure=False)
        client.on_socket_open = _without_delay
        client.on_connect = lambda *_: self._listen(client)
        client.on_subscribe = lambda *_: self._comes_up()
        client.on_message = self._on_message
        return client

    def _listen(self, client: Client) -> None:
        client.subscribe([(name, 1) for name in self._filters])

    def _comes_up(self) -> None:
        self._up.set()
        self._came()

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self._heard(Word(now(), message.topic, bytes(message.payload), message.retain))


def _without_delay(_client: Client, _data: object, sock: object) -> None:
    assert isinstance(sock, socket.socket)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
