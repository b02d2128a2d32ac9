"""The ways of a hand-over: an old phone shows digits, a new one says that it knows them."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from hub.door.hand_over import LASTS, NUMBER_DIGITS, WRONG
from hub.door.handshake import covered
from hub.intake.forms import BadInput, Form, text_of, validated
from hub.intake.meant import Refused
from hub.view.plain_json import Picture, packed
from hub.web.access import SIGNATURE
from hub.web.keys import ACCESS
from hub.web.pairing import POINT, Hex16, Hex64
from hub.web.places import is_secure, peer

NUMBER: Final = rf"^[0-9a-f]{{{NUMBER_DIGITS}}}$"


class _Knock(Form):
    number: Annotated[str, StringConstraints(pattern=NUMBER)]


class _Proof(Form):
    phone: Hex16
    proof: Hex64
    public: Annotated[str, StringConstraints(pattern=POINT)] = ""


def routes() -> list[web.RouteDef]:
    """Return them."""
    return [
        web.post("/api/phones/hand-over", show),
        web.post("/api/join/hand-over", knock),
        web.post("/api/join/hand-over/prove", prove),
    ]


async def show(request: web.Request) -> web.Response:
    """Make digits for the phone that asks; over plain http they go under a cover."""
    access = request.app[ACCESS]
    phone = access.door.phones.get(access.asker(request).phone)
    if phone is None:
        raise Refused("only a phone that was let in can be handed over")
    content: Picture = {"digits": access.door.hand_overs.show(phone.id), "seconds": LASTS}
    if is_secure(request):
        return _json(content)
    counter = request.headers[SIGNATURE].split(" ")[1]
    return _json({"covered": covered(phone.key, counter, packed(content))})


async def knock(request: web.Request) -> web.Response:
    """Hear the number of a phone that wants to take over."""
    said = validated(_Knock, text_of(await request.read()))
    begun = request.app[ACCESS].door.hand_overs.begin(said.number)
    return _json({"phone": begun.phone, "number": begun.ours})


async def prove(request: web.Request) -> web.Response:
    """Hear what a phone says of the digits; one that knows them has the old one's place at once."""
    door = request.app[ACCESS].door
    said = validated(_Proof, text_of(await request.read()))
    if said.public and not is_secure(request):
        raise BadInput("a key of its own counts over https alone: over http anybody may change it")
    taken = door.hand_overs.prove(said.phone, said.proof, said.public)
    if taken is None:
        door.tries.take(peer(request))
        raise web.HTTPForbidden(text=WRONG)
    await door.take_over(taken)
    return _json({"proof": taken.answer})


def _json(content: Picture) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
