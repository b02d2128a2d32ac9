"""What the arbiter decided, in sentences: what happened, why, and what set it off."""

from dataclasses import replace

from rules.explain.names import Names
from rules.explain.people import author_text
from rules.explain.phrases import (
    change_text,
    clock,
    listed,
    quoted_words,
    sentence_of,
    value_text,
    values_text,
    when,
    wish_text,
)
from rules.explain.policies import policy_sentence
from rules.explain.reasons import asked_sentence, clause, reason_sentence, wanted_text
from rules.words.asks import Approved, OnlySuggests, Quarrel, RuleAsked
from rules.words.decisions import (
    Decision,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    NotAsked,
    Outcome,
    Outranked,
    Reason,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
)
from rules.words.values import BRIGHTNESS, POWER, PRESENCE_ASPECTS, Values
from rules.words.wishes import (
    AgentSaid,
    SawPerson,
    SawPress,
    SawReading,
    SawTime,
    SawWindow,
)

TELLING: dict[Outcome, tuple[type[Reason] | tuple[type[Reason], ...], ...]] = {
    Outcome.ALLOWED: (),
    Outcome.LIMITED: (RuleLimited, Outranked, NeverRaised),
    Outcome.DEFERRED: (Frozen, Held, LampNotOn, NeverRaised, Quarrel, Outranked, RuleDelayed),
    Outcome.ASKED: (RuleAsked, OnlySuggests, Quarrel),
    Outcome.DENIED: (NotAdmitted, RuleForbade, (RuleAsked, OnlySuggests, NotAsked)),
}
"""The reasons that decide an outcome, most telling first: a headline names those of one sort."""


def headline(decision: Decision, names: Names) -> str:
    """Return the one line that says what came of a proposal and why.

    Where something was done, what set it off follows; where nothing was, the agent stands in it.
    """
    done = decision.outcome is Outcome.ALLOWED or decision.outcome is Outcome.LIMITED
    done = done and not decision.shadow
    summary = _summary(decision, names)
    return f"{summary} {_cause_sentence(decision, names)}" if done else summary


def sentences(decision: Decision, names: Names) -> tuple[str, ...]:
    """Return all there is to say: what came of it, each reason, and what set it off."""
    said = (
        _summary(decision, names),
        *(reason_sentence(reason, decision, names) for reason in decision.reasons),
        _cause_sentence(decision, names),
        policy_sentence(decision, names),
    )
    return tuple(sentence for sentence in said if sentence)


def wanted_sentence(decision: Decision, names: Names) -> str:
    """Return what was proposed, whatever came of it."""
    proposal = decision.proposal
    who, it = names.agent(proposal.agent), names.device(proposal.device)
    return sentence_of(f"{who} wanted {it} {wish_text(proposal.values)}")


def cause_sentence(decision: Decision, names: Names) -> str:
    """Return what set a proposal off."""
    return _cause_sentence(decision, names)


def reason_sentences(decision: Decision, names: Names) -> tuple[str, ...]:
    """Return what came of a proposal, and each reason for it."""
    reasons = (reason_sentence(reason, decision, names) for reason in decision.reasons)
    said = (_summary(decision, names), *reasons, policy_sentence(decision, names))
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _summary(decision: Decision, names: Names) -> str:
    outcome = decision.outcome
    if decision.shadow:
        return _shadow_summary(decision, names)
    if outcome is Outcome.ALLOWED:
        less = _less(decision)
        # Which rule asked has a sentence of its own.
        why = clause(replace(less, rule=None), decision, names) if less else ""
        return sentence_of(_joined(_happened(decision, names), ": ", why))
    why = ", and ".join(clause(reason, decision, names) for reason in _main_reasons(decision))
    if outcome is Outcome.LIMITED:
        return sentence_of(_joined(_happened(decision, names), ": ", why))
    wanted = sentence_of(_joined(_wanted(decision, names), ", but ", why))
    if outcome is Outcome.ASKED:
        return f"{wanted} {asked_sentence(decision.reasons, names)}"
    return wanted


def _shadow_summary(decision: Decision, names: Names) -> str:
    """Say what would have come of a wish that is only recorded, and in any case that nothing did.

    The last reason says that; those before it decide what would have been.
    """
    judged = replace(decision, reasons=decision.reasons[:-1])
    would = {
        Outcome.ALLOWED: "would have been allowed",
        Outcome.LIMITED: f"would have been allowed as {values_text(decision.given)}",
        Outcome.DEFERRED: "would have had to wait",
        Outcome.ASKED: "would have been asked about",
        Outcome.DENIED: "would have been refused",
    }[decision.outcome]
    why = ", and ".join(clause(reason, judged, names) for reason in _main_reasons(judged))
    wanted = f"{_wanted(decision, names)}; it is only watched, and that {would}"
    return sentence_of(_joined(wanted, ": ", why))


def _joined(what: str, joint: str, why: str) -> str:
    return f"{what}{joint}{why}" if why else what


def _main_reasons(decision: Decision) -> list[Reason]:
    for sort in TELLING[decision.outcome]:
        found = [reason for reason in decision.reasons if isinstance(reason, sort)]
        if found:
            return found
    # None of its own sort: whatever there is, but what was left out comes last.
    return sorted(decision.reasons, key=lambda reason: isinstance(reason, RuleSkipped))[:1]


def _wanted(decision: Decision, names: Names) -> str:
    proposal = decision.proposal
    who, it = names.agent(proposal.agent), names.device(proposal.device)
    at = clock(decision.at, names.zone)
    return f"Nothing happened at {at}: {who} wanted {it} {wish_text(proposal.values)}"


def _happened(decision: Decision, names: Names) -> str:
    proposal = decision.proposal
    it = names.device(proposal.device)
    if proposal.late:
        wish = f"{names.wish_of(proposal.agent)} for {it} {wish_text(decision.given)}"
        return f"{wish} lives again after a start, which switches nothing"
    return f"{it} {change_text(decision.was, share_of(decision))}{_instead(decision)}"


def share_of(decision: Decision) -> Values:
    """Return what is left for this wish where others go first on a part of it."""
    lost = [reason.aspects for reason in decision.reasons if isinstance(reason, Outranked)]
    if not lost:
        return decision.given
    taken = frozenset[str]().union(*lost)
    return {aspect: value for aspect, value in decision.given.items() if aspect not in taken}


def _less(decision: Decision) -> Approved | None:
    """Return the yes of a person who granted less than was asked for, if there is one."""
    for reason in decision.reasons:
        if isinstance(reason, Approved) and reason.lowered_from is not None:
            return reason
    return None


def _instead(decision: Decision) -> str:
    less = _less(decision)
    if less is not None and decision.outcome is Outcome.ALLOWED:
        return f", not {value_text(BRIGHTNESS, less.lowered_from)} as was asked"
    if decision.outcome is not Outcome.LIMITED:
        return ""
    if decision.proposal.values.get(POWER) is False:
        return ", not off" if decision.given.get(POWER) is not False else ""
    limits = [reason for reason in decision.reasons if isinstance(reason, RuleLimited)]
    return f", not {listed(wanted_text(limit) for limit in limits)}" if limits else ""


def _cause_sentence(decision: Decision, names: Names) -> str:
    proposal = decision.proposal
    who, trigger = names.agent(proposal.agent), proposal.cause.trigger
    at = when(proposal.cause.at, names.zone)
    if isinstance(trigger, SawWindow):
        return sentence_of(
            f"{names.wish_of(proposal.agent)} was judged at {at} because {trigger.why}"
        )
    if isinstance(trigger, AgentSaid):
        said = f"and said, {quoted_words(trigger.words)}" if trigger.words else "and gave no reason"
        return sentence_of(f"{who} asked at {at} {said}")
    return sentence_of(f"{who} asked because {_seen(trigger, names)} at {at}")


def _seen(trigger: SawReading | SawPress | SawTime | SawPerson, names: Names) -> str:
    match trigger:
        case SawReading():
            return _reading(trigger, names)
        case SawPress(device, press):
            return f"{names.device(device)} was pressed ({press})"
        case SawTime(point):
            return f"its time ({point}) came"
        case SawPerson(author):
            return f"a person acted ({author_text(author, names)})"


def _reading(saw: SawReading, names: Names) -> str:
    device = names.device(saw.device)
    if saw.aspect in PRESENCE_ASPECTS and isinstance(saw.value, bool):
        return f"{device} saw {'somebody' if saw.value else 'nobody any more'}"
    if saw.aspect == POWER and isinstance(saw.value, bool):
        return f"{device} went {value_text(POWER, saw.value)}"
    return f"{device} reported {saw.aspect} {value_text(saw.aspect, saw.value)}"
