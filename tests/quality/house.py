"""A house of so many lamps, with a real hub and a real broker, for a page to be measured on."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.home import Home, write_files
from tests.hub.e2e.hub import HubProcess

HEAD = "home: { name: Maple Street, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }\n"
ROOMS = ("Hall", "Kitchen", "Bath", "Study", "Porch", "Nursery")


@contextmanager
def house_of(lamps: int, agents: str = "") -> Iterator[Home]:
    """Live in a house of so many lamps that are off, in six rooms, with a hub that is ready.

    `agents`: that section of the household's file, if there is to be one.
    """
    names = tuple(f"{ROOMS[number % len(ROOMS)]} lamp {number}" for number in range(lamps))
    areas = ["areas:"]
    for room in ROOMS:
        own = ", ".join(name for name in names if name.startswith(room))
        areas.append(f"  {room.lower()}: {{ name: {room}, devices: [{own}] }}")
    household = HEAD + "people:\n  ana: { name: Ana, role: owner }\n" + "\n".join(areas) + "\n"
    household += agents
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        broker = Mosquitto(folder / "broker")
        stack.callback(broker.is_killed)
        broker.starts()
        ears = stack.enter_context(Ears(broker.port, "zigbee2mqtt/#"))
        devices = Devices(ears)
        devices.announces(lamps=names)
        config = write_files(folder, broker.port, household)
        hub = stack.enter_context(HubProcess(folder / "state", config=config))
        hub.starts()
        yield Home(folder, broker, ears, devices, hub)
