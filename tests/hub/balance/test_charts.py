"""Charts are drawn as they were agreed on, and say in words and numbers what they show.

What they look like is kept beside this file; `HOMERULE_REDRAW=1` draws them anew, to look at.
"""

import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hub.balance.charts import charts
from hub.balance.drawing import Chart, Drawing, round_top, whole
from rules.balance.day import Day, together
from tests.hub.balance.samples import WEEK, WEEK_BEFORE, week

DRAWN = Path(__file__).parent / "drawn"
ALL = charts(WEEK, WEEK_BEFORE)
SVG = "{http://www.w3.org/2000/svg}"


def chart(name: str) -> Chart:
    return next(one for one in ALL if one.id == name)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_chart_is_drawn_as_it_was_agreed_on(one: Chart) -> None:
    kept = DRAWN / f"{one.id}.svg"
    drawn = re.sub(r">(?=<)", ">\n", one.svg) + "\n"
    if os.environ.get("HOMERULE_REDRAW"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn)

    assert drawn == kept.read_text()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_chart_names_itself_and_its_finding_first(one: Chart) -> None:
    picture = ET.fromstring(one.svg)

    title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")

    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == (one.title, one.finding)
    assert picture.get("aria-labelledby") == title.get("id")
    assert picture.get("aria-describedby") == desc.get("id")
    assert one.finding.endswith(".")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_chart_has_its_numbers_as_a_table(one: Chart) -> None:
    assert all(len(row) == len(one.columns) for row in one.rows)
    assert len(one.rows) == (5 if one.id == "outcomes" else 7)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_chart_is_small(one: Chart) -> None:
    assert len(one.svg) < 4096


def test_what_the_week_comes_to_is_said() -> None:
    assert [one.finding for one in ALL] == [
        "People made 44 % of the changes; the most on one day were 51, on Fri 14 Nov.",
        "People undid 11 % of what agents changed; in the 7 days before it was 17 %.",
        "People were asked 4 times, and left 2 of that unanswered.",
        "A light answers its sensor in 48 ms, and 95 of 100 times in 227 ms.",
        "Of 125 wishes of agents: 85 allowed, 12 limited, 8 held back and 20 refused.",
    ]


def test_the_table_tells_the_same_as_the_bars() -> None:
    whole_week = together(day for _, day in WEEK)

    rows = chart("who").rows
    bars = chart("who").svg.count('class="people"')

    assert rows[2] == ("Wed 12 Nov", "30", "2", "10", "1")
    assert sum(int(row[1]) for row in rows) == whole_week.people
    assert bars == sum(day.people > 0 for _, day in WEEK)


def test_of_one_day_only_what_makes_sense_is_drawn() -> None:
    assert [one.id for one in charts(WEEK[-1:], WEEK[-2:-1])] == ["outcomes"]


def test_a_house_in_which_nothing_happened_says_so() -> None:
    empty = charts(week(Day()), week(Day()))

    assert [one.finding for one in empty] == [
        "Nothing was changed in these days.",
        "Agents changed nothing in these days.",
        "Nobody was asked anything in these days.",
        "No sensor switched a light in these days.",
        "Agents wished nothing in these days.",
    ]
    assert all("nan" not in one.svg for one in empty)


def test_a_line_is_broken_where_there_is_no_value() -> None:
    drawing = Drawing(top=10, count=6)

    drawing.line([1, 2, None, 4, None, None], "now")

    assert [shape.split(" ")[0] for shape in drawing.shapes] == ["<polyline", "<circle"]


def test_a_text_in_a_chart_is_only_ever_text() -> None:
    drawn = whole([], "x", "<script>1</script>", 'a "b" & <c>', 10)

    assert "<script>" not in drawn
    assert ET.fromstring(drawn).find(f"{SVG}desc") is not None


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (7, 8), (9, 10), (51, 60), (180, 200)]
)
def test_a_scale_ends_at_a_round_number(highest: float, top: float) -> None:
    assert round_top(highest) == top
