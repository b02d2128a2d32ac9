"""Stories of a timetable whose time comes while something is lacking: it waits."""

import pytest

from devices.agents.schedule import Schedule
from rules.explain import WrittenNames, headline
from rules.guardrail import Guardrail
from rules.guardrails.interlock import Interlock
from rules.guardrails.presence_required import PresenceRequired
from rules.policy import Person, Role
from rules.words.decisions import Decision, End, Outcome
from rules.words.events import AvailabilityChanged, ScheduleReached
from rules.words.ids import AgentId, DeviceId, GuardrailId, HardwareId, PersonId, Ref
from rules.words.readings import Equals, Reading
from rules.words.records import Ended
from rules.words.times import DAY, HOUR, TimeOfDay
from rules.words.values import POWER, Aspect
from tests.houses import plug, policy_of, room, sensor
from tests.story import Story

PRESENCE, WINDOW = Aspect("presence"), Aspect("window")
RULE = GuardrailId("rule")
ANA = Person(id=PersonId("ana"), name="Ana", role=Role.OWNER, presence=(Ref("Ana phone"), PRESENCE))
SHUT = Interlock(id=RULE, only_while=(Reading(Ref("Window"), WINDOW, Equals(value=False)),))
ANYBODY = PresenceRequired(id=RULE)
HEATER = Ref("Heater")
TILL_TEN = Schedule(
    id=AgentId("heating"),
    at=TimeOfDay(19 * 60),
    until=TimeOfDay(22 * 60),
    lamps=(HEATER,),
    set_={POWER: True},
)
WITHOUT_END = Schedule(
    id=AgentId("heating"), at=TimeOfDay(19 * 60), lamps=(HEATER,), set_={POWER: True}
)


def an_evening(
    *rules: Guardrail, window: bool, home: bool, heating: Schedule = TILL_TEN, late: bool = False
) -> Story:
    """Tell of a house at seven in the evening, when the heating is to go on until ten."""
    policy = policy_of(room("Hall", "Heater", "Window"), heating, ANA, *rules)
    signs = (sensor("Window", WINDOW), sensor("Ana phone", PRESENCE))
    story = Story(policy, (plug("Heater"), *signs))
    story.reads("Heater", power=False)
    story.reads("Window", window=window)
    story.reads("Ana phone", presence=home)
    story.passes(7 * HOUR)
    following = story.now + DAY
    reached = ScheduleReached(
        agent=heating.id, point="19:00", at=story.now, following=following, late=late
    )
    story.happens(reached)
    return story


def heats(story: Story) -> bool | None:
    return story.house.is_on(DeviceId("heater"))


def test_heating_waits_for_the_window_and_goes_on_when_it_is_shut_until_its_own_end() -> None:
    story = an_evening(SHUT, window=True, home=True)

    waits = story.decisions[-1]
    assert (waits.outcome, heats(story)) == (Outcome.DEFERRED, False)
    assert headline(waits, WrittenNames(story.house.policy.home.zone)).endswith(
        "'Rule' lets nothing be on unless Window has window no, so it waits for that."
    )

    story.passes(HOUR)
    story.reads("Window", window=False)
    assert heats(story)

    story.passes(2 * HOUR - 1)
    assert heats(story)
    story.passes(1)
    assert heats(story) is False


def test_heating_waits_for_somebody_who_comes_home() -> None:
    story = an_evening(ANYBODY, window=False, home=False)
    assert (story.decisions[-1].outcome, heats(story)) == (Outcome.DEFERRED, False)

    story.passes(HOUR)
    story.reads("Ana phone", presence=True)

    assert heats(story)


def test_it_waits_for_a_sensor_that_nobody_can_hear_too() -> None:
    story = an_evening(SHUT, window=True, home=True)
    story.happens(AvailabilityChanged(HardwareId("hw-window"), available=False))
    story.reads("Window", window=False)
    assert heats(story) is False

    story.happens(AvailabilityChanged(HardwareId("hw-window"), available=True))

    assert heats(story)


def test_of_two_needs_both_must_be_met() -> None:
    other = PresenceRequired(id=GuardrailId("other"))
    story = an_evening(SHUT, other, window=True, home=False)

    story.reads("Window", window=False)
    assert heats(story) is False
    story.reads("Ana phone", presence=True)

    assert heats(story)


def test_what_comes_after_its_hours_comes_too_late() -> None:
    story = an_evening(SHUT, window=True, home=True)
    story.passes(3 * HOUR)

    story.reads("Window", window=False)

    assert heats(story) is False
    assert story.commands == []


@pytest.mark.parametrize("meanwhile", ["freeze", "hand"])
def test_people_end_the_waiting(meanwhile: str) -> None:
    story = an_evening(SHUT, window=True, home=True)
    if meanwhile == "freeze":
        story.freezes()
        story.releases()
    else:
        story.sets("Heater", {POWER: False}, seconds=60)
        story.passes(61)
    story.commands.clear()

    story.reads("Window", window=False)

    assert story.commands == []
    assert heats(story) is False


@pytest.mark.parametrize("meanwhile", ["freeze", "set", "hand"])
def test_what_waited_has_its_end_at_once_when_people_come_and_no_second_one(meanwhile: str) -> None:
    story = an_evening(SHUT, window=True, home=True)
    waits = story.decisions[-1]
    assert ends_of(story, waits) == []

    if meanwhile == "freeze":
        story.freezes()
    elif meanwhile == "set":
        story.overrides("device/heater", {POWER: False})
    else:
        story.sets("Heater", {POWER: False}, seconds=60)

    at_once = [(End.SUPERSEDED, "superseded by override")]
    assert ends_of(story, waits) == at_once
    story.releases("device/heater")
    story.releases()
    story.passes(4 * HOUR)
    assert ends_of(story, waits) == at_once


def ends_of(story: Story, decision: Decision) -> list[tuple[End, str]]:
    """Return how a decision ended, as it was written down."""
    written = [body for body in story.records if isinstance(body, Ended)]
    return [(body.end, body.by) for body in written if body.decision == decision.id]


def test_what_was_on_when_the_window_opened_goes_off_and_stays_so() -> None:
    story = an_evening(SHUT, window=False, home=True)
    assert heats(story)

    story.reads("Window", window=True)
    assert heats(story) is False
    story.reads("Window", window=False)

    assert heats(story) is False


@pytest.mark.parametrize(("heating", "late"), [(WITHOUT_END, False), (TILL_TEN, True)])
def test_a_wish_without_an_end_and_one_that_a_start_derives_again_wait_for_nothing(
    heating: Schedule, *, late: bool
) -> None:
    story = an_evening(SHUT, window=True, home=True, heating=heating, late=late)

    assert story.decisions[-1].outcome is Outcome.DENIED
    story.reads("Window", window=False)

    assert heats(story) is False
