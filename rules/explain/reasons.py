"""Why a decision is as it is: each reason as part of a sentence, or as one that stands alone."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from rules.explain.names import Names
from rules.explain.people import author_text, freeze_clause, held_clause
from rules.explain.phrases import (
    aspects_text,
    clock,
    duration_text,
    listed,
    moment_text,
    sentence_of,
    title_of,
    value_text,
    when,
)
from rules.words.asks import Approved, OnlySuggests, Otherwise, Quarrel, RuleAsked
from rules.words.decisions import (
    BeingJudged,
    Decision,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    NotAsked,
    OnlyShadow,
    Outranked,
    Reason,
    RuleCapped,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
    RuleSlowed,
    asks_in,
)
from rules.words.people import DeviceScope, Hold, Override, PersonClaim
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Level

ROLES = ("owner", "adult", "child", "guest")
"""Who may answer, strictest first."""
GOES_BY: Final = {
    Level.COMFORT: "sees to comfort",
    Level.SCHEDULE: "keeps to the clock",
    Level.EVENT: "answers to what happens",
    Level.PERSON: "speaks for a person",
}
"""What is told of an agent whose wish goes first, by its level."""


def clause(reason: Reason, decision: Decision, names: Names) -> str:
    """Return a reason as it follows `... wanted Hall lamp on, but`."""
    match reason:
        case Frozen(freeze):
            return freeze_clause(freeze, decision.at, names)
        case Held(claim):
            return held_clause(claim, _whom(claim, decision, "it", names), decision.at, names)
        case RuleForbade(broken=broken) if broken:
            return f"{rule_text(reason, names)} could not judge it and therefore refuses: {broken}"
        case RuleForbade() | RuleLimited() | RuleAsked():
            return _rule_clause(reason, names)
        case RuleDelayed(until=until, needs=needs):
            end = "for that" if needs else f"until {when(until, names.zone)}"
            return f"{_rule_clause(reason, names)}, so it waits {end}"
        case Approved():
            return _approved(reason, names)
        case OnlySuggests() | OnlyShadow():
            return _tier_clause(reason, names)
        case _:
            return _other_clause(reason, "it", decision, names)


def _whom(claim: PersonClaim, decision: Decision, it: str, names: Names) -> str:
    """Return the device that is held: it may be another one, that is told together with it."""
    match claim:
        case Hold(device=held) | Override(scope=DeviceScope(held)) if held != decision.device:
            return names.device(held)
        case _:
            return it


def _other_clause(
    reason: RuleCapped
    | RuleSlowed
    | RuleSkipped
    | Outranked
    | Quarrel
    | BeingJudged
    | NotAdmitted
    | NotAsked
    | LampNotOn
    | NeverRaised,
    it: str,
    decision: Decision,
    names: Names,
) -> str:
    match reason:
        case RuleCapped() | RuleSlowed():
            return _paced(reason, names)
        case RuleSkipped(rule=rule, error=error):
            return f"'{title_of(rule)}' broke and was left out: {error}"
        case Outranked():
            return _outranked(reason, decision, names)
        case Quarrel():
            return _quarrel(reason, it, decision, names)
        case BeingJudged(reported=at):
            seen = f"{it} reported at {when(at, names.zone)} what nothing explains"
            return f"{seen}, and it is left alone until that is judged"
        case NotAdmitted() | NotAsked():
            return reason.why if isinstance(reason, NotAdmitted) else _not_asked(reason)
        case LampNotOn(power):
            who = names.agent(decision.proposal.agent)
            known = f"{it} was off" if power is False else f"nobody knows whether {it} is on"
            return f"{known}, and {who} only shapes a light that is on"
        case NeverRaised(raised):
            does = {POWER: f"switch {it} on", BRIGHTNESS: f"make {it} brighter"}
            told = does.get(raised, f"raise the {raised} of {it}")
            return f"that would {told}, which only a fresh event or a person may do"


def _not_asked(reason: NotAsked) -> str:
    return f"nobody was asked: {reason.spared}"


def _paced(reason: RuleCapped | RuleSlowed, names: Names) -> str:
    rule = f"'{title_of(reason.rule)}'{owned(reason.owner, names)}"
    if isinstance(reason, RuleCapped):
        return f"{rule} ends it at {when(reason.until, names.zone)}: it {reason.sentence}"
    return f"{rule} takes {duration_text(reason.seconds)} over it: it {reason.sentence}"


def reason_sentence(reason: Reason, decision: Decision, names: Names) -> str:
    """Return a reason as a sentence of its own, with what was observed."""
    it = names.device(decision.device)
    match reason:
        case Frozen(freeze):
            text = freeze_clause(freeze, decision.at, names)
        case Held(claim):
            whom = _whom(claim, decision, it, names)
            text = held_clause(claim, whom, decision.at, names)
        case RuleForbade() | RuleLimited() | RuleDelayed() | RuleAsked():
            text = _rule_sentence(reason, it, names)
        case OnlySuggests(who=who, deadline=deadline):
            end = clock(deadline, names.zone)
            text = (
                f"{names.agent(reason.agent)} may only suggest: a yes from {someone(who)} by {end}"
            )
        case Approved():
            text = _approved(reason, names)
        case NotAdmitted(why):
            text = f"The wish was not admitted: {why}"
        case OnlyShadow():
            text = _tier_clause(reason, names)
        case _:
            text = _other_clause(reason, it, decision, names)
    return sentence_of(text)


def _tier_clause(reason: OnlySuggests | OnlyShadow, names: Names) -> str:
    if isinstance(reason, OnlySuggests):
        return f"{names.agent(reason.agent)} may only suggest"
    return f"{names.agent(reason.shadow)} is only watched: its wishes are recorded and never done"


def _rule_sentence(
    reason: RuleForbade | RuleLimited | RuleDelayed | RuleAsked, it: str, names: Names
) -> str:
    rule = rule_text(reason, names)
    match reason:
        case RuleForbade(broken=broken) if broken:
            return f"{rule} could not judge it and therefore refuses: {broken}"
        case RuleForbade(observed=observed):
            return f"{rule} refuses: it {reason.sentence}{_seen(observed)}"
        case RuleLimited(observed=observed):
            what = f"allowed {limit_text(reason)}, not {wanted_text(reason)}"
            return f"{rule} {what}: it {reason.sentence}{_seen(observed)}"
        case RuleDelayed(needs=True, observed=observed):
            return f"{rule} lets {it} wait for that: it {reason.sentence}{_seen(observed)}"
        case RuleDelayed(until=until, observed=observed):
            what = f"lets {it} wait until {when(until, names.zone)}"
            return f"{rule} {what}: it {reason.sentence}{_seen(observed)}"
        case RuleAsked(who=who, deadline=deadline):
            end = clock(deadline, names.zone)
            seen = _seen(reason.observed)
            return f"{rule} wants a yes from {someone(who)} by {end}: it {reason.sentence}{seen}"


def asked_sentence(reasons: Sequence[Reason], names: Names) -> str:
    """Return what an Asked decision waits for; true whether or not anybody is ever asked."""
    asked = asks_in(reasons)
    if not asked:
        return "Nobody had said yes to it yet: it is recorded, and without a yes nothing happens."
    who = min((reason.who for reason in asked), key=_strictness)
    end = clock(min(reason.deadline for reason in asked), names.zone)
    if all(reason.otherwise is Otherwise.DO_IT for reason in asked):
        return (
            "Nobody had said yes to it yet: it is recorded, and without a word "
            f"from {someone(who)} by {end} it is done only where it switches off or dims."
        )
    return (
        "Nobody had said yes to it yet: it is recorded, and without a yes "
        f"from {someone(who)} by {end} nothing happens."
    )


def someone(role: str) -> str:
    """Return a role with its article: `an adult`."""
    return f"{'an' if role[:1] in 'aeiou' else 'a'} {role}"


def without_an_answer(otherwise: Otherwise) -> str:
    """Return what is done without an answer, as the end of a rule's sentence; nothing: nothing."""
    if otherwise is Otherwise.NOTHING:
        return ""
    return ", and has what only dims or switches off done where nobody answers"


def _strictness(role: str) -> int:
    return len(tuple(takewhile(lambda known: known != role, ROLES)))


def rule_text(reason: RuleForbade | RuleLimited | RuleDelayed | RuleAsked, names: Names) -> str:
    """Return a guardrail with its owner: `'Quiet nights' (Ana's rule)`."""
    return f"'{title_of(reason.rule)}'{owned(reason.owner, names)}"


def _rule_clause(reason: RuleForbade | RuleLimited | RuleDelayed | RuleAsked, names: Names) -> str:
    return f"'{title_of(reason.rule)}' {reason.sentence}{owned(reason.owner, names)}"


def owned(owner: str, names: Names) -> str:
    """Return whose rule it is, as it follows the name of the rule."""
    return f" ({names.person(owner)}'s rule)" if owner else ""


def _seen(observed: str) -> str:
    return f", and {observed}" if observed else ""


def wanted_text(reason: RuleLimited) -> str:
    """Return what was wanted where a rule allowed something else: `80 %`, `off`."""
    if reason.aspect == BRIGHTNESS and reason.wanted in (None, 0):
        # A floor moves a wish that had no brightness in it: the wish was off.
        return "off"
    return value_text(reason.aspect, reason.wanted)


def limit_text(reason: RuleLimited) -> str:
    """Return what a rule allowed in its place; no brightness at all is `off`."""
    if reason.aspect == BRIGHTNESS and reason.allowed == 0:
        return "off"
    return value_text(reason.aspect, reason.allowed)


def _approved(reason: Approved, names: Names) -> str:
    if reason.by is None:
        done = "nobody answered, and then it is to be done"
    else:
        less = reason.lowered_from is not None
        done = f"{author_text(reason.by, names)} said yes to {'less of it' if less else 'it'}"
    if reason.rule is None:
        return done
    rule = f"'{title_of(reason.rule)}'{owned(reason.owner, names)}"
    return f"{rule} {reason.sentence}: {done}"


def _outranked(reason: Outranked, decision: Decision, names: Names) -> str:
    end = moment_text(reason.until, decision.at, names.zone)
    what = aspects_text(reason.aspects)
    return f"{names.agent(reason.by)} goes first on {what} until {end}: it {GOES_BY[reason.level]}"


def _quarrel(reason: Quarrel, it: str, decision: Decision, names: Names) -> str:
    pair = listed((names.agent(decision.proposal.agent), names.agent(reason.rival)))
    turned = f"{pair} turned {it} to and fro {reason.turns} times"
    if reason.asked:
        return f"{turned}, and people are asked who goes first"
    return f"{turned}; both rest until {moment_text(reason.until, decision.at, names.zone)}"
