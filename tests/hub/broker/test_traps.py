"""What a broker has stored where people and devices are told: it never acts, and is found."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from devices.message import Message
from hub.app import Hub
from hub.broker.traps import MOST_SAID
from hub.clock import Clock
from hub.intake.meant import Refused
from rules.words.ids import DeviceId
from rules.words.people import HouseScope
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears, Said
from tests.hub.e2e.home import LAMPS, SENSORS
from tests.hub.whole_hub import WholeHub, noted, ready, until

HALL, KITCHEN = "zigbee2mqtt/Hall lamp/set", "zigbee2mqtt/Kitchen lamp/set"
SET, FREEZE = "homerule/device/study-lamp/set", "homerule/override/house/set"
PROPOSAL = "homerule/propose/chatter"
STUDY_LAMP = DeviceId("study-lamp")
ON = '{"state": "ON"}'


@pytest.fixture
def ears(broker: Mosquitto) -> Iterator[Ears]:
    """Somebody on the broker, and the devices of the house."""
    with Ears(broker.port) as ears:
        devices = Devices(ears)
        devices.deaf |= {"Hall lamp", "Kitchen lamp"}
        devices.announces(lamps=LAMPS, sensors=SENSORS)
        yield ears


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path, broker.port, Clock())


@asynccontextmanager
async def at_work(house: WholeHub) -> AsyncIterator[Hub]:
    async with house.runs() as hub:
        await ready(hub)
        yield hub


async def hears(ears: Ears, topic: str, payload: bytes) -> Said:
    return await asyncio.to_thread(ears.hears, topic, lambda said: said.payload == payload)


async def says(hub: Hub, sentence: str) -> None:
    """Return when the hub has written down a sentence with these words."""
    await until(lambda: any(sentence in text for text in noted(hub)))


def stored(broker: Mosquitto) -> set[str]:
    """Return the topics of commands on which the broker has something stored."""
    with Ears(broker.port) as newcomer:
        newcomer.says("probe", "1")
        newcomer.hears("probe")
        heard = newcomer.heard_of(lambda said: said.retained and said.topic.endswith("/set"))
    return {said.topic for said in heard}


async def test_what_is_stored_on_an_input_never_acts_and_is_listed_until_a_person_clears_it(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    ears.says(SET, "on", retain=True)
    ears.says(FREEZE, "freeze", retain=True)

    async with at_work(house) as hub:
        await until(lambda: len(hub.traps.stored) == 2)
        counts = hub.desk.present.house()["counts"]

        assert isinstance(counts, dict)
        assert counts["retained"] == 2
        assert counts["refused"] == 2
        await says(hub, f"the broker has stored `on` on `{SET}`, from another time: it was not")
        await says(hub, "`homerule retained --clear` takes it away")
        assert hub.house.is_on(STUDY_LAMP) is False
        assert HouseScope() not in hub.house.people.freezes
        assert stored(broker) == {SET, FREEZE}

        cleared = await hub.desk.clear_retained()

        assert cleared == {"cleared": [SET, FREEZE], "left": []}
        assert stored(broker) == set()
        assert await hub.desk.retained() == []
        assert hub.refusals.count == 2


async def test_what_is_stored_for_a_device_is_found_at_the_start_and_never_acts(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    ears.says(HALL, ON, retain=True)
    ears.says("zigbee2mqtt/Not a lamp/set", "ON", retain=True)
    mark = ears.now

    async with at_work(house) as hub:
        await says(hub, f"the broker has stored `{ON}` on `{HALL}`: whoever listens there does it")
        [picture] = await hub.desk.retained()

        assert (picture["topic"], picture["payload"]) == (HALL, ON)
        assert ears.heard(HALL, mark) == []
        assert hub.house.is_on(DeviceId("hall-lamp")) is False
        assert HALL in stored(broker)


async def test_what_a_device_wants_stored_is_stored_and_is_our_own(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    topic = "sleepy/set"
    block = {"identifiers": ["sleepy"], "name": "Sleepy"}
    plug = {"command_topic": topic, "state_topic": "sleepy", "retain": True, "device": block}
    ears.says("homeassistant/switch/sleepy/config", plug, retain=True)

    async with at_work(house) as hub:
        ears.tells("homerule/device/sleepy/set", "on")
        await hears(ears, topic, b"ON")

        assert topic in stored(broker)
        assert await hub.desk.retained() == []


async def test_it_is_said_once_however_often_it_is_looked_for_and_then_not_listened_to(
    house: WholeHub, ears: Ears
) -> None:
    ears.says(HALL, ON, retain=True)

    async with at_work(house) as hub:
        await says(hub, HALL)
        await hub.desk.retained()
        hub.notes.note("that is all")
        await says(hub, "that is all")

        assert len([text for text in noted(hub) if HALL in text]) == 1
        assert not {HALL, *hub.topics.lasting_inputs} & hub.devices._filters.all


async def test_what_people_had_stored_is_not_cleared_as_a_stale_word_of_ours(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    ears.says(SET, "on", retain=True)
    async with at_work(house) as hub:
        await says(hub, SET)
        # A broker may send it when nobody looks any more.
        hub._hear_devices(Message(SET, b"on", retain=True))
        hub.learning.clear()
        await hub.desk.retained()

        assert stored(broker) == {SET}


async def test_only_what_a_person_names_is_cleared(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    for topic in (HALL, KITCHEN, SET):
        ears.says(topic, ON, retain=True)

    async with at_work(house) as hub:
        answer = await hub.desk.clear_retained([HALL, "zigbee2mqtt/Hall lamp"])

        assert answer["cleared"] == [HALL]
        assert stored(broker) == {KITCHEN, SET}
        assert ears.heard("zigbee2mqtt/Hall lamp")[-1].payload != b""


async def test_what_a_person_says_now_acts_though_it_is_to_be_stored_and_is_taken_away(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    async with at_work(house) as hub:
        ears.says(SET, "on", retain=True)
        await hears(ears, SET, b"")
        await until(lambda: hub.house.is_on(STUDY_LAMP))

        await says(hub, f"what was said on `{SET}` was done; it was sent with the retain flag")
        assert stored(broker) == set()
        assert hub.refusals.count == 0
        assert hub.traps.stored == {}


async def test_so_it_is_where_the_broker_speaks_the_old_protocol(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    house.address = replace(house.address, old=True)
    async with at_work(house) as hub:
        ears.says(FREEZE, "freeze", retain=True)
        await hears(ears, FREEZE, b"")

        assert HouseScope() in hub.house.people.freezes
        assert stored(broker) == set()


async def test_so_it_is_with_what_people_said_while_the_hub_was_away(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    async with at_work(house):
        pass
    ears.says(FREEZE, "freeze", retain=True)

    async with at_work(house) as hub:
        await hears(ears, FREEZE, b"")

        assert HouseScope() in hub.house.people.freezes
        assert stored(broker) == set()


async def test_it_is_said_once_of_a_topic_not_each_time(house: WholeHub, ears: Ears) -> None:
    async with at_work(house) as hub:
        for wish in (b"on", b"off"):
            mark = ears.now
            ears.says(SET, wish, retain=True)
            await asyncio.to_thread(ears.hears, SET, lambda said: said.payload == b"", since=mark)

        hub.notes.note("that is all")
        await says(hub, "that is all")
        assert len([text for text in noted(hub) if "retain flag" in text]) == 1


async def test_what_a_person_cleared_by_hand_is_gone_and_no_nonsense(
    house: WholeHub, ears: Ears
) -> None:
    ears.says(SET, "on", retain=True)
    async with at_work(house) as hub:
        await until(lambda: SET in hub.traps.stored)
        refused = hub.refusals.count

        ears.says(SET, b"", retain=True)
        await until(lambda: not hub.traps.stored)

        assert hub.refusals.count == refused


async def test_a_stored_proposal_that_is_cleared_is_no_proposal(
    house: WholeHub, ears: Ears
) -> None:
    ears.says(PROPOSAL, "{}", retain=True)
    async with at_work(house) as hub:
        await until(lambda: PROPOSAL in hub.traps.stored)

        assert await hub.desk.clear_retained() == {"cleared": [PROPOSAL], "left": []}
        # What comes behind the empty word, on the same connection, was answered.
        ears.says("homerule/propose/nobody", "{}")
        await asyncio.to_thread(ears.hears, "homerule/propose/nobody/decision")

        assert hub.proposals.refused.count == 1


async def test_what_is_new_when_the_broker_comes_back_is_found(
    house: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    async with at_work(house) as hub:
        broker.is_killed()
        await until(lambda: hub.missed)
        broker.starts()
        with Ears(broker.port) as somebody:
            somebody.says(HALL, ON, retain=True)

        await says(hub, HALL)


async def test_a_device_that_reports_where_it_is_told_goes_on_being_heard(
    house: WholeHub, ears: Ears
) -> None:
    plug = {
        "name": "Plug",
        "unique_id": "plug",
        "command_topic": "plug",
        "state_topic": "plug",
        "device": {"identifiers": ["plug"], "name": "Plug"},
    }
    ears.says("homeassistant/switch/plug/config", json.dumps(plug), retain=True)
    ears.says("plug", "ON", retain=True)

    async with at_work(house) as hub:
        assert await hub.desk.retained() == []
        ears.says("plug", "OFF")

        await until(lambda: hub.house.is_on(DeviceId("plug")) is False)


async def test_of_many_some_are_told_and_the_rest_is_counted(house: WholeHub, ears: Ears) -> None:
    for number in range(MOST_SAID + 3):
        ears.says(f"homerule/device/lamp-{number}/set", "on", retain=True)

    async with at_work(house) as hub:
        await says(hub, "and the broker has stored 3 more: `homerule retained` lists them")

        assert len([text for text in noted(hub) if "has stored `on`" in text]) == MOST_SAID


async def test_without_a_broker_nobody_knows_what_it_has_stored(
    house: WholeHub, broker: Mosquitto
) -> None:
    async with at_work(house) as hub:
        broker.is_killed()
        await until(lambda: hub.missed)

        with pytest.raises(Refused, match="the broker does not answer"):
            await hub.desk.retained()
