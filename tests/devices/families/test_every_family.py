"""What holds for every family, shipped or yet to be written: whatever comes, it does no harm."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.catalogue import families
from devices.family import Heard
from devices.message import Answer, Message, Request, Service
from rules.words.events import DeviceAnnounced, Pressed, Reported
from rules.words.values import Aspect, Kelvin, Value, Xy

NAMES = [family.name for family in families()]
PARTS = ["5", "a1b2c3", "240AC4A1B2C3", "shellyplus1-240ac4a1b2c3", "$state", "switch:0", "light"]
WORDS = [
    *("mac", "id", "t", "ft", "tp", "rl", "sn", "src", "method", "params", "switch:0", "output"),
    *("homie", "nodes", "properties", "datatype", "settable", "state_topic", "command_topic"),
    *("device", "identifiers", "NotifyStatus", "ON", "true", "online", "4.0", "5.0", "{{ value }}"),
    *("240AC4A1B2C3", "%prefix%/%topic%/", "shellyplus1-240ac4a1b2c3", "boolean", "a/b", "#", "+"),
]
words = st.sampled_from(WORDS) | st.text(max_size=4)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=5),
    max_leaves=12,
)
payloads = (
    values.map(lambda value: json.dumps(value).encode())
    | words.map(str.encode)
    | st.binary(max_size=30)
)
parts = st.sampled_from(PARTS) | st.text(max_size=6)
WISHES: list[Value] = [True, False, None, 0, 255, -1.5, 1e300, "x", Kelvin(2700), Xy(0.3, 0.3)]


@st.composite
def messages(draw: st.DrawFn, filters: tuple[str, ...]) -> Message:
    """Draw a message that comes on one of these filters, or on any topic at all."""
    name = draw(st.sampled_from(filters) | st.text(max_size=8)) if filters else draw(parts)
    topic = "/".join(draw(parts) if part in {"+", "#"} else part for part in name.split("/"))
    return Message(topic, draw(payloads), retain=draw(st.booleans()))


def is_harmless(heard: Heard, message: Message) -> None:
    """Assert of what a family makes of a message what must be so of each."""
    assert not any(question.retain for question in heard.questions)
    for name in (*heard.subscribe, *(question.topic for question in heard.questions)):
        assert name.strip("+#/")
        assert not name.startswith(("$", "homerule/"))
        assert "\x00" not in name
    assert heard.unreadable.isprintable()
    assert len(heard.unreadable) < 1_000
    if message.retain:
        reports = [event for event in heard.events if isinstance(event, Reported)]
        assert all(report.stored for report in reports)
        assert not any(isinstance(event, Pressed) for event in heard.events)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_comes_it_does_no_harm(name: str, data: st.DataObject) -> None:
    family = next(family for family in families() if family.name == name)
    filters = family.topics
    for _ in range(data.draw(st.integers(1, 6))):
        message = data.draw(messages(filters))

        heard = family.heard(message)
        family.latest_only(message)
        family.overheard(message)

        is_harmless(heard, message)
        filters = (*filters, *heard.subscribe)
        for event in heard.events:
            if isinstance(event, DeviceAnnounced):
                able = event.announcement.capabilities
                wish = {aspect: data.draw(st.sampled_from(WISHES)) for aspect in able}
                said = family.encode(event.announcement.hardware, wish, 1.0)
                assert not any(isinstance(one, Message) and one.retain for one in said)
    assert not family.command_topics() & {"", "homerule"}


@pytest.mark.parametrize("name", NAMES)
@given(properties=st.dictionaries(words, words, max_size=3), address=words, body=payloads)
@settings(max_examples=25, deadline=None)
def test_whatever_mdns_shows_and_whatever_is_answered_it_does_no_harm(
    name: str, properties: dict[str, Any], address: str, body: bytes
) -> None:
    family = next(family for family in families() if family.name == name)
    for kind in (*family.services, "_wled._tcp"):
        service = Service(kind=kind, name=address, address=address, port=80, properties=properties)

        asked = family.saw(service).requests
        for request in (*asked, Request(url="http://10.0.0.5", about=f"{name} {address}")):
            family.answered(Answer(request, 200, body))
            family.answered(Answer(request, 0))
        family.lost(service)

    assert all(isinstance(request, Request) for request in family.polls())


def test_no_two_families_bear_the_same_name() -> None:
    assert all(one != other for one, other in pairwise(sorted(NAMES)))


def test_a_device_that_nobody_announced_is_told_nothing() -> None:
    wish = {Aspect("power"): True}
    for family in families():
        for hardware in ("", "x", "/", f"{family.name}-240ac4a1b2c3", "tasmota-240ac4a1b2c3/x"):
            assert family.encode(hardware, wish, None) == ()  # type: ignore[arg-type]  # any at all
