"""Calls Hue bridges by `aiohue`: the one file that knows it, and loads it on use."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias
from urllib.parse import urlsplit

from pydantic_core import to_json

from devices.hue.bridge import KINDS
from devices.message import Answer, Request
from devices.plain import plain
from hub.network.certificates import pinned, session
from hub.network.device_keys import Key
from hub.network.line_port import BUSY, LOCKED_OUT, OK, Line, LinePort
from hub.network.way import fenced

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

SCHEME: Final = "hue"
SECONDS: Final = 5.0
"""For a bridge to answer."""
STALE_SECONDS: Final = 5.0
"""A command that had to wait longer is not sent any more: nothing old is delivered late."""
PULSE_SECONDS: Final = 15.0
"""Between two looks at whether a bridge is there that says nothing."""
GATHER_SECONDS: Final = 0.5
"""After a change of what a bridge has; it says such changes bit by bit."""
MOST_WAITING: Final = 64
STATE: Final = "clip/v2/resource"
SHAPES: Final = frozenset({"metadata", "children", "services", "product_data"})
"""What of a change says that a bridge has something else, or calls it so."""
TAKEN: Final = frozenset({200, 207})

Said: TypeAlias = Mapping[str, object]


@dataclass(slots=True)
class Talk:
    """A bridge that is on the line."""

    bridge: Any
    """The library's, which has no types."""
    orders: deque["_Order"] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    doubtful: bool = False
    """Whether to look if it is there."""
    stale: bool = False
    """Whether all that it has is to be asked for."""
    gathering: asyncio.TimerHandle | None = None
    fetching: list[Said] | None = None
    """What it said while that was under way."""

    def wants_all(self) -> None:
        """Have all that it has asked for."""
        self.stale, self.gathering = True, None
        self.wake.set()

    def gather(self) -> None:
        """The same in a moment, once for all that changes until then."""
        if self.gathering is None:
            loop = asyncio.get_running_loop()
            self.gathering = loop.call_later(GATHER_SECONDS, self.wants_all)


@dataclass(frozen=True, slots=True)
class _Order:
    request: Request
    light: str
    told: object
    still: Callable[[], bool]
    at: float


class HuePort(LinePort[Talk]):
    """A bridge says `{"info", "resources"}` first and when it has something else, then `{"state"}`.

    Rule 1: only who shows the certificate that was shown at the pairing hears the key.
    Rule 2: an order leaves once, in its turn, and if `still` says so as its bytes are handed over;
    the library repeats questions alone.
    """

    library: ClassVar[str] = "aiohue"

    def _hang_up(self, request: Request) -> None:
        super()._hang_up(request)
        line = self._lines.get(request.url)
        if line and line.client:
            line.client.wake.set()

    def _tell(
        self, line: Line[Talk], request: Request, told: dict[str, Any], still: Callable[[], bool]
    ) -> bool:
        talk = line.client
        if talk is None or len(talk.orders) >= MOST_WAITING:
            self._answered(Answer(request, BUSY))
            return False
        now = asyncio.get_running_loop().time()
        talk.orders.append(_Order(request, told["light"], told["told"], still, now))
        talk.wake.set()
        return True

    async def _talk(self, line: Line[Talk]) -> int:
        key = self._keys.of(SCHEME, line.key)
        if key is None:
            return LOCKED_OUT
        # Heavy, and of no use to who has no bridge.
        from aiohttp import ClientError, ServerFingerprintMismatch  # noqa: PLC0415 -- on use
        from aiohue.errors import AiohueException, Unauthorized  # noqa: PLC0415 -- the same

        try:
            await self._listen(line, key)
        except Unauthorized:
            return LOCKED_OUT
        except ServerFingerprintMismatch:
            self._said(
                f"Who answers at {plain(line.request.url)} shows another certificate than the "
                "bridge did when it was paired, so it is not spoken to. If the bridge was reset "
                "or replaced, pair it again."
            )
            return LOCKED_OUT
        except (AiohueException, ClientError, TypeError, LookupError):
            return 0
        finally:
            for order in line.client.orders if line.client else ():
                self._answered(Answer(order.request, 0))
        return 0

    async def _listen(self, line: Line[Talk], key: Key) -> None:
        """Listen to a bridge and tell it what is to be told, until it is gone or hung up on."""
        from aiohue.v2 import HueBridgeV2  # noqa: PLC0415 -- heavy: on use

        async with session(SECONDS) as ways:
            bridge: Any = HueBridgeV2(urlsplit(line.request.url).netloc, key.secret)
            bridge.create_request = _request(ways, bridge.host, key)
            bridge.sensors.geofence_client = _NoMarks()
            await _is_there(bridge)
            talk = line.client = Talk(bridge)
            bridge.events.subscribe(lambda kind, said: self._hears(line, talk, kind.value, said))
            await bridge.events.initialize()
            try:
                while not line.ended.is_set():
                    await self._attend(line, talk)
            finally:
                await bridge.close()

    async def _attend(self, line: Line[Talk], talk: Talk) -> None:
        """Wait until there is something to do, and do it; look after a while if it is there."""
        try:
            async with asyncio.timeout(PULSE_SECONDS):
                await talk.wake.wait()
        except TimeoutError:
            talk.doubtful = True
        talk.wake.clear()
        while talk.orders:
            await self._send(talk, talk.orders.popleft())
        if talk.doubtful:
            talk.doubtful = False
            await _is_there(talk.bridge)
        if talk.stale:
            await self._fetch(line, talk)

    async def _send(self, talk: Talk, order: _Order) -> None:
        from aiohttp import ClientError  # noqa: PLC0415 -- on use

        status, body = 0, to_json(order.told)
        waited = asyncio.get_running_loop().time() - order.at
        try:
            if waited <= STALE_SECONDS and order.still():
                async with talk.bridge.create_request(
                    "put",
                    f"{STATE}/light/{order.light}",
                    data=fenced(body, order.still),
                    headers={"Content-Type": "application/json", "Content-Length": str(len(body))},
                ) as response:
                    status = OK if response.status in TAKEN else response.status
        except (ClientError, TimeoutError, OSError):
            talk.doubtful = True
        finally:
            self._answered(Answer(order.request, status))

    async def _fetch(self, line: Line[Talk], talk: Talk) -> None:
        talk.stale, talk.fetching = False, []
        listed = await talk.bridge.request("get", STATE)
        resources = [one for one in listed if one["type"] in KINDS]
        self._says(line, {"info": {}, "resources": resources})
        self._says(line, {"state": resources, "all": True})
        # What it said meanwhile ends with how it is now, whichever of the two was first.
        said, talk.fetching = talk.fetching, None
        if said:
            self._says(line, {"state": said})

    def _hears(self, line: Line[Talk], talk: Talk, kind: str, said: Said | None) -> None:
        """Take in what the library heard; raising here would silence it."""
        if kind in {"connected", "reconnected"}:
            talk.wants_all()
        elif kind == "disconnected":
            talk.doubtful = True
            talk.wake.set()
        elif said is None or said.get("type") not in KINDS:
            return
        elif kind != "update" or not SHAPES.isdisjoint(said):
            talk.gather()
        elif talk.fetching is not None:
            talk.fetching.append(said)
        else:
            self._says(line, {"state": [said]})


class _NoMarks:
    """What the library would write into the bridge each minute to hear itself; we look instead."""

    items: ClassVar[tuple[object, ...]] = ()

    async def create(self, mark: object) -> None:
        """Write nothing."""


def _request(
    ways: "ClientSession", host: str, key: Key
) -> Callable[..., AbstractAsyncContextManager["ClientResponse"]]:
    """Return how the library is to make its requests: to the bridge that was paired alone."""

    @asynccontextmanager
    async def request(method: str, path: str, **more: Any) -> AsyncIterator["ClientResponse"]:  # noqa: ANN401 -- the library's own
        from aiohttp import ClientTimeout  # noqa: PLC0415 -- on use

        headers = {**more.pop("headers", {}), "hue-application-key": key.secret}
        if more.pop("timeout", None):  # it is to listen, for as long as there is nothing to hear
            more["timeout"] = ClientTimeout(total=None, sock_connect=SECONDS)
        async with ways.request(
            method,
            f"https://{host}/{path}",
            headers=headers,
            ssl=pinned(key.certificate),
            allow_redirects=False,
            **more,
        ) as response:
            yield response

    return request


async def _is_there(bridge: Any) -> None:  # noqa: ANN401 -- the library has no types
    """Raise where a bridge is gone, or the library does not listen to it any more."""
    await bridge.request("get", f"{STATE}/bridge")
    if any(task.done() for task in bridge.events._bg_tasks):  # noqa: SLF001 -- it ends in silence
        raise ConnectionError("nobody listens to it")
