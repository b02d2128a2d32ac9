"""What the proofs take for a promise: read from the bytes that went over the wire."""

from proofs.lasting.told import How, Told, ToldDecision, told
from proofs.lasting.trace import Happening, Kind

CONNECT = b"\x10\x02MQ"


def sent(data: bytes, file: int = 5) -> Happening:
    return Happening(Kind.SENT, file, 1, 0, "", data)


def received(data: bytes, file: int = 5) -> Happening:
    return Happening(Kind.RECEIVED, file, 1, 0, "", data)


def published(topic: bytes, body: bytes, *, number: int | None = None) -> bytes:
    head = len(topic).to_bytes(2) + topic
    rest = head + (b"" if number is None else number.to_bytes(2)) + body
    length = len(rest)
    size = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    return (b"\x30" if number is None else b"\x32") + size + rest


FREEZE = published(b"homerule/override/house/set", b'{"by": "deed-000001"}', number=77)


def test_an_acknowledgement_belongs_to_the_message_with_its_number() -> None:
    other = published(b"homerule/override/house/set", b'{"by": "deed-000002"}', number=78)
    life = [sent(CONNECT), received(FREEZE), received(other), sent(b"\x40\x02\x00\x4e")]

    assert list(told(life)) == [Told(3, "deed-000002", How.ACKNOWLEDGED)]


def test_a_message_may_come_byte_by_byte() -> None:
    life = [sent(CONNECT), *(received(bytes([byte])) for byte in FREEZE), sent(b"\x40\x02\x00\x4d")]

    assert [one.mark for one in told(life) if isinstance(one, Told)] == ["deed-000001"]


def test_an_answer_belongs_to_what_was_asked_last_and_a_refusal_promises_nothing() -> None:
    asked = received(b'POST /api/override/house {"by": "deed-000003"}', 6)
    good, bad = sent(b"HTTP/1.1 200 OK\r\n\r\n", 6), sent(b"HTTP/1.1 400 No\r\n\r\n", 6)

    assert list(told([asked, bad, asked, good, good])) == [Told(3, "deed-000003", How.ANSWERED)]


def test_a_state_promises_what_it_names() -> None:
    override = published(b"homerule/override/house/state", b"says it is deed-000004")
    device = published(b"homerule/device/hall-lamp/state", b"x" * 200 + b"deed-000005")

    assert list(told([sent(CONNECT), sent(override + device)])) == [
        Told(1, "deed-000004", How.SHOWN),
        Told(1, "deed-000005", How.HELD),
    ]


def test_a_connection_that_is_closed_is_forgotten() -> None:
    closed = Happening(Kind.CLOSED, 5, 1, 0, "", b"")
    life = [sent(CONNECT), received(FREEZE), closed, sent(CONNECT), sent(b"\x40\x02\x00\x4d")]

    assert list(told(life)) == []


def test_decisions_are_counted() -> None:
    decision = published(b"homerule/decision", b'{"id":12,"device":"hall-lamp"}')

    assert list(told([sent(CONNECT), sent(decision)])) == [ToldDecision(1, 12)]
