"""What mDNS shows, over real multicast that never leaves loopback."""

import asyncio
import gc
import os
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from zeroconf import const
from zeroconf._dns import DNSPointer
from zeroconf._protocol.outgoing import DNSOutgoing

from devices.message import Service
from hub.network.mdns import LISTED, MOST_SERVICES, Mdns
from tests.fakes.mdns import LOOPBACK, Announcer, record
from tests.fakes.told import Told

pytestmark = pytest.mark.usefixtures("multicast")

HERE = f"test {os.getpid()}"
"""Part of each name: other programs on this machine may announce things on loopback too."""


class Browsing:
    """An Mdns that runs, and what it told."""

    def __init__(self, *kinds: str, interfaces: tuple[str, ...] = (LOOPBACK,)) -> None:
        self.saw: Told[Service] = Told()
        self.lost: Told[Service] = Told()
        self.said: Told[str] = Told()
        self.mdns = Mdns(kinds, self.saw, self.lost, said=self.said, interfaces=interfaces)

    def ours(self) -> list[Service]:
        return [service for service in self.mdns.seen() if HERE in service.name]


@asynccontextmanager
async def browsing(*kinds: str) -> AsyncIterator[Browsing]:
    """Browse, and come back when what is sent now will be heard."""
    there = Browsing(*kinds)
    async with asyncio.TaskGroup() as group, Announcer() as announcer:
        running = group.create_task(there.mdns.run(), name="mdns")
        while not there.saw.all:
            announcer.announces(record(called("Beacon"), 1))
            await asyncio.sleep(0.01)
        yield there
        running.cancel()


@pytest.fixture
async def announcer() -> AsyncIterator[Announcer]:
    async with Announcer() as announcer:
        yield announcer


def called(name: str) -> str:
    return f"{name} {HERE}"


def named(name: str) -> Callable[[Service], bool]:
    return lambda service: service.name == called(name)


async def test_what_was_there_before_us_is_found_by_asking(announcer: Announcer) -> None:
    await announcer.stands_by(
        record(called("Early"), 9123, kind="_elg._tcp", properties={"md": "Key Light"})
    )

    async with browsing() as there:
        seen = await there.saw.until(named("Early"))

        assert seen == Service(
            kind="_elg._tcp",
            name=called("Early"),
            address=LOOPBACK,
            port=9123,
            properties={"md": "Key Light"},
        )
        assert seen in there.mdns.seen()


async def test_every_listed_kind_and_those_of_the_families_are_seen(announcer: Announcer) -> None:
    async with browsing("_ours._tcp") as there:
        for kind in (*LISTED, "_ours._tcp"):
            announcer.announces(record(called(f"A {kind[1:4]}"), 80, kind=kind))

        for kind in (*LISTED, "_ours._tcp"):
            seen = await there.saw.until(named(f"A {kind[1:4]}"))
            assert seen.kind == kind


async def test_a_new_address_is_told_anew(announcer: Announcer) -> None:
    async with browsing() as there:
        announcer.announces(record(called("Lamp"), 80, address="127.0.0.2"))
        await there.saw.until(lambda service: service.address == "127.0.0.2")

        announcer.announces(record(called("Lamp"), 80, address="127.0.0.3"))
        await there.saw.until(lambda service: service.address == "127.0.0.3")

        (lamp,) = (service for service in there.ours() if service.name == called("Lamp"))
        assert lamp.address == "127.0.0.3"


async def test_records_that_change_nothing_for_us_are_not_told_again(announcer: Announcer) -> None:
    async with browsing() as there:
        for weight in range(3):
            lamp = record(called("Lamp"), 80)
            lamp.weight = weight
            announcer.announces(lamp)
        announcer.announces(record(called("Lamp"), 81))
        await there.saw.until(lambda service: service.port == 81)

        told = [service.port for service in there.saw.all if service.name == called("Lamp")]
        assert told == [80, 81]


async def test_what_is_withdrawn_is_lost(announcer: Announcer) -> None:
    lamp = record(called("Lamp"), 80)
    async with browsing() as there:
        announcer.announces(lamp)
        seen = await there.saw.until(named("Lamp"))

        announcer.withdraws(lamp)
        gone = await there.lost.until(named("Lamp"))

        assert gone == seen
        assert seen not in there.mdns.seen()


async def test_hostile_names_and_properties_are_cleaned(announcer: Announcer) -> None:
    hostile = record(
        f"\u202e<b>{called('Evil')}",
        80,
        properties={
            "mac": "../../etc\x00/passwd\u202e",
            "bytes": b"\xff\xfe\x1b[2J",
            "long": "x" * 230,
            "none": None,
            **{f"key{number}": "y" for number in range(40)},
        },
    )
    async with browsing() as there:
        announcer.announces(hostile)
        seen = await there.saw.until(lambda service: "Evil" in service.name)

    assert seen.name == f"<b>{called('Evil')}"
    assert seen.properties["mac"] == "../../etc/passwd"
    assert seen.properties["bytes"] == "\ufffd\ufffd[2J"
    assert seen.properties["none"] == ""
    assert len(seen.properties) <= 32
    text = "".join((*seen.properties, *seen.properties.values(), seen.name))
    assert not any(unicodedata.category(letter).startswith("C") for letter in text)


async def test_what_an_announcement_leaves_out_is_asked_for(announcer: Announcer) -> None:
    announcer.answers_for(record(called("Terse"), 4711))
    async with browsing() as there:
        say_names(announcer, "_wled._tcp", [called("Terse")])
        seen = await there.saw.until(named("Terse"))

    assert seen.port == 4711


async def test_names_that_no_service_may_have_are_counted_and_left(announcer: Announcer) -> None:
    async with browsing() as there:
        say_names(announcer, "_wled._tcp", ["bad\x07name"])
        announcer.announces(record(called("After"), 80))
        await there.saw.until(named("After"))

        assert there.mdns.dropped == 1
        assert all("bad" not in service.name for service in there.mdns.seen())


async def test_a_flood_is_bounded_counted_and_said_once(announcer: Announcer) -> None:
    async with browsing() as there:
        say_names(announcer, "_hue._tcp", [called(f"F{n}") for n in range(MOST_SERVICES + 20)])
        await there.said.until(lambda sentence: "more than 500" in sentence)

        assert there.mdns.dropped > 0
        assert len(there.mdns._services) == MOST_SERVICES
        assert len(there.said.all) == 1


# The library leaves the socket that it could not use to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_without_a_network_it_says_one_sentence_and_the_hub_lives_on() -> None:
    there = Browsing(interfaces=("203.0.113.9",))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(there.mdns.run(), name="mdns")

        sentence = await there.said.until(lambda _: True)

        assert sentence.startswith("mDNS does not work (")
        assert there.mdns.seen() == ()
        running.cancel()


@pytest.mark.parametrize("turns", [1, 2, 3, 4, 8])
async def test_ended_in_the_middle_of_its_start_it_leaves_nothing_open(turns: int) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(Browsing().mdns.run(), name="mdns")
        for _ in range(turns):
            await asyncio.sleep(0)
        running.cancel()
    await asyncio.sleep(0.05)

    # What was left open is complained of now, and any warning fails the test.
    gc.collect()


def say_names(announcer: Announcer, kind: str, names: list[str]) -> None:
    """Announce bare names of services, whatever they are."""
    out = DNSOutgoing(const._FLAGS_QR_RESPONSE | const._FLAGS_AA)
    for name in names:
        whole = f"{name}.{kind}.local."
        pointer = DNSPointer(f"{kind}.local.", const._TYPE_PTR, const._CLASS_IN, 4500, whole)
        out.add_answer_at_time(pointer, 0)
    announcer._mdns.zeroconf.async_send(out)
