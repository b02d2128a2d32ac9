"""What is read of a connection in large bites comes out packet by packet, however it came in."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from devices.message import Message
from hub.mqtt.intake import BITE, MORE, MOST_BITES, MOST_PACKET, BitingClient, Intake
from hub.mqtt.properties import Packed, expiring
from tests.fakes.broker import PUBLISH, packet

SHORT = packet(PUBLISH, b"\x00\x04room" + b"x" * 40)
LONGER = packet(PUBLISH, b"\x00\x04room" + b"y" * 300)
EMPTY = packet(0xD0, b"")
SURE = packet(PUBLISH | 0x02, b"\x00\x04room\x00\x07on")
BROKEN = packet(PUBLISH, b"\x00\x02\xff\xfeon")


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


def packets(intake: Intake, came: Socket) -> Iterator[tuple[int, bytes]]:
    """Yield first byte and body of each packet, read as paho does, until there is no progress."""
    head, body, moved = b"", b"", -1
    while intake.moved > moved:
        moved = intake.moved
        with suppress(BlockingIOError):
            while len(head) < 2 or head[-1] >= MORE:
                head += intake.take(1, came.read)
            length = sum((byte % MORE) << 7 * place for place, byte in enumerate(head[1:]))
            while len(body) < length:
                body += intake.take(length - len(body), came.read)
            yield head[0], body
            head, body = b"", b""


@given(
    st.lists(st.sampled_from([SHORT, LONGER, EMPTY]), max_size=8),
    st.lists(st.integers(1, 80), min_size=1, max_size=30),
)
def test_all_packets_come_out_whole_and_in_order(sent: list[bytes], sizes: list[int]) -> None:
    came = Socket(*pieces(b"".join(sent), sizes))

    found = list(packets(Intake(), came))

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
    intake, came = Intake(), Socket(packet(PUBLISH, b"x" * 10_000_000))
    first = next(packets(intake, came))
    passed = intake.moved

    with pytest.raises(BlockingIOError):
        intake.take(1, came.read)

    assert len(first[1]) == MOST_PACKET
    assert passed < intake.moved <= passed + (MOST_BITES + 1) * BITE


def test_many_small_packets_are_read_at_once() -> None:
    came = Socket(SHORT * 100)

    assert len(list(packets(Intake(), came))) == 100

    assert came.asked == 2


def test_the_end_of_a_connection_is_passed_on() -> None:
    intake = Intake()

    assert intake.take(1, Socket(b"").read) == b""


WORDS = [
    Message("room", b"x" * 40),
    Message("room", b"", retain=True),
    Message("küche/licht", b"on"),
]


@given(
    st.lists(st.sampled_from([*WORDS, SURE, EMPTY, BROKEN]), max_size=8),
    st.lists(st.integers(1, 80), min_size=1, max_size=30),
)
def test_simple_messages_come_at_once_and_all_else_as_packets_in_order(
    sent: list[Message | bytes], sizes: list[int]
) -> None:
    data = b"".join(said if isinstance(said, bytes) else written(said) for said in sent)
    intake, came = Intake(), Socket(*pieces(data, sizes))

    found: list[Message | bytes] = []
    for _ in range(len(data) + 1):
        with suppress(BlockingIOError):
            said = intake.message(came.read, new=False)
            found += [said] if said else []
        found += [packet(kind, body) for kind, body in islice(packets(intake, came), 1)]

    assert [said if isinstance(said, bytes) else written(said) for said in found] == [
        said if isinstance(said, bytes) else written(said) for said in sent
    ]


def test_whole_messages_do_not_go_the_long_way() -> None:
    intake, came = Intake(), Socket(b"".join(map(written, WORDS)))

    assert [intake.message(came.read, new=False) for _ in WORDS] == WORDS


def test_of_mqtt_5_a_message_without_properties_is_simple() -> None:
    bare, rich = b"\x00\x04room\x00on", b"\x00\x04room\x05\x02\x00\x00\x00\x05on"
    intake, came = Intake(), Socket(packet(PUBLISH, bare) + packet(PUBLISH, rich))

    assert intake.message(came.read, new=True) == Message("room", b"on")
    assert intake.message(came.read, new=True) is None
    assert [*packets(intake, came)] == [(PUBLISH, rich)]


@pytest.mark.parametrize("version", [MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5])
@pytest.mark.parametrize("said", [*WORDS, Message("room", b"y" * 20_000)])
@pytest.mark.parametrize("properties", [None, expiring()])
def test_what_goes_past_paho_is_written_as_paho_writes_it(
    version: MQTTProtocolVersion, said: Message, properties: Packed | None
) -> None:
    with connected(version) as (ours, heard_of_us), connected(version) as (paho, heard_of_paho):
        assert ours.says(said, properties)
        paho.publish(said.topic, said.payload, 0, said.retain, properties)
        paho.loop_write()

        assert heard_of_us.recv(BITE) == heard_of_paho.recv(BITE)


@pytest.mark.parametrize("topic", ["", "a/#", "a/+/b", "x" * 70_000])
def test_what_nobody_can_publish_on_is_left_to_paho_to_refuse(topic: str) -> None:
    with connected(MQTTProtocolVersion.MQTTv311) as (client, _):
        assert not client.says(Message(topic, b"on"), None)


def test_what_the_socket_does_not_take_follows_before_anything_else() -> None:
    large = Message("room", b"z" * 4_000_000)
    with connected(MQTTProtocolVersion.MQTTv311) as (client, heard):
        assert client.says(large, None)
        assert client.want_write()
        assert not client.says(WORDS[0], None)
        client.publish(WORDS[0].topic, WORDS[0].payload)

        told = b""
        while len(told) < len(written(large) + written(WORDS[0])):
            client.loop_write()
            told += heard.recv(BITE)

    assert told == written(large) + written(WORDS[0])


def test_what_is_said_in_one_goes_when_all_of_it_is_said() -> None:
    with connected(MQTTProtocolVersion.MQTTv311) as (client, heard):
        heard.setblocking(False)
        with client.in_one():
            assert all(client.says(word, None) for word in WORDS)
            with suppress(BlockingIOError):
                raise AssertionError(heard.recv(BITE))

        assert heard.recv(BITE) == b"".join(map(written, WORDS))
        assert client.says(WORDS[0], None)
        assert heard.recv(BITE) == written(WORDS[0])


def test_what_nobody_takes_any_more_is_left_to_paho_to_complain_of() -> None:
    with connected(MQTTProtocolVersion.MQTTv311) as (client, heard):
        with client.in_one():
            client.says(WORDS[0], None)
            heard.close()

        assert client.want_write()


@given(st.lists(st.integers(0, 3), max_size=4))
def test_it_is_known_without_asking_that_all_was_read(counts: list[int]) -> None:
    intake, came = Intake(), Socket(*(SHORT * count for count in counts if count))

    for count in filter(None, counts):
        for number in range(count):
            assert intake.message(came.read, new=False)
            assert intake.has_all == (number == count - 1)
    assert came.asked == len([*filter(None, counts)])


def test_a_full_bite_may_have_more_behind_it() -> None:
    whole = packet(PUBLISH, b"\x00\x04room" + b"x" * (BITE - 10))
    intake, came = Intake(), Socket(whole)

    assert len(whole) == BITE
    assert intake.message(came.read, new=False)
    assert not intake.has_all


def written(said: Message) -> bytes:
    """Return a message as MQTT 3.1.1 writes it."""
    topic = said.topic.encode()
    return packet(PUBLISH | said.retain, len(topic).to_bytes(2) + topic + said.payload)


@contextmanager
def connected(
    version: MQTTProtocolVersion,
) -> Iterator[tuple[BitingClient, socket.socket]]:
    """Yield a client, and the other end of its connection."""
    client = BitingClient(CallbackAPIVersion.VERSION2, protocol=version)
    client.on_socket_register_write = lambda *_: None
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    client._sock = ours
    with ours, theirs:
        yield client, theirs
        client._sock = None
