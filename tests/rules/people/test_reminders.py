"""What people hold without an end is said again, by day, and over any restart."""

from dataclasses import replace

import pytest

from rules.explain import HouseNames, record_sentence
from rules.policy import Home, Policy
from rules.restore import restore
from rules.step import step
from rules.words.effects import Record
from rules.words.events import ClockStepped, PolicyAdopted, TimePassed
from rules.words.ids import DecisionId
from rules.words.people import Freeze, HouseScope, Override
from rules.words.records import Reminded
from rules.words.times import DAY, HOUR, MINUTE, Duration, Moment, TimeOfDay, Window
from rules.words.values import POWER
from tests.houses import MONDAY_NOON, lamp, policy_of, room
from tests.story import Story

QUIET = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
HOUSE = HouseScope()


def hall(home: Home | None = None) -> Story:
    return Story(policy_of(room("Hall", "Hall lamp"), home=home), [lamp("Hall lamp")])


def reminders(story: Story) -> list[Freeze | Override]:
    return [record.held for record in story.records if isinstance(record, Reminded)]


def moments(story: Story) -> list[float]:
    """Return how many hours after noon of that Monday people were reminded."""
    return [((held.reminded or 0.0) - MONDAY_NOON) / HOUR for held in reminders(story)]


def test_a_freeze_without_an_end_is_said_every_twelve_hours() -> None:
    story = hall()
    story.freezes("house")

    story.passes(DAY + HOUR)

    assert moments(story) == [12, 24]
    assert {held.scope for held in reminders(story)} == {HOUSE}


def test_what_was_set_without_an_end_is_said_too() -> None:
    story = hall()
    story.overrides("area/hall", {POWER: False})
    story.overrides("device/hall-lamp", {POWER: False})

    story.passes(12 * HOUR)

    assert [str(held.scope) for held in reminders(story)] == ["area/hall", "device/hall-lamp"]


def test_what_has_an_end_of_its_own_is_not_said() -> None:
    story = hall()
    story.freezes("house", until=story.now + 2 * DAY)
    story.overrides("area/hall", {POWER: False}, until=story.now + 2 * DAY)

    story.passes(DAY)

    assert reminders(story) == []


def test_what_was_given_an_end_later_is_not_said_any_more() -> None:
    story = hall()
    story.freezes("house")
    story.passes(HOUR)

    story.freezes("house", until=story.now + 2 * DAY)
    story.passes(DAY)

    assert reminders(story) == []


def test_who_released_it_hears_no_more_of_it() -> None:
    story = hall()
    story.freezes("house")
    story.passes(13 * HOUR)

    story.releases("house")
    story.passes(DAY)

    assert moments(story) == [12]


def test_twelve_hours_count_from_the_newest_freeze() -> None:
    story = hall()
    story.freezes("house")
    story.passes(11 * HOUR)

    story.releases("house")
    story.freezes("house")
    story.passes(12 * HOUR)

    assert moments(story) == [23]


def test_of_a_freeze_and_a_set_of_one_scope_each_has_its_own_hours() -> None:
    story = hall()
    story.freezes("house")
    story.passes(4 * HOUR)
    story.overrides("house", {POWER: False})

    story.passes(DAY)

    said = [(type(held), at) for held, at in zip(reminders(story), moments(story), strict=True)]
    assert said == [(Freeze, 12), (Override, 16), (Freeze, 24), (Override, 28)]


def test_nobody_is_reminded_in_the_quiet_hours_but_at_their_end() -> None:
    story = hall(Home(quiet_hours=QUIET))
    story.freezes("house")

    story.passes(2 * DAY)

    assert moments(story) == [18.5, 30.5, 42.5]


def test_the_household_may_be_reminded_more_often_or_less() -> None:
    often, seldom = (hall(Home(remind_every=Duration(every))) for every in (30 * MINUTE, 20 * HOUR))
    for story in (often, seldom):
        story.freezes("house")
        story.passes(DAY)

    assert len(reminders(often)) == 48
    assert moments(seldom) == [20]


@pytest.mark.parametrize("every", [0.0, 14 * MINUTE])
def test_reminders_that_nobody_would_read_any_more_are_refused(every: float) -> None:
    with pytest.raises(ValueError, match="remind_every"):
        Home(remind_every=Duration(every))


def test_a_new_policy_counts_from_the_next_reminder_on() -> None:
    story = hall()
    story.freezes("house")
    story.passes(HOUR)

    policy = replace(story.house.policy, home=Home(remind_every=Duration(2 * HOUR)))
    story.happens(PolicyAdopted(policy))
    story.passes(2 * HOUR)

    assert moments(story) == [2]


def restarted(story: Story, now: Moment, policy: Policy) -> list[Reminded]:
    """Return of what people are reminded after a start, from what was kept alone."""
    story.house = type(story.house)()
    restore(story.house, story.kept.values(), (), ids={}, next_decision=DecisionId(1))
    effects = step(story.house, PolicyAdopted(policy), now)
    effects += step(story.house, TimePassed(), now)
    records = [effect.body for effect in effects if isinstance(effect, Record)]
    return [record for record in records if isinstance(record, Reminded)]


@pytest.mark.parametrize(("after", "said"), [(11.0, 0), (12.0, 1), (40.0, 1)])
def test_a_reminder_that_fell_due_while_the_hub_was_away_comes_once_after_the_start(
    after: float, said: int
) -> None:
    story = hall()
    story.freezes("house")

    heard = restarted(story, MONDAY_NOON + after * HOUR, story.house.policy)

    assert len(heard) == said


def test_a_start_repeats_no_reminder_that_was_given() -> None:
    story = hall()
    story.freezes("house")
    story.passes(12 * HOUR)
    policy = story.house.policy

    assert restarted(story, story.now + 11 * HOUR, policy) == []
    assert len(restarted(story, story.now + 12 * HOUR, policy)) == 1


def test_a_start_in_the_night_wakes_nobody() -> None:
    story = hall(Home(quiet_hours=QUIET))
    story.freezes("house")

    assert restarted(story, MONDAY_NOON + 14 * HOUR, story.house.policy) == []


def test_a_set_clock_makes_no_reminder_early_or_late() -> None:
    story = hall()
    story.freezes("house")
    story.passes(HOUR)

    story.now += 20 * HOUR
    story.happens(ClockStepped(20 * HOUR))
    assert reminders(story) == []

    story.passes(11 * HOUR)
    assert moments(story) == [32]

    story.now -= 20 * HOUR
    story.happens(ClockStepped(-20 * HOUR))
    story.passes(11 * HOUR)
    assert len(reminders(story)) == 1
    story.passes(HOUR)
    assert len(reminders(story)) == 2


def test_a_reminder_says_who_since_when_and_how_long() -> None:
    story = hall()
    story.freezes("house")
    story.overrides("device/hall-lamp", {POWER: False})
    story.passes(36 * HOUR)
    names = HouseNames(story.house)

    frozen, held = [
        record_sentence(record, story.now, names)
        for record in story.records
        if isinstance(record, Reminded)
    ][-2:]

    since = "at 12:00 on 10 Nov"
    assert frozen == (
        f"The house is still frozen after 1 day 12 hours: ben froze it over MQTT {since}; "
        "frozen until somebody releases it."
    )
    assert held == (
        f"Hall lamp is still held after 1 day 12 hours: ben switched it off over MQTT {since}; "
        "held until somebody releases it."
    )
