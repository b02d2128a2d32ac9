"""The live stream: the whole house first, then what changes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from hub.desk.present import Present
from hub.view.feed import KEPT
from hub.web import audience
from hub.web.stream import MOST_WATCHERS
from rules.words.events import DeviceRetired, FreezePlaced, PolicyAdopted
from rules.words.ids import HardwareId
from rules.words.people import HouseScope
from rules.words.wishes import Author, Via
from tests.hub.web.conftest import POLICY, Served
from tests.hub.whole_hub import PATIENCE

BY = Author(via=Via.PAGE)
Heard = tuple[str, Any]


async def listen(served: Served, since: str = "") -> AsyncIterator[Heard]:
    """Yield the events of the stream, as a script with the token hears them."""
    response = await served.script.get(f"{served.url}/api/stream", params={"since": since})
    assert response.status == 200
    assert response.content_type == "text/event-stream"
    name = ""
    async for raw in response.content:
        key, _, value = raw.decode().strip().partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)


async def until(events: AsyncIterator[Heard], name: str) -> Any:
    """Return the content of the next event of a name."""
    async with asyncio.timeout(PATIENCE):
        async for heard, content in events:
            if heard == name:
                return content
    raise AssertionError(f"the stream ended without {name}")


async def test_the_stream_begins_with_the_whole_house(served: Served) -> None:
    snapshot = await until(listen(served), "snapshot")

    assert snapshot["house"]["held"] is None
    assert len(snapshot["devices"]) == 5


async def test_a_change_of_a_device_is_told_whole(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    await served.hub.reports("Hall lamp", power=True, brightness=255)
    device = await until(events, "device")

    assert (device["id"], device["words"]) == ("hall-lamp", "On, 100 %")


async def test_a_decision_is_told_as_a_sentence(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    await served.hub.reports("Hall motion", occupancy=True)
    line = await until(events, "line")

    assert (line["kind"], line["outcome"]) == ("agent", "limited")
    assert "'Quiet nights' allows at most 20 %" in line["text"]


async def test_a_freeze_is_told_with_the_house(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    await served.hub.happens(FreezePlaced(scope=HouseScope(), by=BY))

    assert (await until(events, "house"))["held"]["verb"] == "freeze"
    assert (await until(events, "device"))["frozen"] == "house"


async def test_a_device_that_is_taken_away_is_gone(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    await served.hub.happens(DeviceRetired(HardwareId("hw-ceiling")))

    assert await until(events, "gone") == {"id": "ceiling"}


async def test_a_new_policy_is_told_as_a_whole_house(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    await served.hub.happens(PolicyAdopted(replace(POLICY, areas={}, hash="another")))
    snapshot = await until(events, "snapshot")

    assert snapshot["house"]["areas"] == []


async def mark_of(served: Served) -> str:
    """Return how far somebody is told who hears the whole house now."""
    response = await served.script.get(served.url + "/api/stream")
    async for raw in response.content:
        key, _, value = raw.decode().strip().partition(": ")
        if key == "id":
            response.close()
            return value
    raise AssertionError("the stream ended without an id")


async def first(served: Served, since: str) -> Heard:
    """Return what somebody hears first who was told so far."""
    async with asyncio.timeout(PATIENCE):
        return await anext(listen(served, since))


async def test_who_comes_back_hears_what_changed_and_no_more(served: Served) -> None:
    since = await mark_of(served)
    assert (await first(served, since))[0] == "beat"

    await served.hub.reports("Hall motion", occupancy=True)
    events = listen(served, since)
    told = [await anext(events) for _ in range(3)]

    assert [name for name, _ in told] == ["device", "device", "line"]
    assert {device["id"] for _, device in told[:2]} == {"hall-motion", "hall-lamp"}


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda mark: mark.replace(":", "0:", 1),  # another start of the hub
        lambda mark: mark.rpartition("/")[0] + "0/1.1",  # another policy, phone or role
        lambda mark: mark.rpartition("/")[0] + "/999999.1",  # what never was
        lambda mark: mark.rpartition("/")[0] + "/²." + "9" * 400,
        lambda _: "\n\n/../%00",
    ],
)
async def test_a_mark_that_means_nothing_here_brings_the_whole_house(
    served: Served, spoilt: Callable[[str], str]
) -> None:
    assert (await first(served, spoilt(await mark_of(served))))[0] == "snapshot"


async def test_who_was_away_for_too_long_hears_the_whole_house(served: Served) -> None:
    since = await mark_of(served)

    for _ in range(KEPT):
        served.hub.desk.feed.spread()
    assert (await first(served, since))[0] == "beat"
    served.hub.desk.feed.spread()

    assert (await first(served, since))[0] == "snapshot"


async def test_a_quiet_stream_gives_signs_of_life(served: Served, monkeypatch: Any) -> None:
    monkeypatch.setattr(audience, "BEAT", 0.01)

    assert "now" in await until(listen(served), "beat")


async def test_a_burst_comes_as_one_picture_of_the_newest(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    for brightness in range(1, 200):
        await served.hub.reports("Ceiling", power=True, brightness=brightness)
    told = 0
    async with asyncio.timeout(PATIENCE):
        async for name, content in events:
            told += name == "device"
            if name == "device" and content["values"]["brightness"] == 199:
                break

    assert told < 60


async def test_what_many_see_alike_is_put_into_words_once(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [listen(served) for _ in range(20)]
    for events in many:
        await until(events, "snapshot")
    pictured = list[object]()
    whole = Present.pictured

    def counted(self: Present, ids: Any) -> Any:
        pictured.append(ids)
        return whole(self, ids)

    monkeypatch.setattr(Present, "pictured", counted)

    await served.hub.reports("Ceiling", power=True, brightness=7)
    told = [await until(events, "device") for events in many]

    assert {device["values"]["brightness"] for device in told} == {7}
    assert len(pictured) == 1


async def test_who_does_not_read_holds_up_nobody_and_hears_the_newest_in_the_end(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "MOST_UNREAD", -1)
    slow = listen(served)
    await until(slow, "snapshot")

    await served.hub.reports("Ceiling", power=True, brightness=7)

    # Told nothing by the audience, it begins again from where it was.
    assert (await until(slow, "device"))["values"]["brightness"] == 7


async def test_only_so_many_may_watch(served: Served) -> None:
    streams = [listen(served) for _ in range(MOST_WATCHERS)]
    for events in streams:
        await until(events, "snapshot")

    response = await served.console.get("/api/stream")

    assert response.status == 503
    assert "too many watch already" in (await response.json())["error"]


async def test_streams_end_with_the_hub(served: Served) -> None:
    events = listen(served)
    await until(events, "snapshot")

    async with asyncio.timeout(PATIENCE):
        await served.server.stop()

    assert not served.hub.desk.feed.watched
