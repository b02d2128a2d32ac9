"""The web server: one application on two ways in, the page's port and the console's socket."""

import errno
import logging
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from hub.clock import Clock
from hub.desk.desk import Desk
from hub.door.door import Door, NotSigned
from hub.door.phones import Unwritten
from hub.intake.forms import BadInput
from hub.intake.meant import Refused, TooOften, Unknown
from hub.intake.tickets import Stale
from hub.journal import JournalUnreadable
from hub.network.mdns import way_out
from hub.view.plain_json import Picture, packed
from hub.web import (
    api,
    balance,
    console,
    hand_over,
    house_key,
    housekeeping,
    pages,
    pair_device,
    pairing,
    placing,
    timeline,
)
from hub.web.access import EVERYWHERE, Access
from hub.web.agent_tokens import AgentTokens
from hub.web.assets import Assets
from hub.web.audience import Audiences
from hub.web.careful import be_careful
from hub.web.garbled import told_of
from hub.web.keys import ACCESS, ASSETS, AUDIENCES, DESK, SECURE
from hub.web.secure import SecurePort
from hub.web.token import token_of

LARGEST_BODY: Final = 16 * 1024
SHUTDOWN: Final = 1.0
STATUS: Final[dict[type[Exception], int]] = {
    BadInput: 400,
    NotSigned: 401,
    Unknown: 404,
    TooOften: 429,
    Refused: 409,
    JournalUnreadable: 503,
    Unwritten: 503,
}
"""How an answer to a person is called in HTTP; the first that fits."""
PLAIN: Final = {
    404: "there is nothing at this address",
    405: "this address cannot be used in this way",
}

log = logging.getLogger(__name__)


class Server:
    """Serves one desk; `url` is known once it has started."""

    def __init__(
        self,
        desk: Desk,
        state: Path,
        *,
        host: str = "127.0.0.1",
        port: int = 8080,
        secure_port: int = 0,
        demo: bool = False,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        """Prepare to serve; `port` 0 takes any free one. Over https only if there is a House key.

        Whoever uses this machine needs no phone in the demo house, and where nobody else is
        answered. `monotonic` is a clock that nobody can set.
        """
        self._host = host.strip("[]")
        afar = not _is_this_machine(self._host)
        self._name = f"[{self._host}]" if ":" in self._host else self._host
        self._desk = desk
        self._state = state
        self._port = port
        self._access = Access(
            token_of(state),
            self._name,
            AgentTokens(state),
            door=Door(state, desk, monotonic or Clock().monotonic),
            open_here=demo or not afar,
            afar=afar,
            way_out=way_out,
        )
        self._secure = SecurePort(state, self._host, secure_port, self._access, Clock())
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return where the page is."""
        name = (way_out() or "127.0.0.1") if self._name in EVERYWHERE else self._name
        return f"http://{name}:{self._access.port}/"

    @property
    def port(self) -> int:
        """Return the port of the page."""
        return self._access.port

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses by which others find the page; none where it answers nobody else."""
        return self._access.addresses if self._access.afar else ()

    @property
    def secure_port(self) -> int:
        """Return where the page answers over https; 0: it does not."""
        return self._access.secure_port

    @property
    def door(self) -> Door:
        """Return the door: which phones belong here."""
        return self._access.door

    async def start(self) -> None:
        """Listen; raises `AnotherHub` where a hub runs already, `OSError` where a port is taken."""
        way_in = console.listen(self._state)
        self._runner = web.AppRunner(
            self._app(), access_log=None, logger=told_of(), shutdown_timeout=SHUTDOWN
        )
        try:
            await self._runner.setup()
            await web.SockSite(self._runner, way_in).start()
            await self._open_page(self._runner)
            await self._secure.start(self._runner)
        except BaseException:
            await self._close()
            way_in.close()
            raise

    async def stop(self) -> None:
        """Stop listening and end the streams."""
        self._desk.feed.close()
        await self._close()

    async def _open_page(self, runner: web.AppRunner) -> None:
        site = web.TCPSite(runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            # Without a number, which would stand in front of the sentence.
            raise OSError(_why_shut(error, self._host, self._port)) from error
        # The first address is the console's socket, which is a path.
        ports = [address[1] for address in runner.addresses if not isinstance(address, str)]
        self._access.port = ports[0]

    async def _close(self) -> None:
        self._secure.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            console.remove(self._state)

    def _app(self) -> web.Application:
        app = web.Application(
            middlewares=[sentences, self._access.check], client_max_size=LARGEST_BODY
        )
        app[DESK], app[ACCESS], app[ASSETS] = self._desk, self._access, Assets()
        app[AUDIENCES], app[SECURE] = Audiences(self._desk), self._secure
        parts = (
            pages,
            api,
            pairing,
            hand_over,
            pair_device,
            placing,
            timeline,
            balance,
            housekeeping,
            house_key,
        )
        app.add_routes([route for part in parts for route in part.routes()])
        app.on_response_prepare.append(be_careful)
        return app


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@web.middleware
async def sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure with a sentence."""
    try:
        return await handler(request)
    except tuple(STATUS) as problem:
        status = next(s for kind, s in STATUS.items() if isinstance(problem, kind))
        return _failure(status, problem, _more(problem))
    except TimeoutError:
        return _failure(503, "the hub did not take it in time: try again")
    except web.HTTPRequestEntityTooLarge:
        return _failure(413, f"too long: at most {LARGEST_BODY} bytes are read")
    except web.HTTPException as problem:
        ours = problem.text != f"{problem.status}: {problem.reason}"
        text = problem.text if ours else PLAIN.get(problem.status)
        return _failure(problem.status, text or problem.reason.lower())
    except Exception:
        log.exception("the request %s %s failed", request.method, request.path)
        return _failure(500, "this failed inside the hub: its log says more")


def _more(problem: Exception) -> Picture:
    """Return what goes with a refusal besides its sentence."""
    match problem:
        case NotSigned(counter=int(counter)):
            return {"counter": counter}
        case Stale(now=now):
            return {"now": {**now}}
        case _:
            return {}


def _failure(status: int, sentence: object, more: Picture | None = None) -> web.Response:
    body = packed({"error": str(sentence), **(more or {})})
    headers = {"Cache-Control": "no-store"}
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)


def _why_shut(error: OSError, host: str, port: int) -> str:
    """Return in a sentence why the page cannot be where hub.yaml has it, and what to do."""
    match error.errno:
        case errno.EADDRNOTAVAIL:
            return f"page.host: {host} is not an address of this machine: see `ip address`"
        case errno.EACCES:
            return f"page.port: {port} is for root alone: choose one from 1024 on in hub.yaml"
        case _:
            return (
                f"page.port: {port} is taken by another program: choose another in hub.yaml, "
                "or for this once by `--port`"
            )
