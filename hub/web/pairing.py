"""What a new phone and those who let it in ask of the door, as JSON.

`/api/join/` is for phones that are not in yet: all they bring is a proof that they saw the code.
`/api/phones` is for those who are.
"""

from typing import Annotated, Final
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import BeforeValidator, Field, StringConstraints

from hub.door.askers import Asker
from hub.door.door import Grant
from hub.door.handshake import covered
from hub.door.pairing import LASTS, LONGEST_LABEL, RUN_OUT, Invite, Joining, JoinState
from hub.intake.ends import End, moment_of, parse_end
from hub.intake.forms import BadInput, Form, validated
from hub.intake.meant import Refused, Unknown
from hub.view.plain_json import Json, Picture, packed
from hub.web.access import SIGNATURE
from hub.web.keys import ACCESS, DESK
from hub.web.places import from_console, is_secure, peer
from rules.policy import Role
from rules.words.times import Moment, civil
from rules.words.wishes import Via

HEX: Final = r"^[0-9a-f]+$"
POINT: Final = r"^(04[0-9a-f]{128})?$"
"""A public key that a browser made, or none."""
Hex16 = Annotated[str, StringConstraints(pattern=HEX, min_length=16, max_length=16)]
Hex32 = Annotated[str, StringConstraints(pattern=HEX, min_length=32, max_length=32)]
Hex64 = Annotated[str, StringConstraints(pattern=HEX, min_length=64, max_length=64)]
Word = Annotated[str, StringConstraints(max_length=64)]
"""Texts from strangers, each as long as it is and no longer."""
EXPECTED: Final = {
    "role": "`adult`, `child` or `guest`",
    "until": "a time such as `23:00` or `2030-12-24 18:00`",
    "rooms": "a list of the ids of rooms",
    "label": f"a text of at most {LONGEST_LABEL} letters",
}


class _Knock(Form):
    invite: Hex16
    bound: Hex64


class _Proof(Form):
    phone: Hex16
    number: Hex32
    proof: Hex64
    label: Annotated[str, StringConstraints(max_length=LONGEST_LABEL)] = ""
    public: Annotated[str, StringConstraints(pattern=POINT)] = ""


class _Invite(Form):
    house_key: bool = False


class _Wait(Form):
    phone: Hex16


class _Grant(Form):
    person: Word = ""
    name: Word = ""
    role: Role | None = None
    rooms: Annotated[tuple[Word, ...], Field(max_length=64)] = ()
    until: Annotated[End, BeforeValidator(parse_end)] | None = None


def routes() -> list[web.RouteDef]:
    """Return the ways in of the door."""
    return [
        web.post("/api/join/knock", knock),
        web.post("/api/join/prove", prove),
        web.post("/api/join/wait", wait),
        web.get("/api/phones", phones),
        web.post("/api/phones/invite", invite),
        web.get("/api/phones/invites/{invite}", invited),
        web.post("/api/phones/invites/{invite}/cancel", cancel),
        web.post("/api/phones/{phone}/let-in", let_in),
        web.post("/api/phones/{phone}/turn-away", turn_away),
        web.post("/api/phones/{phone}/forget", forget),
    ]


async def knock(request: web.Request) -> web.Response:
    """Hear a phone that has seen a code, and ask it for its proof."""
    door = request.app[ACCESS].door
    said = validated(_Knock, await _text(request))
    joining = door.pairing.begin(said.invite, said.bound)
    if joining is None:
        door.tries.take(peer(request))
        raise Unknown(RUN_OUT)
    return _json(
        {"phone": joining.phone, "number": joining.ours, "home": request.app[DESK].present.name}
    )


async def prove(request: web.Request) -> web.Response:
    """Hear a phone's proof, and answer with the hub's own."""
    door = request.app[ACCESS].door
    said = validated(_Proof, await _text(request), EXPECTED)
    if not said.label.isprintable():
        raise BadInput("`label` must be letters that can be printed")
    if said.public and not is_secure(request):
        raise BadInput("a key of its own counts over https alone: over http anybody may change it")
    joining = door.pairing.prove(said.phone, said.number, said.proof, said.label, said.public)
    if joining is None:
        door.tries.take(peer(request))
        raise web.HTTPForbidden(text="this phone has not seen the code: scan it anew")
    return _json({"proof": joining.answer})


async def wait(request: web.Request) -> web.Response:
    """Tell a phone whether it is in; one that is gets its cookie, whenever it signs for it."""
    access = request.app[ACCESS]
    door, body = access.door, await request.read()
    said = validated(_Wait, await _text(request))
    header = request.headers.get(SIGNATURE, "")
    await door.check(said.phone, header, request.method, request.raw_path, body)
    joining = door.pairing.get(said.phone)
    known = door.phones.get(said.phone)
    if known is None:
        declined = joining is None or joining.state is JoinState.DECLINED
        # Who is just being let in waits until that is on the disk.
        return _json({"state": (JoinState.DECLINED if declined else JoinState.WAITING).value})
    response = _json({"state": JoinState.IN.value, "name": known.name})
    await access.give_cookie(said.phone, request, response)
    return response


async def phones(request: web.Request) -> web.Response:
    """Answer with the phones: all of them for adults, for others their own."""
    desk, access = request.app[DESK], request.app[ACCESS]
    asker = access.asker(request)
    known = [p for p in access.door.phones if asker.is_adult or p.id == asker.phone]
    zone = desk.present.policy.home.zone
    people: list[Json] = [
        {"id": person.id, "name": person.name, "role": person.role.value}
        for person in desk.present.policy.people.values()
        if asker.is_adult
    ]
    listed: list[Json] = [
        {
            "id": phone.id,
            "name": phone.name,
            "person": phone.person,
            "role": phone.role.value,
            "label": phone.label,
            "rooms": [*phone.rooms],
            "since": _iso(phone.since, zone),
            "until": _iso(phone.until, zone),
            "this": phone.id == asker.phone,
            "signs": phone.vouched,
            "watching": access.door.watched_by(phone.id) > 0,
        }
        for phone in known
    ]
    waiting: list[Json] = [
        _waiting(joining) for joining in access.door.pairing.waiting() if asker.is_adult
    ]
    return _json({"phones": listed, "people": people, "waiting": waiting})


async def invite(request: web.Request) -> web.Response:
    """Make a code; over plain http it goes under a cover that only the phone that asked lifts."""
    access, asker = request.app[ACCESS], _known(request)
    secure = validated(_Invite, await _text(request) or "{}").house_key
    if secure and not access.secure_port:
        raise Refused("there is no House key yet: `homerule key make` at the hub makes one")
    made = access.door.pairing.invite(asker)
    link = access.link(request, made.secret, secure=secure)
    if not asker.phone:
        return _json({**_invite(made, link), "afar": access.afar})
    phone = access.door.phones.get(asker.phone)
    if phone is None:
        raise Refused("this phone was forgotten just now")
    if is_secure(request):
        return _json(_invite(made, link, drawn=True))
    content = packed(_invite(made, link, drawn=True))
    counter = request.headers[SIGNATURE].split(" ")[1]
    return _json({"covered": covered(phone.key, counter, content)})


async def invited(request: web.Request) -> web.Response:
    """Answer whether a code is still good, and which phone used it and waits."""
    pairing = request.app[ACCESS].door.pairing
    name = request.match_info["invite"]
    waits = [_waiting(j) for j in pairing.waiting() if j.invite.id == name]
    return _json({"open": pairing.open(name), "waiting": waits[0] if waits else None})


async def cancel(request: web.Request) -> web.Response:
    """Take a code back."""
    request.app[ACCESS].door.pairing.cancel(request.match_info["invite"])
    return _json({})


async def let_in(request: web.Request) -> web.Response:
    """Let a phone in whose words were compared."""
    desk, access = request.app[DESK], request.app[ACCESS]
    said = validated(_Grant, await _text(request), EXPECTED)
    end = said.until
    grant = Grant(
        person=said.person,
        name=said.name,
        role=said.role,
        rooms=said.rooms,
        until=None
        if end is None
        else moment_of(end, desk.present.moment, desk.present.policy.home.zone),
    )
    asker = _known(request)
    joined = await access.door.let_in(
        request.match_info["phone"], grant, asker, at_console=from_console(request)
    )
    return _json({"phone": joined.id, "name": joined.name, "role": joined.role.value})


async def turn_away(request: web.Request) -> web.Response:
    """Send a phone away whose words are others."""
    access = request.app[ACCESS]
    await access.door.turn_away(request.match_info["phone"], _known(request))
    return _json({})


async def forget(request: web.Request) -> web.Response:
    """Take a phone away: what it watches ends, and it is a stranger from now on."""
    access = request.app[ACCESS]
    gone = await access.door.forget(request.match_info["phone"], _known(request))
    return _json({"phone": gone.id, "name": gone.name})


def _known(request: web.Request) -> Asker:
    """Return who asks; on the hub's machine the page does not know who sits before it."""
    asker = request.app[ACCESS].asker(request)
    if asker.via is not Via.CONSOLE and not asker.phone:
        raise web.HTTPForbidden(text="at the hub itself phones are a matter of `homerule pair`")
    return asker


def _iso(moment: Moment | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else civil(moment, zone).isoformat(timespec="seconds")


def _invite(made: Invite, link: str, *, drawn: bool = False) -> Picture:
    picture: Picture = {"invite": made.id, "link": link, "seconds": LASTS}
    if drawn:
        import segno  # noqa: PLC0415 -- on use

        code = segno.make(link, micro=False, error="m")
        picture["rows"] = ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
    return picture


def _waiting(joining: Joining) -> Picture:
    return {
        "phone": joining.phone,
        "label": joining.label,
        "words": [*joining.words],
        "by": joining.invite.by.name,
    }


async def _text(request: web.Request) -> str:
    try:
        return (await request.read()).decode()
    except UnicodeDecodeError:
        raise BadInput("not text: the bytes are not UTF-8") from None


def _json(content: Json) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=packed(content), content_type="application/json", headers=headers)
