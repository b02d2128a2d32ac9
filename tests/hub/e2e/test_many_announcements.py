"""A large house starts: 5,000 stored announcements are all known within seconds, none is lost."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import PATIENCE, Ears, Said
from tests.hub.e2e.home import write_files
from tests.hub.e2e.hub import HubProcess

PRODUCTS = 1250
READINGS = {"linkquality": "lqi", "temperature": "°C", "humidity": "%"}
SECONDS = 5.0
MEGABYTES = 150
SAID_AGAIN = 1.6
"""Seconds of the processor that 5,000 messages may cost that change nothing."""
REPORT = {"state": "ON", "linkquality": 90, "temperature": 20.5, "humidity": 40}
BUSY = 2.0
"""So many times as much of the processor may it cost on a machine that does other things beside."""


def announcements() -> Iterator[tuple[str, str]]:
    """Return what 1,250 products announce, each a lamp and three readings."""
    for number in range(PRODUCTS):
        topic = f"zigbee2mqtt/Lamp {number}"
        shared = {
            "device": {
                "identifiers": [f"zigbee2mqtt_{number}"],
                "name": f"Lamp {number}",
                "manufacturer": "Lumen",
                "model": f"L{number % 50}",
            },
            "availability": [
                {"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"},
                {"topic": f"{topic}/availability", "value_template": "{{ value_json.state }}"},
            ],
            "availability_mode": "all",
            "state_topic": topic,
        }
        lamp = {
            "name": None,
            "schema": "json",
            "command_topic": f"{topic}/set",
            "brightness": True,
            "brightness_scale": 254,
            "supported_color_modes": ["xy", "color_temp"],
        }
        yield f"homeassistant/light/{number}/light/config", json.dumps({**shared, **lamp})
        for key, unit in READINGS.items():
            reading = {
                "unit_of_measurement": unit,
                "value_template": f'{{{{ value_json["{key}"] }}}}',
                "entity_category": "diagnostic",
            }
            yield f"homeassistant/sensor/{number}/{key}/config", json.dumps({**shared, **reading})


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker that has stored them all."""
    with ExitStack() as stack:
        broker = Mosquitto(tmp_path / "broker")
        stack.callback(broker.is_killed)
        broker.starts()
        with Ears(broker.port, "nothing") as mouth:
            sent = [mouth.tells(*each, qos=1, retain=True) for each in announcements()]
            sent[-1].wait_for_publish(PATIENCE)
        yield broker


def processor(hub: HubProcess) -> float:
    """Return how many seconds of the processor a hub has used."""
    fields = Path(f"/proc/{hub.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(hub: HubProcess) -> float:
    """Return how much of a hub is in memory."""
    status = Path(f"/proc/{hub.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def whole(said: Said) -> bool:
    """Say whether a state tells all that the products of this house announced."""
    return bool(said.payload) and {"power", *READINGS} <= said.json["values"].keys()


def test_5000_announcements_are_known_soon_none_is_lost_and_said_again_they_cost_nothing(
    tmp_path: Path, broker: Mosquitto
) -> None:
    config = write_files(tmp_path, broker.port)
    with (
        Ears(broker.port, "homerule/device/+/state") as ears,
        HubProcess(tmp_path / "state", config=config) as hub,
    ):
        hub.starts()
        with urllib.request.urlopen(hub.page, timeout=PATIENCE) as page:
            assert page.status == 200
        known, wholly = counter(ears), counter(ears, whole)
        ears.waits_for(lambda: known() == PRODUCTS, "all devices")
        # Alone it has nothing to wait for: what it costs the processor is how long it takes.
        assert processor(hub) < BUSY * SECONDS

        for number in range(PRODUCTS):
            ears.tells(f"zigbee2mqtt/Lamp {number}", REPORT)
        ears.waits_for(lambda: wholly() == PRODUCTS, "all that they announced")
        assert megabytes(hub) < MEGABYTES

        before, mark = processor(hub), ears.now
        for topic, payload in announcements():
            ears.tells(topic, payload, qos=1, retain=True)
        ears.says("zigbee2mqtt/Lamp 7", {"temperature": 30})
        ears.hears("homerule/device/lamp-7/state", since=mark)
        assert processor(hub) - before < SAID_AGAIN
        assert ears.now == mark + 1


def counter(ears: Ears, fits: Callable[[Said], bool] = lambda _said: True) -> Callable[[], int]:
    """Return what counts the topics on which something was heard that fits.

    It looks at each message once: it is asked after each of thousands.
    """
    topics, seen = set[str](), 0

    def count() -> int:
        nonlocal seen
        since, seen = seen, ears.now
        topics.update(said.topic for said in ears.heard_of(fits, since))
        return len(topics)

    return count
