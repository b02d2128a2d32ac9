"""How a connection ends: by us for good, by the broker, by one with our name, or unanswered."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from devices.message import Message
from hub.demo.broker import HOST
from hub.mqtt import Address, Link, LinkOptions
from hub.mqtt.dialling import NEW_PROTOCOL, fresh_client
from hub.mqtt.taken import Taken
from hub.mqtt.wire import Ears, Wire
from tests.fakes.broker import FakeBroker
from tests.fakes.told import Told
from tests.hub.e2e.broker import Mosquitto
from tests.hub.whole_hub import until

LAST = Message("hub/status", b"offline", retain=True, qos=1)


class Person:
    """A link that runs, and what it heard."""

    def __init__(self, port: int, name: str, will: Message | None = None) -> None:
        options = LinkOptions(name=name, client_id=f"test-{name}", will=will)
        self.heard: Told[Message] = Told()
        address = Address(host=HOST, port=port)
        self.link = Link(address, options, receive=self._hears, changed=lambda: None)
        self.answers: Callable[[Message], None] = lambda _message: None
        self.over = False

    def _hears(self, message: Message) -> None:
        self.heard(message)
        self.answers(message)

    async def runs(self) -> None:
        await self.link.run()
        self.over = True


@asynccontextmanager
async def person(
    port: int, name: str = "ana", will: Message | None = None
) -> AsyncIterator[Person]:
    someone = Person(port, name, will)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(someone.runs(), name=name)
        yield someone
        running.cancel()


async def test_who_ends_on_purpose_has_no_last_words_and_never_comes_back(
    broker: Mosquitto,
) -> None:
    async with person(broker.port, "ben") as ben, person(broker.port, will=LAST) as ana:
        ben.link.subscribe(["#"])
        await until(lambda: ana.link.up and ben.link.up)

        ana.link.publish(Message("before", b"1"))
        ana.link.end()

        assert not ana.link.publish(Message("after", b"1"))
        await until(lambda: ana.over)
        ben.link.publish(Message("last", b"1"))
        await ben.heard.until(lambda message: message.topic == "last")
        assert [message.topic for message in ben.heard.all] == ["before", "last"]
        assert not ana.link.up


async def test_who_ends_in_answer_to_a_message_has_no_last_words_either(broker: Mosquitto) -> None:
    async with person(broker.port, "ben") as ben, person(broker.port, will=LAST) as ana:
        ben.link.subscribe(["#"])
        ana.link.subscribe(["go"])
        ana.answers = lambda _message: ana.link.end()
        await until(lambda: ana.link.up and ben.link.up)

        ben.link.publish(Message("go", b"1"))
        await until(lambda: ana.over)

        ben.link.publish(Message("last", b"1"))
        await ben.heard.until(lambda message: message.topic == "last")
        assert [message.topic for message in ben.heard.all] == ["go", "last"]


async def test_who_ends_before_the_broker_answered_never_comes_either() -> None:
    async with FakeBroker(speaks=False) as silent, person(silent.port) as ana:
        await silent.greeted.wait()

        ana.link.end()

        await until(lambda: ana.over)
        assert len(silent.greetings) == 1


async def test_who_may_not_come_does_not_even_greet() -> None:
    async def never() -> bool:
        return False

    async with FakeBroker() as broker:
        someone = Person(broker.port, "ana")
        someone.link.may_come = never

        await someone.runs()

        assert broker.greetings == []


async def test_whoever_came_under_our_name_is_known_by_the_brokers_word() -> None:
    async with FakeBroker() as broker, person(broker.port) as ana:
        await until(lambda: ana.link.up)
        before = (ana.link.taken_over, ana.link.hung_up_at)

        await broker.takes_over()
        await until(lambda: ana.link.taken_over)

        assert before == (False, None)
        assert ana.link.hung_up_at is not None
        assert ana.link.refused == "the connection ended: Session taken over"


async def test_a_greeting_that_nobody_answered_is_remembered() -> None:
    async with FakeBroker(speaks=False) as silent, person(silent.port) as ana:
        assert ana.link.unanswered_at is None

        await until(lambda: ana.link.unanswered_at is not None)

        assert ana.link.hung_up_at is None


async def test_who_was_given_up_while_dialling_greets_no_more() -> None:
    async with FakeBroker() as broker:
        options = LinkOptions(name="ana", client_id="ana")
        address = Address(host=HOST, port=broker.port)
        client = fresh_client(address, options, NEW_PROTOCOL, manual_ack=False)
        ears = Ears(receive=lambda _message: None, received=lambda: None)
        loop = asyncio.get_running_loop()
        wire = Wire(client, loop, ears, beat="", taken=Taken(), ended=lambda: None)
        wire.close()

        with pytest.raises(ConnectionAbortedError):
            await asyncio.to_thread(client.connect, HOST, broker.port)

        await until(lambda: broker.visits == 1)
        assert broker.greetings == []


async def test_what_is_over_leaves_nothing_for_the_collector() -> None:
    async with FakeBroker() as broker, person(broker.port) as ana:
        await until(lambda: ana.link.up)
        assert ana.link._wire is not None
        client = weakref.ref(ana.link._wire.client)
        gc.disable()
        try:
            await broker.hangs_up()
            await until(lambda: not ana.link.up)
            await until(lambda: ana.link.up)

            assert client() is None
        finally:
            gc.enable()
