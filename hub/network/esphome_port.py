"""Calls ESPHome boards by `aioesphomeapi`: the one file that knows it, and loads it on use."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic_core import from_json, to_json

from devices.message import Answer, Request
from devices.plain import plain
from hub.network.http_port import inside
from hub.network.way import always

if TYPE_CHECKING:
    from aioesphomeapi.client import APIClient
    from aioesphomeapi.model import EntityState

SCHEME: Final = "esphome"
LIBRARY: Final = "aioesphomeapi"
OK, LOCKED_OUT, BUSY, NO_WAY = 200, 401, 503, 501
SECONDS: Final = 10.0
"""For a board to answer, describe itself and list what it has."""
PING_SECONDS: Final = 5.0
MOST_LINES: Final = 128
CALLS: Final = frozenset(
    f"{kind}_command"
    for kind in (
        *("light", "switch", "cover", "fan", "lock", "climate", "valve"),
        *("number", "select", "button"),
    )
)
"""What may be said to a board."""


@dataclass(slots=True)
class _Line:
    """A board that is called."""

    request: Request
    client: "APIClient | None" = None
    """None until it has described itself."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class EsphomePort:
    """Holds a line to each board while `run` runs.

    `esphome://10.0.0.5:6053/<mac>` is asked once (GET) and answers many times: first what the
    board is and has, `{"info", "entities"}`, then each `{"state"}`, and in the end nothing (0), or
    401 where the board wants another key. POST tells it something, DELETE hangs up. Rules as `Way`.
    """

    def __init__(
        self,
        answered: Callable[[Answer], None],
        *,
        said: Callable[[str], None],
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """Call nobody yet. `keys` are those of encrypted boards, by their addresses."""
        self._answered = answered
        self._said = said
        self._keys = keys or {}
        self._lines: dict[str, _Line] = {}
        self._start: Callable[[_Line], None] | None = None
        self._waiting: list[_Line] = []
        self._there = find_spec(LIBRARY) is not None

    def ask(self, request: Request, *, still: Callable[[], bool] = always) -> bool:
        """Call a board, tell it something, or hang up; see the class."""
        match request.method:
            case "GET":
                return self._call(request)
            case "DELETE":
                self._hang_up(request)
                return True
            case _:
                return self._tell(request, still)

    async def run(self) -> None:
        """Hold the lines until cancelled."""
        async with asyncio.TaskGroup() as group:

            def start(line: _Line) -> None:
                group.create_task(self._hold(line), name=f"esphome {line.request.url}")

            self._start = start
            try:
                for line in self._waiting:
                    start(line)
                self._waiting.clear()
                await asyncio.Event().wait()
            finally:
                self._start = None

    def _call(self, request: Request) -> bool:
        address = urlsplit(request.url)
        if not self._there or address.port is None or not inside(address.hostname):
            self._answered(Answer(request, 0 if self._there else NO_WAY))
            return False
        if request.url in self._lines or len(self._lines) >= MOST_LINES:
            self._answered(Answer(request, BUSY))
            return False
        line = self._lines[request.url] = _Line(request)
        if self._start:
            self._start(line)
        else:
            self._waiting.append(line)
        return True

    def _hang_up(self, request: Request) -> None:
        line = self._lines.get(request.url)
        if line:
            line.ended.set()
        self._answered(Answer(request, OK))

    def _tell(self, request: Request, still: Callable[[], bool]) -> bool:
        line = self._lines.get(request.url)
        told: dict[str, Any] = from_json(request.body or b"{}")
        call = told.pop("say", "")
        if line is None or line.client is None or call not in CALLS or not still():
            self._answered(Answer(request, 0))
            return False
        from aioesphomeapi.core import APIConnectionError  # noqa: PLC0415 -- on use

        try:
            getattr(line.client, call)(**told)
        except (APIConnectionError, ValueError, TypeError) as error:
            self._said(f"{plain(request.url)} was not told: {plain(str(error), 200)}.")
            self._answered(Answer(request, 0))
            return False
        self._answered(Answer(request, OK))
        return True

    async def _hold(self, line: _Line) -> None:
        from aioesphomeapi.core import APIConnectionError  # noqa: PLC0415 -- heavy: on use

        status = 0
        try:
            await self._listen(line)
        except APIConnectionError as error:
            status = LOCKED_OUT if _wants_key(error) else 0
        except (OSError, TimeoutError, ValueError):
            pass
        finally:
            client, line.client = line.client, None
            if self._lines.get(line.request.url) is line:
                del self._lines[line.request.url]
            if client:
                with suppress(APIConnectionError, OSError, TimeoutError):
                    client.force_disconnect()
        self._answered(Answer(line.request, status))

    async def _listen(self, line: _Line) -> None:
        """Call a board and hand on what it says, until it hangs up or is hung up on."""
        from aioesphomeapi.client import APIClient  # noqa: PLC0415 -- heavy: on use

        address = urlsplit(line.request.url)
        client = APIClient(
            address.hostname or "",
            address.port or 0,
            client_info="homerule",
            keepalive=PING_SECONDS,
            noise_psk=self._keys.get(address.path.strip("/")),
            provide_time=False,
        )

        async def stopped(_: bool) -> None:  # noqa: FBT001 -- the library calls it so
            line.ended.set()

        try:
            async with asyncio.timeout(SECONDS):
                await client.connect(on_stop=stopped, log_errors=False)
                info, entities, _ = await client.device_info_and_list_entities()
        except BaseException:
            client.force_disconnect()
            raise
        line.client = client
        listed = [{**one.to_dict(), "kind": _kind(one, "Info")} for one in entities]
        self._says(line, {"info": info.to_dict(), "entities": listed})
        if not line.ended.is_set():
            client.subscribe_states(lambda state: self._state(line, state))
        await line.ended.wait()

    def _state(self, line: _Line, state: "EntityState") -> None:
        if _kind(state) != "camera":
            self._says(line, {"state": {**state.to_dict(), "kind": _kind(state)}})

    def _says(self, line: _Line, said: Mapping[str, object]) -> None:
        if not line.ended.is_set():
            body = to_json(said, inf_nan_mode="null", bytes_mode="base64")
            self._answered(Answer(line.request, OK, body))


def _wants_key(error: Exception) -> bool:
    from aioesphomeapi.core import (  # noqa: PLC0415 -- on use
        HandshakeAPIError,
        InvalidAuthAPIError,
        RequiresEncryptionAPIError,
    )

    return isinstance(error, HandshakeAPIError | InvalidAuthAPIError | RequiresEncryptionAPIError)


def _kind(model: object, *more: str) -> str:
    """Return the library's word for a sort of entity, without what it adds: `light`."""
    name = type(model).__name__
    for suffix in (*more, "EntityState", "State"):
        name = name.removesuffix(suffix)
    return name.lower()
