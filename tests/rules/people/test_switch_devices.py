"""Physical switches that are discovered devices: what they report counts in the same step."""

from dataclasses import replace

import pytest

from rules.explain import HouseNames, freeze_sentence
from rules.policy import Policy
from rules.words.decisions import Outcome
from rules.words.device import Capability, Sort
from rules.words.events import (
    AvailabilityChanged,
    DeviceAnnounced,
    DeviceRetired,
    LinkChanged,
    PolicyAdopted,
    SwitchRead,
)
from rules.words.ids import HardwareId, Ref, SwitchId
from rules.words.people import Freeze
from rules.words.records import Noted, OverrideEnded
from rules.words.switches import OfDevice, Switch, SwitchKind
from rules.words.times import MINUTE
from rules.words.values import POWER, Aspect
from rules.words.wishes import Author, Via
from tests.houses import announced, button, lamp, motion_sensor, policy_of, room
from tests.rules.people.test_switch_stories import HALL_MOTION
from tests.story import Story

WALL = SwitchId("wall-switch")
CONTACT = Aspect("contact")
LATCHING = Switch(
    id=WALL,
    kind=SwitchKind.LATCHING,
    line=OfDevice(device=Ref("Red box"), reading=CONTACT, active=False),
)
BUTTON = Switch(id=WALL, kind=SwitchKind.MOMENTARY, line=OfDevice(device=Ref("Red button")))
BOX = announced("Red box", Sort.SENSOR, [Capability(aspect=CONTACT)])
RED_BUTTON = button("Red button")
LAMP = lamp("Hall lamp")


def policy(*switches: Switch) -> Policy:
    area = room("Hall", "Hall lamp", "Hall motion")
    return replace(
        policy_of(area, HALL_MOTION), switches={switch.id: switch for switch in switches}
    )


def house_of(switch: Switch) -> Story:
    """Return a house that has started and knows its devices, the switch among them."""
    story = Story(policy())
    story.happens(LinkChanged(up=False))
    story.happens(PolicyAdopted(policy(switch)))
    for device in (LAMP, motion_sensor("Hall motion"), BOX, RED_BUTTON):
        story.happens(DeviceAnnounced(device))
    story.reads("Red box", stored=True, contact=True)
    story.reads("Hall lamp", stored=True, power=False)
    story.happens(LinkChanged(up=True))
    return story


def motion(story: Story) -> None:
    story.reads("Hall motion", occupancy=False)
    story.reads("Hall motion", occupancy=True)


def noted(story: Story) -> list[str]:
    return [body.text for body in story.records if isinstance(body, Noted)]


def test_a_reading_of_a_device_is_where_a_latching_switch_stands() -> None:
    story = house_of(LATCHING)

    story.reads("Red box", contact=False)
    motion(story)
    engaged = set(story.house.people.switches)
    story.reads("Red box", contact=True)

    assert engaged == {WALL}
    assert story.sent("Hall lamp") == []
    assert not story.house.people.switches


def test_it_holds_before_an_agent_hears_of_the_same_report() -> None:
    sensor = announced(
        "Hall motion", Sort.SENSOR, [Capability(aspect=CONTACT), Capability(aspect=POWER)]
    )
    line = OfDevice(device=Ref("Hall motion"), reading=CONTACT, active=False)
    story = house_of(replace(LATCHING, line=line))
    story.happens(DeviceAnnounced(sensor))
    story.reads("Hall motion", contact=True, occupancy=False)

    story.reads("Hall motion", contact=False, occupancy=True)

    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert story.sent("Hall lamp") == []


def test_what_the_broker_had_stored_of_it_is_where_it_stands_at_the_start() -> None:
    story = Story(policy())
    story.happens(LinkChanged(up=False))
    story.happens(PolicyAdopted(policy(LATCHING)))
    story.happens(DeviceAnnounced(BOX))
    before = dict(story.house.people.switches)

    story.reads("Red box", stored=True, contact=False)

    assert not before
    assert set(story.house.people.switches) == {WALL}


@pytest.mark.parametrize(
    ("switch", "why"),
    [
        (LATCHING, "no device of this name is known"),
        (BUTTON, "no device of this name is known"),
    ],
)
def test_a_device_that_is_not_known_when_all_are_learnt_is_in_doubt(
    switch: Switch, why: str
) -> None:
    story = Story(policy())
    story.happens(LinkChanged(up=False))
    story.happens(PolicyAdopted(policy(switch)))
    before = dict(story.house.people.switches)

    story.happens(LinkChanged(up=True))

    assert not before
    (held,) = story.house.people.switches.values()
    assert isinstance(held, Freeze)
    assert "could not be read" in freeze_sentence(held, HouseNames(story.house))
    assert noted(story) == [f"the wall switch cannot be read ({why}): house stays held"]


def test_a_device_that_does_not_say_how_it_stands_is_in_doubt_until_it_does() -> None:
    story = Story(policy())
    story.happens(LinkChanged(up=False))
    story.happens(PolicyAdopted(policy(LATCHING)))
    story.happens(DeviceAnnounced(BOX))
    story.happens(LinkChanged(up=True))
    doubted = set(story.house.people.switches)

    story.reads("Red box", contact=True)

    assert doubted == {WALL}
    assert not story.house.people.switches


def test_a_device_nobody_heard_of_for_long_is_in_doubt_without_a_broker_too() -> None:
    story = Story(policy())
    story.happens(LinkChanged(up=False))
    story.happens(PolicyAdopted(policy(LATCHING)))

    story.happens(SwitchRead(switch=WALL, closed=None, at=5.0, why="there is no broker"))

    assert set(story.house.people.switches) == {WALL}


def test_a_device_that_is_lost_later_leaves_all_as_it_was() -> None:
    story = house_of(LATCHING)
    story.reads("Red box", contact=False)

    story.happens(AvailabilityChanged(HardwareId("hw-red-box"), available=False))
    away = set(story.house.people.switches)
    story.happens(AvailabilityChanged(HardwareId("hw-red-box"), available=True))
    story.happens(DeviceRetired(HardwareId("hw-red-box")))

    assert away == set(story.house.people.switches) == {WALL}
    assert noted(story) == [
        "the wall switch cannot be read (the device does not say how it stands): house stays held",
        "the wall switch can be read again",
        "the wall switch cannot be read (no device of this name is known): house stays held",
    ]


def test_while_there_is_no_way_to_the_devices_none_is_missed() -> None:
    story = house_of(LATCHING)
    story.happens(LinkChanged(up=False))

    story.happens(DeviceRetired(HardwareId("hw-red-box")))

    assert noted(story) == []


def test_a_switch_that_is_new_in_the_file_is_looked_at_at_once() -> None:
    story = house_of(BUTTON)
    story.reads("Red box", contact=False)

    story.happens(PolicyAdopted(policy(replace(LATCHING, id=SwitchId("box")))))

    assert set(story.house.people.switches) == {"box"}


def test_any_press_of_a_button_engages_and_the_named_one_twice_releases() -> None:
    story = house_of(BUTTON)

    story.presses("Red button", "single")
    engaged = dict(story.house.people.switches)
    story.presses("Red button", "hold")
    story.passes(1)
    story.presses("Red button", "hold")

    assert engaged.keys() == {WALL}
    assert not story.house.people.switches
    by = Author(via=Via.SWITCH, switch=WALL)
    (ended,) = (record for record in story.records if isinstance(record, OverrideEnded))
    assert (ended.verb, ended.by, ended.why) == ("freeze", by, "it was pressed twice")
    assert (ended.placed, ended.since) == (by, engaged[WALL].since)


def test_other_presses_and_presses_far_apart_release_nothing() -> None:
    story = house_of(BUTTON)
    story.presses("Red button", "single")

    for press, pause in (("single", 1), ("single", 1), ("hold", 6), ("hold", MINUTE)):
        story.presses("Red button", press)
        story.passes(pause)

    assert not [body for body in story.records if isinstance(body, OverrideEnded)]


def test_another_press_may_be_named_to_release() -> None:
    line = OfDevice(device=Ref("Red button"), release="double")
    story = house_of(replace(BUTTON, line=line, scope=BUTTON.scope))
    story.presses("Red button", "single")

    for _ in range(2):
        story.presses("Red button", "double")
        story.passes(1)

    assert not story.house.people.switches


def test_the_presses_of_other_buttons_are_none_of_its() -> None:
    story = house_of(BUTTON)
    story.happens(DeviceAnnounced(button("Hall button")))

    story.presses("Hall button", "single")

    assert not story.house.people.switches
