"""An Elgato Key Light that is not there."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from devices.families.elgato import Elgato
from rules.words.ids import HardwareId
from tests.fakes.http.product import HttpProduct


class FakeElgato(HttpProduct):
    """Serves `/elgato/accessory-info` and `/elgato/lights`."""

    family = Elgato
    kind = "_elg._tcp"
    temperature = 213

    def becomes(self, mac: str) -> None:
        self.mac, self.serial = mac, f"CN{mac.upper()}"
        self.hardware = HardwareId(f"elgato-cn{mac}")
        self.record_name = f"Elgato Key Light {mac}"

    @property
    def properties(self) -> Mapping[str, str]:
        return {"id": self.mac, "md": "Elgato Key Light 20GAK9901", "mf": "Elgato"}

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get("/elgato/accessory-info", self._say_who),
            web.get("/elgato/lights", self._say_how),
            web.put("/elgato/lights", self._be),
        )

    async def _say_who(self, _: web.Request) -> web.Response:
        who = {"productName": "Elgato Key Light", "serialNumber": self.serial}
        return self.says({**who, "displayName": self.name})

    async def _say_how(self, _: web.Request) -> web.Response:
        light = {"on": int(self.on), "brightness": self.percent, "temperature": self.temperature}
        return self.says({"numberOfLights": 1, "lights": [light]})

    async def _be(self, request: web.Request) -> web.Response:
        told = (await request.json())["lights"][0]
        self.orders += 1
        self.on = bool(told.get("on", self.on))
        self.percent = told.get("brightness", self.percent)
        self.temperature = told.get("temperature", self.temperature)
        return await self._say_how(request)
