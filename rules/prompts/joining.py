"""Joining: what one agent asks about one area within a few minutes becomes one question.

Rule 1: the question that more comes to closes, and is asked anew under another number: an answer to
the old one is refused, so that nobody says yes to what they did not see. Rule 2: only like joins
like: the same agent, the same people to answer, both for safety or both not, nothing done in
silence. Rule 3: the time to answer is never longer by that.
"""

from collections.abc import Iterable
from typing import Final

from rules.deciding.raising import raises
from rules.house import House
from rules.people.roles import rank
from rules.words.asks import Ask, Otherwise
from rules.words.ids import DeviceId
from rules.words.prompts import Prompt, Question
from rules.words.times import MINUTE, Moment
from rules.words.values import BRIGHTNESS, POWER

TOGETHER: Final = 3 * MINUTE
"""Seconds after a question in which others join it; how often, the limits of an hour say."""
MOST_TOGETHER: Final = 10
TIME_TO_READ: Final = MINUTE
"""Where less is left until its deadline, nothing joins a question any more."""
_LIGHT: Final = frozenset({POWER, BRIGHTNESS})


def joined(house: House, question: Question, now: Moment) -> Prompt | None:
    """Return the open prompt that a question becomes part of, if there is one."""
    for prompt in house.prompts.open.values():
        if prompt.agent == question.proposal.agent and _is_open_to(prompt, question, house, now):
            return prompt
    return None


def _is_open_to(prompt: Prompt, question: Question, house: House, now: Moment) -> bool:
    if now > prompt.asked + TOGETHER or now > prompt.deadline - TIME_TO_READ:
        return False
    if len(prompt.questions) >= MOST_TOGETHER or prompt.policy != house.policy.hash:
        return False
    devices = {known.device for known in prompt.questions}
    places = {place(house, device) for device in devices}
    near = question.device not in devices and place(house, question.device) in places
    return near and _alike(prompt.questions, (question,))


def _alike(some: tuple[Question, ...], others: tuple[Question, ...]) -> bool:
    return (
        least_role(some) == least_role(others)
        and for_safety(some) == for_safety(others)
        and otherwise(some) is otherwise(others) is Otherwise.NOTHING
    )


def place(house: House, device: DeviceId) -> str:
    """Return the area of a device; what is in none is a place of its own."""
    return house.area_of(device) or device


def asks_of(questions: Iterable[Question]) -> list[Ask]:
    """Return what asks, of all these."""
    return [ask for question in questions for ask in question.asks]


def for_safety(questions: Iterable[Question]) -> bool:
    """Say whether one of these is asked because a safety rule wants it so."""
    return any(ask.safety for ask in asks_of(questions))


def least_role(questions: Iterable[Question]) -> str:
    """Return the least role that may answer all of these."""
    return min((ask.who for ask in asks_of(questions)), key=rank)


def otherwise(questions: Iterable[Question]) -> Otherwise:
    """Return what happens without an answer: never anything that does more than lower the light."""
    known = tuple(questions)
    lowers = all(
        question.given.keys() <= _LIGHT and raises(question.was, question.given) is None
        for question in known
    )
    if lowers and all(ask.otherwise is Otherwise.DO_IT for ask in asks_of(known)):
        return Otherwise.DO_IT
    return Otherwise.NOTHING
