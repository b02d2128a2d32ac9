"""An engine for tests, with real journal, rules and family: what it was given, what came of it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from devices.families.homeassistant import HomeAssistant
from devices.family import Family, Heard
from devices.message import Message
from devices.simulated.discovery import Card, Entity, address_of, binary, configs, light
from hub.engine import Engine
from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from hub.outbox import Outbox
from hub.upshot import Upshot
from rules.house import House
from rules.words.events import Event, FreezePlaced, PersonSet, PolicyAdopted
from rules.words.ids import DeviceId
from rules.words.people import HouseScope
from rules.words.records import Body
from rules.words.times import HOUR
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.fakes.told import Told
from tests.houses import MONDAY_NOON
from tests.hub.web.conftest import POLICY

BEN = Author(via=Via.PAGE)
FREEZE = FreezePlaced(scope=HouseScope(), by=BEN)
LAMP, CEILING = DeviceId("hall-lamp"), DeviceId("ceiling")
CEILING_ON = PersonSet(device=CEILING, values={POWER: True}, by=BEN, seconds=HOUR)
HALL, KITCHEN = "zigbee2mqtt/Hall lamp/set", "zigbee2mqtt/Ceiling/set"
MOTION = Message("zigbee2mqtt/Hall motion", b'{"occupancy": true}')
STILL = Message("zigbee2mqtt/Hall motion", b'{"occupancy": false}')


class Running:
    """An engine, and what came of what it was given."""

    def __init__(self, state: Path, journal: Journal) -> None:
        self.clock = HandClock(MONDAY_NOON)
        self.journal = journal
        self.reader = JournalReader.open(state)
        self.house = House()
        self.family = HomeAssistant()
        families: dict[str, Family] = {self.family.name: self.family}
        self.engine = Engine(self.house, families, journal, self.clock)
        self.sent: Told[Message] = Told()
        self.written_at: list[list[Body]] = []
        """What the journal held when each message left."""
        self.shown: Told[Upshot] = Told()
        self.refused: list[str] = []
        self.wanted: list[Heard] = []
        self.engine.outbox = Outbox(
            self.house,
            families,
            publish=self._publish,
            now=self.clock.now,
            ask=lambda _request, _still: False,
            tell=self.engine.tell,
        )
        self.engine.shown = self.shown
        self.engine.refuses = self.refused.append
        self.engine.wants = self.wanted.append

    def _publish(self, message: Message) -> bool:
        self.written_at.append(self.written)
        self.sent(message)
        return True

    @property
    def written(self) -> list[Body]:
        """Return what the journal holds, oldest first."""
        return [body for _, _, body in self.reader.after(0)]

    def orders(self, topic: str) -> list[bytes]:
        return [message.payload for message in self.sent.all if message.topic == topic]

    def hears(self, *messages: Message) -> None:
        """Let messages come in as one handful."""
        for message in messages:
            self.engine.receive(message)
        self.engine.received()

    async def is_told(self, topic: str) -> Message:
        return await self.sent.until(lambda message: message.topic == topic)

    async def says(self, event: Event) -> None:
        """Let a person do something, and return when it is written."""
        await self.engine.told(event)

    async def rests(self) -> None:
        """Return when all that was given is written and done."""
        await asyncio.sleep(0)
        self.engine.received()
        written = asyncio.Event()
        # The journal tells of its batches in the order in which it was given them.
        self.journal.commit(Batch(), lambda _error: written.set())
        await written.wait()


def announcements() -> Iterable[Message]:
    """Yield what two lamps and a motion sensor say of themselves, as the broker stored it."""
    for name in ("Hall lamp", "Ceiling"):
        yield from announced(name, light(("brightness",), None))
    yield from announced("Hall motion", binary("occupancy", "occupancy"))


def announced(name: str, *entities: Entity) -> Iterable[Message]:
    card = Card(name=name, address=address_of(name), maker="M", model="T", model_id="T-1")
    yield from configs(card, entities, ())
    yield Message(f"zigbee2mqtt/{name}", b'{"state": "OFF", "occupancy": false}', retain=True)


@asynccontextmanager
async def running_engine(state: Path) -> AsyncIterator[Running]:
    """Let an engine run that knows two lamps, a sensor, and a policy."""
    journal = Journal.open(state)
    journal.start(asyncio.get_running_loop())
    running = Running(state, journal)
    try:
        running.engine.tell(PolicyAdopted(POLICY))
        running.hears(*announcements())
        await running.rests()
        running.shown.all.clear()
        yield running
        await running.rests()
    finally:
        running.reader.close()
        journal.close()
