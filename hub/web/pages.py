"""The page itself: its HTML with the house already in it, its files, and its door for strangers."""

import html
from string import Template

from aiohttp import web

from hub.view.plain_json import packed
from hub.web.careful import POLICY, with_look
from hub.web.keys import ACCESS, ASSETS, DESK
from hub.web.sight import Sight
from hub.web.telling import LINES, Teller


def routes() -> list[web.RouteDef]:
    """Return where the page and its files are."""
    return [
        web.get("/", page),
        web.get("/pair", pair),
        web.get("/s/{hash}/{name}", asset),
    ]


async def page(request: web.Request) -> web.Response:
    """Show the page, with the house as it is in it."""
    assets, access, desk = request.app[ASSETS], request.app[ACCESS], request.app[DESK]
    asker = access.viewer(request)
    if asker is None:
        return _closed(request)
    snapshot = Sight(asker, desk.present.area_of).snapshot(desk.snapshot(LINES))
    snapshot["since"] = Teller(desk, asker).mark
    text = Template(assets.template).substitute(
        base=assets.base,
        look=assets.look,
        chosen=_chosen(request),
        name=html.escape(desk.present.name),
        # `<` could end the element that holds the snapshot.
        snapshot=packed(snapshot).decode().replace("<", "\\u003c"),
    )
    headers = {
        # Not `no-store`: that would take the page out of the browser's back and forward.
        "Cache-Control": "no-cache",
        POLICY: with_look(assets.look_hash),
    }
    response = web.Response(text=text, content_type="text/html", headers=headers)
    response.enable_compression()
    if not asker.phone:
        access.admit(request, response)
    return response


def _chosen(request: web.Request) -> str:
    """Return in which look this browser wants the page: light, dark, or as its phone is set."""
    look = request.cookies.get("look", "")
    return look if look in {"light", "dark"} else ""


async def pair(request: web.Request) -> web.Response:
    """Show a phone that has seen a code how to join; the code's secret stays in the phone."""
    return _closed(request, status=200)


def _closed(request: web.Request, status: int = 401) -> web.Response:
    """Show how a phone is paired, and nothing of the house: not even what it is called."""
    assets, access = request.app[ASSETS], request.app[ACCESS]
    text = Template(assets.door).substitute(
        base=assets.base, why=html.escape(access.farewell(request))
    )
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


async def asset(request: web.Request) -> web.Response:
    """Answer with a file of the page."""
    return request.app[ASSETS].serve(request)
