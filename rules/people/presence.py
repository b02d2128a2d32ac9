"""Who is home: what the household's `presence:` readings say; what nobody knows counts as home."""

from collections.abc import Collection, Iterator
from typing import Final

from rules.house import House
from rules.policy import Person, Policy
from rules.words.ids import PersonId, Ref
from rules.words.times import Moment
from rules.words.values import Aspect

AWAY_WORDS: Final = frozenset({"not_home", "away", "off"})
"""How a reading that is a text says that somebody is not at home."""


def counted(policy: Policy, people: Collection[PersonId]) -> tuple[Person, ...]:
    """Return whose presence counts: these, or all of whom it could be known."""
    known = (policy.people.get(person) for person in people or policy.people)
    return tuple(person for person in known if person is not None and (people or person.presence))


def signs(policy: Policy, people: Collection[PersonId]) -> Iterator[tuple[Ref, Aspect]]:
    """Yield the readings that tell who is home."""
    for person in counted(policy, people):
        if person.presence is not None:
            yield person.presence


def all_left_at(house: House, people: Collection[PersonId]) -> Moment | None:
    """Return when the last of them left; None while one is home, or may be."""
    latest: Moment | None = None
    for person in counted(house.policy, people):
        left = _left_at(house, person)
        if left is None:
            return None
        latest = left if latest is None else max(latest, left)
    return latest


def _left_at(house: House, person: Person) -> Moment | None:
    if person.presence is None:
        return None
    ref, aspect = person.presence
    device = house.find(ref)
    if device is None or not house.is_available(device):
        return None
    value = house.value(device, aspect)
    away = value is False or (isinstance(value, str) and value.lower() in AWAY_WORDS)
    return house.since(device, aspect) if away else None
