"""Stories of questions: what people are asked, what they say, and what closes by itself."""

from dataclasses import replace

import pytest

from devices.agents.recipe import Recipe
from devices.recipes import Rule
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.left_alone import NeverAutomate
from rules.guardrails.light_floor import LightFloor
from rules.guardrails.pace import MinimumOnOff
from rules.restore import live_claims, restore
from rules.words.asks import Approved, Otherwise, Wants, WasAsked
from rules.words.decisions import Outcome
from rules.words.effects import Keep, PromptChanged, Record
from rules.words.events import (
    ClockStepped,
    DeviceAnnounced,
    DeviceRetired,
    PolicyAdopted,
    Reported,
    TimePassed,
)
from rules.words.ids import (
    AgentId,
    AreaId,
    DecisionId,
    DeviceId,
    GuardrailId,
    HardwareId,
    PersonId,
    Ref,
)
from rules.words.prompts import Answer
from rules.words.readings import Equals, Reading
from rules.words.records import Decided, Ended, PromptBegan
from rules.words.times import HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import Author, Via
from tests.houses import OCCUPANCY, lamp, motion_sensor, policy_of, room
from tests.rules.asked import (
    ANA,
    ASKS,
    KIM,
    LIT,
    MOTION,
    AsksFirst,
    AsksForSafety,
    Fickle,
    answers,
    asked,
    asking_hall,
    closed,
    ends,
    prompts,
    refusals,
    somebody_comes,
    wished_changes,
)
from tests.story import BEN, Story

OFF: Values = {POWER: False}


def test_a_prompt_is_written_down_before_anybody_is_shown_it() -> None:
    story = asking_hall()

    effects = story.happens(Reported(HardwareId("hw-hall-motion"), {OCCUPANCY: True}))

    (prompt,) = asked(story)
    begins = Record(PromptBegan(prompt=prompt), durable=True)
    keeps, shows = Keep(f"prompt/{prompt.id}", prompt), PromptChanged(prompt.id)
    assert effects.index(begins) < effects.index(keeps) < effects.index(shows)
    assert story.commands == []
    assert not [end for end in ends(story) if end[0] == prompt.questions[0].decision]


def test_a_yes_has_the_wish_done_as_it_was_shown_and_once() -> None:
    story = asking_hall()
    somebody_comes(story)

    (prompt,) = asked(story)
    answers(story, Answer.YES)

    assert story.sent("Hall lamp") == [LIT]
    assert asked(story) == []
    assert closed(story) == [("approved", "")]
    done = story.decisions[-1]
    assert done.outcome is Outcome.ALLOWED
    yes = [(r.prompt, r.by, r.lowered_from) for r in done.reasons if isinstance(r, Approved)]
    assert yes == [(prompt.id, ANA, None)]
    assert ends(story)[0] == (1, "superseded", "a person said yes to it")

    answers(story, Answer.YES, prompt=prompt.id)
    assert story.sent("Hall lamp") == [LIT]
    assert refusals(story)[-1].endswith("it was answered with yes already")


@pytest.mark.parametrize(
    ("said", "state", "why"),
    [
        (Answer.NO, "declined", "a person said no to it"),
        (Answer.NEVER, "declined", "a person said no to it, now and always"),
        (Answer.LATER, "dismissed", "a person put it off"),
    ],
)
def test_whatever_is_no_yes_does_nothing(said: Answer, state: str, why: str) -> None:
    story = asking_hall()
    somebody_comes(story)

    answers(story, said)
    story.passes(HOUR)

    assert story.commands == []
    assert closed(story) == [(state, "")]
    assert ends(story) == [(1, "moot", why)]


def test_silence_is_not_a_no() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.passes(2 * MINUTE)

    assert closed(story) == [("timed out", "nobody answered")]
    assert ends(story) == [(1, "expired", "nobody answered")]
    assert story.commands == []


@pytest.mark.parametrize(("percent", "bright"), [(20.0, 51), (None, 100)])
def test_yes_but_lower_gives_less_than_was_wanted(percent: float | None, bright: int) -> None:
    story = asking_hall()
    somebody_comes(story)

    answers(story, Answer.LOWER, percent=percent)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: bright}]
    (yes,) = (r for r in story.decisions[-1].reasons if isinstance(r, Approved))
    assert yes.lowered_from == LIT[BRIGHTNESS]
    assert ends(story)[0] == (1, "superseded", "a person said yes to less of it")


@pytest.mark.parametrize("percent", [78.0, 79.0, 100.0, -1.0, float("nan")])
def test_what_is_not_lower_is_refused_and_the_question_stays_open(percent: float) -> None:
    story = asking_hall()
    somebody_comes(story)

    answers(story, Answer.LOWER, percent=percent)

    assert story.commands == []
    assert len(asked(story)) == 1
    assert refusals(story)[-1].endswith("lower is less than 78 %")


@pytest.mark.parametrize(("said", "done"), [(Answer.ALWAYS, [LIT]), (Answer.NEVER, [])])
def test_always_and_never_answer_once_and_leave_a_change_to_be_signed(
    said: Answer, done: list[Values]
) -> None:
    story = asking_hall()
    somebody_comes(story)
    policy = story.house.policy

    answers(story, said)

    assert story.sent("Hall lamp") == done
    (change,) = wished_changes(story)
    assert (change.answer, change.by, change.devices) == (said, ANA, (DeviceId("hall-lamp"),))
    assert change.about == (
        WasAsked(device=DeviceId("hall-lamp"), wants=Wants.MORE, rules=(ASKS.id,)),
    )
    assert story.house.policy is policy


# what need not be asked

LAMP_UP = (AgentId("hall-motion"), Ref("Hall lamp"), Wants.MORE)


def test_what_was_signed_as_unasked_is_done_without_a_question() -> None:
    story = asking_hall(MOTION, replace(ASKS, unasked=(LAMP_UP,)))

    somebody_comes(story)

    assert asked(story) == []
    assert story.sent("Hall lamp") == [LIT]


@pytest.mark.parametrize(
    "other",
    [
        (AgentId("evening"), Ref("Hall lamp"), Wants.MORE),
        (AgentId("hall-motion"), Ref("Bath lamp"), Wants.MORE),
        (AgentId("hall-motion"), Ref("Hall lamp"), Wants.LESS),
    ],
)
def test_another_agent_device_or_way_is_asked_about(other: tuple[AgentId, Ref, Wants]) -> None:
    story = asking_hall(MOTION, replace(ASKS, unasked=(other,)))

    somebody_comes(story)

    assert len(asked(story)) == 1


def test_what_one_rule_does_not_ask_another_still_asks_bounds_or_forbids() -> None:
    spares = replace(ASKS, unasked=(LAMP_UP,))
    asks = replace(ASKS, id=GuardrailId("asks-too"))
    ceiling = BrightnessCeiling(id=GuardrailId("dim"), at_most=Brightness(50))
    forbids = NeverAutomate(id=GuardrailId("hands-only"), unasked=(LAMP_UP,))

    asking, dim, forbidden = (asking_hall(MOTION, spares, o) for o in (asks, ceiling, forbids))
    for story in (asking, dim, forbidden):
        somebody_comes(story)

    (prompt,) = asked(asking)
    assert [ask.about for ask in prompt.questions[0].asks] == [f"asks-too: {asks.sentence()}"]
    assert dim.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 50}]
    assert forbidden.commands == []


# who may answer


@pytest.mark.parametrize(
    ("who", "by", "counts"),
    [
        ("adult", Author(via=Via.PAGE), True),
        ("adult", Author(via=Via.MQTT, says="Ben"), True),
        ("adult", Author(via=Via.MQTT, says="Kim"), False),
        ("adult", KIM, False),
        ("child", KIM, True),
        ("guest", KIM, True),
        ("owner", ANA, True),
        ("owner", Author(via=Via.CONSOLE), True),
        ("owner", Author(via=Via.MQTT, says="Ana"), False),
        ("owner", BEN, False),
        ("nonsense", BEN, False),
        ("nonsense", ANA, True),
        ("guest", Author(via=Via.MQTT, person=PersonId("stranger")), False),
        ("guest", Author(via=Via.WALL), False),
        ("guest", Author(via=Via.MQTT, says="hall motion"), False),
        ("guest", Author(via=Via.CONSOLE, says="hall-motion"), False),
    ],
)
def test_only_a_person_of_the_role_that_is_asked_for_answers(
    who: str, by: Author, *, counts: bool
) -> None:
    story = asking_hall(MOTION, replace(ASKS, who=who))
    somebody_comes(story)

    answers(story, Answer.YES, by=by)

    assert story.sent("Hall lamp") == ([LIT] if counts else [])
    assert len(asked(story)) == (0 if counts else 1)
    assert len(refusals(story)) == (0 if counts else 1)


def test_of_two_rules_the_stricter_role_and_the_earlier_deadline_count() -> None:
    strict = AsksFirst(id=GuardrailId("strict"), who="owner", within=HOUR)
    story = asking_hall(MOTION, ASKS, strict)

    somebody_comes(story)

    (prompt,) = asked(story)
    assert (prompt.who, prompt.deadline) == ("owner", story.now + 2 * MINUTE)


# judged again


def test_after_a_yes_a_rule_that_limits_by_now_still_limits() -> None:
    soon = Window(TimeOfDay(13 * 60 + 1), TimeOfDay(14 * 60))
    dim = BrightnessCeiling(id=GuardrailId("dim"), at_most=Brightness(51), between=soon)
    story = asking_hall(MOTION, ASKS, dim)
    somebody_comes(story)
    assert asked(story)[0].questions[0].given == LIT

    story.passes(MINUTE)
    answers(story, Answer.YES)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 51}]


def test_after_a_yes_a_floor_that_opened_meanwhile_has_no_more_done_than_was_shown() -> None:
    soon = Window(TimeOfDay(13 * 60 + 1), TimeOfDay(14 * 60))
    bright = LightFloor(id=GuardrailId("bright"), at_least=Brightness(250), between=soon)
    story = asking_hall(MOTION, ASKS, bright)
    somebody_comes(story)

    story.passes(MINUTE)
    answers(story, Answer.YES)

    assert story.commands == []
    (again,) = asked(story)
    assert again.questions[0].given == {POWER: True, BRIGHTNESS: 250}


def test_a_yes_is_worth_nothing_once_the_device_is_another_and_it_is_asked_again() -> None:
    story = asking_hall()
    somebody_comes(story)
    story.house.conditions[DeviceId("hall-lamp")].values[BRIGHTNESS] = 90
    story.house.conditions[DeviceId("hall-lamp")].values[POWER] = True

    answers(story, Answer.YES)

    assert story.commands == []
    assert len(asked(story)) == 1
    answers(story, Answer.YES)
    assert story.sent("Hall lamp") == [{BRIGHTNESS: 200}]


def test_another_policy_asks_again_and_takes_no_answer_to_the_old_question() -> None:
    story = asking_hall()
    somebody_comes(story)
    (old,) = asked(story)

    story.happens(PolicyAdopted(replace(story.house.policy, hash="another")))

    (new,) = asked(story)
    assert (new.policy, closed(story)) == ("another", [("moot", "the policy changed")])
    answers(story, Answer.YES, prompt=old.id)
    assert story.commands == []
    answers(story, Answer.YES, prompt=new.id)
    assert story.sent("Hall lamp") == [LIT]


def test_a_yes_is_worth_nothing_under_a_policy_that_is_another_than_was_shown() -> None:
    story = asking_hall()
    somebody_comes(story)
    story.house.policy = replace(story.house.policy, hash="altered")

    answers(story, Answer.YES)

    assert story.commands == []
    assert [prompt.policy for prompt in asked(story)] == ["altered"]


def test_a_policy_that_does_not_ask_any_more_does_nothing_by_itself() -> None:
    story = asking_hall()
    somebody_comes(story)
    policy = replace(story.house.policy, guardrails={}, hash="free")

    story.happens(PolicyAdopted(policy))

    assert (story.commands, asked(story)) == ([], [])
    somebody_comes(story)
    assert story.sent("Hall lamp") == [LIT]


def test_what_a_yes_lit_stays_lit_when_it_is_judged_again() -> None:
    story = asking_hall()
    somebody_comes(story)
    answers(story, Answer.YES)

    story.happens(PolicyAdopted(replace(story.house.policy, hash="another")))
    story.freezes("house")
    story.releases("house")

    assert story.sent("Hall lamp") == [LIT]
    assert story.house.claim_of(MOTION.id, DeviceId("hall-lamp")) is not None


def test_a_yes_to_what_a_rule_also_delays_is_done_when_its_moment_has_come() -> None:
    slow = MinimumOnOff(id=GuardrailId("slow"), min_off=Duration(HOUR + 5 * MINUTE))
    story = asking_hall(MOTION, replace(ASKS, within=10 * MINUTE), slow)
    somebody_comes(story)
    answers(story, Answer.YES)
    assert story.commands == []

    story.passes(5 * MINUTE)

    assert story.sent("Hall lamp") == [LIT]
    assert len(prompts(story)) == 1


def test_what_a_yes_lit_keeps_its_yes_over_a_restart() -> None:
    story = asking_hall()
    somebody_comes(story)
    answers(story, Answer.YES)

    (claim,) = live_claims(reversed(story.records), story.now)

    before = story.house.claim_of(MOTION.id, DeviceId("hall-lamp"))
    assert before is not None
    assert claim.approval == before.approval
    assert claim.approval is not None


def test_a_rule_that_reads_otherwise_by_then_is_not_met_by_the_yes_to_the_old_one() -> None:
    story = asking_hall()
    somebody_comes(story)
    answers(story, Answer.YES)
    other = AsksForSafety(id=ASKS.id, off_too=True)
    story.house.conditions[DeviceId("hall-lamp")].values[BRIGHTNESS] = 90

    rules = {other.id: other}
    story.happens(PolicyAdopted(replace(story.house.policy, guardrails=rules, hash="another")))

    assert story.house.claim_of(MOTION.id, DeviceId("hall-lamp")) is None


# what closes by itself


def test_an_override_closes_what_was_asked_about_its_devices() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.overrides("area/hall", OFF)

    assert closed(story) == [("superseded by override", "superseded by override")]
    assert ends(story) == [(1, "superseded", "superseded by override")]


def test_a_hand_closes_what_was_asked_about_its_lamp() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 30})

    assert [state for state, _ in closed(story)] == ["superseded by override"]


def test_what_people_hold_is_not_asked_about() -> None:
    story = asking_hall()
    story.freezes("area/hall")

    somebody_comes(story)

    assert prompts(story) == []
    assert ends(story) == [(1, "moot", "nobody was asked: people have taken it over")]


def test_it_closes_when_it_is_so_already() -> None:
    story = asking_hall()
    somebody_comes(story)
    condition = story.house.conditions[DeviceId("hall-lamp")]
    condition.values |= LIT

    story.reads("Hall lamp", linkquality=80)
    story.reads("Hall lamp", power=True, brightness=201)

    assert closed(story) == [("moot", "it is so already")]


def test_it_closes_when_the_lease_is_over_before_the_deadline() -> None:
    story = asking_hall(MOTION, replace(ASKS, within=9 * HOUR))
    somebody_comes(story)

    story.passes(3 * HOUR)

    assert closed(story) == [("moot", "what it was wanted for is over")]


def test_it_closes_when_its_agent_gives_it_up() -> None:
    story = asking_hall(Fickle(id=MOTION.id), ASKS)
    somebody_comes(story)
    assert len(asked(story)) == 1

    story.reads("Hall motion", occupancy=False)

    assert closed(story) == [("moot", "its agent gave it up")]


def test_it_closes_when_the_device_is_taken_away() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.happens(DeviceRetired(HardwareId("hw-hall-lamp")))

    assert closed(story) == [("moot", "the device was taken away")]


def test_it_closes_when_its_agent_may_not_wish_for_it_any_more() -> None:
    story = asking_hall()
    somebody_comes(story)
    policy = story.house.policy
    elsewhere = replace(MOTION, area=AreaId("attic"))

    story.happens(PolicyAdopted(replace(policy, agents={MOTION.id: elsewhere})))
    story.reads("Hall lamp", linkquality=80)

    assert closed(story) == [("moot", "its agent may not wish for it any more")]


def test_after_a_yes_the_decision_in_its_place_comes_before_the_end_of_the_question() -> None:
    story = asking_hall()
    somebody_comes(story)

    answers(story, Answer.YES)

    order = [type(body).__name__ for body in story.records if isinstance(body, Decided | Ended)]
    assert order[:3] == ["Decided", "Decided", "Ended"]
    assert ends(story)[0][0] == 1


def test_it_closes_when_its_agent_is_taken_away() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.happens(PolicyAdopted(replace(story.house.policy, agents={}, hash="none")))

    assert (asked(story), closed(story)) == ([], [("moot", "the policy changed")])


# what happens if nobody answers


def lit_hall(otherwise: Otherwise) -> Story:
    """Begin with a lit hall, and a rule that asks before it is switched off."""
    asks = AsksFirst(id=GuardrailId("ask-first"), off_too=True, otherwise=otherwise)
    rule = Rule(
        when=(Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=True)),),
        then={Ref("Hall lamp"): OFF},
    )
    story = asking_hall(Recipe(id=AgentId("sleeper"), rules=(rule,)), asks)
    story.reads("Hall lamp", power=True, brightness=200, stored=True)
    somebody_comes(story)
    return story


def test_where_the_rule_says_so_silence_switches_off() -> None:
    story = lit_hall(Otherwise.DO_IT)

    story.passes(2 * MINUTE)

    assert closed(story) == [("timed out", "nobody answered")]
    assert story.sent("Hall lamp") == [OFF]
    (reason,) = [r for r in story.decisions[-1].reasons if isinstance(r, Approved)]
    assert reason.by is None


def test_a_deadline_that_passed_while_nobody_looked_has_nothing_done() -> None:
    story = lit_hall(Otherwise.DO_IT)

    story.now += HOUR
    story.happens(TimePassed())

    assert closed(story) == [("timed out", "nobody answered")]
    assert story.commands == []


def test_without_such_a_rule_silence_does_nothing() -> None:
    story = lit_hall(Otherwise.NOTHING)

    story.passes(2 * MINUTE)

    assert story.commands == []


def test_silence_never_switches_anything_on_whatever_the_rule_says() -> None:
    story = asking_hall(MOTION, replace(ASKS, otherwise=Otherwise.DO_IT))
    somebody_comes(story)
    (prompt,) = asked(story)

    story.passes(HOUR)

    assert prompt.otherwise is Otherwise.NOTHING
    assert story.commands == []


# several at once


def two_lamps() -> Story:
    """Begin with a hall of two lamps, and one agent for both."""
    policy = policy_of(room("Hall", "Hall lamp", "Hall spot", "Hall motion"), MOTION, ASKS)
    lamps = [lamp("Hall lamp"), lamp("Hall spot"), motion_sensor("Hall motion")]
    story = Story(policy, lamps)
    for name in ("Hall lamp", "Hall spot"):
        story.reads(name, power=False, brightness=10)
    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    return story


def test_all_that_an_agent_wants_at_one_moment_is_one_prompt() -> None:
    story = two_lamps()

    somebody_comes(story)

    (prompt,) = asked(story)
    assert [q.device for q in prompt.questions] == ["hall-lamp", "hall-spot"]
    answers(story, Answer.YES, by=Author(via=Via.PAGE))
    assert (story.sent("Hall lamp"), story.sent("Hall spot")) == ([LIT], [LIT])


def test_a_hand_takes_its_lamp_out_of_a_prompt_about_two() -> None:
    story = two_lamps()
    somebody_comes(story)

    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 30})

    (prompt,) = asked(story)
    assert [q.device for q in prompt.questions] == ["hall-spot"]
    assert story.kept[f"prompt/{prompt.id}"] == prompt
    assert [(end, by) for _, end, by in ends(story)] == [("superseded", "superseded by override")]
    answers(story, Answer.YES, by=Author(via=Via.PAGE))
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 30}]
    assert story.sent("Hall spot") == [LIT]


# over a restart and a clock that is set


def restarted(story: Story) -> Story:
    """Start the hub again with what was kept."""
    again = Story(policy_of(), at=story.now)
    restore(
        again.house,
        story.kept.values(),
        [],
        ids=story.house.ids,
        next_decision=DecisionId(story.house.next_decision),
    )
    again.happens(PolicyAdopted(story.house.policy))
    return again


def test_after_a_restart_it_is_asked_again_and_answered_once() -> None:
    story = asking_hall()
    somebody_comes(story)
    before = asked(story)

    again = restarted(story)
    for known in story.house.devices.values():
        again.happens(DeviceAnnounced(known.announcement))
    again.reads("Hall lamp", power=False, brightness=10, stored=True)

    assert asked(again) == before
    answers(again, Answer.YES)
    assert again.sent("Hall lamp") == [LIT]
    assert again.kept.keys() == {"patience/hall-motion"}


def test_a_yes_is_not_lost_on_a_device_that_the_start_has_yet_to_hear_of() -> None:
    story = asking_hall()
    somebody_comes(story)
    again = restarted(story)

    answers(again, Answer.YES)

    assert refusals(again)[-1].endswith(
        "the hub does not know hall-lamp yet: say it again in a moment"
    )
    assert len(asked(again)) == 1
    answers(again, Answer.NO)
    assert closed(again) == [("declined", "")]


def test_after_a_restart_a_deadline_that_passed_meanwhile_has_passed() -> None:
    story = lit_hall(Otherwise.DO_IT)
    story.now += HOUR

    again = restarted(story)

    assert closed(again) == [("timed out", "nobody answered")]
    assert again.commands == []


def test_a_clock_that_is_set_leaves_people_the_time_that_they_had() -> None:
    story = asking_hall()
    somebody_comes(story)

    story.now += 5 * HOUR
    story.happens(ClockStepped(5 * HOUR))
    (prompt,) = asked(story)
    assert story.kept[f"prompt/{prompt.id}"] == prompt
    assert prompt.deadline == story.now + 2 * MINUTE
    story.passes(2 * MINUTE - 1)
    assert len(asked(story)) == 1
    story.passes(1)

    assert closed(story) == [("timed out", "nobody answered")]


def test_a_yes_does_no_more_than_was_shown_though_nothing_asks_any_more() -> None:
    asks = AsksFirst(id=GuardrailId("ask"), between=Window(TimeOfDay(0), TimeOfDay(13 * 60 + 1)))
    floor = LightFloor(
        id=GuardrailId("floor"),
        at_least=Brightness(240),
        between=Window(TimeOfDay(13 * 60 + 1), TimeOfDay(14 * 60)),
    )
    story = asking_hall(MOTION, asks, floor)
    somebody_comes(story)
    story.passes(1.5 * MINUTE)

    answers(story, Answer.YES)

    assert story.commands == []
    assert refusals(story)[-1].startswith("nothing was done: by now it would be more")
