"""The last door: what may leave is handed over in the same step, and what may not is answered."""

from collections.abc import Callable
from typing import ClassVar

import pytest

from devices.family import Family
from devices.message import Message, Outgoing, Request
from hub.outbox import Outbox
from rules.house import House
from rules.step import step
from rules.words.effects import Command
from rules.words.events import CommandNotSent, Event, FreezePlaced, PersonSet
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import HouseScope
from rules.words.times import Seconds
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, house_with, lamp, policy_of

LAMP = DeviceId("hall-lamp")
BEN = Author(via=Via.PAGE)


class LampFamily(Family):
    """Says power by MQTT, brightness by HTTP, both by both, and knows no colours."""

    name: ClassVar[str] = "tested"

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        parts: list[Outgoing] = []
        if POWER in values:
            parts.append(Message(f"{hardware}/set", b"on" if values[POWER] else b"off"))
        if BRIGHTNESS in values:
            parts.append(Request(url=f"http://{hardware}/", about=hardware))
        return tuple(parts)


class SleepyFamily(Family):
    """Has the broker store what its devices are told."""

    name: ClassVar[str] = "sleepy"

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        return (Message(f"{hardware}/set", b"something", retain=True),)


class Ways:
    """The ways out, up or down, and what left by them."""

    def __init__(self) -> None:
        self.house = house_with(policy_of(), lamp("Hall lamp", colours=True))
        self.up = True
        self.said: list[Message] = []
        self.asked: list[tuple[Request, Callable[[], bool]]] = []
        self.told: list[Event] = []
        self.outbox = Outbox(
            self.house,
            {"tested": LampFamily(), "sleepy": SleepyFamily()},
            publish=self._publish,
            now=lambda: MONDAY_NOON,
            ask=self._ask,
            tell=self.told.append,
        )

    def _publish(self, message: Message) -> bool:
        if self.up:
            self.said.append(message)
        return self.up

    def _ask(self, request: Request, still: Callable[[], bool]) -> bool:
        if self.up:
            self.asked.append((request, still))
        return self.up

    def happens(self, event: Event) -> None:
        step(self.house, event, MONDAY_NOON)

    def sends(self, command: Command) -> None:
        self.outbox.send(command, MONDAY_NOON)


@pytest.fixture
def ways() -> Ways:
    return Ways()


def command(
    values: Values, *, automated: bool = True, order: int = 1, family: str = "tested"
) -> Command:
    return Command(
        device=LAMP,
        hardware=HardwareId("hw-hall-lamp"),
        family=family,
        values=values,
        order=order,
        automated=automated,
    )


ON = command({POWER: True})
FREEZE = FreezePlaced(scope=HouseScope(), by=BEN)


def test_what_was_decided_leaves(ways: Ways) -> None:
    ways.sends(ON)

    assert ways.said == [Message("hw-hall-lamp/set", b"on")]
    assert ways.outbox.sent == 1
    assert ways.told == []


@pytest.mark.parametrize(
    ("values", "automated", "stored"),
    [
        ({POWER: True}, True, False),
        ({BRIGHTNESS: 10}, True, False),
        ({POWER: False}, True, True),
        ({POWER: True}, False, True),
    ],
)
def test_of_automation_only_what_switches_off_is_stored_where_a_device_wants_that(
    ways: Ways, values: Values, automated: bool, stored: bool
) -> None:
    ways.sends(command(values, automated=automated, family="sleepy"))

    assert [message.retain for message in ways.said] == [stored]


def test_what_takes_two_ways_leaves_by_both(ways: Ways) -> None:
    ways.sends(command({POWER: True, BRIGHTNESS: 51}))

    assert len(ways.said) == 1
    assert [request.url for request, _ in ways.asked] == ["http://hw-hall-lamp/"]


def test_nothing_automated_leaves_where_another_hub_is_at_work(ways: Ways) -> None:
    ways.sends(command({BRIGHTNESS: 51}))
    ways.outbox.stood_down = "another hub is at work"

    ways.sends(ON)
    ways.sends(command({POWER: True}, automated=False))

    [(_, still)] = ways.asked
    assert not still()
    assert ways.told == [CommandNotSent(LAMP, 1, "another hub is at work")]
    assert ways.said == [Message("hw-hall-lamp/set", b"on")]


def test_nothing_automated_leaves_once_a_person_froze_the_house(ways: Ways) -> None:
    ways.happens(FREEZE)

    ways.sends(ON)
    ways.sends(command({POWER: True}, automated=False))

    assert ways.said == [Message("hw-hall-lamp/set", b"on")]
    assert ways.told == []


def test_what_was_decided_before_a_hand_does_not_leave_after_it(ways: Ways) -> None:
    ways.happens(PersonSet(device=LAMP, values={POWER: False}, by=BEN))

    ways.sends(ON)

    assert ways.said == []


def test_a_request_is_asked_about_once_more_when_its_turn_comes(ways: Ways) -> None:
    ways.sends(command({BRIGHTNESS: 51}))
    _, still = ways.asked[0]

    before = still()
    ways.happens(FREEZE)

    assert before
    assert not still()


@pytest.mark.parametrize("automated", [True, False])
def test_what_cannot_leave_is_not_kept_but_answered(ways: Ways, automated: bool) -> None:
    ways.up = False

    ways.sends(command({POWER: True}, automated=automated))
    ways.up = True

    assert ways.said == []
    assert ways.told == [CommandNotSent(LAMP, 1, "there is no connection to it")]
    assert ways.outbox.sent == 0


@pytest.mark.parametrize(
    "wish", [command({COLOUR: Kelvin(2700)}), command({POWER: True}, family="other")]
)
def test_what_its_family_cannot_say_is_answered(ways: Ways, wish: Command) -> None:
    ways.sends(wish)

    assert ways.told == [CommandNotSent(LAMP, 1, "its family cannot say this")]


def test_while_nothing_can_be_written_down_only_people_act(ways: Ways) -> None:
    ways.outbox.automation_stopped = "the journal cannot be written: disk full"

    ways.sends(ON)
    ways.sends(command({POWER: False}, automated=False, order=2))

    assert ways.said == [Message("hw-hall-lamp/set", b"off")]
    assert ways.told == [CommandNotSent(LAMP, 1, "the journal cannot be written: disk full")]


def test_a_device_that_is_gone_is_told_nothing(ways: Ways) -> None:
    house: House = ways.house
    del house.devices[LAMP]

    ways.sends(command({POWER: True}, automated=False))

    assert ways.said == []
