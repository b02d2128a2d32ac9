"""What is read of a connection in large bites comes out packet by packet, however it came in."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.mqtt.intake import BITE, MORE, MOST_BITES, MOST_PACKET, Intake
from tests.fakes.broker import PUBLISH, packet

SHORT = packet(PUBLISH, b"\x00\x04room" + b"x" * 40)
LONGER = packet(PUBLISH, b"\x00\x04room" + b"y" * 300)
EMPTY = packet(0xD0, b"")


class Socket:
    """It has what came so far, and nothing more before somebody says so."""

    def __init__(self, *came: bytes) -> None:
        self._came = list(came)
        self.asked = 0

    def read(self, count: int) -> bytes:
        self.asked += 1
        if not self._came:
            raise BlockingIOError
        first = self._came.pop(0)
        if len(first) > count:
            self._came.insert(0, first[count:])
        return first[:count]


def packets(intake: Intake, socket: Socket) -> Iterator[tuple[int, bytes]]:
    """Yield first byte and body of each packet, read as paho does, until there is no progress."""
    head, body, moved = b"", b"", -1
    while intake.moved > moved:
        moved = intake.moved
        with suppress(BlockingIOError):
            while len(head) < 2 or head[-1] >= MORE:
                head += intake.take(1, socket.read)
            length = sum((byte % MORE) << 7 * place for place, byte in enumerate(head[1:]))
            while len(body) < length:
                body += intake.take(length - len(body), socket.read)
            yield head[0], body
            head, body = b"", b""


@given(
    st.lists(st.sampled_from([SHORT, LONGER, EMPTY]), max_size=8),
    st.lists(st.integers(1, 80), min_size=1, max_size=30),
)
def test_all_packets_come_out_whole_and_in_order(sent: list[bytes], sizes: list[int]) -> None:
    socket = Socket(*pieces(b"".join(sent), sizes))

    found = list(packets(Intake(), socket))

    assert [packet(kind, body) for kind, body in found] == sent


def pieces(data: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    """Yield the data in pieces of these sizes, again and again."""
    number = 0
    while data:
        size = sizes[number % len(sizes)]
        yield data[:size]
        data, number = data[size:], number + 1


@pytest.mark.parametrize("size", [MOST_PACKET, MOST_PACKET + 1, 10_000_000])
def test_of_too_large_a_packet_only_the_beginning_comes_and_the_next_one_whole(size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"." * (size % 256)
    data = SHORT + packet(PUBLISH, body) + LONGER

    found = list(packets(Intake(), Socket(*pieces(data, [100_000]))))

    assert [packet(*found[0]), packet(*found[2])] == [SHORT, LONGER]
    assert found[1] == (PUBLISH, body[:MOST_PACKET])


def test_what_is_passed_over_is_so_a_little_at_a_time() -> None:
    intake, socket = Intake(), Socket(packet(PUBLISH, b"x" * 10_000_000))
    first = next(packets(intake, socket))
    passed = intake.moved

    with pytest.raises(BlockingIOError):
        intake.take(1, socket.read)

    assert len(first[1]) == MOST_PACKET
    assert passed < intake.moved <= passed + (MOST_BITES + 1) * BITE


def test_many_small_packets_are_read_at_once() -> None:
    socket = Socket(SHORT * 100)

    assert len(list(packets(Intake(), socket))) == 100

    assert socket.asked == 2


def test_the_end_of_a_connection_is_passed_on() -> None:
    intake = Intake()

    assert intake.take(1, Socket(b"").read) == b""
