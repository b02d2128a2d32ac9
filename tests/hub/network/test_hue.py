"""Hue bridges by the library: paired at the button, heard, told, and nobody else in their place."""

import asyncio
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from devices.families.hue import FAMILY
from devices.message import Answer, Request, Service
from hub.intake.meant import Refused, Unknown
from hub.network import hue_pairing, hue_port
from hub.network.device_keys import NAME, DeviceKeys, Key
from hub.network.hue_port import HuePort
from hub.network.pairing import Pairing, PairRequest
from rules.words.events import AvailabilityChanged, Pressed
from rules.words.values import BRIGHTNESS, POWER
from tests.fakes.hue.bridge import FakeBridge
from tests.fakes.hue.house import BRIDGE, DIAL, LAMP
from tests.fakes.told import Told
from tests.hub.neighbourhood import PATIENCE, Neighbourhood

HUE = PairRequest(family="hue")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the bridge all the time that a busy machine needs."""
    monkeypatch.setattr(hue_pairing, "SECONDS", PATIENCE)
    for limit in ("SECONDS", "STALE_SECONDS"):
        monkeypatch.setattr(hue_port, limit, PATIENCE)


@pytest.fixture
async def bridge(tmp_path: Path) -> AsyncIterator[FakeBridge]:
    async with FakeBridge(tmp_path / "bridge") as bridge:
        yield bridge


@pytest.fixture
def keys(tmp_path: Path) -> DeviceKeys:
    return DeviceKeys(tmp_path)


@pytest.fixture
def said() -> list[str]:
    return []


def shown(bridge: FakeBridge) -> Service:
    return Service(
        kind="_hue._tcp",
        name="Hue Bridge",
        address=bridge.address,
        port=bridge.port,
        properties={"bridgeid": bridge.id},
    )


def pairing(keys: DeviceKeys, *bridges: FakeBridge) -> Pairing:
    return Pairing(keys, seen=lambda: [shown(one) for one in bridges], saw=lambda _: None)


@asynccontextmanager
async def paired(bridge: FakeBridge, keys: DeviceKeys) -> AsyncIterator[Neighbourhood]:
    """A hub that was let in, and has met what is behind the bridge."""
    bridge.pressed = True
    await pairing(keys, bridge).pair(HUE)
    async with around(keys) as hub:
        hub.sees(shown(bridge))
        await hub.says(LAMP, {POWER: False})
        yield hub


@asynccontextmanager
async def around(keys: DeviceKeys) -> AsyncIterator[Neighbourhood]:
    """A hub without mDNS."""
    hub = Neighbourhood(FAMILY(), keys=keys)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(hub.ways["hue"].run(), name="hue")
        yield hub
        running.cancel()


async def test_a_bridge_lets_in_once_its_button_was_pressed(
    bridge: FakeBridge, keys: DeviceKeys, tmp_path: Path
) -> None:
    waiting = await pairing(keys, bridge).pair(HUE)
    bridge.pressed = True
    done = await pairing(keys, bridge).pair(HUE)

    assert (waiting["paired"], done["paired"], done["device"]) == (False, True, BRIDGE)
    key = DeviceKeys(tmp_path).of("hue", BRIDGE)
    assert key is not None
    assert {key.secret} == bridge.keys
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


async def test_a_bridge_is_meant_by_what_people_know_of_it(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    known = [BRIDGE.upper(), BRIDGE[-6:], "127.0.0.1", "hue bridge"]

    told = [await pairing(keys, bridge).pair(PairRequest(family="hue", device=d)) for d in known]

    assert {one["device"] for one in told} == {BRIDGE}


async def test_of_two_bridges_people_say_which(
    bridge: FakeBridge, keys: DeviceKeys, tmp_path: Path
) -> None:
    other = FakeBridge(tmp_path, "001788fffe999999", "127.0.0.2")

    with pytest.raises(Unknown, match=r"001788fffe999999 at 127\.0\.0\.2"):
        await pairing(keys, bridge, other).pair(HUE)
    with pytest.raises(Unknown, match="mDNS shows no Hue bridge"):
        await pairing(keys).pair(HUE)


async def test_who_answers_as_another_bridge_is_not_asked_for_a_key(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    bridge.pressed, bridge.id = True, "001788fffe999999"
    claim = Service(
        kind="_hue._tcp",
        name="Hue",
        address=bridge.address,
        port=bridge.port,
        properties={"bridgeid": BRIDGE},
    )

    with pytest.raises(Refused, match="answers as 001788fffe999999, not as"):
        await Pairing(keys, seen=lambda: [claim], saw=lambda _: None).pair(HUE)

    assert bridge.keys == set()


async def test_what_is_behind_it_is_met_told_and_heard(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with paired(bridge, keys) as hub:
        hub.tells(LAMP, {POWER: True, BRIGHTNESS: 128})
        await hub.says(LAMP, {POWER: True})
        bridge.says("button-2", button={"button_report": {"event": "initial_press"}})
        await hub.events.until(lambda one: one == Pressed(DIAL, "2_initial_press"), PATIENCE)
        bridge.says("light-1", on={"on": False})
        await hub.says(LAMP, {POWER: False})

    told = {"on": {"on": True}, "dimming": {"brightness": 50.2}}
    assert bridge.orders == [("light-1", told)]
    assert bridge.asked_for_all == 1


async def test_a_bridge_that_goes_dark_and_moves_is_away_then_back_and_no_new_device(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with paired(bridge, keys) as hub:
        await bridge.moves_to("127.0.0.2")
        await hub.reaches(LAMP, now=False)
        hub.events.all.clear()

        hub.sees(shown(bridge))

        await hub.reaches(LAMP, now=True)
        assert "127.0.0.2" in hub.calls(LAMP)
        assert {one.hardware for one in hub.announced()} >= {LAMP}


async def test_a_bridge_that_ends_its_stream_is_listened_to_again_and_not_away(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with paired(bridge, keys) as hub:
        bridge.resources["light-1"]["on"] = {"on": True}
        bridge.drops_its_listeners()

        await hub.says(LAMP, {POWER: True})

        assert AvailabilityChanged(LAMP, available=False) not in hub.events.all


async def test_what_is_renamed_or_added_at_the_bridge_is_asked_for(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with paired(bridge, keys) as hub:
        bridge.says("device-lamp", metadata={"name": "Armchair"})

        await hub.events.until(
            lambda _: any(one.name == "Armchair" for one in hub.announced()), PATIENCE
        )


async def test_who_shows_another_certificate_hears_no_key(
    bridge: FakeBridge, keys: DeviceKeys, tmp_path: Path
) -> None:
    bridge.pressed = True
    await pairing(keys, bridge).pair(HUE)
    async with FakeBridge(tmp_path / "liar", address="127.0.0.3") as liar:
        liar.keys = set(bridge.keys)
        async with around(keys) as hub:
            hub.sees(shown(liar))
            await hub.complains("another certificate")

            assert hub.announced() == []
            assert not liar.is_heard


async def test_a_bridge_that_was_not_paired_is_said_with_what_to_do(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with around(keys) as hub:
        hub.sees(shown(bridge))

        await hub.complains("homerule pair-device hue", BRIDGE)


async def test_a_key_that_the_bridge_forgot_is_said(bridge: FakeBridge, keys: DeviceKeys) -> None:
    bridge.pressed = True
    await pairing(keys, bridge).pair(HUE)
    bridge.keys.clear()

    async with around(keys) as hub:
        hub.sees(shown(bridge))
        await hub.complains("not paired with this bridge")


async def test_an_order_that_is_not_wanted_any_more_is_not_handed_over(
    bridge: FakeBridge, keys: DeviceKeys
) -> None:
    async with paired(bridge, keys) as hub:
        order = next(iter(hub.family.encode(LAMP, {POWER: True}, None)))
        assert isinstance(order, Request)
        wanted: Iterator[bool] = iter([True, True, False])

        assert hub.ways["hue"].ask(order, still=lambda: next(wanted))
        await hub.answers.until(lambda one: one.request is order and not one.status, PATIENCE)

        assert bridge.orders == []


async def test_without_the_extra_it_is_said(
    monkeypatch: pytest.MonkeyPatch, keys: DeviceKeys
) -> None:
    monkeypatch.setattr(HuePort, "library", "no_such_library")
    answers: Told[Answer] = Told()

    port = HuePort(answers, said=lambda _: None, keys=keys)

    assert not port.ask(Request(url=f"hue://127.0.0.1:443/{BRIDGE}", about="call"))
    assert [one.status for one in answers.all] == [501]


def test_keys_that_cannot_be_read_are_said_and_made_anew(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / NAME).write_text('{"hue": 3}')
    keys = DeviceKeys(tmp_path, said=said.append)

    assert keys.of("hue", BRIDGE) is None
    keys.keep("hue", BRIDGE, Key("secret", "ab"))

    assert "pair-device" in said[0]
    assert DeviceKeys(tmp_path).of("hue", BRIDGE) == Key("secret", "ab")


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (PairRequest(family="esphome", device="24:0A:C4:A1:B2:C3", key="short"), "no key"),
        (PairRequest(family="esphome", device="desk", key="x"), "no ESPHome board desk"),
        (PairRequest(family="kettle"), "kettle is not paired"),
    ],
)
async def test_what_cannot_be_paired_is_refused(
    keys: DeviceKeys, request_: PairRequest, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        await pairing(keys).pair(request_)


async def test_the_key_of_a_board_is_kept_and_the_board_called_again(keys: DeviceKeys) -> None:
    board = Service(
        kind="_esphomelib._tcp",
        name="desk",
        address="10.0.0.5",
        port=6053,
        properties={"mac": "240ac4a1b2c3"},
    )
    called: list[Any] = []
    key = "A" * 43 + "="

    await Pairing(keys, seen=lambda: [board], saw=called.append).pair(
        PairRequest(family="esphome", device="desk", key=key)
    )

    assert keys.of("esphome", "240ac4a1b2c3") == Key(key)
    assert called == [board]
