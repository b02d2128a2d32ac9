"""Protected areas, and devices for hands only."""

from datetime import date

import pytest

from devices.agents.motion_light import MotionLight
from rules.guardrail import Forbid
from rules.guardrails.left_alone import NeverAutomate, ProtectedArea
from rules.words.ids import AgentId, AreaId, GuardrailId, Ref
from rules.words.times import DAY, Duration
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Brightness, Kelvin, Values
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.rules.guardrails.cases import NIGHT, OFF, ON, case, hall
from tests.story import Story

NURSERY = ProtectedArea(id=GuardrailId("nursery"), between=NIGHT)
SHADES = ProtectedArea(id=GuardrailId("shades"), aspects=(COLOUR, BRIGHTNESS))
AQUARIUM = NeverAutomate(id=GuardrailId("aquarium"), devices=(Ref("Cellar plug"),))


@pytest.mark.parametrize("wished", [ON, OFF, {COLOUR: Kelvin(2700)}, {BRIGHTNESS: 1}])
def test_a_protected_area_is_left_alone_whatever_is_wished(wished: Values) -> None:
    assert NURSERY.judge(case(hall(), wished)) == Forbid("it is 23:41")


def test_a_protected_aspect_is_left_alone_and_the_others_are_not() -> None:
    house = hall()

    assert SHADES.judge(case(house, {COLOUR: Kelvin(2700)})) == Forbid()
    assert SHADES.judge(case(house, {POWER: True, BRIGHTNESS: 20})) == Forbid()
    assert SHADES.judge(case(house, OFF)) is None


@pytest.mark.parametrize("wished", [ON, OFF])
def test_what_is_never_automated_is_for_hands_only(wished: Values) -> None:
    assert AQUARIUM.judge(case(hall(), wished, "Cellar plug")) == Forbid()


def test_they_say_what_they_do() -> None:
    assert NURSERY.sentence() == "leaves everything to people from 22:30 to 06:30"
    assert SHADES.sentence() == "leaves the brightness and colour to people"
    assert AQUARIUM.sentence() == "is for hands only"
    assert AQUARIUM.safety
    assert not NURSERY.safety


def test_a_rule_for_now_binds_on_its_last_day_and_no_longer() -> None:
    motion = MotionLight(
        id=AgentId("hall-motion"),
        area=AreaId("hall"),
        brightness=Brightness(204),
        off_after=Duration(60.0),
    )
    guests = ProtectedArea(
        id=GuardrailId("guests"), areas=(AreaId("hall"),), expires=date(2025, 11, 11)
    )
    story = Story(
        policy_of(room("Hall", "Hall lamp", "Hall motion"), motion, guests),
        [lamp("Hall lamp"), motion_sensor("Hall motion")],
    )
    story.reads("Hall lamp", power=False)

    def moves() -> int:
        story.reads("Hall motion", occupancy=False)
        story.reads("Hall motion", occupancy=True)
        return len(story.sent("Hall lamp"))

    today, due = moves(), story.house.due.next()
    story.passes(1.4 * DAY)
    last_day = moves()
    story.passes(0.2 * DAY)

    assert (today, last_day, moves()) == (0, 0, 1)
    assert due is not None
    assert guests.sentence() == "leaves everything to people until 11 Nov 2025"
