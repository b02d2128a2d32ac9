"""What would change it: each change that is named really makes the decision another one."""

from dataclasses import replace
from typing import Final

from rules.again import what_if as supposing
from rules.again.court import Court
from rules.again.what_if import ACTS, SUPPOSED, WhatIf, what_if
from rules.clock_steps import clock_stepped
from rules.deciding.arbiter import decide
from rules.explain.otherwise import binds_no_hand
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.turn import Turn
from rules.words.asks import Approval
from rules.words.decisions import Decision
from rules.words.effects import Command, Effect, Record
from rules.words.events import Event, PersonSet
from rules.words.facts import Fact, SaidYes
from rules.words.people import Freeze, Hold, Override
from rules.words.records import Decided
from rules.words.suppositions import (
    Change,
    FreshEvent,
    LampOn,
    NoQuarrel,
    NotPlaced,
    NotStrayed,
    OtherDay,
    OtherHour,
    RivalSilent,
    RuleGone,
    SomebodySaidYes,
)
from rules.words.values import POWER
from rules.words.wishes import Author, SawTime, Via
from tests.laws import told
from tests.laws.histories import Freezes, History, Sets, histories
from tests.laws.household import NIGHT, OFF, Waits, ceiling, household, motion_light
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.telling import live


class Supposes(Witness):
    """Makes every named change to a house itself, and has the wish decided there."""

    def __init__(self) -> None:
        self.tried = 0

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        for effect in effects:
            if not isinstance(effect, Record) or not isinstance(effect.body, Decided):
                continue
            decision, facts = effect.body.decision, effect.body.facts or ()
            if binds_no_hand(decision):
                a_hand_does_it(decision, facts, life.house.policy)
            # A rule that counts full minutes since 1970 does not follow a clock that is moved.
            counts = any(isinstance(r, Waits) for r in life.house.policy.guardrails.values())
            if decision.reasons:
                for shown in what_if(decision, facts, Court(life.house.policy)):
                    if counts and any(isinstance(c, OtherHour | OtherDay) for c in shown.changes):
                        continue
                    self.tried += 1
                    flips(shown, decision, facts, life.house.policy)


def flips(shown: WhatIf, decision: Decision, facts: tuple[Fact, ...], policy: Policy) -> None:
    """Object where a change does not do what is said of it."""
    gone = {change.rule for change in shown.changes if isinstance(change, RuleGone)}
    rules = {name: rule for name, rule in policy.guardrails.items() if name not in gone}
    house = Court(replace(policy, guardrails=rules)).house_of(facts)
    proposal, now = decision.proposal, decision.at
    yes = next((fact.yes.asks for fact in facts if isinstance(fact, SaidYes)), frozenset[str]())
    for change in shown.changes:
        match change:
            case OtherHour(ahead=ahead) | OtherDay(ahead=ahead):
                # Not the clock alone: all that was known moves with it.
                now += ahead
                put = house.clock_put
                clock_stepped(Turn(house, now), ahead)
                # Nobody put the clock: it is only another hour.
                house.clock_put = None if put is None else put + ahead
                cause = replace(proposal.cause, at=proposal.cause.at + ahead)
                proposal = replace(proposal, until=proposal.until + ahead, cause=cause)
            case FreshEvent():
                cause = replace(proposal.cause, trigger=SawTime("a new day"))
                proposal = replace(proposal, renews=False, cause=cause)
            case SomebodySaidYes(about=about):
                yes |= {about}
            case _:
                make_so(house, change, decision)
    approval = Approval(prompt=SUPPOSED, by=None, asks=yes)
    then = decide(house, proposal, now, decision.id, approval)
    assert then.outcome in ACTS, f"it is still {then.outcome} with {shown.changes}"
    assert (then.outcome, then.given) == (shown.then.outcome, shown.then.given)
    assert (then.outcome, then.given) != (decision.outcome, decision.given)


def a_hand_does_it(decision: Decision, facts: tuple[Fact, ...], policy: Policy) -> None:
    """Object where somebody at the switch would not have had what the agent wished."""
    house, wished = Court(policy).house_of(facts), decision.proposal.values
    by = Author(via=Via.PAGE)
    event = PersonSet(device=decision.device, values=wished, by=by)
    (told_so,) = [e.values for e in step(house, event, decision.at) if isinstance(e, Command)]
    writable = house.devices[decision.device].writable
    # What goes off is told nothing but that.
    asked = {POWER: False} if wished.get(POWER) is False else wished
    assert {a: told_so.get(a) for a in asked if a in writable} == {
        a: v for a, v in asked.items() if a in writable
    }


def make_so(house: House, change: Change, decision: Decision) -> None:
    """Change a house itself."""
    condition, people = house.conditions[decision.device], house.people
    match change:
        case NotPlaced(Freeze() | Override() as placed) if placed.by.switch in people.switches:
            people.switches = {s: held for s, held in people.switches.items() if held != placed}
        case NotPlaced(Freeze(scope=scope)):
            del people.freezes[scope]
        case NotPlaced(Override(scope=scope)):
            del people.overrides[scope]
        case NotPlaced(Hold(device=device)):
            del people.holds[device]
        case RivalSilent(rival):
            condition.claims = tuple(claim for claim in condition.claims if claim.agent != rival)
        case NoQuarrel():
            condition.turns = ()
        case NotStrayed():
            condition.judging = None
        case LampOn():
            condition.values[POWER] = True
            condition.told = None
        case _:
            pass


def what_is_shown_is_so(history: History) -> None:
    """Each change that is shown flips the decision that it is shown for."""
    live(history, Supposes())


_DIM_AT_NIGHT: Final = household([motion_light()], [ceiling(51, NIGHT)])

FLIPS: Final = Law(
    says="what is said to have changed a decision would have",
    over=histories(),
    holds=what_is_shown_is_so,
    told=(
        *told.TOGETHER,
        told.at_once(_DIM_AT_NIGHT, told.COMES, Freezes("house"), told.GOES, told.COMES),
        told.at_once(_DIM_AT_NIGHT, Freezes("house"), Freezes(told.LAMP), told.COMES),
        told.at_once(_DIM_AT_NIGHT, Sets("Hall lamp", OFF), Freezes("area/hall"), told.COMES),
    ),
    kills=(
        Mutant(
            "a change is shown that changes nothing",
            supposing._flips,
            "if then.outcome not in ACTS:",
            "if False:",
        ),
        Mutant(
            "what is not limited in another way is shown for it",
            supposing._flips,
            "return None if same else then",
            "return then",
        ),
        Mutant(
            "of changes that are needed together one is left out",
            supposing._fewest,
            "fewer and (shorter := _flips(decision, trial, fewer, court)) is not None",
            "fewer and (shorter := then)",
        ),
    ),
)
