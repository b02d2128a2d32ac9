"""A Shelly dimmer of the second generation that is not there."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from devices.families.shelly_http import ShellyHttp
from rules.words.ids import HardwareId
from tests.fakes.http.product import HttpProduct


class FakeShelly(HttpProduct):
    """Serves `/shelly` and the calls that a hub needs, each at a path of its own."""

    family = ShellyHttp
    kind = "_shelly._tcp"
    source = "init"

    def becomes(self, mac: str) -> None:
        self.mac = mac
        self.hardware = HardwareId(f"shelly-http-{mac}")
        self.record_name = f"shellyplus010v-{mac}"

    @property
    def properties(self) -> Mapping[str, str]:
        return {"gen": "2", "app": "Plus10V", "ver": "1.4.4"}

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get("/shelly", self._say_who),
            web.get("/rpc/Shelly.GetConfig", self._say_config),
            web.get("/rpc/Shelly.GetStatus", self._say_status),
            web.post("/rpc/Light.Set", self._be),
        )

    async def _say_who(self, _: web.Request) -> web.Response:
        who = {"id": self.record_name, "mac": self.mac.upper(), "gen": 2, "app": "Plus10V"}
        return self.says({**who, "name": self.name, "auth_en": False, "auth_domain": None})

    async def _say_config(self, _: web.Request) -> web.Response:
        light = {"id": 0, "name": None, "initial_state": "restore_last"}
        device = {"name": self.name, "mac": self.mac.upper()}
        return self.says({"light:0": light, "sys": {"device": device}, "mqtt": {"enable": False}})

    async def _say_status(self, _: web.Request) -> web.Response:
        light = {"id": 0, "source": self.source, "output": self.on, "brightness": self.percent}
        wifi = {"sta_ip": self.address, "rssi": -51}
        return self.says({"light:0": light, "sys": {"mac": self.mac.upper()}, "wifi": wifi})

    async def _be(self, request: web.Request) -> web.Response:
        told = await request.json()
        if told.get("id") != 0:
            return self.says({"code": -105, "message": "Argument 'id' not found!"}, 500)
        self.orders += 1
        was, self.on = self.on, told.get("on", self.on)
        self.percent = told.get("brightness", self.percent)
        self.source = "HTTP_in"
        return self.says({"was_on": was})
