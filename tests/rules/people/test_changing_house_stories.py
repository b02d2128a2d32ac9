"""What a person did outlasts a house that changes: devices announced anew or gone, sensors lost."""

from dataclasses import replace

import pytest

from devices.agents.forgotten_light import ForgottenLight
from devices.agents.motion_light import MotionLight
from rules.agent import Agent
from rules.guardrail import Guardrail
from rules.guardrails.pace import MinimumOnOff
from rules.policy import AllOff, Control
from rules.words.decisions import Outcome
from rules.words.device import Announcement
from rules.words.events import (
    AvailabilityChanged,
    DeviceAnnounced,
    DeviceRetired,
    Event,
    PolicyAdopted,
)
from rules.words.ids import AgentId, AreaId, ControlId, DeviceId, GuardrailId, HardwareId, Ref
from rules.words.people import Hold
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness
from tests.houses import button, lamp, motion_sensor, policy_of, room
from tests.story import Story

LAMP, SENSOR = HardwareId("hw-lamp"), HardwareId("hw-motion")
HALL = AreaId("hall")
LIGHT = MotionLight(
    id=AgentId("motion"), area=HALL, brightness=Brightness(100), off_after=Duration(MINUTE)
)
FORGOTTEN = ForgottenLight(id=AgentId("forgotten"), area=HALL, after=Duration(20 * MINUTE))


def house(*agents: Agent | Guardrail, of: Announcement | None = None) -> Story:
    policy = policy_of(room("Hall", "Lamp", "Motion"), *agents)
    story = Story(policy, [of or lamp("Lamp"), motion_sensor("Motion")])
    story.reads("Lamp", power=False)
    story.reads("Motion", occupancy=False)
    story.passes(MINUTE)
    return story


def automated(story: Story) -> list[object]:
    return [command.values for command in story.commands if command.automated]


def hold(story: Story) -> Hold | None:
    return story.house.people.holds.get(DeviceId("lamp"))


def test_a_lamp_that_turns_out_to_dim_is_not_dimmed_while_somebody_holds_it() -> None:
    story = house(LIGHT, of=lamp("Lamp", dims=False))
    story.sets("Lamp", {POWER: True})

    story.happens(DeviceAnnounced(lamp("Lamp", colours=True)))
    story.reads("Lamp", power=True, brightness=255)
    story.reads("Motion", occupancy=True)

    assert automated(story) == []
    assert story.value("Lamp", BRIGHTNESS) == 255


@pytest.mark.parametrize("away", [0.2, 3.0])
def test_who_switched_a_lamp_off_is_not_forgotten_where_it_is_paired_anew_in_that_moment(
    away: float,
) -> None:
    story = house(LIGHT)
    story.reads("Motion", occupancy=True)
    story.passes(20)
    sent = len(automated(story))

    story.reads("Lamp", power=False)
    story.passes(0.3)
    story.happens(DeviceRetired(LAMP))
    story.passes(away)
    story.happens(DeviceAnnounced(lamp("Lamp")))
    story.reads("Motion", occupancy=False)
    story.reads("Motion", occupancy=True)
    story.passes(5 * MINUTE)

    assert len(automated(story)) == sent
    assert hold(story) is not None


def test_what_a_lamp_was_told_before_it_was_taken_away_explains_no_hand_after_it_is_back() -> None:
    # given a lamp that obeyed when it was told to go off, and was then paired anew
    story = house(LIGHT)
    story.reads("Motion", occupancy=True)
    story.passes(20)
    story.reads("Lamp", power=True, brightness=100)
    story.reads("Motion", occupancy=False)
    story.passes(2 * MINUTE)
    assert automated(story)[-1] == {POWER: False}
    story.happens(DeviceRetired(LAMP))
    story.passes(10)
    story.happens(DeviceAnnounced(lamp("Lamp")))

    # when somebody switches it on and off
    story.reads("Lamp", power=True, brightness=100)
    story.passes(5)
    story.reads("Lamp", power=False)
    story.passes(5)

    # then it stays off
    sent = len(automated(story))
    story.reads("Motion", occupancy=True)
    assert hold(story) is not None
    assert len(automated(story)) == sent


@pytest.mark.parametrize(
    "lost", [AvailabilityChanged(SENSOR, available=False), DeviceRetired(SENSOR)]
)
def test_a_room_whose_sensor_was_lost_is_not_taken_for_empty(lost: Event) -> None:
    story = house(FORGOTTEN)
    story.happens(lost)
    story.sets("Lamp", {POWER: True})

    story.passes(3 * HOUR)

    assert automated(story) == []
    assert hold(story) is not None


def test_a_room_is_empty_from_when_its_sensor_is_back_and_says_so() -> None:
    story = house(FORGOTTEN)
    story.happens(AvailabilityChanged(SENSOR, available=False))
    story.sets("Lamp", {POWER: True})
    story.passes(HOUR)

    story.happens(AvailabilityChanged(SENSOR, available=True))
    story.passes(14 * MINUTE)

    assert hold(story) is not None
    story.passes(2 * MINUTE)
    assert hold(story) is None


def test_a_room_whose_sensor_fell_silent_is_not_taken_for_empty() -> None:
    story = house(FORGOTTEN)
    for _ in range(10):
        story.reads("Motion", occupancy=True)
        story.passes(MINUTE)
        story.reads("Motion", occupancy=False)
        story.passes(MINUTE)
    story.passes(30 * HOUR)

    story.sets("Lamp", {POWER: True})
    story.passes(3 * HOUR)

    assert hold(story) is not None


def test_what_waited_for_a_lamp_that_is_gone_does_not_light_it_after_a_freeze() -> None:
    story = house(LIGHT, MinimumOnOff(id=GuardrailId("pause"), min_off=Duration(MINUTE)))
    story.releases("device/lamp")
    story.reads("Lamp", power=True, brightness=30)
    story.reads("Lamp", power=False)
    story.releases("device/lamp")
    story.reads("Motion", occupancy=True)
    assert story.decisions[-1].outcome is Outcome.DEFERRED

    story.happens(DeviceRetired(LAMP))
    story.freezes()
    story.releases()
    story.happens(DeviceAnnounced(lamp("Lamp")))
    story.reads("Lamp", power=False)
    story.passes(5 * MINUTE)

    assert automated(story) == []


def test_all_off_goes_for_lamps_too_that_are_off_already() -> None:
    story = house(LIGHT)
    control = Control(
        id=ControlId("button"), device=Ref("Button"), gestures={"double": AllOff(HALL)}
    )
    policy = replace(story.house.policy, controls={control.id: control}, hash="with a button")
    story.happens(PolicyAdopted(policy))
    story.happens(DeviceAnnounced(button("Button")))

    story.presses("Button", "double")
    story.reads("Motion", occupancy=True)

    assert story.commands == []
    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert hold(story) is not None
