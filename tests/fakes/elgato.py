"""An Elgato Key Light that is not there: it answers over real HTTP as the real one does."""

from typing import Any, Self

from aiohttp import web

from tests.fakes.wled import LOOPBACK


class FakeElgato:
    """Serves `/elgato/accessory-info` and `/elgato/lights` on a free port."""

    def __init__(self, serial: str, name: str = "Desk", address: str = LOOPBACK) -> None:
        self.serial, self.name, self.address = serial, name, address
        self.light: dict[str, Any] = {"on": 0, "brightness": 20, "temperature": 213}
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/elgato/accessory-info", self._say_who)
        app.router.add_get("/elgato/lights", self._say_how)
        app.router.add_put("/elgato/lights", self._be)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.address, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _say_who(self, _: web.Request) -> web.Response:
        who = {"productName": "Elgato Key Light", "serialNumber": self.serial}
        return web.json_response({**who, "displayName": self.name})

    async def _say_how(self, _: web.Request) -> web.Response:
        return web.json_response({"numberOfLights": 1, "lights": [self.light]})

    async def _be(self, request: web.Request) -> web.Response:
        self.light.update((await request.json())["lights"][0])
        return await self._say_how(request)
