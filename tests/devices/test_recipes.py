"""The words of a recipe: its tests, and what no rule may be."""

import pytest

from devices.recipes import SUN_DOWN, SUN_UP, Press, Rule
from rules.words.ids import Ref
from rules.words.readings import Above, Below, Equals, Reading, Test
from rules.words.times import HOUR, Duration, SunEvent, SunPoint, TimeOfDay
from rules.words.values import POWER, Value
from tests.houses import CONTACT

ON = {Ref("Porch lamp"): {POWER: True}}
AT_SEVEN = TimeOfDay(7 * 60)
DOOR_OPENS = Reading(Ref("Porch door"), CONTACT, Equals(True))


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        (Equals(True), True, True),
        (Equals(True), False, False),
        (Equals(True), 1, False),
        (Equals(1), True, False),
        (Equals(20), 20.0, True),
        (Equals("open"), "open", True),
        (Equals("open"), None, False),
        (Below(40), 39.9, True),
        (Below(40), 40, False),
        (Below(40), None, False),
        (Below(40), False, False),
        (Below(40), "12", False),
        (Above(40), 41, True),
        (Above(40), 40, False),
        (Above(40), None, False),
        (Above(0), True, False),
    ],
)
def test_a_test_holds_for_what_it_says_and_never_for_the_unknown(
    test: Test, value: Value, holds: bool
) -> None:
    assert test.holds(value) is holds


def test_the_sun_is_up_from_sunrise_to_sunset() -> None:
    assert SUN_UP.start == SUN_DOWN.end == SunPoint(SunEvent.SUNRISE)
    assert SUN_UP.end == SUN_DOWN.start == SunPoint(SunEvent.SUNSET)


def test_a_rule_needs_something_that_sets_it_off_and_something_to_do() -> None:
    with pytest.raises(ValueError, match="`when` names nothing"):
        Rule(when=(), then=ON)
    with pytest.raises(ValueError, match="`then` names no device"):
        Rule(when=(AT_SEVEN,), then={})


@pytest.mark.parametrize("trigger", [DOOR_OPENS, Press(Ref("Button"), "single")])
def test_what_an_event_sets_off_stands_for_two_hours_at_most(trigger: Reading | Press) -> None:
    assert Rule(when=(trigger,), then=ON, for_=Duration(2 * HOUR)).for_ == 2 * HOUR
    with pytest.raises(ValueError, match="at most 2 h"):
        Rule(when=(AT_SEVEN, trigger), then=ON, for_=Duration(3 * HOUR))


def test_what_time_sets_off_may_stand_for_longer_but_not_for_nothing() -> None:
    assert Rule(when=(AT_SEVEN,), then=ON, for_=Duration(10 * HOUR)).for_ == 10 * HOUR
    with pytest.raises(ValueError, match="longer than nothing"):
        Rule(when=(AT_SEVEN,), then=ON, for_=Duration(0))
