"""Who is covered is asked at every moment: lamps that move into a room, and out of it."""

from dataclasses import replace

from devices.agents.motion_light import MotionLight
from rules.policy import Policy
from rules.words.decisions import End, Held, Outcome
from rules.words.events import DeviceAnnounced, PolicyAdopted
from rules.words.ids import AgentId, AreaId, DeviceId, Ref
from rules.words.records import Ended, Noted
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

LAMP = DeviceId("lamp")
HALL, KITCHEN = ("Hall", "Hall motion"), ("Kitchen", "Kitchen motion")
LIGHTS = tuple(
    MotionLight(
        id=AgentId(f"{area}-motion"),
        area=AreaId(area),
        brightness=Brightness(204),
        off_after=Duration(MINUTE),
    )
    for area in ("hall", "kitchen")
)
DIM: Values = {POWER: True, BRIGHTNESS: 40}


def lamp_in(area: str) -> Policy:
    """Return the household's policy with the lamp in one of two rooms, each with its agent."""
    hall, kitchen = (
        room(name, sensor, *(["Lamp"] if name == area else [])) for name, sensor in (HALL, KITCHEN)
    )
    return policy_of(hall, kitchen, *LIGHTS)


def house(area: str = "Hall") -> Story:
    story = Story(lamp_in(area), [lamp("Lamp"), *map(motion_sensor, (HALL[1], KITCHEN[1]))])
    story.reads("Lamp", power=False)
    return story


def moves(story: Story, area: str) -> None:
    """Let the household write that the lamp is elsewhere."""
    story.happens(PolicyAdopted(lamp_in(area)))


def test_a_lamp_that_is_moved_into_a_frozen_room_is_covered_at_once() -> None:
    story = house("Hall")
    story.freezes("area/kitchen")

    moves(story, "Kitchen")
    story.reads("Kitchen motion", occupancy=True)

    assert story.sent("Lamp") == []
    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert any(isinstance(record, Noted) and record.device == LAMP for record in story.records)


def test_a_lamp_that_is_moved_out_of_a_frozen_room_is_not() -> None:
    story = house("Hall")
    story.freezes("area/hall")

    moves(story, "Kitchen")
    story.reads("Kitchen motion", occupancy=True)

    assert story.sent("Lamp") == [{POWER: True, BRIGHTNESS: 204}]


def test_moving_out_raises_nothing_by_itself() -> None:
    story = house("Hall")
    story.freezes("area/hall")
    story.reads("Hall motion", occupancy=True)
    by_name = replace(LIGHTS[0], lamps=(Ref("Lamp"),))
    kitchen = lamp_in("Kitchen")

    story.happens(PolicyAdopted(replace(kitchen, agents={by_name.id: by_name})))
    story.passes(HOUR)

    assert story.sent("Lamp") == []


def test_what_is_under_way_to_a_lamp_that_enters_a_frozen_room_dies() -> None:
    story = house("Hall")
    story.deaf.add("lamp")
    story.freezes("area/kitchen")
    story.reads("Hall motion", occupancy=True)
    assert len(story.sent("Lamp")) == 1

    moves(story, "Kitchen")
    story.releases("area/kitchen")
    story.passes(MINUTE)

    assert len(story.sent("Lamp")) == 1
    ends = {(body.end, body.by) for body in story.records if isinstance(body, Ended)}
    assert (End.SUPERSEDED, "superseded by override") in ends


def test_what_a_person_just_told_a_lamp_that_enters_a_frozen_room_is_still_repeated() -> None:
    story = house("Hall")
    story.deaf.add("lamp")
    story.freezes("area/kitchen")
    story.sets("Lamp", DIM)

    moves(story, "Kitchen")
    story.passes(MINUTE)

    assert story.sent("Lamp") == [DIM, DIM]


def test_a_lamp_that_enters_a_set_room_is_held_as_it_is_and_told_nothing() -> None:
    story = house("Hall")
    story.overrides("area/kitchen", DIM)

    moves(story, "Kitchen")
    story.reads("Kitchen motion", occupancy=True)

    assert story.sent("Lamp") == []
    assert story.value("Lamp", POWER) is False
    assert any(isinstance(reason, Held) for reason in story.decisions[-1].reasons)


def test_a_lamp_that_leaves_a_set_room_stays_as_it_is_and_follows_automation_again() -> None:
    story = house("Hall")
    story.overrides("area/hall", DIM)

    moves(story, "Kitchen")
    assert story.sent("Lamp") == [DIM]

    story.reads("Kitchen motion", occupancy=True)
    assert story.value("Lamp", BRIGHTNESS) == 204


def test_of_a_hand_and_a_set_room_the_newer_holds_the_lamp_that_enters() -> None:
    story = house("Hall")
    story.overrides("area/kitchen", DIM)
    story.passes(MINUTE)
    story.sets("Lamp", {POWER: True, BRIGHTNESS: 100}, seconds=HOUR)

    moves(story, "Kitchen")

    assert story.house.held_by(LAMP, story.now) == story.house.people.holds[LAMP]


def test_a_lamp_whose_hand_ended_the_set_there_is_not_held_again_when_it_comes_back() -> None:
    story = house("Hall")
    story.overrides("area/hall", DIM)
    story.sets("Lamp", {POWER: False}, seconds=MINUTE)
    story.passes(2 * MINUTE)

    moves(story, "Kitchen")
    moves(story, "Hall")

    assert story.house.held_by(LAMP, story.now) is None


def test_a_lamp_that_a_person_puts_elsewhere_moves_too() -> None:
    story = Story(policy_of(room("Hall"), room("Kitchen", "Kitchen motion"), *LIGHTS))
    for announcement in (motion_sensor("Kitchen motion"), lamp("Lamp")):
        story.happens(DeviceAnnounced(announcement))
    story.adopts("lamp", "hall")
    story.reads("Lamp", power=False)
    story.freezes("area/kitchen")

    story.adopts("lamp", "kitchen")
    story.reads("Kitchen motion", occupancy=True)

    assert story.sent("Lamp") == []
    assert story.house.freeze_over(LAMP, story.now) is not None


def test_what_is_under_way_to_a_lamp_that_is_put_into_a_frozen_room_dies() -> None:
    policy = policy_of(room("Hall", "Hall motion"), room("Kitchen"), *LIGHTS)
    story = Story(policy, [motion_sensor("Hall motion"), lamp("Lamp")])
    story.adopts("lamp", "hall")
    story.reads("Lamp", power=False)
    story.deaf.add("lamp")
    story.freezes("area/kitchen")
    story.reads("Hall motion", occupancy=True)

    story.adopts("lamp", "kitchen")
    story.releases("area/kitchen")
    story.passes(MINUTE)

    assert len(story.sent("Lamp")) == 1


def test_a_lamp_that_is_renamed_into_a_frozen_room_is_covered() -> None:
    story = Story(policy_of(room("Kitchen", "Worktop")), [lamp("Lamp")])
    story.freezes("area/kitchen")
    assert story.house.freeze_over(LAMP, story.now) is None

    story.happens(DeviceAnnounced(replace(lamp("Lamp"), name="Worktop")))

    assert story.house.freeze_over(LAMP, story.now) is not None


def test_a_lamp_that_comes_into_a_frozen_room_for_the_first_time_is_covered() -> None:
    story = Story(lamp_in("Kitchen"), [motion_sensor("Kitchen motion")])
    story.freezes("area/kitchen")

    story.happens(DeviceAnnounced(lamp("Lamp")))
    story.reads("Lamp", power=False)
    story.reads("Kitchen motion", occupancy=True)

    assert story.sent("Lamp") == []
