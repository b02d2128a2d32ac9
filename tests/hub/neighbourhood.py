"""The parts of the hub between the network and the house, wired as the hub wires them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from devices.family import Family, Heard
from devices.message import Answer, Request, Service
from hub.network.device_keys import DeviceKeys
from hub.network.esphome_port import EsphomePort
from hub.network.http_port import HttpPort
from hub.network.hue_port import HuePort
from hub.network.mdns import Mdns
from hub.network.pairing import Pairing
from hub.network.way import Way
from rules.words.device import Announcement
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.values import POWER, Values
from tests.fakes.http.product import HttpProduct
from tests.fakes.mdns import LOOPBACK
from tests.fakes.told import Told

POLL_SECONDS = 2.0
PATIENCE = 60.0
"""Seconds; this machine may be busy, and nothing is measured by it."""


class Neighbourhood:
    """One family, mDNS on one interface and each way to ask; what came of it is kept."""

    def __init__(
        self, family: Family, interface: str = LOOPBACK, keys: DeviceKeys | None = None
    ) -> None:
        self.family = family
        self.events: Told[Event] = Told()
        self.unreadable: Told[str] = Told()
        self.answers: Told[Answer] = Told()
        self.mdns = Mdns(
            family.services,
            lambda service: self._take(family.saw(service)),
            lambda service: self._take(family.lost(service)),
            said=self.unreadable,
            interfaces=(interface,),
        )
        self.ways: dict[str, Way] = {
            "http": HttpPort(self._answered, said=self.unreadable),
        }
        if keys:
            self.ways["esphome"] = EsphomePort(self._answered, said=self.unreadable, keys=keys)
            self.ways["hue"] = HuePort(self._answered, said=self.unreadable, keys=keys)
            self.pairing = Pairing(
                keys, seen=self.mdns.seen, saw=lambda one: self._take(family.saw(one))
            )

    @classmethod
    @asynccontextmanager
    async def around(
        cls, family: Family, interface: str = LOOPBACK, keys: DeviceKeys | None = None
    ) -> AsyncIterator[Self]:
        """Listen and ask for the length of the block."""
        there = cls(family, interface, keys)
        async with asyncio.TaskGroup() as group:
            ways = (way.run() for way in there.ways.values())
            parts = (there.mdns.run(), there.keeps_polling(), *ways)
            running = [group.create_task(part, name="part") for part in parts]
            yield there
            for task in running:
                task.cancel()

    async def keeps_polling(self) -> None:
        """Ask now and then, as the hub does: on a busy machine an answer may be lost."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            self.polls()

    def polls(self) -> None:
        """Ask everybody how they are."""
        self._take(Heard(requests=self.family.polls()))

    def tells(self, hardware: HardwareId, values: Values) -> None:
        """Tell a device what to be."""
        for request in self.family.encode(hardware, values, None):
            assert isinstance(request, Request)
            self._ask(request)

    def sees(self, service: Service) -> None:
        """See what mDNS would show."""
        self._take(self.family.saw(service))

    async def meets(self, product: HttpProduct, announces: Callable[[], None]) -> None:
        """Return when a product that announces itself was found and said how it is."""
        async with asyncio.timeout(PATIENCE):
            # Whoever spoke before we listened is not heard.
            while not any(one.name == product.record_name for one in self.mdns.seen()):
                announces()
                await asyncio.sleep(0.01)
        await self.says(product.hardware, {})

    async def says(self, hardware: HardwareId, values: Values) -> None:
        """Return when a device has reported these values."""
        await self.events.until(
            lambda event: (
                isinstance(event, Reported)
                and event.hardware == hardware
                and values.items() <= event.values.items()
            ),
            PATIENCE,
        )

    async def reaches(self, hardware: HardwareId, *, now: bool) -> None:
        """Return when a device came, or is gone."""
        await self.events.until(lambda event: event == AvailabilityChanged(hardware, now), PATIENCE)

    async def complains(self, *words: str) -> None:
        """Return when something was said with these words in it."""
        await self.unreadable.until(lambda said: all(word in said for word in words), PATIENCE)

    async def polls_into_silence(self) -> None:
        """Ask everybody how they are, and return when one of them has not answered."""
        self.answers.all.clear()
        self.polls()
        await self.answers.until(lambda answer: not answer.status, PATIENCE)

    def announced(self) -> list[Announcement]:
        """Return every announcement of a device, the same device's too."""
        return [one.announcement for one in self.events.all if isinstance(one, DeviceAnnounced)]

    def calls(self, hardware: HardwareId) -> str:
        """Return where a device would now be told."""
        told = self.family.encode(hardware, {POWER: True}, None)
        return " ".join(one.url for one in told if isinstance(one, Request))

    def _ask(self, request: Request) -> None:
        self.ways[request.url.partition(":")[0]].ask(request)

    def _answered(self, answer: Answer) -> None:
        self._take(self.family.answered(answer))
        self.answers(answer)

    def _take(self, heard: Heard) -> None:
        for event in heard.events:
            self.events(event)
        if heard.unreadable:
            self.unreadable(heard.unreadable)
        for request in heard.requests:
            self._ask(request)
