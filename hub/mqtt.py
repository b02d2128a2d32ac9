"""One MQTT connection, driven by paho inside the event loop; the only file that knows paho."""

import asyncio
import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from devices.message import Message

if TYPE_CHECKING:
    from paho.mqtt.client import SocketLike  # paho has it for the type checker alone

KEEPALIVE = 10
CONNECT_WITHIN = 2.0
BEAT_EVERY = 0.95
"""Seconds between heartbeats; one that is not back when the next is due: the broker is frozen."""
CHORES_EVERY = 2.5
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0
READ_AT_ONCE = 64
MOST_UNSENT = 4 * 1024 * 1024
"""Bytes that may wait for a slow broker before we stop handing over."""
FILTERS_A_PACKET = 200
COMMAND_EXPIRY = 5
MOST_BYTES = 262_144
SESSION_KEPT = 7 * 86_400
OLD_PROTOCOL = MQTTProtocolVersion.MQTTv311

log = logging.getLogger("homerule")


class _Packed(Properties):
    """Properties that never change: paho packs them anew for each message, which costs more."""

    _bytes: bytes

    def __init__(self, properties: Properties) -> None:
        super().__init__(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
        object.__setattr__(self, "_bytes", properties.pack())  # type: ignore[no-untyped-call]

    def pack(self) -> bytes:
        """Return the bytes."""
        return self._bytes


def _expiring() -> _Packed:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
    properties.MessageExpiryInterval = COMMAND_EXPIRY
    return _Packed(properties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a broker is and how to log in. `old`: it is known to speak MQTT 3.1.1 alone."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """What makes one connection different from another.

    `session`: a name under which the broker keeps what arrives while we are away; none: it
    keeps nothing. `plain`: MQTT 3.1.1 is enough, whose messages cost less to read. `beat`: a
    topic for our own heartbeat. `will`: what the broker says for us when we are gone.
    """

    name: str
    client_id: str
    session: bool = False
    plain: bool = False
    beat: str = ""
    will: Message | None = None


class Link:
    """Keeps one connection up: connects, subscribes, notices a dead or frozen broker, tries again.

    A fresh paho client for each connection: nothing is ever queued in the library for later.
    """

    def __init__(
        self,
        address: Address,
        options: LinkOptions,
        *,
        receive: Callable[[Message], None],
        changed: Callable[[], None],
        received: Callable[[], None] = lambda: None,
        receive_surely: Callable[[Message, Callable[[], None]], None] | None = None,
    ) -> None:
        """Prepare a connection; `run` makes it.

        `received` is called after each handful of messages, `changed` when `up` has changed.
        `receive_surely` gets, where it is given, what came with QoS 1, and what to call when that
        is done: only then is it acknowledged, and what was not is sent again to the next session.
        """
        self.address = address
        self.options = options
        self.up = False
        self.refused = ""
        """Why the broker last refused us, in words."""
        self._receive = receive
        self._changed = changed
        self._received = received
        self._receive_surely = receive_surely
        self._filters: dict[str, int] = {}
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lost = asyncio.Event()
        self._greeted = asyncio.Event()
        self._unsent = 0
        self._flushing = False
        self._writing = False
        self._answered = False
        self._beaten = True
        self._ticking: asyncio.TimerHandle | None = None
        old = address.old or options.plain
        self._first_version = OLD_PROTOCOL if old else MQTTProtocolVersion.MQTTv5
        self._version = self._first_version
        self._dialling: threading.Thread | None = None
        self._reads = 0
        self._expiry = _expiring()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        self._loop = asyncio.get_running_loop()
        wait = SHORTEST_WAIT
        try:
            while True:
                if await self._connect():
                    wait = SHORTEST_WAIT
                    await self._watch()
                    # A broker that hung up once, as when it starts, need not be an old one.
                    self._version = self._first_version
                if self._drop():
                    self._changed()
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)
        finally:
            # Without a goodbye: the broker then says our last words for us.
            self._drop()

    def publish(self, message: Message, *, expires: bool = False) -> bool:
        """Hand a message over now; False where it cannot be: it is then nobody's, and not kept."""
        client = self._client
        if client is None or not self.up or self._unsent > MOST_UNSENT:
            return False
        if self._writing:
            self._unsent += len(message.payload) + len(message.topic)
        self._flushing = True
        try:
            info = client.publish(
                message.topic,
                message.payload,
                message.qos,
                message.retain,
                self._expiry if expires and self._version is MQTTProtocolVersion.MQTTv5 else None,
            )
        except ValueError:
            # A topic that nobody can publish on.
            self._flushing = False
            return False
        self._flush(client)
        return info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Send what is published in this block in as few packets as it fits in.

        To hand each message to the network by itself costs more than to make it.
        """
        sock = self._client.socket() if self._client is not None else None
        if not isinstance(sock, socket.socket) or not hasattr(socket, "TCP_CORK"):
            yield
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    def subscribe(self, filters: Iterable[str], qos: int = 0) -> None:
        """Listen on topics, now and after every reconnect.

        Asked again for a topic it has already, it subscribes again: the broker then repeats
        what it has stored there.
        """
        wanted = dict.fromkeys(filters, qos)
        self._filters.update(wanted)
        if self.up:
            self._ask(wanted)

    def unsubscribe(self, filters: Iterable[str]) -> None:
        """Listen no more."""
        gone = [name for name in filters if self._filters.pop(name, None) is not None]
        if gone and self.up and self._client is not None:
            self._client.unsubscribe(gone)

    async def _connect(self) -> bool:
        self._lost.clear()
        self._greeted.clear()
        self._unsent = 0
        self._flushing = self._writing = self._answered = False
        if self._dialling is not None and self._dialling.is_alive():
            return False
        client = self._client = self._fresh_client()
        try:
            async with asyncio.timeout(2 * CONNECT_WITHIN):
                await self._dialled(client)
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._greeted.wait()
        except TimeoutError:
            self.refused = "the broker does not answer"
            return False
        except OSError as error:
            self.refused = f"the broker cannot be reached: {error.strerror or error}"
            return False
        return not self._lost.is_set()

    async def _dialled(self, client: Client) -> None:
        """Dial in a thread: it may block for long, and nobody waits for it when the hub ends."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()

        def tell(problem: Exception | None) -> None:
            if answer.done():
                return
            if problem is None:
                answer.set_result(None)
            else:
                answer.set_exception(problem)

        def dial() -> None:
            problem: Exception | None = None
            try:
                self._dial(client)
            except Exception as error:  # noqa: BLE001 - whatever it was, somebody waits for it
                problem = error
            with contextlib.suppress(RuntimeError):
                # A loop that has ended has nobody left who waits.
                loop.call_soon_threadsafe(tell, problem)

        name = f"connect-{self.options.name}"
        self._dialling = threading.Thread(target=dial, name=name, daemon=True)
        self._dialling.start()
        await answer

    def _dial(self, client: Client) -> None:
        host, port = self.address.host, self.address.port
        if self._version is not MQTTProtocolVersion.MQTTv5:
            client.connect(host, port, KEEPALIVE)
            return
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = SESSION_KEPT if self.options.session else 0
        fresh = not self.options.session
        client.connect(host, port, KEEPALIVE, clean_start=fresh, properties=properties)

    def _fresh_client(self) -> Client:
        old = self._version is not MQTTProtocolVersion.MQTTv5
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self.options.client_id,
            protocol=self._version,
            clean_session=(not self.options.session) if old else None,
            reconnect_on_failure=False,
            manual_ack=self._receive_surely is not None,
        )
        if self.address.username:
            client.username_pw_set(self.address.username, self.address.password or None)
        if self.address.tls:
            client.tls_set()
        will = self.options.will
        if will is not None:
            client.will_set(will.topic, will.payload, will.qos, will.retain)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.on_socket_open = self._on_socket_open
        client.on_socket_close = self._on_socket_close
        client.on_socket_register_write = self._on_register_write
        return client

    async def _watch(self) -> None:
        """Keep the connection alive until it is lost."""
        self._beaten = True
        self._tick()
        try:
            await self._lost.wait()
        finally:
            if self._ticking is not None:
                self._ticking.cancel()

    def _tick(self) -> None:
        """Let paho do its chores, and see that our last heartbeat came back."""
        client = self._client
        if client is None or client.loop_misc() != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self.refused = self.refused or "the broker does not answer any more"
            self._lost.set()
            return
        if self.options.beat:
            if not self._beaten:
                self.refused = "the broker does not answer any more"
                self._lost.set()
                return
            self._beaten = False
            self.publish(Message(self.options.beat, b"1"))
        if self._loop is not None:
            every = BEAT_EVERY if self.options.beat else CHORES_EVERY
            self._ticking = self._loop.call_later(every, self._tick)

    def _drop(self) -> bool:
        """Let go of the connection; return whether it was up."""
        client, self._client = self._client, None
        was_up, self.up = self.up, False
        if client is not None:
            sock = client.socket()
            if sock is not None and self._loop is not None:
                self._loop.remove_reader(sock)
                self._loop.remove_writer(sock)
                sock.close()
        return was_up

    def _ask(self, filters: dict[str, int]) -> None:
        if self._client is None:
            return
        names = list(filters.items())
        for start in range(0, len(names), FILTERS_A_PACKET):
            part = names[start : start + FILTERS_A_PACKET]
            if self._version is MQTTProtocolVersion.MQTTv5:
                self._client.subscribe([(name, SubscribeOptions(qos=qos)) for name, qos in part])
            else:
                self._client.subscribe(part)

    def _on_connect(
        self,
        client: Client,
        userdata: object,
        flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        del userdata, flags, properties
        if client is not self._client:
            return
        if reason.is_failure:
            self.refused = f"the broker refused us: {reason}"
            self._answered = "rotocol" not in str(reason)
            self._lost.set()
            self._greeted.set()
            return
        self.refused = ""
        self._answered = True
        self.up = True
        self._ask(self._filters)
        if self.options.beat:
            self._ask({self.options.beat: 0})
        self._greeted.set()
        self._changed()

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        del userdata, flags, properties
        if client is self._client:
            if not self.up and not self._answered and not self.options.plain:
                # A broker that hangs up on our greeting may speak the other protocol only.
                old = self._version is MQTTProtocolVersion.MQTTv5
                self._version = OLD_PROTOCOL if old else MQTTProtocolVersion.MQTTv5
            self.refused = self.refused or f"the connection ended: {reason}"
            self._lost.set()
            self._greeted.set()

    def _on_subscribe(
        self,
        client: Client,
        userdata: object,
        number: int,
        reasons: list[ReasonCode],
        properties: Properties | None,
    ) -> None:
        del client, userdata, number, properties
        if any(reason.is_failure for reason in reasons):
            log.warning("the broker does not let the hub listen to everything: %s", reasons)

    def _on_message(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        del userdata
        self._reads += 1
        try:
            topic = message.topic
        except UnicodeDecodeError:
            # Brokers should not let it through; nobody of ours listens there.
            return
        if topic == self.options.beat:
            self._beaten = True
            return
        payload = message.payload
        if len(payload) > MOST_BYTES:
            payload = payload[: MOST_BYTES + 1]
        said = Message(topic, bytes(payload), message.retain, message.qos)
        if message.qos and self._receive_surely is not None:
            self._receive_surely(said, partial(self._acknowledge, client, message.mid, message.qos))
        else:
            self._receive(said)

    def _acknowledge(self, client: Client, number: int, qos: int) -> None:
        """Tell the broker that it need not send this again."""
        if client is self._client:
            client.ack(number, qos)

    def _on_socket_open(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del userdata
        if isinstance(sock, socket.socket):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop = self._loop
        if loop is not None:
            # paho opens the socket in the thread that dials.
            loop.call_soon_threadsafe(self._listen, client, sock)

    def _listen(self, client: Client, sock: "SocketLike") -> None:
        if client is self._client and self._loop is not None and sock.fileno() >= 0:
            self._loop.add_reader(sock, self._read, client)

    def _read(self, client: Client) -> None:
        if client is not self._client:
            return
        # The first message is passed on at once: most often it is the only one. Behind it there
        # may be many; take a handful, then let others in.
        for count in range(READ_AT_ONCE):
            before = self._reads
            if client.loop_read() != MQTTErrorCode.MQTT_ERR_SUCCESS or self._reads == before:
                break
            if count == 0:
                self._received()
        self._received()
        if self.address.tls:
            sock = client.socket()
            if isinstance(sock, ssl.SSLSocket) and sock.pending():
                # What was decrypted already makes the socket readable no more.
                asyncio.get_running_loop().call_soon(self._read, client)

    def _on_socket_close(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del userdata
        loop = self._loop
        if loop is not None and sock.fileno() >= 0:
            with contextlib.suppress(RuntimeError):
                loop.remove_reader(sock)
                loop.remove_writer(sock)
        if client is self._client:
            self._lost.set()

    def _on_register_write(self, client: Client, userdata: object, sock: "SocketLike") -> None:
        del userdata, sock
        if self._flushing or self._loop is None:
            return
        self._flushing = True
        # paho may ask from the thread that dials.
        self._loop.call_soon_threadsafe(self._flush, client)

    def _flush(self, client: Client) -> None:
        """Write what paho has ready; what the socket does not take now, when it can."""
        self._flushing = False
        if client is not self._client:
            return
        client.loop_write()
        sock = client.socket()
        if sock is None or self._loop is None:
            return
        if client.want_write() and not self._writing:
            self._writing = True
            self._loop.add_writer(sock, self._flush, client)
        elif self._writing and not client.want_write():
            self._writing = False
            self._unsent = 0
            self._loop.remove_writer(sock)
