"""The whole hub without a broker: how it takes up what outlived it, and that it minds its clock."""

import sqlite3
from pathlib import Path

import pytest

from hub.journal.file import FILE
from hub.view.week import Week
from hub.view.week_kept import FILE as WEEK
from hub.view.week_kept import read_week, write_week
from rules.words.events import DeviceAnnounced, FreezePlaced, OverrideLifted
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, HouseScope
from rules.words.records import Decided
from rules.words.times import HOUR, MINUTE
from rules.words.values import Aspect
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON, OCCUPANCY, house_with, lamp, lux_sensor, policy_of
from tests.hub.e2e.broker import free_port
from tests.hub.e2e.home import HOUSE
from tests.hub.running_engine import MOTION, announcements
from tests.hub.whole_hub import WholeHub, noted, until, written

BEN = Author(via=Via.PAGE)
HALL = AreaScope(AreaId("hall"))
DOUBT = "what people held before the restart could not be read: the house is frozen"
AT_THREE = """\
  at-three:
    kind: schedule
    area: hall
    at: "15:00"
    set: { power: on }
    purpose: Whoever comes from school finds a light.
guardrails:
"""
"""Two hours after noon in Greenwich the clock in Madrid shows three."""


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MONDAY_NOON)


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> WholeHub:
    """A house whose broker is not there."""
    return WholeHub(tmp_path, free_port(), clock)


async def test_what_people_hold_is_there_before_there_is_a_broker(house: WholeHub) -> None:
    async with house.runs() as hub:
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN, until=MONDAY_NOON + HOUR))

    async with house.runs() as hub:
        frozen = hub.house.people.freezes[HALL]

    assert frozen.until == MONDAY_NOON + HOUR
    assert not hub.ready.is_set()


async def test_nothing_live_is_looked_at_before_there_is_a_broker(house: WholeHub) -> None:
    async with house.runs() as hub:
        for message in (*announcements(), MOTION):
            hub.engine.receive(message)
        hub.engine.received()

        known = hub.house.value(DeviceId("hall-motion"), OCCUPANCY)
        decided = [body for body in written(hub) if isinstance(body, Decided)]

    assert known is False
    assert decided == []


async def test_what_ended_while_the_hub_was_away_has_ended(
    house: WholeHub, clock: HandClock
) -> None:
    async with house.runs() as hub:
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN, until=MONDAY_NOON + HOUR))
    clock.passes(2 * HOUR)

    async with house.runs() as hub:
        frozen = HALL in hub.house.people.freezes

    assert not frozen


async def test_a_clock_put_back_while_the_hub_was_away_makes_no_hold_longer(
    house: WholeHub, clock: HandClock
) -> None:
    async with house.runs() as hub:
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN, until=MONDAY_NOON + HOUR))
    clock.is_put(-10 * HOUR)

    async with house.runs() as hub:
        frozen = hub.house.people.freezes[HALL]
        await until(lambda: any("clock was put back" in text for text in noted(hub)))

    assert frozen.until == MONDAY_NOON - 9 * HOUR


async def test_what_cannot_be_read_may_have_been_an_override_so_the_house_is_frozen(
    house: WholeHub,
) -> None:
    async with house.runs() as hub:
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN))
    loses_what_stands(house)

    async with house.runs() as hub:
        await until(lambda: DOUBT in noted(hub))
        frozen = hub.house.people.freezes[HouseScope()]

    assert frozen.by.says == "the hub, in doubt"
    assert frozen.until is None


async def test_the_doubt_outlives_a_restart_but_not_its_release(house: WholeHub) -> None:
    async with house.runs() as hub:
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN))
    loses_what_stands(house)
    async with house.runs() as hub:
        await until(lambda: DOUBT in noted(hub))

    async with house.runs() as hub:
        still = HouseScope() in hub.house.people.freezes
        await hub.engine.told(OverrideLifted(scope=HouseScope(), by=BEN))
    async with house.runs() as hub:
        again = HouseScope() in hub.house.people.freezes
        said = noted(hub)

    assert still
    assert not again
    assert said.count(DOUBT) == 1


def loses_what_stands(house: WholeHub) -> None:
    """Spoil what the journal kept of overrides, as a bad block of the card would."""
    connection = sqlite3.connect(house.state / FILE, isolation_level=None)
    connection.execute("UPDATE standing SET line = 'nonsense' WHERE kind IS NOT NULL")
    connection.close()


async def test_a_point_soon_after_the_clock_was_set_is_not_missed(
    tmp_path: Path, clock: HandClock
) -> None:
    house = WholeHub(tmp_path, free_port(), clock, HOUSE.replace("guardrails:\n", AT_THREE))
    async with house.runs() as hub:
        hub.core.schedule.adopt(hub.house.policy)
        hub.engine.tell(DeviceAnnounced(lamp("Hall lamp")))

        clock.is_put(2 * HOUR - 0.02)
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN, until=MONDAY_NOON + 3 * HOUR))
        clock.passes(0.02)
        await until(lambda: any(isinstance(body, Decided) for body in written(hub)))
        frozen = hub.house.people.freezes[HALL]

    assert frozen.until == MONDAY_NOON + 3 * HOUR


async def test_a_hold_is_not_over_because_somebody_put_the_clock_forward(
    house: WholeHub, clock: HandClock
) -> None:
    async with house.runs() as hub:
        until_then = MONDAY_NOON + 10 * MINUTE
        await hub.engine.told(FreezePlaced(scope=HALL, by=BEN, until=until_then))

        clock.is_put(2 * HOUR)
        await hub.engine.told(FreezePlaced(scope=AreaScope(AreaId("kitchen")), by=BEN))
        frozen = hub.house.people.freezes[HALL]

    assert frozen.until == until_then + 2 * HOUR


async def test_what_was_measured_this_week_outlives_a_restart(house: WholeHub) -> None:
    lux = Aspect("illuminance")
    meter = house_with(policy_of(), lux_sensor("Light meter")).devices[DeviceId("light-meter")]
    week = Week()
    week.note(meter, {lux: 40.0}, MONDAY_NOON)
    house.state.mkdir(mode=0o700)
    write_week(house.state, week)

    async with house.runs():
        (house.state / WEEK).unlink()

    ((key, kept),) = read_week(house.state).readings()
    assert key == (meter.id, lux)
    assert [value for value in kept.values(MONDAY_NOON) if value is not None] == [40.0]
