"""As much MQTT 3.1.1 as the feeder needs, so light that it does not measure itself."""

import socket
import time
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

HOST: Final = "127.0.0.1"
CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK = 0x10, 0x20, 0x30, 0x82, 0x90
RETAIN: Final = 1
NUMBER: Final = "number"
"""Under this name a stamped hub's commands carry a number, by which they are known again."""
READ_AT_ONCE: Final = 65_536
NO_KEEPALIVE: Final = b"\x00\x00"
CLEAN_SESSION: Final = b"\x02"


def now() -> float:
    """Return the seconds of the clock that all processes of this machine share."""
    return time.perf_counter()


def connect_packet(client: str) -> bytes:
    """Return the greeting."""
    head = _text("MQTT") + b"\x04" + CLEAN_SESSION + NO_KEEPALIVE
    return _packet(CONNECT, head + _text(client))


def subscribe_packet(*filters: str) -> bytes:
    """Return a subscription at QoS 0."""
    return _packet(SUBSCRIBE, b"\x00\x01" + b"".join(_text(name) + b"\x00" for name in filters))


def publish_packet(topic: str, payload: bytes, *, retain: bool = False) -> bytes:
    """Return a message at QoS 0."""
    return _packet(PUBLISH | (RETAIN if retain else 0), _text(topic) + payload)


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw


def _packet(kind: int, body: bytes) -> bytes:
    length, left = bytearray(), len(body)
    while True:
        left, digit = divmod(left, 128)
        length.append(digit | (128 if left else 0))
        if not left:
            return bytes((kind, *length)) + body


def dial(port: int, client: str, *filters: str) -> socket.socket:
    """Return a connection that is greeted, subscribed and does not block."""
    sock = socket.create_connection((HOST, port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(connect_packet(client))
    _await(sock, CONNACK)
    if filters:
        sock.sendall(subscribe_packet(*filters))
        _await(sock, SUBACK)
    sock.setblocking(False)
    return sock


def _await(sock: socket.socket, kind: int) -> None:
    """Read the broker's answer, and not a byte of what follows it."""
    first, length = sock.recv(2)
    if first != kind:
        raise ConnectionError(f"the broker answered {first:#x} where {kind:#x} was expected")
    sock.recv(length, socket.MSG_WAITALL)


class Heard:
    """What came in, in chunks with their moments, so that looking at it can wait."""

    def __init__(self, sock: socket.socket) -> None:
        """Listen on a connection."""
        self._sock = sock
        self._data = bytearray()
        self._ends: list[int] = []
        self._moments: list[float] = []
        """When the data up to each end had come."""
        self._counted = self._count = self._taken = self._peeked = 0

    def read(self) -> None:
        """Take what is there."""
        try:
            chunk = self._sock.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        if not chunk:
            raise ConnectionError("the broker hung up")
        self._moments.append(now())
        self._data += chunk
        self._ends.append(len(self._data))

    def count(self) -> int:
        """Return how many packets are complete."""
        for _, _, end in self._packets(self._counted):
            self._counted, self._count = end, self._count + 1
        return self._count

    def take(self) -> Iterator[tuple[float, str, bytes]]:
        """Yield moment, topic and payload of every message that was not yet taken."""
        for end, message in self._messages(self._taken):
            self._taken = end
            yield message

    def peek(self) -> Iterator[tuple[float, str, bytes]]:
        """Yield every message that was not yet peeked at; it can still be taken."""
        for end, message in self._messages(self._peeked):
            self._peeked = end
            yield message

    def _messages(self, start: int) -> Iterator[tuple[int, tuple[float, str, bytes]]]:
        for first, begin, end in self._packets(start):
            if first & 0xF0 == PUBLISH:
                head = begin + 2 + int.from_bytes(self._data[begin : begin + 2], "big")
                at = self._moments[bisect_left(self._ends, end)]
                topic = self._data[begin + 2 : head].decode()
                yield end, (at, topic, bytes(self._data[head:end]))

    def _packets(self, start: int) -> Iterator[tuple[int, int, int]]:
        """Yield first byte, begin and end of the body of each complete packet from there on."""
        data, size = self._data, len(self._data)
        while start + 2 <= size:
            length, at, shift, digit = 0, start + 1, 0, 128
            while digit & 128:
                if at == size:
                    return
                digit = data[at]
                length |= (digit & 127) << shift
                at, shift = at + 1, shift + 7
            if at + length > size:
                return
            yield data[start], at, at + length
            start = at + length
