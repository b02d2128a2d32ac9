"""Looks at the guardrails together: which never matter, contradict each other or ask nobody.

All that is found here are doubts: the file can be taken, but is perhaps not meant so. Kinds are
compared by their fields, so a new kind needs nothing here.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from hub.policy.errors import Fault, listed
from hub.policy.hours import covers_hours, overlap
from rules.explain.phrases import reading_text
from rules.guardrail import Guardrail
from rules.guardrails.budgets import LoadBudget
from rules.guardrails.left_alone import NeverAutomate, ProtectedArea
from rules.guardrails.quiet_hours import QuietHours
from rules.people.roles import enough
from rules.policy import Policy, Role, SetDevice, StepBrightness, Toggle
from rules.words.ids import AreaId, Ref, slug
from rules.words.news import Reach
from rules.words.readings import Above, Below, Equals, Reading, Test
from rules.words.values import Kelvin

OWN: Final = frozenset({"id", "purpose", "owner", "review", "areas", "devices", "between", "days"})
STRICTER: Final = {"at_most": -1, "at_least": 1}
"""Where a bound is stricter: lower, or higher."""


def doubts_of_rules(policy: Policy) -> Iterator[Fault]:
    """Yield what is perhaps not meant so with the guardrails."""
    places = Places(policy)
    rules = list(policy.guardrails.values())
    for rule in rules:
        yield from (_at(rule, text) for text in _alone(rule, policy))
        shadow = next((o for o in rules if o is not rule and _shadows(o, rule, places)), None)
        if shadow is not None:
            yield _at(rule, f"it never matters: `{shadow.id}` is as strict wherever it holds")
    yield from _contradictions(rules, places)
    yield from _unbound(policy, places)


class Places:
    """Which areas and devices a guardrail binds, as far as the file tells."""

    def __init__(self, policy: Policy) -> None:
        """Look up the areas of the devices that the file places."""
        self._area_of = {
            slug(ref): area.id for area in policy.areas.values() for ref in area.devices
        }

    def meet(self, one: Guardrail, other: Guardrail) -> bool:
        """Say whether there is a device that both bind."""
        here, there = one.reach(), other.reach()
        if here.house or there.house or here.areas & there.areas:
            return True
        refs, others = set(map(slug, here.refs)), set(map(slug, there.refs))
        inside = any(self._area_of.get(ref) in there.areas for ref in refs)
        outside = any(self._area_of.get(ref) in here.areas for ref in others)
        return bool(refs & others) or inside or outside

    def touch(self, here: Reach, there: Reach) -> bool:
        """Say whether two reaches may have a device in common, as far as the file tells.

        A device that the file does not place may be anywhere, and have another name.
        """
        if here.house or there.house or here.areas & there.areas:
            return True
        places, others = self._areas_of(here), self._areas_of(there)
        if None in places or None in others:
            return True
        shared = set(map(slug, here.refs)) & set(map(slug, there.refs))
        return bool(shared or places & there.areas or others & here.areas)

    def _areas_of(self, reach: Reach) -> set[AreaId | None]:
        return {self._area_of.get(slug(ref)) for ref in reach.refs}

    def covers(self, wide: Guardrail, narrow: Guardrail) -> bool:
        """Say whether all that one binds is bound by the other too."""
        here, there = wide.reach(), narrow.reach()
        if here.house:
            return True
        refs = set(map(slug, here.refs))
        inside = all(
            slug(r) in refs or self._area_of.get(slug(r)) in here.areas for r in there.refs
        )
        return not there.house and there.areas <= here.areas and inside

    def binds(self, rule: Guardrail, ref: Ref) -> bool:
        """Say whether a guardrail binds a device."""
        reach, area = rule.reach(), self._area_of.get(slug(ref))
        return reach.house or area in reach.areas or slug(ref) in set(map(slug, reach.refs))


def _at(rule: Guardrail, text: str) -> Fault:
    return Fault(text, ("guardrails", rule.id))


def _alone(rule: Guardrail, policy: Policy) -> Iterator[str]:
    """Yield what is doubtful of a rule, whatever the others say."""
    idle = rule.idle(policy)
    if idle:
        yield f"it never does anything: {idle}"
    if isinstance(rule, QuietHours) and rule.between is None and not rule.days:
        yield "it holds at all hours: give it `between`, or the home `quiet_hours`"
    if isinstance(rule, LoadBudget):
        heavy = [ref for ref, watts in rule.watts.items() if watts > rule.at_most]
        if heavy:
            yield f"automation may never switch on {listed(heavy, 'or')}: it is too much by itself"
    who = getattr(rule, "who", None)
    if isinstance(who, Role) and not any(enough(p.role, who) for p in policy.people.values()):
        yield f"it asks, but nobody in `people` is {_article(who)}: only the console could answer"


def _article(role: Role) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


def _shadows(strict: Guardrail, rule: Guardrail, places: Places) -> bool:
    """Say whether a rule changes nothing beside another that is as strict; of equals the first."""
    if not (places.covers(strict, rule) and covers_hours(strict, rule)):
        return False
    if isinstance(strict, NeverAutomate) or (
        isinstance(strict, ProtectedArea) and not strict.aspects
    ):
        return not isinstance(rule, NeverAutomate | ProtectedArea) or strict.id < rule.id
    if type(strict) is not type(rule):
        return False
    # Where a kind says itself what it reaches, `areas` and `devices` mean something else.
    aside = OWN if type(rule).reach is Guardrail.reach else OWN - {"areas", "devices"}
    names = [part.name for part in fields(strict) if part.name not in aside]
    sizes = [_stricter(strict, rule, name) for name in names]
    if None in sizes:
        return False
    back = places.covers(rule, strict) and covers_hours(rule, strict)
    return any(sizes) or not back or strict.id < rule.id


def _stricter(strict: Guardrail, rule: Guardrail, field: str) -> bool | None:
    """Say whether a field of one rule is stricter; False: they are equal, None: it is not."""
    one, other = getattr(strict, field), getattr(rule, field)
    if one == other:
        return False
    one, other = (value.kelvin if isinstance(value, Kelvin) else value for value in (one, other))
    if field not in STRICTER or one is None or other is None:
        return None
    return True if (one - other) * STRICTER[field] > 0 else None


def _contradictions(rules: list[Guardrail], places: Places) -> Iterator[Fault]:
    """Yield the rules that need what another rule, or they themselves, cannot have."""
    needs = [(rule, reading) for rule in rules for reading in _needs(rule)]
    for number, (rule, one) in enumerate(needs):
        for other_rule, other in needs[:number]:
            same = (slug(one.device), one.aspect) == (slug(other.device), other.aspect)
            if not same or not _exclude(one.test, other.test):
                continue
            if places.meet(rule, other_rule) and overlap(rule, other_rule):
                text = (
                    f"{reading_text(one)} here, but `{other_rule.id}` wants that "
                    f"{reading_text(other)}: where both hold, nothing can be on"
                )
                yield _at(rule, text)


def _needs(rule: Guardrail) -> tuple[Reading, ...]:
    needs: tuple[Reading, ...] = getattr(rule, "only_while", ())
    return needs


def _exclude(one: Test, other: Test) -> bool:
    match one, other:
        case Equals(value), test:
            return not test.holds(value)
        case test, Equals(value):
            return not test.holds(value)
        case (Below(high), Above(low)) | (Above(low), Below(high)):
            return low >= high
        case _:
            return False


def _unbound(policy: Policy, places: Places) -> Iterator[Fault]:
    """Yield the agents that move what no guardrail binds and no control or scene reaches."""
    named = {slug(ref) for ref in _of_people(policy)}
    rules = list(policy.guardrails.values())
    for agent in policy.agents.values():
        # Only those it names: a whole area may be left to an agent on purpose.
        free = [
            ref
            for ref in sorted(agent.reaches().refs)
            if slug(ref) not in named and not any(places.binds(rule, ref) for rule in rules)
        ]
        if free:
            text = f"no guardrail, control or scene reaches {listed(free, 'and')}"
            yield Fault(f"{text}, which it moves", ("agents", agent.id))


def _of_people(policy: Policy) -> Iterator[Ref]:
    """Yield the devices that people reach by a control or a scene."""
    for scene in policy.scenes.values():
        yield from scene.values
    for control in policy.controls.values():
        for gesture in control.gestures.values():
            if isinstance(gesture, Toggle | SetDevice | StepBrightness):
                yield gesture.device
