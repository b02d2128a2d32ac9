"""Tells the network where the page is, so that phones find it as `homerule.local`."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from devices.plain import plain
from hub.network.mdns import DOMAIN, LOOK_AT_NETWORK_SECONDS

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

KINDS: Final = ("_http._tcp", "_homerule._tcp")
HOST: Final = "homerule"
ASK_FOR_MS: Final = 3000
LONGEST: Final = 255
LONGEST_LABEL: Final = 63
"""Letters of one part of a name."""


class OwnName:
    """Announces the page while `run` runs. Nothing of the house is in it: everybody hears it.

    Rule 1: the name is `homerule.local`; where another machine has that, it is this machine's own.
    Rule 2: another address is announced anew. Rule 3: without a network it says so once and tries
    again; it never fails the hub. Rule 4: when it ends it takes back what it said.
    """

    def __init__(
        self,
        port: int,
        address: Callable[[], str],
        *,
        said: Callable[[str], None],
        interfaces: Sequence[str] | None = None,
        host: str = HOST,
        ask_for_ms: int = ASK_FOR_MS,
    ) -> None:
        """Announce a port; `address` is the one that others find this machine by, or nothing."""
        self._port = port
        self._address = address
        self._said = said
        self._interfaces = interfaces
        self._host = host
        self._ask_for_ms = ask_for_ms
        self._last_said = ""

    async def run(self) -> None:
        """Announce until cancelled, anew whenever the address of this machine is another."""
        # Late, so that the start of the hub does not wait for it.
        from zeroconf import Error  # noqa: PLC0415 -- on use

        while True:
            address = self._address()
            try:
                if address:
                    await self._announce(address)
            except (OSError, Error) as error:
                self._say(
                    f"the page's name could not be announced ({plain(str(error), LONGEST)}): "
                    "phones find it by its address"
                )
            # Nothing tells a program of a new address, so it has to look.
            await asyncio.sleep(LOOK_AT_NETWORK_SECONDS)

    async def _announce(self, address: str) -> None:
        from zeroconf import InterfaceChoice  # noqa: PLC0415 -- on use
        from zeroconf.asyncio import AsyncZeroconf  # noqa: PLC0415 -- on use

        chosen = InterfaceChoice.All if self._interfaces is None else list(self._interfaces)
        opened = AsyncZeroconf(interfaces=chosen)
        try:
            await opened.zeroconf.async_wait_for_start()
            name = await self._free_name(opened.zeroconf, address)
            infos = [self._info(kind, name, address) for kind in KINDS]
            # Each is asked for first, whether anybody has it, which takes a while.
            register = opened.async_register_service
            said = await asyncio.gather(*(register(info, allow_name_change=True) for info in infos))
            await asyncio.gather(*said)
            self._say(f"the page is announced as http://{name}.local:{self._port}/")
            while self._address() == address:  # noqa: ASYNC110 -- nothing tells of it
                await asyncio.sleep(LOOK_AT_NETWORK_SECONDS)
        finally:
            await opened.async_close()

    async def _free_name(self, zeroconf: "Zeroconf", address: str) -> str:
        """Return our name, or this machine's own where another machine answers to ours."""
        from zeroconf import (  # type: ignore[attr-defined]  # noqa: PLC0415 -- in no list, on use
            AddressResolver,
        )

        asked = AddressResolver(f"{self._host}{DOMAIN}")
        if not await asked.async_request(zeroconf, self._ask_for_ms):
            return self._host
        others = [one for one in asked.parsed_addresses() if one != address]
        if not others:
            return self._host
        own = own_host()
        self._say(f"{self._host}.local is another machine ({plain(others[0], LONGEST)})")
        return own

    def _info(self, kind: str, name: str, address: str) -> "ServiceInfo":
        from zeroconf import ServiceInfo  # noqa: PLC0415 -- on use

        instance = f"Homerule on {own_host()}"[:LONGEST_LABEL]
        return ServiceInfo(
            f"{kind}{DOMAIN}",
            f"{instance}.{kind}{DOMAIN}",
            port=self._port,
            properties={"path": "/"},
            server=f"{name}{DOMAIN}",
            parsed_addresses=[address],
        )

    def _say(self, sentence: str) -> None:
        if sentence != self._last_said:
            self._last_said = sentence
            self._said(sentence)


def own_host() -> str:
    """Return what this machine is called, without what stands behind the first dot."""
    return plain(socket.gethostname().partition(".")[0].lower()) or HOST
