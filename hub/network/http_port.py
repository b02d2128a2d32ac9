"""Makes the HTTP requests that families wish for, to devices inside the house and nowhere else."""

import asyncio
from collections import deque
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from devices.message import Answer, Request
from devices.plain import plain
from hub.network.way import always, fenced
from rules.words.value import value

if TYPE_CHECKING:
    from aiohttp import ClientSession

QUESTIONS_AT_ONCE: Final = 4
COMMANDS_AT_ONCE: Final = 4
SECONDS: Final = 3.0
STALE_SECONDS: Final = 5.0
"""A command that had to wait longer is not sent any more: nothing old is delivered late."""
MOST_WAITING: Final = 32
LONGEST_BODY: Final = 256 * 1024
HOME: Final = tuple(
    ip_network(inside)
    for inside in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)


@value(frozen=True, slots=True)
class _Asked:
    request: Request
    still: Callable[[], bool]
    at: float


class HttpPort:
    """Asks devices while `run` runs.

    Rule 1: each request ends in exactly one `Answer`; status 0 says that nothing came of it.
    Rule 2: a device is asked one thing at a time, in the order of the requests; commands (they
    have a body) do not wait for questions to other devices.
    Rule 3: a request leaves only if `still` says so at the moment its bytes are handed over.
    Rule 4: only addresses inside the house are called, by number, and no redirect is followed.
    """

    def __init__(self, answered: Callable[[Answer], None], *, said: Callable[[str], None]) -> None:
        self._answered = answered
        self._said = said
        self._waiting: dict[str, deque[_Asked]] = {}
        self._wanted = asyncio.Event()
        self._start: Callable[[str], None] | None = None
        self._questions = asyncio.Semaphore(QUESTIONS_AT_ONCE)
        self._commands = asyncio.Semaphore(COMMANDS_AT_ONCE)

    def ask(self, request: Request, *, still: Callable[[], bool] = always) -> bool:
        """Have a request made; say whether it was taken.

        What is not taken, because too many wait for that device, is answered at once with nothing.
        """
        host = _host(request)
        waiting = self._waiting.get(host)
        if waiting is not None and len(waiting) >= MOST_WAITING:
            self._said(f"{plain(host)} is too slow: {MOST_WAITING} requests wait for it already.")
            self._answered(Answer(request, 0))
            return False
        asked = _Asked(request, still, asyncio.get_running_loop().time())
        if waiting is not None:
            waiting.append(asked)
            return True
        self._waiting[host] = deque([asked])
        self._wanted.set()
        if self._start:
            self._start(host)
        return True

    async def run(self) -> None:
        """Make requests until cancelled; what then still waits is answered with nothing."""
        try:
            # The client is large: a house without such devices never loads it.
            await self._wanted.wait()
            async with _session() as session, asyncio.TaskGroup() as group:

                def start(host: str) -> None:
                    group.create_task(self._serve(host, session), name=f"http {host}")

                for host in self._waiting:
                    start(host)
                self._start = start
                await asyncio.Event().wait()
        finally:
            self._start = None
            waiting, self._waiting = self._waiting, {}
            for asked in (asked for queue in waiting.values() for asked in queue):
                self._answered(Answer(asked.request, 0))

    async def _serve(self, host: str, session: "ClientSession") -> None:
        waiting = self._waiting[host]
        while waiting:
            asked = waiting.popleft()
            answer = Answer(asked.request, 0)
            try:
                answer = await self._make(asked, session)
            finally:
                self._answered(answer)
        del self._waiting[host]

    async def _make(self, asked: _Asked, session: "ClientSession") -> Answer:
        from aiohttp import ClientError  # noqa: PLC0415 -- heavy: the start does not wait

        request = asked.request
        async with self._questions if request.body is None else self._commands:
            waited = asyncio.get_running_loop().time() - asked.at
            if (request.body is not None and waited > STALE_SECONDS) or not asked.still():
                return Answer(request, 0)
            try:
                async with asyncio.timeout(SECONDS):
                    return await self._call(asked, session)
            except (ClientError, TimeoutError, OSError, ValueError):
                return Answer(request, 0)

    async def _call(self, asked: _Asked, session: "ClientSession") -> Answer:
        from yarl import URL  # noqa: PLC0415 -- it comes with aiohttp

        request = asked.request
        url = URL(request.url)
        if url.scheme != "http" or not inside(url.host):
            self._said(f"{plain(request.url)} was not called: it is no address inside the house.")
            return Answer(request, 0)
        length = {} if request.body is None else {"Content-Length": str(len(request.body))}
        async with session.request(
            request.method,
            url,
            data=None if request.body is None else fenced(request.body, asked.still),
            headers={"Content-Type": "application/json", **length} if length else None,
            allow_redirects=False,
        ) as response:
            body = bytearray()
            async for part in response.content.iter_any():
                body += part
                if len(body) > LONGEST_BODY:
                    self._said(f"{plain(request.url)} answered with too much: left unread.")
                    return Answer(request, 0)
            return Answer(request, response.status, bytes(body))


def _session() -> "ClientSession":
    from aiohttp import ClientSession, DummyCookieJar, TCPConnector  # noqa: PLC0415 -- heavy

    return ClientSession(
        # Small devices have few sockets, and one that closed unseen would swallow a command.
        connector=TCPConnector(force_close=True, limit=QUESTIONS_AT_ONCE + COMMANDS_AT_ONCE),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        headers={"Accept-Encoding": "identity"},
    )


def _host(request: Request) -> str:
    try:
        return urlsplit(request.url).netloc
    except ValueError:
        return ""


def inside(host: str | None) -> bool:
    """Say whether an address is one inside the house, written as a number."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    return any(address in network for network in HOME)
