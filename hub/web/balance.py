"""The ways to the balance: for the page as JSON, and for a Prometheus on the hub's machine."""

from typing import Final

from aiohttp import web

from hub.balance.exposition import KIND
from hub.desk.behind import Balance
from hub.intake.forms import BadInput
from hub.view.plain_json import packed
from hub.web.access import METRICS
from hub.web.keys import DESK

LONGEST: Final = 4


def routes() -> list[web.RouteDef]:
    """Return them."""
    return [web.get("/api/balance", balance), web.get(METRICS, metrics)]


async def balance(request: web.Request) -> web.Response:
    """Answer with the balance of the last days."""
    text = request.query.get("days", "7")
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST):
        raise BadInput("`days` must be a whole number")
    content = packed(_balance(request).picture(int(text)))
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=content, content_type="application/json", headers=headers)


async def metrics(request: web.Request) -> web.Response:
    """Answer with today's figures for Prometheus."""
    text = _balance(request).metrics()
    headers = {"Content-Type": KIND, "Cache-Control": "no-store"}
    return web.Response(body=text.encode(), headers=headers)


def _balance(request: web.Request) -> Balance:
    known = request.app[DESK].balance
    if known is None:
        raise web.HTTPNotFound(text="nothing is counted here")
    return known
