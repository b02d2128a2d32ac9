"""Stories of questions that close by themselves: what they rested on is gone."""

from dataclasses import replace
from typing import Final

import pytest

from devices.agents.circadian import Circadian
from devices.agents.forgotten_light import ForgottenLight
from devices.agents.outside import Outside
from devices.agents.recipe import Recipe
from devices.agents.schedule import Schedule
from devices.recipes import Rule
from rules.agent import Agent, Tier
from rules.words.asks import Otherwise
from rules.words.events import Proposed, ScheduleReached
from rules.words.ids import AgentId, DeviceId, GuardrailId, PersonId, Ref
from rules.words.prompts import Answer
from rules.words.readings import Below, Equals, Reading
from rules.words.times import HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.houses import ILLUMINANCE, OCCUPANCY, lamp, lux_sensor, motion_sensor, policy_of, room
from tests.rules.asked import (
    ASKS,
    HALL,
    LIT,
    MOTION,
    PEOPLE,
    AsksFirst,
    answers,
    asked,
    asking_hall,
    closed,
    ends,
    prompts,
    refusals,
    somebody_comes,
)
from tests.story import Story

OFF: Final[Values] = {POWER: False}
NOON: Final = TimeOfDay(12 * 60)
LAMP: Final = DeviceId("hall-lamp")


def test_it_closes_when_nobody_is_there_any_more() -> None:
    story = asking_hall()
    somebody_comes(story)
    (prompt,) = asked(story)

    story.reads("Hall motion", occupancy=False)

    assert (asked(story), closed(story)) == ([], [("moot", "nobody is there any more")])
    assert ends(story) == [(1, "moot", "nobody is there any more")]
    answers(story, Answer.YES, prompt=prompt.id)
    assert story.commands == []
    assert refusals(story)[-1].endswith("there is nothing to be asked any more")


def test_it_stays_open_while_another_sensor_sees_somebody() -> None:
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion", "Hall radar"), MOTION, ASKS)
    parts = [lamp("Hall lamp"), motion_sensor("Hall motion"), motion_sensor("Hall radar")]
    story = Story(policy, parts)
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall radar", occupancy=True)
    story.reads("Hall motion", occupancy=True)

    story.reads("Hall motion", occupancy=False)
    assert len(asked(story)) == 1
    story.reads("Hall radar", occupancy=False)

    assert closed(story) == [("moot", "nobody is there any more")]


def test_whoever_comes_again_is_asked_about_again() -> None:
    story = asking_hall()
    somebody_comes(story)

    somebody_comes(story)

    assert len(prompts(story)) == 2
    assert len(asked(story)) == 1


def test_a_yes_that_crosses_with_the_end_of_what_was_seen_lights_nothing() -> None:
    story = asking_hall()
    somebody_comes(story)
    # Known, and not looked at yet: as where time alone took it away.
    story.house.conditions[DeviceId("hall-motion")].values[OCCUPANCY] = False

    answers(story, Answer.YES)

    assert story.commands == []
    assert closed(story) == [("moot", "nobody is there any more")]
    assert refusals(story)[-1].endswith("there is nothing to be asked any more")


@pytest.mark.parametrize("said", [Answer.YES, Answer.LOWER])
def test_after_a_yes_the_light_goes_as_soon_after_the_last_as_without_the_question(
    said: Answer,
) -> None:
    story = asking_hall(replace(MOTION, off_after=Duration(5 * MINUTE)), ASKS)
    somebody_comes(story)
    story.passes(MINUTE)
    answers(story, said)
    assert len(story.commands) == 1

    story.passes(MINUTE)
    story.reads("Hall motion", occupancy=False)
    story.passes(5 * MINUTE - 1)
    assert len(story.commands) == 1
    story.passes(1)

    assert story.sent("Hall lamp")[1:] == [OFF]
    assert len(prompts(story)) == 1


def test_a_yes_gives_no_longer_than_the_wish_had_when_it_was_asked() -> None:
    story = asking_hall()
    somebody_comes(story)
    (prompt,) = asked(story)
    story.passes(MINUTE)

    answers(story, Answer.YES)

    claim = story.house.claim_of(MOTION.id, LAMP)
    assert claim is not None
    assert claim.until == prompt.questions[0].proposal.until == story.now - MINUTE + 2 * HOUR


def test_it_closes_when_it_is_light_enough_by_now() -> None:
    dim = replace(MOTION, only_below=40.0)
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion", "Hall lux"), dim, ASKS)
    parts = [lamp("Hall lamp"), motion_sensor("Hall motion"), lux_sensor("Hall lux")]
    story = Story(policy, parts)
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall lux", illuminance=5)
    story.reads("Hall motion", occupancy=True)
    assert len(asked(story)) == 1

    story.reads("Hall lux", illuminance=400)

    assert closed(story) == [("moot", "it is light enough by now")]


def test_after_a_start_what_is_not_heard_yet_is_not_gone() -> None:
    story = asking_hall()
    somebody_comes(story)
    story.house.conditions[DeviceId("hall-motion")].values.clear()

    story.reads("Hall lamp", linkquality=80)
    assert len(asked(story)) == 1
    story.reads("Hall motion", occupancy=False, stored=True)

    assert closed(story) == [("moot", "nobody is there any more")]


def evening(until: TimeOfDay) -> Schedule:
    """Return a schedule that lights the hall lamp from noon."""
    return Schedule(id=AgentId("evening"), area=HALL, at=NOON, until=until, set_=LIT)


def test_it_closes_when_the_hours_of_a_schedule_are_over() -> None:
    agent = evening(TimeOfDay(13 * 60 + 1))
    story = asking_hall(agent, replace(ASKS, within=9 * HOUR))
    noon = story.now
    story.happens(
        ScheduleReached(agent=agent.id, point="12:00", at=noon, following=noon + 24 * HOUR)
    )
    assert len(asked(story)) == 1

    story.passes(MINUTE)

    assert closed(story) == [("moot", "what it was wanted for is over")]


def recipe(*rules: Rule) -> Recipe:
    """Return an agent of the household's own rules."""
    return Recipe(id=AgentId("own"), rules=rules)


SEEN: Final = Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=True))


def lights(*, only: Reading | Window) -> Rule:
    """Return a rule that lights the hall lamp when somebody comes."""
    return Rule(when=(SEEN,), if_=(only,), then={Ref("Hall lamp"): LIT})


def with_lux(*parts: Agent | AsksFirst) -> Story:
    """Begin with a dark hall, where somebody has just been seen."""
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion", "Hall lux"), *PEOPLE, *parts)
    announced = [lamp("Hall lamp"), motion_sensor("Hall motion"), lux_sensor("Hall lux")]
    story = Story(policy, announced)
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall lux", illuminance=5)
    story.reads("Hall motion", occupancy=True)
    return story


def test_it_closes_when_what_a_rule_depends_on_is_not_so_any_more() -> None:
    dark = Reading(Ref("Hall lux"), ILLUMINANCE, Below(40))
    story = with_lux(recipe(lights(only=dark)), ASKS)
    assert len(asked(story)) == 1
    story.reads("Hall motion", occupancy=False)
    assert len(asked(story)) == 1, "what set a rule off may go by: its wish stands for a while"

    story.reads("Hall lux", illuminance=400)

    assert closed(story) == [("moot", "what it depends on is not so any more")]


def test_a_yes_after_the_hours_of_a_rule_lights_nothing() -> None:
    hour = Window(NOON, TimeOfDay(12 * 60 + 1))
    story = with_lux(recipe(lights(only=hour)), ASKS)
    story.passes(MINUTE)

    answers(story, Answer.YES)

    assert story.commands == []
    assert closed(story) == [("moot", "what it depends on is not so any more")]


def test_silence_switches_nothing_off_where_somebody_has_come() -> None:
    asks = AsksFirst(id=GuardrailId("ask"), off_too=True, otherwise=Otherwise.DO_IT)
    forgotten = ForgottenLight(id=AgentId("forgotten"), area=HALL, after=Duration(HOUR))
    story = asking_hall(forgotten, asks)
    story.reads("Hall lamp", power=True, brightness=200)
    story.passes(HOUR)
    assert len(asked(story)) == 1

    story.reads("Hall motion", occupancy=True)
    story.passes(HOUR)

    assert closed(story) == [("moot", "somebody is there by now")]
    assert story.commands == []


def test_silence_does_nothing_where_the_evidence_went_by_itself() -> None:
    asks = AsksFirst(id=GuardrailId("ask"), off_too=True, otherwise=Otherwise.DO_IT)
    dark = Rule(
        when=(SEEN,), if_=(Window(NOON, TimeOfDay(13 * 60 + 1)),), then={Ref("Hall lamp"): OFF}
    )
    story = asking_hall(recipe(dark), asks)
    story.reads("Hall lamp", power=True, brightness=200, stored=True)
    somebody_comes(story)

    story.passes(2 * MINUTE)

    assert closed(story) == [("moot", "what it depends on is not so any more")]
    assert story.commands == []


def test_a_colour_for_a_lamp_that_is_off_is_asked_about_no_more() -> None:
    circadian = Circadian(id=AgentId("day"), area=HALL)
    asks = AsksFirst(id=GuardrailId("ask"), off_too=True)
    announced = lamp("Hall lamp", colours=True)
    story = Story(policy_of(room("Hall", "Hall lamp"), circadian, asks), [announced])
    story.reads("Hall lamp", power=True, brightness=200, stored=True)
    (again,) = (point.name for point in circadian.timetable())
    story.happens(
        ScheduleReached(agent=circadian.id, point=again, at=story.now, following=story.now + HOUR)
    )
    assert len(asked(story)) == 1

    story.reads("Hall lamp", power=False, stored=True)

    assert closed(story) == [("moot", "it is off by now")]


def test_an_agent_from_outside_takes_its_question_back() -> None:
    chatter = Outside(
        id=AgentId("chatter"),
        owner=PersonId("ana"),
        areas=(HALL,),
        aspects=(POWER, BRIGHTNESS),
        tier=Tier.SUGGEST,
        strength="event",
    )
    story = asking_hall(chatter)
    wish = Proposed(agent=chatter.id, device=LAMP, values=LIT, until=story.now + HOUR)
    story.happens(wish)
    story.happens(replace(wish, values={POWER: True, BRIGHTNESS: 40}))
    assert len(asked(story)) == 1, "what has to be asked itself takes nothing back"

    story.happens(replace(wish, values=OFF))

    assert closed(story) == [("moot", "its agent wishes something else by now")]


def test_it_closes_when_its_agent_was_given_something_else_since() -> None:
    on = Rule(when=(SEEN,), then={Ref("Hall lamp"): LIT})
    off = Rule(
        when=(Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=False)),),
        then={Ref("Hall lamp"): OFF},
    )
    story = asking_hall(recipe(on, off), ASKS)
    somebody_comes(story)
    assert len(asked(story)) == 1

    story.reads("Hall motion", occupancy=False)

    assert closed(story) == [("moot", "its agent wishes something else by now")]
