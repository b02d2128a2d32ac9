"""A room that the household file names otherwise, or names no more, stays as people hold it."""

from dataclasses import replace

import pytest

from devices.agents.motion_light import MotionLight
from rules.people.switch import SETTLE
from rules.policy import Policy
from rules.restore import restore
from rules.words.events import DeviceAnnounced, DeviceRetired, PolicyAdopted, SwitchRead
from rules.words.ids import AgentId, AreaId, DecisionId, HardwareId, SwitchId
from rules.words.people import AreaScope, HouseScope, Scope
from rules.words.records import OverrideEnded
from rules.words.switches import Gpio, Switch, SwitchKind
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

OFF: Values = {POWER: False}
RED = SwitchId("red-switch")
DEVICES = (lamp("Lamp"), lamp("Spot"), motion_sensor("Motion"))


def rooms(**devices: str) -> Policy:
    """Return a policy of these rooms, each with its motion light."""
    areas = [room(name, *inside.split(", ")) for name, inside in devices.items()]
    agents = [
        MotionLight(
            id=AgentId(f"{area.id}-motion"),
            area=area.id,
            brightness=Brightness(204),
            off_after=Duration(MINUTE),
        )
        for area in areas
    ]
    return replace(policy_of(*areas, *agents), hash=" ".join(devices))


HALL = rooms(Hall="Lamp, Spot, Motion", Kitchen="Stove")
RENAMED = rooms(Entrance="Lamp, Spot, Motion", Kitchen="Stove")
DISSOLVED = rooms(Kitchen="Stove, Lamp, Motion", Study="Spot")


def house(policy: Policy = HALL) -> Story:
    story = Story(policy, DEVICES)
    for name in ("Lamp", "Spot"):
        story.reads(name, power=False)
    return story


def standing(story: Story) -> list[str]:
    """Return under which keys it is remembered what people hold."""
    return [key for key in story.kept if not key.startswith("bearer/")]


@pytest.mark.parametrize("policy", [RENAMED, DISSOLVED])
def test_a_frozen_room_stays_frozen_under_whatever_name_its_lamps_have_a_room_then(
    policy: Policy,
) -> None:
    story = house()
    story.freezes("area/hall")

    story.happens(PolicyAdopted(policy))
    story.reads("Motion", occupancy=True)

    assert story.commands == []


def test_the_freeze_of_a_room_that_was_renamed_is_released_under_the_new_name() -> None:
    story = house()
    story.freezes("area/hall")
    story.happens(PolicyAdopted(RENAMED))

    story.releases("area/entrance")
    story.reads("Motion", occupancy=True)

    assert story.sent("Lamp") == [{POWER: True, BRIGHTNESS: 204}]
    assert standing(story) == []


def test_only_what_was_in_a_dissolved_room_stays_frozen() -> None:
    story = house(rooms(Hall="Spot", Kitchen="Lamp, Motion"))
    story.freezes("area/hall")

    story.happens(PolicyAdopted(rooms(Kitchen="Lamp, Spot, Motion")))
    story.reads("Motion", occupancy=True)

    assert story.sent("Lamp") == [{POWER: True, BRIGHTNESS: 204}]
    assert story.sent("Spot") == []
    assert standing(story) == ["freeze/device/spot"]


@pytest.mark.parametrize("policy", [RENAMED, DISSOLVED])
def test_what_somebody_set_for_an_hour_lasts_that_hour_and_no_longer(policy: Policy) -> None:
    story = house()
    story.overrides("area/hall", OFF, until=story.now + HOUR)
    told = len(story.commands)

    story.happens(PolicyAdopted(policy))
    story.passes(HOUR - MINUTE)
    story.reads("Motion", occupancy=True)
    assert len(story.commands) == told

    story.passes(2 * MINUTE)
    story.reads("Motion", occupancy=False)
    story.reads("Motion", occupancy=True)
    assert story.commands[-1].automated
    assert not story.house.people.scopes()
    assert sum(isinstance(record, OverrideEnded) for record in story.records) > 1


def test_a_hand_that_ended_a_set_in_the_room_ended_it_under_its_new_name_too() -> None:
    story = house()
    story.overrides("area/hall", OFF)
    story.sets("Lamp", {POWER: True}, seconds=MINUTE)

    story.happens(PolicyAdopted(DISSOLVED))

    assert "override/device/spot" in story.kept
    assert "override/device/lamp" not in story.kept


def test_of_two_freezes_of_a_lamp_the_one_that_lasts_longer_stays() -> None:
    story = house()
    story.freezes("device/lamp")
    story.freezes("area/hall", until=story.now + MINUTE)

    story.happens(PolicyAdopted(DISSOLVED))
    story.passes(HOUR)

    assert standing(story) == ["freeze/device/lamp"]


def test_what_is_held_of_a_room_in_which_nothing_was_stands_until_it_is_released() -> None:
    story = house(rooms(Hall="Lamp, Spot, Motion", Attic="Nothing"))
    story.freezes("area/attic")

    story.happens(PolicyAdopted(HALL))

    assert standing(story) == ["freeze/area/attic"]


@pytest.mark.parametrize("policy", [RENAMED, DISSOLVED, rooms(Kitchen="Stove, Lamp, Spot, Motion")])
def test_a_lamp_that_was_away_when_its_frozen_room_was_changed_is_frozen_when_it_is_back(
    policy: Policy,
) -> None:
    story = house()
    story.freezes("area/hall")
    story.happens(DeviceRetired(HardwareId("hw-spot")))

    story.happens(PolicyAdopted(policy))
    story.happens(DeviceAnnounced(lamp("Spot")))
    story.reads("Spot", power=False)
    story.reads("Motion", occupancy=True)

    assert story.commands == []


def test_a_lamp_that_is_gone_for_good_is_not_asked_whether_a_room_was_renamed() -> None:
    story = house()
    story.freezes("area/hall")
    story.happens(DeviceRetired(HardwareId("hw-spot")))

    story.happens(PolicyAdopted(rooms(Entrance="Lamp, Motion", Kitchen="Stove")))

    assert standing(story) == ["freeze/area/entrance"]


def test_what_is_frozen_stays_so_where_all_that_was_in_the_room_is_away() -> None:
    story = house(rooms(Hall="Lamp, Motion", Attic="Spot"))
    story.freezes("area/attic")
    story.happens(DeviceRetired(HardwareId("hw-spot")))

    story.happens(PolicyAdopted(HALL))

    assert standing(story) == ["freeze/device/spot"]


SWITCH = Switch(
    id=RED, kind=SwitchKind.LATCHING, line=Gpio(gpio=17), scope=AreaScope(AreaId("hall"))
)
MOVED = replace(SWITCH, scope=AreaScope(AreaId("entrance")))


@pytest.mark.parametrize(
    ("policy", "holds"),
    [
        (replace(RENAMED, switches={RED: MOVED}), MOVED.scope),
        (RENAMED, MOVED.scope),
        (DISSOLVED, HouseScope()),
    ],
)
def test_a_turned_switch_holds_what_was_in_its_room(policy: Policy, holds: Scope) -> None:
    story = house(replace(HALL, switches={RED: SWITCH}))
    for closed in (False, True):
        story.happens(SwitchRead(switch=RED, closed=closed, at=story.now))
        story.passes(2 * SETTLE)

    story.happens(PolicyAdopted(policy))
    story.reads("Motion", occupancy=True)

    assert story.commands == []
    assert standing(story) == [f"switch/{RED}"]
    assert story.house.people.switches[RED].scope == holds


@pytest.mark.parametrize("policy", [RENAMED, DISSOLVED])
def test_a_room_that_got_another_name_while_the_hub_was_down_has_the_house_frozen(
    policy: Policy,
) -> None:
    before = house()
    before.overrides("area/hall", OFF)
    story = Story(Policy(home=HALL.home))
    restore(story.house, before.kept.values(), (), ids={}, next_decision=DecisionId(1))

    story.happens(PolicyAdopted(policy))
    for device in DEVICES:
        story.happens(DeviceAnnounced(device))
    story.reads("Motion", occupancy=True)

    assert story.commands == []
    assert standing(story) == ["freeze/house"]
