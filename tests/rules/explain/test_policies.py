"""A decision is told with the policy it was made under, and who had signed that by then."""

from dataclasses import replace

import pytest

from rules.explain import Signings, WrittenNames, sentences
from rules.explain.policies import policy_sentence
from rules.words.decisions import Outcome
from rules.words.ids import PersonId
from tests.rules.explain.told import MADRID, at, decided

HASH = "0123456789abcdef"
DECISION = replace(decided(Outcome.ALLOWED), at=at(19, 2))


def names(*signed: tuple[float, tuple[str, ...]]) -> WrittenNames:
    """Return names that know when a policy was signed and by whom."""
    signings: Signings = {HASH: signed} if signed else {}
    people = {PersonId("ana"): "Ana", PersonId("ben"): "Ben"}
    return WrittenNames(MADRID, people=people, signings=signings)


@pytest.mark.parametrize(
    ("signers", "who"),
    [
        (("ana",), "Ana"),
        (("ana", "ben"), "Ana and Ben"),
        (("console",), "the household"),
        (("gone",), "gone"),
    ],
)
def test_it_names_the_day_and_who_signed(signers: tuple[str, ...], who: str) -> None:
    said = policy_sentence(DECISION, names((at(8, 0, day=3), signers)))

    assert said == f"Policy of 3 Nov, signed by {who}."


def test_of_two_signatures_under_the_same_policy_the_one_before_the_decision_counts() -> None:
    twice = names((at(8, 0, day=3), ("ana",)), (at(8, 0, day=12), ("ben",)))

    before = policy_sentence(DECISION, twice)
    after = policy_sentence(replace(DECISION, at=at(9, 0, day=13)), twice)

    assert before == "Policy of 3 Nov, signed by Ana."
    assert after == "Policy of 12 Nov, signed by Ben."


def test_a_policy_of_another_year_is_told_with_its_year() -> None:
    a_year_before = at(8, 0, day=3) - 365 * 86400

    said = policy_sentence(DECISION, names((a_year_before, ("ana",))))

    assert said == "Policy of 3 Nov 2024, signed by Ana."


def test_it_is_the_last_sentence_and_missing_where_nobody_knows() -> None:
    assert sentences(DECISION, names((at(8, 0), ("ana",))))[-1].startswith("Policy of 10 Nov")
    assert not any("olicy" in said for said in sentences(DECISION, names()))
