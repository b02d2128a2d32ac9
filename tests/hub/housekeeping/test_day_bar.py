"""The day as a bar: each schedule in its row, with the hours it is at work."""

from xml.etree import ElementTree as ET

from devices.agents.circadian import Circadian
from devices.agents.schedule import Schedule
from hub.balance.drawing import WIDTH
from hub.housekeeping.day_bar import QUARTERS, day_bar
from rules.agent import Agent
from rules.house import House
from rules.words.days import Weekday
from rules.words.ids import AgentId, AreaId
from rules.words.times import TimeOfDay
from rules.words.values import POWER
from tests.houses import MONDAY_NOON, house_with, policy_of, room

HALL = AreaId("hall")
RECT = "{http://www.w3.org/2000/svg}rect"


def schedule(name: str, hour: int, until: int | None = None, *days: Weekday) -> Schedule:
    end = None if until is None else TimeOfDay(until * 60)
    return Schedule(
        id=AgentId(name),
        at=TimeOfDay(hour * 60),
        until=end,
        set_={POWER: True},
        area=HALL,
        days=days,
    )


def home(*agents: Agent) -> House:
    return house_with(policy_of(room("Hall", "Hall lamp"), *agents))


def test_each_schedule_has_its_row_and_its_hours() -> None:
    chart = day_bar(home(schedule("morning", 6), schedule("evening", 18, 24 - 1)), MONDAY_NOON)

    assert chart is not None
    blocks = [block.attrib for block in ET.fromstring(chart.svg).iter(RECT)]
    assert chart.rows == (("Evening", "from 18:00 to 23:00"), ("Morning", "at 06:00"))
    assert chart.finding == "Today Evening runs from 18:00 to 23:00 and Morning runs at 06:00."
    assert [float(block["x"]) for block in blocks] == [WIDTH * 0.75, WIDTH * 0.25]
    assert float(blocks[0]["width"]) == round(WIDTH * 5 / 24, 1)
    assert (chart.scale, chart.marks) == (("Evening", "Morning"), QUARTERS)


def test_what_lasts_into_the_night_ends_with_the_day() -> None:
    chart = day_bar(home(schedule("night", 22, 6)), MONDAY_NOON)

    assert chart is not None
    (block,) = ET.fromstring(chart.svg).iter(RECT)
    assert float(block.attrib["x"]) + float(block.attrib["width"]) <= WIDTH + 0.1
    assert chart.rows == (("Night", "from 22:00 to 06:00"),)


def test_what_does_not_run_today_has_no_row() -> None:
    quiet = home(
        schedule("sunday", 9, None, Weekday.SUN), Circadian(id=AgentId("light"), area=HALL)
    )

    assert day_bar(quiet, MONDAY_NOON) is None
