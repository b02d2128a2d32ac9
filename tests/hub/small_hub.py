"""A hub for tests that is real but for MQTT: house, rules, journal and desk, on a clock we set."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.desk.desk import Desk
from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.device import Announcement
from rules.words.effects import Command, DeviceChanged, Keep, PromptChanged, Record, ScopeChanged
from rules.words.events import DeviceAnnounced, Event, PolicyAdopted, Reported
from rules.words.ids import DeviceId, PromptId
from rules.words.people import Scope
from rules.words.records import AlarmBegan, AlarmEnded, Noted
from rules.words.times import Moment
from rules.words.values import Aspect, Value
from tests.houses import MONDAY_NOON, device_in
from tests.hub.whole_hub import until


class SmallHub:
    """What people tell it is in `told`; what would have gone to devices is in `sent`."""

    def __init__(self, state: Path, journal: Journal) -> None:
        self.state = state
        self.now: Moment = MONDAY_NOON
        self.house = House()
        self.journal = journal
        self.reader = JournalReader.open(state)
        self.desk = Desk(self.house, self.reader, now=lambda: self.now, tell=self._tell)
        self.desk.write_down = self._write_down
        self.told: list[Event] = []
        self.sent: list[Command] = []

    async def _tell(self, event: Event) -> None:
        self.told.append(event)
        await self.happens(event)

    async def happens(self, *events: Event) -> None:
        """Let something happen, and return when it is written and the watchers know."""
        for event in events:
            await self._apply(event)

    async def hears(self, count: int) -> list[Event]:
        """Return what people told it, when it was told so many things."""
        await until(lambda: len(self.told) >= count)
        return self.told

    async def announces(self, *announcements: Announcement) -> None:
        await self.happens(*map(DeviceAnnounced, announcements))

    async def reports(self, name: str, **values: Value) -> None:
        """Let a device say what it is."""
        device = self.house.devices[device_in(self.house, name)]
        said = {Aspect(aspect): value for aspect, value in values.items()}
        await self.happens(Reported(device.announcement.hardware, said))

    async def _apply(self, event: Event) -> None:
        records: list[tuple[Moment, Record]] = []
        keeps: list[Keep] = []
        devices: list[DeviceId] = []
        scopes: list[Scope] = []
        prompts: list[PromptId] = []
        for effect in step(self.house, event, self.now):
            match effect:
                case Record():
                    records.append((self.now, effect))
                case Keep():
                    keeps.append(effect)
                case Command():
                    self.sent.append(effect)
                case DeviceChanged(device):
                    devices.append(device)
                case ScopeChanged(scope):
                    scopes.append(scope)
                case PromptChanged(prompt):
                    prompts.append(prompt)
        await self._write(Batch(tuple(records), tuple(keeps)))
        alarms = any(isinstance(record.body, AlarmBegan | AlarmEnded) for _, record in records)
        self.desk.changed(devices, scopes, lines=bool(records), house=bool(prompts) or alarms)

    async def _write_down(self, text: str) -> None:
        await self._write(Batch(((self.now, Record(Noted(text=text), durable=True)),)))
        self.desk.changed(lines=True)

    async def _write(self, batch: Batch) -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: BaseException | None) -> None:
            if error is not None:
                written.set_exception(error)
            else:
                written.set_result(None)

        self.journal.commit(batch, done)
        await written


@asynccontextmanager
async def small_hub(
    state: Path, policy: Policy, *announcements: Announcement
) -> AsyncIterator[SmallHub]:
    """Open a small hub under a policy, with these devices."""
    journal = Journal.open(state)
    journal.start(asyncio.get_running_loop())
    hub = SmallHub(state, journal)
    try:
        await hub.happens(PolicyAdopted(policy))
        await hub.announces(*announcements)
        yield hub
    finally:
        hub.reader.close()
        journal.close()
