import logging

import pytest

from devices.message import Message
from hub.intake import refusals as limits
from hub.intake.refusals import Refusals
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON

TOPIC = "homerule/refused"


class Wire:
    """Takes messages, while it is there."""

    def __init__(self) -> None:
        self.up = True
        self.said: list[str] = []

    def publish(self, message: Message) -> bool:
        if self.up:
            assert message.topic == TOPIC
            assert not message.retain
            self.said.append(message.payload.decode())
        return self.up


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MONDAY_NOON)


@pytest.fixture
def refusals(wire: Wire, clock: HandClock) -> Refusals:
    return Refusals(TOPIC, publish=wire.publish, now=clock.monotonic)


def test_each_is_counted_said_and_written_into_the_log(
    refusals: Refusals, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    refusals.note("lamp/set: not text")

    assert (refusals.count, refusals.last) == (1, "lamp/set: not text")
    assert wire.said == ["lamp/set: not text"]
    assert caplog.messages == ["not understood: lamp/set: not text"]


def test_what_was_sent_to_confuse_is_shown_harmlessly_and_in_short(
    refusals: Refusals, wire: Wire
) -> None:
    refusals.note("a\nb\x1b[31m\u202ec: " + "x" * 100_000)

    assert wire.said[0].startswith("a b[31mc: xxx")
    assert len(wire.said[0]) == limits.LONGEST


def test_the_log_is_not_filled_by_a_device_that_talks_nonsense(
    refusals: Refusals, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    for _ in range(100):
        refusals.note("lamp: nonsense")

    assert len(caplog.messages) == limits.MOST_LOGGED
    assert refusals.count == 100


def test_a_flood_is_told_by_its_number(refusals: Refusals, wire: Wire, clock: HandClock) -> None:
    for _ in range(limits.MOST_A_SECOND + 7):
        refusals.note("lamp: nonsense")
    clock.passes(1)
    refusals.note("lamp: at last")

    assert len(wire.said) == limits.MOST_A_SECOND + 2
    assert wire.said[-2:] == ["and 7 more", "lamp: at last"]


def test_without_a_broker_they_wait_to_be_told_but_not_all_of_them(
    refusals: Refusals, wire: Wire
) -> None:
    wire.up = False
    for number in range(limits.MOST_UNTOLD + 5):
        refusals.note(f"lamp: {number}")

    wire.up = True
    refusals.tell()
    refusals.tell()

    assert wire.said == [f"lamp: {number}" for number in range(5, limits.MOST_UNTOLD + 5)]
