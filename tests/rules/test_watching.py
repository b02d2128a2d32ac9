"""Rules are level, not edge: when what they watch changes, what is live is judged again."""

from datetime import date

from devices.agents.motion_light import MotionLight
from rules.deciding.tally import tally
from rules.guardrail import Guardrail
from rules.guardrails.away import Away
from rules.guardrails.budgets import LoadBudget
from rules.guardrails.confirmation import BigScopeConfirmation
from rules.guardrails.interlock import Interlock
from rules.guardrails.pace import ChangeBudget
from rules.guardrails.presence_required import PresenceRequired
from rules.guardrails.ramp_limit import RampLimit
from rules.house import House
from rules.policy import Person, Role
from rules.words.asks import RuleAsked
from rules.words.decisions import Outcome
from rules.words.events import AvailabilityChanged, ClockStepped, PersonSet
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, HardwareId, PersonId, Ref
from rules.words.readings import Equals, Reading
from rules.words.records import Decided
from rules.words.times import DAY, HOUR, MINUTE, Duration
from rules.words.values import POWER, Aspect, Brightness
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, lamp, motion_sensor, plug, policy_of, room, sensor
from tests.story import Story

PRESENCE, WINDOW = Aspect("presence"), Aspect("window")
RULE = GuardrailId("rule")
ANA = Person(id=PersonId("ana"), name="Ana", role=Role.OWNER, presence=(Ref("Ana phone"), PRESENCE))
SHUT = Interlock(id=RULE, only_while=(Reading(Ref("Window"), WINDOW, Equals(value=False)),))


def a_lit_hall(*rules: Guardrail, lamps: int = 1) -> Story:
    """Tell of a hall in which somebody has just moved: its lamps are on, the window is shut."""
    names = ["Hall lamp", *(f"Spot {n}" for n in range(1, lamps))]
    light = MotionLight(
        id=AgentId("light"),
        area=AreaId("hall"),
        brightness=Brightness(200),
        off_after=Duration(HOUR),
    )
    policy = policy_of(room("Hall", *names, "Hall motion"), light, ANA, *rules)
    things = [lamp(name) for name in names]
    signs = (motion_sensor("Hall motion"), sensor("Window", WINDOW), sensor("Ana phone", PRESENCE))
    story = Story(policy, (*things, *signs, plug("Heater")))
    for name in names:
        story.reads(name, power=False, brightness=10)
    story.reads("Heater", power=False)
    story.reads("Window", window=False)
    story.reads("Ana phone", presence=True)
    story.reads("Hall motion", occupancy=False)
    story.passes(1)
    story.reads("Hall motion", occupancy=True)
    return story


def is_lit(story: Story) -> bool | None:
    return story.house.is_on(DeviceId("hall-lamp"))


def test_what_may_not_be_on_any_more_goes_off_in_the_same_moment() -> None:
    story = a_lit_hall(SHUT)
    assert is_lit(story)

    story.reads("Window", window=True)

    assert is_lit(story) is False


def test_a_window_that_closes_again_switches_nothing_on() -> None:
    story = a_lit_hall(SHUT)
    story.reads("Window", window=True)

    story.reads("Window", window=False)

    assert is_lit(story) is False


def test_a_sign_that_goes_out_of_reach_is_a_change_too() -> None:
    story = a_lit_hall(SHUT)

    story.happens(AvailabilityChanged(HardwareId("hw-window"), available=False))

    assert is_lit(story) is False


def test_the_last_one_who_leaves_takes_the_light_along_after_the_grace() -> None:
    story = a_lit_hall(PresenceRequired(id=RULE, grace=Duration(10 * MINUTE)))
    story.reads("Ana phone", presence=False)

    story.passes(10 * MINUTE - 1)
    assert is_lit(story)
    story.passes(1)

    assert is_lit(story) is False


def test_a_holiday_begins_at_midnight() -> None:
    tomorrow = date(2025, 11, 11)
    story = a_lit_hall(Away(id=RULE, first_day=tomorrow, last_day=tomorrow))
    for _ in range(12):
        story.passes(HOUR - 1)
        story.reads("Hall motion", occupancy=False)
        story.reads("Hall motion", occupancy=True)
        story.passes(1)
        assert is_lit(story) is (story.now < MONDAY_NOON + DAY / 2)


def test_a_person_who_puts_the_kettle_on_pushes_automation_off_the_circuit() -> None:
    watts = {Ref("Hall lamp"): 300, Ref("Heater"): 1800}
    story = a_lit_hall(LoadBudget(id=RULE, at_most=2000, watts=watts))
    assert is_lit(story)

    by = Author(via=Via.PAGE)
    story.happens(PersonSet(device=DeviceId("heater"), values={POWER: True}, by=by))

    assert is_lit(story) is False
    assert story.house.is_on(DeviceId("heater"))


def test_what_nobody_watches_has_no_rule_judged_again() -> None:
    story = a_lit_hall(SHUT)
    before = story.house.next_decision

    story.reads("Ana phone", presence=False)
    story.reads("Window", linkquality=80)

    assert story.house.directory.watchers(DeviceId("ana-phone")) == ()
    assert story.house.next_decision == before


def test_a_big_change_is_asked_about_as_one() -> None:
    story = a_lit_hall(BigScopeConfirmation(id=RULE, more_than=2), lamps=3)

    decisions = [body.decision for body in story.records if isinstance(body, Decided)]

    assert [decision.outcome for decision in decisions] == [Outcome.ASKED] * 3
    assert {decision.proposal.together for decision in decisions} == {3}
    asked = [r for d in decisions for r in d.reasons if isinstance(r, RuleAsked)]
    assert {reason.observed for reason in asked} == {"3 devices would change at once"}


def test_what_is_so_already_does_not_make_a_change_bigger() -> None:
    story = a_lit_hall(lamps=3)
    story.commands.clear()
    story.reads("Hall motion", occupancy=False)
    by = Author(via=Via.PAGE)
    story.happens(PersonSet(device=DeviceId("spot-1"), values={POWER: False}, by=by))

    story.reads("Hall motion", occupancy=True)

    wishes = [b.decision.proposal for b in story.records if isinstance(b, Decided)][-3:]
    assert {wish.together for wish in wishes} == {1}


def test_a_rule_about_pace_reaches_the_command() -> None:
    story = a_lit_hall(RampLimit(id=RULE, at_least=Duration(2)))

    assert [command.transition for command in story.commands] == [2.0]


def test_changes_are_counted_as_they_come_and_never_looked_for() -> None:
    budget = ChangeBudget(id=RULE, at_most=5, within=Duration(HOUR), areas=(AreaId("hall"),))
    story = a_lit_hall(budget)
    made = tally(story.house, budget)
    assert [device for _, device in made] == ["hall-lamp"]

    story.reads("Hall motion", occupancy=False)
    story.passes(2 * HOUR)

    assert tally(story.house, budget) is made
    assert [device for _, device in made] == ["hall-lamp", "hall-lamp"]


def test_a_rule_that_is_written_anew_counts_what_it_binds_now() -> None:
    here = ChangeBudget(id=RULE, at_most=5, within=Duration(HOUR), areas=(AreaId("hall"),))
    heater = ChangeBudget(id=RULE, at_most=5, within=Duration(HOUR), devices=(Ref("Heater"),))
    house: House = a_lit_hall(here).house

    assert len(tally(house, here)) == 1
    assert len(tally(house, heater)) == 0


def test_a_moment_at_which_nothing_turned_is_planned_anew() -> None:
    rule = PresenceRequired(id=RULE, grace=Duration(10 * MINUTE))
    story = a_lit_hall(rule)
    story.reads("Ana phone", presence=False)
    story.passes(5 * MINUTE)
    story.reads("Ana phone", presence=True)
    story.passes(1 * MINUTE)
    story.reads("Ana phone", presence=False)

    story.passes(9 * MINUTE)
    assert is_lit(story)
    story.passes(2 * MINUTE)

    assert is_lit(story) is False


def test_a_clock_that_is_put_is_remembered_and_moves_what_was_counted_along() -> None:
    budget = ChangeBudget(id=RULE, at_most=5, within=Duration(HOUR), areas=(AreaId("hall"),))
    story = a_lit_hall(budget)
    ((before, _),) = tally(story.house, budget)

    story.happens(ClockStepped(MINUTE - 1))
    first = story.house.clock_put
    story.now += 2 * HOUR
    story.happens(ClockStepped(2 * HOUR))

    assert (first, story.house.clock_put) == (None, story.now)
    ((after, _),) = tally(story.house, budget)
    assert after == before + MINUTE - 1 + 2 * HOUR
