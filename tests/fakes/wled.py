"""A WLED lamp that is not there: it answers over real HTTP and announces itself by real mDNS."""

import socket
from collections.abc import Mapping
from typing import Any, Self

from aiohttp import web
from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

LOOPBACK = "127.0.0.1"
WLED = "_wled._tcp"


class FakeWled:
    """Serves `/json/info` and `/json/state` on a free port, as a lamp of one segment does."""

    def __init__(self, mac: str, name: str = "Shelf", address: str = LOOPBACK) -> None:
        self.info: dict[str, Any] = {
            "ver": "0.15.0",
            "leds": {"count": 30, "rgbw": False, "lc": 1},
            "name": name,
            "brand": "WLED",
            "product": "FOSS",
            "mac": mac,
        }
        self.on = False
        self.bri = 128
        self.col = [[255, 160, 0], [0, 0, 0], [0, 0, 0]]
        self.told: list[dict[str, Any]] = []
        self.garbage: bytes | None = None
        self.address = address
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def at(self) -> str:
        return f"http://{self.address}:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/json/info", self._say_info)
        app.router.add_get("/json/state", self._say_state)
        app.router.add_post("/json/state", self._be)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, self.address, self.port).start()
        self.port = runner.addresses[0][1]
        self._runner = runner
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.goes_dark()

    async def goes_dark(self) -> None:
        """Lose its power."""
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def moves_to(self, address: str) -> None:
        """Come back under another address."""
        await self.goes_dark()
        self.address = address
        await self.__aenter__()

    @property
    def state(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "bri": self.bri,
            "transition": 7,
            "mainseg": 0,
            "seg": [{"id": 0, "start": 0, "stop": 30, "on": True, "bri": 255, "col": self.col}],
        }

    async def _say_info(self, _: web.Request) -> web.Response:
        return self._say(self.info)

    async def _say_state(self, _: web.Request) -> web.Response:
        return self._say(self.state)

    async def _be(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.told.append(told)
        self.on = told.get("on", self.on or bool(told.get("bri")))
        self.bri = told.get("bri") or self.bri
        for segment in told.get("seg", []):
            self.col = segment.get("col", []) + self.col[len(segment.get("col", [])) :]
        return self._say(self.state if told.get("v") else {"success": True})

    def _say(self, said: Mapping[str, Any]) -> web.Response:
        if self.garbage is not None:
            return web.Response(body=self.garbage, content_type="application/json")
        return web.json_response(said)


def record(
    name: str,
    port: int,
    *,
    kind: str = WLED,
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
    """Says over mDNS what a product would say, on loopback alone."""

    async def __aenter__(self) -> Self:
        self._mdns = AsyncZeroconf(interfaces=[LOOPBACK])
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
