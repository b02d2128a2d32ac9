"""The whole hub inside a test, with its files; what a test asks of it while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from hub.app import Hub
from hub.clock import Clock
from hub.demo.broker import HOST
from hub.journal import Journal
from hub.mqtt import Address
from hub.plan import Plan
from hub.policy.policies import Policies
from hub.policy.settings import Settings
from rules.words.records import Body, Noted
from tests.hub.e2e.home import HOUSE, write_files

PATIENCE = 60.0
"""Seconds; this machine may be busy, and nothing is measured by it."""


class WholeHub:
    """Where a hub's files, its clock and its broker are; it can be run again and again."""

    def __init__(self, folder: Path, port: int, clock: Clock, house: str = HOUSE) -> None:
        self.state = folder / "state"
        self.household = write_files(folder, port, house) / "house.yaml"
        self.clock = clock
        self.address = Address(host=HOST, port=port)
        # What others announce on this machine is none of its devices.
        self.settings = Settings(mdns=())

    @asynccontextmanager
    async def runs(self) -> AsyncIterator[Hub]:
        """Run the hub for the length of the block, which begins when it has begun."""
        journal = Journal.open(self.state)
        plan = Plan(
            policies=Policies.open(self.state, self.household, journal, self.clock.now()),
            settings=self.settings,
            state=self.state,
            address=self.address,
            clock=self.clock,
        )
        try:
            with closing(Hub(plan, journal)) as hub:
                async with asyncio.TaskGroup() as tasks:
                    running = tasks.create_task(hub.run(), name="hub")
                    await until(lambda: hub.house.policy.areas)
                    yield hub
                    running.cancel()
        finally:
            journal.close()


def written(hub: Hub) -> list[Body]:
    """Return what the journal holds, oldest first."""
    return [body for _, _, body in hub.showing._reader.after(0)]


def noted(hub: Hub) -> list[str]:
    """Return what was written down for people, oldest first."""
    return [body.text for body in written(hub) if isinstance(body, Noted)]


def lost(hub: Hub) -> bool:
    """Say whether the hub knows that its broker is gone."""
    return not (hub.people.up or hub.devices.up)


async def until(so: Callable[[], object]) -> None:
    """Return when something is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if so():
                return
            await asyncio.sleep(0.002)


async def ready(hub: Hub) -> None:
    """Return when the hub knows its house and acts."""
    async with asyncio.timeout(PATIENCE):
        await hub.ready.wait()
