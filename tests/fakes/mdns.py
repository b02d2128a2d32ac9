"""Says over real mDNS what a product would say of itself."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Self

from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

LOOPBACK = "127.0.0.1"
AGAIN = 0.1
"""Seconds between two words; on a busy machine one may be lost."""


def record(
    name: str,
    port: int,
    *,
    kind: str = "_wled._tcp",
    address: str = LOOPBACK,
    properties: Mapping[str, str | bytes | None] | None = None,
) -> ServiceInfo:
    """Make the records by which a product announces itself; each has a host name of its own."""
    host = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    return ServiceInfo(
        f"{kind}.local.",
        f"{name}.{kind}.local.",
        port=port,
        properties=dict(properties or {}),
        server=f"{host or 'nameless'}.local.",
        addresses=[socket.inet_aton(address)],
    )


class Announcer:
    """Says it on one interface alone: loopback, unless it is told otherwise."""

    def __init__(self, interface: str = LOOPBACK) -> None:
        self._interface = interface

    async def __aenter__(self) -> Self:
        self._mdns = AsyncZeroconf(interfaces=[self._interface])
        await self._mdns.zeroconf.async_wait_for_start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._mdns.async_close()

    async def stands_by(self, info: ServiceInfo) -> None:
        """Answer everybody who asks for this service from now on."""
        # Without probing, which would take a second.
        await (await self._mdns.async_register_service(info, cooperating_responders=True))

    def answers_for(self, info: ServiceInfo) -> None:
        """Answer those who ask, but say nothing unasked."""
        self._mdns.zeroconf.registry.async_add(info)

    def announces(self, info: ServiceInfo, seconds: int | None = None) -> None:
        """Say once that a service is there."""
        zeroconf = self._mdns.zeroconf
        zeroconf.async_send(zeroconf.generate_service_broadcast(info, seconds))

    def withdraws(self, info: ServiceInfo) -> None:
        """Say that a service is gone."""
        self.announces(info, seconds=0)

    @asynccontextmanager
    async def repeating(self, *infos: ServiceInfo, gone: bool = False) -> AsyncIterator[None]:
        """Say over and over that services are there, or gone, for the length of the block."""
        async with asyncio.TaskGroup() as group:
            speaking = group.create_task(self._repeat(infos, 0 if gone else None), name="speaking")
            yield
            speaking.cancel()

    async def _repeat(self, infos: tuple[ServiceInfo, ...], seconds: int | None) -> None:
        while True:
            for info in infos:
                self.announces(info, seconds)
            await asyncio.sleep(AGAIN)
