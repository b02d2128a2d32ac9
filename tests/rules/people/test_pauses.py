"""An agent that a person put aside wishes nothing, over a restart too, and then goes on."""

import pytest

from devices.agents.motion_light import MotionLight
from devices.agents.schedule import Schedule
from rules.explain import HouseNames, record_sentence
from rules.guardrails.pace import MinimumOnOff
from rules.restore import restore
from rules.words.decisions import Outcome
from rules.words.events import (
    ClockStepped,
    PauseLifted,
    PausePlaced,
    PolicyAdopted,
    ScheduleReached,
)
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, GuardrailId
from rules.words.people import Pause
from rules.words.records import Noted, PauseBegan, PauseEnded, PromptEnded
from rules.words.times import DAY, HOUR, MINUTE, Duration, TimeOfDay
from rules.words.values import POWER, Brightness
from rules.words.wishes import Author, Via
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.rules.asked import MOTION as ASKING
from tests.rules.asked import asked, asking_hall, somebody_comes
from tests.story import Story

HALL = AreaId("hall")
LAMP = "hall-lamp"
MOTION = MotionLight(
    id=AgentId("hall-motion"), area=HALL, brightness=Brightness(204), off_after=Duration(300.0)
)
EVENING = Schedule(
    id=AgentId("evening"),
    at=TimeOfDay(18 * 60),
    until=TimeOfDay(23 * 60),
    set_={POWER: True},
    area=HALL,
)
BEGAN = "Somebody (says it is Ben) paused Hall motion"
BEN = Author(via=Via.PAGE, says="Ben")


def hall() -> Story:
    story = Story(
        policy_of(room("Hall", "Hall lamp", "Hall motion"), MOTION, EVENING),
        [lamp("Hall lamp"), motion_sensor("Hall motion")],
    )
    story.reads("Hall lamp", power=False)
    return story


def pauses(story: Story, agent: AgentId = MOTION.id, seconds: float = HOUR) -> None:
    story.happens(PausePlaced(agent=agent, by=BEN, until=story.now + seconds))


def somebody_moves(story: Story) -> None:
    story.reads("Hall motion", occupancy=False)
    story.reads("Hall motion", occupancy=True)


def evening_comes(story: Story, *, late: bool = False) -> None:
    point = ScheduleReached(
        agent=EVENING.id, point="18:00", at=story.now, following=story.now + DAY, late=late
    )
    story.happens(point)


def said(story: Story) -> list[str]:
    names = HouseNames(story.house)
    kinds = (PauseBegan, PauseEnded, Noted)
    return [record_sentence(b, story.now, names) for b in story.records if isinstance(b, kinds)]


def test_a_paused_agent_wishes_nothing_and_others_do() -> None:
    story = hall()
    pauses(story)

    somebody_moves(story)
    silent = list(story.commands)
    evening_comes(story)

    assert silent == []
    assert story.sent("hall-lamp")[-1][POWER] is True


def test_it_goes_on_when_its_time_is_over_but_with_a_fresh_event_only() -> None:
    story = hall()
    pauses(story)
    somebody_moves(story)

    story.passes(HOUR + 1)
    after = list(story.commands)
    somebody_moves(story)

    assert after == []
    assert said(story)[-1] == "Hall motion may act again since 13:00: its time is over."
    assert story.sent("hall-lamp")[-1][POWER] is True


def test_a_person_lets_it_go_on_and_that_raises_nothing_by_itself() -> None:
    story = hall()
    pauses(story)
    somebody_moves(story)

    story.happens(PauseLifted(agent=MOTION.id, by=BEN))
    silent = list(story.commands)
    somebody_moves(story)

    assert silent == []
    assert story.sent("hall-lamp")[-1][POWER] is True


def test_to_let_go_on_what_is_not_paused_is_nothing() -> None:
    story = hall()

    assert story.happens(PauseLifted(agent=MOTION.id, by=BEN)) == []


def test_what_it_had_lit_goes_off_at_its_own_end() -> None:
    story = hall()
    somebody_moves(story)
    pauses(story)
    lit = story.value("hall-lamp", POWER)

    story.reads("Hall motion", occupancy=False)
    story.passes(10 * MINUTE)

    assert lit is True
    assert story.value("hall-lamp", POWER) is False


def test_what_waited_of_it_is_not_done_later() -> None:
    slow = MinimumOnOff(id=GuardrailId("slow"), min_off=Duration(10 * MINUTE))
    story = Story(
        policy_of(room("Hall", "Hall lamp", "Hall motion"), MOTION, slow),
        [lamp("Hall lamp"), motion_sensor("Hall motion")],
    )
    story.sets("Hall lamp", {POWER: True})
    story.sets("Hall lamp", {POWER: False})
    story.releases("device/hall-lamp")
    somebody_moves(story)
    assert story.decisions[-1].outcome is Outcome.DEFERRED

    pauses(story)
    sent = len(story.commands)
    story.passes(HOUR)

    assert len(story.commands) == sent


def test_to_resume_raises_nothing_for_a_paused_agent() -> None:
    story = hall()
    somebody_moves(story)
    story.sets("Hall lamp", {POWER: False})
    pauses(story)

    story.releases("device/hall-lamp", resume=True)

    assert story.value("hall-lamp", POWER) is False


def test_what_it_asked_is_asked_no_more() -> None:
    story = asking_hall()
    somebody_comes(story)
    assert asked(story)

    story.happens(PausePlaced(agent=ASKING.id, by=BEN, until=story.now + HOUR))

    assert [b.why for b in story.records if isinstance(b, PromptEnded)] == ["its agent was paused"]


def test_a_run_that_is_left_out_is_written_down_with_who_did_it() -> None:
    story = hall()
    story.happens(
        PausePlaced(agent=EVENING.id, by=BEN, until=story.now + 2 * DAY, skips=story.now + 6 * HOUR)
    )
    story.passes(6 * HOUR)

    evening_comes(story)

    assert story.commands == []
    assert said(story) == [
        "Somebody (says it is Ben) skipped Evening at 18:00 on the page.",
        "Evening did not run at 18:00, because somebody (says it is Ben) on the page skipped it.",
    ]


def test_a_run_that_was_left_out_is_not_derived_again_after_a_start() -> None:
    story = hall()
    pauses(story, EVENING.id, DAY)

    evening_comes(story, late=True)

    assert story.house.conditions[DeviceId("hall-lamp")].claims == ()


def test_a_pause_is_told_in_sentences() -> None:
    story = hall()
    pauses(story)
    story.happens(PauseLifted(agent=MOTION.id, by=BEN))

    assert said(story) == [
        f"{BEGAN} on the page at 12:00; it wishes nothing until 13:00.",
        "Somebody (says it is Ben) on the page let Hall motion act again at 12:00.",
    ]


def test_a_pause_outlasts_a_restart_and_ends_after_it() -> None:
    story = hall()
    pauses(story)
    kept = story.kept.values()

    after = hall()
    restore(after.house, kept, [], ids={}, next_decision=DecisionId(100))
    somebody_moves(after)
    silent = list(after.commands)
    after.passes(HOUR + 1)
    somebody_moves(after)

    assert [thing for thing in kept if isinstance(thing, Pause)]
    assert silent == []
    assert after.house.people.pauses == {}
    assert after.sent("hall-lamp")[-1][POWER] is True


@pytest.mark.parametrize("by", [3 * HOUR, -3 * HOUR])
def test_a_clock_that_is_set_leaves_a_pause_the_time_it_still_had(by: float) -> None:
    story = hall()
    pauses(story)
    story.passes(HOUR / 2)

    story.now += by
    story.happens(ClockStepped(by))

    kept = story.house.people.pauses[MOTION.id]
    assert kept.until == story.now + HOUR / 2
    assert story.kept[f"pause/{MOTION.id}"] == kept


def test_a_later_pause_takes_the_place_of_an_earlier_one() -> None:
    story = hall()
    pauses(story, seconds=10 * HOUR)
    pauses(story, seconds=HOUR)

    story.passes(HOUR + 1)

    assert story.house.people.pauses == {}


def test_a_policy_without_the_agent_lets_its_pause_run_out() -> None:
    story = hall()
    pauses(story)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp"))))
    story.passes(2 * HOUR)

    assert story.house.people.pauses == {}
