"""What one agent asks about one area within a few minutes is one question."""

import pytest

from rules.explain import HouseNames
from rules.explain.prompts import prompt_title
from rules.words.decisions import Outcome
from rules.words.ids import GuardrailId, Ref
from rules.words.prompts import Answer, PromptState
from rules.words.times import MINUTE
from rules.words.values import BRIGHTNESS, POWER
from tests.rules.asked import AsksForSafety, answers, asked, closed, ends, prompts, refusals
from tests.rules.prompts.test_prompt_limits import chatter, house, unasked, wishes


def test_two_lamps_of_a_room_within_minutes_are_one_question_and_one_yes_does_both() -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    story.passes(2 * MINUTE)

    wishes(story, "Hall spot", 100)

    (prompt,) = asked(story)
    assert prompt_title(prompt, HouseNames(story.house)).endswith(
        "set Hall lamp on at 39 % and Hall spot on at 39 %?"
    )
    assert ends(story) == []
    answers(story, Answer.YES)
    lit = {POWER: True, BRIGHTNESS: 100}
    assert (story.sent("Hall lamp"), story.sent("Hall spot")) == ([lit], [lit])


def test_nobody_says_yes_to_more_than_they_saw() -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    (shown,) = asked(story)
    wishes(story, "Hall spot", 100)

    answers(story, Answer.YES, prompt=shown.id)

    assert story.sent("Hall lamp") == []
    assert refusals(story)[-1].endswith("more has come to it since: look at the new question")
    (new,) = asked(story)
    assert shown.id.partition("-")[0] != new.id.partition("-")[0]
    assert closed(story)[0][0] == PromptState.JOINED


def test_what_joins_has_no_more_time_than_the_first_had() -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    (first,) = asked(story)
    story.passes(2 * MINUTE)

    wishes(story, "Hall spot", 100)

    assert [prompt.deadline for prompt in asked(story)] == [first.deadline]


def test_a_question_of_comfort_never_joins_one_of_safety() -> None:
    safe = AsksForSafety(id=GuardrailId("safe"), devices=(Ref("Hall spot"),), within=10 * MINUTE)
    story = house(chatter(), rule=safe)
    wishes(story, "Hall lamp", 100)

    wishes(story, "Hall spot", 100)

    assert [len(prompt.questions) for prompt in asked(story)] == [1, 1]


@pytest.mark.parametrize(("minutes", "is_one"), [(2, True), (4, False)])
def test_after_some_minutes_nothing_joins_a_question_any_more(minutes: int, is_one: bool) -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    story.passes(minutes * MINUTE)

    wishes(story, "Hall spot", 100)

    assert (story.decisions[-1].outcome is Outcome.ASKED) == is_one


def test_what_another_agent_asks_about_the_room_is_a_question_of_its_own() -> None:
    story = house(chatter(), chatter("other"))
    wishes(story, "Hall lamp", 100)

    wishes(story, "Hall spot", 100, "other")

    assert [prompt.agent for prompt in asked(story)] == ["chatter", "other"]


def test_an_agent_that_adds_and_adds_asks_no_oftener_for_that() -> None:
    story = house(chatter())

    for n in range(50):
        wishes(story, f"Hall {('lamp', 'spot')[n % 2]}", 1 + n)
        answers(story, Answer.LATER) if n % 3 == 2 and asked(story) else None

    assert len(prompts(story)) == 3
    assert "its agent has asked 3 times within the hour" in unasked(story)
