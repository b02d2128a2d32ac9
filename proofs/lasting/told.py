"""Finds in what went over the wire when the hub told somebody that a deed of theirs was taken.

A deed carries its mark in `by`; one that gives something back is marked `free`. Four things tell
that it was taken: the acknowledgement of an MQTT message, the answer to a request, the retained
state of an override, and the retained state of a device that names its holder.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from proofs.lasting.trace import Happening, Kind

MARK: Final = re.compile(rb"(?:deed|free)-\d{6}")
DECISION: Final = re.compile(rb'"id":(\d+)')
STATES: Final = (b"homerule/override/", b"homerule/offered/")
DEVICES: Final = b"homerule/device/"
DECISIONS: Final = b"homerule/decision"
CONNECT, PUBLISH, PUBACK = 1, 3, 4
QOS: Final = 6
LONGEST_LENGTH: Final = 4
MORE, SEVEN_BITS = 128, 127
"""How MQTT writes a length: in groups of seven bits, of which all but the last say `more`."""
GOOD: Final = b"HTTP/1.1 200"


class How(StrEnum):
    """In which way somebody was told."""

    ACKNOWLEDGED = "acknowledged over MQTT"
    ANSWERED = "answered on the console"
    SHOWN = "shown as an override's state"
    HELD = "shown as a device's holder"


@dataclass(frozen=True, slots=True)
class Told:
    """At a place in the trace somebody was told that the deed with this mark was taken."""

    place: int
    mark: str
    how: How


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """At a place in the trace a decision was published; only for information."""

    place: int
    decision: int


@dataclass(slots=True)
class _Stream:
    """One connection: what came and was not looked at yet, and what was asked on it."""

    said: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)
    speaks_mqtt: bool | None = None
    marks: dict[int, str] = field(default_factory=dict)
    asked: str = ""


def told(happenings: Iterable[Happening]) -> Iterator[Told | ToldDecision]:
    """Yield all that was told, in order."""
    streams: defaultdict[int, _Stream] = defaultdict(_Stream)
    for place, one in enumerate(happenings):
        match one.kind:
            case Kind.STARTED:
                streams.clear()
            case Kind.CLOSED:
                streams.pop(one.file, None)
            case Kind.RECEIVED:
                _hear(streams[one.file], one.data)
            case Kind.SENT:
                yield from _say(streams[one.file], one.data, place)
            case _:
                pass


def _hear(stream: _Stream, data: bytes) -> None:
    if not stream.speaks_mqtt:
        # Whoever speaks first is a client of ours, and speaks HTTP.
        if found := MARK.search(data):
            stream.asked = found.group().decode()
        return
    stream.heard += data
    for kind, body in _packets(stream.heard):
        if kind >> 4 == PUBLISH and kind & QOS and (found := MARK.search(body)):
            stream.marks[_number_of(body)] = found.group().decode()


def _say(stream: _Stream, data: bytes, place: int) -> Iterator[Told | ToldDecision]:
    if stream.speaks_mqtt is None:
        stream.speaks_mqtt = data[0] >> 4 == CONNECT
    if not stream.speaks_mqtt:
        if data.startswith(GOOD) and stream.asked:
            yield Told(place, stream.asked, How.ANSWERED)
        stream.asked = ""
        return
    stream.said += data
    for kind, body in _packets(stream.said):
        if kind >> 4 == PUBACK:
            mark = stream.marks.pop(int.from_bytes(body[:2]), None)
            if mark is not None:
                yield Told(place, mark, How.ACKNOWLEDGED)
        elif kind >> 4 == PUBLISH:
            yield from _published(body, place)


def _published(body: bytes, place: int) -> Iterator[Told | ToldDecision]:
    topic = body[2 : 2 + int.from_bytes(body[:2])]
    if topic == DECISIONS:
        if found := DECISION.search(body):
            yield ToldDecision(place, int(found.group(1)))
    elif topic.startswith((*STATES, DEVICES)):
        how = How.HELD if topic.startswith(DEVICES) else How.SHOWN
        for mark in dict.fromkeys(MARK.findall(body)):
            yield Told(place, mark.decode(), how)


def _number_of(body: bytes) -> int:
    """Return the number of a message that is to be acknowledged; it follows the topic."""
    begin = 2 + int.from_bytes(body[:2])
    return int.from_bytes(body[begin : begin + 2])


def _packets(stream: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole MQTT packets off the beginning of a stream: their first byte, and their body."""
    while len(stream) > 1:
        length = shift = 0
        for at in range(1, min(len(stream), 1 + LONGEST_LENGTH)):
            length |= (stream[at] & SEVEN_BITS) << shift
            shift += 7
            if stream[at] < MORE:
                break
        else:
            return
        end = at + 1 + length
        if len(stream) < end:
            return
        kind, body = stream[0], bytes(stream[at + 1 : end])
        del stream[:end]
        yield kind, body
