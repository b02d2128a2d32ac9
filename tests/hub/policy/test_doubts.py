"""What a household is asked to look at, though its file can be taken."""

from pathlib import Path

import pytest

from hub.policy.household import Household
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, taken


def _warnings(household: Household) -> list[str]:
    return [str(warning) for warning in household.warnings]


def test_without_a_time_zone_every_time_is_utc_and_that_is_said(tmp_path: Path) -> None:
    assert _warnings(taken(tmp_path, "people: {}\nhome: { name: A }\n")) == [
        "house.yaml:2: home: `timezone` is missing: every time of day is read as UTC"
    ]


FLOOR = "floor: { kind: light_floor, at_least: 30 %"
CEILING = "ceiling: { kind: brightness_ceiling, at_most: 20 %"


@pytest.mark.parametrize(
    ("floor", "ceiling"),
    [
        ("}", "}"),
        (", areas: [hall] }", "}"),
        (", areas: [hall] }", ", areas: [living-room, hall] }"),
        (", devices: [Hall lamp] }", ", devices: [hall-lamp] }"),
        (", between: [22:00, 01:00] }", ", between: [00:30, 02:00] }"),
        (", between: [22:00, 01:00] }", ", between: [sunset, sunrise] }"),
    ],
)
def test_a_floor_above_a_ceiling_is_a_doubt_where_both_hold(
    tmp_path: Path, floor: str, ceiling: str
) -> None:
    household = taken(tmp_path, f"{A_HOME}guardrails:\n  {CEILING}{ceiling}\n  {FLOOR}{floor}\n")

    assert _warnings(household) == [
        (
            f"house.yaml:{AFTER_A_HOME + 2}: guardrails.floor: at least 30 % here, but `ceiling` "
            "allows at most 20 %: where both hold, nothing is allowed"
        )
    ]


@pytest.mark.parametrize(
    ("floor", "ceiling"),
    [
        (", areas: [hall] }", ", areas: [living-room] }"),
        (", devices: [Hall lamp] }", ", areas: [living-room] }"),
        (", between: [22:00, 01:00] }", ", between: [01:00, 22:00] }"),
    ],
)
def test_a_floor_and_a_ceiling_that_never_meet_are_none(
    tmp_path: Path, floor: str, ceiling: str
) -> None:
    household = taken(tmp_path, f"{A_HOME}guardrails:\n  {CEILING}{ceiling}\n  {FLOOR}{floor}\n")

    assert household.warnings == ()


def test_other_limits_are_not_taken_for_a_ceiling(tmp_path: Path) -> None:
    household = taken(
        tmp_path,
        f"{A_HOME}guardrails:\n  {FLOOR} }}\n"
        "  calm: { kind: change_budget, at_most: 3, within: 1 h }\n"
        "  short: { kind: maximum_on_time, at_most: 5 s }\n"
        "  warm: { kind: colour_ceiling, at_most: 2200 K }\n",
    )

    assert household.warnings == ()


@pytest.mark.parametrize(
    ("hours", "at"),
    [("[22:30, 22:30]", "22:30"), ("[ sunset, SUNSET ]", "sunset"), ("[9:00, 09:00]", "09:00")],
)
def test_hours_that_end_where_they_begin_are_all_of_them(
    tmp_path: Path, hours: str, at: str
) -> None:
    rule = f"guardrails:\n  a: {{ kind: quiet_hours, between: {hours} }}\n"

    assert _warnings(taken(tmp_path, A_HOME + rule)) == [
        (
            f"house.yaml:{AFTER_A_HOME + 1}: guardrails.a.between: it begins and ends at {at}, "
            "which means the whole day"
        )
    ]
