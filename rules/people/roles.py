"""Roles: who somebody is who speaks to the house, and whether that is enough for a question."""

from rules.house import House
from rules.policy import Role
from rules.words.ids import PersonId, slug
from rules.words.wishes import Author, Via

ORDER = tuple(Role)
"""Most first."""
UNKNOWN_WAYS = frozenset({Via.PAGE, Via.MQTT, Via.CONTROL})
"""Ways that only somebody of the household has, and that do not show who it is."""


def rank(role: str) -> int:
    """Return how much a role may; the smallest may most, and so is asked where nobody knows it."""
    return ORDER.index(Role(role)) if role in ORDER else 0


def enough(role: Role, least: str) -> bool:
    """Say whether somebody may answer where at least some other role is asked for."""
    return rank(role) <= rank(least)


def weaker(one: Role | None, other: Role | None) -> Role | None:
    """Return the role of two that may less; the one that there is where there is only one."""
    if one is None or other is None:
        return one or other
    return one if rank(one) >= rank(other) else other


def role_of(house: House, by: Author) -> Role | None:
    """Return the role of whoever speaks; None: nobody who could be asked anything.

    The console is the owner's. Who is not vouched for counts as an adult at most, over MQTT as what
    the household says of them; everywhere as less where the name that is given is a child's or a
    guest's.
    """
    people = house.policy.people
    if by.person is not None:
        known = people.get(by.person)
        return weaker(known.role if known else None, Role(by.role) if by.role in ORDER else None)
    if by.via is not Via.CONSOLE and by.via not in UNKNOWN_WAYS:
        return None
    named = people.get(PersonId(slug(by.says))) if by.says else None
    most = Role.OWNER if by.via is Via.CONSOLE else Role.ADULT
    if is_nameless(by):
        most = house.policy.home.nameless or most
    if named is None or enough(named.role, Role.ADULT):
        return most
    return weaker(most, named.role)


def is_nameless(by: Author) -> bool:
    """Say whether somebody speaks over MQTT for whom nobody vouches, whoever they say they are."""
    return by.via is Via.MQTT and by.person is None


def is_agent(house: House, by: Author) -> bool:
    """Say whether an agent speaks, under its own name: it is never the one to be asked."""
    name = by.person or by.says
    return bool(name) and slug(name) in {slug(agent) for agent in house.policy.agents}
