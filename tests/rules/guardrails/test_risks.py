"""Locks, covers, valves, sirens and heating: each kind of rule that speaks of risk knows each."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from rules.guardrail import Confirm, Forbid, Guardrail
from rules.guardrails.agent_grant import AgentGrant
from rules.guardrails.away import Away
from rules.guardrails.confirmation import BigScopeConfirmation, CategoryConfirmation
from rules.guardrails.evidence_quorum import EvidenceQuorum
from rules.guardrails.interlock import Interlock
from rules.guardrails.left_alone import NeverAutomate, ProtectedArea
from rules.guardrails.presence_required import PresenceRequired
from rules.guardrails.quiet_hours import QuietHours
from rules.guardrails.role_limits import RoleLimits
from rules.guardrails.trust_in_self import TrustInSelf
from rules.house import House
from rules.policy import Person, Role
from rules.words.device import Announcement, Capability, Kind, Sort
from rules.words.ids import AgentId, AreaId, GuardrailId, PersonId, Ref
from rules.words.readings import Equals, Reading
from rules.words.times import HOUR, Duration, Window
from rules.words.values import (
    CLOSED,
    DURATION,
    LOCKED,
    MODE,
    MOVEMENT,
    OPEN,
    POSITION,
    POWER,
    TARGET_TEMPERATURE,
    Aspect,
    Values,
)
from tests.houses import announced, house_with, is_now, policy_of, room, sensor
from tests.rules.guardrails.cases import LATE, MOTION, NIGHT, case

HOME, DOOR = Aspect("home"), Aspect("contact")
ABLE: Final[dict[Sort, tuple[Capability, ...]]] = {
    Sort.LOCK: (Capability(aspect=LOCKED, writable=True),),
    Sort.COVER: (
        Capability(aspect=MOVEMENT, writable=True, options=(OPEN, CLOSED)),
        Capability(aspect=POSITION, writable=True, unit="%", low=0, high=100),
    ),
    Sort.VALVE: (
        Capability(aspect=MOVEMENT, writable=True, options=(OPEN, CLOSED)),
        Capability(aspect=POSITION, writable=True, unit="%", low=0, high=100),
    ),
    Sort.SIREN: (
        Capability(aspect=POWER, writable=True),
        Capability(aspect=DURATION, writable=True, kind=Kind.NUMBER, unit="s"),
    ),
    Sort.CLIMATE: (
        Capability(aspect=MODE, writable=True, options=("off", "heat")),
        Capability(aspect=TARGET_TEMPERATURE, writable=True, unit="°C", low=5, high=30),
    ),
}
RELEASES: Final[list[tuple[Sort, Values, Values]]] = [
    (Sort.LOCK, {LOCKED: True}, {LOCKED: False}),
    (Sort.COVER, {MOVEMENT: CLOSED, POSITION: 0}, {MOVEMENT: OPEN}),
    (Sort.COVER, {MOVEMENT: CLOSED, POSITION: 0}, {POSITION: 40}),
    (Sort.VALVE, {MOVEMENT: CLOSED, POSITION: 0}, {MOVEMENT: OPEN}),
    (Sort.VALVE, {MOVEMENT: CLOSED, POSITION: 0}, {POSITION: 100}),
    (Sort.SIREN, {POWER: False}, {POWER: True, DURATION: 30}),
    (Sort.CLIMATE, {MODE: "off", TARGET_TEMPERATURE: 17.0}, {MODE: "heat"}),
    (Sort.CLIMATE, {MODE: "heat", TARGET_TEMPERATURE: 17.0}, {TARGET_TEMPERATURE: 21.0}),
]
"""What a thing is, and what would unlock it, open it, set it off or heat."""
SECURES: Final[list[tuple[Sort, Values, Values]]] = [
    (Sort.LOCK, {LOCKED: False}, {LOCKED: True}),
    (Sort.COVER, {MOVEMENT: OPEN, POSITION: 80}, {MOVEMENT: CLOSED}),
    (Sort.COVER, {MOVEMENT: OPEN, POSITION: 80}, {POSITION: 0}),
    (Sort.VALVE, {MOVEMENT: OPEN, POSITION: 100}, {MOVEMENT: CLOSED}),
    (Sort.SIREN, {POWER: True}, {POWER: False}),
    (Sort.CLIMATE, {MODE: "heat", TARGET_TEMPERATURE: 21.0}, {MODE: "off"}),
    (Sort.CLIMATE, {MODE: "heat", TARGET_TEMPERATURE: 21.0}, {TARGET_TEMPERATURE: 16.0}),
]
"""What a thing is, and what would lock, close or silence it, or heat less."""

ANA = PersonId("ana")
SHUT = Reading(Ref("Door"), DOOR, Equals(value=False))


def rule_id(kind: type[Guardrail]) -> GuardrailId:
    return GuardrailId(kind.name.replace("_", "-"))


RELEASE_ONLY: Final[tuple[Guardrail, ...]] = (
    QuietHours(id=rule_id(QuietHours), between=NIGHT),
    PresenceRequired(id=rule_id(PresenceRequired), people=(ANA,), grace=Duration(60)),
    Away(
        id=rule_id(Away),
        first_day=date(2025, 11, 10),
        last_day=date(2025, 11, 11),
        only=(AgentId("holiday"),),
    ),
    Interlock(id=rule_id(Interlock), only_while=(SHUT,)),
    EvidenceQuorum(
        id=rule_id(EvidenceQuorum),
        signs=(SHUT,),
        at_least=1,
        heard_within=Duration(HOUR),
        when="on",
    ),
    AgentGrant(
        id=rule_id(AgentGrant), agents=(MOTION,), only_between=Window(NIGHT.end, NIGHT.start)
    ),
)
"""These forbid what releases, and nothing else."""
ASKS: Final[tuple[Guardrail, ...]] = (
    CategoryConfirmation(id=rule_id(CategoryConfirmation)),
    TrustInSelf(id=rule_id(TrustInSelf), sensors=(Ref("Nowhere"),)),
)
"""These ask about what releases, and about nothing else."""
ALL_OF_IT: Final[tuple[Guardrail, ...]] = (
    NeverAutomate(id=rule_id(NeverAutomate)),
    ProtectedArea(id=rule_id(ProtectedArea), areas=(AreaId("hall"),)),
    RoleLimits(id=rule_id(RoleLimits), roles=(Role.CHILD,), agents=(MOTION,)),
)
"""These keep everything from whom they mean."""


def house(sort: Sort, shows: Values) -> House:
    """Return a hall with one such thing; nobody is home, and the door stands open."""
    thing: Announcement = announced("Thing", sort, ABLE[sort])
    ana = Person(id=ANA, name="Ana", role=Role.ADULT, presence=(Ref("Ana phone"), HOME))
    policy = policy_of(room("Hall", "Thing", "Hall motion"), ana)
    made = house_with(
        policy,
        thing,
        sensor("Ana phone", HOME),
        sensor("Door", DOOR),
        sensor("Hall motion", Aspect("occupancy")),
    )
    is_now(made, "Thing", LATE - HOUR, **{str(a): v for a, v in shows.items()})
    is_now(made, "Ana phone", LATE - HOUR, home=False)
    is_now(made, "Door", LATE - HOUR, contact=True)
    return made


@pytest.mark.parametrize(("sort", "shows", "wished"), RELEASES)
@pytest.mark.parametrize("rule", RELEASE_ONLY, ids=lambda rule: rule.name)
def test_to_release_such_a_thing_is_forbidden_as_to_switch_on_is(
    rule: Guardrail, sort: Sort, shows: Values, wished: Values
) -> None:
    assert isinstance(rule.judge(case(house(sort, shows), wished, "Thing")), Forbid)


@pytest.mark.parametrize(("sort", "shows", "wished"), SECURES)
@pytest.mark.parametrize("rule", [*RELEASE_ONLY, *ASKS], ids=lambda rule: rule.name)
def test_to_secure_it_is_always_let_through(
    rule: Guardrail, sort: Sort, shows: Values, wished: Values
) -> None:
    assert rule.judge(case(house(sort, shows), wished, "Thing")) is None


@pytest.mark.parametrize(("sort", "shows", "wished"), RELEASES)
@pytest.mark.parametrize("rule", ASKS, ids=lambda rule: rule.name)
def test_people_are_asked_before_it_is_released(
    rule: Guardrail, sort: Sort, shows: Values, wished: Values
) -> None:
    assert isinstance(rule.judge(case(house(sort, shows), wished, "Thing")), Confirm)


@pytest.mark.parametrize(("sort", "shows", "wished"), RELEASES)
def test_people_are_asked_about_the_sort_that_the_rule_names(
    sort: Sort, shows: Values, wished: Values
) -> None:
    named = CategoryConfirmation(id=GuardrailId("named"), sorts=(sort,))
    others = tuple(one for one in ABLE if one is not sort)
    other = CategoryConfirmation(id=GuardrailId("other"), sorts=others)
    one = case(house(sort, shows), wished, "Thing")

    assert isinstance(named.judge(one), Confirm)
    assert other.judge(one) is None
    assert str(sort) in named.sentence()


@pytest.mark.parametrize(("sort", "shows", "wished"), [*RELEASES, *SECURES])
@pytest.mark.parametrize("rule", ALL_OF_IT, ids=lambda rule: rule.name)
def test_what_keeps_everything_keeps_such_a_thing_too(
    rule: Guardrail, sort: Sort, shows: Values, wished: Values
) -> None:
    assert isinstance(rule.judge(case(house(sort, shows), wished, "Thing")), Forbid)


@pytest.mark.parametrize(("sort", "shows", "wished"), RELEASES)
def test_many_such_things_at_once_are_asked_about(
    sort: Sort, shows: Values, wished: Values
) -> None:
    rule = BigScopeConfirmation(id=GuardrailId("big"), more_than=1)
    one = case(house(sort, shows), wished, "Thing")

    verdict = rule.judge(replace(one, proposal=replace(one.proposal, together=2)))

    assert isinstance(verdict, Confirm)
    assert rule.judge(one) is None
