"""What the household keeps from a child or a guest, and from nobody else."""

from dataclasses import replace
from typing import ClassVar

import pytest

from rules.guardrail import Case, Guardrail, Verdict
from rules.guardrails.confirmation import CategoryConfirmation
from rules.guardrails.quiet_hours import QuietHours
from rules.guardrails.role_limits import RoleLimits
from rules.people.rights import why_not
from rules.policy import Role, Scene
from rules.words.events import FreezePlaced, OverridePlaced, PersonSet, SceneCalled
from rules.words.ids import AreaId, ControlId, DeviceId, GuardrailId, PersonId, Ref, SceneId
from rules.words.people import AreaScope, HouseScope, Scope
from rules.words.times import TimeOfDay, Window
from rules.words.value import value
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.houses import lamp, plug, policy_of, room
from tests.rules.asked import ANA, KIM, PEOPLE
from tests.story import Story

HEATER, NIGHT = DeviceId("heater"), Window(TimeOfDay(12 * 60), TimeOfDay(13 * 60))
ASKS = CategoryConfirmation(id=GuardrailId("heats"), devices=(Ref("Heater"),))
KEPT = RoleLimits(
    id=GuardrailId("kids"), roles=(Role.CHILD, Role.GUEST), areas=(AreaId("shed"),), between=NIGHT
)
BEN = Author(via=Via.PAGE, person=PersonId("ben"))
LEA = Author(via=Via.PAGE, person=PersonId("Lea"), role="guest")


@value(frozen=True, slots=True, kw_only=True)
class Breaks(Guardrail):
    """A rule that cannot judge."""

    name: ClassVar[str] = "breaks"
    safety: ClassVar[bool] = True
    binds_people: ClassVar[bool] = True

    def judge(self, case: Case) -> Verdict:
        raise RuntimeError("it broke")

    def sentence(self) -> str:
        return "breaks"


def shed(*rules: Guardrail) -> Story:
    """Begin with a shed of a lamp and a heater, both off."""
    policy = policy_of(room("Shed", "Shed lamp", "Heater"), *PEOPLE, *rules)
    film = Scene(id=SceneId("film"), name="Film", values={Ref("Heater"): {POWER: True}})
    story = Story(replace(policy, scenes={film.id: film}), [lamp("Shed lamp"), plug("Heater")])
    for name in ("Shed lamp", "Heater"):
        story.reads(name, power=False)
    return story


def taps(story: Story, by: Author, *, on: bool = True) -> bool:
    """Let somebody tap the heater; say whether that did anything."""
    story.happens(PersonSet(device=HEATER, values={POWER: on}, by=by))
    return bool(story.sent("Heater")) and HEATER in story.house.people.holds


def test_a_child_cannot_switch_on_what_the_household_asks_an_adult_about() -> None:
    story = shed(ASKS)
    wish = PersonSet(device=HEATER, values={POWER: True}, by=KIM)

    why = why_not(story.house, wish, story.now)

    assert why == (
        "Heater is not for a child now: 'Heats' asks an adult within 5 minutes before anything is "
        "switched on, opened or unlocked; ask an adult"
    )
    assert not taps(story, KIM)
    assert HEATER not in story.house.people.holds


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (ANA, True),
        (BEN, True),
        (Author(via=Via.CONSOLE), True),
        (Author(via=Via.MQTT), True),
        (KIM, False),
        (LEA, False),
        (Author(via=Via.MQTT, says="Kim"), False),
        (Author(via=Via.CONSOLE, says="Kim"), False),
        (Author(via=Via.PAGE, person=PersonId("gone")), False),
        (Author(via=Via.CONTROL, control=ControlId("button")), True),
        (Author(via=Via.WALL), True),
    ],
)
@pytest.mark.parametrize("rule", [ASKS, KEPT, Breaks(id=GuardrailId("breaks"))])
def test_no_adult_and_no_hand_is_bound(rule: Guardrail, by: Author, may: bool) -> None:
    assert taps(shed(rule), by) is may


def test_what_makes_it_safer_is_for_everybody() -> None:
    story = shed(ASKS)
    story.reads("Heater", power=True)

    assert taps(story, KIM, on=False)


def test_a_rule_of_comfort_binds_no_child() -> None:
    assert taps(shed(QuietHours(id=GuardrailId("quiet"), between=NIGHT)), KIM)


def test_outside_its_hours_a_rule_binds_nobody() -> None:
    story = shed(KEPT)
    story.passes(2 * 3600)

    assert taps(story, KIM)


def test_whoever_may_answer_what_a_rule_asks_may_do_it() -> None:
    assert taps(shed(replace(ASKS, who=Role.CHILD)), KIM)
    assert not taps(shed(replace(ASKS, who=Role.CHILD)), LEA)


@pytest.mark.parametrize("scope", [AreaScope(AreaId("shed")), HouseScope()])
def test_of_many_at_once_one_that_is_not_theirs_keeps_back_all(scope: Scope) -> None:
    story = shed(ASKS)

    story.happens(OverridePlaced(scope=scope, values={POWER: True}, by=KIM))
    story.happens(SceneCalled(SceneId("film"), KIM))

    assert (story.sent("Shed lamp"), story.sent("Heater")) == ([], [])
    assert story.house.people.overrides == {}
    story.happens(FreezePlaced(scope=scope, by=KIM))
    assert scope in story.house.people.freezes


def test_an_adults_override_stands_whatever_a_child_wants() -> None:
    story = shed(ASKS)
    story.happens(OverridePlaced(scope=HouseScope(), values={POWER: False}, by=ANA))
    sent = len(story.sent("Heater"))

    story.happens(OverridePlaced(scope=HouseScope(), values={POWER: True}, by=KIM))
    story.happens(PersonSet(device=HEATER, values={POWER: True}, by=KIM))

    assert story.house.people.overrides[HouseScope()].by == ANA
    assert len(story.sent("Heater")) == sent
