"""An Elgato light from its announcement to its light: real mDNS, real HTTP, on loopback alone."""

import asyncio
import os

from devices.families.elgato import FAMILY
from devices.family import Heard
from devices.message import Request
from hub.http_port import HttpPort
from hub.mdns import Mdns
from rules.words.events import DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, POWER
from tests.fakes.elgato import FakeElgato
from tests.fakes.told import Told
from tests.fakes.wled import LOOPBACK, Announcer, record

SERIAL = f"CN{os.getpid():08}"
DESK = HardwareId(f"elgato-{SERIAL.lower()}")


async def test_a_light_is_found_does_what_it_is_told_and_nobody_else_is_told_instead() -> None:
    events, unreadable = Told[Event](), Told[str]()
    elgato = FAMILY()

    def take(heard: Heard) -> None:
        for event in heard.events:
            events(event)
        if heard.unreadable:
            unreadable(heard.unreadable)
        for request in heard.requests:
            http.ask(request)

    http = HttpPort(lambda answer: take(elgato.answered(answer)), said=unreadable)
    mdns = Mdns(
        elgato.services,
        lambda service: take(elgato.saw(service)),
        lambda service: take(elgato.lost(service)),
        said=unreadable,
        interfaces=(LOOPBACK,),
    )
    async with (
        FakeElgato(SERIAL) as light,
        FakeElgato(SERIAL, "Liar", "127.0.0.5") as liar,
        Announcer() as announcer,
        asyncio.TaskGroup() as group,
    ):
        running = [group.create_task(part.run(), name="part") for part in (mdns, http)]
        name = f"elgato {SERIAL}"
        while not any(service.name == name for service in mdns.seen()):
            announcer.announces(record(name, light.port, kind="_elg._tcp"))
            await asyncio.sleep(0.01)
        await events.until(lambda event: isinstance(event, Reported) and event.hardware == DESK)
        announcer.announces(record(name, liar.port, kind="_elg._tcp", address="127.0.0.5"))
        await unreadable.until(lambda said: "it stays where it was" in said)

        for request in elgato.encode(DESK, {POWER: True, BRIGHTNESS: 128}, None):
            assert isinstance(request, Request)
            http.ask(request)
        await events.until(
            lambda event: isinstance(event, Reported) and event.values.get(BRIGHTNESS) == 128
        )

        assert (light.light["on"], light.light["brightness"]) == (1, 50)
        assert liar.light["on"] == 0
        found = [event for event in events.all if isinstance(event, DeviceAnnounced)]
        assert [event.announcement.hardware for event in found] == [DESK]
        for task in running:
            task.cancel()
