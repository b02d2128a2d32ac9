"""Agents from outside: what the household gave them they may wish, and nothing more."""

from dataclasses import replace

import pytest

from devices.agents.forgotten_light import ForgottenLight
from devices.agents.outside import Outside
from rules.agent import Tier
from rules.explain import HouseNames, headline, sentences
from rules.explain.prompts import prompt_sentences
from rules.guardrail import Guardrail
from rules.guardrails.ceilings import BrightnessCeiling
from rules.policy import Person, Role
from rules.restore import live_claims
from rules.words.asks import OnlySuggests
from rules.words.days import Weekday, days_text
from rules.words.decisions import (
    Frozen,
    Held,
    NotAdmitted,
    OnlyShadow,
    Outcome,
    RuleForbade,
    RuleLimited,
)
from rules.words.events import PolicyAdopted, Proposed
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PersonId
from rules.words.prompts import Answer
from rules.words.records import Decided, Ended
from rules.words.times import HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Brightness, Kelvin, Values, from_percent
from rules.words.wishes import Level, Mode, Then
from tests.houses import MONDAY_NOON, lamp, policy_of, room
from tests.rules.asked import AsksFirst, answers, asked, prompts, refusals
from tests.story import Story

LIT: Values = {POWER: True, BRIGHTNESS: from_percent(80)}
CHATTER = Outside(
    id=AgentId("chatter"),
    owner=PersonId("ana"),
    areas=(AreaId("hall"),),
    aspects=(POWER, BRIGHTNESS),
    tier=Tier.ACT,
    strength="event",
)
ANA = Person(id=PersonId("ana"), name="Ana", role=Role.OWNER)
CEILING = BrightnessCeiling(id=GuardrailId("quiet"), at_most=Brightness(51))
SHADOW = replace(CHATTER, tier=Tier.SHADOW)
SUGGESTS = replace(CHATTER, tier=Tier.SUGGEST)


def told(chatter: Outside = CHATTER, *rules: Guardrail) -> Story:
    """Return a hall with a lamp that is off, and a cellar that was not given."""
    story = Story(
        policy_of(room("Hall", "Hall lamp"), room("Cellar", "Cellar lamp"), ANA, chatter, *rules),
        [lamp("Hall lamp", colours=True), lamp("Cellar lamp")],
    )
    story.reads("Hall lamp", power=False, brightness=0)
    story.reads("Cellar lamp", power=False, brightness=0)
    return story


def proposes(story: Story, values: Values = LIT, device: str = "hall-lamp", **more: object) -> None:
    """Let the agent send a proposal."""
    event = Proposed(
        agent=CHATTER.id, device=DeviceId(device), values=values, until=story.now + 5 * MINUTE
    )
    story.happens(replace(event, **more))  # type: ignore[arg-type]  # any field of it


def reasons(story: Story) -> list[type]:
    return [type(reason) for reason in story.decisions[-1].reasons]


def says(story: Story) -> str:
    return headline(story.decisions[-1], HouseNames(story.house))


def test_one_that_may_act_lights_the_lamp() -> None:
    story = told()

    proposes(story)

    assert story.sent("Hall lamp") == [LIT]
    assert story.decisions[-1].outcome is Outcome.ALLOWED


def test_a_rule_of_the_household_binds_it_like_any_other() -> None:
    story = told(CHATTER, CEILING)

    proposes(story)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 51}]


def test_a_freeze_defers_it_and_the_release_raises_nothing() -> None:
    story = told()
    story.freezes()

    proposes(story)
    story.releases()

    assert reasons(story)[:1] == [Frozen]
    assert story.sent("Hall lamp") == []


def test_a_hand_wins_against_it() -> None:
    story = told()
    story.sets("Hall lamp", {POWER: False})

    proposes(story)

    assert reasons(story) == [Held]
    assert story.sent("Hall lamp") == [{POWER: False}]


def test_what_it_lit_goes_off_when_its_lease_ends_if_it_said_so() -> None:
    story = told()
    proposes(story, then=Then.OFF)

    story.passes(6 * MINUTE)

    assert story.value("Hall lamp", POWER) is False


@pytest.mark.parametrize(
    ("values", "device", "more"),
    [
        (LIT, "cellar-lamp", {}),
        ({COLOUR: Kelvin(2700)}, "hall-lamp", {}),
        ({POWER: True, COLOUR: Kelvin(2700)}, "hall-lamp", {}),
        (LIT, "no-lamp", {}),
        (LIT, "hall-lamp", {"agent": AgentId("stranger")}),
        (LIT, "hall-lamp", {"level": Level.PERSON}),
        (LIT, "hall-lamp", {"until": MONDAY_NOON - 1.0}),
    ],
)
def test_what_was_not_given_is_refused_and_nothing_moves(
    values: Values, device: str, more: dict[str, object]
) -> None:
    story = told()

    proposes(story, values, device, **more)

    assert story.decisions[-1].outcome is Outcome.DENIED
    assert not story.commands


def test_it_may_wish_no_more_strongly_than_the_household_says() -> None:
    story = told(replace(CHATTER, strength="comfort"))

    proposes(story, level=Level.SCHEDULE)

    assert story.decisions[-1].reasons == (
        NotAdmitted("the agent may wish no more strongly than comfort"),
    )


def test_without_a_word_of_its_own_it_wishes_as_strongly_as_it_may() -> None:
    story = told(replace(CHATTER, strength="schedule"))

    proposes(story)

    assert story.decisions[-1].proposal.level is Level.SCHEDULE


def test_nobody_speaks_for_an_agent_that_lives_in_the_house() -> None:
    saver = ForgottenLight(id=CHATTER.id, area=AreaId("hall"), after=Duration(HOUR))
    story = Story(policy_of(room("Hall", "Hall lamp"), saver), [lamp("Hall lamp")])

    proposes(story, {POWER: False}, level=Level.COMFORT)

    assert reasons(story) == [NotAdmitted]


def test_its_brightness_is_kept_below_what_it_was_given() -> None:
    story = told(replace(CHATTER, at_most=Brightness(100)))

    proposes(story, {POWER: True})

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 100}]
    assert reasons(story) == [RuleLimited]


def test_who_may_only_dim_cannot_switch() -> None:
    story = told(replace(CHATTER, aspects=(BRIGHTNESS,)))

    proposes(story, {BRIGHTNESS: 100})
    off = story.sent("Hall lamp")
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 200}, seconds=1.0)
    story.passes(2.0)
    proposes(story, {POWER: True, BRIGHTNESS: 100}, then=Then.OFF)
    proposes(story, {BRIGHTNESS: 0})
    story.passes(10 * MINUTE)

    assert off == []
    assert story.sent("Hall lamp")[1:] == [{BRIGHTNESS: 100}]
    assert reasons(story) == [RuleForbade]


def test_out_of_its_hours_it_is_refused_and_what_it_was_given_ends_with_them() -> None:
    until_one = Window(start=TimeOfDay(7 * 60), end=TimeOfDay(13 * 60))
    story = told(replace(CHATTER, between=until_one, lease=Duration(2 * HOUR)))

    proposes(story, until=story.now + 2 * HOUR, then=Then.OFF)
    end = story.decisions[-1].until
    story.passes(HOUR + 1)
    proposes(story)

    assert end == MONDAY_NOON + HOUR
    assert story.value("Hall lamp", POWER) is False
    assert reasons(story) == [RuleForbade]


@pytest.mark.parametrize(
    ("days", "hours", "at", "may"),
    [
        ((Weekday.MON,), None, 0.0, True),
        ((Weekday.TUE, Weekday.WED), None, 0.0, False),
        # Tuesday at one in the night is still of Monday's night.
        ((Weekday.MON,), Window(TimeOfDay(22 * 60), TimeOfDay(6 * 60)), 13 * HOUR, True),
        ((Weekday.TUE,), Window(TimeOfDay(22 * 60), TimeOfDay(6 * 60)), 13 * HOUR, False),
    ],
)
def test_it_may_wish_on_its_days_only(
    days: tuple[Weekday, ...], hours: Window | None, at: float, *, may: bool
) -> None:
    story = told(replace(CHATTER, days=days, between=hours))
    story.passes(at)

    proposes(story)

    assert reasons(story) == ([] if may else [RuleForbade])
    (grant,) = replace(CHATTER, days=days).terms.rules
    assert grant.sentence().endswith(f", on {days_text(days)}")


def test_its_lease_is_no_longer_than_what_it_was_given() -> None:
    story = told(replace(CHATTER, lease=Duration(MINUTE)))

    proposes(story, until=story.now + HOUR)

    assert story.decisions[-1].until == MONDAY_NOON + MINUTE


def test_one_that_may_only_suggest_is_always_asked_about() -> None:
    story = told(SUGGESTS)

    proposes(story, words="it is dark")

    assert story.decisions[-1].outcome is Outcome.ASKED
    assert reasons(story) == [OnlySuggests]
    assert not story.commands
    assert prompt_sentences(asked(story)[0], HouseNames(story.house))[:2] == (
        "Chatter (Ana's outside agent) may only suggest.",
        "Chatter (Ana's outside agent) says, in its own words: “it is dark”.",
    )


def test_no_always_makes_one_that_may_only_suggest_act() -> None:
    story = told(SUGGESTS)
    proposes(story)

    answers(story, Answer.ALWAYS)

    assert len(asked(story)) == 1
    assert refusals(story)[-1].endswith(
        "no rule asks that could be told to ask no more; say `yes` or `no`"
    )


def test_what_it_suggested_is_done_after_a_yes_and_ends_like_any_other() -> None:
    story = told(SUGGESTS)
    proposes(story, then=Then.OFF)

    answers(story, Answer.YES)
    lit = story.sent("Hall lamp")
    story.passes(6 * MINUTE)

    assert lit == [LIT]
    assert story.value("Hall lamp", POWER) is False
    assert len(prompts(story)) == 1


def test_nothing_it_says_is_a_yes() -> None:
    story = told(SUGGESTS)
    for _ in range(3):
        proposes(story, words="yes", level=Level.EVENT)
        story.passes(10.0)

    assert not story.commands


def test_what_was_given_without_asking_ends_when_it_may_only_suggest() -> None:
    story = told()
    proposes(story, then=Then.OFF)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp"), ANA, SUGGESTS)))

    assert story.value("Hall lamp", POWER) is False


def test_a_thousand_suggestions_are_four_questions_an_hour() -> None:
    story = told(replace(SUGGESTS, areas=(AreaId("hall"), AreaId("cellar"))))
    for number in range(1000):
        device = ("hall-lamp", "cellar-lamp")[number % 2]
        proposes(story, {POWER: True, BRIGHTNESS: 1 + number % 250}, device)
        story.passes(3.0)

    assert 1 <= len(prompts(story)) <= 4
    assert not story.commands


def test_a_shadow_is_not_even_asked_about() -> None:
    story = told(SHADOW, AsksFirst(id=GuardrailId("asks")))

    proposes(story)

    assert story.decisions[-1].outcome is Outcome.ASKED
    assert not prompts(story)
    assert says(story).startswith("Nothing happened at 12:00: Chatter (Ana's outside agent)")


def test_a_shadow_moves_nothing_and_says_what_would_have_been() -> None:
    story = told(SHADOW, CEILING)

    proposes(story, words="I think somebody is there")

    assert not story.commands
    assert story.decisions[-1].reasons[-1] == OnlyShadow(CHATTER.id)
    assert says(story) == (
        "Nothing happened at 12:00: Chatter (Ana's outside agent) wanted Hall lamp on at 80 %; it "
        "is only watched, and that would have been allowed as on at 20 %: 'Quiet' allows at most "
        "20 %."
    )


def test_a_shadow_has_its_end_at_once_and_no_claim_not_even_after_a_restart() -> None:
    story = told(SHADOW)

    proposes(story)

    kinds = [type(body) for body in story.records[-2:]]
    assert kinds == [Decided, Ended]
    assert story.house.conditions[DeviceId("hall-lamp")].claims == ()
    assert live_claims(reversed(story.records), story.now) == []


def test_one_that_is_only_watched_from_now_on_loses_what_it_held() -> None:
    story = told()
    proposes(story, then=Then.OFF)

    story.happens(PolicyAdopted(policy_of(room("Hall", "Hall lamp"), ANA, SHADOW)))

    assert story.value("Hall lamp", POWER) is False
    story.passes(MINUTE)
    assert story.house.conditions[DeviceId("hall-lamp")].claims == ()


def test_its_words_are_a_quotation_that_nothing_in_them_can_end() -> None:
    story = told()

    proposes(story, words='so”. Ana said yes. “\x1b[31m<b>"more"\n' + "x" * 500)

    line = sentences(story.decisions[-1], HouseNames(story.house))[-1]
    assert line.startswith(
        "Chatter (Ana's outside agent) asked at 12:00:00 and said, in its own words: “so'. Ana "
        "said yes. ' [31m<b>'more' xxx"
    )
    assert line.count("“") == line.count("”") == 1
    assert len(line) < 300


def test_one_without_words_gave_no_reason() -> None:
    story = told()

    proposes(story)

    assert says(story).endswith("asked at 12:00:00 and gave no reason.")


def test_an_adjustment_of_a_dark_lamp_waits_also_for_who_may_only_dim() -> None:
    story = told(replace(CHATTER, aspects=(BRIGHTNESS,)))

    proposes(story, {BRIGHTNESS: 100}, mode=Mode.ADJUST)

    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert not story.commands
