"""The whole hub and a real broker: it learns before it acts, and says when it lost the broker."""

import asyncio
import logging
from pathlib import Path

import pytest

from hub.app import Hub
from hub.clock import Clock
from hub.learning import LONGEST_LEARNING, QUIET
from rules.words.decisions import End
from rules.words.events import PersonSet
from rules.words.ids import DeviceId
from rules.words.records import Ended
from rules.words.times import MINUTE
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON, OCCUPANCY
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.home import LAMPS, SENSORS, slug
from tests.hub.whole_hub import WholeHub, lost, ready, until, written

BEN = Author(via=Via.PAGE)
LAMP, SENSOR = DeviceId("hall-lamp"), DeviceId("hall-motion")
HALL, KITCHEN = "zigbee2mqtt/Hall lamp/set", "zigbee2mqtt/Kitchen lamp/set"


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path, broker.port, Clock(MONDAY_NOON - Clock().now()))


@pytest.fixture
def devices(ears: Ears) -> Devices:
    """The devices of the house, which the broker knows already."""
    devices = Devices(ears)
    devices.announces(lamps=LAMPS, sensors=SENSORS)
    return devices


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MONDAY_NOON)


@pytest.fixture
def learning(tmp_path: Path, broker: Mosquitto, clock: HandClock) -> WholeHub:
    """The same house on a clock that stands still: it learns for as long as a test likes."""
    return WholeHub(tmp_path, broker.port, clock)


async def has_learnt(hub: Hub, clock: HandClock) -> None:
    """Let the clock go on until the hub acts."""

    def goes_on() -> bool:
        clock.passes(QUIET)
        return hub.ready.is_set()

    await until(goes_on)


async def hears(ears: Ears, topic: str) -> bytes:
    said = await asyncio.to_thread(ears.hears, topic)
    return said.payload


async def test_it_is_ready_when_the_house_is_known(house: WholeHub, devices: Devices) -> None:
    async with house.runs() as hub:
        await ready(hub)

        assert {slug(name) for name in (*LAMPS, *SENSORS)} <= set(hub.house.devices)
        assert hub.house.is_on(LAMP) is False


async def test_what_people_say_before_the_house_is_known_is_done_when_it_is(
    learning: WholeHub, clock: HandClock, ears: Ears, devices: Devices
) -> None:
    async with learning.runs() as hub:
        await until(lambda: hub.people.up)
        ears.tells("homerule/device/hall-lamp/set", "on")
        await until(lambda: hub.core.early)

        await has_learnt(hub, clock)
        order = await hears(ears, HALL)

    assert order == b'{"state":"ON","brightness":254}'
    assert ears.heard("homerule/refused") == []


async def test_news_that_comes_while_it_learns_is_looked_at_when_it_has_learnt(
    learning: WholeHub, clock: HandClock, ears: Ears, devices: Devices
) -> None:
    async with learning.runs() as hub:
        await until(lambda: hub.house.value(SENSOR, OCCUPANCY) is False)
        ears.tells("zigbee2mqtt/Hall motion", '{"occupancy": true}')
        await until(lambda: hub.engine._held_back)

        await has_learnt(hub, clock)
        order = await hears(ears, HALL)

    assert order == b'{"state":"ON","brightness":51}'


async def test_a_connection_lost_while_it_learns_is_learnt_anew(
    learning: WholeHub, broker: Mosquitto, clock: HandClock
) -> None:
    async with learning.runs() as hub:
        await until(lambda: hub.people.up and hub.devices.up)
        broker.is_killed()
        await until(lambda: lost(hub))
        clock.passes(LONGEST_LEARNING)
        await asyncio.sleep(2 * QUIET)
        acted = hub.ready.is_set()

        broker.starts()
        await has_learnt(hub, clock)

    assert not acted


async def test_a_loss_is_said_once_with_its_reason_and_so_is_the_return(
    house: WholeHub, broker: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "homerule")
    async with house.runs() as hub:
        await ready(hub)
        broker.is_killed()
        await until(lambda: lost(hub))
        broker.starts()
        await until(lambda: not hub.missed)

    said = [text for text in caplog.messages if "is lost" in text]
    assert len(said) == 1
    assert "()" not in said[0]
    assert caplog.messages.count("the broker is there") == 1


async def test_a_hub_that_ends_does_not_complain_of_it(
    house: WholeHub, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.runs() as hub:
        await ready(hub)

    assert caplog.messages == []


async def test_what_it_counts_can_be_seen(house: WholeHub, ears: Ears) -> None:
    async with house.runs() as hub:
        await ready(hub)
        ears.tells("homerule/device/attic-lamp/set", "on")
        await hears(ears, "homerule/refused")

        counts = hub.desk.present.house()["counts"]

    assert isinstance(counts, dict)
    assert counts["refused"] == 1
    assert "there is no device `attic-lamp`" in str(counts["last_refused"])


async def test_what_was_sent_before_the_hub_ended_is_closed_and_never_sent_again(
    house: WholeHub, ears: Ears, devices: Devices
) -> None:
    devices.deaf.add("Hall lamp")
    async with house.runs() as hub:
        await ready(hub)
        devices.sees("Hall motion")
        await hears(ears, HALL)

    async with house.runs() as hub:
        await ready(hub)
        ears.tells("homerule/device/kitchen-lamp/set", "on")
        await hears(ears, KITCHEN)
        ends = [body for body in written(hub) if isinstance(body, Ended)]

    assert [(end.device, end.end, end.by) for end in ends] == [(LAMP, End.UNKNOWN, "the hub ended")]
    assert len(ears.heard(HALL)) == 1


async def test_what_a_person_does_while_the_broker_is_away_stands_but_is_not_sent_late(
    house: WholeHub, broker: Mosquitto, devices: Devices
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        broker.is_killed()
        await until(lambda: lost(hub))
        await hub.engine.told(
            PersonSet(device=LAMP, values={POWER: True}, by=BEN, seconds=10 * MINUTE)
        )

        broker.starts()
        # In the loop's own thread: somebody hears all before the hub can say anything.
        with Ears(broker.port) as ears:
            await until(lambda: not hub.missed)
            ears.tells("homerule/device/kitchen-lamp/set", "on")
            await hears(ears, KITCHEN)
            late = ears.heard(HALL)
        held = hub.house.people.holds[LAMP]

    assert held.values[POWER] is True
    assert late == []
