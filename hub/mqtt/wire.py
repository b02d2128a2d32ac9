"""One connection: a paho client of its own, read and written as its socket allows."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import MQTTErrorCode

from devices.message import Message
from hub.mqtt.intake import BitingClient
from hub.mqtt.options import Asked
from hub.mqtt.properties import Packed, asks_for
from hub.mqtt.taken import Taken
from hub.word import Word
from rules.words.value import value

if TYPE_CHECKING:
    from paho.mqtt.client import SocketLike  # paho has it for the type checker alone

READ_AT_ONCE = 64
READ_SECONDS = 0.002
"""No longer than this is one connection read before the others get their turn."""
MOST_UNSENT = 4 * 1024 * 1024
"""Bytes that may wait for a slow broker before we stop handing over."""
MOST_BYTES = 262_144


@value(frozen=True, slots=True, kw_only=True)
class Ears:
    """Whom a connection tells what came in; see `Link`."""

    receive: Callable[[Message], None]
    received: Callable[[], None]
    receive_surely: Callable[[Word, Callable[[], None]], None] | None = None
    asked: bool = False


class Wire:
    """Moves bytes between one client and one socket; `ended` is called when the socket is gone.

    paho calls it from the thread that dials, too, until the socket is there.
    """

    def __init__(
        self,
        client: BitingClient,
        loop: asyncio.AbstractEventLoop,
        ears: Ears,
        *,
        beat: str,
        taken: Taken,
        ended: Callable[[], None],
    ) -> None:
        """Take a client that has not dialled yet; `beat` is the topic of our own heartbeat.

        `taken` outlives the connection, as the broker's session does.
        """
        self.client = client
        self.beaten = True
        """Whether our last heartbeat came back."""
        self.heard_at = 0.0
        """When, by the loop's clock, anything was last heard."""
        self._loop = loop
        self._ears = ears
        self._beat = beat
        self._taken = taken
        self._ended = ended
        self._closed = False
        self._reading_on = False
        self._unsent = 0
        self._flushing = False
        self._writing = False
        client.on_message = self._on_message
        client.on_socket_open = self._on_socket_open
        client.on_socket_close = self._on_socket_close
        client.on_socket_register_write = self._on_register_write

    @property
    def closed(self) -> bool:
        """Say whether its socket was let go of."""
        return self._closed

    def send(self, message: Message, properties: Packed | None) -> bool:
        """Hand a message over now; False where it cannot be."""
        if self._unsent > MOST_UNSENT:
            return False
        if self._writing:
            self._unsent += len(message.payload) + len(message.topic)
        try:
            if not message.qos and not self._writing and self.client.says(message, properties):
                return True
            self.client.let_go()
            self._flushing = True
            info = self.client.publish(
                message.topic, message.payload, message.qos, message.retain, properties
            )
        except ValueError:
            # A topic that nobody can publish on.
            self._flushing = False
            return False
        self._flush()
        return info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS

    def beat(self) -> None:
        """Send a heartbeat; until it comes back, `beaten` is False."""
        self.beaten = False
        self._taken.beats()
        self.send(Message(self._beat, b"1"), None)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Send what is handed over in this block in as few packets as it fits in."""
        sock = self.client.socket()
        if not isinstance(sock, socket.socket) or not hasattr(socket, "TCP_CORK"):
            yield
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    def in_one(self) -> AbstractContextManager[None]:
        """Send in one go what is handed over in this block, be it that it gets lost."""
        return self.client.in_one()

    def say_goodbye(self) -> None:
        """Tell the broker that we go on purpose; nothing can be handed over after it."""
        self._unsent = MOST_UNSENT + 1
        # Written in the loop's next turn: paho waits for itself where a callback of it does that.
        self.client.disconnect()

    def close(self) -> None:
        """Let go of the socket, and hear nothing any more."""
        self._closed = True
        sock = self.client.socket()
        if sock is not None:
            self._loop.remove_reader(sock)
            self._loop.remove_writer(sock)
            sock.close()
        # Its callbacks lead back here: the two would keep each other for the collector.
        del self.client

    # what comes in

    def _on_message(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        del client, userdata
        try:
            topic = message.topic
        except UnicodeDecodeError:
            # Brokers should not let it through; nobody of ours listens there.
            return
        payload = message.payload
        if len(payload) > MOST_BYTES:
            payload = payload[: MOST_BYTES + 1]
        if self._ears.asked:
            said: Message = _asked(message, topic, bytes(payload))
        else:
            said = Message(topic, bytes(payload), message.retain, message.qos)
        if message.qos and self._ears.receive_surely is not None:
            word = Word(topic, bytes(payload), message.retain, message.qos, message.mid)
            acknowledge = partial(self._acknowledge, message.mid, message.qos)
            done = self._taken.take(word, acknowledge, again=message.dup)
            if done is not None:
                self._ears.receive_surely(word, done)
        else:
            self._hear(said)

    def _hear(self, said: Message) -> None:
        if said.topic == self._beat:
            self.beaten = True
            self._taken.beaten()
        else:
            self._ears.receive(said)

    def _acknowledge(self, number: int, qos: int) -> None:
        """Tell the broker that it need not send this again."""
        if not self._closed:
            self.client.ack(number, qos)

    def _readable(self) -> None:
        if not self._reading_on:
            self._read()

    def _read(self) -> None:
        self._reading_on = False
        if self._closed:
            return
        began = self._loop.time()
        # The first message is passed on at once: most often it is the only one. Behind it there
        # may be many; take a handful, then let others in.
        went_on, client = False, self.client
        for count in range(READ_AT_ONCE):
            went_on = self._read_one()
            if not went_on:
                break
            if count == 0:
                self.heard_at = began
                self._ears.received()
            went_on = not client.has_all
            if not went_on or self._loop.time() > began + READ_SECONDS:
                break
        self._ears.received()
        if went_on:
            # What was read ahead makes the socket readable no more.
            self._reading_on = True
            self._loop.call_soon(self._read)

    def _read_one(self) -> bool:
        """Read what comes next; return whether there may be more."""
        client = self.client
        before = client.intake.moved
        if not self._ears.asked:
            try:
                said = client.next_message()
            except BlockingIOError:
                return False
            except OSError:
                # paho meets it as well, and says what it means.
                said = None
            if said is not None:
                self._hear(said)
                return True
        done = client.loop_read()
        return done == MQTTErrorCode.MQTT_ERR_SUCCESS and client.intake.moved > before

    # the socket

    def _on_socket_open(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del client, userdata
        if self._closed:
            # Given up while it was dialled: a late greeting would take over the one after it.
            sock.close()
            raise ConnectionAbortedError("given up")
        if isinstance(sock, socket.socket):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._loop.call_soon_threadsafe(self._listen, sock)

    def _listen(self, sock: "SocketLike") -> None:
        if not self._closed and sock.fileno() >= 0:
            self._loop.add_reader(sock, self._readable)

    def _on_socket_close(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del client, userdata
        if sock.fileno() >= 0:
            with contextlib.suppress(RuntimeError):
                self._loop.remove_reader(sock)
                self._loop.remove_writer(sock)
        if not self._closed:
            self._ended()

    def _on_register_write(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del client, userdata, sock
        if self._flushing:
            return
        self._flushing = True
        # paho may ask from the thread that dials.
        self._loop.call_soon_threadsafe(self._flush)

    def _flush(self) -> None:
        """Write what paho has ready; what the socket does not take now, when it can."""
        self._flushing = False
        if self._closed:
            return
        client = self.client
        client.loop_write()
        sock = client.socket()
        if sock is None:
            return
        if client.want_write() and not self._writing:
            self._writing = True
            self._loop.add_writer(sock, self._flush)
        elif self._writing and not client.want_write():
            self._writing = False
            self._unsent = 0
            self._loop.remove_writer(sock)


def _asked(message: MQTTMessage, topic: str, payload: bytes) -> Asked:
    reply_to, correlation = asks_for(message.properties)
    return Asked(topic, payload, message.retain, message.qos, reply_to, correlation)
