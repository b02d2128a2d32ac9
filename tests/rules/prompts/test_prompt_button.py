"""A button that the household bound to an answer: it answers the one question that is open."""

from dataclasses import replace

from rules.policy import AnswerQuestion, Control
from rules.words.events import DeviceAnnounced, PolicyAdopted
from rules.words.ids import ControlId, Ref
from rules.words.prompts import Answer
from rules.words.records import PromptEnded
from tests.houses import button
from tests.rules.asked import LIT, asked, asking_hall, refusals, somebody_comes
from tests.rules.prompts.test_prompt_limits import chatter, house, wishes
from tests.story import Story

CONTROL = Control(
    id=ControlId("answers"),
    device=Ref("Button"),
    gestures={"single": AnswerQuestion(Answer.YES), "hold": AnswerQuestion(Answer.NO)},
)


def with_button(story: Story) -> Story:
    """Give a house a button: a press says yes, holding it says no."""
    policy = replace(story.house.policy, controls={CONTROL.id: CONTROL})
    story.happens(PolicyAdopted(policy))
    story.happens(DeviceAnnounced(button("Button")))
    return story


def test_a_press_says_yes_and_a_hold_says_no() -> None:
    for press, done, state in (("single", [LIT], "approved"), ("hold", [], "declined")):
        story = with_button(asking_hall())
        somebody_comes(story)
        story.passes(5)

        story.presses("Button", press)

        assert story.sent("Hall lamp") == done
        (ended,) = [body for body in story.records if isinstance(body, PromptEnded)]
        assert (ended.state, ended.by and ended.by.control) == (state, CONTROL.id)


def test_a_press_without_a_question_answers_nothing_and_is_told() -> None:
    story = with_button(asking_hall())

    story.presses("Button")
    somebody_comes(story)
    story.passes(5)

    assert refusals(story) == ["a button answered nothing: no question is open"]
    assert len(asked(story)) == 1


def test_a_press_that_cannot_have_meant_the_question_does_not_answer_it() -> None:
    story = with_button(asking_hall())
    somebody_comes(story)
    story.passes(1)

    story.presses("Button")

    assert story.commands == []
    assert len(asked(story)) == 1
    assert refusals(story)[-1].endswith("the question had only just been asked")


def test_of_two_questions_a_button_answers_none() -> None:
    story = two_questions()

    story.presses("Button")

    assert story.commands == []
    assert refusals(story)[-1] == "a button answered nothing: 2 questions are open"


def test_of_questions_about_several_rooms_a_button_answers_the_one_about_its_own() -> None:
    story = two_questions("Hall")

    story.presses("Button")

    assert [command.device for command in story.commands] == ["hall-lamp"]
    assert [prompt.questions[0].device for prompt in asked(story)] == ["bath-lamp"]


def two_questions(area: str = "") -> Story:
    """Begin with questions about two rooms; the button is in an area, or in none."""
    story = with_button(house(chatter()))
    if area:
        story.adopts("button", area.casefold())
    wishes(story, "Hall lamp", 100)
    wishes(story, "Bath lamp", 100)
    story.passes(5)
    return story
