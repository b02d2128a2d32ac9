"""Fifty phones with the page open: what they cost the hub, and how quick a tap still is."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles
from typing import Final

from aiohttp import ClientSession, ClientTimeout, CookieJar

from hub.web.token import token_of
from tests.bench.table import Goal, Row
from tests.hub.e2e.ears import PATIENCE, Said
from tests.hub.e2e.home import Home
from tests.quality.house import house_of

PHONES: Final = 50
CHANGES_A_SECOND: Final = 10
LASTS: Final = 20.0
"""Seconds for which each of the costs is measured."""
TAPS: Final = 100
LAMP: Final = "hall-lamp-0"
TOLD: Final = "zigbee2mqtt/Hall lamp 0/set"


async def phones() -> list[Row]:
    """Return the memory and the share of a core that the phones cost, and the taps' 95th of 100."""
    with house_of(24) as home:
        await asyncio.sleep(2)
        memory = _megabytes(home)
        alone = await _cpu(home)
        async with _watching(home) as heard:
            watched = await _cpu(home)
            more = _megabytes(home) - memory
            taps = await _taps(home)
            assert all(heard), "a phone's stream said nothing"
    slow = quantiles(taps, n=100)[94]
    return [
        Row(f"memory of {PHONES} open phones", "MB", more, goal=Goal(20)),
        Row(
            f"CPU of {PHONES} open phones at {CHANGES_A_SECOND} changes a second",
            "%",
            watched - alone,
            goal=Goal(2),
        ),
        Row(f"tap to command, 95 of 100, with {PHONES} phones", "ms", slow, goal=Goal(60)),
    ]


@asynccontextmanager
async def _watching(home: Home) -> AsyncIterator[list[int]]:
    """Have phones watch; yield how many bytes each has heard."""
    heard = [0] * PHONES

    async def watch(number: int) -> None:
        # Each with a cookie of its own, as each phone has.
        async with ClientSession(
            timeout=ClientTimeout(total=None), cookie_jar=CookieJar(unsafe=True)
        ) as phone:
            await phone.get(home.hub.page)
            async with phone.get(home.hub.page + "api/stream") as stream:
                assert stream.status == 200, await stream.text()
                async for data in stream.content.iter_any():
                    heard[number] += len(data)

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(watch(number)) for number in range(PHONES)]
        async with asyncio.timeout(PATIENCE):
            while not all(heard):  # noqa: ASYNC110 -- fifty of them
                await asyncio.sleep(0.05)
        yield heard
        for each in running:
            each.cancel()


async def _cpu(home: Home) -> float:
    """Return the hub's share of a core in percent, while lamps are turned by hand."""
    began, before, turned = time.perf_counter(), _seconds(home), 0
    while time.perf_counter() - began < LASTS:
        lamp = f"Kitchen lamp {1 + 6 * (turned % 4)}"
        home.devices.is_turned(lamp, state="ON" if turned % 8 < 4 else "OFF")
        turned += 1
        await asyncio.sleep(max(0.0, began + turned / CHANGES_A_SECOND - time.perf_counter()))
    return 100 * (_seconds(home) - before) / (time.perf_counter() - began)


async def _taps(home: Home) -> list[float]:
    """Return the milliseconds from each tap's request to its command at the broker."""
    came = asyncio.Queue[float]()
    loop, shows = asyncio.get_running_loop(), home.ears.answers

    def hear(said: Said) -> None:
        if said.topic == TOLD:
            loop.call_soon_threadsafe(came.put_nowait, time.perf_counter())
        shows(said)

    home.ears.answers = hear
    token = {"Authorization": f"Bearer {token_of(home.hub.state)}"}
    taken = []
    async with ClientSession(headers=token) as phone:
        for number in range(TAPS):
            began = time.perf_counter()
            url = f"{home.hub.page}api/devices/{LAMP}/set"
            answer = await phone.post(url, json={"power": "off" if number % 2 else "on"})
            assert answer.status < 300, await answer.text()
            async with asyncio.timeout(PATIENCE):
                taken.append(1000 * (await came.get() - began))
            await asyncio.sleep(0.1)
    home.ears.answers = shows
    return taken


def _seconds(home: Home) -> float:
    fields = Path(f"/proc/{home.hub.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(home: Home) -> float:
    status = Path(f"/proc/{home.hub.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
