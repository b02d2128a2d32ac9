"""Lets the hub in at devices that want a key, or their button pressed: `homerule pair-device`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from devices.families.hue import NAME as HUE
from devices.families.hue import SERVICE
from devices.hue.bridge import bridge_id
from devices.mac import mac_of
from devices.message import Service
from devices.plain import plain
from hub.intake.meant import Refused, Unknown
from hub.network import hue_pairing
from hub.network.device_keys import DeviceKeys, Key
from hub.network.http_port import inside
from hub.policy.settings import ESPHOME_KEY
from hub.view.plain_json import Picture
from rules.words.value import value

ESPHOME: Final = "esphome"
BOARDS: Final = "_esphomelib._tcp"
PRESS: Final = "press the button on the bridge"


@value(frozen=True, slots=True, kw_only=True)
class PairRequest:
    """Which device of which family; `key` where people know it already."""

    family: str
    device: str = ""
    key: str = ""


class Pairing:
    """Pairs what mDNS shows; what was paired is called at once."""

    def __init__(
        self,
        keys: DeviceKeys,
        *,
        seen: Callable[[], Sequence[Service]],
        saw: Callable[[Service], None],
    ) -> None:
        """Know the keys; `seen` is what mDNS shows, and `saw` brings it to the families again."""
        self._keys = keys
        self._seen = seen
        self._saw = saw

    async def pair(self, request: PairRequest) -> Picture:
        """Try once to pair; `paired` is false as long as a button is to be pressed."""
        match request.family:
            case "hue":
                return await self._hue(request.device)
            case "esphome":
                return await self._esphome(request.device, request.key)
            case _:
                raise Unknown(f"{plain(request.family)} is not paired: only hue and esphome are")

    async def _hue(self, device: str) -> Picture:
        bridge, service = self._bridge(device)
        key = await hue_pairing.pair(service.address, service.port, bridge)
        if key is None:
            return {"paired": False, "device": bridge, "say": PRESS}
        await self._keep(HUE, bridge, key, (service,))
        return {"paired": True, "device": bridge, "say": f"the bridge {bridge} is paired"}

    async def _esphome(self, device: str, key: str) -> Picture:
        boards = self._of(BOARDS, "mac", mac_of)
        known = [mac for mac, one in boards if device.lower() in {one.name.lower(), mac}]
        mac = mac_of(device) or next(iter(known), "")
        if not mac:
            raise Unknown(
                f"there is no ESPHome board {plain(device)}: say the address it is known by"
            )
        if not ESPHOME_KEY.fullmatch(key):
            raise Refused("this is no key of an ESPHome board: 44 letters that end in =")
        await self._keep(ESPHOME, mac, Key(key), [one for at, one in boards if at == mac])
        return {"paired": True, "device": mac, "say": f"the key of {mac} is kept"}

    async def _keep(self, family: str, device: str, key: Key, services: Sequence[Service]) -> None:
        try:
            await asyncio.to_thread(self._keys.keep, family, device, key)
        except OSError as error:
            raise Refused(
                f"the key could not be written down, so nothing is paired: {error}"
            ) from error
        for service in services:
            self._saw(service)

    def _bridge(self, meant: str) -> tuple[str, Service]:
        """Return the bridge that a person means: by id, the end of it, name or address."""
        bridges = self._of(SERVICE, "bridgeid", bridge_id)
        found = [
            (which, one)
            for which, one in bridges
            if not meant
            or meant.lower() in {which, which[-6:], one.name.lower(), one.address.lower()}
        ]
        if len({which for which, _ in found}) != 1:
            raise Unknown(_not_one(bridges, plain(meant)))
        return found[0]

    def _of(self, kind: str, field: str, read: Callable[[str], str]) -> list[tuple[str, Service]]:
        """Return the services of a kind that say who they are, with that."""
        mine = [one for one in self._seen() if one.kind == kind and inside(one.address)]
        said = [(read(one.properties.get(field, "")), one) for one in mine]
        return [(who, one) for who, one in said if who]


def _not_one(bridges: Sequence[tuple[str, Service]], meant: str) -> str:
    """Say why it is not known which Hue bridge a person means."""
    if not bridges:
        return (
            "mDNS shows no Hue bridge: it has to be on a network of this machine, "
            "and `mdns` in hub.yaml must not be off (the demo house looks for nothing)"
        )
    shown = ", ".join(f"{which} at {one.address}" for which, one in bridges)
    missing = f"none of them is `{meant}`" if meant else "there are several"
    return f"say which Hue bridge you mean, {missing}: mDNS shows {shown}"
