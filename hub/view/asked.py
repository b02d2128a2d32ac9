"""Prompts as plain JSON: what people are asked, on the topic, the page and the command line."""

from collections.abc import Callable

from hub.view.picture import LONGEST_NAME
from hub.view.plain_json import Json, Picture, moment_json, values_json
from rules.explain import (
    HouseNames,
    default_sentence,
    prompt_sentences,
    prompt_title,
    title_of,
    who_sentence,
)
from rules.house import House
from rules.prompts.answers import can_be_always, can_be_lowered
from rules.prompts.joining import for_safety
from rules.words.ids import PromptId
from rules.words.prompts import Answer, Prompt, Question


def prompt_picture(house: House, prompt: Prompt) -> Picture:
    """Return an open prompt: what would be done, why, and what happens without an answer."""
    names = HouseNames(house)
    answers = [answer for answer in Answer if _fits(house, answer, prompt)]
    return {
        "id": prompt.id,
        "agent": prompt.agent,
        "asks": title_of(prompt.agent)[:LONGEST_NAME],
        "title": prompt_title(prompt, names),
        "sentences": [*prompt_sentences(prompt, names)],
        "default": default_sentence(prompt, names),
        "who": prompt.who,
        "may_answer": who_sentence(prompt),
        "answers": [answer.value for answer in answers],
        "things": [_thing(house, question) for question in prompt.questions],
        "asked": moment_json(house, prompt.asked),
        "until": moment_json(house, prompt.until),
        "policy": prompt.policy,
    }


def prompt_pictures(house: House, unwritten: Callable[[PromptId], bool]) -> list[Picture]:
    """Return all that people are asked: for safety first, then the oldest; but what is written."""
    asked = sorted(house.prompts.open.values(), key=lambda known: not for_safety(known.questions))
    return [prompt_picture(house, prompt) for prompt in asked if not unwritten(prompt.id)]


def prompt_meant(house: House, text: str) -> PromptId:
    """Return the prompt that a person means: by its id, or by the number that it begins with."""
    meant = [number for number in house.prompts.open if number.partition("-")[0] == text]
    return meant[0] if len(meant) == 1 else PromptId(text)


def _fits(house: House, answer: Answer, prompt: Prompt) -> bool:
    if answer is Answer.ALWAYS:
        return can_be_always(house, prompt)
    return answer is not Answer.LOWER or can_be_lowered(prompt)


def _thing(house: House, question: Question) -> Json:
    device = question.device
    known = house.devices.get(device)
    return {
        "device": device,
        "name": known.name[:LONGEST_NAME] if known else device,
        "values": values_json(question.given),
        "was": values_json(question.was),
    }
