"""The ways to the House key: how a phone takes it in, for everybody; and making it, at the hub."""

import html
from string import Template
from typing import Final

from aiohttp import web

from hub.door.house_ca import certificate
from hub.view.plain_json import Picture, packed
from hub.web.keys import ACCESS, ASSETS, SECURE
from hub.web.places import from_console

CERTIFICATE: Final = "application/x-x509-ca-cert"
NO_KEY: Final = "there is no House key here: `homerule key make` at the hub makes one"


def routes() -> list[web.RouteDef]:
    """Return them."""
    return [
        web.get("/house-key", how),
        web.get("/house-key/homerule.crt", to_trust),
        web.get("/api/house-key", shown),
        web.post("/api/house-key", make),
    ]


async def how(request: web.Request) -> web.Response:
    """Tell how a phone takes the House key in; nothing of the house is in it."""
    _check_made(request)
    access, assets = request.app[ACCESS], request.app[ASSETS]
    name = request.headers["Host"].removesuffix(f":{access.port}")
    text = Template(assets.house_key).substitute(
        base=assets.base, place=html.escape(access.place(name, secure=True))
    )
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", headers=headers)


async def to_trust(request: web.Request) -> web.Response:
    """Answer with the certificate that a phone is to trust; there is nothing secret in it."""
    _check_made(request)
    headers = {"Content-Disposition": 'attachment; filename="homerule.crt"'}
    content = certificate(request.app[SECURE].state)
    return web.Response(body=content, content_type=CERTIFICATE, headers=headers)


async def shown(request: web.Request) -> web.Response:
    """Answer what the House key is, at the console."""
    _check_console(request)
    _check_made(request)
    return _json(request.app[SECURE].picture())


async def make(request: web.Request) -> web.Response:
    """Make the House key, at the console."""
    _check_console(request)
    return _json(await request.app[SECURE].make())


def _check_made(request: web.Request) -> None:
    if not request.app[SECURE].is_open:
        raise web.HTTPNotFound(text=NO_KEY)


def _check_console(request: web.Request) -> None:
    if not from_console(request):
        raise web.HTTPForbidden(text="the House key is a matter of `homerule key` at the hub")


def _json(content: Picture) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
