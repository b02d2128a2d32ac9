"""The stories of the promise: what a householder sees when a hand and automation meet."""

import pytest

from devices.agents.motion_light import MotionLight
from rules.gate import waits
from rules.guardrails.ceilings import BrightnessCeiling
from rules.policy import Control, Policy, Toggle
from rules.step import step
from rules.words.decisions import End, Outcome
from rules.words.effects import Command
from rules.words.events import (
    ClockStepped,
    DeviceAnnounced,
    DeviceRetired,
    LinkChanged,
    PolicyAdopted,
    Reported,
)
from rules.words.ids import (
    AgentId,
    AreaId,
    ControlId,
    DeviceId,
    GuardrailId,
    HardwareId,
    PersonId,
    Ref,
)
from rules.words.people import HandKind
from rules.words.records import Ended, HoldBegan
from rules.words.times import HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, FULL, POWER, Aspect, Brightness
from tests.houses import MONDAY_NOON, button, lamp, motion_sensor, policy_of, room
from tests.story import Story

NIGHT = MONDAY_NOON + 11 * HOUR
HALL_MOTION = MotionLight(
    id=AgentId("hall-motion"),
    area=AreaId("hall"),
    brightness=Brightness(204),
    off_after=Duration(5 * MINUTE),
)
QUIET_NIGHTS = BrightnessCeiling(
    id=GuardrailId("quiet-nights"),
    areas=(AreaId("hall"),),
    between=Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30)),
    at_most=Brightness(51),
    owner=PersonId("ana"),
)
DEVICES = (lamp("Hall lamp"), motion_sensor("Hall motion"), button("Hall button"))


def hall(*parts: object, at: float = MONDAY_NOON) -> Story:
    area = room("Hall", "Hall lamp", "Hall motion", "Hall button")
    policy = policy_of(area, HALL_MOTION, QUIET_NIGHTS)
    gestures = {"single": Toggle(Ref("Hall lamp"))}
    control = Control(id=ControlId("hall-button"), device=Ref("Hall button"), gestures=gestures)
    whole = Policy(
        home=policy.home,
        areas=policy.areas,
        agents=policy.agents,
        guardrails=policy.guardrails,
        controls={control.id: control},
        hash=policy.hash,
    )
    story = Story(whole, DEVICES, at=at)
    story.reads("Hall lamp", power=False)
    return story


def decides_late(story: Story) -> None:
    """Let somebody move in the hall; what is decided then waits until it is written down."""
    moved = Reported(HardwareId("hw-hall-motion"), {Aspect("occupancy"): True})
    for effect in step(story.house, moved, story.now):
        if isinstance(effect, Command):
            waits(story.house, effect)


def test_motion_lights_the_hall_and_leaves_it_dark_again() -> None:
    story = hall()

    story.reads("Hall motion", occupancy=True)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]

    story.reads("Hall motion", occupancy=False)
    story.passes(6 * MINUTE)

    assert story.value("Hall lamp", POWER) is False


def test_at_night_motion_gives_only_what_the_guardrail_allows() -> None:
    story = hall(at=NIGHT)

    story.reads("Hall motion", occupancy=True)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 51}]
    assert story.decisions[-1].outcome is Outcome.LIMITED


def test_a_light_that_is_on_when_the_rule_begins_is_dimmed_but_not_brightened_when_it_ends() -> (
    None
):
    story = hall(at=MONDAY_NOON + 10 * HOUR)

    story.reads("Hall motion", occupancy=True)
    story.passes(31 * MINUTE)

    assert story.value("Hall lamp", BRIGHTNESS) == 51

    story.reads("Hall motion", occupancy=False)
    story.reads("Hall motion", occupancy=True)
    story.passes(HOUR)

    assert story.value("Hall lamp", BRIGHTNESS) == 51


def test_a_button_at_night_gives_full_light() -> None:
    story = hall(at=NIGHT)

    story.presses("Hall button")

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: FULL}]


def test_a_button_gives_full_light_where_a_rule_keeps_the_lamp_dim_and_then_switches_it_off() -> (
    None
):
    story = hall(at=NIGHT)
    story.reads("Hall motion", occupancy=True)

    story.presses("Hall button")
    assert story.value("Hall lamp", BRIGHTNESS) == FULL

    story.presses("Hall button")
    assert story.value("Hall lamp", POWER) is False


def test_a_button_switches_off_what_automation_lit_in_full() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)

    story.presses("Hall button")

    assert story.value("Hall lamp", POWER) is False


def test_a_lamp_switched_at_its_wall_switch_stays_as_it_was_left() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)

    story.passes(0.5)
    story.reads("Hall lamp", power=False)
    story.reads("Hall motion", occupancy=False)
    story.passes(30)
    story.reads("Hall motion", occupancy=True)

    assert any(isinstance(record, HoldBegan) for record in story.records)
    assert len(story.sent("Hall lamp")) == 1
    assert story.decisions[-1].outcome is Outcome.DEFERRED


def test_a_hand_holds_until_the_room_has_been_empty_long_enough() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall lamp", power=False)
    story.reads("Hall motion", occupancy=False)

    story.passes(19 * MINUTE)
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)
    assert len(story.sent("Hall lamp")) == 1

    story.passes(11 * MINUTE)
    story.reads("Hall motion", occupancy=True)

    assert story.value("Hall lamp", POWER) is True


def test_a_freeze_stops_automation_and_no_person() -> None:
    story = hall()
    story.freezes("house")

    story.reads("Hall motion", occupancy=True)
    assert story.sent("Hall lamp") == []

    story.presses("Hall button")
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: FULL}]


def test_release_raises_nothing_by_itself_and_the_next_fresh_event_acts() -> None:
    story = hall()
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)

    story.releases("house")
    story.passes(MINUTE)
    assert story.sent("Hall lamp") == []

    story.reads("Hall motion", occupancy=False)
    story.passes(10)
    assert story.sent("Hall lamp") == []
    story.reads("Hall motion", occupancy=True)
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]


def test_what_a_lamp_was_told_in_one_breath_and_has_not_shown_yet_is_not_raised_by_a_release() -> (
    None
):
    story = hall()
    story.reads("Hall lamp", power=False, brightness=FULL)
    story.sets("Hall lamp", {POWER: False})
    story.reads("Hall motion", occupancy=True)
    story.deaf.add("hall-lamp")
    story.overrides("device/hall-lamp", {POWER: True, BRIGHTNESS: 102})
    story.sets("Hall lamp", {POWER: True})

    story.releases("device/hall-lamp")

    assert story.sent("Hall lamp")[1:] == [{POWER: True, BRIGHTNESS: 102}, {POWER: True}]


def test_a_lamp_that_fades_to_what_it_was_told_is_not_raised_by_a_release() -> None:
    story = hall()
    story.reads("Hall lamp", power=True, brightness=FULL)
    story.deaf.add("hall-lamp")
    story.overrides("device/hall-lamp", {POWER: True, BRIGHTNESS: 102})
    story.releases("device/hall-lamp")
    story.passes(0.1)
    story.reads("Hall lamp", power=True, brightness=250)
    decides_late(story)
    story.freezes("area/hall")

    story.releases("area/hall")

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 102}]


def test_a_light_that_is_dimmed_when_a_freeze_ends_has_a_decision_that_says_so() -> None:
    story = hall(at=MONDAY_NOON + 10 * HOUR)
    story.reads("Hall motion", occupancy=True)
    story.freezes("house")
    story.passes(31 * MINUTE)
    assert story.value("Hall lamp", BRIGHTNESS) == 204

    story.releases("house")

    assert story.value("Hall lamp", BRIGHTNESS) == 51
    outcomes = [decision.outcome for decision in story.decisions]
    assert outcomes[-2:] == [Outcome.DEFERRED, Outcome.LIMITED]


def test_resume_may_raise_because_a_person_asked_for_it() -> None:
    story = hall()
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)

    story.releases("house", resume=True)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]


def test_what_a_deaf_lamp_was_told_is_repeated_once_and_then_said() -> None:
    story = hall()
    story.deaf.add("hall-lamp")

    story.reads("Hall motion", occupancy=True)
    story.passes(10)

    assert len(story.sent("Hall lamp")) == 2
    ends = [record.end for record in story.records if isinstance(record, Ended)]
    assert ends == [End.FAILED]


def test_what_a_person_set_is_repeated_while_they_hold_it_and_not_once_they_gave_it_back() -> None:
    told = []
    for given_back in (False, True):
        story = hall()
        story.deaf.add("hall-lamp")
        story.overrides("area/hall", {POWER: True})
        story.passes(1)
        if given_back:
            story.releases("area/hall")
        story.passes(10)
        told.append(len(story.sent("Hall lamp")))

    assert told == [2, 1]


def test_what_a_person_tapped_is_repeated_though_somebody_releases_the_room_around_it() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.sets("Hall lamp", {POWER: True})

    story.releases("area/hall")
    story.passes(10)

    assert len(story.sent("Hall lamp")) == 2


@pytest.mark.parametrize("scope", ["a hold", "a set"])
def test_what_was_to_last_a_second_is_not_repeated_after_it(scope: str) -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    if scope == "a hold":
        story.sets("Hall lamp", {POWER: True}, seconds=1)
    else:
        story.overrides("device/hall-lamp", {POWER: True}, until=story.now + 1)

    story.passes(10)

    assert len(story.sent("Hall lamp")) == 1


def test_a_lamp_that_spoke_and_is_still_off_is_not_told_again_it_may_have_been_a_hand() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.passes(0.5)
    story.reads("Hall lamp", power=False)
    story.passes(10)

    assert len(story.sent("Hall lamp")) == 1
    ends = [record.end for record in story.records if isinstance(record, Ended)]
    assert ends == [End.FAILED]


def test_what_was_told_just_before_the_connection_was_lost_is_not_told_again() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.happens(LinkChanged(up=False))
    story.passes(1)
    story.happens(LinkChanged(up=True))
    story.passes(10)

    assert len(story.sent("Hall lamp")) == 1


def test_an_order_that_was_seen_done_after_the_connection_was_lost_is_not_put_right_later() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.happens(LinkChanged(up=False))
    story.passes(2)
    story.happens(LinkChanged(up=True))
    story.reads("Hall lamp", stored=True, power=True, brightness=204)
    story.reads("Hall lamp", power=False)
    story.passes(2)

    story.reads("Hall lamp", power=True, brightness=204)
    story.passes(2)

    assert len(story.sent("Hall lamp")) == 1


def test_what_lies_beneath_waits_where_nobody_heard_the_lamp_since_the_connection_came_back() -> (
    None
):
    story = hall()
    story.reads("Hall lamp", power=True, brightness=FULL)
    story.freezes("device/hall-lamp", until=story.now + MINUTE)
    story.deaf.add("hall-lamp")
    story.overrides("device/hall-lamp", {POWER: True, BRIGHTNESS: 102})
    story.happens(LinkChanged(up=False))
    story.passes(2)
    story.happens(LinkChanged(up=True))

    story.passes(MINUTE)

    assert len(story.sent("Hall lamp")) == 1


def test_a_lamp_seen_for_the_first_time_or_from_the_brokers_store_is_nobodys_hand() -> None:
    story = Story(policy_of(room("Hall", "Hall lamp")), [lamp("Hall lamp")])

    story.reads("Hall lamp", power=True, brightness=10)
    story.reads("Hall lamp", stored=True, power=False)

    assert not any(isinstance(record, HoldBegan) for record in story.records)


def test_steps_of_our_own_fade_are_no_hand() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    for brightness in (20, 90, 180, 203):
        story.passes(0.2)
        story.reads("Hall lamp", power=True, brightness=brightness)

    assert not any(isinstance(record, HoldBegan) for record in story.records)
    ends = [record.end for record in story.records if isinstance(record, Ended)]
    assert ends == [End.VERIFIED]


def test_a_value_off_our_fade_is_a_hand_however_soon() -> None:
    story = hall()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.passes(0.1)
    story.reads("Hall lamp", power=True, brightness=100)
    story.passes(0.1)
    story.reads("Hall lamp", power=True, brightness=240)
    story.passes(1)

    held = story.house.people.holds
    assert set(held) == {"hall-lamp"}


def test_a_hand_half_a_second_after_the_echo_of_our_own_order_is_a_hand() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)

    story.passes(0.5)
    story.reads("Hall lamp", power=True, brightness=30)
    story.passes(1)

    assert set(story.house.people.holds) == {"hall-lamp"}


def test_off_and_on_again_at_the_wall_is_a_hold_of_the_light_that_is_on() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall lamp", power=False)

    story.passes(1)
    story.reads("Hall lamp", power=True)
    story.passes(1)

    assert story.house.people.holds[DeviceId("hall-lamp")].kind is HandKind.UP


def test_a_step_of_the_clock_ends_no_freeze_and_no_hold() -> None:
    story = hall()
    story.freezes("house", until=story.now + HOUR)
    story.sets("Hall lamp", {POWER: False}, seconds=10 * MINUTE)

    story.now += 3 * HOUR
    story.happens(ClockStepped(3 * HOUR))
    story.reads("Hall motion", occupancy=True)

    assert story.house.people.freezes
    assert story.house.people.holds
    assert story.value("Hall lamp", POWER) is False


def test_a_step_of_the_clock_into_a_rules_hours_judges_what_is_lit_again() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)

    story.now += 11 * HOUR
    story.happens(ClockStepped(11 * HOUR))
    story.passes(1)

    assert story.value("Hall lamp", BRIGHTNESS) == 51


def test_what_an_agent_lit_goes_off_when_the_household_takes_the_agent_away() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp", "Hall motion"))))

    assert story.value("Hall lamp", POWER) is False


def test_a_lease_that_ends_while_the_broker_is_away_ends_in_off_when_it_is_back() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)
    story.happens(LinkChanged(up=False))

    story.passes(10 * MINUTE)
    story.happens(LinkChanged(up=True))

    assert story.value("Hall lamp", POWER) is False


def test_a_lamp_that_is_announced_anew_keeps_the_claim_that_lit_it() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.happens(DeviceRetired(HardwareId("hw-hall-lamp")))
    story.happens(DeviceAnnounced(lamp("Hall lamp")))
    story.reads("Hall lamp", power=True, brightness=204)

    story.reads("Hall motion", occupancy=False)
    story.passes(6 * MINUTE)

    assert story.value("Hall lamp", POWER) is False
