"""A small hub whose balance is counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from hub.balance.balance import Balance
from hub.balance.count import Count
from hub.balance.kept import Kept, write_kept
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON
from tests.hub.balance.samples import WEEK
from tests.hub.small_hub import SmallHub


@asynccontextmanager
async def balanced(hub: SmallHub) -> AsyncIterator[Balance]:
    """Count in a hub that has a week behind it, up to today."""
    house, clock = hub.house, HandClock(MONDAY_NOON)
    count = Count(hub.state, now=clock.now, zone=lambda: house.policy.home.zone)
    today, (last, _) = count.today(), WEEK[-1]
    days = {when + timedelta(days=(today - last).days): day for when, day in WEEK}
    write_kept(hub.state, Kept(days=days))
    balance = Balance(house, count, clock, events=lambda: 7, counts=lambda: {"refused": 2})
    async with asyncio.TaskGroup() as tasks:
        counting = tasks.create_task(count.run(), name="balance")
        await count.caught_up.wait()
        hub.desk.balance = balance
        yield balance
        counting.cancel()
