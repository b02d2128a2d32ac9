"""Those who watch hear of every change, once, however slow they are."""

import asyncio

from hub.view.feed import Changes, Feed
from rules.words.ids import DeviceId

LAMP, STRIP = DeviceId("lamp"), DeviceId("strip")


async def test_a_slow_watcher_finds_each_thing_once_and_not_every_change_of_it() -> None:
    feed = Feed()
    with feed.listening() as slow:
        for _ in range(10_000):
            feed.spread([LAMP])
        feed.spread([STRIP], house=True)

        assert await slow.next(1) == Changes(devices={LAMP: None, STRIP: None}, house=True)
        assert await slow.next(0.001) is None


async def test_a_watcher_is_woken_by_a_change() -> None:
    feed = Feed()
    with feed.listening() as watcher:
        asyncio.get_running_loop().call_soon(lambda: feed.spread(lines=True))

        assert await watcher.next(5) == Changes(lines=True)


async def test_one_watcher_takes_nothing_from_another() -> None:
    feed = Feed()
    with feed.listening() as one, feed.listening() as other:
        feed.spread([LAMP])

        assert await one.next(1) == await other.next(1) == Changes(devices={LAMP: None})


def test_nobody_is_kept_who_has_gone() -> None:
    feed = Feed()
    with feed.listening():
        assert feed.listeners == 1

    assert not feed.watched


async def test_a_feed_that_closes_sends_everybody_home() -> None:
    feed = Feed()
    with feed.listening() as watcher:
        feed.close()

        assert await watcher.next(1) is not None
        assert not feed.open
