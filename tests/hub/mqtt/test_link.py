"""One MQTT connection, on brokers that are real: what it says, hears, notices and never keeps."""

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from devices.message import Message
from hub.demo.broker import HOST, demo_broker
from hub.mqtt import Address, Link, LinkOptions
from hub.mqtt.properties import COMMAND_EXPIRY, LARGEST_PACKET
from hub.mqtt.wire import MOST_BYTES, MOST_UNSENT, READ_AT_ONCE
from tests.fakes.broker import NEW, OLD, FakeBroker
from tests.fakes.deaf import deaf_port
from tests.fakes.told import Told
from tests.hub.e2e.broker import Mosquitto, free_port
from tests.hub.fair_time import FairTime

NOTICED = 2.5
BEAT = "test/beat"
NOWHERE = "no-such-machine.invalid"


class Person:
    """A link, what it heard, and how it was: up or down."""

    def __init__(self, address: Address, options: LinkOptions, *, surely: bool = False) -> None:
        self.heard: Told[Message] = Told()
        self.was: Told[bool] = Told()
        self.owed: list[Callable[[], None]] = []
        """What is to be called so that the broker does not send it again."""
        self.answers: Callable[[], object] = lambda: None
        self.link = Link(
            address,
            options,
            receive=self.heard,
            changed=lambda: self.was(self.link.up),
            receive_surely=self._surely if surely else None,
        )

    async def is_up(self) -> None:
        await self.was.until(lambda up: up)

    async def is_down(self) -> None:
        await self.was.until(lambda up: not up)

    async def hears(self, topic: str, payload: bytes = b"") -> Message:
        return await self.heard.until(
            lambda message: message.topic == topic and payload in message.payload
        )

    async def listens(self) -> None:
        """Return when the broker has heard all that was said to it so far."""
        self.link.subscribe(["round"])
        self.link.publish(Message("round", b"1"))
        await self.hears("round")
        self.heard.all[:] = [one for one in self.heard.all if one.topic != "round"]

    def forgets(self) -> None:
        self.heard.all.clear()
        self.was.all.clear()

    def _surely(self, message: Message, done: Callable[[], None]) -> None:
        self.owed.append(done)
        self.answers()
        self.heard(message)


@contextmanager
def woken_after(seconds: float) -> Iterator[None]:
    """Wake the loop's thread where it waits for itself: the test fails then, and does not hang."""
    woken: list[float] = []

    def wake(*_: object) -> None:
        woken.append(seconds)
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, wake)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    assert not woken, "it waits for itself"


@asynccontextmanager
async def person(
    address: Address,
    *filters: str,
    name: str = "ana",
    qos: int = 0,
    surely: bool = False,
    session: bool = False,
    beat: str = "",
    will: Message | None = None,
    plain: bool = False,
    anew: bool = False,
) -> AsyncIterator[Person]:
    """Be connected for the length of the block, or try to."""
    options = LinkOptions(
        name=name, client_id=f"test-{name}", session=session, beat=beat, will=will, plain=plain
    )
    person = Person(address, options, surely=surely)
    person.link.subscribe(filters, qos)
    person.link.starts_anew = anew
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(person.link.run(), name=name)
        try:
            yield person
        finally:
            running.cancel()


@pytest.fixture
def address(broker: Mosquitto) -> Address:
    return Address(host=HOST, port=broker.port)


async def test_what_one_says_another_hears(address: Address) -> None:
    async with person(address, "room/+") as ana, person(address, name="ben") as ben:
        await ana.is_up()
        await ben.is_up()
        await ana.listens()

        assert ben.link.publish(Message("room/lamp", b"\x00on\xff"))

        assert await ana.hears("room/lamp") == Message("room/lamp", b"\x00on\xff")


async def test_what_the_broker_had_stored_is_marked_and_what_is_live_is_not(
    address: Address,
) -> None:
    async with person(address, name="ben") as ben:
        await ben.is_up()
        ben.link.publish(Message("room/lamp", b"old", retain=True, qos=1))
        async with person(address, "room/#") as ana:
            await ana.hears("room/lamp", b"old")
            ben.link.publish(Message("room/lamp", b"new", retain=True))
            await ana.hears("room/lamp", b"new")

            assert [message.retain for message in ana.heard.all] == [True, False]


async def test_to_ask_again_is_to_hear_again_what_is_stored(address: Address) -> None:
    async with person(address, "room/#") as ana:
        await ana.is_up()
        ana.link.publish(Message("room/lamp", b"on", retain=True))
        await ana.hears("room/lamp")
        ana.forgets()

        ana.link.subscribe(["room/#"])

        assert (await ana.hears("room/lamp")).retain


async def test_what_was_unsubscribed_is_heard_no_more(address: Address) -> None:
    async with person(address, "room/#", "hall/#") as ana:
        await ana.is_up()

        ana.link.unsubscribe(["room/#", "attic/#"])
        ana.link.publish(Message("room/lamp", b"on"))
        ana.link.publish(Message("hall/lamp", b"on"))

        await ana.hears("hall/lamp")
        assert [message.topic for message in ana.heard.all] == ["hall/lamp"]


async def test_more_topics_than_fit_in_a_packet_are_all_listened_to(address: Address) -> None:
    topics = [f"room/{number}" for number in range(450)]

    async with person(address, *topics) as ana:
        await ana.is_up()
        for topic in topics:
            ana.link.publish(Message(topic, b"on"))
        await ana.hears(topics[-1])

        assert [message.topic for message in ana.heard.all] == topics


@pytest.mark.parametrize(("size", "plain"), [(600_000, False), (2_000_000, True)])
async def test_of_a_very_long_message_no_more_is_kept_than_shows_that_it_is_too_long(
    address: Address, size: int, plain: bool
) -> None:
    async with person(address, "room/#", plain=plain) as ana:
        await ana.is_up()

        ana.link.publish(Message("room/lamp", b"x" * size))
        ana.link.publish(Message("room/door", b"open"))

        assert (await ana.hears("room/door")).payload == b"open"
        assert [len(message.payload) for message in ana.heard.all] == [MOST_BYTES + 1, 4]


async def test_what_is_far_too_long_stays_with_a_broker_that_can_keep_it(address: Address) -> None:
    async with person(address, "room/#", qos=1) as ana:
        await ana.is_up()

        ana.link.publish(Message("room/lamp", b"x" * LARGEST_PACKET, qos=1))
        ana.link.publish(Message("room/door", b"open", qos=1))

        await ana.hears("room/door")
        assert [message.topic for message in ana.heard.all] == ["room/door"]


@pytest.mark.parametrize("topic", ["room/+", "#", "x" * 70_000])
async def test_a_topic_that_nobody_can_publish_on_is_nobodys_loss(
    address: Address, topic: str
) -> None:
    async with person(address, "room/#") as ana:
        await ana.is_up()

        assert not ana.link.publish(Message(topic, b"on"))

        assert ana.link.publish(Message("room/lamp", b"on"))
        await ana.hears("room/lamp")


async def test_a_command_expires_and_a_report_does_not(address: Address) -> None:
    async with person(address) as ana:
        await ana.is_up()
        with lamp_at(address) as lives:
            await until(lambda: lives.subscribed)

            ana.link.publish(Message("lamp/set", b"on"), expires=True)
            ana.link.publish(Message("lamp/state", b"on"))
            await until(lambda: len(lives.heard) > 1)

            assert lives.heard == [COMMAND_EXPIRY, None]


class Lives:
    """How long each message that a device heard may still live."""

    def __init__(self) -> None:
        self.subscribed = False
        self.heard: list[int | None] = []

    def on_subscribe(self, *_: object) -> None:
        self.subscribed = True

    def on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self.heard.append(getattr(message.properties, "MessageExpiryInterval", None))


@contextmanager
def lamp_at(address: Address) -> Iterator[Lives]:
    """Listen as a device does that speaks MQTT 5."""
    lives = Lives()
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.on_subscribe = lives.on_subscribe
    client.on_message = lives.on_message
    client.connect(address.host, address.port)
    client.subscribe("lamp/#")
    client.loop_start()
    try:
        yield lives
    finally:
        client.disconnect()
        client.loop_stop()


async def test_nothing_is_kept_for_a_broker_that_is_not_there(broker: Mosquitto) -> None:
    address = Address(host=HOST, port=broker.port)
    async with person(address, "room/#") as ana:
        await ana.is_up()
        broker.is_killed()
        await ana.is_down()

        handed_over = ana.link.publish(Message("room/lamp", b"late", qos=1))
        ana.forgets()
        broker.starts()
        await ana.is_up()
        ana.link.publish(Message("room/lamp", b"now"))
        await ana.hears("room/lamp", b"now")

        assert not handed_over
        assert [message.payload for message in ana.heard.all] == [b"now"]


async def test_it_comes_back_by_itself_and_listens_again(broker: Mosquitto) -> None:
    address = Address(host=HOST, port=broker.port)
    async with person(address, "room/#") as ana, person(address, name="ben") as ben:
        await ana.is_up()
        await ben.is_up()
        ana.link.subscribe(["hall/#"])
        broker.stops()
        await ana.is_down()
        await ben.is_down()
        said = ana.link.refused
        ana.forgets()
        ben.forgets()

        broker.starts()
        await ana.is_up()
        await ben.is_up()
        await ana.listens()
        ben.link.publish(Message("room/lamp", b"on"))
        ben.link.publish(Message("hall/lamp", b"on"))

        await ana.hears("hall/lamp")
        await ana.hears("room/lamp")
        assert said.startswith("the connection ended: ")
        assert ana.link.refused == ""


async def test_a_frozen_broker_is_noticed_by_the_heart_that_beats_no_more(
    broker: Mosquitto,
) -> None:
    address = Address(host=HOST, port=broker.port)
    async with person(address, "#", beat=BEAT) as ana:
        await ana.is_up()

        broker.freezes()
        with FairTime() as passed:
            await ana.is_down()
        said = ana.link.refused
        ana.forgets()
        broker.thaws()
        await ana.is_up()

        assert passed.seconds < NOTICED
        assert said == "the broker does not answer any more"
        assert not [message for message in ana.heard.all if message.topic == BEAT]


async def test_a_broker_that_takes_nothing_is_not_given_more_and_more(broker: Mosquitto) -> None:
    address = Address(host=HOST, port=broker.port)
    async with person(address) as ana:
        await ana.is_up()
        broker.freezes()
        heap = Message("room/lamp", b"x" * 262_144)

        taken = 0
        while ana.link.publish(heap) and taken < 100:
            taken += 1
        broker.thaws()

        assert taken * len(heap.payload) < 4 * MOST_UNSENT


async def test_people_are_heard_even_if_they_spoke_while_we_were_away(address: Address) -> None:
    async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
        await ana.is_up()
        await ana.listens()
    async with person(address, name="ben") as ben:
        await ben.is_up()
        ben.link.publish(Message("people/ben", b"of the moment"))
        ben.link.publish(Message("people/ben", b"for good", qos=1))

        async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
            await ana.hears("people/ben", b"for good")

            assert [(m.payload, m.retain, m.qos) for m in ana.heard.all] == [
                (b"for good", False, 1)
            ]


async def test_what_was_not_acknowledged_is_sent_again_and_what_was_is_not(
    address: Address,
) -> None:
    async with person(address, name="ben") as ben:
        await ben.is_up()
        async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
            await ana.is_up()
            await ana.listens()
            ben.link.publish(Message("people/ben", b"first", qos=1))
            ben.link.publish(Message("people/ben", b"second", qos=1))
            await ana.hears("people/ben", b"second")
            ana.owed[0]()
            # It has gone out when what is said after it has come round.
            await ana.listens()

        async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
            await ana.hears("people/ben")

            assert [message.payload for message in ana.heard.all] == [b"second"]


async def test_who_answers_a_word_on_a_connection_that_just_broke_does_not_wait_for_ever(
    address: Address,
) -> None:
    async with person(address, "room/#", qos=1, surely=True) as ana:
        await ana.is_up()

        def answers() -> None:
            ana.answers = lambda: None
            assert ana.link._wire is not None
            sock = ana.link._wire.client.socket()
            assert isinstance(sock, socket.socket)
            sock.shutdown(socket.SHUT_WR)
            ana.link.publish(Message("lamp", b"on"))

        ana.answers = answers
        ana.forgets()

        with woken_after(60):
            ana.link.publish(Message("room/lamp", b"on", qos=1))
            await ana.is_down()
        await ana.is_up()


async def test_who_starts_anew_hears_nothing_of_before_and_later_all_again(
    address: Address,
) -> None:
    async with person(address, name="ben") as ben:
        await ben.is_up()
        async with person(address, "room/#", qos=1, session=True) as ana:
            await ana.is_up()
            await ana.listens()
        ben.link.publish(Message("room/lamp", b"old", qos=1))

        async with person(address, "room/#", qos=1, session=True, anew=True) as ana:
            await ana.is_up()
            await ana.listens()
            ben.link.publish(Message("room/lamp", b"new", qos=1))
            await ana.hears("room/lamp", b"new")
            assert [message.payload for message in ana.heard.all] == [b"new"]

            ana.link.renew()
            ben.link.publish(Message("room/lamp", b"newer", qos=1))

            await ana.hears("room/lamp", b"newer")


async def test_who_is_given_up_gets_nothing_from_that_moment_on(address: Address) -> None:
    async with person(address, "room/#") as ana:
        await ana.is_up()

        ana.link.renew()

        assert not ana.link.publish(Message("room/lamp", b"on"))
        assert ana.was.all[-1] is False


async def test_to_acknowledge_after_the_connection_was_lost_does_no_harm(
    broker: Mosquitto,
) -> None:
    address = Address(host=HOST, port=broker.port)
    async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
        await ana.is_up()
        ana.link.publish(Message("people/ana", b"freeze", qos=1))
        await ana.hears("people/ana")
        broker.is_killed()
        await ana.is_down()

        ana.owed[0]()

        assert not ana.link.up


async def test_when_it_ends_the_broker_says_its_last_words(address: Address) -> None:
    last = Message("hub/status", b"offline", retain=True, qos=1)
    async with person(address, "hub/#", name="ben") as ben:
        await ben.is_up()
        async with person(address, will=last) as ana:
            await ana.is_up()

        await ben.hears("hub/status", b"offline")


async def test_who_may_not_come_in_is_told_so_and_tries_on(tmp_path: Path) -> None:
    closed = Mosquitto(tmp_path, more=f"password_file {tmp_path / 'nobody'}\n", anonymous=False)
    (tmp_path / "nobody").touch()
    closed.starts()
    try:
        async with person(Address(host=HOST, port=closed.port, username="eve")) as eve:
            await until(lambda: "refused us" in eve.link.refused)

            assert eve.link.refused == "the broker refused us: Not authorized"
            assert not eve.link.up
    finally:
        closed.is_killed()


@pytest.mark.parametrize(
    ("host", "why"),
    [(HOST, "the broker cannot be reached: Connection refused"), (NOWHERE, "cannot be reached: ")],
)
async def test_where_nobody_is_it_says_so(host: str, why: str) -> None:
    async with person(Address(host=host, port=free_port())) as ana:
        await until(lambda: bool(ana.link.refused))

        assert why in ana.link.refused
        assert not ana.link.publish(Message("room/lamp", b"on"))


async def test_who_is_let_in_but_never_greeted_says_so() -> None:
    async with FakeBroker(speaks=False) as silent, person(at(silent)) as ana:
        await until(lambda: bool(ana.link.refused))

        assert ana.link.refused == "the broker does not answer"


async def test_a_broker_that_lets_nobody_in_does_not_keep_it_from_ending() -> None:
    with deaf_port() as port:
        async with AsyncExitStack() as ends:
            await ends.enter_async_context(person(Address(host=HOST, port=port)))
            await asyncio.sleep(0.1)
            with FairTime() as passed:
                await ends.aclose()

        assert passed.seconds < 1


async def test_a_broker_that_hangs_up_on_the_new_greeting_is_greeted_in_the_old_way() -> None:
    async with FakeBroker(hangs_up_on=NEW) as broker, person(at(broker), "room/#") as ana:
        await ana.is_up()

        broker.says(b"room/lamp", b"on")
        await ana.hears("room/lamp")

        assert broker.greetings == [NEW, OLD]


async def test_after_each_loss_the_new_greeting_is_tried_first() -> None:
    async with FakeBroker(hangs_up_on=NEW) as broker, person(at(broker)) as ana:
        await ana.is_up()
        await broker.hangs_up()
        await ana.is_down()
        ana.forgets()

        await ana.is_up()

        assert broker.greetings == [NEW, OLD, NEW, OLD]


async def test_the_embedded_broker_serves_as_well(tmp_path: Path) -> None:
    async with demo_broker(tmp_path, port=0, path="/nowhere") as amqtt:
        address = Address(host=amqtt.host, port=amqtt.port, old=True)
        async with person(address, name="ben") as ben:
            await ben.is_up()
            ben.link.publish(Message("room/lamp", b"on", retain=True, qos=1), expires=True)
            async with person(address, "room/+", beat=BEAT, session=True, qos=1) as ana:
                stored = await ana.hears("room/lamp", b"on")
                ben.link.publish(Message("room/lamp", b"off"))
                await ana.hears("room/lamp", b"off")

                assert stored.retain


async def test_after_each_handful_others_get_their_turn(address: Address) -> None:
    async with person(address, "room/#") as ana:
        await ana.is_up()
        with ana.link.together():
            for _ in range(2000):
                ana.link.publish(Message("room/lamp", b"on"))

        turns = [0]
        while turns[-1] < 2000:
            await asyncio.sleep(0)
            turns.append(len(ana.heard.all))

        # What comes as one handful ends may be the next one, in the same turn.
        assert max(after - before for before, after in pairwise(turns)) <= 2 * READ_AT_ONCE


async def test_what_is_published_in_one_comes_in_its_order_however_it_is_sent(
    address: Address,
) -> None:
    async with person(address, name="ben") as ben, person(address, "room/+", qos=1) as ana:
        await ben.is_up()
        await ana.is_up()
        await ana.listens()

        with ben.link.in_one():
            for word, qos in ((b"1", 0), (b"2", 1), (b"3", 0)):
                assert ben.link.publish(Message("room/lamp", word, qos=qos))

        await ana.hears("room/lamp", b"3")
        assert [said.payload for said in ana.heard.all] == [b"1", b"2", b"3"]


async def test_a_topic_that_is_no_text_harms_nobody() -> None:
    async with FakeBroker() as broker, person(at(broker, old=True), "room/#") as ana:
        await ana.is_up()
        await broker.subscribed.wait()

        broker.says(b"room/\xff\xfe", b"on")
        broker.says(b"room/lamp", b"on")

        await ana.hears("room/lamp")
        assert ana.link.up
        assert len(ana.heard.all) == 1


async def test_what_it_may_not_listen_to_is_said(caplog: pytest.LogCaptureFixture) -> None:
    async with FakeBroker(grants=False) as broker, person(at(broker, old=True), "room/#") as ana:
        await ana.is_up()
        with caplog.at_level(logging.WARNING, "homerule"):
            await until(lambda: bool(caplog.messages))

    assert "does not let the hub listen" in caplog.messages[0]


def at(broker: FakeBroker, *, old: bool = False) -> Address:
    return Address(host=HOST, port=broker.port, old=old)


async def until(so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Return when something is so."""
    async with asyncio.timeout(seconds):
        while True:
            if so():
                return
            await asyncio.sleep(0.005)


async def test_what_the_broker_sends_again_in_one_life_acts_once_and_is_acknowledged(
    address: Address,
) -> None:
    async with (
        person(address, name="ben") as ben,
        person(address, "people/+", qos=1, session=True, surely=True) as ana,
    ):
        await ben.is_up()
        await ana.is_up()
        await ana.listens()
        ben.link.publish(Message("people/ben", b"release", qos=1))
        await ana.hears("people/ben", b"release")

        ana.was.all.clear()
        ana.link.renew()
        await ana.is_up()
        ben.link.publish(Message("people/ben", b"release", qos=1))
        ben.link.publish(Message("people/ben", b"last", qos=1))
        await ana.hears("people/ben", b"last")

        said = [message.payload for message in ana.heard.all]
        assert said == [b"release", b"release", b"last"]

        for done in ana.owed:
            done()
        await ana.listens()

    async with person(address, "people/+", qos=1, session=True, surely=True) as ana:
        async with person(address, name="ben") as ben:
            await ben.is_up()
            ben.link.publish(Message("people/ben", b"new", qos=1))
            await ana.hears("people/ben", b"new")

        assert [message.payload for message in ana.heard.all] == [b"new"]
