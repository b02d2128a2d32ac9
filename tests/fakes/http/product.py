"""What every product has that mDNS shows and HTTP asks: an address, a record, its power."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from aiohttp import web
from zeroconf import ServiceInfo

from devices.family import Family
from rules.words.ids import HardwareId
from tests.fakes.mdns import LOOPBACK, record


class HttpProduct(ABC):
    """One lamp that can be dimmed, on a free port; `hardware` is what the hub knows it by."""

    family: ClassVar[type[Family]]
    kind: ClassVar[str]
    hardware: HardwareId
    record_name: str
    """What it is called in mDNS."""

    def __init__(self, mac: str, name: str = "Lamp", address: str = LOOPBACK) -> None:
        self.name, self.address = name, address
        self.becomes(mac)
        self.port = 0
        self.on = False
        self.percent = 20
        self.garbage: bytes | None = None
        self.orders = 0
        """How often it was told something."""
        self._runner: web.AppRunner | None = None

    @property
    def at(self) -> str:
        return f"http://{self.address}:{self.port}"

    @property
    def properties(self) -> Mapping[str, str]:
        """What its record says of it."""
        return {}

    @abstractmethod
    def becomes(self, mac: str) -> None:
        """Be another one of its sort, in the same place: routers hand addresses on."""

    @abstractmethod
    def routes(self) -> Sequence[web.RouteDef]:
        """Return what it answers where."""

    def record(self, **properties: str | bytes) -> ServiceInfo:
        """Return the record by which it announces itself where it is; its owner may add to it."""
        return record(
            self.record_name,
            self.port,
            kind=self.kind,
            address=self.address,
            properties={**self.properties, **properties},
        )

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(self.routes())
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, self.address, 0).start()
        self.port = runner.addresses[0][1]
        self._runner = runner
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.goes_dark()

    async def goes_dark(self) -> None:
        """Lose its power."""
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def moves_to(self, address: str = LOOPBACK) -> None:
        """Come back at another address, or at least another port."""
        await self.goes_dark()
        self.address = address
        await self.__aenter__()

    def says(self, said: Mapping[str, Any], status: int = 200) -> web.Response:
        if self.garbage is not None:
            return web.Response(body=self.garbage, content_type="application/json")
        return web.json_response(said, status=status)
