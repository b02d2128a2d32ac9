"""What holds for every family, shipped or yet to be written: whatever comes, it does no harm."""

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
from tests.devices.odd_messages import messages, payloads, words

NAMES = [family.name for family in families()]
WISHES: list[Value] = [True, False, None, 0, 255, -1.5, 1e300, "x", Kelvin(2700), Xy(0.3, 0.3)]


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
