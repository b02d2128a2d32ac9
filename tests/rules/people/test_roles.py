"""Who speaks, and how much that is."""

from dataclasses import replace

import pytest

from rules.house import House
from rules.people.roles import role_of
from rules.policy import Person, Policy, Role
from rules.words.ids import PersonId
from rules.words.wishes import Author, Via

BEN = Person(id=PersonId("ben"), name="Ben", role=Role.ADULT)
HOUSE = House(replace(Policy(), people={BEN.id: BEN}))


@pytest.mark.parametrize(
    ("person", "let_in_as", "role"),
    [
        ("ben", "", Role.ADULT),
        ("ben", "guest", Role.GUEST),
        ("ben", "owner", Role.ADULT),
        ("Lea", "guest", Role.GUEST),
        ("Lea", "", None),
        ("Lea", "king", None),
    ],
)
def test_a_phone_is_let_in_as_less_than_its_person_but_never_as_more(
    person: str, let_in_as: str, role: Role | None
) -> None:
    by = Author(via=Via.PAGE, person=PersonId(person), role=let_in_as)

    assert role_of(HOUSE, by) is role
