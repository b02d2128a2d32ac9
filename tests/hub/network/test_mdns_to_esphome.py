"""An ESPHome board from its announcement to its lamp: real mDNS, the real API, on loopback."""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from zeroconf import ServiceInfo

from devices.families.esphome import FAMILY
from devices.message import Answer, Request
from hub.clock import Clock
from hub.network.device_keys import DeviceKeys
from hub.network.esphome_port import EsphomePort
from hub.policy.settings import Settings
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin
from tests.fakes.esphome import FakeBoard
from tests.fakes.mdns import LOOPBACK, Announcer, record
from tests.fakes.told import Told
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears
from tests.hub.neighbourhood import PATIENCE, Neighbourhood
from tests.hub.whole_hub import WholeHub, ready, until

pytestmark = pytest.mark.usefixtures("multicast")

_numbers = count()


@pytest.fixture
def mac() -> str:
    """An address that nobody else on this machine uses in a test."""
    return f"ee{os.getpid() % 16**6:06x}{next(_numbers) % 16**4:04x}"


@pytest.fixture
async def board(mac: str) -> AsyncIterator[FakeBoard]:
    async with FakeBoard(mac) as board:
        yield board


@pytest.fixture
async def announcer() -> AsyncIterator[Announcer]:
    async with Announcer() as announcer:
        yield announcer


@pytest.fixture
async def hub(
    board: FakeBoard, announcer: Announcer, tmp_path: Path
) -> AsyncIterator[Neighbourhood]:
    """A hub that has met the board."""
    async with Neighbourhood.around(FAMILY(), keys=DeviceKeys(tmp_path)) as hub:
        async with announcer.repeating(shown(board)):
            await hub.says(lamp(board), {POWER: False, BRIGHTNESS: 51, COLOUR: Kelvin(2500)})
        yield hub


def lamp(board: FakeBoard) -> HardwareId:
    return HardwareId(f"esphome-{board.mac}/light_strip")


def shown(board: FakeBoard) -> ServiceInfo:
    return record(
        f"board {board.mac}",
        board.port,
        kind="_esphomelib._tcp",
        address=board.address,
        properties={"mac": board.mac, "friendly_name": board.name},
    )


async def test_a_board_is_found_says_how_it_is_and_does_what_it_is_told(
    hub: Neighbourhood, board: FakeBoard
) -> None:
    await hub.says(HardwareId(f"esphome-{board.mac}"), {Aspect("temperature"): 21.6})

    hub.tells(lamp(board), {POWER: True, BRIGHTNESS: 128})

    await hub.says(lamp(board), {POWER: True, BRIGHTNESS: 128})
    assert board.on
    assert {one.name for one in hub.announced()} == {"Desk", "Desk Strip"}


async def test_what_a_hand_does_at_it_is_said_by_itself(
    hub: Neighbourhood, board: FakeBoard
) -> None:
    board.is_pressed()

    await hub.says(lamp(board), {POWER: True})


async def test_a_board_that_moved_is_away_then_followed_and_no_new_device(
    hub: Neighbourhood, board: FakeBoard, announcer: Announcer
) -> None:
    await board.moves_to("127.0.0.2")
    await hub.reaches(lamp(board), now=False)
    hub.events.all.clear()

    async with announcer.repeating(shown(board)):
        await hub.reaches(lamp(board), now=True)

    hub.tells(lamp(board), {POWER: True})
    await hub.says(lamp(board), {POWER: True})
    # What is new of them is where they are.
    assert {one.hardware for one in hub.announced()} == {lamp(board), f"esphome-{board.mac}"}


async def test_a_forged_record_does_not_lead_the_hub_astray(
    hub: Neighbourhood, board: FakeBoard, announcer: Announcer
) -> None:
    async with FakeBoard(board.mac, "Liar", "127.0.0.3") as liar:
        async with announcer.repeating(shown(liar)):
            await hub.complains("127.0.0.3", "on the line at")
        hub.tells(lamp(board), {POWER: True})
        await hub.says(lamp(board), {POWER: True})

        assert not liar.orders
    assert "Liar" not in {one.name for one in hub.announced()}


async def test_the_whole_hub_takes_a_board_into_the_house(
    tmp_path: Path, broker: Mosquitto, ears: Ears, board: FakeBoard, announcer: Announcer
) -> None:
    house = WholeHub(tmp_path, broker.port, Clock())
    house.settings = Settings(mdns=(LOOPBACK,))
    async with house.runs() as hub, announcer.repeating(shown(board)):
        await ready(hub)
        await until(lambda: hub.house.directory.device_of(lamp(board)))
        device = hub.house.directory.device_of(lamp(board))
        assert device is not None
        await until(lambda: hub.house.is_on(device) is False)

        ears.tells(f"homerule/device/{device}/set", "on")

        await until(lambda: board.on)
        await until(lambda: hub.house.is_on(device))


KEY, OTHER = (b64encode(bytes([number]) * 32).decode() for number in (7, 8))


async def test_an_encrypted_board_speaks_to_who_has_its_key(
    mac: str, announcer: Announcer, tmp_path: Path
) -> None:
    async with FakeBoard(mac, key=KEY) as board:
        around = Neighbourhood.around(FAMILY(), keys=DeviceKeys(tmp_path, given={mac: KEY}))
        async with around as hub, announcer.repeating(shown(board)):
            await hub.says(lamp(board), {POWER: False})
            hub.tells(lamp(board), {POWER: True})
            await hub.says(lamp(board), {POWER: True})


@pytest.mark.parametrize(
    ("key", "keys"), [(KEY, {}), (KEY, {"": OTHER}), ("", {"": KEY})], ids=["none", "other", "open"]
)
async def test_a_board_whose_key_is_not_ours_is_said_and_left(
    mac: str, announcer: Announcer, tmp_path: Path, key: str, keys: dict[str, str]
) -> None:
    async with FakeBoard(mac, key=key) as board:
        given = dict.fromkeys([mac], keys[""]) if keys else {}
        around = Neighbourhood.around(FAMILY(), keys=DeviceKeys(tmp_path, given=given))
        async with around as hub, announcer.repeating(shown(board)):
            await hub.complains("encryption key")

        assert hub.announced() == []


async def test_a_call_that_is_not_wanted_any_more_is_not_made(
    board: FakeBoard, tmp_path: Path
) -> None:
    answers: Told[Answer] = Told()
    port = EsphomePort(answers, said=lambda _: None, keys=DeviceKeys(tmp_path))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(port.run(), name="port")
        port.ask(Request(url=board.at, about="call"))
        await answers.until(lambda answer: b'"state"' in answer.body, PATIENCE)
        order = b'{"say": "light_command", "key": 1, "state": true}'
        told = Request(url=board.at, about="told", method="POST", body=order)

        assert not port.ask(told, still=lambda: False)
        assert not port.ask(
            Request(url=board.at, about="x", method="POST", body=b'{"say": "connect"}')
        )
        assert port.ask(told)
        await answers.until(lambda answer: b'"state":true' in answer.body, PATIENCE)

        port.ask(Request(url=board.at, about="bye", method="DELETE"))
        await answers.until(lambda answer: answer == Answer(answer.request, 0), PATIENCE)
        running.cancel()
    assert len(board.orders) == 1


@pytest.mark.parametrize("at", ["esphome://8.8.8.8:6053/", "esphome://desk.local:6053/"])
def test_nobody_outside_the_house_is_called(at: str, tmp_path: Path) -> None:
    answers: Told[Answer] = Told()
    port = EsphomePort(answers, said=lambda _: None, keys=DeviceKeys(tmp_path))

    assert not port.ask(Request(url=at, about="call"))

    assert [answer.status for answer in answers.all] == [0]
