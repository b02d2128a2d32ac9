"""A group of lamps and what is in it: whoever holds one of them is not argued with by the other."""

from dataclasses import replace

import pytest

from devices.agents.motion_light import MotionLight
from rules.again.court import Court
from rules.explain import HouseNames, sentences
from rules.gate import may_leave
from rules.words.decisions import Outcome
from rules.words.events import PolicyAdopted
from rules.words.ids import AgentId, AreaId
from rules.words.records import Decided
from rules.words.times import MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

GROUP = replace(lamp("Ceiling"), mark="group", moves=frozenset({"left", "right"}))
LEFT, RIGHT = (replace(lamp(name), mark=name.lower()) for name in ("Left", "Right"))
OFF: Values = {POWER: False}
LIT: Values = {POWER: True, BRIGHTNESS: 100}


def house(*inside: str, announced: bool = True) -> Story:
    """Return a house in which motion lights a room in which these devices are."""
    light = MotionLight(
        id=AgentId("motion"),
        area=AreaId("room"),
        brightness=Brightness(100),
        off_after=Duration(MINUTE),
    )
    group = GROUP if announced else replace(GROUP, moves=frozenset())
    story = Story(
        policy_of(room("Room", "Motion", *inside), room("Hall"), light),
        [group, LEFT, RIGHT, motion_sensor("Motion")],
    )
    for name in ("Ceiling", "Left", "Right"):
        story.reads(name, power=False)
    return story


def somebody_comes(story: Story) -> None:
    story.reads("Motion", occupancy=False)
    story.reads("Motion", occupancy=True)


def lit(story: Story) -> list[Values]:
    return [command.values for command in story.commands if command.automated]


def test_an_order_to_a_group_that_has_not_left_is_called_back_with_the_lamp_in_it() -> None:
    story = house("Ceiling")
    somebody_comes(story)
    (command,) = (one for one in story.commands if one.automated)

    story.freezes("device/left")
    story.releases("device/left")

    assert may_leave(story.house, command, story.now) == "superseded by override"


def test_a_lamp_that_somebody_switched_off_is_not_switched_on_by_its_group() -> None:
    story = house("Ceiling")
    story.sets("Left", OFF)

    somebody_comes(story)

    assert lit(story) == []
    assert story.decisions[-1].outcome is Outcome.DEFERRED


@pytest.mark.parametrize("how", ["wall", "freeze", "area"])
def test_nor_one_that_was_moved_at_the_wall_or_frozen(how: str) -> None:
    story = house("Ceiling", *(["Left"] if how == "area" else []))
    match how:
        case "wall":
            story.passes(MINUTE)
            story.reads("Left", power=True, brightness=30)
            story.passes(2)
        case "freeze":
            story.freezes("device/left")
        case _:
            story.freezes("area/room")

    somebody_comes(story)

    assert lit(story) == []


def test_while_it_is_judged_whether_a_lamp_was_moved_its_group_is_told_nothing() -> None:
    story = house("Ceiling")
    story.passes(MINUTE)

    story.reads("Left", power=True, brightness=30)
    somebody_comes(story)
    story.passes(0.5)
    assert lit(story) == []

    story.passes(MINUTE)
    assert lit(story) == []


def test_an_order_to_a_group_does_not_leave_once_a_lamp_in_it_was_perhaps_moved() -> None:
    story = house("Ceiling")
    story.passes(MINUTE)
    somebody_comes(story)
    (command,) = (one for one in story.commands if one.automated)

    story.reads("Left", power=True, brightness=30)

    assert may_leave(story.house, command, story.now) == "a report is being judged"


def test_a_group_goes_off_once_it_is_clear_that_nobody_moved_a_lamp_in_it() -> None:
    # given a group whose light is over soon, and a lamp in it of which a report strays
    story = house("Ceiling")
    somebody_comes(story)
    story.reads("Left", power=True, brightness=100)
    story.passes(20)
    story.reads("Motion", occupancy=False)
    story.passes(MINUTE - 0.3)
    story.reads("Left", power=False)

    # when the lamp is as it was again
    story.passes(0.6)
    assert lit(story) == [LIT]
    story.reads("Left", power=True, brightness=100)
    story.passes(1)

    # then the group goes off
    assert lit(story) == [LIT, OFF]


def test_a_group_that_somebody_switched_off_is_not_lit_lamp_by_lamp() -> None:
    story = house("Left", "Right")
    story.sets("Ceiling", OFF)

    somebody_comes(story)

    assert lit(story) == []


def test_what_a_group_only_reports_since_one_of_its_lamps_was_moved_holds_no_other_lamp() -> None:
    story = house("Right")
    story.passes(MINUTE)
    story.reads("Left", power=True, brightness=30)
    story.reads("Ceiling", power=True, brightness=30)
    story.passes(2)

    somebody_comes(story)

    assert lit(story) == [LIT]


def test_a_group_whose_lamps_are_free_again_is_lit_by_who_comes_next() -> None:
    story = house("Ceiling")
    story.sets("Left", OFF, seconds=MINUTE)
    somebody_comes(story)
    story.passes(2 * MINUTE)
    assert lit(story) == []

    somebody_comes(story)

    assert lit(story) == [LIT]


def test_it_is_told_which_lamp_is_held_and_the_decision_can_be_judged_again() -> None:
    story = house("Ceiling")
    story.sets("Left", OFF)

    somebody_comes(story)

    decided = next(r for r in reversed(story.records) if isinstance(r, Decided))
    names = HouseNames(story.house)
    assert any("Left off" in said for said in sentences(decided.decision, names))
    assert decided.facts is not None
    again = Court(story.house.policy).judge(
        decided.facts, decided.decision.proposal, decided.decision.at, decided.decision.id
    )
    assert again == decided.decision


def test_a_group_that_nobody_announced_as_one_is_known_by_what_goes_along_with_it() -> None:
    story = house("Ceiling", announced=False)
    for _ in range(3):
        somebody_comes(story)
        story.reads("Left", power=True, brightness=100)
        story.reads("Motion", occupancy=False)
        story.passes(2 * MINUTE)
        story.reads("Left", power=False)
        story.passes(2 * MINUTE)
    before = len(lit(story))
    story.sets("Left", OFF)

    somebody_comes(story)

    assert len(lit(story)) == before


def test_another_policy_leaves_a_held_lamp_to_its_holder() -> None:
    story = house("Ceiling")
    story.sets("Left", OFF)
    somebody_comes(story)

    story.happens(PolicyAdopted(replace(story.house.policy, hash="another")))
    story.releases("device/right", resume=True)

    assert lit(story) == []
