"""Who may use the page and the API: checked before anything else looks at a request.

Rule 1: the console's socket needs nothing more; its file lets only the owner of the hub in.
Rule 2: the name in `Host` must be this machine's, so that no foreign site can be pointed at us.
Rule 3: the API wants a phone that was let in, the session that came with the page on this
machine, or the token, which is for scripts on this machine.
Rule 4: a write needs an `Origin` of our own, and from a phone its signature; the cookie alone
changes nothing. With the token an `Origin` is none, or our own.
Rule 5: only an agent's token proposes, and it does nothing else; no person's right is an agent's.
Rule 6: each role may what stands in the table of `hub/door/rights.py`.
"""

import hashlib
import hmac
import secrets
import socket
from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from hub.door.askers import CONSOLE, SOMEBODY_HERE, Asker
from hub.door.door import Door
from hub.door.handshake import same
from hub.door.phones import MARK as PHONE
from hub.door.phones import Phone
from hub.door.rights import why_not_route
from hub.web.agent_tokens import MARK, AgentTokens
from hub.web.places import address, from_console, from_here, is_secure, peer, written
from rules.words.ids import AgentId
from rules.words.wishes import Author

NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
HOUSE_NAME: Final = "homerule.local"
LOCAL: Final = ".local"
EVERYWHERE: Final = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 -- what it is written like
READS: Final = frozenset({"GET", "HEAD"})
HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443
PROPOSE: Final = "/api/propose"
METRICS: Final = "/metrics"
"""Figures, which name nobody: whoever needs no phone here needs no session for them either."""
JOIN: Final = "/api/join/"
"""Where a phone may knock that is not let in yet."""
SIGNATURE: Final = "X-Homerule-Sign"
ASKER: Final = web.RequestKey("asker", Asker)
COOKIE_YEARS: Final = 400 * 24 * 3600
"""Seconds that a browser keeps a cookie at most."""
STRANGER: Final = (
    "this phone is not paired: an adult's phone shows a code for it, and so does `homerule pair` "
    "at the hub"
)
TOO_MANY: Final = "too many at once from this address: wait a moment"


class Access:
    """The rules above, for one hub; `port` is known once the page listens."""

    def __init__(
        self,
        token: str,
        name: str,
        agents: AgentTokens | None = None,
        *,
        door: Door,
        open_here: bool = True,
        afar: bool = False,
        way_out: Callable[[], str] = str,
    ) -> None:
        """Know the token, the page's address, the agents' tokens and the phones.

        `open_here`: whoever uses this machine needs no phone. `afar`: others are answered too;
        `way_out` is the address under which they find us.
        """
        self._token = token
        self._agents = agents
        self._names = {*NAMES, name} - EVERYWHERE
        if afar:
            self._names |= {HOUSE_NAME, f"{socket.gethostname().partition('.')[0]}.local".lower()}
        self._open_here = open_here
        self.afar = afar
        self._name = name
        self._way_out = way_out
        self.door = door
        self.port = 0
        self.secure_port = 0
        """Where the page answers over https; 0: it does not."""

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request through, or refuse it with a sentence."""
        if from_console(request):
            request[ASKER] = CONSOLE
            return await handler(request)
        self._check_place(request)
        if request.path.startswith(JOIN):
            self._check_knock(request)
        elif _is_guarded(request.path):
            asker = await self._who(request)
            route = request.match_info.route.resource
            why = why_not_route(asker, request.method, route.canonical) if route else ""
            if why:
                raise web.HTTPForbidden(text=why)
            request[ASKER] = asker
        return await handler(request)

    def viewer(self, request: web.Request) -> Asker | None:
        """Return who is shown the page; None where it is nobody who was let in."""
        if from_console(request):
            return CONSOLE
        asker = self.door.asker(self._given(request))
        if isinstance(asker, Asker):
            return asker
        return SOMEBODY_HERE if self._open_to(request) else None

    def asker(self, request: web.Request) -> Asker:
        """Return who asks; known once the request was let through."""
        return request[ASKER]

    def admit(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give a browser of this machine that was shown the page a session of its own."""
        if not self._knows(request):
            name = secrets.token_urlsafe(16)
            self._set_cookie(request, response, f"{name}.{self._seal(name)}")

    async def give_cookie(
        self, phone: str, request: web.Request, response: web.StreamResponse
    ) -> None:
        """Give a phone that was let in its cookie."""
        cookie = await self.door.phones.give_cookie(phone)
        self._set_cookie(request, response, cookie, COOKIE_YEARS)

    def agent(self, request: web.Request) -> AgentId:
        """Return the agent from outside whose token comes with a request; else refuse it."""
        agent = self._agents.agent_of(_bearer(request)) if self._agents else None
        if agent is None:
            raise web.HTTPUnauthorized(
                text="only an agent may propose: send `Authorization: Bearer` with the token "
                "that `homerule token --agent NAME` made"
            )
        return agent

    def signer(self, request: web.Request) -> Phone:
        """Return the phone of a person who may sign with it; raises `Refused`."""
        return self.door.signer(self.asker(request))

    def author(self, request: web.Request, says: str) -> Author:
        """Return who acts with this request."""
        return self.asker(request).author(says)

    def farewell(self, request: web.Request) -> str:
        """Return why whoever asks was sent away; empty where that is not known."""
        why = self.door.asker(self._given(request))
        return why if isinstance(why, str) else ""

    def link(self, request: web.Request, secret: str, *, secure: bool = False) -> str:
        """Return what a code says: where the page is, and the secret, which no browser sends."""
        came = "" if from_console(request) else written(address(request, "sockname"))
        name = self._name
        if name in EVERYWHERE:
            name = came if came and not from_here(request) else written(self._way_out()) or NAMES[1]
        return f"{self.place(name, secure=secure)}/pair#{secret}"

    def place(self, name: str, *, secure: bool) -> str:
        """Return where the page is, by one of its names."""
        if secure:
            # The House key vouches for no name of this machine alone.
            return f"https://{HOUSE_NAME if name in NAMES else name}:{self.secure_port}"
        return f"http://{name}:{self.port}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the `.local` names of this hub, which it has where others are answered."""
        return tuple(sorted(name for name in self._names if name.endswith(LOCAL)))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses under which others find this hub."""
        return (self._way_out(),) if self._name in EVERYWHERE else (self._name,)

    def _port_of(self, request: web.Request) -> int:
        return self.secure_port if is_secure(request) else self.port

    def _cookie(self, request: web.Request) -> str:
        # Cookies do not tell ports apart, and two hubs may run on one machine. And what is set
        # over https is another than over http, where anybody may read it.
        return f"homerule-{self._port_of(request)}"

    def _set_cookie(
        self,
        request: web.Request,
        response: web.StreamResponse,
        value: str,
        lasts: int | None = None,
    ) -> None:
        response.set_cookie(
            self._cookie(request),
            value,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=is_secure(request),
            max_age=lasts,
        )

    def _given(self, request: web.Request) -> str:
        return request.cookies.get(self._cookie(request), "")

    def _knows(self, request: web.Request) -> bool:
        name, _, seal = self._given(request).partition(".")
        return bool(name) and same(seal, self._seal(name))

    def _seal(self, name: str) -> str:
        sealed = f"session {name}".encode(errors="surrogateescape")
        return hmac.new(self._token.encode(), sealed, hashlib.sha256).hexdigest()

    def _open_to(self, request: web.Request) -> bool:
        return self._open_here and from_here(request)

    def _hosts(self, request: web.Request) -> set[str]:
        # The address at which this very connection came in is one of our own.
        names = {*self._names, written(address(request, "sockname"))}
        port = self._port_of(request)
        hosts = {f"{name}:{port}" for name in names}
        usual = HTTPS_PORT if is_secure(request) else HTTP_PORT
        return hosts | names if port == usual else hosts

    def _check_place(self, request: web.Request) -> None:
        hosts = self._hosts(request)
        if request.headers.get("Host", "").lower() not in hosts:
            name = HOUSE_NAME if self.afar else "localhost"
            place = self.place(name, secure=is_secure(request))
            raise web.HTTPMisdirectedRequest(
                text=f"this is not the address of the hub: open {place}/"
            )
        origin, scheme = request.headers.get("Origin"), "https" if is_secure(request) else "http"
        if origin is not None and origin.lower() not in {f"{scheme}://{host}" for host in hosts}:
            raise web.HTTPForbidden(text="requests from other sites are refused")

    def _check_knock(self, request: web.Request) -> None:
        self._check_write(request)
        if self.door.tries.left(peer(request)) < 1:
            raise web.HTTPTooManyRequests(
                text="too many wrong tries from this address: wait some minutes"
            )

    def _check_write(self, request: web.Request) -> None:
        """Refuse what no page of ours sends: this is before anything is worked out."""
        if not self.door.writes.take(peer(request)):
            raise web.HTTPTooManyRequests(text=TOO_MANY)
        _check_origin(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="only JSON is read here: `application/json`")

    async def _who(self, request: web.Request) -> Asker:
        token = _bearer(request)
        if token:
            self._check_token(request, token)
            return CONSOLE
        if self._given(request).startswith(f"{PHONE}."):
            return await self._phone(request)
        if self._open_to(request) and (self._knows(request) or request.path == METRICS):
            if request.method not in READS:
                _check_origin(request)
            return SOMEBODY_HERE
        raise web.HTTPUnauthorized(
            text="no session: open the page first, or send `Authorization: Bearer` "
            "with the token that `homerule token` prints"
            if self._open_to(request)
            else STRANGER
        )

    async def _phone(self, request: web.Request) -> Asker:
        asker = self._of_phone(request)
        if request.method in READS:
            return asker
        self._check_write(request)
        body = await request.read()
        header = request.headers.get(SIGNATURE, "")
        await self.door.check(asker.phone, header, request.method, request.raw_path, body)
        # It may have been forgotten while its request came in.
        return self._of_phone(request)

    def _of_phone(self, request: web.Request) -> Asker:
        asker = self.door.asker(self._given(request))
        if isinstance(asker, str):
            raise web.HTTPUnauthorized(text=asker or STRANGER)
        return asker

    def _check_token(self, request: web.Request, token: str) -> None:
        if token.startswith(f"{MARK}."):
            raise web.HTTPForbidden(text=f"an agent's token may only propose: POST {PROPOSE}")
        if not same(token, self._token):
            raise web.HTTPUnauthorized(text="wrong token: `homerule token` prints the right one")
        if not from_here(request):
            raise web.HTTPForbidden(
                text="the token is for scripts on the hub's own machine: over the network "
                "anybody could read it on its way"
            )


def _is_guarded(path: str) -> bool:
    return path == METRICS or (path.startswith("/api/") and path != PROPOSE)


def _check_origin(request: web.Request) -> None:
    if "Origin" not in request.headers:
        raise web.HTTPForbidden(text="a write needs an `Origin` header, or the token")


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
