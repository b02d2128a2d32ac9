"""A WLED lamp from its announcement to its light: real mDNS, real HTTP, on loopback alone."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from devices.families.wled import FAMILY
from devices.family import Heard
from devices.message import Request
from hub.http_port import HttpPort
from hub.mdns import Mdns
from rules.words.device import Announcement
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values
from tests.fakes.told import Told
from tests.fakes.wled import LOOPBACK, Announcer, FakeWled, record

MAC = f"aa{os.getpid():010x}"
SHELF = HardwareId(f"wled-{MAC}")
RECORD = f"wled {MAC}"


class Hub:
    """The parts of the hub between the network and the house, wired as it wires them."""

    def __init__(self) -> None:
        self.events: Told[Event] = Told()
        self.unreadable: Told[str] = Told()
        self.wled = FAMILY()
        self.mdns = Mdns(
            self.wled.services,
            lambda service: self._take(self.wled.saw(service)),
            lambda service: self._take(self.wled.lost(service)),
            said=self.unreadable,
            interfaces=(LOOPBACK,),
        )
        self.http = HttpPort(
            lambda answer: self._take(self.wled.answered(answer)), said=self.unreadable
        )

    def polls(self) -> None:
        self._take(Heard(requests=self.wled.polls()))

    def tells(self, values: Values) -> None:
        for request in self.wled.encode(SHELF, values, 0.1):
            assert isinstance(request, Request)
            self.http.ask(request)

    async def announced(self) -> Announcement:
        event = await self.events.until(
            lambda event: (
                isinstance(event, DeviceAnnounced) and event.announcement.hardware == SHELF
            )
        )
        assert isinstance(event, DeviceAnnounced)
        return event.announcement

    async def reported(self, aspect: Aspect, value: Value) -> None:
        await self.events.until(
            lambda event: isinstance(event, Reported) and event.values.get(aspect) == value
        )

    async def reachable(self, *, now: bool) -> None:
        await self.events.until(lambda event: event == AvailabilityChanged(SHELF, now))

    def _take(self, heard: Heard) -> None:
        for event in heard.events:
            self.events(event)
        if heard.unreadable:
            self.unreadable(heard.unreadable)
        for request in heard.requests:
            self.http.ask(request)


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = Hub()
    async with asyncio.TaskGroup() as group:
        running = [
            group.create_task(hub.mdns.run(), name="mdns"),
            group.create_task(hub.http.run(), name="http"),
        ]
        yield hub
        for task in running:
            task.cancel()


@pytest.fixture
async def announcer() -> AsyncIterator[Announcer]:
    async with Announcer() as announcer:
        yield announcer


@pytest.fixture
async def lamp(hub: Hub, announcer: Announcer) -> AsyncIterator[FakeWled]:
    """A lamp that stands in the house and that the hub has met."""
    async with FakeWled(MAC) as lamp:
        while not any(service.name == RECORD for service in hub.mdns.seen()):
            announcer.announces(record(RECORD, lamp.port, properties={"mac": MAC}))
            await asyncio.sleep(0.01)
        await hub.reported(POWER, value=False)
        yield lamp


async def test_a_lamp_is_found_and_does_what_it_is_told(hub: Hub, lamp: FakeWled) -> None:
    found = await hub.announced()
    hub.tells({POWER: True, BRIGHTNESS: 200, COLOUR: Kelvin(2700)})
    await hub.reported(BRIGHTNESS, 200)
    await hub.reported(COLOUR, Kelvin(2700))

    assert found.name == "Shelf"
    assert lamp.on
    assert lamp.bri == 200
    assert lamp.told == [
        {"on": True, "bri": 200, "tt": 1, "v": True, "seg": [{"id": 0, "col": [[255, 167, 87]]}]}
    ]


async def test_what_a_hand_does_at_the_lamp_is_seen_by_the_next_poll(
    hub: Hub, lamp: FakeWled
) -> None:
    lamp.on, lamp.bri = True, 42

    hub.polls()

    await hub.reported(BRIGHTNESS, 42)


async def test_a_lamp_is_followed_to_its_new_address(
    hub: Hub, lamp: FakeWled, announcer: Announcer
) -> None:
    await lamp.moves_to("127.0.0.2")
    announcer.announces(record(RECORD, lamp.port, address="127.0.0.2", properties={"mac": MAC}))
    await hub.events.until(lambda _: called_at(hub, lamp))

    hub.tells({POWER: True})
    await hub.reported(POWER, value=True)

    assert lamp.on


async def test_a_forged_record_does_not_lead_the_hub_astray(
    hub: Hub, lamp: FakeWled, announcer: Announcer
) -> None:
    async with FakeWled(MAC, "Liar", address="127.0.0.3") as liar:
        announcer.announces(record(RECORD, liar.port, address="127.0.0.3", properties={"mac": MAC}))
        await hub.unreadable.until(lambda said: "it stays where it was" in said)
        hub.tells({POWER: True})
        await hub.reported(POWER, value=True)

        assert lamp.on
        assert not liar.told


async def test_a_lamp_that_says_goodbye_is_gone_and_may_come_back(
    hub: Hub, lamp: FakeWled, announcer: Announcer
) -> None:
    there = record(RECORD, lamp.port, properties={"mac": MAC})
    await lamp.goes_dark()
    announcer.withdraws(there)
    await hub.reachable(now=False)
    hub.events.all.clear()

    await lamp.moves_to(LOOPBACK)
    # Not the same bytes as before: those count as an echo for the better part of a second.
    announcer.announces(record(RECORD, lamp.port, properties={"mac": MAC, "boot": "2"}))

    await hub.reachable(now=True)


async def test_hostile_records_neither_stop_the_hub_nor_add_a_device(
    hub: Hub, lamp: FakeWled, announcer: Announcer
) -> None:
    macs: tuple[str | bytes, ...] = (b"\xff\xfe", "../../etc", "<script>", f"\u202e{MAC}")
    for number, mac in enumerate(macs):
        name = f"\u202eevil {number} {MAC}"
        announcer.announces(record(name, lamp.port, address="127.0.0.9", properties={"mac": mac}))
    async with FakeWled(MAC, address="127.0.0.4") as garbage:
        garbage.garbage = b"\x00" * 1000
        announcer.announces(record(f"garbage {MAC}", garbage.port, address="127.0.0.4"))
        await hub.unreadable.until(lambda said: "127.0.0.4" in said and "not the answer" in said)

    hub.tells({POWER: True})
    await hub.reported(POWER, value=True)

    announced = [event for event in hub.events.all if isinstance(event, DeviceAnnounced)]
    assert [event.announcement.hardware for event in announced] == [SHELF]


def called_at(hub: Hub, lamp: FakeWled) -> bool:
    """Say whether the hub would now speak to the lamp where it is."""
    requests = hub.wled.encode(SHELF, {POWER: True}, None)
    return any(isinstance(one, Request) and one.url.startswith(lamp.at) for one in requests)
