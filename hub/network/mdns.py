"""Listens to mDNS: which services the network shows, for the families and for people."""

import asyncio
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from devices.message import Service
from devices.plain import plain

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

LISTED: Final = ("_wled._tcp", "_shelly._tcp", "_elg._tcp", "_hue._tcp", "_esphomelib._tcp")
"""Service types that people are shown, whether a family can control them or not."""
DOMAIN: Final = ".local."
MOST_SERVICES: Final = 500
MOST_PROPERTIES: Final = 32
LONGEST_VALUE: Final = 255
ASKERS: Final = 8
ASK_FOR_MS: Final = 3000
LOOK_AT_NETWORK_SECONDS: Final = 30.0
MULTICAST: Final = ("224.0.0.251", 5353)

_Key: TypeAlias = tuple[str, str]
"""Service type and instance as they are on the wire."""


class Mdns:
    """Browses while `run` runs; what it sees is a hint from strangers, cleaned but not believed.

    Rule 1: `saw` is called for a new service and for each change of its address, port or
    properties; `lost` with the last that was seen, when it is withdrawn or runs out.
    Rule 2: at most `MOST_SERVICES` are kept; what does not fit is counted in `dropped`.
    Rule 3: without a network it says so once and tries again; it never fails the hub.
    """

    def __init__(
        self,
        kinds: Iterable[str],
        saw: Callable[[Service], None],
        lost: Callable[[Service], None],
        *,
        said: Callable[[str], None],
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self.dropped = 0
        self._types = [f"{kind}{DOMAIN}" for kind in sorted({*LISTED, *kinds})]
        self._saw = saw
        self._lost = lost
        self._said = said
        self._interfaces = interfaces
        self._last_said = ""
        self._services: dict[_Key, Service | None] = {}
        self._unresolved: asyncio.Queue[_Key] = asyncio.Queue(MOST_SERVICES)

    def seen(self) -> tuple[Service, ...]:
        """Return every service that is there now, for people to look at."""
        return tuple(service for service in self._services.values() if service)

    async def run(self) -> None:
        """Browse until cancelled, anew whenever the way out of this machine changes."""
        # Late, so that the start of the hub does not wait for it.
        from zeroconf import Error  # noqa: PLC0415 -- on use

        while True:
            try:
                await self._browse()
            except (OSError, Error) as error:
                self._say(
                    f"mDNS does not work ({plain(str(error), LONGEST_VALUE)}): devices that "
                    f"announce themselves by it are not found. Trying again every "
                    f"{LOOK_AT_NETWORK_SECONDS:.0f} seconds."
                )
                await asyncio.sleep(LOOK_AT_NETWORK_SECONDS)
            else:
                self._lose_all()

    async def _browse(self) -> None:
        from zeroconf import InterfaceChoice  # noqa: PLC0415 -- on use
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf  # noqa: PLC0415 -- on use

        chosen = InterfaceChoice.All if self._interfaces is None else list(self._interfaces)
        opened = AsyncZeroconf(interfaces=chosen)
        try:
            # Ended in the middle of its start, it could not be closed any more.
            problem = await asyncio.shield(_trouble_at_start(opened.zeroconf))
            if problem is not None:
                raise problem
            browser = AsyncServiceBrowser(opened.zeroconf, self._types, handlers=[self._changed])
            try:
                await self._resolve(opened.zeroconf)
            finally:
                await browser.async_cancel()
        finally:
            await opened.async_close()

    async def _resolve(self, zeroconf: "Zeroconf") -> None:
        """Ask for what announcements left out, until the way out of this machine changes."""
        began = way_out()
        async with asyncio.TaskGroup() as group:
            askers = [
                group.create_task(self._ask(zeroconf), name=f"mdns asker {number}")
                for number in range(ASKERS)
            ]
            # Nothing tells a program of a new address, so it has to look.
            while self._interfaces is not None or way_out() == began:  # noqa: ASYNC110 -- nothing tells of it
                await asyncio.sleep(LOOK_AT_NETWORK_SECONDS)
            for asker in askers:
                asker.cancel()

    def _changed(
        self, zeroconf: "Zeroconf", service_type: str, name: str, state_change: "ServiceStateChange"
    ) -> None:
        """Take in what the browser noticed; it names its arguments so."""
        key = (service_type, name)
        if state_change.name == "Removed":
            gone = self._services.pop(key, None)
            if gone:
                self._lost(gone)
            return
        if key not in self._services:
            if len(self._services) >= MOST_SERVICES:
                self._drop()
                return
            self._services[key] = None
        info = self._info(key)
        if info is None:
            return
        if info.load_from_cache(zeroconf):
            self._note(key, info)
        elif self._services[key] is None and not self._unresolved.full():
            self._unresolved.put_nowait(key)

    async def _ask(self, zeroconf: "Zeroconf") -> None:
        from zeroconf import Error  # noqa: PLC0415 -- on use

        while True:
            key = await self._unresolved.get()
            if key not in self._services or self._services[key]:
                continue
            info = self._info(key)
            try:
                if info and await info.async_request(zeroconf, ASK_FOR_MS):
                    self._note(key, info)
            except (OSError, Error) as error:
                self._say(f"mDNS could not ask for a service: {plain(str(error), LONGEST_VALUE)}.")

    def _info(self, key: _Key) -> "ServiceInfo | None":
        from zeroconf import Error  # noqa: PLC0415 -- on use
        from zeroconf.asyncio import AsyncServiceInfo  # noqa: PLC0415 -- on use

        try:
            return AsyncServiceInfo(*key)
        except Error:  # a name that no service may have
            self._services.pop(key, None)
            self.dropped += 1
            return None

    def _note(self, key: _Key, info: "ServiceInfo") -> None:
        """Keep a service whose records are complete, and tell where it is new or has changed."""
        addresses = info.parsed_scoped_addresses()
        if key not in self._services or not addresses or not info.port:
            return
        service_type, name = key
        service = Service(
            kind=service_type.removesuffix(DOMAIN),
            name=plain(name[: -len(service_type) - 1]),
            address=addresses[0],
            port=info.port,
            properties=_properties(info.properties),
        )
        if self._services[key] != service:
            self._services[key] = service
            self._saw(service)

    def _lose_all(self) -> None:
        services, self._services = self.seen(), {}
        for service in services:
            self._lost(service)

    def _drop(self) -> None:
        self.dropped += 1
        self._say(f"mDNS shows more than {MOST_SERVICES} services: the rest is left out.")

    def _say(self, sentence: str) -> None:
        if sentence != self._last_said:
            self._last_said = sentence
            self._said(sentence)


async def _trouble_at_start(zeroconf: "Zeroconf") -> Exception | None:
    from zeroconf import Error  # noqa: PLC0415 -- late, as all of it

    try:
        await zeroconf.async_wait_for_start()
    except Error as error:
        return error
    return None


def _properties(raw: Mapping[bytes, bytes | None]) -> dict[str, str]:
    """Return the TXT record as text that can be shown; a key without a value is empty."""
    return {
        plain(key.decode(errors="replace")): plain(
            (value or b"").decode(errors="replace"), LONGEST_VALUE
        )
        for key, value in islice(raw.items(), MOST_PROPERTIES)
    }


def way_out() -> str:
    """Return the address by which this machine would send multicast, or nothing without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(MULTICAST)  # sends nothing: it only picks the address
        except OSError:
            return ""
        return str(probe.getsockname()[0])
