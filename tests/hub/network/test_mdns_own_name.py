"""The page says by mDNS where it is, over real multicast that never leaves loopback."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from zeroconf import AddressResolver, ServiceInfo  # type: ignore[attr-defined]  # in no list
from zeroconf.asyncio import AsyncZeroconf

from devices.message import Service
from hub.network.mdns import Mdns
from hub.network.own_name import KINDS, OwnName, own_host
from tests.fakes.mdns import LOOPBACK, Announcer
from tests.fakes.told import Told

pytestmark = pytest.mark.usefixtures("multicast")

HOST = f"homerule-test-{os.getpid()}"
"""A name of its own: other programs on this machine may announce things on loopback too."""
PORT = 40_000 + os.getpid() % 20_000
SHORT, LONG = 200, 60_000
"""Milliseconds in which nobody answers, and in which somebody surely does."""


class Looking:
    """Looks at what is announced, as a phone does."""

    def __init__(self) -> None:
        self.saw: Told[Service] = Told()
        self.lost: Told[Service] = Told()
        said: Told[str] = Told()
        self.mdns = Mdns(KINDS, self.saw, self.lost, said=said, interfaces=(LOOPBACK,))


@asynccontextmanager
async def announced(
    said: Callable[[str], None], address: Callable[[], str] = lambda: LOOPBACK, ask: int = SHORT
) -> AsyncIterator[None]:
    """Announce the page for the length of the block."""
    own = OwnName(PORT, address, said=said, interfaces=(LOOPBACK,), host=HOST, ask_for_ms=ask)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(own.run(), name="own name")
        yield
        running.cancel()


@asynccontextmanager
async def looking() -> AsyncIterator[Looking]:
    """Look for the length of the block."""
    there = Looking()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(there.mdns.run(), name="mdns")
        yield there
        running.cancel()


def ours(kind: str) -> Callable[[Service], bool]:
    return lambda service: (service.kind, service.port) == (kind, PORT)


async def test_the_page_is_found_by_kind_and_by_name_and_gone_when_it_ends() -> None:
    said: Told[str] = Told()
    async with looking() as there:
        async with announced(said):
            seen = [await there.saw.until(ours(kind)) for kind in KINDS]
            await said.until(lambda text: f"http://{HOST}.local:{PORT}/" in text)
            by_name = await address_of(HOST)

        for kind in KINDS:
            await there.lost.until(ours(kind))

    assert {service.address for service in seen} == {LOOPBACK}
    assert all("Homerule on" in service.name for service in seen)
    assert seen[0].properties == {"path": "/"}
    assert by_name == [LOOPBACK]


async def address_of(host: str) -> list[str]:
    """Ask for a name, as a browser does."""
    phone = AsyncZeroconf(interfaces=[LOOPBACK])
    try:
        asked = AddressResolver(f"{host}.local.")
        assert await asked.async_request(phone.zeroconf, LONG)
        return asked.parsed_addresses()
    finally:
        await phone.async_close()


async def test_a_name_that_another_machine_has_is_left_to_it() -> None:
    said: Told[str] = Told()
    other = ServiceInfo(
        "_elg._tcp.local.",
        f"Other {HOST}._elg._tcp.local.",
        port=80,
        server=f"{HOST}.local.",
        parsed_addresses=["127.0.0.9"],
    )
    async with Announcer() as announcer:
        await announcer.stands_by(other)
        async with announced(said, ask=LONG):
            await said.until(lambda text: f"http://{own_host()}.local:{PORT}/" in text)

    assert said.all[0] == f"{HOST}.local is another machine (127.0.0.9)"


async def test_without_a_network_nothing_is_announced_and_nothing_fails() -> None:
    said: Told[str] = Told()
    asked: Told[str] = Told()

    def nowhere() -> str:
        asked("")
        return ""

    async with announced(said, nowhere):
        await asked.until(lambda _: True)

    assert said.all == []
