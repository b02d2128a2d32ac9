"""The ways to the timeline: a page of its lines, and why one of them is so."""

from typing import Final

from aiohttp import web

from hub.door.rights import NOT_YOURS
from hub.intake.forms import BadInput
from hub.view.plain_json import Picture, packed
from hub.view.timeline import SORTS, device_of, sorts_of
from hub.web.keys import ACCESS, DESK
from hub.web.sight import Sight, pictures
from rules.explain.phrases import listed
from rules.words.records import Body

A_PAGE: Final = 40
LONGEST_NUMBER: Final = 16


def routes() -> list[web.RouteDef]:
    """Return them."""
    return [web.get("/api/lines", lines), web.get("/api/lines/{line}/why", why_line)]


async def lines(request: web.Request) -> web.Response:
    """Answer with a page of lines: of a sort, of an area, before a line, as they are asked for."""
    desk, sight = request.app[DESK], _sight(request)
    sort, area = request.query.get("sort", ""), request.query.get("area", "")
    if sort and sort not in SORTS:
        raise BadInput(f"`sort` must be {listed(SORTS, 'or')}")

    def wanted(body: Body) -> bool:
        if sort and sort not in sorts_of(body):
            return False
        device = device_of(body)
        if area and (device is None or desk.present.area_of(device) != area):
            return False
        return sight.device(device)

    before = _number(request.query["before"]) if "before" in request.query else None
    found = desk.past.leaf(A_PAGE, before, wanted)
    return _json({"lines": [*found.lines], "before": found.before})


async def why_line(request: web.Request) -> web.Response:
    """Answer why a line is so."""
    told = request.app[DESK].past.why_line(_number(request.match_info["line"]))
    if not _sight(request).lines(pictures([told["line"]])):
        raise web.HTTPForbidden(text=NOT_YOURS)
    return _json(told)


def _sight(request: web.Request) -> Sight:
    return Sight(request.app[ACCESS].asker(request), request.app[DESK].present.area_of)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
        raise BadInput("a line has a whole number")
    return int(text)


def _json(content: Picture) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
