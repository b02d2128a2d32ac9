"""Rights: what the household keeps from a child or a guest who speaks from afar.

Rule 1: an owner and an adult are bound by no guardrail, and nobody is at a switch or a button.
Rule 2: a child and a guest are bound by those rules for safety that are about people, wherever they
speak to us from; no comfort rule binds them. Rule 3: what a rule would ask about, somebody who
may answer it has to do. Rule 4: of many devices at once, one that is not theirs keeps back all.
Rule 5: a rule that breaks refuses. Rule 6: stopping automation is for everybody.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

from rules.claims.orders import completed
from rules.claims.told import near
from rules.condition import current
from rules.explain.reasons import someone
from rules.guardrail import Case, Confirm, Forbid, Guardrail
from rules.house import House
from rules.people.overrides import members
from rules.people.roles import enough, role_of
from rules.policy import Role
from rules.words.device import Device
from rules.words.events import Event, OverridePlaced, PersonSet, SceneCalled
from rules.words.ids import AgentId, DeviceId
from rules.words.times import Moment
from rules.words.values import Values
from rules.words.wishes import Author, Cause, Level, Proposal, SawPerson, Via

FROM_AFAR: Final = frozenset({Via.PAGE, Via.MQTT, Via.CONSOLE})
NO_AGENT: Final = AgentId("")
Wished: TypeAlias = Iterable[tuple[DeviceId, Values, bool]]
"""Devices, what they would be told, and whether it is just that."""


def why_not(house: House, event: Event, now: Moment) -> str:
    """Return why somebody may not do this, in a sentence; nothing where they may."""
    if not isinstance(event, PersonSet | OverridePlaced | SceneCalled):
        return ""
    if event.by.via not in FROM_AFAR:
        return ""
    role = role_of(house, event.by) or Role.GUEST
    if enough(role, Role.ADULT):
        return ""
    wished = _wished(house, event)
    refusals = (_refusal(house, one, event.by, role, now) for one in wished)
    return next((refusal for refusal in refusals if refusal), "")


def _wished(house: House, event: PersonSet | OverridePlaced | SceneCalled) -> Wished:
    match event:
        case PersonSet(device=device, values=values, exact=exact):
            return ((device, values, exact),)
        case OverridePlaced(scope=scope, values=values):
            return ((device, values, False) for device in members(house, scope))
        case SceneCalled(scene):
            known = house.policy.scenes.get(scene)
            meant = known.values.items() if known else ()
            found = ((house.find(ref), values) for ref, values in meant)
            return ((device, values, False) for device, values in found if device is not None)


def _refusal(
    house: House, wished: tuple[DeviceId, Values, bool], by: Author, role: Role, now: Moment
) -> str:
    device, values, exact = wished
    known = house.devices.get(device)
    rules = [rule for rule in house.directory.rules_over(device) if rule.binds_people]
    if known is None or not rules:
        return ""
    was = current(house.conditions[device])
    case = _case(house, known, completed(known, values, was, exact=exact), by, now)
    for rule in rules:
        needed = _needed(rule, case, role) if _binds_now(rule, house, now) else None
        if needed is not None:
            told = f"'{rule.title}' {rule.sentence()}"
            ask = f"ask {someone(needed.value)}"
            return f"{known.name} is not for {someone(role.value)} now: {told}; {ask}"
    return ""


def _case(house: House, device: Device, values: Values, by: Author, now: Moment) -> Case:
    was = current(house.conditions[device.id])
    return Case(
        proposal=Proposal(
            agent=NO_AGENT,
            device=device.id,
            level=Level.PERSON,
            values=values,
            until=now,
            cause=Cause(SawPerson(by), now),
        ),
        values=values,
        changes=any(not near(aspect, was.get(aspect), value) for aspect, value in values.items()),
        device=device,
        area=house.area_of(device.id),
        house=house,
        now=now,
    )


def _binds_now(rule: Guardrail, house: House, now: Moment) -> bool:
    if rule.is_over(house.local(now).date()):
        return False
    return rule.is_open(house.week_minute(now), house.sky)


def _needed(rule: Guardrail, case: Case, role: Role) -> Role | None:
    """Return the role of whoever may do it instead; None where this one may."""
    try:
        verdict = rule.judge(case)
    except Exception:  # noqa: BLE001 - rule 5: whatever broke it, the answer is known
        return Role.ADULT
    match verdict:
        case Forbid():
            return Role.ADULT
        case Confirm(who=who):
            return None if enough(role, who) else Role(who)
        case _:
            return None
