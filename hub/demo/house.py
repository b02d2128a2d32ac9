"""The demo house: simulated devices and a simulated family that speak real MQTT."""

import asyncio
from collections.abc import Iterator

from devices.message import Message
from devices.simulated.acts import Timed, perform
from devices.simulated.demo import demo_house
from devices.simulated.people import life
from hub.clock import Clock
from hub.mqtt import Address, Link, LinkOptions
from rules.policy import Home

LONGEST_NAP = 1.0


class DemoHouse:
    """Lives on one MQTT connection of its own, as zigbee2mqtt and its devices would."""

    def __init__(self, address: Address, clock: Clock, home: Home) -> None:
        """Move in; nothing is said before `run`."""
        self._clock = clock
        self._house = demo_house()
        self._life: Iterator[Timed] = life(clock.now(), home.zone, greets=True)
        self._up = asyncio.Event()
        self._stirred = asyncio.Event()
        self._link = Link(
            address,
            LinkOptions(name="demo", client_id="homerule-demo-devices"),
            receive=self._hears,
            changed=self._changed,
        )
        self._link.subscribe(self._house.subscriptions())

    async def run(self) -> None:
        """Live until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._link.run(), name="demo link")
            tasks.create_task(self._live(), name="demo life")

    async def _live(self) -> None:
        upcoming = next(self._life)
        while True:
            await self._up.wait()
            now = self._clock.now()
            while upcoming[0] <= now:
                perform(self._house, upcoming[1], now)
                upcoming = next(self._life)
            for message in self._house.says(now):
                self._link.publish(message)
            due = min(upcoming[0], self._house.due() or upcoming[0])
            self._stirred.clear()
            try:
                async with asyncio.timeout(min(LONGEST_NAP, max(0.0, due - self._clock.now()))):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    def _hears(self, message: Message) -> None:
        self._house.hears(message, self._clock.now())
        self._stirred.set()

    def _changed(self) -> None:
        if not self._link.up:
            self._up.clear()
            return
        for message in self._house.announcements(self._clock.now()):
            self._link.publish(message)
        self._up.set()
