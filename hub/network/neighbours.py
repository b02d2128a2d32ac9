"""Devices that are reached by their address: mDNS shows them, each is asked in its own way."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from devices.family import Family
from devices.message import Answer, Request, Service
from hub.engine import Engine
from hub.network.device_keys import DeviceKeys
from hub.network.esphome_port import SCHEME as ESPHOME
from hub.network.esphome_port import EsphomePort
from hub.network.http_port import HttpPort
from hub.network.hue_port import SCHEME as HUE
from hub.network.hue_port import HuePort
from hub.network.mdns import Mdns
from hub.network.pairing import Pairing
from hub.network.way import Way, always

MDNS_AFTER = 1.0
"""Seconds after the start; what speaks MQTT is served first."""

log = logging.getLogger("homerule")


class Neighbours:
    """Brings what they say to the families, and what the families ask to them."""

    def __init__(
        self,
        engine: Engine,
        families: Mapping[str, Family],
        interfaces: Sequence[str] | None,
        *,
        keys: DeviceKeys,
    ) -> None:
        """Ask nobody yet. `interfaces` to search by mDNS, as in the settings.

        `keys` are those of devices that let in only who has one.
        """
        self._engine = engine
        self._interfaces = interfaces
        self._families = tuple(families.values())
        self._ways: dict[str, Way] = {
            "http": HttpPort(self.answered, said=log.warning),
            ESPHOME: EsphomePort(self.answered, said=log.warning, keys=keys),
            HUE: HuePort(self.answered, said=log.warning, keys=keys),
        }
        self._mdns: Mdns | None = None
        self.pairing = Pairing(keys, seen=self.seen, saw=self.saw)

    def ask(self, request: Request, still: Callable[[], bool] = always) -> bool:
        """Have a request made in its turn, if it `still` may be; say whether it was taken."""
        return self._ways[request.url.partition(":")[0]].ask(request, still=still)

    def seen(self) -> tuple[Service, ...]:
        """Return the services that mDNS shows."""
        return self._mdns.seen() if self._mdns is not None else ()

    def answered(self, answer: Answer) -> None:
        """Bring an answer to the families."""
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
            for name, way in self._ways.items():
                tasks.create_task(way.run(), name=name)
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
                    self.ask(request)

    async def _browse(self) -> None:
        await asyncio.sleep(MDNS_AFTER)
        kinds = [kind for family in self._families for kind in family.services]
        self._mdns = Mdns(kinds, self.saw, self.lost, said=log.info, interfaces=self._interfaces)
        await self._mdns.run()
