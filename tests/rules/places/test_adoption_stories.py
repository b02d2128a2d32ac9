"""New devices wait: nothing automated reaches what neither a person nor the file has placed."""

from dataclasses import replace

from devices.agents.motion_light import MotionLight
from rules.house import House
from rules.policy import Policy
from rules.restore import restore
from rules.words.device import Announcement
from rules.words.events import DeviceAnnounced, DeviceRetired, PolicyAdopted
from rules.words.facts import IsDevice
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, HardwareId, Ref
from rules.words.records import Adopted, Body, Decided, Forgotten, Noted
from rules.words.times import HOUR, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

LIT: Values = {POWER: True, BRIGHTNESS: 204}
STRANGER = lamp("Strip", area="Kitchen")
"""A lamp that nobody bought for this kitchen, but says it is in it."""
STRIP = DeviceId("strip")


def household(*in_kitchen: str) -> Policy:
    """Return a kitchen with its sensor, its agent and these lamps, and a hall without agents."""
    light = MotionLight(
        id=AgentId("kitchen-motion"),
        area=AreaId("kitchen"),
        brightness=Brightness(204),
        off_after=Duration(HOUR),
    )
    return policy_of(room("Kitchen", "Kitchen motion", *in_kitchen), room("Hall"), light)


def kitchen(*lamps: Announcement, named: tuple[str, ...] = ()) -> Story:
    story = Story(household(*named), [motion_sensor("Kitchen motion"), *lamps])
    for one in lamps:
        story.reads(one.name, power=False)
    return story


def moves(story: Story) -> None:
    """Let somebody come into the kitchen."""
    story.reads("Kitchen motion", occupancy=False)
    story.reads("Kitchen motion", occupancy=True)


def told(story: Story) -> list[type[Body]]:
    return [type(record) for record in story.records]


def test_a_strangers_lamp_lights_for_nobody_until_a_person_adopts_it() -> None:
    story = kitchen(STRANGER)
    moves(story)
    assert story.sent("Strip") == []
    assert story.house.directory.new_devices() == (STRIP,)

    story.adopts("strip", "kitchen")
    assert story.sent("Strip") == []
    moves(story)

    assert story.sent("Strip") == [LIT]
    assert story.house.directory.new_devices() == ()
    assert Adopted in told(story)


def test_a_person_may_always_command_a_new_device() -> None:
    story = kitchen(STRANGER)

    story.sets("Strip", LIT)

    assert story.sent("Strip") == [LIT]


def test_a_freeze_of_the_house_covers_a_new_device_too() -> None:
    story = kitchen(STRANGER)

    story.freezes()

    assert story.house.freeze_over(STRIP, story.now) is not None


def test_nobody_hears_what_a_new_sensor_says() -> None:
    story = kitchen(lamp("Hob lamp"), motion_sensor("Spy", area="Kitchen"), named=("Hob lamp",))

    story.reads("Spy", occupancy=True)
    assert story.decisions == []
    story.adopts("spy", "kitchen")
    story.reads("Spy", occupancy=False)
    story.reads("Spy", occupancy=True)

    assert story.sent("Hob lamp") == [LIT]


def test_a_device_that_the_file_names_needs_no_adoption() -> None:
    for ref in ("Strip", "hw-strip", "strip"):
        story = kitchen(STRANGER, named=(ref,))

        moves(story)

        assert story.sent("Strip") == [LIT], ref


def test_what_a_device_that_is_only_named_says_of_itself_places_it_nowhere() -> None:
    story = kitchen(STRANGER)
    named = replace(story.house.policy, ids={Ref("hw-strip"): DeviceId("bought-one")})
    story.happens(PolicyAdopted(named))

    moves(story)

    assert story.house.directory.new_devices() == ()
    assert story.house.area_of(STRIP) is None
    assert story.sent("Strip") == []


def test_an_adopted_device_that_is_forgotten_is_left_alone_at_once() -> None:
    story = kitchen(STRANGER)
    story.adopts("strip", "kitchen")
    moves(story)

    story.forgets("strip")
    moves(story)
    story.passes(3 * HOUR)

    assert story.sent("Strip") == [LIT]
    assert story.house.directory.new_devices() == (STRIP,)
    assert Forgotten in told(story)
    assert "adopted/strip" not in story.kept


def test_an_adopted_device_can_be_adopted_into_another_area() -> None:
    story = kitchen(STRANGER)
    story.adopts("strip", "kitchen")

    story.adopts("strip", "hall")
    moves(story)

    assert story.sent("Strip") == []
    assert story.house.area_of(STRIP) == "hall"


def test_what_the_file_places_stays_there() -> None:
    story = kitchen(STRANGER, named=("Strip",))

    story.adopts("strip", "hall")

    assert story.house.area_of(STRIP) == "kitchen"
    assert Adopted not in told(story)


def test_a_device_whose_area_is_gone_is_new_again_and_its_wishes_end() -> None:
    story = kitchen(STRANGER)
    story.adopts("strip", "kitchen")
    moves(story)

    story.happens(PolicyAdopted(policy_of(room("Hall"))))
    story.passes(3 * HOUR)

    assert story.house.directory.is_new(STRIP)
    assert story.sent("Strip") == [LIT]


def test_an_adoption_outlives_a_restart() -> None:
    story = kitchen(STRANGER)
    story.adopts("strip", "kitchen")

    _restart(story)
    story.happens(DeviceAnnounced(STRANGER))
    story.reads("Strip", power=False)
    moves(story)

    assert story.sent("Strip") == [LIT]


def test_a_stranger_that_takes_the_name_of_an_absent_lamp_is_new_and_it_is_said_why() -> None:
    story = kitchen(lamp("Hob lamp"), named=("Hob lamp",))
    _restart(story)
    stranger = replace(lamp("Hob lamp"), hardware=HardwareId("hw-strip"))

    story.happens(DeviceAnnounced(stranger))
    moves(story)

    assert story.house.directory.new_devices() == ("hob-lamp-2",)
    assert story.sent("Hob lamp 2") == []
    said = [record.text for record in story.records if isinstance(record, Noted)]
    assert said == [
        "another device, hw-hob-lamp, bears this name: it waits until a person places it"
    ]


def test_a_stranger_that_takes_the_name_that_a_lamp_was_given_later_is_new_too() -> None:
    story = kitchen(lamp("Lamp 1"), named=("Hob lamp",))
    story.happens(DeviceAnnounced(replace(lamp("Lamp 1"), name="Hob lamp")))
    story.happens(DeviceRetired(HardwareId("hw-lamp-1")))
    stranger = replace(lamp("Hob lamp"), hardware=HardwareId("hw-strip"))

    story.happens(DeviceAnnounced(stranger))
    moves(story)

    assert story.house.directory.new_devices() == ("hob-lamp-2",)
    assert story.commands == []


def test_the_first_bearer_takes_its_place_again_when_it_comes_back() -> None:
    story = kitchen(lamp("Hob lamp"), named=("Hob lamp",))
    story.happens(DeviceRetired(HardwareId("hw-hob-lamp")))
    story.happens(DeviceAnnounced(replace(lamp("Hob lamp"), hardware=HardwareId("hw-strip"))))

    story.happens(DeviceAnnounced(lamp("Hob lamp")))
    story.reads("Hob lamp", power=False)
    moves(story)

    assert story.sent("Hob lamp") == [LIT]
    assert story.house.directory.new_devices() == ("hob-lamp-2",)


def test_who_gives_up_a_lamp_that_is_gone_lets_another_bear_its_name() -> None:
    story = kitchen(lamp("Hob lamp"), named=("Hob lamp",))
    story.happens(DeviceRetired(HardwareId("hw-hob-lamp")))
    again = replace(lamp("Hob lamp"), hardware=HardwareId("hw-strip"))
    story.happens(DeviceAnnounced(again))

    story.forgets("hob-lamp")
    moves(story)

    assert story.house.directory.new_devices() == ()
    assert story.sent("Hob lamp 2") == [LIT]


def test_a_lamp_that_is_there_keeps_its_name_whoever_forgets_it() -> None:
    story = kitchen(lamp("Hob lamp"), named=("Hob lamp",))

    story.forgets("hob-lamp")
    moves(story)

    assert story.sent("Hob lamp") == [LIT]
    assert Forgotten not in told(story)


def test_that_a_device_was_new_is_a_fact_of_what_was_decided_about_it() -> None:
    story = kitchen(STRANGER)
    story.adopts("strip", "kitchen")
    moves(story)
    story.forgets("strip")

    facts = [record.facts for record in story.records if isinstance(record, Decided)]
    new = [fact.new for known in facts for fact in known or () if isinstance(fact, IsDevice)]

    assert new[0] is False
    assert new[-1] is True


def _restart(story: Story) -> None:
    """Start the hub again: of devices it knows their ids, and what was kept."""
    ids, policy, house = story.house.ids, story.house.policy, House()
    restore(house, story.kept.values(), [], ids=ids, next_decision=DecisionId(100))
    story.house = house
    story.happens(PolicyAdopted(policy))
    story.happens(DeviceAnnounced(motion_sensor("Kitchen motion")))
