"""Answers by MQTT: what counts becomes an event, and what does not is a sentence."""

import json
from dataclasses import replace
from random import Random

import pytest

from devices.message import Message
from hub.intake.inputs import NotUnderstood, read_input
from hub.topics import Topics
from rules.house import House
from rules.prompts.answers import why_refused
from rules.step import step
from rules.words.events import Event, PromptAnswered
from rules.words.ids import PersonId, PromptId
from rules.words.prompts import Answer
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, house_with, is_now, lamp, policy_of, room
from tests.hub.asking import suggestion, with_chatter

BY = Author(via=Via.MQTT)


@pytest.fixture
def house() -> House:
    house = house_with(with_chatter(policy_of(room("Hall", "Hall lamp"))), lamp("Hall lamp"))
    is_now(house, "Hall lamp", power=False, brightness=10)
    step(house, suggestion(), MONDAY_NOON)
    return house


def asked(house: House) -> PromptId:
    (prompt,) = house.prompts.open
    return prompt


def read(
    house: House, payload: str, *, prompt: str | None = None, retain: bool = False
) -> Event | NotUnderstood | None:
    topic = f"homerule/prompt/{prompt or asked(house)}/answer"
    return read_input(Message(topic, payload.encode(), retain), Topics(), house, MONDAY_NOON)


@pytest.mark.parametrize(
    ("payload", "answer", "percent"),
    [
        ("yes", Answer.YES, None),
        ("YES", Answer.YES, None),
        ("later", Answer.LATER, None),
        ("lower", Answer.LOWER, None),
        ("lower 10 %", Answer.LOWER, 10.0),
        ('{"answer": "lower", "percent": 10}', Answer.LOWER, 10.0),
        ('{"answer": "never"}', Answer.NEVER, None),
    ],
)
def test_an_answer_is_read(
    house: House, payload: str, answer: Answer, percent: float | None
) -> None:
    expected = PromptAnswered(prompt=asked(house), answer=answer, by=BY, percent=percent)

    assert read(house, payload) == expected


def test_whoever_says_who_they_are_is_taken_down_as_saying_so(house: House) -> None:
    event = read(house, json.dumps({"answer": "no", "by": "Ana"}))

    assert isinstance(event, PromptAnswered)
    assert event.by == Author(via=Via.MQTT, says="Ana")


def test_an_answer_that_the_broker_had_stored_never_counts(house: House) -> None:
    said = read(house, "yes", retain=True)

    assert isinstance(said, NotUnderstood)
    assert "stored by the broker" in said.why


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("", "empty"),
        ("perhaps", "`answer` must be `yes`, `lower`, `later`, `no`, `always` or `never`"),
        ("yes 10 %", "a percentage goes with `lower` only"),
        ("lower 200 %", "`percent` must be a number from 0 to 100"),
        ('{"answer": "yes", "by": "Chatter"}', "an agent asks and does not answer"),
        ('{"answer": "yes"', "not valid JSON"),
    ],
)
def test_what_is_no_answer_is_told_so(house: House, payload: str, why: str) -> None:
    said = read(house, payload)

    assert isinstance(said, NotUnderstood)
    assert said.why.startswith(why)


@pytest.mark.parametrize("prompt", ["1", "1-00000000", "house", "%24"])
def test_an_answer_to_what_nobody_asked_is_told_so(house: House, prompt: str) -> None:
    said = read(house, "yes", prompt=prompt)

    assert isinstance(said, NotUnderstood)
    assert said.why.startswith("there is no such question")


def rogue(house: House, dice: Random) -> tuple[PromptAnswered, float]:
    """Return an answer that must not count, and when it comes."""
    open_one, ended = asked(house), next(iter(house.prompts.ended))
    answer = dice.choice((Answer.YES, Answer.ALWAYS, Answer.LOWER, Answer.NO))
    said = PromptAnswered(prompt=open_one, answer=answer, by=BY)
    match dice.randrange(5):
        case 0:
            return replace(said, prompt=ended), MONDAY_NOON
        case 1:
            at = dice.randrange(len(open_one))
            altered = f"{open_one[:at]}{dice.choice('ghxyz')}{open_one[at + 1 :]}"
            return replace(said, prompt=PromptId(altered)), MONDAY_NOON
        case 2:
            return said, MONDAY_NOON + 15 * 60 + dice.random() * 1e6
        case 3:
            name = dice.choice(("chatter", "Chatter", " chatter "))
            via = dice.choice((Via.MQTT, Via.PAGE, Via.CONSOLE))
            return replace(said, by=Author(via=via, says=name)), MONDAY_NOON
        case _:
            by = dice.choice((Author(via=Via.WALL), Author(via=Via.MQTT, person=PersonId("who"))))
            return replace(said, by=by), MONDAY_NOON


def test_of_a_hundred_thousand_answers_that_must_not_count_none_does(house: House) -> None:
    by = Author(via=Via.CONSOLE)
    step(house, PromptAnswered(prompt=asked(house), answer=Answer.LATER, by=by), MONDAY_NOON)
    step(house, suggestion(bright=60), MONDAY_NOON)
    dice = Random(19)

    rogues = (rogue(house, dice) for _ in range(100_000))

    assert sum(not why_refused(house, said, at) for said, at in rogues) == 0
    assert len(house.prompts.open) == 1
