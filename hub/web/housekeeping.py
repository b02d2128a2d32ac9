"""The ways to housekeeping: what adults look after in the house, and their orders to agents."""

import asyncio
from typing import Final

from aiohttp import web

from hub.desk.behind import Housekeeping
from hub.housekeeping.drafting import parse_draft, parse_for_now
from hub.housekeeping.form import parse_pause
from hub.intake.sign_form import SignRequest, parse_hand
from hub.policy.keys import phone_key_id
from hub.policy.versions import Hand
from hub.view.plain_json import Picture, packed
from hub.web.keys import ACCESS, DESK

PATIENCE: Final = 10.0


def routes() -> list[web.RouteDef]:
    """Return them."""
    return [
        web.get("/api/housekeeping", everything),
        web.post("/api/housekeeping/journal", check_journal),
        web.post("/api/agents/{agent}/pause", pause),
        web.post("/api/agents/{agent}/go-on", go_on),
        web.post("/api/drafts", draft),
        web.post("/api/drafts/for-now", for_now),
        web.post("/api/drafts/{code}/withdraw", withdraw),
        web.get("/api/drafts/{code}/to-sign", to_sign),
        web.post("/api/drafts/{code}/sign", sign),
    ]


async def everything(request: web.Request) -> web.Response:
    """Answer with schedules, rules, agents, devices and the hub itself."""
    picture = _housekeeping(request).picture()
    hub = picture["hub"]
    if isinstance(hub, dict) and request.app[ACCESS].secure_port:
        hub["house_key"] = "/house-key"
    return _json(picture)


async def check_journal(request: web.Request) -> web.Response:
    """Walk through the whole journal."""
    return _json(await _housekeeping(request).check_journal())


async def pause(request: web.Request) -> web.Response:
    """Put an agent aside, or leave out its next run."""
    asked = parse_pause(await request.read())
    by, agent = request.app[ACCESS].author(request, ""), request.match_info["agent"]
    async with asyncio.timeout(PATIENCE):
        return _json(await _housekeeping(request).pause(agent, asked, by))


async def go_on(request: web.Request) -> web.Response:
    """Let an agent act again."""
    by, agent = request.app[ACCESS].author(request, ""), request.match_info["agent"]
    async with asyncio.timeout(PATIENCE):
        return _json(await _housekeeping(request).let_go_on(agent, by))


async def draft(request: web.Request) -> web.Response:
    """Show what a change of numbers would do, and hand it to the console where that is asked."""
    asked = parse_draft(await request.read())
    by = request.app[ACCESS].author(request, "")
    return _json(await _housekeeping(request).draft(asked, by))


async def for_now(request: web.Request) -> web.Response:
    """Show what a rule for some days would do, and hand it to the console where that is asked."""
    asked = parse_for_now(await request.read())
    by = request.app[ACCESS].author(request, "")
    return _json(await _housekeeping(request).for_now(asked, by))


async def withdraw(request: web.Request) -> web.Response:
    """Forget a draft."""
    return _json(await _housekeeping(request).withdraw(request.match_info["code"]))


async def to_sign(request: web.Request) -> web.Response:
    """Answer what a person reads before they sign a draft on their phone, and what it signs."""
    phone = request.app[ACCESS].signer(request)
    code, key = request.match_info["code"], phone_key_id(phone.public)
    return _json(await request.app[DESK].to_sign(code, str(phone.person), key))


async def sign(request: web.Request) -> web.Response:
    """Sign a draft with what the person's own phone made of it."""
    phone = request.app[ACCESS].signer(request)
    said = parse_hand(await request.read())
    signing = SignRequest(
        signer=str(phone.person),
        draft=request.match_info["code"],
        hand=Hand(public=phone.public, mark=said.mark),
        at=said.at,
    )
    return _json(await request.app[DESK].sign(signing))


def _housekeeping(request: web.Request) -> Housekeeping:
    known = request.app[DESK].housekeeping
    if known is None:
        raise web.HTTPNotFound(text="nothing is looked after here")
    return known


def _json(content: Picture) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
