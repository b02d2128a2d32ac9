"""What automation would do with a device that people hold, as one sentence."""

from collections.abc import Iterable

from rules.explain.decisions import share_of
from rules.explain.names import Names
from rules.explain.phrases import (
    listed,
    moment_text,
    sentence_of,
    shades_text,
    title_of,
    values_text,
)
from rules.explain.reasons import clause, limit_text, wanted_text
from rules.words.decisions import Decision, Outcome, RuleForbade, RuleLimited
from rules.words.values import BRIGHTNESS, POWER, Values, as_number

NOTHING_WAITS = "Without it nothing automated would have a say at this moment."
OFF = "off"
DOES = (Outcome.ALLOWED, Outcome.LIMITED)


def without_sentence(beneath: Iterable[Decision], names: Names) -> str:
    """Return what would be if nobody held a device, from how its live wishes would be decided.

    The decisions come strongest first. Where none would act, the first tells why not.
    """
    decisions = list(beneath)
    acting = [decision for decision in decisions if decision.outcome in DOES]
    if acting:
        return sentence_of(f"without it {listed(_would(d, names) for d in acting)}")
    if decisions:
        return sentence_of(f"without it {_would_not(decisions[0], names)}")
    return NOTHING_WAITS


def _would(decision: Decision, names: Names) -> str:
    limits = [reason for reason in decision.reasons if isinstance(reason, RuleLimited)]
    who, wish = names.agent(decision.proposal.agent), _state(_wanted(decision, limits))
    end = f"until {moment_text(decision.until, decision.at, names.zone)}"
    if not limits:
        return f"{who} would have it {wish} {end}"
    bounds = listed(f"{_bound(limit)} by '{title_of(limit.rule)}'" for limit in limits)
    return f"{who} would have it {wish}, {bounds}, {end}"


def _wanted(decision: Decision, limits: Iterable[RuleLimited]) -> Values:
    """Return what an agent wished for itself: its share, as it was before any rule limited it."""
    wanted = dict(share_of(decision))
    for limit in limits:
        if wanted_text(limit) == OFF:
            return {POWER: False}
        wanted[limit.aspect] = limit.wanted
        if limit.aspect == BRIGHTNESS:
            wanted[POWER] = True
    return wanted


def _bound(limit: RuleLimited) -> str:
    allowed = limit_text(limit)
    if allowed == OFF:
        return "kept off"
    before, after = as_number(limit.wanted) or 0.0, as_number(limit.allowed)
    lifted = limit.aspect == BRIGHTNESS and after is not None and before < after
    return f"{'kept at' if lifted else 'limited to'} {allowed}"


def _would_not(decision: Decision, names: Names) -> str:
    who, wish = names.agent(decision.proposal.agent), _state(decision.proposal.values)
    reasons = sorted(decision.reasons, key=lambda reason: not isinstance(reason, RuleForbade))
    but = f", but {clause(reasons[0], decision, names)}" if reasons else ""
    return f"{who} would want it {wish}{but}"


def _state(values: Values) -> str:
    """Return a wish as it follows `would have it`: `off`, `on`, `at 80 %`."""
    if values.get(POWER) is False:
        return OFF
    shades = shades_text(values)
    return f"at {shades}" if shades else values_text(values)
