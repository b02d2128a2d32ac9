"""Stories of what comes late: echoes, ends and delays that met something on their way."""

from collections import Counter
from dataclasses import replace

from devices.agents.motion_light import MotionLight
from devices.agents.schedule import Schedule
from rules.agent import Agent
from rules.guardrail import Guardrail
from rules.guardrails.light_floor import LightFloor
from rules.guardrails.pace import MinimumOnOff
from rules.words.decisions import End, Outcome
from rules.words.effects import Keep
from rules.words.events import (
    AvailabilityChanged,
    ClockStepped,
    PolicyAdopted,
    ScheduleReached,
)
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, HardwareId
from rules.words.people import Hold
from rules.words.records import Decided, Ended, HoldBegan
from rules.words.times import DAY, HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Brightness, Kelvin, Values
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.story import Story

HALL = AreaId("hall")
MOTION = MotionLight(
    id=AgentId("hall-motion"), area=HALL, brightness=Brightness(40), off_after=Duration(10.0)
)
BRIGHTER = replace(MOTION, id=AgentId("stairs-motion"), brightness=Brightness(150), weight=1)
LONG_ON = MinimumOnOff(id=GuardrailId("long-on"), min_on=Duration(5 * MINUTE))
SLOW_ON = MinimumOnOff(id=GuardrailId("slow-on"), min_off=Duration(5 * MINUTE))
LAMP = DeviceId("hall-lamp")
LIT: Values = {POWER: True, BRIGHTNESS: 40}


def hall(*parts: Agent | Guardrail) -> Story:
    """Begin with a dark hall, and nobody in it for an hour."""
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion"), *parts)
    story = Story(policy, [lamp("Hall lamp"), motion_sensor("Hall motion")])
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    return story


def ends(story: Story) -> Counter[int]:
    return Counter(record.decision for record in story.records if isinstance(record, Ended))


def decided(story: Story) -> set[int]:
    return {record.decision.id for record in story.records if isinstance(record, Decided)}


def held(story: Story) -> bool:
    return any(isinstance(record, HoldBegan) for record in story.records)


# echoes


def test_the_echo_of_an_order_that_was_replaced_before_it_came_is_nobodys_hand() -> None:
    story = hall(MOTION)
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp", "Hall motion"))))
    assert story.sent("Hall lamp") == [LIT, {POWER: False}]
    story.reads("Hall lamp", power=True, brightness=40)
    story.reads("Hall lamp", power=False)

    assert not held(story)


def test_a_hand_that_gives_what_was_ordered_in_vain_long_ago_is_a_hand() -> None:
    story = hall(MOTION)
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=40)
    story.passes(1)

    assert held(story)


# ends


def test_a_wish_that_ends_in_off_pushes_no_lamp_up_to_a_floor_that_began_meanwhile() -> None:
    floor = LightFloor(
        id=GuardrailId("floor"),
        at_least=Brightness(100),
        while_occupied=False,
        between=Window(TimeOfDay(13 * 60 + 1), TimeOfDay(23 * 60)),
    )
    story = hall(MOTION, floor)
    story.reads("Hall motion", occupancy=True)
    story.passes(2 * MINUTE)

    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)

    assert story.sent("Hall lamp") == [LIT]


def test_a_lease_that_ends_before_the_lamp_has_answered_ends_in_off() -> None:
    story = hall(replace(MOTION, off_after=Duration(1.0)))
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)

    story.passes(1.5)

    assert story.sent("Hall lamp") == [LIT, {POWER: False}]


def test_two_agents_whose_wishes_end_in_the_same_moment_leave_the_lamp_dark() -> None:
    story = hall(MOTION, BRIGHTER)
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)

    story.passes(MINUTE)

    assert story.value("Hall lamp", POWER) is False


def test_two_agents_that_are_taken_away_at_once_leave_no_decision_with_two_ends() -> None:
    story = hall(MOTION, BRIGHTER)
    story.reads("Hall motion", occupancy=True)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp", "Hall motion"))))
    story.passes(HOUR)

    assert ends(story) == Counter(decided(story))


def test_what_a_lamp_was_told_before_it_went_out_of_reach_comes_to_an_end() -> None:
    story = hall(MOTION)
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.happens(AvailabilityChanged(HardwareId("hw-hall-lamp"), available=False))

    assert [record.end for record in story.records if isinstance(record, Ended)] == [End.FAILED]


# delays


def test_a_rule_that_keeps_a_lamp_on_for_a_while_also_holds_back_an_off() -> None:
    off = Schedule(id=AgentId("off"), at=TimeOfDay(780), set_={POWER: False}, area=HALL)
    story = hall(MOTION, off, LONG_ON)
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)

    at = story.now
    story.happens(ScheduleReached(agent=off.id, point="13:00", at=at, following=at + DAY))
    story.passes(3 * MINUTE)
    assert story.value("Hall lamp", POWER) is True

    story.passes(2 * MINUTE)
    assert story.value("Hall lamp", POWER) is False


def test_an_end_in_off_that_a_rule_delays_still_comes() -> None:
    story = hall(MOTION, LONG_ON)
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)

    story.passes(4 * MINUTE)
    assert story.value("Hall lamp", POWER) is True

    story.passes(2 * MINUTE)
    assert story.value("Hall lamp", POWER) is False
    assert ends(story) == Counter(decided(story))


def test_a_wish_that_met_a_freeze_and_a_delay_lights_nothing_when_both_are_over() -> None:
    story = hall(MOTION, SLOW_ON)
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.sets("Hall lamp", {POWER: False}, seconds=1.0)
    story.passes(2)
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)
    assert story.decisions[-1].outcome is Outcome.DEFERRED

    story.releases("house")
    story.passes(HOUR)

    assert story.value("Hall lamp", POWER) is False


# people


def test_an_override_that_a_lamp_cannot_follow_still_calls_back_what_it_was_told() -> None:
    story = hall(MOTION)
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.overrides("area/hall", {COLOUR: Kelvin(2200)})
    story.releases("area/hall")
    story.passes(MINUTE)

    assert story.sent("Hall lamp") == [LIT]


def test_what_people_hold_is_remembered_anew_when_the_clock_was_set() -> None:
    story = hall(MOTION)
    story.sets("Hall lamp", {POWER: False}, seconds=10 * MINUTE)

    story.now += 2 * HOUR
    effects = story.happens(ClockStepped(2 * HOUR))

    kept = [effect.value for effect in effects if isinstance(effect, Keep)]
    assert [hold.until for hold in kept if isinstance(hold, Hold)] == [story.now + 10 * MINUTE]
    assert story.now > MONDAY_NOON
