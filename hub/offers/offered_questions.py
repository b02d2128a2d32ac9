"""What we offer to Home Assistant of questions: how many there are, and buttons for each.

A button belongs to one question and says so in its name: no press can answer another one.
"""

from collections.abc import Callable
from typing import Final

from hub.offers.offered import BUTTON, LONGEST_STATE, SENSOR, hub_shared
from hub.topics import Topics
from hub.view.asked import prompt_pictures
from hub.view.plain_json import Picture
from rules.explain import HouseNames, prompt_title
from rules.house import House
from rules.prompts.answers import why_not_theirs
from rules.words.ids import PromptId
from rules.words.prompts import Answer, Prompt
from rules.words.wishes import Author, Via

QUESTIONS: Final = "questions"
BUTTONS: Final = {
    Answer.YES: ("Yes", "mdi:check"),
    Answer.NO: ("No", "mdi:close"),
    Answer.LATER: ("Not now", "mdi:clock-outline"),
}


def announced_questions(topics: Topics, discovery: str) -> dict[str, Picture]:
    """Return the sensor that tells how many questions are open, and which."""
    return {
        topics.offer(discovery, SENSOR, QUESTIONS): {
            "name": "Questions",
            "unique_id": f"{topics.prefix}-{QUESTIONS}",
            "icon": "mdi:help-circle-outline",
            "state_topic": topics.offered_questions,
            "json_attributes_topic": topics.offered_questions,
            "value_template": "{{ value_json.count }}",
            **hub_shared(topics),
        }
    }


def questions_state(house: House, unwritten: Callable[[PromptId], bool]) -> Picture:
    """Return what Home Assistant shows of all that people are asked."""
    asked = prompt_pictures(house, unwritten)
    return {"count": len(asked), "questions": [*asked]}


def announced_answers(
    house: House, prompt: Prompt, topics: Topics, discovery: str
) -> dict[str, Picture]:
    """Return the buttons of one question; none where no button without a name answers it."""
    if why_not_theirs(house, prompt, Author(via=Via.MQTT)):
        return {}
    title = prompt_title(prompt, HouseNames(house))
    return {
        _topic(prompt.id, answer, topics, discovery): {
            "name": f"{word}: {title}"[:LONGEST_STATE],
            "unique_id": f"{topics.prefix}-{_key(prompt.id, answer)}",
            "icon": icon,
            "command_topic": topics.prompt_answer(prompt.id),
            "payload_press": answer.value,
            "qos": 1,
            **hub_shared(topics),
        }
        for answer, (word, icon) in BUTTONS.items()
    }


def answer_topics(prompt: PromptId, topics: Topics, discovery: str) -> tuple[str, ...]:
    """Return where the buttons of a question are announced, to take them away."""
    return tuple(_topic(prompt, answer, topics, discovery) for answer in BUTTONS)


def _topic(prompt: PromptId, answer: Answer, topics: Topics, discovery: str) -> str:
    return topics.offer(discovery, BUTTON, _key(prompt, answer))


def _key(prompt: PromptId, answer: Answer) -> str:
    return f"prompt-{prompt}-{answer.value}"
