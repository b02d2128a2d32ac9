"""What automation does for a child or a guest."""

from dataclasses import replace

import pytest

from rules.guardrail import Case, Confirm, Forbid, Verdict
from rules.guardrails.role_limits import RoleLimits
from rules.policy import Person, Role
from rules.words.asks import Otherwise
from rules.words.ids import AgentId, GuardrailId, PersonId
from rules.words.times import MINUTE
from rules.words.values import COLOUR, POWER, Kelvin, Values
from rules.words.wishes import Author, Cause, SawPerson, Via
from tests.houses import house_with, is_now, lamp, policy_of, room
from tests.rules.guardrails.cases import LATE, NIGHT, ON, case

KIDS = RoleLimits(
    id=GuardrailId("kids"), roles=(Role.CHILD, Role.GUEST), who=Role.ADULT, between=NIGHT
)
TOYS = RoleLimits(id=GuardrailId("toys"), agents=(AgentId("toy-box"),))


def asked_by(person: str | None, agent: str = "assistant") -> Case:
    """Return the case of a person who wants the hall lamp on by way of an agent."""
    people = [
        Person(id=PersonId(name), name=name.capitalize(), role=role)
        for name, role in (("ana", Role.OWNER), ("leo", Role.CHILD))
    ]
    house = house_with(policy_of(room("Hall", "Hall lamp"), *people), lamp("Hall lamp"))
    is_now(house, "Hall lamp", power=False)
    one = case(house, ON, agent=AgentId(agent))
    author = Author(via=Via.MQTT, person=PersonId(person) if person else None)
    return replace(one, proposal=replace(one.proposal, cause=Cause(SawPerson(author), LATE)))


def confirm(observed: str) -> Confirm:
    return Confirm(who="adult", deadline=LATE + 5 * MINUTE, observed=observed)


@pytest.mark.parametrize(
    ("person", "verdict"),
    [
        ("leo", confirm("a child wants it")),
        (None, None),
        ("stranger", confirm("a guest wants it")),
        ("ana", None),
    ],
)
def test_an_adult_is_asked_about_what_these_want(person: str | None, verdict: Verdict) -> None:
    assert KIDS.judge(asked_by(person)) == verdict


def test_where_nobody_is_to_be_asked_it_is_refused() -> None:
    assert TOYS.judge(asked_by("ana", "toy-box")) == Forbid("Toy box wants it")
    assert TOYS.judge(asked_by("leo")) is None


def test_what_a_sensor_sets_off_is_nobodys_wish() -> None:
    house = asked_by("leo").house

    assert KIDS.judge(case(house, ON)) is None


def test_what_changes_nothing_is_not_asked_about() -> None:
    one = asked_by("leo")

    assert KIDS.judge(replace(one, changes=False)) is None


def test_a_rule_about_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="whose wishes are meant"):
        RoleLimits(id=GuardrailId("nobody"), who=Role.ADULT)


def test_it_says_what_it_does() -> None:
    assert (
        KIDS.sentence() == "asks an adult about what a child or a guest wants from 22:30 to 06:30"
    )
    assert TOYS.sentence() == "refuses what Toy box wants of it"
    assert KIDS.safety


def test_what_happens_without_an_answer_is_said_only_where_somebody_is_asked() -> None:
    silent = replace(KIDS, otherwise=Otherwise.DO_IT)

    verdict = silent.judge(asked_by("leo"))

    assert isinstance(verdict, Confirm)
    assert verdict.otherwise is Otherwise.DO_IT
    assert silent.sentence().endswith("done where nobody answers")
    with pytest.raises(ValueError, match="`otherwise` goes with `who`"):
        replace(TOYS, otherwise=Otherwise.DO_IT)


def test_for_some_aspects_it_is_about_nothing_else() -> None:
    colours = replace(KIDS, aspects=(COLOUR,))
    asked = asked_by("leo")
    coloured: Values = {POWER: True, COLOUR: Kelvin(2700)}

    assert colours.judge(asked) is None
    assert colours.judge(replace(asked, values=coloured)) == confirm("a child wants it")
    assert colours.sentence().startswith("asks an adult about what a child or a guest wants of its")
    assert replace(colours, who=None).sentence() == (
        "refuses what a child or a guest wants of its colour from 22:30 to 06:30"
    )
