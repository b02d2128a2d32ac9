"""Ports that hold a line to each of their devices: called once, it is heard many times."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, ClassVar, Final, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic_core import from_json, to_json

from devices.message import Answer, Request
from hub.network.device_keys import DeviceKeys
from hub.network.http_port import inside
from hub.network.way import always

OK, LOCKED_OUT, BUSY, NO_WAY = 200, 401, 503, 501
MOST_LINES: Final = 128

C = TypeVar("C")
"""What a library has for a connection."""


@dataclass(slots=True)
class Line(Generic[C]):
    """Somebody who is called."""

    request: Request
    client: C | None = None
    """None until it has described itself."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def key(self) -> str:
        """Return who it should be: the path of where it is called."""
        return urlsplit(self.request.url).path.strip("/")


class LinePort(ABC, Generic[C]):
    """Holds a line to each while `run` runs.

    `esphome://10.0.0.5:6053/<mac>` is asked once (GET) and answers many times: first who it is and
    what it has, then each thing it says, and in the end nothing (0), or 401 where it does not let
    us in. POST tells it something, DELETE hangs up. Rules as `Way`.
    """

    library: ClassVar[str]
    scheme: ClassVar[str]

    def __init__(
        self,
        answered: Callable[[Answer], None],
        *,
        said: Callable[[str], None],
        keys: DeviceKeys,
    ) -> None:
        """Call nobody yet; `keys` are those of the devices that let nobody in without."""
        self._answered = answered
        self._keys = keys
        self._said = said
        self._lines: dict[str, Line[C]] = {}
        self._start: Callable[[Line[C]], None] | None = None
        self._waiting: list[Line[C]] = []
        self._there = find_spec(self.library) is not None

    @abstractmethod
    async def _talk(self, line: Line[C]) -> int:
        """Call somebody and hand on what it says, until the line ends; return how it ended."""

    @abstractmethod
    def _tell(
        self, line: Line[C], request: Request, told: dict[str, Any], still: Callable[[], bool]
    ) -> bool:
        """Tell somebody something if it `still` may be; say whether it was taken."""

    def ask(self, request: Request, *, still: Callable[[], bool] = always) -> bool:
        """Call somebody, tell it something, or hang up; see the class."""
        match request.method:
            case "GET":
                return self._call(request)
            case "DELETE":
                self._hang_up(request)
                return True
            case _:
                line = self._lines.get(request.url)
                if line is None or line.client is None or not still():
                    self._answered(Answer(request, 0))
                    return False
                told: dict[str, Any] = from_json(request.body or b"{}")
                return self._tell(line, request, told, still)

    async def run(self) -> None:
        """Hold the lines until cancelled."""
        async with asyncio.TaskGroup() as group:

            def start(line: Line[C]) -> None:
                group.create_task(self._hold(line), name=line.request.url)

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
        line = self._lines[request.url] = Line[C](request)
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

    async def _hold(self, line: Line[C]) -> None:
        status = 0
        try:
            status = await self._talk(line)
        except (OSError, TimeoutError, ValueError):
            pass
        finally:
            line.client = None
            if self._lines.get(line.request.url) is line:
                del self._lines[line.request.url]
        self._answered(Answer(line.request, status))

    def _says(self, line: Line[C], said: Mapping[str, object]) -> None:
        if not line.ended.is_set():
            body = to_json(said, inf_nan_mode="null", bytes_mode="base64")
            self._answered(Answer(line.request, OK, body))
