"""Reads a connection in large bites and passes it on packet by packet, none larger than it may be.

To ask the system for each byte of a packet's head costs more than the packet, and lets other
threads go first each time. Of a packet that is too large only the beginning is passed on, with a
head that fits: whoever reads it sees that it is too long. The rest is never kept.
"""

from collections.abc import Callable

from paho.mqtt.client import Client

BITE = 65_536
MOST_PACKET = 393_216
"""Bytes of a packet that are passed on: a payload that is too long, its topic and properties."""
MOST_BITES = 4
"""Bites of too large a packet that are taken at a time."""
LONGEST_HEAD = 5
MORE = 0x80
"""In a byte of a length: another one follows."""


class Intake:
    """What was read of one connection and not yet passed on."""

    __slots__ = ("_at", "_data", "_head", "_left", "_skip", "moved")

    def __init__(self) -> None:
        """Start at the beginning of a packet."""
        self.moved = 0
        """How many bytes were passed on or passed over; more, as long as there is any progress."""
        self._data = b""
        self._at = 0
        self._head = b""
        self._left = 0
        self._skip = 0

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
    """A paho client that reads through an `Intake`."""

    intake: Intake

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
