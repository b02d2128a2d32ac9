"""Rules for some days, and rules with exceptions: in stories, and in their sentences."""

import pytest

from devices.agents.motion_light import MotionLight
from rules.again.court import Court
from rules.again.what_if import what_if
from rules.exceptions import Exceptions
from rules.guardrail import Guardrail
from rules.guardrails.ceilings import BrightnessCeiling, ColourCeiling
from rules.guardrails.left_alone import NeverAutomate
from rules.guardrails.quiet_hours import QuietHours
from rules.words.days import WEEK, Weekday
from rules.words.ids import AgentId, AreaId, GuardrailId, Ref
from rules.words.records import Decided
from rules.words.suppositions import OtherDay
from rules.words.times import DAY, HOUR, Duration
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Brightness, Kelvin, Values
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.rules.guardrails.cases import EVENING, MOTION, NIGHT, ON, case, hall
from tests.story import Story

RULE = GuardrailId("rule")
LIGHT = MotionLight(
    id=AgentId("hall-motion"),
    area=AreaId("hall"),
    brightness=Brightness(200),
    off_after=Duration(2 * HOUR),
)


def lit_hall(rule: Guardrail) -> Story:
    """Begin at eleven of a Monday night in a hall that somebody lit by walking in."""
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion"), LIGHT, rule)
    announced = [lamp("Hall lamp"), motion_sensor("Hall motion")]
    story = Story(policy, announced, at=MONDAY_NOON + 11 * HOUR)
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall motion", occupancy=True)
    return story


def test_when_its_day_begins_at_midnight_what_is_on_is_judged_again() -> None:
    story = lit_hall(BrightnessCeiling(id=RULE, at_most=Brightness(51), days=(Weekday.TUE,)))
    story.passes(HOUR - 1)
    assert story.value("Hall lamp", BRIGHTNESS) == 200
    story.passes(1)

    assert story.value("Hall lamp", BRIGHTNESS) == 51


def test_its_hours_on_another_day_leave_what_is_on_alone() -> None:
    rule = BrightnessCeiling(id=RULE, at_most=Brightness(51), between=NIGHT, days=(Weekday.TUE,))
    story = lit_hall(rule)

    story.passes(1.5 * HOUR)

    assert story.value("Hall lamp", BRIGHTNESS) == 200, "the night of Monday is no Tuesday's"


def test_it_is_told_on_which_day_it_would_have_been_otherwise() -> None:
    weekdays = WEEK[:5]
    story = lit_hall(NeverAutomate(id=RULE, days=weekdays))

    (decided,) = (body for body in story.records if isinstance(body, Decided))
    (shown,) = what_if(decided.decision, decided.facts or (), Court(story.house.policy))

    assert shown.changes == (OtherDay(RULE, Weekday.SAT, 5 * DAY),)
    assert shown.then.given == {POWER: True, BRIGHTNESS: 200}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (NeverAutomate(id=RULE, days=WEEK[5:]), "is for hands only on Saturday and Sunday"),
        (
            QuietHours(id=RULE, between=NIGHT, days=WEEK[:5]),
            (
                "lets nothing switch on or get brighter by itself from 22:30 to 06:30 on Monday to "
                "Friday"
            ),
        ),
        (
            QuietHours(
                id=RULE, except_=Exceptions(devices=(Ref("Stairs lamp"),), agents=(MOTION,))
            ),
            (
                "lets nothing switch on or get brighter by itself, but for Stairs lamp and what "
                "Hall motion wishes"
            ),
        ),
        (
            BrightnessCeiling(
                id=RULE, at_most=Brightness(51), except_=Exceptions(areas=(AreaId("living-room"),))
            ),
            "allows at most 20 %, but for living room",
        ),
    ],
)
def test_days_and_exceptions_are_in_the_sentence(rule: Guardrail, sentence: str) -> None:
    assert rule.sentence() == sentence


RULES: tuple[type[Guardrail], ...] = (QuietHours, BrightnessCeiling, ColourCeiling)


def ruled(kind: type[Guardrail], but: Exceptions) -> Guardrail:
    """Return a rule of a kind with these exceptions, which binds the hall in full light."""
    if kind is QuietHours:
        return QuietHours(id=RULE, except_=but)
    if kind is BrightnessCeiling:
        return BrightnessCeiling(id=RULE, at_most=Brightness(51), except_=but)
    return ColourCeiling(id=RULE, at_most=Kelvin(2700), except_=but)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize(
    ("but", "is_spared"),
    [
        (Exceptions(), False),
        (Exceptions(agents=(MOTION,)), True),
        (Exceptions(agents=(EVENING,)), False),
        (Exceptions(devices=(Ref("hall-lamp"),)), True),
        (Exceptions(devices=(Ref("Cellar lamp"),)), False),
        (Exceptions(areas=(AreaId("hall"),)), True),
        (Exceptions(areas=(AreaId("cellar"),)), False),
    ],
)
def test_an_exception_spares_an_agent_a_device_or_an_area(
    *, kind: type[Guardrail], but: Exceptions, is_spared: bool
) -> None:
    cold: Values = {**ON, BRIGHTNESS: FULL, COLOUR: Kelvin(6500)}

    assert (ruled(kind, but).judge(case(hall(), cold)) is None) is is_spared
