"""The fence: what was decided before a person came may no longer leave, whatever happened since."""

import pytest

from rules.gate import may_leave
from rules.step import step
from rules.words.effects import Command
from rules.words.events import FreezePlaced, OverrideLifted, Reported
from rules.words.ids import HardwareId
from rules.words.people import Freeze, HandKind, Hold, HouseScope, Override
from rules.words.times import HOUR
from rules.words.values import COLOUR, LIGHT_ASPECTS, POWER, Aspect, Kelvin
from tests.houses import MONDAY_NOON
from tests.rules.people.test_override_stories import hall
from tests.story import BEN, Story

MOTION = Reported(HardwareId("hw-hall-motion"), {Aspect("occupancy"): True})


def decided_and_not_sent(story: Story) -> Command:
    effects = step(story.house, MOTION, story.now)
    return next(effect for effect in effects if isinstance(effect, Command))


def test_what_was_decided_leaves_while_nobody_came() -> None:
    story = hall()

    command = decided_and_not_sent(story)

    assert not may_leave(story.house, command, story.now)


def test_what_was_decided_before_a_freeze_does_not_leave_even_after_its_release() -> None:
    story = hall()
    command = decided_and_not_sent(story)

    step(story.house, FreezePlaced(scope=HouseScope(), by=BEN), story.now)
    step(story.house, OverrideLifted(scope=HouseScope(), by=BEN), story.now)

    assert may_leave(story.house, command, story.now) == "superseded by override"


def test_what_was_decided_before_a_hand_does_not_leave() -> None:
    story = hall()
    story.reads("Hall lamp", brightness=100)
    command = decided_and_not_sent(story)

    story.reads("Hall lamp", power=True, brightness=255)

    assert may_leave(story.house, command, story.now) == "superseded by override"


def test_a_persons_own_command_leaves_while_the_house_is_frozen() -> None:
    story = hall()
    story.freezes("house")

    story.presses("Hall button")

    assert [command.automated for command in story.commands] == [False]


@pytest.mark.parametrize(
    "held",
    [
        Freeze(scope=HouseScope(), by=BEN, since=MONDAY_NOON),
        Override(scope=HouseScope(), values={POWER: False}, by=BEN, since=MONDAY_NOON),
    ],
)
def test_what_people_hold_is_looked_up_again_though_nobody_raised_the_fence(
    held: Freeze | Override,
) -> None:
    story = hall()
    command = decided_and_not_sent(story)

    if isinstance(held, Freeze):
        story.house.people.freezes[held.scope] = held
    else:
        story.house.people.overrides[held.scope] = held

    assert may_leave(story.house, command, story.now) == "superseded by override"


@pytest.mark.parametrize(("covers", "leaves"), [(LIGHT_ASPECTS, False), ({COLOUR}, True)])
def test_a_hold_that_nobody_fenced_stops_what_it_covers(
    covers: frozenset[Aspect], leaves: bool
) -> None:
    story = hall()
    command = decided_and_not_sent(story)

    story.house.people.holds[command.device] = Hold(
        device=command.device,
        values={COLOUR: Kelvin(2700)},
        covers=frozenset(covers),
        by=BEN,
        kind=HandKind.UP,
        since=MONDAY_NOON,
        until=MONDAY_NOON + HOUR,
    )

    assert (may_leave(story.house, command, story.now) == "") is leaves
