"""What would have changed a decision, and whose wishes it goes before, in sentences."""

from collections.abc import Iterable

from rules.again.what_if import ACTS, WhatIf
from rules.explain.decisions import share_of
from rules.explain.names import Names
from rules.explain.people import undone_clause
from rules.explain.phrases import (
    listed,
    moment_text,
    sentence_of,
    shades_text,
    title_of,
    values_text,
)
from rules.explain.reasons import someone
from rules.words.asks import RuleAsked
from rules.words.days import days_text
from rules.words.decisions import (
    Decision,
    LampNotOn,
    NeverRaised,
    Outranked,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
)
from rules.words.facts import Claimed, Fact
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
from rules.words.values import POWER, Values

BY_HAND = "if someone had pressed the switch"
NOT_FOR_HANDS = (RuleForbade, RuleLimited, RuleDelayed, RuleAsked, LampNotOn, NeverRaised)
"""What keeps automation back, and never a hand."""


def would_sentence(decision: Decision, shown: Iterable[WhatIf], names: Names) -> str:
    """Return what would have been, and with what: `It would have been 80 % before 22:30`.

    Empty where nothing is known that would have changed it.
    """
    ways: dict[str, list[str]] = {}
    for what_if in shown:
        clauses = [_clause(change, names) for change in what_if.changes]
        ways.setdefault(_state(share_of(what_if.then)), []).append(" and ".join(clauses))
    if binds_no_hand(decision):
        wished = _state(decision.proposal.values)
        state = next((state for state in ways if state.startswith(wished)), wished)
        ways.setdefault(state, []).append(BY_HAND)
    return " ".join(
        sentence_of(
            f"it would have {_verb(decision, state)} {state} {', or '.join(dict.fromkeys(clauses))}"
        )
        for state, clauses in ways.items()
    )


def binds_no_hand(decision: Decision) -> bool:
    """Say whether what stood against a wish stands against automation only."""
    if decision.shadow:
        return False
    return any(isinstance(reason, NOT_FOR_HANDS) for reason in decision.reasons)


def losers_sentence(decision: Decision, facts: Iterable[Fact], names: Names) -> str:
    """Return whose live wishes a decision goes before; empty where there are none."""
    if decision.outcome not in ACTS or decision.shadow:
        return ""
    winners = {reason.by for reason in decision.reasons if isinstance(reason, Outranked)}
    lost = [
        fact
        for fact in facts
        if isinstance(fact, Claimed)
        and (fact.claimed, fact.waits) == (decision.device, None)
        and fact.agent not in {*winners, decision.proposal.agent}
        and _differs(fact.given, decision.given)
    ]
    if not lost:
        return ""
    wishes = (
        f"{names.wish_of(fact.agent)} for {_state(fact.given)} "
        f"until {moment_text(fact.until, decision.at, names.zone)}"
        for fact in lost
    )
    return sentence_of(f"it goes before {listed(wishes)}")


def _differs(one: Values, other: Values) -> bool:
    return any(one[aspect] != other[aspect] for aspect in one.keys() & other.keys())


def _verb(decision: Decision, state: str) -> str:
    """Return `stayed` of what the device was already: it was to end, or not to begin."""
    return "stayed" if _state(decision.was) == state else "been"


def _state(values: Values) -> str:
    if values.get(POWER) is False:
        return "off"
    return shades_text(values) or values_text(values)


def _clause(change: Change, names: Names) -> str:
    match change:
        case OtherHour(hours=hours, before=before):
            return f"before {hours.start}" if before else f"after {hours.end}"
        case OtherDay(day=day):
            return f"on a {days_text((day,))}"
        case RuleGone(rule):
            return f"without '{title_of(rule)}'"
        case NotStrayed() | LampOn() | FreshEvent():
            return f"if {_supposed(change)}"
        case _:
            return f"if {_other(change, names)}"


def _supposed(change: NotStrayed | LampOn | FreshEvent) -> str:
    match change:
        case NotStrayed():
            return "it had not just reported what nothing explains"
        case LampOn():
            return "it had been on"
        case FreshEvent():
            return "something new had set it off"


def _other(change: NotPlaced | SomebodySaidYes | RivalSilent | NoQuarrel, names: Names) -> str:
    match change:
        case NotPlaced(placed):
            return undone_clause(placed, names)
        case SomebodySaidYes(who=who):
            return f"{someone(who)} had said yes"
        case RivalSilent(rival):
            return f"{names.agent(rival)} had wished nothing"
        case NoQuarrel(between):
            return f"there had been no quarrel with {names.agent(between)}"
