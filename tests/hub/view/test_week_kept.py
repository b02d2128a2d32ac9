"""What was measured this week is known again after a restart, as far as it can be read."""

from pathlib import Path

import pytest

from hub.view.week import SLOT, Week
from hub.view.week_kept import FILE, read_week, write_week
from rules.words.times import DAY, Moment
from rules.words.values import Aspect
from tests.houses import MONDAY_NOON, device_in, house_with, lux_sensor, policy_of

LUX = Aspect("illuminance")
HOUSE = house_with(policy_of(), lux_sensor("Hall light meter"))
METER = HOUSE.devices[device_in(HOUSE, "Hall light meter")]


def measured(week: Week, *values: float, begin: Moment = MONDAY_NOON) -> Week:
    for number, value in enumerate(values):
        week.note(METER, {LUX: value}, begin + number * SLOT)
    return week


def known(week: Week, now: Moment) -> list[float]:
    return [
        value
        for _, reading in week.readings()
        for value in reading.values(now)
        if value is not None
    ]


def test_a_restart_goes_on_with_the_line_and_with_the_mean_of_its_half_hour(
    tmp_path: Path,
) -> None:
    write_week(tmp_path, measured(Week(), 10.0, 20.0))

    week = read_week(tmp_path)
    later = MONDAY_NOON + SLOT + 60
    week.note(METER, {LUX: 40.0}, later)

    assert known(week, later) == [10.0, 30.0]


def test_what_is_older_than_a_week_is_not_shown_again(tmp_path: Path) -> None:
    write_week(tmp_path, measured(Week(), 10.0, 20.0))

    later = MONDAY_NOON + 8 * DAY
    week = measured(read_week(tmp_path), 5.0, begin=later)

    assert known(week, later) == [5.0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"form": 2, "lines": []}',
        b'{"form":1,"lines":[{"device":"d","aspect":"a","last":1,"count":1,"means":"AAAA"}]}',
        b'{"form":1,"lines":[{"device":"d","aspect":"a","last":1,"count":1,"means":"?"}]}',
    ],
)
def test_a_file_that_is_damaged_or_of_another_form_begins_the_week_anew(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)

    week = read_week(tmp_path)

    assert list(week.readings()) == []
    assert known(measured(week, 7.0), MONDAY_NOON) == [7.0]


def test_the_file_is_for_its_owner_alone_and_a_full_disk_costs_no_more_than_the_line(
    tmp_path: Path,
) -> None:
    write_week(tmp_path, measured(Week(), 10.0))
    write_week(tmp_path / "not" / "there", measured(Week(), 10.0))

    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]
