"""The household of the laws: three areas, four lamps, and any agents and guardrails over them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from math import ceil
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from devices.agents.circadian import Circadian
from devices.agents.forgotten_light import ForgottenLight
from devices.agents.motion_light import MotionLight
from devices.agents.recipe import Recipe
from devices.agents.schedule import Schedule
from devices.recipes import SUN_DOWN, Press, Rule
from rules.agent import Agent
from rules.deciding.raising import wished_power
from rules.exceptions import Exceptions
from rules.guardrail import Bound, CapLease, Case, Confirm, Delay, Forbid, Guardrail, Verdict
from rules.guardrails.agent_grant import AgentGrant
from rules.guardrails.agent_refusal import AgentRefusal
from rules.guardrails.away import Away
from rules.guardrails.budgets import AirtimeBudget, LoadBudget
from rules.guardrails.ceilings import BrightnessCeiling, ColourCeiling
from rules.guardrails.confirmation import BigScopeConfirmation, CategoryConfirmation
from rules.guardrails.evidence_quorum import EvidenceQuorum
from rules.guardrails.interlock import Interlock
from rules.guardrails.left_alone import NeverAutomate, ProtectedArea
from rules.guardrails.light_floor import LightFloor
from rules.guardrails.maximum_on_time import MaximumOnTime
from rules.guardrails.pace import ChangeBudget, MinimumOnOff
from rules.guardrails.presence_required import PresenceRequired
from rules.guardrails.quiet_hours import QuietHours
from rules.guardrails.ramp_limit import RampLimit, StrobeLimit
from rules.guardrails.role_limits import RoleLimits
from rules.guardrails.trust_in_self import TrustInSelf
from rules.guardrails.warn_before_off import WarnBeforeOff
from rules.policy import (
    AllOff,
    Area,
    AreaKind,
    CallScene,
    Control,
    Home,
    Policy,
    PressFreeze,
    PressRelease,
    Role,
    Scene,
    SetDevice,
    StepBrightness,
    Toggle,
)
from rules.words.asks import Wants
from rules.words.days import Weekday
from rules.words.device import Announcement, Sort
from rules.words.ids import AgentId, AreaId, ControlId, GuardrailId, Ref, SceneId
from rules.words.readings import Below, Equals, Reading
from rules.words.times import HOUR, MINUTE, Duration, Moment, TimeOfDay, Window
from rules.words.value import value
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Brightness, Kelvin, Values
from rules.words.wishes import Then
from tests.houses import ILLUMINANCE, MONDAY_NOON, OCCUPANCY, button, lamp, room, sensor
from tests.laws.draws import evenly

EVENING: Final[Moment] = MONDAY_NOON + 10 * HOUR + 20 * MINUTE
"""Twenty past ten: the hours of most rules open ten minutes later."""
TODAY: Final = date(2025, 11, 10)
NIGHT: Final = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
SOON: Final = Window(TimeOfDay(22 * 60 + 25), TimeOfDay(22 * 60 + 45))
QUIET_END: Final = TimeOfDay(6 * 60 + 30)

HALL, BEDROOM, STUDY = AreaId("hall"), AreaId("bedroom"), AreaId("study")
LAMPS: Final[tuple[Announcement, ...]] = (
    lamp("Hall lamp"),
    lamp("Hall spot", colours=True),
    lamp("Bed lamp", dims=False),
    lamp("Desk lamp"),
)
OTHERS: Final[tuple[Announcement, ...]] = (
    sensor("Hall motion", OCCUPANCY, ILLUMINANCE),
    sensor("Bed motion", OCCUPANCY),
    button("Hall button"),
    button("Bed button"),
)
DIM: Final[Values] = {POWER: True, BRIGHTNESS: 40}
LIT: Final[Values] = {POWER: True, BRIGHTNESS: 204}
ON: Final[Values] = {POWER: True}
OFF: Final[Values] = {POWER: False}
WARM: Final[Values] = {COLOUR: Kelvin(2300)}

# agents

_NAMELESS: Final = AgentId("nameless")


def _motion_lights() -> Iterable[Agent]:
    for area, brightness, rest in product((HALL, BEDROOM), (30, 128, 204), (5, 60, 600)):
        yield MotionLight(
            id=_NAMELESS,
            area=area,
            brightness=Brightness(brightness),
            off_after=Duration(float(rest)),
            only_below=40.0 if rest == 60 else None,
            colour=Kelvin(2700) if brightness == 128 else None,
            weight=brightness % 3,
        )


def _schedules() -> Iterable[Agent]:
    evening, later = TimeOfDay(22 * 60 + 21), TimeOfDay(22 * 60 + 50)
    for area, values, until in product((HALL, STUDY), (DIM, LIT, OFF), (None, later)):
        yield Schedule(id=_NAMELESS, at=evening, set_=values, area=area, until=until)


def _recipe(when: Reading | Press, then: dict[Ref, Values], seconds: float | None) -> Agent:
    rule = Rule(
        when=(when,),
        if_=(SUN_DOWN,) if seconds == 1.0 else (),
        then=then,
        for_=None if seconds is None else Duration(seconds),
        afterwards=Then.KEEP if seconds is None else Then.OFF,
    )
    return Recipe(id=_NAMELESS, rules=(rule,))


def _recipes() -> Iterable[Agent]:
    triggers: tuple[Reading | Press, ...] = (
        Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=True)),
        Reading(Ref("Hall motion"), ILLUMINANCE, Below(20)),
        Reading(Ref("Bed lamp"), POWER, Equals(value=True)),
        Press(Ref("Hall button"), "single"),
        Press(Ref("Bed button"), "double"),
    )
    wishes = (
        {Ref("Hall lamp"): LIT, Ref("Bed lamp"): ON},
        {Ref("Hall lamp"): OFF, Ref("Hall spot"): WARM},
        {Ref("Hall lamp"): ON, Ref("Desk lamp"): DIM},
    )
    for trigger, then, seconds in product(triggers, wishes, (None, 0.4, 90.0)):
        yield _recipe(trigger, then, seconds)


AGENTS: Final[tuple[tuple[Agent, ...], ...]] = (
    tuple(_motion_lights()),
    tuple(_schedules()),
    (
        Circadian(id=_NAMELESS, area=HALL),
        Circadian(id=_NAMELESS, area=HALL, dimmest=Brightness(60)),
    ),
    tuple(
        ForgottenLight(id=_NAMELESS, area=area, after=Duration(after))
        for area in (HALL, STUDY)
        for after in (30.0, 600.0)
    ),
    tuple(_recipes()),
)

# guardrails


@value(frozen=True, slots=True, kw_only=True)
class Says(Guardrail):
    """Gives the same verdict in each case, or breaks."""

    name: ClassVar[str] = "says"

    verdict: Verdict = None
    broken: bool = False

    def judge(self, case: Case) -> Verdict:
        if self.broken:
            raise ZeroDivisionError("a rule that cannot judge")
        return self.verdict

    def sentence(self) -> str:
        return "says the same in each case"


@value(frozen=True, slots=True, kw_only=True)
class SaysForSafety(Says):
    """The same, of the class that fails closed."""

    name: ClassVar[str] = "says_for_safety"
    safety: ClassVar[bool] = True


@value(frozen=True, slots=True, kw_only=True)
class Waits(Guardrail):
    """Delays every wish to the next full minute, and caps it to a few of them."""

    name: ClassVar[str] = "waits"

    minutes: int = 1

    def judge(self, case: Case) -> Verdict:
        every = self.minutes * MINUTE
        until = ceil(case.now / every) * every
        return Delay(until=until) if until > case.now else None

    def sentence(self) -> str:
        return "waits for the full minute"


@value(frozen=True, slots=True, kw_only=True)
class Ends(Guardrail):
    """Caps the lease of a wish that leaves a device on."""

    name: ClassVar[str] = "ends"

    seconds: float

    def judge(self, case: Case) -> Verdict:
        if wished_power(case.values) is not True:
            return None
        return CapLease(until=case.now + self.seconds)

    def sentence(self) -> str:
        return "ends every wish"


@value(frozen=True, slots=True, kw_only=True)
class Asks(Guardrail):
    """Wants a person to be asked about every raise."""

    name: ClassVar[str] = "asks"

    def judge(self, case: Case) -> Verdict:
        return Confirm(who="adult", deadline=case.now + MINUTE) if case.changes else None

    def sentence(self) -> str:
        return "asks first"


RULE: Final = GuardrailId("nameless")


def _guardrails() -> Iterable[Guardrail]:
    """Yield each kind, and what a household would set it to."""
    yield QuietHours(id=RULE, between=NIGHT)
    yield QuietHours(id=RULE, between=SOON, areas=(HALL,))
    for most in (0, 20, 51, 150):
        yield BrightnessCeiling(id=RULE, at_most=Brightness(most), areas=(HALL, STUDY))
    yield BrightnessCeiling(id=RULE, at_most=Brightness(51), between=NIGHT)
    yield BrightnessCeiling(id=RULE, at_most=Brightness(40), between=NIGHT, days=(Weekday.MON,))
    yield QuietHours(id=RULE, days=(Weekday.TUE,))
    yield QuietHours(id=RULE, between=SOON, except_=Exceptions(devices=(Ref("Hall spot"),)))
    spared = Exceptions(agents=(AgentId("motion_light-0"),), areas=(STUDY,))
    yield BrightnessCeiling(id=RULE, at_most=Brightness(30), except_=spared)
    yield BrightnessCeiling(id=RULE, at_most=Brightness(90), between=SOON)
    yield ColourCeiling(id=RULE, at_most=Kelvin(2400), between=SOON)
    yield ColourCeiling(id=RULE, at_most=Kelvin(2500))
    for least in (60, 100):
        yield LightFloor(id=RULE, at_least=Brightness(least), areas=(HALL,))
    yield LightFloor(id=RULE, at_least=Brightness(80), while_occupied=False, between=SOON)
    yield ProtectedArea(id=RULE, areas=(HALL,), between=SOON)
    yield ProtectedArea(id=RULE, areas=(BEDROOM,), aspects=(BRIGHTNESS,))
    yield NeverAutomate(id=RULE, devices=(Ref("Bed lamp"),))
    yield NeverAutomate(id=RULE, areas=(HALL,), between=SOON)
    for seconds in (20.0, 900.0):
        yield MaximumOnTime(id=RULE, at_most=Duration(seconds))
    yield MinimumOnOff(id=RULE, min_on=Duration(60.0), min_off=Duration(30.0))
    yield MinimumOnOff(id=RULE, min_off=Duration(300.0), areas=(HALL,))
    yield ChangeBudget(id=RULE, at_most=3, within=Duration(60.0))
    for wants in (Wants.MORE, Wants.LESS):
        yield AgentRefusal(id=RULE, agents=(AgentId("motion_light-0"),), wants=wants)
    yield AgentRefusal(id=RULE, agents=(AgentId("recipe-0"),), areas=(HALL,), between=SOON)
    yield from _guardrails_that_watch()
    yield from _guardrails_that_ask()
    yield WarnBeforeOff(id=RULE, wait=Duration(20.0))
    yield WarnBeforeOff(id=RULE, wait=Duration(5.0), areas=(HALL,))
    yield RampLimit(id=RULE, at_least=Duration(2.0))
    yield StrobeLimit(id=RULE, at_most=2, within=Duration(20.0))
    yield AirtimeBudget(id=RULE, at_most=2)
    yield AgentGrant(id=RULE, agents=(AgentId("motion_light-0"),), only_areas=(HALL,))
    yield AgentGrant(id=RULE, agents=(AgentId("recipe-0"),), at_most=Brightness(100))


def _guardrails_that_watch() -> Iterable[Guardrail]:
    """Yield the kinds whose answers depend on readings of other devices."""
    somebody = Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=True))
    nobody = Reading(Ref("Bed motion"), OCCUPANCY, Equals(value=False))
    spot = Reading(Ref("Hall spot"), POWER, Equals(value=False))
    yield Interlock(id=RULE, only_while=(somebody,), areas=(STUDY,))
    yield Interlock(id=RULE, only_while=(spot,), devices=(Ref("Hall lamp"),))
    yield Away(id=RULE, when=(nobody,), only=(AgentId("motion_light-0"),))
    yield Away(id=RULE, first_day=TODAY, last_day=TODAY, areas=(BEDROOM,))
    yield PresenceRequired(id=RULE, areas=(STUDY,))
    watts = {Ref("Hall lamp"): 60, Ref("Hall spot"): 50, Ref("Desk lamp"): 40}
    yield LoadBudget(id=RULE, at_most=100, watts=watts)
    lately = Duration(30.0)
    yield EvidenceQuorum(id=RULE, signs=(somebody, nobody), at_least=1, heard_within=lately)


def _guardrails_that_ask() -> Iterable[Guardrail]:
    yield BigScopeConfirmation(id=RULE, more_than=1)
    yield CategoryConfirmation(id=RULE, sorts=(Sort.LAMP,), areas=(STUDY, BEDROOM))
    yield RoleLimits(id=RULE, agents=(AgentId("recipe-0"),), who=Role.ADULT)
    yield RoleLimits(id=RULE, agents=(AgentId("motion_light-0"),), aspects=(COLOUR,))
    yield TrustInSelf(id=RULE, silent=Duration(60.0))


def _rare_guardrails() -> Iterable[Guardrail]:
    """Yield what breaks, asks, delays and forbids everything."""
    yield Says(id=RULE, broken=True)
    yield SaysForSafety(id=RULE, broken=True, areas=(STUDY,))
    yield Says(id=RULE, verdict=Forbid("always"), areas=(BEDROOM,))
    yield Says(id=RULE, verdict=Bound(aspect=BRIGHTNESS, low=120, high=130), areas=(HALL,))
    yield Waits(id=RULE, areas=(HALL,))
    yield Waits(id=RULE, minutes=4)
    yield Ends(id=RULE, seconds=45.0)
    yield Ends(id=RULE, seconds=10.0, areas=(HALL,))
    yield Asks(id=RULE, areas=(STUDY, BEDROOM))


GUARDRAILS: Final[tuple[Guardrail, ...]] = (*_guardrails(), *_rare_guardrails())

# policies

_CONTROLS: Final = {
    ControlId("hall"): Control(
        id=ControlId("hall"),
        device=Ref("Hall button"),
        gestures={
            "single": Toggle(Ref("Hall lamp")),
            "double": AllOff(HALL),
            "hold": PressFreeze(HALL),
        },
    ),
    ControlId("bed"): Control(
        id=ControlId("bed"),
        device=Ref("Bed button"),
        gestures={
            "single": SetDevice(Ref("Bed lamp"), ON),
            "double": StepBrightness(Ref("Hall lamp"), 40),
            "hold": PressRelease(HALL),
            "triple": CallScene(SceneId("cosy")),
        },
    ),
}
_SCENES: Final = {
    SceneId("cosy"): Scene(
        id=SceneId("cosy"),
        name="Cosy",
        values={Ref("Hall spot"): {POWER: True, BRIGHTNESS: 90, **WARM}, Ref("Desk lamp"): DIM},
    )
}


def areas(spot_in: AreaId) -> tuple[Area, ...]:
    """Return the areas; the spot is in one of them."""
    spot = {spot_in: ("Hall spot",)}
    bed = ("Bed lamp", "Bed motion", "Bed button", *spot.get(BEDROOM, ()))
    return (
        room("Hall", "Hall lamp", "Hall motion", "Hall button", *spot.get(HALL, ())),
        room("Bedroom", *bed, kind=AreaKind.BEDROOM),
        room("Study", "Desk lamp"),
    )


def household(
    agents: Iterable[Agent] = (),
    guardrails: Iterable[Guardrail] = (),
    *,
    spot_in: AreaId = HALL,
    quiet: bool = True,
    controls: bool = True,
) -> Policy:
    """Return a policy of these; each agent and guardrail is named by its kind and its place."""
    named = [replace(a, id=AgentId(f"{a.name}-{n}")) for n, a in enumerate(agents)]
    rules = [replace(r, id=GuardrailId(f"{r.name}-{n}")) for n, r in enumerate(guardrails)]
    return Policy(
        home=Home(zone=ZoneInfo("UTC"), quiet_hours=NIGHT if quiet else None),
        areas={area.id: area for area in areas(spot_in)},
        controls=_CONTROLS if controls else {},
        scenes=_SCENES,
        agents={agent.id: agent for agent in named},
        guardrails={rule.id: rule for rule in rules},
        hash=f"{len(named)} agents, {len(rules)} rules",
    )


def motion_light(brightness: int = 204, rest: float = 60.0, area: AreaId = HALL) -> MotionLight:
    """Return a motion light for a history told in full."""
    return MotionLight(
        id=_NAMELESS, area=area, brightness=Brightness(brightness), off_after=Duration(rest)
    )


def circadian(area: AreaId = HALL) -> Circadian:
    """Return a circadian light for a history told in full."""
    return Circadian(id=_NAMELESS, area=area)


def evening(values: Values, area: AreaId = HALL, until: TimeOfDay | None = None) -> Schedule:
    """Return a schedule of which the point comes when a history says so."""
    at = TimeOfDay(22 * 60 + 21)
    return Schedule(id=_NAMELESS, at=at, set_=values, area=area, until=until)


def when_lux_falls(then: dict[Ref, Values], seconds: float | None = None) -> Agent:
    """Return a recipe that a low reading of the hall sets off."""
    return _recipe(Reading(Ref("Hall motion"), ILLUMINANCE, Below(20)), then, seconds)


def ceiling(most: int, between: Window | None = None) -> BrightnessCeiling:
    """Return a ceiling over the whole house."""
    return BrightnessCeiling(id=RULE, at_most=Brightness(most), between=between)


def floor(least: int, between: Window | None = None) -> LightFloor:
    """Return a floor over the whole house, whoever is there."""
    return LightFloor(id=RULE, at_least=Brightness(least), while_occupied=False, between=between)


def waits(minutes: int = 1) -> Waits:
    """Return a rule that delays everything in the house."""
    return Waits(id=RULE, minutes=minutes)


def asks() -> Asks:
    """Return a rule that asks about everything in the house."""
    return Asks(id=RULE)


some_agents = st.builds(
    lambda first, others: [first, *others],
    st.sampled_from(AGENTS[0]),
    st.lists(st.sampled_from(evenly(*AGENTS)), max_size=4),
)
some_guardrails = st.lists(st.sampled_from(GUARDRAILS), max_size=4)
policies = st.builds(
    household,
    some_agents,
    some_guardrails,
    spot_in=st.sampled_from((HALL, BEDROOM)),
    quiet=st.booleans(),
    controls=st.booleans(),
)
FULL_LIGHT: Final[Values] = {POWER: True, BRIGHTNESS: FULL}
