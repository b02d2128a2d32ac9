"""Devices that speak their own dialect, through a real broker: announced, heard, told, pressed."""

import asyncio
from pathlib import Path

import pytest

from hub.app import Hub
from hub.clock import Clock
from rules.words.device import Device
from rules.words.wishes import Via
from tests.fakes.natives.device import NativeDevice
from tests.fakes.natives.homie import HomieFifth, HomieFourth
from tests.fakes.natives.shelly import ShellyOne, ShellyPlus
from tests.fakes.natives.tasmota import TasmotaPlug
from tests.fakes.natives.wled import WledStrip
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears, Said
from tests.hub.whole_hub import WholeHub, ready, until

KINDS: tuple[type[NativeDevice], ...] = (
    TasmotaPlug,
    ShellyPlus,
    ShellyOne,
    WledStrip,
    HomieFifth,
    HomieFourth,
)


@pytest.fixture
def natives(ears: Ears) -> list[NativeDevice]:
    """One device of each dialect, which are on the broker before the hub is."""
    natives = [kind(ears) for kind in KINDS]

    def hear(said: Said) -> None:
        if not said.retained:
            for native in natives:
                native.hears(said)

    ears.answers = hear
    for native in natives:
        native.announces()
    return natives


def known(hub: Hub, native: NativeDevice) -> Device | None:
    """Return the device that the house has for one of them."""
    found = hub.house.directory.device_of(native.hardware)  # type: ignore[arg-type]  # as it says it
    return hub.house.devices[found] if found else None


def held(hub: Hub, device: Device) -> Via | None:
    """Return how somebody holds a device, if so."""
    hold = hub.house.people.holds.get(device.id)
    return hold.by.via if hold else None


async def test_each_dialect_is_understood_from_the_announcement_to_the_wall_switch(
    tmp_path: Path, broker: Mosquitto, ears: Ears, natives: list[NativeDevice]
) -> None:
    house = WholeHub(tmp_path, broker.port, Clock())
    async with house.runs() as hub:
        await ready(hub)
        await until(lambda: all(known(hub, native) for native in natives))
        await until(
            lambda: hub.overhearing._topics >= {native.order(on=True)[0] for native in natives}
        )

        async with asyncio.TaskGroup() as lives:
            for native in natives:
                lives.create_task(lives_with(hub, native, ears), name=native.name)

    assert not ears.heard("homerule/refused")


async def lives_with(hub: Hub, native: NativeDevice, ears: Ears) -> None:
    """Have a device moved by all who may move it."""
    device = known(hub, native)
    assert device is not None
    assert device.name == native.name
    # It was there before the hub, which asked it how it is.
    await until(lambda: hub.house.is_on(device.id))
    assert held(hub, device) is None

    native.is_pressed()

    await until(lambda: hub.house.is_on(device.id) is False)
    await until(lambda: held(hub, device) is Via.WALL)

    ears.tells(f"homerule/device/{device.id}/set", "on")

    await until(lambda: native.is_on)
    await until(lambda: hub.house.is_on(device.id))
    assert held(hub, device) is Via.MQTT

    ears.tells(*native.order(on=False))

    await until(lambda: hub.house.is_on(device.id) is False)
    await until(lambda: held(hub, device) is Via.CONTROLLER)
