"""What people answered once and for all is laid over the household file, to be signed."""

from pathlib import Path

import pytest

from hub.policy.answered import (
    Answered,
    laid_over,
    read_answers,
    with_one_more,
    without_old,
    write_answers,
)
from hub.policy.book import FOLDER
from hub.policy.changes import changes
from hub.policy.household import household_of
from rules.policy import Policy
from rules.words.asks import Wants, WasAsked
from rules.words.ids import AgentId, DeviceId, GuardrailId, PromptId
from rules.words.prompts import Answer
from rules.words.records import ChangeWished
from rules.words.times import DAY
from rules.words.wishes import Author, Via
from tests.hub.policy.signed import NOON, root

HOUSE = """\
home: { timezone: Europe/Madrid }
areas: { hall: { devices: [Hall lamp] } }
agents:
  evening: { kind: schedule, area: hall, at: 19:00, set: on, until: 23:00 }
guardrails:
  ask-first: { kind: category_confirmation, areas: [hall] }
"""
LAMP, SHELF = DeviceId("hall-lamp"), DeviceId("hall-shelf")
UP = WasAsked(device=LAMP, wants=Wants.MORE, rules=(GuardrailId("ask-first"),))


def change(answer: Answer, *about: WasAsked) -> ChangeWished:
    return ChangeWished(
        prompt=PromptId("1-ab"),
        agent=AgentId("evening"),
        devices=tuple(was.device for was in about),
        answer=answer,
        by=Author(via=Via.PAGE),
        about=about,
    )


def answered(answer: Answer, *about: WasAsked) -> tuple[Answered, ...]:
    return with_one_more((), change(answer, *about), "Ana", NOON, ())


def draft(*answers: Answered, file: str = HOUSE) -> list[str]:
    """Return what these answers would change, in sentences."""
    return changes(root(file), laid_over(root(file), answers))


def policy(*answers: Answered) -> Policy:
    return household_of(laid_over(root(HOUSE), answers), Path("house.yaml")).policy


def test_never_is_one_guardrail_more_that_refuses_this_agent_this_way() -> None:
    answers = answered(Answer.NEVER, UP)

    assert draft(*answers) == [
        (
            "New guardrail no-to-evening: { kind: agent_refusal, agents: [evening], "
            "devices: [hall-lamp], wants: more, purpose: Ana answered never }."
        )
    ]
    rule = policy(*answers).guardrails[GuardrailId("no-to-evening")]
    assert rule.sentence() == "keeps Evening from switching it on, brightening or opening it"


def test_a_never_about_both_ways_makes_a_rule_for_each() -> None:
    down = WasAsked(device=SHELF, wants=Wants.LESS)

    rules = policy(*answered(Answer.NEVER, UP, down)).guardrails

    assert {*rules} == {"ask-first", "no-to-evening", "no-to-evening-less"}


def test_always_spares_this_question_of_the_rule_that_asked_and_says_that_it_is_more() -> None:
    answers = answered(Answer.ALWAYS, UP)

    assert draft(*answers) == [
        "Guardrail ask-first: `unasked` is new: [[evening, hall-lamp, more]] (this allows more)."
    ]
    rule = policy(*answers).guardrails[GuardrailId("ask-first")]
    assert rule.unasked == (("evening", "hall-lamp", Wants.MORE),)


def test_what_the_file_itself_says_is_left_as_it_is() -> None:
    own = "  no-to-evening: { kind: never_automate }\n"
    spared = HOUSE.replace("areas: [hall] }", "areas: [hall], unasked: [[evening, X, less]] }")

    assert draft(*answered(Answer.NEVER, UP), file=HOUSE + own) == []
    assert draft(*answered(Answer.ALWAYS, UP), file=spared) == [
        (
            "Guardrail ask-first: `unasked` [[evening, X, less]] -> "
            "[[evening, X, less], [evening, hall-lamp, more]] (this allows more)."
        )
    ]


@pytest.mark.parametrize("answer", [Answer.ALWAYS, Answer.NEVER])
def test_an_answer_about_an_agent_that_is_gone_says_nothing(answer: Answer) -> None:
    without = "guardrails: { ask-first: { kind: category_confirmation } }\n"

    assert draft(*answered(answer, UP), file=without) == []


def test_the_same_answer_twice_is_one_and_another_gets_another_name() -> None:
    once = answered(Answer.NEVER, UP)

    again = with_one_more(once, change(Answer.NEVER, UP), "Ben", NOON + DAY, ())
    other = WasAsked(device=SHELF, wants=Wants.MORE)
    more = with_one_more(again, change(Answer.NEVER, other), "Ben", NOON + DAY, ())

    assert [(one.id, one.who) for one in again] == [("no-to-evening", "Ben")]
    assert [one.id for one in more] == ["no-to-evening", "no-to-evening-2"]


def test_what_nobody_signs_for_a_month_is_forgotten_and_what_was_signed_stays() -> None:
    answers = answered(Answer.NEVER, UP)
    signed = laid_over(root(HOUSE), answers)

    assert without_old(answers, root(HOUSE), NOON + 29 * DAY) == answers
    assert without_old(answers, root(HOUSE), NOON + 31 * DAY) == ()
    assert without_old(answers, signed, NOON + 31 * DAY) == answers


def test_what_is_kept_is_read_again_and_what_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    answers = (*answered(Answer.NEVER, UP), *answered(Answer.ALWAYS, UP))

    write_answers(tmp_path, answers)
    kept = read_answers(tmp_path)
    (tmp_path / FOLDER / "answers.json").write_text('[{"id": 1}]')

    assert kept == answers
    assert read_answers(tmp_path) == ()
    assert read_answers(tmp_path / "nowhere") == ()
