"""A phone that took the House key in, as a test plays it: it trusts the hub's own authority."""

import socket
import ssl
from dataclasses import dataclass, field

from aiohttp import ClientSession, CookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from hub.door.house_ca import CA, FOLDER
from tests.hub.policy.a_hand import AHand
from tests.hub.web.a_phone import APhone, code, let_in
from tests.hub.web.conftest import Served

NAME = "homerule.local"


class _Here(AbstractResolver):
    """Finds each name on this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        here = "127.0.0.1"
        return [ResolveResult(hostname=host, host=here, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        return


@dataclass
class AHousePhone(APhone):
    """A phone whose page came over https; it signs with a key that it made itself."""

    hand: AHand = field(default_factory=AHand)

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.served.server.secure_port}"

    @property
    def public(self) -> str:
        return self.hand.public.hex()

    def marked(self, text: str) -> str:
        return self.hand.mark(text).hex()


def trusting(served: Served) -> AHousePhone:
    """Return a phone that trusts the House key, and that nobody knows."""
    trust = ssl.create_default_context(cafile=str(served.hub.state / FOLDER / CA))
    connector = TCPConnector(ssl=trust, resolver=_Here())
    return AHousePhone(served, ClientSession(connector=connector, cookie_jar=CookieJar()))


async def makes_house_key(served: Served) -> None:
    """Make the House key at the console."""
    answer = await served.console.post("/api/house-key", data="{}")
    assert answer.status == 200, await answer.text()


async def house_paired(served: Served, **grant: object) -> AHousePhone:
    """Return a phone with a House key that the console let in."""
    phone = trusting(served)
    assert (await phone.proves(await code(served))).status == 200
    assert (await let_in(served, phone.id, **grant)).status == 200
    assert (await phone.waits())["state"] == "in"
    return phone
