"""Reads a connection in large bites and passes it on packet by packet, none larger than it may be.

To ask the system for each byte of a packet's head costs more than the packet, and lets other
threads go first each time. Of a packet that is too large only the beginning is passed on, with a
head that fits: whoever reads it sees that it is too long. The rest is never kept.

What is sent with QoS 0, and so nearly everything, goes past paho, which makes some eighty calls of
each message: it asks for no answer, and there is nothing of it to remember. Only a message that is
whole, simple and in its turn goes this way; all else is paho's.
"""

import contextlib
from collections.abc import Callable, Iterator

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import MQTTProtocolVersion

from devices.message import Message
from hub.mqtt.properties import Packed

BITE = 65_536
MOST_PACKET = 393_216
"""Bytes of a packet that are passed on: a payload that is too long, its topic and properties."""
MOST_BITES = 4
"""Bites of too large a packet that are taken at a time."""
LONGEST_HEAD = 5
MORE = 0x80
"""In a byte of a length: another one follows."""
PUBLISH = 0x30
RETAIN = 0x01
NO_PROPERTIES = b"\0"
LONGEST_TOPIC = 65_535
WILD = frozenset("+#")


class Intake:
    """What was read of one connection and not yet passed on."""

    __slots__ = ("_at", "_data", "_head", "_left", "_short", "_skip", "moved")

    def __init__(self) -> None:
        """Start at the beginning of a packet."""
        self.moved = 0
        """How many bytes were passed on or passed over; more, as long as there is any progress."""
        self._data = b""
        self._at = 0
        self._head = b""
        self._left = 0
        self._skip = 0
        self._short = False

    @property
    def has_all(self) -> bool:
        """Say whether all was passed on of what there was to read."""
        return self._short and self._at == len(self._data) and not (self._head or self._skip)

    def take(self, count: int, read: Callable[[int], bytes]) -> bytes:
        """Return up to `count` bytes of the packet that is passed on, or nothing at the end.

        `read` reads from the socket; what it raises where nothing is there is raised here.
        """
        if not (self._head or self._left) and not self._begin(read):
            return b""
        if self._head:
            passed, self._head = self._head[:count], self._head[count:]
            self.moved += len(passed)
            return passed
        if self._at == len(self._data) and not self._bite(read):
            return b""
        end = min(self._at + min(count, self._left), len(self._data))
        passed = self._data[self._at : end]
        self._left -= len(passed)
        self.moved += len(passed)
        self._at = end
        return passed

    def message(self, read: Callable[[int], bytes], *, new: bool) -> Message | None:
        """Return the next packet if it is a message of QoS 0 and whole; else leave it for `take`.

        `new`: it is written as MQTT 5 has it; one with properties is left as well.
        """
        if self._head or self._left or self._skip:
            return None
        if self._at == len(self._data) and not self._bite(read):
            return None
        data, start = self._data, self._at
        head = self._head_of_next() if data[start] & ~RETAIN == PUBLISH else None
        if head is None:
            return None
        place, end = start + head[0] + 2, start + sum(head)
        topic_end = place + int.from_bytes(data[place - 2 : place])
        body = topic_end + new
        if not place < topic_end <= body <= end <= len(data) or any(data[topic_end:body]):
            return None
        try:
            topic = data[place:topic_end].decode()
        except UnicodeDecodeError:
            return None
        self._at = end
        self.moved += end - start
        return Message(topic, data[body:end], bool(data[start] & RETAIN))

    def _begin(self, read: Callable[[int], bytes]) -> bool:
        """Find the head of the next packet; return whether there is one."""
        if self._skip and not self._pass_over(read):
            return False
        while (head := self._head_of_next()) is None:
            if not self._bite(read):
                return False
        size, length = head
        self._head = self._data[self._at : self._at + size]
        self._at += size
        self._left = length
        if length > MOST_PACKET:
            self._head = self._head[:1] + _written(MOST_PACKET)
            self._left, self._skip = MOST_PACKET, length - MOST_PACKET
        return True

    def _head_of_next(self) -> tuple[int, int] | None:
        """Return the size of the next packet's head and the length of what follows it."""
        data, start, length = self._data, self._at, 0
        for place, byte in enumerate(data[start + 1 : start + LONGEST_HEAD]):
            length |= (byte & ~MORE) << 7 * place
            if byte < MORE:
                return place + 2, length
        # One that does not end is paho's to complain of.
        return (LONGEST_HEAD, 0) if len(data) - start >= LONGEST_HEAD else None

    def _bite(self, read: Callable[[int], bytes]) -> bool:
        """Read on; return False where the connection has ended."""
        more = read(BITE)
        self._short = len(more) < BITE
        self._data = self._data[self._at :] + more
        self._at = 0
        return bool(more)

    def _pass_over(self, read: Callable[[int], bytes]) -> bool:
        """Forget the rest of a packet that is too large; it may take several calls."""
        for _ in range(MOST_BITES):
            here = min(self._skip, len(self._data) - self._at)
            self._at += here
            self.moved += here
            self._skip -= here
            if not self._skip:
                return True
            if not self._bite(read):
                return False
        raise BlockingIOError


class BitingClient(Client):
    """A paho client that reads through an `Intake`, and says what is simple by itself."""

    intake: Intake
    in_records: bool = False
    """Whether the socket gives one record at a time, though it has more: as TLS does."""
    _gathered: list[bytes] | None = None

    @property
    def has_all(self) -> bool:
        """Say whether nothing more is there to be read, as far as is known without asking."""
        return not self.in_records and self.intake.has_all

    @contextlib.contextmanager
    def in_one(self) -> Iterator[None]:
        """Send in one go what is said in this block."""
        self._gathered = []
        try:
            yield
        finally:
            self.let_go()
            self._gathered = None

    def let_go(self) -> None:
        """Send what was gathered so far."""
        if self._gathered:
            packets = b"".join(self._gathered)
            self._gathered.clear()
            if not self._sends(packets):
                # paho meets what is wrong as well, and says what it means.
                self._packet_queue(PUBLISH, packets, 0, 0, MQTTMessageInfo(0))

    def next_message(self) -> Message | None:
        """Return the next message if it is a simple one, see `Intake.message`."""
        return self.intake.message(super()._sock_recv, new=self._speaks_new)

    def says(self, message: Message, properties: Packed | None) -> bool:
        """Send a message of QoS 0 now; False where it must go through paho, be it to be refused."""
        topic = message.topic.encode()
        if self.want_write() or not 0 < len(topic) <= LONGEST_TOPIC or WILD & {*message.topic}:
            return False
        beside = (properties.pack() if properties else NO_PROPERTIES) if self._speaks_new else b""
        length = 2 + len(topic) + len(beside) + len(message.payload)
        packet = b"".join(
            (
                bytes((PUBLISH | message.retain,)) + _written(length),
                len(topic).to_bytes(2) + topic,
                beside,
                message.payload,
            )
        )
        if self._gathered is not None:
            self._gathered.append(packet)
            return True
        return self._sends(packet)

    def _sends(self, packet: bytes) -> bool:
        """Hand a packet or several to the socket; False where it is not one any more."""
        try:
            sent = self._sock_send(packet)
        except BlockingIOError:
            sent = 0
        except OSError:
            return False
        if sent < len(packet):
            # paho writes the rest, when it can; nothing overtakes it there.
            self._packet_queue(PUBLISH, packet[sent:], 0, 0, MQTTMessageInfo(0))
        return True

    @property
    def _speaks_new(self) -> bool:
        return self._protocol == MQTTProtocolVersion.MQTTv5

    def _sock_recv(self, bufsize: int) -> bytes:
        # paho calls this for every few bytes, and knows no public way to read ahead.
        return self.intake.take(bufsize, super()._sock_recv)


def _written(length: int) -> bytes:
    """Return a length as MQTT writes it."""
    written = bytearray()
    while True:
        length, digit = divmod(length, MORE)
        written.append(digit | (MORE if length else 0))
        if not length:
            return bytes(written)
