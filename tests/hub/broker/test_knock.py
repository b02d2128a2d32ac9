"""What is sent by itself knocks first where the broker was not heard for a while."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from devices.message import Message
from hub.broker.echo import Echo
from hub.broker.knock import FRESH, Knock
from hub.demo.broker import HOST
from hub.mqtt import Address, Link, LinkOptions
from tests.fakes.told import Told
from tests.hub.e2e.broker import Mosquitto

ECHO = "test/hub/me/echo"
NEWS = "test/news"


class Door:
    """A link at whose broker is knocked, and what was let go: each time with whether it is up."""

    def __init__(self, port: int) -> None:
        self.gone: Told[tuple[str, bool]] = Told()
        self.was: Told[bool] = Told()
        self._heard = asyncio.Event()
        options = LinkOptions(name="door", client_id="door")
        address = Address(host=HOST, port=port)
        self.link = Link(address, options, receive=self._hear, changed=self._changed)
        self._echo = Echo(self.link, ECHO)
        self.link.subscribe([NEWS])
        self.knock = Knock((self.link,), self._echo)

    def sends(self, what: str) -> None:
        self.knock.when_sure(lambda: self.gone((what, self.link.up)))

    async def hears_news(self) -> None:
        self._heard.clear()
        self.link.publish(Message(NEWS, b"new"))
        await self._heard.wait()

    async def grows_quiet(self) -> None:
        await self.hears_news()
        await asyncio.sleep(1.5 * FRESH)

    def _hear(self, message: Message) -> None:
        if not self._echo.hears(message):
            self._heard.set()

    def _changed(self) -> None:
        self.was(self.link.up)


@asynccontextmanager
async def door_of(broker: Mosquitto) -> AsyncIterator[Door]:
    async with asyncio.TaskGroup() as tasks:
        door = Door(broker.port)
        running = tasks.create_task(door.link.run())
        await door.was.until(lambda up: up)
        yield door
        running.cancel()


async def test_who_answers_a_message_need_not_knock(broker: Mosquitto) -> None:
    async with door_of(broker) as door:
        await door.hears_news()

        door.sends("light")

        assert door.gone.all == [("light", True)]


async def test_what_comes_after_a_quiet_while_waits_for_the_brokers_word(broker: Mosquitto) -> None:
    async with door_of(broker) as door:
        await door.grows_quiet()

        door.sends("light")
        door.sends("heat")
        at_once = list(door.gone.all)
        await door.gone.until(lambda gone: gone == ("heat", True))

        assert at_once == []
        assert door.gone.all == [("light", True), ("heat", True)]


async def test_what_may_go_at_once_takes_along_what_waits(broker: Mosquitto) -> None:
    async with door_of(broker) as door:
        await door.grows_quiet()
        broker.freezes()
        door.sends("first")
        broker.thaws()

        await door.hears_news()
        door.sends("second")

        assert [what for what, _ in door.gone.all] == ["first", "second"]


async def test_a_broker_that_does_not_answer_is_given_up_before_anything_goes(
    broker: Mosquitto,
) -> None:
    async with door_of(broker) as door:
        await door.grows_quiet()
        broker.freezes()

        door.sends("light")
        await door.gone.until(lambda _: True)
        broker.thaws()

        assert door.gone.all == [("light", False)]


async def test_without_a_connection_nobody_is_asked(broker: Mosquitto) -> None:
    async with door_of(broker) as door:
        broker.is_killed()
        await door.was.until(lambda up: not up)

        door.sends("light")

        assert door.gone.all == [("light", False)]
