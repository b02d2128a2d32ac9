"""Times as a household writes them."""

import pytest

from hub.policy.cron import cron
from hub.policy.errors import Misread
from hub.policy.references import Known
from hub.policy.times import day_point, duration, time_of_day
from hub.policy.yaml_lines import Node
from rules.words.times import DAY, HOUR, MINUTE, DayPoint, SunEvent, SunPoint, TimeOfDay

ANYWHERE = Known()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("00:00", TimeOfDay(0)),
        ("6:45", TimeOfDay(405)),
        ("06:45", TimeOfDay(405)),
        ("23:59", TimeOfDay(1439)),
        ("sunset", SunPoint(SunEvent.SUNSET)),
        ("Dawn", SunPoint(SunEvent.DAWN)),
        ("sunset + 15 min", SunPoint(SunEvent.SUNSET, 15)),
        ("sunrise-1 h", SunPoint(SunEvent.SUNRISE, -60)),
        ("dusk - 1 h 30 min", SunPoint(SunEvent.DUSK, -90)),
    ],
)
def test_a_point_of_the_day_is_on_the_clock_or_follows_the_sun(
    written: str, meant: DayPoint
) -> None:
    assert day_point(written, ANYWHERE) == meant


@pytest.mark.parametrize(
    "written",
    ["24:00", "12:60", "1230", "12.30", "12:3", "12:30:00", " 12:30", "١٢:٣٠", "noon", ""],
)
def test_what_is_not_a_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(Misread, match="not a time of day"):
        day_point(written, ANYWHERE)


@pytest.mark.parametrize("written", [None, True, 1350, 22.3])
def test_a_number_is_no_time_of_day(written: Node) -> None:
    with pytest.raises(Misread, match="not a time of day"):
        time_of_day(written, ANYWHERE)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0 s", 0),
        ("90 s", 90),
        ("90s", 90),
        ("5 min", 5 * MINUTE),
        ("1.5 h", 90 * MINUTE),
        ("2 hours", 2 * HOUR),
        ("1 h 30 min", 90 * MINUTE),
        ("1h30min", 90 * MINUTE),
        ("3 Days", 3 * DAY),
    ],
)
def test_a_length_of_time_says_its_unit(written: str, seconds: float) -> None:
    assert duration(written) == seconds


@pytest.mark.parametrize(
    "written", [5, 5.0, "5", "-5 min", "five min", "5 m", "5 min 3", "min", ""]
)
def test_a_length_of_time_without_a_unit_is_refused(written: Node) -> None:
    with pytest.raises(Misread, match="not a length of time"):
        duration(written)


@pytest.mark.parametrize(
    "line",
    [
        "45 6 * * 1-5",
        "*/5 * * * *",
        "0 8-18/2 * * mon-fri",
        "0,15,30 0 1,15 jan-mar *",
        "0 0 * * mon-sun",
        "0 0 * * 7",
    ],
)
def test_a_cron_line_has_five_fields(line: str) -> None:
    for written in (line, f"cron {line}", f'cron "{line}"', f"cron '{line}'"):
        assert cron(written).line == line


@pytest.mark.parametrize(
    "line",
    [
        "45 6 * *",
        "45 6 * * 1-5 *",
        "60 6 * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 32 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "0 0 * * fri-mon",
        "0 0 * * mon/2",
        "0 0 * * mon-5",
        "30-10 * * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "5/10 * * * *",
        "1,,2 * * * *",
        "@daily",
        "\u0665 * * * *",
        "0 0 * * mån",
        'cron "45 6 * * 1-5',
        "",
    ],
)
def test_what_the_timetable_could_not_follow_is_refused(line: str) -> None:
    with pytest.raises(Misread):
        cron(line)
