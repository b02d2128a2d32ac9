"""A Hue bridge on loopback: its own certificate, a button, what it has, and what it says."""

import asyncio
import datetime as dt
import json
import ssl
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from zeroconf import ServiceInfo

from tests.fakes.hue.house import BRIDGE, resources
from tests.fakes.mdns import LOOPBACK, record

NOT_PRESSED: Final = {
    "error": {"type": 101, "address": "", "description": "link button not pressed"}
}
KEY_HEADER: Final = "hue-application-key"


class FakeBridge:
    """Lets in who asked while its button was pressed; `folder` is where its certificate lies."""

    def __init__(self, folder: Path, bridge: str = BRIDGE, address: str = LOOPBACK) -> None:
        self.id, self.address, self.port = bridge, address, 0
        self.pressed = False
        self.keys: set[str] = set()
        self.orders: list[tuple[str, Any]] = []
        self.resources = {one["id"]: one for one in resources(bridge)}
        self.asked_for_all = 0
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._tls = _certificate(folder, bridge)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(
            [
                web.get("/api/config", self._config),
                web.post("/api", self._pair),
                web.get("/eventstream/clip/v2", self._stream),
                web.get("/clip/v2/resource", self._all),
                web.get("/clip/v2/resource/bridge", self._bridge),
                web.put("/clip/v2/resource/light/{light}", self._order),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.01)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.address, self.port, ssl_context=self._tls).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.goes_dark()

    @property
    def at(self) -> str:
        return f"hue://{self.address}:{self.port}/{self.id}"

    def record(self) -> ServiceInfo:
        properties = {"bridgeid": self.id, "modelid": "BSB002"}
        return record(
            f"Hue Bridge {self.id}",
            self.port,
            kind="_hue._tcp",
            address=self.address,
            properties=properties,
        )

    async def goes_dark(self) -> None:
        """Lose its power."""
        runner, self._runner = self._runner, None
        for listener in self._listeners:
            listener.put_nowait(None)
        if runner:
            await runner.cleanup()

    async def moves_to(self, address: str) -> None:
        """Come back at another address."""
        await self.goes_dark()
        self.address, self.port = address, 0
        await self.__aenter__()

    def drops_its_listeners(self) -> None:
        """End what it says by itself, as bridges do now and then."""
        for listener in self._listeners:
            listener.put_nowait(None)

    @property
    def is_heard(self) -> bool:
        return bool(self._listeners)

    def says(self, part: str, kind: str = "update", **changes: Any) -> None:
        """Change something and say so by itself."""
        one = self.resources.setdefault(part, {"id": part}) | changes
        self.resources[part] = one
        if kind == "delete":
            del self.resources[part]
        said = {"id": part, "type": one["type"], **changes}
        event = [{"id": "e", "creationtime": "x", "type": kind, "data": [said]}]
        for listener in self._listeners:
            listener.put_nowait(f"id: 1:0\ndata: {json.dumps(event)}\n\n")

    def _knows(self, request: web.Request) -> None:
        if request.headers.get(KEY_HEADER) not in self.keys:
            raise web.HTTPForbidden

    async def _config(self, _: web.Request) -> web.Response:
        return web.json_response({"bridgeid": self.id.upper(), "name": "Hue Bridge"})

    async def _pair(self, request: web.Request) -> web.Response:
        assert (await request.json())["devicetype"].startswith("homerule#")
        if not self.pressed:
            return web.json_response([NOT_PRESSED])
        key = f"key-{len(self.keys)}-of-{self.id}"
        self.keys.add(key)
        return web.json_response([{"success": {"username": key}}])

    async def _bridge(self, request: web.Request) -> web.Response:
        self._knows(request)
        return web.json_response({"errors": [], "data": [self.resources["bridge-1"]]})

    async def _all(self, request: web.Request) -> web.Response:
        self._knows(request)
        self.asked_for_all += 1
        return web.json_response({"errors": [], "data": list(self.resources.values())})

    async def _order(self, request: web.Request) -> web.Response:
        self._knows(request)
        light, told = request.match_info["light"], await request.json()
        self.orders.append((light, told))
        now = {key: value for key, value in told.items() if key in {"on", "dimming"}}
        self.says(light, **now)
        return web.json_response({"errors": [], "data": [{"rid": light, "rtype": "light"}]})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        self._knows(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b": hi\n\n")
        mine: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(mine)
        try:
            while (said := await mine.get()) is not None:
                await response.write(said.encode())
        finally:
            self._listeners.discard(mine)
        return response


def _certificate(folder: Path, bridge: str) -> ssl.SSLContext:
    """Make a certificate as a bridge has one: it vouches for itself, and bears its id."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, bridge)])
    began = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + dt.timedelta(days=9000))
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{made.serial_number}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
