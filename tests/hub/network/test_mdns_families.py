"""Each family that mDNS finds, from announcement to lamp: real mDNS, real HTTP, on loopback."""

import os
from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest

from rules.words.values import BRIGHTNESS, POWER
from tests.fakes.http.elgato import FakeElgato
from tests.fakes.http.product import HttpProduct
from tests.fakes.http.shelly import FakeShelly
from tests.fakes.http.wled import FakeWled
from tests.fakes.mdns import LOOPBACK, Announcer, record
from tests.hub.neighbourhood import PATIENCE, Neighbourhood

pytestmark = pytest.mark.usefixtures("multicast")

MAKES = (FakeWled, FakeElgato, FakeShelly)
HOSTILE = (b"\xff\xfe", b"../../etc/passwd", b"<script>", "\u202eevil".encode(), b"", b"A" * 250)
"""What anybody may write into a record."""

_numbers = count()


@pytest.fixture(params=MAKES, ids=lambda make: make.family.name)
def make(request: pytest.FixtureRequest) -> Callable[..., HttpProduct]:
    """How a product of one family is made."""
    made: Callable[..., HttpProduct] = request.param
    return made


@pytest.fixture
def mac() -> str:
    """An address that nobody else on this machine uses in a test."""
    return f"aa{os.getpid() % 16**6:06x}{next(_numbers) % 16**4:04x}"


@pytest.fixture
async def lamp(make: Callable[..., HttpProduct], mac: str) -> AsyncIterator[HttpProduct]:
    async with make(mac) as lamp:
        yield lamp


@pytest.fixture
async def announcer() -> AsyncIterator[Announcer]:
    async with Announcer() as announcer:
        yield announcer


@pytest.fixture
async def hub(lamp: HttpProduct, announcer: Announcer) -> AsyncIterator[Neighbourhood]:
    """A hub that has met the lamp."""
    async with Neighbourhood.around(lamp.family()) as hub:
        await hub.meets(lamp, lambda: announcer.announces(lamp.record()))
        yield hub


async def test_a_lamp_is_found_and_does_what_it_is_told(
    hub: Neighbourhood, lamp: HttpProduct
) -> None:
    hub.tells(lamp.hardware, {POWER: True, BRIGHTNESS: 128})
    await hub.says(lamp.hardware, {POWER: True, BRIGHTNESS: 128})

    assert (lamp.on, lamp.percent) == (True, 50)
    (known,) = {one.hardware: one for one in hub.announced()}.values()
    assert (known.hardware, known.name) == (lamp.hardware, lamp.name)
    assert {POWER, BRIGHTNESS} <= known.capabilities.keys()


async def test_what_a_hand_does_at_the_lamp_is_seen_by_the_next_poll(
    hub: Neighbourhood, lamp: HttpProduct
) -> None:
    lamp.on = True

    hub.polls()

    await hub.says(lamp.hardware, {POWER: True})


async def test_a_lamp_is_followed_to_its_new_address_and_is_no_new_device(
    hub: Neighbourhood, lamp: HttpProduct, announcer: Announcer
) -> None:
    await lamp.moves_to("127.0.0.2")
    async with announcer.repeating(lamp.record()):
        await hub.events.until(lambda _: hub.calls(lamp.hardware).startswith(lamp.at), PATIENCE)

    hub.tells(lamp.hardware, {POWER: True})
    await hub.says(lamp.hardware, {POWER: True})

    assert lamp.on
    assert {one.hardware for one in hub.announced()} == {lamp.hardware}


async def test_a_forged_record_does_not_lead_the_hub_astray(
    hub: Neighbourhood,
    lamp: HttpProduct,
    make: Callable[..., HttpProduct],
    mac: str,
    announcer: Announcer,
) -> None:
    async with make(mac, "Liar", "127.0.0.3") as liar:
        async with announcer.repeating(liar.record()):
            await hub.complains("127.0.0.3", "it stays where it was")
        hub.tells(lamp.hardware, {POWER: True})
        await hub.says(lamp.hardware, {POWER: True})

        assert lamp.on
        assert not liar.orders
    assert "Liar" not in {one.name for one in hub.announced()}


async def test_an_address_that_became_anothers_is_told_nothing(
    hub: Neighbourhood, lamp: HttpProduct, mac: str, announcer: Announcer
) -> None:
    before = lamp.hardware
    lamp.becomes(mac[::-1])

    async with announcer.repeating(lamp.record()):
        await hub.reaches(before, now=False)
        await hub.reaches(lamp.hardware, now=True)
    await hub.says(lamp.hardware, {POWER: False})
    hub.tells(before, {POWER: True})
    hub.tells(lamp.hardware, {BRIGHTNESS: 128})
    await hub.says(lamp.hardware, {BRIGHTNESS: 128})
    assert lamp.orders == 1


async def test_a_lamp_that_says_goodbye_is_gone_and_may_come_back(
    hub: Neighbourhood, lamp: HttpProduct, announcer: Announcer
) -> None:
    there = lamp.record()
    await lamp.goes_dark()
    async with announcer.repeating(there, gone=True):
        await hub.reaches(lamp.hardware, now=False)
    hub.events.all.clear()

    await lamp.moves_to(LOOPBACK)
    async with announcer.repeating(lamp.record()):
        await hub.reaches(lamp.hardware, now=True)
    assert not {one.hardware for one in hub.announced()} - {lamp.hardware}


async def test_a_goodbye_that_somebody_else_said_changes_nothing(
    hub: Neighbourhood, lamp: HttpProduct, announcer: Announcer
) -> None:
    hub.events.all.clear()
    lamp.on = True

    # It is asked whether it is gone, and says how it is.
    async with announcer.repeating(lamp.record(), gone=True):
        await hub.says(lamp.hardware, {POWER: True})
    hub.tells(lamp.hardware, {POWER: False})
    await hub.says(lamp.hardware, {POWER: False})
    assert not lamp.on


async def test_a_lamp_that_falls_silent_is_away_until_it_answers(
    hub: Neighbourhood, lamp: HttpProduct, announcer: Announcer
) -> None:
    await lamp.goes_dark()
    for _ in range(3):
        await hub.polls_into_silence()
    await hub.reaches(lamp.hardware, now=False)
    hub.events.all.clear()

    await lamp.moves_to("127.0.0.6")
    async with announcer.repeating(lamp.record()):
        await hub.reaches(lamp.hardware, now=True)


async def test_hostile_records_neither_stop_the_hub_nor_add_a_device(
    hub: Neighbourhood,
    lamp: HttpProduct,
    make: Callable[..., HttpProduct],
    mac: str,
    announcer: Announcer,
) -> None:
    for number, said in enumerate(HOSTILE):
        properties: dict[str, str | bytes | None] = dict.fromkeys(("mac", "id", "gen", "app"), said)
        name = f"\u202eevil <b>{number}</b> {mac}"
        forged = record(name, 9, kind=lamp.kind, address="127.0.0.9", properties=properties)
        announcer.announces(forged)
    async with make(mac[::-1], "Garbage", "127.0.0.4") as garbage:
        garbage.garbage = b"\x00" * 1000
        async with announcer.repeating(garbage.record()):
            await hub.complains("127.0.0.4", "not the answer")

    hub.tells(lamp.hardware, {POWER: True})
    await hub.says(lamp.hardware, {POWER: True})

    assert {one.hardware for one in hub.announced()} == {lamp.hardware}
    assert all(said.isprintable() for said in hub.unreadable.all)
    assert all(service.name.isprintable() for service in hub.mdns.seen())
