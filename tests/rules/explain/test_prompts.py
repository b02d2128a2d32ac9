"""What a prompt says: what would be done, why it is asked, and what happens without an answer."""

from dataclasses import replace

import pytest

from rules.explain import prompt_sentences, prompt_title
from rules.words.asks import OnlySuggests, Otherwise, RuleAsked
from rules.words.ids import AgentId, DecisionId, DeviceId, PromptId
from rules.words.prompts import Prompt, Question
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Then
from tests.rules.explain.reasons import ASKED
from tests.rules.explain.told import LAMP, NAMES, at, wish

QUESTION = Question(
    decision=DecisionId(12),
    proposal=wish({POWER: True, BRIGHTNESS: 204}),
    given={POWER: True, BRIGHTNESS: 51},
    was={POWER: False},
    asks=(ASKED,),
    key="c0ffee00",
)
PROMPT = Prompt(
    id=PromptId("12-c0ffee00"),
    agent=AgentId("hall-motion"),
    questions=(QUESTION,),
    who="adult",
    asked=at(19, 2, 7),
    deadline=at(19, 7),
    otherwise=Otherwise.NOTHING,
    policy="0123456789abcdef",
)


def about(count: int) -> Prompt:
    """Return a prompt about some lamps that nobody gave a name."""
    wishes = [replace(QUESTION.proposal, device=DeviceId(f"lamp-{n}")) for n in range(count)]
    return replace(PROMPT, questions=tuple(replace(QUESTION, proposal=wish) for wish in wishes))


def test_the_title_says_what_would_be_done_to_which_things() -> None:
    assert prompt_title(PROMPT, NAMES) == "May Hall motion set Kitchen lamp on at 20 %?"


@pytest.mark.parametrize(
    ("count", "things"),
    [
        (2, "lamp-0 on at 20 % and lamp-1 on at 20 %"),
        (8, f"{', '.join(f'lamp-{n} on at 20 %' for n in range(6))} and 2 more"),
    ],
)
def test_of_many_things_it_names_the_first_and_counts_the_rest(count: int, things: str) -> None:
    assert prompt_title(about(count), NAMES) == f"May Hall motion set {things}?"


def test_it_says_why_it_asks_what_happens_without_an_answer_and_who_may_answer() -> None:
    assert prompt_sentences(PROMPT, NAMES) == (
        "'Quiet nights' (Ana's rule) asks before switching more than 8 things.",
        "If nobody answers by 19:07, nothing happens.",
        "An adult may answer.",
    )


def test_each_that_asks_is_told_once_with_what_it_saw() -> None:
    seen = replace(ASKED, observed="it is 19:02")
    suggests = OnlySuggests(agent=AgentId("hall-motion"), who="owner", deadline=at(19, 5))
    prompt = replace(
        about(2),
        questions=tuple(replace(q, asks=(seen, suggests)) for q in about(2).questions),
        who="owner",
    )

    assert prompt_sentences(prompt, NAMES) == (
        "'Quiet nights' (Ana's rule) asks before switching more than 8 things (it is 19:02).",
        "Hall motion may only suggest.",
        "If nobody answers by 19:07, nothing happens.",
        "An owner may answer.",
    )


def test_that_it_ends_in_off_is_a_part_of_what_is_asked() -> None:
    ends = replace(QUESTION, proposal=replace(QUESTION.proposal, then=Then.OFF))
    is_off = replace(ends, given={POWER: False})

    said = prompt_sentences(replace(PROMPT, questions=(ends,)), NAMES)
    assert said[1] == "When that is over, it is switched off."
    assert len(prompt_sentences(replace(PROMPT, questions=(is_off,)), NAMES)) == 3


def test_where_silence_has_it_done_that_is_printed_unless_the_wish_is_over_before() -> None:
    does = replace(PROMPT, otherwise=Otherwise.DO_IT)
    later = replace(does, deadline=at(19, 7) + HOUR)

    assert prompt_sentences(does, NAMES)[1] == "If nobody answers by 19:07, it is done."
    assert prompt_sentences(later, NAMES)[1] == "If nobody answers by 19:07, nothing happens."


def test_a_rule_that_changed_asks_something_else() -> None:
    other = RuleAsked(
        rule=ASKED.rule, sentence="asks", owner="", who="adult", deadline=ASKED.deadline
    )

    assert other.about != ASKED.about
    assert PROMPT.questions[0].device == LAMP
