"""How much of somebody is heard, and how often it is said what was not."""

import asyncio

import pytest

from hub.intake import pace
from hub.intake.pace import Bucket, Refused


def test_a_minutes_worth_may_pass_at_once_and_then_one_at_a_time() -> None:
    bucket = Bucket(6, 0.0)

    first = [bucket.takes(0.0) for _ in range(8)]
    later = [bucket.takes(at) for at in (9.0, 10.0, 11.0, 20.0)]

    assert first == [True] * 6 + [False] * 2
    assert later == [False, True, False, True]


def test_rest_saves_up_no_more_than_a_minutes_worth() -> None:
    bucket = Bucket(2, 0.0)

    assert [bucket.takes(10_000.0) for _ in range(3)] == [True, True, False]


def test_what_cost_more_is_waited_for_and_never_longer_than_two_minutes() -> None:
    bucket = Bucket(6, 0.0)
    bucket.charge(100.0)

    assert bucket.wait() == pytest.approx(70.0)
    assert not bucket.takes(60.0)
    assert bucket.takes(70.0)


async def test_the_first_refusal_is_said_at_once_and_those_after_it_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "GATHER_REFUSALS", 0.01)
    said: list[str] = []
    refused = Refused(said.append)

    refused.note("chatter", "no")
    refused.note("chatter", "never", 3)
    refused.note("other", "also no")
    refused.note("chatter", "never ever")
    at_once = list(said)
    await asyncio.sleep(0.05)

    assert at_once == ["no", "also no"]
    assert said[2:] == ["4 more within 0 minutes, the last: never ever"]
    assert refused.count == 6
