"""Looks at a household's file as a whole: what each part alone could not know.

Mistakes keep a file from being taken; doubts are only said. Devices are not known here: whether
one was ever seen is looked at in `hub/policy/unseen.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, get_type_hints

from hub.policy.errors import Fault
from hub.policy.grants import idle_grants
from hub.policy.hours import overlap
from hub.policy.references import PLACE
from hub.policy.shown import shown
from hub.policy.spans import gone_by, whole_days
from hub.policy.switches import twice
from hub.policy.weighing import Places, doubts_of_rules
from hub.policy.yaml_lines import Node, Row, Table
from rules.guardrail import Guardrail
from rules.policy import Policy, Role
from rules.words.ids import slug
from rules.words.values import Brightness, to_percent

HOUSE: Final = "house"
TWO: Final = 2
SIGN_SECOND: Final = frozenset({Role.OWNER, Role.ADULT})


def mistakes(root: Table, policy: Policy) -> Iterator[Fault]:
    """Yield what is wrong between the parts of a file."""
    yield from _place(root)
    yield from _areas(root, policy)
    yield from _chosen_ids(policy)
    yield from _reviews(policy)
    yield from twice(policy)
    yield from _too_few_to_sign(policy)


def doubts(root: Table, policy: Policy, today: date | None = None) -> Iterator[Fault]:
    """Yield what is perhaps not meant so; what is over by `today` contradicts nothing."""
    home = root.get("home")
    if not isinstance(home, Table) or "timezone" not in home:
        yield Fault("`timezone` is missing: every time of day is read as UTC", ("home",))
    yield from whole_days(root)
    yield from gone_by(policy, today) if today else ()
    policy = _in_force(policy, today)
    yield from _floors_above_ceilings(policy)
    yield from doubts_of_rules(policy)
    yield from idle_grants(policy)


def _in_force(policy: Policy, today: date | None) -> Policy:
    """Return a policy without the rules that are over."""
    left = {
        id_: rule
        for id_, rule in policy.guardrails.items()
        if today is None or not rule.is_over(today)
    }
    return replace(policy, guardrails=left)


def _place(root: Table) -> Iterator[Fault]:
    home = root.get("home")
    if isinstance(home, Table):
        given = [key for key in PLACE if home.get(key) is not None]
        for key in PLACE:
            if given and key not in given:
                yield Fault(f"`{key}` is missing beside `{given[0]}`", ("home",))


def _too_few_to_sign(policy: Policy) -> Iterator[Fault]:
    able = [person for person in policy.people.values() if person.role in SIGN_SECOND]
    if policy.home.two_signatures and len(able) < TWO:
        text = "it takes two people who are owner or adult: nobody could change this any more"
        yield Fault(text, ("home", "two_signatures"))


def _areas(root: Table, policy: Policy) -> Iterator[Fault]:
    """Yield the devices that two areas claim; each is in one."""
    seen: dict[str, tuple[str, int]] = {}
    for area in policy.areas.values():
        if area.id == HOUSE:
            yield Fault("`house` means the whole house: give the area another id", ("areas", HOUSE))
        elif area.name.lower() == HOUSE:
            text = f"`{area.name}` means the whole house: give the area another name"
            yield Fault(text, ("areas", area.id, "name"))
        for number, ref in enumerate(area.devices, start=1):
            steps = ("areas", area.id, "devices", number)
            if slug(ref) in seen:
                other, line = seen[slug(ref)]
                twice = f"{shown(ref)} is already in the area `{other}` (line {line})"
                yield Fault(twice, steps)
            seen.setdefault(slug(ref), (area.id, _device_line(root, area.id, number)))


def _device_line(root: Table, area: str, number: int) -> int:
    node: Node = root
    for key in ("areas", area, "devices"):
        node = node.get(key) if isinstance(node, Table) else None
    return node.lines[number - 1] if isinstance(node, Row) else 0


def _chosen_ids(policy: Policy) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for ref, chosen in policy.ids.items():
        if chosen in taken:
            text = f"`{chosen}` is already the id of {shown(taken[chosen])}"
            yield Fault(text, ("devices", ref, "id"))
        taken.setdefault(chosen, ref)


def _reviews(policy: Policy) -> Iterator[Fault]:
    for rule in policy.guardrails.values():
        try:
            if rule.review:
                date.fromisoformat(rule.review)
        except ValueError:
            text = f"not a date such as 2027-03-31: {shown(rule.review)}"
            yield Fault(text, ("guardrails", rule.id, "review"))


def _floors_above_ceilings(policy: Policy) -> Iterator[Fault]:
    """Yield the pairs of rules that leave no brightness; found by their fields, not their kind."""
    places, ceilings = Places(policy), list(_bounds(policy, "at_most"))
    for floor, low in _bounds(policy, "at_least"):
        for ceiling, high in ceilings:
            if low > high and places.meet(floor, ceiling) and overlap(floor, ceiling):
                text = (
                    f"at least {to_percent(low)} % here, but `{ceiling.id}` allows at most "
                    f"{to_percent(high)} %: where both hold, nothing is allowed"
                )
                yield Fault(text, ("guardrails", floor.id))


def _bounds(policy: Policy, field: str) -> Iterator[tuple[Guardrail, int]]:
    """Yield the rules that bound a brightness by this field, with the bound."""
    is_bound: dict[type[Guardrail], bool] = {}
    for rule in policy.guardrails.values():
        kind = type(rule)
        if kind not in is_bound:
            is_bound[kind] = get_type_hints(kind).get(field) is Brightness
        if is_bound[kind]:
            yield rule, getattr(rule, field)
