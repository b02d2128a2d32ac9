"""Who may use the page and the API: checked before anything else looks at a request.

Rule 1: the console's socket needs nothing more; its file lets only the owner of the hub in.
Rule 2: the name in `Host` must be this machine's, so that no foreign site can be pointed at us.
Rule 3: the API wants the session that came with the page, or the token.
Rule 4: a write with a session needs an `Origin` of our own; with the token none, or our own.
Rule 5: only an agent's token proposes, and it does nothing else; no person's right is an agent's.
"""

import hashlib
import hmac
import secrets
import socket
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from hub.web.agent_tokens import MARK, AgentTokens
from rules.words.ids import AgentId
from rules.words.wishes import Author, Via

NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
READS: Final = frozenset({"GET", "HEAD"})
HTTP_PORT: Final = 80
PROPOSE: Final = "/api/propose"


class Access:
    """The rules above, for one hub; `port` is known once the page listens."""

    def __init__(self, token: str, name: str, agents: AgentTokens | None = None) -> None:
        """Know the token, the name under which the page is served, and the agents' tokens."""
        self._token = token
        self._agents = agents
        self._names = {*NAMES, name}
        self.port = 0

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request through, or refuse it with a sentence."""
        if not from_console(request):
            self._check_place(request)
            if request.path.startswith("/api/") and request.path != PROPOSE:
                self._check_right(request)
        return await handler(request)

    def admit(self, response: web.StreamResponse) -> None:
        """Give a browser that was shown the page a session of its own."""
        name = secrets.token_urlsafe(16)
        response.set_cookie(
            self._cookie, f"{name}.{self._seal(name)}", path="/", httponly=True, samesite="Strict"
        )

    def knows(self, request: web.Request) -> bool:
        """Say whether a request comes with a session that we gave."""
        name, _, seal = request.cookies.get(self._cookie, "").partition(".")
        return bool(name) and _same(seal, self._seal(name))

    def agent(self, request: web.Request) -> AgentId:
        """Return the agent from outside whose token comes with a request; else refuse it."""
        agent = self._agents.agent_of(_bearer(request)) if self._agents else None
        if agent is None:
            raise web.HTTPUnauthorized(
                text="only an agent may propose: send `Authorization: Bearer` with the token "
                "that `homerule token --agent NAME` made"
            )
        return agent

    def author(self, request: web.Request, says: str) -> Author:
        """Return who acts with this request."""
        by_page = not from_console(request) and self.knows(request)
        return Author(via=Via.PAGE if by_page else Via.CONSOLE, says=says)

    @property
    def _cookie(self) -> str:
        # Cookies do not tell ports apart, and two hubs may run on one machine.
        return f"homerule-{self.port}"

    def _seal(self, name: str) -> str:
        sealed = f"session {name}".encode(errors="surrogateescape")
        return hmac.new(self._token.encode(), sealed, hashlib.sha256).hexdigest()

    def _hosts(self) -> set[str]:
        hosts = {f"{name}:{self.port}" for name in self._names}
        return hosts | self._names if self.port == HTTP_PORT else hosts

    def _check_place(self, request: web.Request) -> None:
        if request.headers.get("Host", "").lower() not in self._hosts():
            raise web.HTTPMisdirectedRequest(
                text=f"this is not the address of the hub: open http://localhost:{self.port}/"
            )
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{h}" for h in self._hosts()}:
            raise web.HTTPForbidden(text="requests from other sites are refused")

    def _check_right(self, request: web.Request) -> None:
        token = _bearer(request)
        if token:
            if _same(token, self._token):
                return
            if token.startswith(f"{MARK}."):
                raise web.HTTPForbidden(text=f"an agent's token may only propose: POST {PROPOSE}")
            raise web.HTTPUnauthorized(text="wrong token: `homerule token` prints the right one")
        if not self.knows(request):
            raise web.HTTPUnauthorized(
                text="no session: open the page first, or send `Authorization: Bearer` "
                "with the token that `homerule token` prints"
            )
        if request.method not in READS and "Origin" not in request.headers:
            raise web.HTTPForbidden(text="a write needs an `Origin` header, or the token")


def from_console(request: web.Request) -> bool:
    """Say whether a request came over the console's socket."""
    transport = request.transport
    way = transport.get_extra_info("socket") if transport else None
    return way is not None and way.family == socket.AF_UNIX


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _same(one: str, other: str) -> bool:
    # Headers may hold any bytes; they come to us with surrogates in their place.
    return hmac.compare_digest(
        one.encode(errors="surrogateescape"), other.encode(errors="surrogateescape")
    )
