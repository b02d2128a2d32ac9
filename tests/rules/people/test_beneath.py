"""What people hold of a lamp, and what automation would do with it without them."""

from devices.agents.circadian import Circadian
from rules.claims.claims import Claim
from rules.explain import HouseNames, standing_sentences, without_sentence
from rules.guardrails.left_alone import ProtectedArea
from rules.people.beneath import beneath, standing_over
from rules.policy import Policy
from rules.words.events import PolicyAdopted
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId
from rules.words.people import Freeze, Hold, Override
from rules.words.times import DAY, HOUR, MINUTE
from rules.words.values import BRIGHTNESS, POWER
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.rules.people.test_override_stories import HALL_MOTION, NIGHT, QUIET_NIGHTS
from tests.story import Story

LAMP = DeviceId("hall-lamp")
LATCHED = "held until somebody releases it"
ROOM = room("Hall", "Hall lamp", "Hall motion")
POLICY = policy_of(ROOM, HALL_MOTION, QUIET_NIGHTS)


def hall(policy: Policy = POLICY, *, at: float = MONDAY_NOON, colours: bool = False) -> Story:
    story = Story(policy, [lamp("Hall lamp", colours=colours), motion_sensor("Hall motion")], at=at)
    story.reads("Hall lamp", power=False)
    return story


def without(story: Story) -> str:
    """Return what would be without the people."""
    return without_sentence(beneath(story.house, LAMP, story.now), HouseNames(story.house))


def holders(story: Story) -> list[str]:
    """Return who holds the lamp, as sentences."""
    standing = standing_over(story.house, LAMP, story.now)
    return list(standing_sentences(standing, story.now, HouseNames(story.house)))


def claims(story: Story) -> tuple[Claim, ...]:
    return story.house.conditions[LAMP].claims


def test_under_a_freeze_it_is_said_what_motion_would_have_done_and_until_when() -> None:
    story = hall(at=NIGHT)
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)

    assert without(story) == (
        "Without it Hall motion would have it at 80 %, limited to 20 % by 'Quiet nights', "
        "until 01:00."
    )


def test_under_a_hand_it_is_said_too_and_nothing_comes_of_the_asking() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall lamp", power=False)
    story.passes(1)
    before = (claims(story), story.house.next_decision, dict(story.house.people.holds))

    assert without(story) == "Without it Hall motion would have it at 80 % until 14:00."
    assert (claims(story), story.house.next_decision, dict(story.house.people.holds)) == before
    assert story.house.held_by(LAMP, story.now) is not None


def test_what_would_only_go_on_is_told_as_it_was_wished() -> None:
    story = hall()
    story.reads("Hall motion", occupancy=True)
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 40}, seconds=HOUR)

    story.reads("Hall motion", occupancy=False)

    assert claims(story)[0].given[BRIGHTNESS] == 40
    assert without(story) == "Without it Hall motion would have it at 80 % until 12:05."


def test_a_rule_that_came_since_counts() -> None:
    story = hall()
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)
    left_alone = ProtectedArea(id=GuardrailId("exam"), areas=(AreaId("hall"),))
    claim = claims(story)[0]

    story.house.policy = policy_of(ROOM, HALL_MOTION, left_alone)
    story.house.directory = type(story.house.directory)(story.house.policy, story.house.devices)

    assert claims(story) == (claim,)
    assert without(story).startswith("Without it Hall motion would want it at 80 %, but 'Exam' ")


def test_a_lease_that_is_over_says_nothing_any_more() -> None:
    story = hall()
    story.freezes("house")
    story.reads("Hall motion", occupancy=True)

    story.now += 3 * HOUR

    assert without(story) == "Without it nothing automated would have a say at this moment."


def test_a_lamp_that_was_taken_away_has_nothing_beneath() -> None:
    assert beneath(hall().house, DeviceId("attic-lamp"), MONDAY_NOON) == ()


def test_two_agents_that_share_a_lamp_are_both_told() -> None:
    daylight = Circadian(id=AgentId("circadian"), area=AreaId("hall"))
    story = hall(policy_of(ROOM, HALL_MOTION, daylight), colours=True)
    story.reads("Hall motion", occupancy=True)
    story.happens(PolicyAdopted(story.house.policy))
    story.passes(10 * MINUTE)
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 10})

    motion, shade = without(story).split(" and ")
    assert motion == "Without it Hall motion would have it at 80 % until 14:00"
    assert shade.startswith("Circadian would have it at ")
    assert shade.endswith(" K until 12:30.")


def test_all_that_stands_over_a_lamp_is_told_freezes_first_and_what_lies_beneath_last() -> None:
    story = hall()
    story.overrides("area/hall", {POWER: False})
    story.overrides("device/hall-lamp", {POWER: True, BRIGHTNESS: 40}, until=story.now + HOUR)
    story.freezes("area/hall")
    story.freezes("house")

    assert holders(story) == [
        "Ben froze the house over MQTT at 12:00; frozen until somebody releases it.",
        "Ben froze the hall over MQTT at 12:00; frozen until somebody releases it.",
        "Ben set Hall lamp to 16 % over MQTT at 12:00; held until 13:00.",
        f"Beneath it: Ben switched the hall off over MQTT at 12:00; {LATCHED}.",
    ]


def test_a_hand_goes_before_what_was_set_elsewhere_and_ended_it_here() -> None:
    story = hall()
    story.overrides("area/hall", {POWER: False})
    story.sets("Hall lamp", {POWER: True}, seconds=HOUR)

    standing = standing_over(story.house, LAMP, story.now)

    assert [type(held) for held in standing] == [Hold]


def test_what_is_over_stands_no_more() -> None:
    story = hall()
    story.freezes("house", until=story.now + HOUR)
    story.overrides("area/hall", {POWER: False}, until=story.now + HOUR)
    assert [type(h) for h in standing_over(story.house, LAMP, story.now)] == [Freeze, Override]

    story.now += HOUR

    assert standing_over(story.house, LAMP, story.now) == ()


def test_what_stands_since_another_day_is_told_with_its_day() -> None:
    story = hall()
    story.freezes("house")
    story.passes(2 * DAY)

    assert "at 12:00 on 10 Nov" in holders(story)[0]
