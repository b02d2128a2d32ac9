"""Devices that are reached by their address: mDNS shows them, and HTTP asks and tells them."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from devices.family import Family
from devices.message import Answer, Request, Service
from hub.engine import Engine
from hub.http_port import HttpPort, always
from hub.mdns import Mdns

MDNS_AFTER = 1.0
"""Seconds after the start; what speaks MQTT is served first."""

log = logging.getLogger("homerule")


class Neighbours:
    """Brings what they say to the families, and what the families ask to them."""

    def __init__(
        self, engine: Engine, families: Mapping[str, Family], interfaces: Sequence[str] | None
    ) -> None:
        """Ask nobody yet. `interfaces` to search by mDNS, as in the settings."""
        self._engine = engine
        self._interfaces = interfaces
        self._families = tuple(families.values())
        self._http = HttpPort(self.answered, said=log.warning)
        self._mdns: Mdns | None = None

    def ask(self, request: Request, still: Callable[[], bool] = always) -> bool:
        """Have a request made in its turn, if it `still` may be; say whether it was taken."""
        return self._http.ask(request, still=still)

    def seen(self) -> tuple[Service, ...]:
        """Return the services that mDNS shows."""
        return self._mdns.seen() if self._mdns is not None else ()

    def answered(self, answer: Answer) -> None:
        """Bring an HTTP answer to the families."""
        for family in self._families:
            self._engine.hear(family.answered(answer))

    def saw(self, service: Service) -> None:
        """Bring a service that mDNS showed to the families."""
        for family in self._families:
            self._engine.hear(family.saw(service))

    def lost(self, service: Service) -> None:
        """Tell the families that a service is gone."""
        for family in self._families:
            self._engine.hear(family.lost(service))

    async def run(self) -> None:
        """Ask and listen until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._http.run(), name="http")
            if self._interfaces is None or self._interfaces:
                tasks.create_task(self._browse(), name="mdns")

    async def poll(self) -> None:
        """Ask devices how they are that do not say it by themselves, until cancelled."""
        polled = [family for family in self._families if family.poll_seconds]
        pause = min((family.poll_seconds or 0.0 for family in polled), default=0.0)
        while pause:
            await asyncio.sleep(pause)
            for family in polled:
                for request in family.polls():
                    self._http.ask(request)

    async def _browse(self) -> None:
        await asyncio.sleep(MDNS_AFTER)
        kinds = [kind for family in self._families for kind in family.services]
        self._mdns = Mdns(kinds, self.saw, self.lost, said=log.info, interfaces=self._interfaces)
        await self._mdns.run()
