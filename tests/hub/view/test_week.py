"""Seven days of a reading: half-hour means, drawn as a line, and told in words and numbers."""

import math
import re
from zoneinfo import ZoneInfo

import pytest

from hub.balance.drawing import Chart
from hub.view.week import SLOT, SLOTS, Reading, week_chart
from rules.words.times import DAY
from rules.words.values import Aspect
from tests.houses import MONDAY_NOON

UTC = ZoneInfo("UTC")
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 340 120" role="img" '
    'aria-labelledby="week-temperature-title" aria-describedby="week-temperature-desc">'
    '<title id="week-temperature-title">Temperature in seven days</title>'
    '<desc id="week-temperature-desc">Between -1.0 °C and 3.0 °C, 1.0 °C at last.</desc>'
    '<path class="scale" d="M0 6.0H340"/><path class="scale" d="M0 60.0H340"/>'
    '<path class="scale" d="M0 114.0H340"/>'
    '<polyline class="now" points="24.3,114.0 72.9,6.0"/>'
    '<polyline class="now" points="170.0,60.0 218.6,33.0 267.1,60.0 315.7,60.0"/></svg>'
)


def drawn(*values: float | None) -> Chart:
    return week_chart(Aspect("temperature"), "°C", values, MONDAY_NOON, UTC)


def test_a_week_is_drawn_as_a_line_that_is_broken_where_nothing_was_measured() -> None:
    chart = drawn(-1.0, 3.0, None, 1.0, 2.0, 1.0, 1.0)

    assert chart.svg == DRAWN
    assert chart.scale == ("3", "1", "-1")
    assert chart.marks == ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")
    assert chart.rows[:3] == (
        ("Tue", "-1.0 °C", "-1.0 °C"),
        ("Wed", "3.0 °C", "3.0 °C"),
        ("Thu", "-", "-"),
    )


@pytest.mark.parametrize("values", [(20.0, 20.0), (-7.3, -7.1), (1e6, 2e6), (0.0, 0.1)])
def test_every_line_stays_on_its_field(values: tuple[float, float]) -> None:
    points = re.findall(r"[\d.]+,([\d.-]+)", drawn(*values, *[values[0]] * 5).svg)

    assert all(6 <= float(down) <= 114 for down in points)


def test_what_is_measured_in_one_half_hour_is_one_mean() -> None:
    reading = Reading(MONDAY_NOON)

    for number, value in enumerate((10.0, 20.0, 60.0)):
        reading.note(value, MONDAY_NOON + 60 * number)
    reading.note(5.0, MONDAY_NOON + SLOT)
    reading.note(1e9, MONDAY_NOON)
    reading.note(math.nan, MONDAY_NOON + SLOT)

    values = reading.values(MONDAY_NOON + SLOT)
    assert len(values) == SLOTS
    assert values[-2:] == [30.0, 5.0]
    assert values[:-2] == [None] * (SLOTS - 2)


def test_what_is_older_than_a_week_is_forgotten() -> None:
    reading = Reading(MONDAY_NOON)
    reading.note(10.0, MONDAY_NOON)

    assert reading.values(MONDAY_NOON + 7 * DAY - SLOT)[0] == 10.0
    assert reading.values(MONDAY_NOON + 7 * DAY) == [None] * SLOTS
    reading.note(20.0, MONDAY_NOON + 30 * DAY)
    assert reading.values(MONDAY_NOON + 30 * DAY) == [*[None] * (SLOTS - 1), 20.0]
