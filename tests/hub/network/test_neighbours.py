"""Whether the network is searched for devices."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from hub.clock import Clock
from hub.core import Core, Ways
from hub.journal import Journal
from hub.network.device_keys import DeviceKeys
from hub.network.neighbours import Neighbours


@pytest.mark.parametrize(
    ("interfaces", "searched"), [(None, True), (("127.0.0.1",), True), ((), False)]
)
async def test_the_network_is_searched_unless_the_household_said_off(
    tmp_path: Path, interfaces: tuple[str, ...] | None, searched: bool
) -> None:
    with closing(Journal.open(tmp_path)) as journal:
        ways = Ways(publish=lambda _: True, ask=lambda *_: True)
        core = Core(journal, Clock(), ways, prefix="homerule")
        neighbours = Neighbours(core.engine, core.families, interfaces, keys=DeviceKeys(tmp_path))

        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(neighbours.run())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            names = {task.get_name() for task in asyncio.all_tasks()}
            running.cancel()

    assert ("mdns" in names) is searched
