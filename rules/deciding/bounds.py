"""Bounds: of all that the guardrails set the tightest stand, and a wish is moved within them."""

from rules.deciding.hearing import Hearing, Tightest, forbade
from rules.guardrail import Bound, Guardrail
from rules.words.decisions import Outcome, RuleLimited
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values, as_number


def narrow(rule: Guardrail, bound: Bound, hearing: Hearing) -> None:
    """Note a bound where it is tighter than those before; of equal ones the first heard stands."""
    low, high = (bound.aspect, False), (bound.aspect, True)
    if bound.low is not None and (low not in hearing.bounds or bound.low > hearing.bounds[low][0]):
        hearing.bounds[low] = (bound.low, rule, bound.observed)
    if bound.high is not None and (
        high not in hearing.bounds or bound.high < hearing.bounds[high][0]
    ):
        hearing.bounds[high] = (bound.high, rule, bound.observed)


def keep_within_bounds(hearing: Hearing, was: Values) -> None:
    """Move what is wished within all bounds, or refuse it where they leave nothing."""
    for aspect in (BRIGHTNESS, COLOUR):
        low, high = hearing.bounds.get((aspect, False)), hearing.bounds.get((aspect, True))
        if low is None and high is None:
            continue
        wished = _measure(aspect, hearing.values, was)
        if wished is None:
            continue
        if low is not None and high is not None and low[0] > high[0]:
            for _, rule, _ in (low, high):
                reason = forbade(rule, "another rule demands the opposite", "")
                hearing.say(Outcome.DENIED, reason)
        elif low is not None and wished < low[0]:
            _move(hearing, aspect, low)
        elif high is not None and wished > high[0]:
            _move(hearing, aspect, high)


def _measure(aspect: Aspect, values: Values, was: Values) -> float | None:
    """Return what a wish comes to on the scale that a bound is on; None where it is not on it."""
    if aspect == COLOUR:
        colour = values.get(COLOUR)
        return float(colour.kelvin) if isinstance(colour, Kelvin) else None
    if values.get(POWER) is False:
        # A floor keeps a light from being switched off; it does not switch one on.
        return 0.0 if was.get(POWER) is True else None
    return as_number(values.get(BRIGHTNESS))


def _move(hearing: Hearing, aspect: Aspect, bound: Tightest) -> None:
    limit, rule, observed = bound
    wanted = hearing.values.get(aspect)
    allowed: Value = Kelvin(round(limit)) if aspect == COLOUR else round(limit)
    if aspect == COLOUR:
        hearing.values[COLOUR] = allowed
    elif limit > 0:
        hearing.values[POWER] = True
        hearing.values[BRIGHTNESS] = allowed
    else:
        hearing.values.pop(BRIGHTNESS, None)
        hearing.values[POWER] = False
    reason = RuleLimited(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        aspect=aspect,
        wanted=wanted,
        allowed=allowed,
        observed=observed,
    )
    hearing.say(Outcome.LIMITED, reason)
