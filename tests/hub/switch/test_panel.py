"""The panel: each line is read at once, at its edges, soon after and each second."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from hub.switch.panel import LOOK_AFTER, Panel, lines
from rules.house import House
from rules.people.switch import Contact
from rules.policy import Policy
from rules.step import step
from rules.words.events import Event, PolicyAdopted, SwitchRead
from rules.words.ids import Ref, SwitchId
from rules.words.people import Freeze, HouseScope
from rules.words.switches import Gpio, OfDevice, Simulated, Switch, SwitchKind, UsbKey
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.fakes.line import HandLine
from tests.houses import MONDAY_NOON
from tests.hub.whole_hub import until

RED, BLUE = SwitchId("red-switch"), SwitchId("blue-switch")
SOON = 0.01


def switch(id_: SwitchId = RED, gpio: int = 17) -> Switch:
    return Switch(id=id_, kind=SwitchKind.LATCHING, line=Gpio(gpio=gpio))


class Heard:
    """A house that is told of the lines, and in which lane."""

    def __init__(self, *switches: Switch) -> None:
        self.house = House()
        self.adopts(*switches)
        self.first: list[SwitchRead] = []
        """What went before all else."""
        self.after: list[SwitchRead] = []
        """What waited for its turn."""

    def adopts(self, *switches: Switch) -> None:
        policy = Policy(switches={known.id: known for known in switches})
        step(self.house, PolicyAdopted(policy), MONDAY_NOON)

    def tell(self, event: Event) -> None:
        self._take(event, self.after)

    def tell_of_person(self, event: Event) -> None:
        self._take(event, self.first)

    def _take(self, event: Event, lane: list[SwitchRead]) -> None:
        assert isinstance(event, SwitchRead)
        lane.append(event)
        step(self.house, event, MONDAY_NOON)

    @property
    def levels(self) -> list[bool | None]:
        return [read.closed for read in (*self.after, *self.first)]

    @property
    def engaged(self) -> set[SwitchId]:
        return set(self.house.people.switches)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MONDAY_NOON)


@asynccontextmanager
async def running(
    heard: Heard, clock: HandClock, *made: HandLine, every: float = SOON
) -> AsyncIterator[Panel]:
    """Read these lines, one for each switch, for the length of the block."""
    waiting = iter(made)
    panel = Panel(heard.house, heard, clock, lambda _: next(waiting), every=every)
    panel.adopt(heard.house.policy.switches)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(panel.run(), name="panel")
        yield panel
        task.cancel()
    panel.close()


async def test_a_line_is_read_at_once_when_it_is_taken_in_and_after_its_policy(
    clock: HandClock,
) -> None:
    heard = Heard(switch())

    async with running(heard, clock, HandLine(closed=True), every=60):
        pass

    assert [read.closed for read in heard.after] == [True]
    assert heard.engaged == {RED}


async def test_an_edge_is_told_before_all_else_with_its_own_moment(clock: HandClock) -> None:
    heard, line = Heard(switch()), HandLine()

    async with running(heard, clock, line, every=60):
        line.turns(True, at=999.5)

    assert heard.first == [SwitchRead(switch=RED, closed=True, at=999.5)]
    assert heard.engaged == {RED}


async def test_after_an_edge_the_line_is_looked_at_again_when_it_has_settled(
    clock: HandClock,
) -> None:
    heard, line = Heard(switch()), HandLine(closed=True)

    async with running(heard, clock, line, every=60):
        line.turns(False, at=clock.monotonic())
        clock.passes(LOOK_AFTER)
        await until(lambda: not heard.engaged)

    assert [read.closed for read in heard.first] == [False, False]


async def test_a_line_that_stands_open_at_the_start_is_looked_at_again_when_it_has_settled(
    clock: HandClock,
) -> None:
    heard = Heard(switch())
    by = Author(via=Via.SWITCH, switch=RED)
    heard.house.people.switches[RED] = Freeze(scope=HouseScope(), by=by, since=MONDAY_NOON)

    async with running(heard, clock, HandLine(), every=60):
        still = set(heard.engaged)
        clock.passes(LOOK_AFTER)
        await until(lambda: not heard.engaged)

    assert still == {RED}


async def test_a_lost_edge_is_made_good_by_the_look_each_second(clock: HandClock) -> None:
    heard, line = Heard(switch()), HandLine()
    line.tells = False

    async with running(heard, clock, line):
        line.turns(True, at=clock.monotonic())
        await until(lambda: heard.engaged)
        line.turns(False, at=clock.monotonic())
        await until(lambda: heard.levels[-1] is False)
        clock.passes(LOOK_AFTER)
        await until(lambda: not heard.engaged)


async def test_a_line_that_is_lost_is_said_once_tried_again_and_said_when_it_is_back(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "homerule")
    heard, line = Heard(switch()), HandLine(closed=True)

    async with running(heard, clock, line):
        line.cut = "it was unplugged"
        await until(lambda: heard.levels.count(None) > 2)
        unplugged = line.watched
        still = set(heard.engaged)
        line.cut = ""
        await until(lambda: line.opened == 2)
        await until(lambda: heard.levels[-1] is True)

    assert not unplugged
    assert still == {RED}
    assert caplog.messages == [
        "the red switch cannot be read: it was unplugged; it is tried again",
        "the red switch can be read again",
    ]


async def test_a_line_that_cannot_be_read_at_the_start_is_in_doubt_until_it_can(
    clock: HandClock,
) -> None:
    heard, line = Heard(switch()), HandLine(cut="gpiod is not installed")

    async with running(heard, clock, line):
        doubted = set(heard.engaged)
        line.cut = ""
        await until(lambda: line.opened)
        clock.passes(LOOK_AFTER)
        await until(lambda: not heard.engaged)

    assert doubted == {RED}
    assert heard.after[0].why == "gpiod is not installed"


async def test_one_line_that_is_lost_does_not_keep_the_others_from_being_read(
    clock: HandClock,
) -> None:
    heard = Heard(switch(RED), switch(BLUE, 18))
    broken, sound = HandLine(cut="no such line"), HandLine()

    async with running(heard, clock, broken, sound):
        sound.turns(True, at=clock.monotonic())

    assert heard.engaged == {RED, BLUE}


async def test_another_policy_reads_what_is_new_and_lets_go_of_what_is_gone(
    clock: HandClock,
) -> None:
    heard = Heard(switch(RED), switch(BLUE, 18))
    red, blue, other = HandLine(), HandLine(), HandLine(closed=True)

    async with running(heard, clock, red, blue, other, every=60) as panel:
        heard.adopts(switch(BLUE, 18), switch(SwitchId("green-switch"), 19))
        panel.adopt(heard.house.policy.switches)
        watched = red.watched, blue.watched, other.watched

    assert watched == (False, True, True)
    assert blue.opened == 1
    assert heard.engaged == {"green-switch"}


async def test_at_its_end_it_lets_go_of_every_line(clock: HandClock) -> None:
    heard, line = Heard(switch()), HandLine()

    async with running(heard, clock, line):
        pass

    assert not line.watched


async def test_a_device_that_nobody_heard_of_is_in_doubt_after_a_while(clock: HandClock) -> None:
    of_device = Switch(id=RED, kind=SwitchKind.LATCHING, line=OfDevice(device=Ref("Red box")))
    known = replace(of_device, id=BLUE, line=OfDevice(device=Ref("Blue box")))
    heard = Heard()
    heard.house.link_up = False
    heard.adopts(of_device, known)
    heard.house.contacts[BLUE, known.line] = Contact(seen=True)
    panel = Panel(heard.house, heard, clock, lambda _: None, every=SOON)
    panel.adopt(heard.house.policy.switches)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(panel.run(), name="panel")
        await asyncio.sleep(5 * SOON)
        patient = set(heard.engaged)
        clock.passes(6)
        await until(lambda: heard.engaged)
        task.cancel()

    assert not patient
    assert [read.switch for read in heard.first] == [RED]


@pytest.fixture
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Switch], object]:
    return lines(tmp_path_factory.mktemp("state"), HandClock(MONDAY_NOON))


@pytest.mark.parametrize(
    ("line", "sort"),
    [
        (Gpio(gpio=17), "GpioLine"),
        (UsbKey(usb="B", key="KEY_F13"), "UsbLine"),
        (Simulated(simulated="red"), "SimulatedLine"),
        (OfDevice(device=Ref("Red box")), "NoneType"),
    ],
)
def test_each_sort_of_line_is_made_and_touches_nothing_yet(
    make: Callable[[Switch], object], line: Gpio | UsbKey | Simulated | OfDevice, sort: str
) -> None:
    made = make(Switch(id=RED, kind=SwitchKind.LATCHING, line=line))

    assert type(made).__name__ == sort
