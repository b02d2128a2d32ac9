"""What others tell a lamp is theirs, and what the hub itself tells it never comes back to it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.app import Hub
from hub.clock import Clock
from rules.words.events import CommandedByOther, PersonSet
from rules.words.ids import DeviceId
from rules.words.values import BRIGHTNESS, POWER, Values
from rules.words.wishes import Author, Via
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.home import LAMPS, SENSORS
from tests.hub.whole_hub import WholeHub, ready, until

HALL = "zigbee2mqtt/Hall lamp/set"
KITCHEN = "zigbee2mqtt/Kitchen lamp/set"
OFF = b'{"state": "OFF"}'
DIM = b'{"state": "ON", "brightness": 127}'
LAMP, OTHER = DeviceId("hall-lamp"), DeviceId("kitchen-lamp")


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto, ears: Ears) -> WholeHub:
    Devices(ears).announces(lamps=LAMPS, sensors=SENSORS)
    return WholeHub(tmp_path, broker.port, Clock())


async def tells(ears: Ears, topic: str, payload: bytes, so: Callable[[], object]) -> None:
    """Let somebody tell a lamp something, as often as it takes: the broker may be slow."""

    def told() -> object:
        ears.says(topic, payload)
        return so()

    await until(told)


def holder(hub: Hub, lamp: DeviceId) -> Via | None:
    hold = hub.house.people.holds.get(lamp)
    return hold.by.via if hold else None


async def test_what_another_controller_tells_a_lamp_is_held_as_a_persons(
    house: WholeHub, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)

        await tells(ears, HALL, DIM, lambda: holder(hub, LAMP) is Via.CONTROLLER)

        assert hub.house.people.holds[LAMP].values[BRIGHTNESS] == 128


async def test_what_the_hub_itself_tells_a_lamp_does_not_come_back(
    house: WholeHub, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        heard: list[Values] = []
        hub.overhearing._hear = lambda said: heard.extend(
            event.values for event in said.events if isinstance(event, CommandedByOther)
        )
        await tells(ears, HALL, OFF, lambda: heard)

        wish = PersonSet(device=LAMP, values={POWER: True}, by=Author(via=Via.PAGE))
        await hub.engine.told(wish)
        await asyncio.to_thread(ears.hears, HALL, lambda said: b"ON" in said.payload)
        before = len(heard)
        # What somebody says after it on the same way is heard; it was not.
        await tells(ears, HALL, OFF, lambda: len(heard) > before)

        assert {POWER: False} in heard
        assert not [values for values in heard if values != {POWER: False}]


async def test_what_a_broker_has_stored_for_a_lamp_is_nobodys_wish(
    house: WholeHub, ears: Ears
) -> None:
    ears.says(HALL, DIM, retain=True)

    async with house.runs() as hub:
        await ready(hub)
        await tells(ears, KITCHEN, DIM, lambda: holder(hub, OTHER))

        assert holder(hub, LAMP) is None
