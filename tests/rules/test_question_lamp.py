"""A lamp that blinks while people are asked something, and never against them."""

from collections.abc import Callable

import pytest

from devices.agents.question_lamp import QuestionLamp
from rules.policy import Home
from rules.words.ids import AgentId, AreaId, Ref
from rules.words.prompts import Answer
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.rules.asked import answers, asked
from tests.rules.prompts.test_prompt_limits import QUIET, chatter, house, wishes
from tests.story import Story

SIGNAL = QuestionLamp(id=AgentId("signal"), lamp=Ref("Hall spot"), area=AreaId("hall"))
ON: Values = {POWER: True, BRIGHTNESS: 26}
OFF: Values = {POWER: False}


def asking(device: str = "Hall lamp", home: Home | None = None) -> Story:
    """Begin with a question about a lamp."""
    story = house(chatter(), SIGNAL, home=home)
    wishes(story, device, 100)
    return story


def test_it_blinks_softly_until_the_question_is_answered_and_ends_in_off() -> None:
    story = asking()

    story.passes(9)
    blinking = story.sent("Hall spot")
    answers(story, Answer.NO)
    story.passes(HOUR)

    assert blinking == [ON, OFF, ON, OFF, ON, OFF]
    assert story.sent("Hall spot")[len(blinking) :] in ([], [OFF])
    assert story.value("Hall spot", POWER) is False


def test_it_slows_down_after_a_while() -> None:
    story = asking()

    story.passes(30)
    at_first = len(story.sent("Hall spot"))
    story.passes(60)

    assert at_first == 20
    assert len(story.sent("Hall spot")) - at_first <= 10


def test_a_question_about_another_room_is_none_of_its_concern() -> None:
    story = asking("Bath lamp")

    story.passes(60)

    assert len(asked(story)) == 1
    assert story.sent("Hall spot") == []


@pytest.mark.parametrize(
    "somebody",
    [
        lambda story: story.reads("Hall spot", power=True, brightness=200),
        lambda story: story.sets("Hall spot", OFF),
        lambda story: story.freezes("device/hall-spot"),
        lambda story: story.freezes("house"),
        lambda story: story.overrides("area/hall", OFF),
    ],
)
def test_whatever_a_person_does_is_the_last_word(somebody: Callable[[Story], None]) -> None:
    story = asking()
    story.passes(6)

    somebody(story)
    before = len([c for c in story.commands if c.automated])
    story.passes(60)

    assert before == 4
    automated = [command for command in story.commands if command.automated]
    assert len(automated) == before


def test_a_lamp_that_is_on_is_left_as_it_is() -> None:
    story = house(chatter(), SIGNAL)
    story.reads("Hall spot", power=True, brightness=200)

    wishes(story, "Hall lamp", 100)
    story.passes(60)

    assert len(asked(story)) == 1
    assert story.sent("Hall spot") == []


def test_nothing_blinks_in_quiet_hours() -> None:
    story = asking(home=QUIET)

    story.passes(60)

    assert story.sent("Hall spot") == []
