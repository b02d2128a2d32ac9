"""A Hue bridge from its announcement to its lamp: real mDNS, the whole hub, on loopback."""

import os
from pathlib import Path

import pytest

from hub.clock import Clock
from hub.network import hue_pairing, hue_port
from hub.network.pairing import PairRequest
from hub.policy.settings import Settings
from tests.fakes.hue.bridge import FakeBridge
from tests.fakes.hue.house import RADIOS, hardware
from tests.fakes.mdns import LOOPBACK, Announcer
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears
from tests.hub.whole_hub import PATIENCE, WholeHub, ready, until

pytestmark = pytest.mark.usefixtures("multicast")


async def test_a_bridge_is_found_paired_and_its_lamp_does_what_a_person_wants(
    tmp_path: Path, broker: Mosquitto, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine it may take long.
    monkeypatch.setattr(hue_pairing, "SECONDS", PATIENCE)
    monkeypatch.setattr(hue_port, "SECONDS", PATIENCE)
    # Nobody else on this machine has it.
    mine = f"001788fffe{os.getpid() % 16**6:06x}"
    lamp = hardware(RADIOS["lamp"], mine)
    house = WholeHub(tmp_path, broker.port, Clock())
    house.settings = Settings(mdns=(LOOPBACK,))
    async with (
        FakeBridge(tmp_path / "bridge", mine) as bridge,
        Announcer() as announcer,
        house.runs() as hub,
        announcer.repeating(bridge.record()),
    ):
        await ready(hub)
        await until(lambda: any(mine in one.name for one in hub.neighbours.seen()))
        bridge.pressed = True
        assert hub.desk.pairing
        await hub.desk.pairing.pair(PairRequest(family="hue", device=mine))

        await until(lambda: hub.house.directory.device_of(lamp))
        device = hub.house.directory.device_of(lamp)
        assert device is not None
        await until(lambda: hub.house.is_on(device) is False)
        ears.tells(f"homerule/device/{device}/set", "on")

        await until(lambda: bridge.orders)
        await until(lambda: hub.house.is_on(device))
    assert bridge.orders[0][1]["on"] == {"on": True}
