"""One product that is heard by two families is one device, and a spare way takes over quietly."""

from dataclasses import replace

import pytest

from devices.agents.motion_light import MotionLight
from rules.gate import may_leave
from rules.house import House
from rules.places.changing_ways import why_not_one
from rules.restore import restore
from rules.words.device import Announcement, Product
from rules.words.events import (
    AvailabilityChanged,
    DeviceAnnounced,
    DeviceRetired,
    PolicyAdopted,
    Reported,
    WayJoined,
    WaysParted,
)
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, HardwareId
from rules.words.records import Bound, HoldBegan, Joined, Noted
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import lamp, motion_sensor, policy_of, room, sensor
from tests.story import BEN, Story

LIT: Values = {POWER: True, BRIGHTNESS: 204}
STRIP = DeviceId("strip")
PRODUCT = Product(macs=frozenset({"a8032abe54dc"}))
BROKER = replace(lamp("Strip"), family="tasmota", product=PRODUCT, at="10.0.0.5")
"""The lamp as it announces itself on the broker, with its address."""
FOUND = replace(
    lamp("WLED"), hardware=HardwareId("wled-1"), family="wled", product=PRODUCT, at="10.0.0.5",
    hinted=True,
)  # fmt: skip
"""The same lamp as mDNS shows it."""
POLICY = policy_of(
    room("Kitchen", "Kitchen motion", "Strip"),
    MotionLight(
        id=AgentId("kitchen-motion"),
        area=AreaId("kitchen"),
        brightness=Brightness(204),
        off_after=Duration(HOUR),
    ),
)


def kitchen(*lamps: Announcement) -> Story:
    story = Story(POLICY, [motion_sensor("Kitchen motion"), *lamps])
    story.reads("Strip", power=False, brightness=10)
    return story


def moves(story: Story) -> None:
    story.reads("Kitchen motion", occupancy=False)
    story.reads("Kitchen motion", occupancy=True)


def is_lost(story: Story, way: Announcement, *, back: bool = False) -> None:
    story.happens(AvailabilityChanged(way.hardware, back))


def told_by(story: Story) -> list[HardwareId]:
    return [command.hardware for command in story.commands]


def test_a_lamp_that_is_at_the_address_that_it_says_on_the_broker_is_one_device() -> None:
    for ways in (
        (BROKER, FOUND),
        (BROKER, replace(BROKER, hardware=HardwareId("hw-2"), family="homie")),
    ):
        story = kitchen(*ways)

        assert [*story.house.devices] == ["kitchen-motion", "strip"]
        assert story.house.ids[ways[1].hardware] == STRIP
        assert any(isinstance(r, Noted) and r.device == STRIP for r in story.records)


@pytest.mark.parametrize(
    "other",
    [
        replace(FOUND, at="10.0.0.66"),
        replace(FOUND, at=""),
        replace(FOUND, part="switch:1"),
        replace(FOUND, family="tasmota"),
        replace(FOUND, product=Product()),
        replace(FOUND, capabilities=sensor("WLED", POWER).capabilities),
    ],
    ids=["elsewhere", "nowhere", "another part", "one family", "no address", "does not drive"],
)
def test_what_only_pretends_to_be_a_lamp_is_a_new_device(other: Announcement) -> None:
    story = kitchen(BROKER, other)
    is_lost(story, BROKER)
    story.sets("Strip", LIT)

    assert story.house.directory.new_devices() == ("wled",)
    assert HardwareId("wled-1") not in told_by(story)


def test_what_was_found_first_does_not_become_the_brokers_by_what_it_says() -> None:
    story = kitchen(replace(FOUND, at="10.0.0.66"), BROKER)

    assert story.house.devices[STRIP].announcement == BROKER
    assert story.house.directory.new_devices() == ("wled",)


def test_two_ways_that_were_both_only_found_are_never_one() -> None:
    board = replace(FOUND, hardware=HardwareId("esphome-1"), family="esphome")

    story = Story(POLICY, [FOUND, board])

    assert [*story.house.devices] == ["wled", "wled-2"]


def test_what_the_file_names_stays_a_device_of_its_own() -> None:
    policy = policy_of(room("Kitchen", "Strip", "WLED"))

    story = Story(policy, [BROKER, FOUND])

    assert [*story.house.devices] == ["strip", "wled"]


def test_a_spare_way_that_says_something_moves_nothing() -> None:
    story = kitchen(BROKER, FOUND)

    story.happens(Reported(FOUND.hardware, LIT))

    assert story.value("Strip", POWER) is False
    assert story.house.people.holds == {}


def test_a_spare_way_takes_over_quietly() -> None:
    story = kitchen(BROKER, FOUND)
    story.happens(Reported(FOUND.hardware, {POWER: False, BRIGHTNESS: 10}))
    moves(story)
    story.passes(MINUTE)
    assert told_by(story) == [BROKER.hardware]

    is_lost(story, BROKER)
    story.happens(Reported(FOUND.hardware, {POWER: True, BRIGHTNESS: 204}))
    story.passes(5 * MINUTE)

    assert story.house.is_available(STRIP)
    assert story.value("Strip", POWER) is True
    assert story.house.people.holds == {}
    assert not any(isinstance(record, HoldBegan) for record in story.records)
    assert told_by(story) == [BROKER.hardware]


def test_the_way_that_took_over_is_told_and_stays_in_its_place() -> None:
    story = kitchen(BROKER, FOUND)

    is_lost(story, BROKER)
    story.happens(Reported(FOUND.hardware, {POWER: False, BRIGHTNESS: 10}))
    moves(story)

    assert told_by(story) == [FOUND.hardware]
    assert story.house.devices[STRIP].name == "Strip"
    assert story.house.directory.new_devices() == ()


def test_what_was_under_way_is_not_said_by_the_other_way() -> None:
    story = kitchen(BROKER, FOUND)
    story.deaf.add("strip")
    moves(story)
    (command,) = story.commands

    is_lost(story, BROKER)
    story.happens(Reported(FOUND.hardware, {POWER: False, BRIGHTNESS: 10}))
    story.passes(MINUTE)

    assert may_leave(story.house, command, story.now) != ""
    assert story.house.conditions[STRIP].told is None
    assert story.commands == [command]
    assert story.house.people.holds == {}


def test_a_spare_way_on_the_broker_has_said_how_it_is() -> None:
    other = replace(BROKER, hardware=HardwareId("hw-2"), family="homie")
    story = kitchen(BROKER, other)
    story.happens(Reported(other.hardware, LIT))

    is_lost(story, BROKER)

    assert story.value("Strip", POWER) is True
    assert story.house.people.holds == {}


def test_when_the_way_that_took_over_is_lost_too_it_is_out_of_reach() -> None:
    story = kitchen(BROKER, FOUND)
    is_lost(story, BROKER)

    is_lost(story, FOUND)

    assert not story.house.is_available(STRIP)


def test_a_hand_that_holds_a_lamp_holds_it_by_any_way() -> None:
    story = kitchen(BROKER, FOUND)
    story.sets("Strip", {POWER: False})
    story.passes(MINUTE)

    is_lost(story, BROKER)
    moves(story)

    assert story.house.held_by(STRIP, story.now) is not None
    assert FOUND.hardware not in told_by(story)


def test_the_broker_is_used_again_as_soon_as_it_can_be() -> None:
    story = kitchen(BROKER, FOUND)
    is_lost(story, BROKER)

    is_lost(story, BROKER, back=True)
    story.sets("Strip", LIT)

    assert told_by(story) == [BROKER.hardware]


def test_without_any_way_it_is_out_of_reach_until_one_is_back() -> None:
    story = kitchen(BROKER, FOUND)
    is_lost(story, FOUND)
    is_lost(story, BROKER)
    assert not story.house.is_available(STRIP)

    is_lost(story, FOUND, back=True)

    assert story.house.is_available(STRIP)
    assert story.house.devices[STRIP].announcement.hardware == FOUND.hardware


def test_a_way_that_is_found_elsewhere_by_now_does_not_take_over() -> None:
    story = kitchen(BROKER, FOUND)

    story.happens(DeviceAnnounced(replace(FOUND, at="10.0.0.66")))
    is_lost(story, BROKER)
    story.sets("Strip", LIT)

    assert FOUND.hardware not in told_by(story)


def test_a_way_that_is_taken_away_leaves_the_device_to_the_other() -> None:
    story = kitchen(BROKER, FOUND)

    story.happens(DeviceRetired(BROKER.hardware))
    assert story.house.devices[STRIP].announcement.hardware == FOUND.hardware
    story.happens(DeviceRetired(FOUND.hardware))

    assert STRIP not in story.house.devices


def test_after_a_restart_both_are_one_whoever_comes_first() -> None:
    story = kitchen(BROKER, FOUND)
    restarts(story)
    records = len(story.records)

    for announcement in (FOUND, BROKER):
        story.happens(DeviceAnnounced(announcement))

    assert [*story.house.devices] == ["strip"]
    assert story.house.devices[STRIP].announcement == BROKER
    assert not any(isinstance(record, Bound) for record in story.records[records:])


SHOWN = replace(BROKER, at="")
"""A lamp that does not say on the broker where it is."""
WLED = DeviceId("wled")


def joined(story: Story, new: DeviceId = WLED) -> None:
    story.happens(WayJoined(new=new, device=STRIP, by=BEN))


def test_what_seems_to_be_a_lamp_is_it_once_a_person_says_so() -> None:
    story = kitchen(SHOWN, FOUND)
    assert story.house.directory.new_devices() == (WLED,)

    joined(story)
    is_lost(story, SHOWN)
    story.sets("Strip", LIT)

    assert [*story.house.devices] == ["kitchen-motion", "strip"]
    assert told_by(story) == [FOUND.hardware]
    said = [record for record in story.records if isinstance(record, Joined)]
    assert said == [Joined(device=STRIP, hardware=FOUND.hardware, by=BEN)]


def test_what_a_person_joined_is_one_device_after_a_restart() -> None:
    story = kitchen(SHOWN, FOUND)
    joined(story)
    restarts(story)

    for announcement in (SHOWN, FOUND):
        story.happens(DeviceAnnounced(announcement))

    assert [*story.house.devices] == ["strip"]


def test_what_a_person_parted_is_a_new_device_again_and_stays_one() -> None:
    story = kitchen(SHOWN, FOUND)
    joined(story)

    story.happens(WaysParted(device=STRIP, by=BEN))
    assert story.house.directory.new_devices() == ("strip-2",)
    restarts(story)
    for announcement in (FOUND, SHOWN):
        story.happens(DeviceAnnounced(announcement))

    assert [*story.house.devices] == ["strip-2", "strip"]
    assert story.house.directory.new_devices() == ("strip-2",)


def test_what_was_parted_is_not_joined_again_by_itself() -> None:
    story = kitchen(BROKER, FOUND)

    story.happens(WaysParted(device=STRIP, by=BEN))
    story.happens(DeviceAnnounced(replace(FOUND, name="Other name")))

    assert story.house.directory.new_devices() == ("strip-2",)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(FOUND, product=Product()), "nothing shows that WLED and Strip are one product"),
        (replace(FOUND, at="10.0.0.66"), "Strip is at 10.0.0.5, and WLED at 10.0.0.66"),
    ],
)
def test_nobody_can_say_that_what_is_not_one_is(other: Announcement, why: str) -> None:
    story = kitchen(BROKER, other)

    joined(story)

    assert why_not_one(story.house, WLED, STRIP) == why
    assert WLED in story.house.devices
    assert not any(isinstance(record, Joined) for record in story.records)


def test_what_is_placed_is_not_joined() -> None:
    story = kitchen(SHOWN, FOUND)
    story.adopts("wled", "kitchen")

    joined(story)

    assert WLED in story.house.devices
    assert "is placed" in why_not_one(story.house, WLED, STRIP)


def restarts(story: Story) -> None:
    """Start the hub again: it knows the ids of hardwares, and what was kept."""
    ids, house = story.house.ids, House()
    restore(house, story.kept.values(), [], ids=ids, next_decision=DecisionId(100))
    story.house = house
    story.happens(PolicyAdopted(POLICY))


@pytest.mark.parametrize("gone", [True, False])
def test_who_moved_a_lamp_as_its_way_was_lost_is_not_argued_with_by_the_other(gone: bool) -> None:
    story = kitchen(BROKER, FOUND)
    moves(story)
    story.passes(20)
    told = len(story.commands)

    story.reads("Strip", power=False)
    story.passes(0.3)
    story.happens(
        DeviceRetired(BROKER.hardware) if gone else AvailabilityChanged(BROKER.hardware, False)
    )
    story.passes(3)
    moves(story)

    assert len(story.commands) == told
    assert STRIP in story.house.people.holds


@pytest.mark.parametrize("how", ["a tap", "a freeze", "a set"])
def test_what_somebody_held_of_a_new_device_is_held_of_the_lamp_that_it_is(how: str) -> None:
    story = kitchen(SHOWN, FOUND)
    match how:
        case "a tap":
            story.sets("WLED", {POWER: False})
        case "a freeze":
            story.freezes("device/wled")
        case _:
            story.overrides("device/wled", {POWER: False})

    joined(story)
    told = len(story.commands)
    moves(story)

    assert len(story.commands) == told
    assert [key for key in story.kept if key.endswith("/strip") and "bearer" not in key]
    assert not [key for key in story.kept if key.endswith("/wled") and "bearer" not in key]
