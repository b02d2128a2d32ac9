"""The HTTP API by which an adult lets the hub in at devices that want it."""

from typing import Final

from aiohttp import web
from pydantic import Field

from hub.intake.forms import Form, validated
from hub.intake.meant import Refused
from hub.network.pairing import PairRequest
from hub.view.plain_json import packed
from hub.web.keys import DESK

EXPECTED: Final = {
    "family": "`hue` or `esphome`",
    "device": "the id of a bridge, the address of a board",
    "key": "the key of a board",
}
LONGEST: Final = 128


class _Form(Form):
    family: str = Field(max_length=LONGEST)
    device: str = Field(default="", max_length=LONGEST)
    key: str = Field(default="", max_length=LONGEST)


def routes() -> list[web.RouteDef]:
    """Return what can be asked for."""
    return [web.post("/api/pair-device", pair)]


async def pair(request: web.Request) -> web.Response:
    """Try once to pair a device."""
    form = validated(_Form, (await request.read()).decode(errors="replace"), EXPECTED)
    pairing = request.app[DESK].pairing
    if pairing is None:
        raise Refused("this hub looks for no devices on the network, so it can pair none")
    told = await pairing.pair(
        PairRequest(family=form.family, device=form.device.strip(), key=form.key.strip())
    )
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(told), content_type="application/json", headers=headers)
