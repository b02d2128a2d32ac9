"""A WLED lamp that is not there."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from devices.families.wled import Wled
from rules.words.ids import HardwareId
from tests.fakes.http.product import HttpProduct


class FakeWled(HttpProduct):
    """Serves `/json/info` and `/json/state`, as a lamp of one segment does."""

    family = Wled
    kind = "_wled._tcp"
    bri = 51
    col: Sequence[Sequence[int]] = ((255, 160, 0), (0, 0, 0), (0, 0, 0))

    def becomes(self, mac: str) -> None:
        self.mac = mac
        self.hardware = HardwareId(f"wled-{mac}")
        self.record_name = f"wled {mac}"

    @property
    def properties(self) -> Mapping[str, str]:
        return {"mac": self.mac}

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get("/json/info", self._say_info),
            web.get("/json/state", self._say_state),
            web.post("/json/state", self._be),
        )

    async def _say_info(self, _: web.Request) -> web.Response:
        info = {
            "ver": "0.15.0",
            "leds": {"count": 30, "rgbw": False, "lc": 1},
            "name": self.name,
            "brand": "WLED",
            "product": "FOSS",
            "mac": self.mac,
        }
        return self.says(info)

    async def _say_state(self, _: web.Request) -> web.Response:
        return self.says(self._state())

    async def _be(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.orders += 1
        self.on = told.get("on", self.on or bool(told.get("bri")))
        self.bri = told.get("bri") or self.bri
        self.percent = round(self.bri * 100 / 255)
        for segment in told.get("seg", []):
            colours = segment.get("col", [])
            self.col = [*colours, *self.col[len(colours) :]]
        return self.says(self._state() if told.get("v") else {"success": True})

    def _state(self) -> dict[str, Any]:
        segment = {"id": 0, "start": 0, "stop": 30, "on": True, "bri": 255, "col": self.col}
        return {"on": self.on, "bri": self.bri, "transition": 7, "mainseg": 0, "seg": [segment]}
