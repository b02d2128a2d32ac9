"""The HTTP API of new devices: a person says where one is, or takes that back."""

import asyncio
from typing import Final

from aiohttp import web

from hub.intake.newcomers import parse_joined, parse_placed
from hub.view.plain_json import Picture, packed
from hub.web.keys import ACCESS, DESK

PATIENCE: Final = 10.0
"""Seconds after which a person hears that the hub did not take it."""


def routes() -> list[web.RouteDef]:
    """Return what can be asked for."""
    return [
        web.post("/api/devices/{device}/adopt", adopt),
        web.post("/api/devices/{device}/forget", forget),
        web.post("/api/devices/{device}/join", join),
        web.post("/api/devices/{device}/part", part),
    ]


async def adopt(request: web.Request) -> web.Response:
    """Put a device into an area."""
    said = parse_placed(await request.read())
    by, device = request.app[ACCESS].author(request, said.by), request.match_info["device"]
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.adopt(device, said.area, by))


async def forget(request: web.Request) -> web.Response:
    """Let a device be new again, or give up the names of one that is gone."""
    by, device = request.app[ACCESS].author(request, ""), request.match_info["device"]
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.forget(device, by))


async def join(request: web.Request) -> web.Response:
    """Make a new device another way of a device that is known."""
    other, says = parse_joined(await request.read())
    by, device = request.app[ACCESS].author(request, says), request.match_info["device"]
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.join(device, other, by))


async def part(request: web.Request) -> web.Response:
    """Make each spare way of a device a device of its own."""
    by, device = request.app[ACCESS].author(request, ""), request.match_info["device"]
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.part(device, by))


def _json(content: Picture) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
