"""The whole hub tells over a real broker what nobody should miss, and not again after a restart."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from hub.clock import Clock
from rules.words.records import AlarmBegan
from tests.houses import MONDAY_NOON
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears
from tests.hub.whole_hub import WholeHub, ready, written

ALERTS, STATE = "homerule/alerts", "zigbee2mqtt/Sink"
SINK: dict[str, Any] = {
    "name": None,
    "unique_id": "0x77_water_leak",
    "device_class": "moisture",
    "state_topic": STATE,
    "value_template": "{{ value_json.water_leak }}",
    "payload_on": True,
    "payload_off": False,
    "device": {"identifiers": ["0x77"], "name": "Sink"},
}


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path, broker.port, Clock(MONDAY_NOON - Clock().now()))


async def stands(ears: Ears, count: int, since: int) -> list[str]:
    """Return the sentences of the alerts, once the broker has so many."""
    said = await asyncio.to_thread(
        ears.hears, ALERTS, lambda said: said.json["count"] == count, since=since
    )
    return [one["sentence"] for one in said.json["alerts"]]


async def test_a_leak_is_told_retained_and_once_in_the_book(house: WholeHub, ears: Ears) -> None:
    ears.says("homeassistant/binary_sensor/0x77/water_leak/config", SINK, retain=True)
    async with house.runs() as hub:
        await ready(hub)
        assert await stands(ears, 0, 0) == []
        ears.says(STATE, {"water_leak": True}, retain=True)
        (said,) = await stands(ears, 1, 0)

    assert said.startswith("Sink reports water since ")
    mark = ears.now
    async with house.runs() as hub:
        await ready(hub)

        assert await stands(ears, 1, mark) == [said]
        told = [body for body in written(hub) if isinstance(body, AlarmBegan)]
    assert len(told) == 1
