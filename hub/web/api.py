"""The HTTP API: what the page, scripts and the command line ask of the desk, as JSON."""

import asyncio
import json
from typing import Final

from aiohttp import web

from hub.door.rights import NOT_YOURS, why_not_override, why_not_rooms
from hub.intake.forms import BadInput
from hub.intake.sign_form import SignRequest, parse_signing
from hub.intake.wishes import Verb, parse_answer, parse_command, parse_override, parse_wish
from hub.view.plain_json import Json, packed
from hub.web.access import PROPOSE
from hub.web.keys import ACCESS, DESK
from hub.web.places import from_console
from hub.web.sight import Sight
from hub.web.stream import stream
from hub.web.telling import LINES
from rules.words.people import DeviceScope

PATIENCE: Final = 10.0
"""Seconds after which a person hears that the hub did not take the wish."""
MOST_LINES: Final = 500
USUAL_LINES: Final = 30


def routes() -> list[web.RouteDef]:
    """Return what can be asked of the desk."""
    return [
        web.get("/api/house", house),
        web.get("/api/devices", devices),
        web.get("/api/seen", seen),
        web.get("/api/devices/{device}", device),
        web.get("/api/devices/{device}/week", week),
        web.get("/api/devices/{device}/why", why),
        web.get("/api/devices/{device}/why-not", why_not),
        web.get("/api/log", log),
        web.get("/api/prompts", prompts),
        web.get("/api/prompts/{prompt}/why", why_asked),
        web.post("/api/prompts/{prompt}/answer", answer_prompt),
        web.get("/api/retained", retained),
        web.get("/api/stream", stream),
        web.post("/api/command", command),
        web.post("/api/devices/{device}/set", set_device),
        web.get("/api/override/{scope:.+}", resuming),
        web.post("/api/override/{scope:.+}", override),
        web.post("/api/scenes/{scene}/set", call_scene),
        web.post("/api/retained/clear", clear_retained),
        web.post(PROPOSE, propose),
        web.post("/api/policy/sign", sign_policy),
        web.post("/api/policy/rollback", roll_back_policy),
    ]


def _sight(request: web.Request) -> Sight:
    return Sight(request.app[ACCESS].asker(request), request.app[DESK].present.area_of)


def _seen(request: web.Request, ref: str) -> str:
    """Return the device that is meant, if it is in a room of whoever asks."""
    device = request.app[DESK].present.device(ref)["id"]
    if not _sight(request).device(device):
        raise web.HTTPForbidden(text=NOT_YOURS)
    return str(device)


async def house(request: web.Request) -> web.Response:
    """Answer with the house, its devices and its last lines."""
    return _json(_sight(request).snapshot(request.app[DESK].snapshot(LINES)))


async def devices(request: web.Request) -> web.Response:
    """Answer with all devices."""
    sight = _sight(request)
    seen = [
        packed(picture)
        async for picture in request.app[DESK].present.devices()
        if sight.devices([picture])
    ]
    return _packed(b"[" + b",".join(seen) + b"]")


async def seen(request: web.Request) -> web.Response:
    """Return the services that the network shows."""
    return _json([*request.app[DESK].present.seen()])


async def device(request: web.Request) -> web.Response:
    """Answer with one device."""
    return _json(request.app[DESK].present.whole(_seen(request, request.match_info["device"])))


async def week(request: web.Request) -> web.Response:
    """Answer what a device measured in seven days, drawn."""
    return _json(request.app[DESK].past.week(_seen(request, request.match_info["device"])))


async def why(request: web.Request) -> web.Response:
    """Answer why a device is as it is."""
    device = _seen(request, request.match_info["device"])
    return _json(request.app[DESK].past.why(device, _number(request, "limit", 10)))


async def why_not(request: web.Request) -> web.Response:
    """Answer which wishes for a device led to nothing, and what would have changed that."""
    desk, limit = request.app[DESK], _number(request, "limit", 3)
    return _json(desk.past.why_not(_seen(request, request.match_info["device"]), limit))


async def log(request: web.Request) -> web.Response:
    """Answer with the last records."""
    lines = request.app[DESK].past.log(
        _number(request, "limit", USUAL_LINES),
        device=request.query.get("device"),
        before=_number(request, "before", 0, most=2**53) or None,
    )
    return _json([*_sight(request).lines(lines)])


async def prompts(request: web.Request) -> web.Response:
    """Answer with what people are asked."""
    return _json([*_sight(request).prompts(request.app[DESK].present.prompts())])


async def why_asked(request: web.Request) -> web.Response:
    """Answer why people are asked something."""
    prompt = request.match_info["prompt"]
    _check(_why_not_answer(request, prompt))
    return _json(request.app[DESK].past.why_asked(prompt))


async def answer_prompt(request: web.Request) -> web.Response:
    """Answer what people are asked."""
    said = parse_answer(await request.read())
    by, prompt = request.app[ACCESS].author(request, said.by), request.match_info["prompt"]
    _check(_why_not_answer(request, prompt))
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.answer(prompt, said, by))


def _why_not_answer(request: web.Request, prompt: str) -> str:
    """Return why a question is not for whoever asks; who of the others may, the rules say."""
    sight = _sight(request)
    seen = sight.prompts(request.app[DESK].present.prompts())
    known = any(str(one["id"]).startswith(f"{prompt}-") or one["id"] == prompt for one in seen)
    return "" if sight.whole or known else "this question is not for you to answer"


def _check(why_not: str) -> None:
    if why_not:
        raise web.HTTPForbidden(text=why_not)


async def retained(request: web.Request) -> web.Response:
    """Answer with what the broker has stored on topics where people and devices are told."""
    return _json([*await request.app[DESK].retained()])


async def clear_retained(request: web.Request) -> web.Response:
    """Take away what the broker has stored there: all, or on the topics of a JSON list."""
    try:
        topics = json.loads(await request.read() or b"[]")
    except ValueError:
        topics = None
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise BadInput("say nothing, or a JSON list of topics")
    return _json(await request.app[DESK].clear_retained(topics))


async def set_device(request: web.Request) -> web.Response:
    """Set a device as a person wishes."""
    wish = parse_wish(await request.read())
    by, device = request.app[ACCESS].author(request, wish.by), request.match_info["device"]
    meant = _seen(request, device)
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.set_device(meant, wish, by))


async def command(request: web.Request) -> web.Response:
    """Tell a device just what somebody says, aspect by aspect."""
    ref, wish = parse_command(await request.read())
    by, meant = request.app[ACCESS].author(request, wish.by), _seen(request, ref)
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].orders.command(meant, wish, by))


async def override(request: web.Request) -> web.Response:
    """Freeze, set, release or resume a scope."""
    desk = request.app[DESK]
    asked = parse_override(await request.read())
    scope = desk.present.find_scope(request.match_info["scope"])
    asker = request.app[ACCESS].asker(request)
    area = desk.present.area_of(scope.device) if isinstance(scope, DeviceScope) else None
    _check(why_not_override(asker, scope, asked.verb, area))
    by = asker.author(asked.by)
    async with asyncio.timeout(PATIENCE):
        return _json(await desk.orders.do(scope, asked, by))


async def resuming(request: web.Request) -> web.Response:
    """Answer what is held on a scope, and what would resume if it were given back."""
    desk = request.app[DESK]
    scope = desk.present.find_scope(request.match_info["scope"])
    area = desk.present.area_of(scope.device) if isinstance(scope, DeviceScope) else None
    _check(why_not_override(request.app[ACCESS].asker(request), scope, Verb.RELEASE, area))
    return _json(desk.present.resuming(scope))


async def call_scene(request: web.Request) -> web.Response:
    """Call a scene."""
    if (await request.read()).strip().lower() not in {b"", b"on"}:
        raise BadInput("say `on` to call a scene")
    desk, scene = request.app[DESK], request.match_info["scene"]
    asker = request.app[ACCESS].asker(request)
    _check(why_not_rooms(asker, desk.present.areas_of_scene(scene)))
    async with asyncio.timeout(PATIENCE):
        return _json(await desk.orders.call_scene(scene, asker.author()))


async def propose(request: web.Request) -> web.Response:
    """Hear a proposal of an agent from outside, and answer with its decision."""
    agent = request.app[ACCESS].agent(request)
    payload = await request.read()
    async with asyncio.timeout(PATIENCE):
        return _json(await request.app[DESK].propose(agent, payload))


async def sign_policy(request: web.Request) -> web.Response:
    """Sign the household file as it stands."""
    return _json(await request.app[DESK].sign(await _to_sign(request)))


async def roll_back_policy(request: web.Request) -> web.Response:
    """Sign an earlier version of the policy anew."""
    return _json(await request.app[DESK].roll_back(await _to_sign(request)))


async def _to_sign(request: web.Request) -> SignRequest:
    if not from_console(request):
        # The page is open to whoever uses the machine, and scripts are no people.
        raise web.HTTPForbidden(
            text="a policy is signed at the console: `homerule policy sign` as the hub's user"
        )
    return parse_signing(await request.read())


def _json(content: Json) -> web.Response:
    return _packed(packed(content))


def _packed(body: bytes) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=body, content_type="application/json", headers=headers)


def _number(request: web.Request, key: str, default: int, *, most: int = MOST_LINES) -> int:
    text = request.query.get(key, str(default))
    if not (text.isascii() and text.isdigit()) or not int(text[:20]) <= most:
        raise BadInput(f"`{key}` must be a whole number, at most {most}")
    return int(text)
