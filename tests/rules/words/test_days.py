"""Days of the week: which of them a moment belongs to, and how people say them."""

import pytest

from rules.words.days import WEEK, Weekday, days_text, is_meant
from rules.words.times import SunEvent, SunPoint, TimeOfDay, Window

MON, TUE, WED, THU, FRI, SAT, SUN = WEEK
NIGHT = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
BRIGHT = Window(SunPoint(SunEvent.SUNRISE), SunPoint(SunEvent.SUNSET))


@pytest.mark.parametrize(
    ("days", "minute", "day", "meant"),
    [
        ((FRI,), 23 * 60, FRI, True),
        ((FRI,), 6 * 60, SAT, True),
        ((FRI,), 6 * 60, FRI, False),
        ((FRI,), 23 * 60, SAT, False),
        ((SUN,), 60, MON, True),
        ((MON,), 60, MON, False),
    ],
)
def test_what_goes_on_after_midnight_is_of_the_day_on_which_it_began(
    *, days: tuple[Weekday, ...], minute: int, day: Weekday, meant: bool
) -> None:
    assert is_meant(days, NIGHT, (minute, WEEK.index(day)), None) is meant


def test_without_hours_a_day_goes_from_midnight_to_midnight() -> None:
    assert [is_meant((SAT, SUN), None, (0, day), None) for day in range(7)] == [False] * 5 + [
        True,
        True,
    ]


@pytest.mark.parametrize(("day", "meant"), [(WED, False), (FRI, None), (SAT, None), (SUN, True)])
def test_while_the_suns_times_are_unknown_only_what_is_so_on_both_days_is_known(
    *, day: Weekday, meant: bool | None
) -> None:
    days = (MON, FRI, SUN, SAT) if meant else (FRI,)

    assert is_meant(days, BRIGHT, (60, WEEK.index(day)), None) is meant


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((MON,), "Monday"),
        ((SUN, SAT), "Saturday and Sunday"),
        ((MON, TUE, WED, THU, FRI), "Monday to Friday"),
        ((MON, WED, FRI), "Monday, Wednesday and Friday"),
        ((SUN, MON, TUE, WED, THU), "Sunday to Thursday"),
        (WEEK, "Monday to Sunday"),
    ],
)
def test_days_are_told_as_people_say_them(days: tuple[Weekday, ...], text: str) -> None:
    assert days_text(days) == text
