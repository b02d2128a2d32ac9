"""What is told beside the commands: soon, gathered, and never more than is of use."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices.message import Message
from hub.topics import Topics
from hub.upshot import Upshot
from hub.view import beside as limits
from hub.view.beside import Beside
from rules.house import House
from rules.step import step
from rules.words.effects import DeviceChanged, PromptChanged, Record, ScopeChanged
from rules.words.events import (
    DeviceAnnounced,
    DeviceRetired,
    Event,
    FreezePlaced,
    OverrideLifted,
    PolicyAdopted,
    PromptAnswered,
    Reported,
)
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import Freeze, HouseScope
from rules.words.prompts import Answer
from rules.words.records import Reminded
from rules.words.times import HOUR
from rules.words.values import POWER, Values
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.fakes.told import Told
from tests.houses import MONDAY_NOON, OCCUPANCY, lamp, motion_sensor
from tests.hub.asking import suggestion, with_chatter
from tests.hub.web.conftest import POLICY

BEN = Author(via=Via.PAGE)
FREEZE = FreezePlaced(scope=HouseScope(), by=BEN)
HALL = "homerule/device/hall-lamp/state"
FROZEN = "homerule/override/house/state"
DECISION = "homerule/decision"


@dataclass
class Hub:
    """A house whose changes are told, and what was told."""

    house: House = field(default_factory=House)
    told: Told[Message] = field(default_factory=Told)
    is_busy: bool = False
    is_away: bool = False
    unwritten: set[object] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.asked = 0
        self.beside = Beside(
            self.house,
            Topics(),
            HandClock(MONDAY_NOON),
            publish=self._publish,
            busy=self._busy,
            unwritten=self.unwritten.__contains__,
        )
        self.happens(PolicyAdopted(POLICY))
        for name in ("Hall lamp", "Ceiling"):
            self.happens(DeviceAnnounced(lamp(name)))
        self.happens(DeviceAnnounced(motion_sensor("Hall motion")))

    def _publish(self, message: Message) -> bool:
        if not self.is_away:
            self.told(message)
        return not self.is_away

    def _busy(self) -> bool:
        self.asked += 1
        return self.is_busy

    def happens(self, *events: Event) -> None:
        """Let something happen, all in one pass of the engine."""
        upshot = Upshot()
        for event in events:
            for effect in step(self.house, event, MONDAY_NOON):
                match effect:
                    case Record():
                        upshot.records.append((MONDAY_NOON, effect))
                    case DeviceChanged(device):
                        upshot.devices[device] = None
                    case ScopeChanged(scope):
                        upshot.scopes[scope] = None
                    case PromptChanged(prompt):
                        upshot.prompts[prompt] = None
                    case _:
                        pass
        self.beside.note(upshot)

    def reports(self, name: str, values: Values) -> None:
        self.happens(Reported(HardwareId(f"hw-{name}"), values))

    def moves(self, *, somebody: bool) -> None:
        self.happens(
            Reported(HardwareId("hw-hall-motion"), {OCCUPANCY: somebody}),
        )

    async def hears(self, topic: str, **values: Any) -> Any:
        """Return the first word on a topic that says this of a device's values."""
        message = await self.told.until(
            lambda m: m.topic == topic and values.items() <= said(m).get("values", said(m)).items()
        )
        return said(message)

    def waits(self) -> float:
        """Return in how many seconds pictures will be told."""
        assert self.beside._timer is not None
        return self.beside._timer.when() - asyncio.get_running_loop().time()

    def count(self, topic: str) -> int:
        return sum(message.topic == topic for message in self.told.all)


def said(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message.payload or b"{}")
    return found


@pytest.fixture
async def hub() -> Hub:
    """A house whose first pictures have been told."""
    hub = Hub()
    await hub.hears("homerule/device/hall-motion/state")
    hub.told.all.clear()
    hub.asked = 0
    return hub


async def test_many_changes_of_a_device_become_one_message(hub: Hub) -> None:
    for on in (True, False, True):
        hub.reports("ceiling", {POWER: on})

    await hub.hears("homerule/device/ceiling/state", power="on")

    assert [message.topic for message in hub.told.all] == ["homerule/device/ceiling/state"]
    assert hub.told.all[0].retain


async def test_a_reading_has_time_but_what_somebody_did_has_not(hub: Hub) -> None:
    hub.moves(somebody=False)
    relaxed = hub.waits()

    hub.happens(FREEZE)

    assert limits.GATHER < relaxed <= limits.GATHER_READINGS
    assert hub.waits() <= limits.GATHER


async def test_an_override_is_told_at_once_since_that_acknowledges_it(hub: Hub) -> None:
    hub.happens(FREEZE)

    first = hub.told.all[0]

    assert (first.topic, first.retain, said(first)["verb"]) == (FROZEN, True, "freeze")


async def test_the_state_of_a_scope_that_was_released_is_empty(hub: Hub) -> None:
    hub.happens(FREEZE)
    hub.told.all.clear()

    hub.happens(OverrideLifted(scope=HouseScope(), by=BEN))

    assert hub.told.all[0] == Message(FROZEN, b"", retain=True)


async def test_every_decision_is_told_in_a_sentence_and_not_retained(hub: Hub) -> None:
    hub.moves(somebody=True)

    decision = await hub.hears(DECISION)

    assert decision["outcome"] == "limited"
    assert decision["sentence"].startswith("Hall lamp switched on at 20 %, not 80 %")
    assert not hub.told.all[0].retain


async def test_a_decision_is_told_with_its_reasons_for_people_and_for_programs(hub: Hub) -> None:
    hub.moves(somebody=True)

    decision = await hub.hears(DECISION)

    assert decision["reasons"] == ["quiet-nights"]
    rule, cause = decision["because"]
    assert "'Quiet nights'" in rule
    assert "allowed 20 %, not 80 %" in rule
    assert cause.startswith("Hall motion asked because")
    assert decision["given"] == {"power": "on", "brightness": 51, "percent": 20}


async def test_a_device_that_left_leaves_nothing(hub: Hub) -> None:
    hub.happens(DeviceRetired(HardwareId("hw-hall-lamp")))

    await hub.told.until(lambda m: m == Message(HALL, b"", retain=True))


async def test_while_there_is_a_rush_pictures_wait_but_not_for_ever(hub: Hub) -> None:
    hub.is_busy = True

    hub.happens(FREEZE)
    await hub.hears(HALL)

    assert hub.asked == limits.MOST_WAITS
    assert hub.told.all[0].topic == FROZEN


async def test_of_too_many_decisions_the_newest_of_each_device_is_told(hub: Hub) -> None:
    times = limits.MOST_DECISIONS + 1
    hub.is_busy = True

    for number in range(times):
        hub.moves(somebody=number % 2 == 0)
    hub.is_busy = False
    await hub.hears(HALL)

    assert hub.count(DECISION) + hub.beside.coalesced >= times
    assert hub.count(DECISION) < times
    newest = max(said(m)["id"] for m in hub.told.all if m.topic == DECISION)
    assert newest == hub.house.next_decision - 1


async def test_not_all_is_told_in_one_breath(hub: Hub) -> None:
    names = [f"Lamp {number}" for number in range(3 * limits.AT_ONCE)]
    hub.happens(*(DeviceAnnounced(lamp(name)) for name in names))

    await hub.told.until(lambda _: True)
    at_once = len(hub.told.all)
    await hub.hears(f"homerule/device/lamp-{len(names) - 1}/state")

    assert at_once <= limits.AT_ONCE
    assert len(hub.told.all) == len(names)


async def test_after_a_reconnect_everything_is_told_anew(hub: Hub) -> None:
    hub.happens(FREEZE)
    await hub.hears(HALL)
    hub.told.all.clear()

    hub.beside.everything()
    await hub.hears("homerule/device/hall-motion/state")

    assert {message.topic for message in hub.told.all} == {
        FROZEN,
        HALL,
        "homerule/device/ceiling/state",
        "homerule/device/hall-motion/state",
    }
    assert all(message.retain for message in hub.told.all)


REMINDER = Reminded(held=Freeze(scope=HouseScope(), by=BEN, since=MONDAY_NOON - 12 * HOUR))
NOTICE = "homerule/notice"


async def test_a_reminder_is_told_at_once_in_a_sentence_and_not_retained(hub: Hub) -> None:
    hub.beside.note(Upshot(records=[(MONDAY_NOON, Record(REMINDER))]))

    notice = hub.told.all[0]
    words = said(notice)
    assert (notice.topic, notice.retain) == (NOTICE, False)
    assert (words["kind"], words["scope"]) == ("reminder", "house")
    assert words["since"] < words["at"]
    assert words["sentence"].startswith("The house is still frozen after 12 hours: ")


async def test_a_reminder_that_nobody_could_hear_is_told_when_the_broker_is_back(hub: Hub) -> None:
    hub.is_away = True
    hub.beside.note(Upshot(records=[(MONDAY_NOON, Record(REMINDER))] * 2))
    assert hub.count(NOTICE) == 0

    hub.is_away = False
    hub.beside.everything()
    hub.beside.everything()

    assert hub.count(NOTICE) == 2


async def test_what_a_person_did_is_told_when_it_is_written_and_not_before() -> None:
    hub = Hub()
    await hub.hears(HALL)
    hub.told.all.clear()

    hub.unwritten |= {HouseScope(), DeviceId("hall-lamp")}
    hub.happens(FREEZE)
    await hub.hears("homerule/device/ceiling/state")
    too_early = hub.count(FROZEN) + hub.count(HALL)
    hub.unwritten.clear()
    hub.happens(FREEZE)

    assert too_early == 0
    assert (await hub.hears(FROZEN))["verb"] == "freeze"
    assert (await hub.hears(HALL))["frozen"] == "house"


def prompts(hub: Hub) -> list[Message]:
    return [said for said in hub.told.all if said.topic.startswith("homerule/prompt/")]


async def test_a_prompt_is_told_at_once_retained_and_taken_away_at_its_end(hub: Hub) -> None:
    hub.happens(PolicyAdopted(with_chatter(POLICY)))
    hub.happens(suggestion())
    (prompt,) = hub.house.prompts.open
    (told,) = prompts(hub)

    hub.happens(PromptAnswered(prompt=prompt, answer=Answer.NO, by=BEN))

    assert (told.topic, told.retain) == (f"homerule/prompt/{prompt}", True)
    assert json.loads(told.payload)["title"].startswith("May Chatter")
    assert prompts(hub)[1:] == [Message(told.topic, b"", retain=True)]


async def test_a_prompt_that_is_not_written_yet_is_told_to_nobody(hub: Hub) -> None:
    hub.happens(PolicyAdopted(with_chatter(POLICY)))
    for effect in step(hub.house, suggestion(), MONDAY_NOON):
        if isinstance(effect, PromptChanged):
            hub.unwritten.add(effect.prompt)
    hub.beside.everything()

    assert prompts(hub) == []
    hub.unwritten.clear()
    hub.beside.everything()
    assert len(prompts(hub)) == 1
