"""Calls ESPHome boards by `aioesphomeapi`: the one file that knows it, and loads it on use."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from devices.message import Answer, Request
from devices.plain import plain
from hub.network.line_port import LOCKED_OUT, OK, Line, LinePort

if TYPE_CHECKING:
    from aioesphomeapi.client import APIClient
    from aioesphomeapi.model import EntityState

SCHEME: Final = "esphome"
SECONDS: Final = 10.0
"""For a board to answer, describe itself and list what it has."""
PING_SECONDS: Final = 5.0
CALLS: Final = frozenset(
    f"{kind}_command"
    for kind in (
        *("light", "switch", "cover", "fan", "lock", "climate", "valve", "siren"),
        *("number", "select", "text", "button"),
    )
)
"""What may be said to a board."""


class EsphomePort(LinePort["APIClient"]):
    """A board says `{"info", "entities"}`, then each `{"state"}`; 401: it wants another key."""

    library: ClassVar[str] = "aioesphomeapi"
    scheme: ClassVar[str] = SCHEME

    def _tell(
        self,
        line: Line["APIClient"],
        request: Request,
        told: dict[str, Any],
        still: Callable[[], bool],
    ) -> bool:
        del still  # it was asked in this step of the loop
        call = told.pop("say", "")
        if call not in CALLS:
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

    async def _talk(self, line: Line["APIClient"]) -> int:
        from aioesphomeapi.core import APIConnectionError  # noqa: PLC0415 -- heavy: on use

        try:
            await self._listen(line)
        except APIConnectionError as error:
            return LOCKED_OUT if _wants_key(error) else 0
        finally:
            client, line.client = line.client, None
            if client:
                with suppress(APIConnectionError, OSError, TimeoutError):
                    client.force_disconnect()
        return 0

    async def _listen(self, line: Line["APIClient"]) -> None:
        """Call a board and hand on what it says, until it hangs up or is hung up on."""
        from aioesphomeapi.client import APIClient  # noqa: PLC0415 -- heavy: on use

        address = urlsplit(line.request.url)
        key = self._keys.of(SCHEME, line.key)
        client = APIClient(
            address.hostname or "",
            address.port or 0,
            client_info="homerule",
            keepalive=PING_SECONDS,
            noise_psk=key.secret if key else None,
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

    def _state(self, line: Line["APIClient"], state: "EntityState") -> None:
        if _kind(state) != "camera":
            self._says(line, {"state": {**state.to_dict(), "kind": _kind(state)}})


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
