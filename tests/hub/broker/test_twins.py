"""Two hubs with one identity: exactly one stays, the one that was started last, and says so."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from hub.app import Hub
from hub.broker.presence import FILE, Presence
from hub.broker.twins import MOST_RETURNS, SET_BACK
from hub.clock import Clock
from hub.demo.broker import HOST
from hub.intake.meant import Refused
from hub.policy.settings import Settings
from rules.words.people import HouseScope
from rules.words.wishes import Author, Via
from tests.fakes.broker import FakeBroker
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears, Said
from tests.hub.e2e.home import LAMPS, SENSORS
from tests.hub.fair_time import FairTime
from tests.hub.whole_hub import WholeHub, lost, noted, ready, until

TOPIC, STATUS, REFUSED = "homerule/hub", "homerule/status", "homerule/refused"
SOON = 2.0
"""Seconds in which a hub stands down."""
A_WHILE = 0.5
"""Seconds in which two that fought for one session would throw each other off many times."""
BEN = Author(via=Via.PAGE)


@pytest.fixture
def one(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path / "one", broker.port, Clock())


@pytest.fixture
def other(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path / "other", broker.port, Clock())


@asynccontextmanager
async def at_work(house: WholeHub) -> AsyncIterator[Hub]:
    async with house.runs() as hub:
        await ready(hub)
        yield hub


async def stands_down(hub: Hub) -> None:
    """Return when a hub has stood down and let go of the broker."""
    with FairTime() as passed:
        await until(lambda: hub.twins.stood_down and not hub.people.up and not hub.devices.up)
    assert passed.seconds < SOON


def is_at_work(hub: Hub) -> bool:
    return not hub.twins.stood_down and hub.people.up and hub.devices.up


async def test_of_two_folders_the_one_that_was_started_first_stands_down(
    one: WholeHub, other: WholeHub, ears: Ears
) -> None:
    async with at_work(one) as first, at_work(other) as second:
        await stands_down(first)
        await asyncio.sleep(A_WHILE)

        assert is_at_work(second)
        assert "another one on" in first.twins.stood_down
        assert "restart this one" in first.twins.stood_down
        assert first.twins.stood_down in noted(first)
        assert first.desk.present.house()["stood_down"] == first.twins.stood_down
        assert second.desk.present.house()["stood_down"] is None
        assert any("takes the place of another one" in text for text in noted(second))
        assert [said.json["starts"] for said in ears.heard(TOPIC)] == [1, 2]
        assert [said.payload for said in ears.heard(STATUS)] == [b"online", b"online"]


async def test_of_a_folder_and_its_copy_the_one_that_was_started_first_stands_down(
    one: WholeHub, other: WholeHub, ears: Ears
) -> None:
    async with at_work(one):
        pass
    other.state.mkdir(parents=True)
    shutil.copy(one.state / FILE, other.state / FILE)

    async with at_work(one) as first, at_work(other) as second:
        await stands_down(first)

        assert "with a copy of this state folder" in first.twins.stood_down
        assert is_at_work(second)
        assert noted(second) == []


async def test_who_is_started_again_by_a_person_takes_its_place_back(
    one: WholeHub, other: WholeHub, ears: Ears
) -> None:
    async with at_work(other) as second, at_work(one) as first:
        await stands_down(second)
        assert is_at_work(first)

    async with at_work(one) as first, at_work(other) as second:
        await stands_down(first)

        assert is_at_work(second)


async def test_who_stood_down_does_nothing_any_more_and_says_why(
    one: WholeHub, other: WholeHub, ears: Ears
) -> None:
    Devices(ears).announces(lamps=LAMPS, sensors=SENSORS)
    async with at_work(one) as first, at_work(other) as second:
        await stands_down(first)

        with pytest.raises(Refused, match="this hub has stood down"):
            await first.desk.orders.freeze(HouseScope(), BEN)
        ears.says("homerule/override/house/set", "freeze")
        await until(lambda: HouseScope() in second.house.people.freezes)

        assert HouseScope() not in first.house.people.freezes


async def test_who_stood_down_stays_away_when_the_broker_comes_back(
    one: WholeHub, other: WholeHub, broker: Mosquitto
) -> None:
    async with at_work(one) as first, at_work(other) as second:
        await stands_down(first)
        broker.is_killed()
        await until(lambda: not second.people.up and not second.devices.up)
        broker.starts()
        await until(lambda: is_at_work(second))
        await asyncio.sleep(A_WHILE)

        assert not first.people.up
        assert not first.devices.up


async def test_of_two_that_start_at_once_exactly_one_stays(
    one: WholeHub, other: WholeHub, broker: Mosquitto
) -> None:
    broker.is_killed()
    async with one.runs() as first, other.runs() as second:
        broker.starts()
        await until(lambda: first.twins.stood_down or second.twins.stood_down)
        down, stays = (first, second) if first.twins.stood_down else (second, first)
        await until(lambda: is_at_work(stays))
        await asyncio.sleep(A_WHILE)

        assert is_at_work(stays)
        assert not down.people.up


async def test_its_own_return_after_a_loss_is_no_reason_to_stand_down(
    one: WholeHub, broker: Mosquitto
) -> None:
    async with at_work(one) as hub:
        for _ in range(MOST_RETURNS + 1):
            broker.is_killed()
            await until(lambda: not hub.people.up and not hub.devices.up)
            broker.starts()
            await until(lambda: is_at_work(hub))

        assert is_at_work(hub)


async def test_greetings_that_a_frozen_broker_finds_when_it_thaws_are_none_either(
    one: WholeHub, broker: Mosquitto
) -> None:
    async with at_work(one) as hub:
        broker.freezes()
        await until(lambda: not hub.people.up and not hub.devices.up)
        await until(lambda: hub.devices.refused == "the broker does not answer")
        broker.thaws()
        await until(lambda: is_at_work(hub))
        await asyncio.sleep(A_WHILE)

        assert is_at_work(hub)


async def test_who_is_thrown_off_by_nobody_that_says_what_it_is_stands_down(
    tmp_path: Path,
) -> None:
    async with FakeBroker() as broker, at_work(WholeHub(tmp_path, broker.port, Clock())) as hub:
        await broker.takes_over()
        await stands_down(hub)
        await asyncio.sleep(A_WHILE)

        assert "client id `homerule-hub-people`" in hub.twins.stood_down
        assert sum(b"hub-people" in hello for hello in broker.hellos) == 1


async def test_a_late_greeting_of_its_own_may_throw_it_off_without_harm(tmp_path: Path) -> None:
    async with FakeBroker() as broker, at_work(WholeHub(tmp_path, broker.port, Clock())) as hub:
        hub.people.unanswered_at = asyncio.get_running_loop().time()
        await broker.takes_over()
        await until(lambda: not hub.people.up)
        await until(lambda: hub.people.up)

        assert is_at_work(hub)


async def test_who_is_thrown_off_by_an_earlier_start_comes_back(tmp_path: Path) -> None:
    earlier = Presence(instance="b", starts=0, run="r").payload()
    async with FakeBroker() as broker, at_work(WholeHub(tmp_path, broker.port, Clock())) as hub:
        broker.says(TOPIC.encode(), earlier)
        await broker.takes_over()
        await until(lambda: not hub.people.up)
        await until(lambda: hub.people.up)

        assert is_at_work(hub)


async def test_whoever_fights_for_its_session_without_a_word_is_left_with_it(
    one: WholeHub, broker: Mosquitto, ears: Ears
) -> None:
    async with at_work(one) as hub:
        with somebody_else(broker, "homerule-hub-people"):
            await until(lambda: hub.twins.stood_down)
            await asyncio.sleep(A_WHILE)

            assert not hub.people.up
            assert ears.heard(STATUS)[-1].payload == b"offline"


@contextmanager
def somebody_else(broker: Mosquitto, client_id: str) -> Iterator[None]:
    """Be logged in with a client id for the length of the block, again and again."""
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        protocol=MQTTProtocolVersion.MQTTv5,
    )
    client.reconnect_delay_set(1, 1)
    client.connect(HOST, broker.port)
    client.loop_start()
    try:
        yield
    finally:
        client.disconnect()
        client.loop_stop()


async def test_an_earlier_start_that_speaks_up_is_told_who_is_at_work(
    one: WholeHub, ears: Ears
) -> None:
    async with at_work(one) as hub:
        mark = ears.now
        ears.says(TOPIC, Presence(instance="b", starts=0, run="r").payload(), retain=True)
        await hears(ears, mark, 1)

        ears.says(TOPIC, b"", retain=True)
        said = await hears(ears, mark, 2)

        assert is_at_work(hub)
        assert said.json["starts"] == 1


async def test_what_is_no_hub_on_its_topic_changes_nothing(one: WholeHub, ears: Ears) -> None:
    async with at_work(one) as hub:
        mark = ears.now
        ears.says(TOPIC, "nonsense", retain=True)
        await hears(ears, mark, 1)

        assert is_at_work(hub)


async def hears(ears: Ears, since: int, times: int) -> Said:
    """Return the last of so many words of the hub that runs."""

    def own() -> list[Said]:
        return [said for said in ears.heard(TOPIC, since) if b'"starts": 1' in said.payload]

    await asyncio.to_thread(ears.waits_for, lambda: len(own()) == times, "the hub's own word")
    return own()[-1]


async def test_an_invented_later_start_is_believed(one: WholeHub, ears: Ears) -> None:
    async with at_work(one) as hub:
        own = json.loads(ears.heard(TOPIC)[-1].payload)

        ears.says(TOPIC, json.dumps({**own, "starts": own["starts"] + 1}), retain=True)

        await stands_down(hub)


async def test_what_people_said_before_the_start_is_done_though_the_broker_comes_later(
    tmp_path: Path,
) -> None:
    kept = f"persistence true\npersistence_location {tmp_path}/broker/\n"
    broker = Mosquitto(tmp_path / "broker", more=kept)
    house = WholeHub(tmp_path / "one", broker.port, Clock())
    broker.starts()
    async with at_work(house):
        pass
    with Ears(broker.port) as ears:
        ears.says("homerule/override/house/set", "freeze")
    broker.stops()

    async with house.runs() as hub:
        await until(lambda: hub.devices.refused)
        broker.starts()
        try:
            await until(lambda: HouseScope() in hub.house.people.freezes)
        finally:
            broker.is_killed()


@contextmanager
def set_back(tmp_path: Path, house: WholeHub, broker: Mosquitto) -> Iterator[Callable[[], None]]:
    """Let people say `release` while no hub is there; the broker can be put back to just then."""
    with Ears(broker.port) as ears:
        ears.says("homerule/override/house/set", "release")
    broker.stops()
    then = tmp_path / "then"
    shutil.copytree(tmp_path / "broker", then)

    def power_cut() -> None:
        broker.is_killed()
        shutil.copytree(then, tmp_path / "broker", dirs_exist_ok=True)
        broker.starts()

    broker.starts()
    try:
        yield power_cut
    finally:
        broker.is_killed()


@pytest.mark.parametrize("hub_too", [False, True], ids=["the broker alone", "the hub too"])
async def test_a_broker_that_is_set_back_lifts_no_freeze_by_what_was_said_before_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, hub_too: bool
) -> None:
    kept = f"persistence true\npersistence_location {tmp_path}/broker/\n"
    broker = Mosquitto(tmp_path / "broker", more=kept)
    house = WholeHub(tmp_path / "one", broker.port, Clock())
    broker.starts()
    async with at_work(house):
        pass
    with set_back(tmp_path, house, broker) as power_cut:
        async with at_work(house) as hub:
            await hub.desk.orders.freeze(HouseScope(), BEN)
            if not hub_too:
                power_cut()
                await until(lambda: not hub.people.up)
                await until(lambda: hub.people.up)
                await asyncio.sleep(A_WHILE)

            assert HouseScope() in hub.house.people.freezes

        if hub_too:
            power_cut()
        async with at_work(house) as hub:
            await asyncio.sleep(A_WHILE)

            assert HouseScope() in hub.house.people.freezes
    assert SET_BACK in caplog.text


async def test_what_people_say_to_a_broker_that_is_back_before_the_hub_is_done(
    tmp_path: Path,
) -> None:
    kept = f"persistence true\npersistence_location {tmp_path}/broker/\n"
    broker = Mosquitto(tmp_path / "broker", more=kept)
    house = WholeHub(tmp_path / "one", broker.port, Clock())
    broker.starts()
    async with at_work(house) as hub:
        broker.stops()
        await until(lambda: hub.devices.refused.startswith("the broker cannot be reached"))
        broker.starts()
        with Ears(broker.port) as ears:
            ears.says("homerule/override/house/set", "freeze")
        try:
            await until(lambda: HouseScope() in hub.house.people.freezes)
        finally:
            broker.is_killed()


async def test_what_was_taken_since_a_broker_wrote_is_not_done_again_in_the_same_start(
    tmp_path: Path,
) -> None:
    kept = f"persistence true\npersistence_location {tmp_path}/broker/\n"
    broker = Mosquitto(tmp_path / "broker", more=kept)
    house = WholeHub(tmp_path / "one", broker.port, Clock())
    broker.starts()
    async with at_work(house) as hub:
        broker.stops()
        await until(lambda: lost(hub))
        broker.starts()
        with set_back(tmp_path, house, broker) as power_cut:
            await until(lambda: hub.people.up)
            await hub.desk.orders.freeze(HouseScope(), BEN)
            await asyncio.sleep(A_WHILE)
            power_cut()
            await until(lambda: not hub.people.up)
            await until(lambda: hub.people.up)
            await asyncio.sleep(A_WHILE)

            assert HouseScope() in hub.house.people.freezes


async def test_two_prefixes_are_two_identities(one: WholeHub, other: WholeHub, ears: Ears) -> None:
    other.settings = Settings(prefix="cottage")
    async with at_work(one) as first, at_work(other) as second:
        await asyncio.sleep(A_WHILE)

        assert is_at_work(first)
        assert is_at_work(second)
