"""What is shown of a house at work: on topics, in Home Assistant, on the page, in figures."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from devices.message import Service
from hub.balance.balance import TELL_EVERY, Balance
from hub.balance.count import Count
from hub.core import Core
from hub.desk.desk import Desk
from hub.journal.reader import JournalReader
from hub.mqtt import Link
from hub.offers.offers import Offers
from hub.plan import Plan
from hub.upshot import Upshot
from hub.view.alerts import Alerts
from hub.view.aspects import Origins
from hub.view.beside import Beside
from hub.view.plain_json import Picture
from hub.view.week import SLOT
from hub.view.week_kept import read_week, write_week
from rules.words.device import Announcement

LONGEST_START = 5.0
"""Seconds after which it is counted even though the house is not known yet."""
RUSH = 150
"""Events between two rounds of pictures."""


class Showing:
    """All that tells people and programs how the house is; it changes nothing in it."""

    def __init__(
        self,
        plan: Plan,
        core: Core,
        by: Link,
        *,
        counts: Callable[[], Picture],
        seen: Callable[[], Iterable[Service]],
    ) -> None:
        """Show nothing yet. What is published leaves `by` this connection.

        `counts`: what whoever looks after the hub wants to see; `seen`: what the network shows.
        """
        house, engine, topics = core.house, core.engine, core.topics
        clock = plan.clock
        self._core = core
        self._state = plan.state
        self._events = 0
        self.beside = Beside(
            house,
            topics,
            clock,
            publish=by.publish,
            together=by.in_one,
            busy=self._busy,
            unwritten=engine.unwritten,
        )
        self.offers = Offers(
            house,
            topics,
            plan.settings.discovery,
            now=clock.now,
            publish=by.publish,
            unwritten=engine.unwritten,
        )
        self.alerts = Alerts(house, topics, by.publish)
        self._reader = JournalReader.open(plan.state)
        self._week = read_week(plan.state)
        self.desk = Desk(
            house,
            self._reader,
            now=clock.now,
            tell=engine.told,
            counts=counts,
            seen=seen,
            unwritten=engine.unwritten,
            origins=self._origins,
            week=self._week,
        )
        self.count = Count(
            plan.state,
            now=clock.now,
            zone=lambda: house.policy.home.zone,
            settled=lambda: engine.settled,
        )
        self.balance = Balance(
            house, self.count, clock, events=lambda: engine.counters.events, counts=counts
        )
        self.desk.balance, self.offers.figures = self.balance, self.balance.figures

    def note(self, upshot: Upshot) -> None:
        """Show what came of some events."""
        self.beside.note(upshot)
        self.balance.note(upshot.records)
        self.offers.note(upshot)
        alerted = self.alerts.note(upshot)
        self.desk.changed(
            upshot.devices,
            upshot.scopes,
            lines=bool(upshot.records),
            house=bool(upshot.prompts) or alerted,
        )

    def everything(self) -> None:
        """Publish all there is: the broker may have lost it."""
        self.beside.everything()
        self.alerts.tell()
        self.offers.everything()

    def policy(self, notice: str) -> None:
        """Let the page show what there is to say of the policy, and tell it aloud."""
        self.desk.changed(lines=False, house=True)
        if notice:
            self.beside.tell(notice)

    async def run(self, known: asyncio.Event) -> None:
        """Count and keep what was measured; `known` is set once the house is."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._count(known), name="balance")
            tasks.create_task(self._tell_figures(), name="figures")
            tasks.create_task(self._keep_week(), name="week of readings")

    def close(self) -> None:
        """Keep what was counted and measured; after this nobody can ask any more."""
        self.count.save()
        write_week(self._state, self._week)
        self._reader.close()

    async def _count(self, known: asyncio.Event) -> None:
        """Count what the journal has, once the house is known or takes its time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_START):
                await known.wait()
        await self.count.run()

    async def _tell_figures(self) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            self.offers.tell_figures()

    async def _keep_week(self) -> None:
        while True:
            await asyncio.sleep(SLOT)
            write_week(self._state, self._week)

    def _busy(self) -> bool:
        """Say whether so much came in since it was last asked that pictures should wait."""
        events, self._events = self._events, self._core.engine.counters.events
        return self._events - events > RUSH

    def _origins(self, announcement: Announcement) -> Origins:
        family = self._core.families.get(announcement.family)
        return family.origins(announcement.hardware) if family else {}
