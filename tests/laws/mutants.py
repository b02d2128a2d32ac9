"""Mutants: small faults, each planted in the real code by replacing a few words of a function."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import getsource
from textwrap import dedent
from types import FunctionType
from typing import Any, Final

from rules import (
    arbiter,
    arrivals,
    claims,
    directory,
    falls_due,
    gate,
    hands,
    observe,
    overrides,
    raising,
    restore,
    settle,
    step,
    told,
    turn,
)
from tests.laws import arbitration as heard
from tests.laws import invariants as lived
from tests.laws.laws import Law


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: in this function these words become those, and this law must notice."""

    fault: str
    function: Callable[..., Any]
    words: str
    become: str
    law: Law[Any]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Plant a fault for a while. The words must be there once, lest a mutant vanish unseen."""
    function = mutant.function
    assert isinstance(function, FunctionType)
    source = dedent(getsource(function))
    assert source.count(mutant.words) == 1, f"{mutant.words!r} is not there once: {source}"
    space = dict(function.__globals__)
    exec(compile(source.replace(mutant.words, mutant.become), "a mutant", "exec"), space)
    sound = function.__code__
    # Everybody who imported the function has this very object.
    function.__code__ = space[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = sound


_FENCE: Final = (
    Mutant(
        "the fence asks nothing",
        gate.may_leave,
        "    condition = house.conditions.get(command.device)\n",
        "    return ''\n",
        lived.SUPREMACY,
    ),
    Mutant(
        "the fence forgets that a person came in between",
        gate.may_leave,
        "command.order <= condition.fence",
        "False",
        lived.SUPREMACY,
    ),
    Mutant(
        "the fence looks past freezes",
        gate.may_leave,
        "if house.freeze_over(command.device, now) is not None",
        "if False",
        lived.SUPREMACY,
    ),
    Mutant(
        "the fence looks past what people hold",
        gate.may_leave,
        "if held is None",
        "if True",
        lived.SUPREMACY,
    ),
    Mutant(
        "a freeze calls nothing back",
        overrides.freeze,
        'withdraw(turn, device, "superseded by override")',
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "an override that tells a lamp nothing calls nothing back",
        overrides.override,
        'withdraw(turn, device, "superseded by override")',
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "a hand calls nothing back",
        overrides.hand_at,
        'withdraw(turn, device.id, "a hand at the device")',
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "a person's order is no fence",
        settle.order,
        "if not automated:",
        "if False:",
        lived.SUPREMACY,
    ),
    Mutant(
        "a hold covers the power only",
        overrides._hold,
        "covers |= LIGHT_ASPECTS",
        "covers = frozenset({POWER})",
        lived.SUPREMACY,
    ),
    Mutant(
        "a restart forgets holds",
        restore.restore,
        "house.people.holds[device] = thing",
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "a restart forgets freezes",
        restore.restore,
        "house.people.freezes[scope] = thing",
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "a restart forgets overrides",
        restore.restore,
        "house.people.overrides[scope] = thing",
        "pass",
        lived.SUPREMACY,
    ),
    Mutant(
        "a set clock runs holds down",
        step._clock_stepped,
        "until=hold.until + by",
        "until=hold.until",
        lived.SUPREMACY,
    ),
    Mutant(
        "what falls due is looked at before the clock is put right",
        step.step,
        "if isinstance(event, ClockStepped):",
        "[fall_due(turn, due) for due in house.due.take(now)]\n"
        "    if isinstance(event, ClockStepped):",
        lived.NO_ARGUMENT,
    ),
    Mutant(
        "a set clock is forgotten by a restart",
        step._clock_stepped,
        "keep_all(turn)",
        "pass",
        lived.SUPREMACY,
    ),
)
_RAISES: Final = (
    Mutant(
        "a release may raise",
        overrides.lift,
        "resumed=resume",
        "resumed=True",
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "the end of a hold may raise",
        overrides.hold_due,
        'judge_again(turn, device, "a hold ended")',
        'judge_again(turn, device, "a hold ended", resumed=True)',
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "the end of an override may raise",
        overrides.scope_due,
        'judge_again(turn, device, "an override ended")',
        'judge_again(turn, device, "an override ended", resumed=True)',
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "the end of a lease may raise",
        settle.end_claim,
        "judge_again(turn, claim.device, why)",
        "judge_again(turn, claim.device, why, resumed=True)",
        lived.ENDS_ONLY_LOWER,
    ),
    Mutant(
        "the connection's return may raise",
        arrivals.link_changed,
        'judge_again(turn, device, "the connection is back")',
        'judge_again(turn, device, "the connection is back", resumed=True)',
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "a new policy may raise",
        arrivals.adopt,
        'judge_again(turn, device, "the policy changed")',
        'judge_again(turn, device, "the policy changed", resumed=True)',
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "a rule's hours may raise when they end",
        falls_due._rule_due,
        'hours of {known.title} changed"',
        'hours of {known.title} changed", resumed=True',
        lived.ENDS_ONLY_LOWER,
    ),
    Mutant(
        "a wish that ends in off may push a lamp up to a floor",
        settle._switch_off,
        "renews=True",
        "renews=False",
        lived.ENDS_ONLY_LOWER,
    ),
    Mutant(
        "a wish derived again after a start acts",
        settle.propose,
        "if not proposal.late:",
        "if True:",
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "any claim may raise in the step of any event",
        settle._without_raises,
        "driver.decision == fresh",
        "True",
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "more brightness is no raise",
        raising.raises,
        "wanted <= shown",
        "wanted <= shown + 255",
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "a delayed wish outlives the person that came in between",
        overrides.forget_delay,
        "if any(claim.raises_at is not None for claim in condition.claims)",
        "if False",
        lived.NO_SURPRISE_LIGHT,
    ),
    Mutant(
        "what a person deferred may raise when a delay is over",
        settle._waiting,
        "isinstance(r, Frozen | Held | Quarrel)",
        "False",
        lived.NO_SURPRISE_LIGHT,
    ),
)
_HANDS: Final = (
    Mutant(
        "two seconds of grace after our own order",
        hands._explained,
        "if told.explains(now) and",
        "if now < told.at + 2 or told.explains(now) and",
        lived.NO_ARGUMENT,
    ),
    Mutant(
        "an order that was given up explains a report for ever",
        told.Told.explains,
        "self.settled or",
        "True or",
        lived.NO_ARGUMENT,
    ),
    Mutant(
        "a hand is not held",
        observe.report,
        "hand_at(turn, device, was)",
        "pass",
        lived.NO_ARGUMENT,
    ),
    Mutant(
        "a hold lasts a minute",
        overrides._length,
        "return now + UP_LONGEST, UP_EMPTY, 0.0",
        "return now + 60, None, 0.0",
        lived.NO_ARGUMENT,
    ),
    Mutant(
        "the steps of a fade are hands",
        hands._on_the_way,
        "return low - BRIGHTNESS_TOLERANCE <= here <= high + BRIGHTNESS_TOLERANCE",
        "return False",
        lived.NOBODYS_HAND,
    ),
    Mutant(
        "a late echo of an order that was replaced is a hand",
        hands._explained,
        "for order in told.earlier",
        "for order in ()",
        lived.NOBODYS_HAND,
    ),
)
_ENDS: Final = (
    Mutant(
        "an end is recorded twice",
        turn.Turn.end,
        "self.effects.append(",
        "self.effects.extend([Record(Ended(decision=decision, device=device, end=end))]);"
        " self.effects.append(",
        lived.ONE_END,
    ),
    Mutant(
        "an order that is called back never ends",
        settle.end_order,
        "turn.end(decision, device, end, by)",
        "pass",
        lived.ONE_END,
    ),
    Mutant(
        "a wish that is replaced never ends",
        settle._hold_claim,
        "if old is not None and old.open:",
        "if False:",
        lived.ONE_END,
    ),
    Mutant(
        "a lease that ends leaves its decision open",
        settle.end_claim,
        "if claim.open:",
        "if False:",
        lived.ONE_END,
    ),
    Mutant(
        "a wish is decided twice",
        step._hear,
        "        propose(turn, proposal)",
        "        propose(turn, proposal); propose(turn, proposal)",
        lived.ONE_END,
    ),
    Mutant(
        "a delayed wish is forgotten when its lease was shorter",
        falls_due._go_on,
        "replace(claim.proposal, until=claim.until)",
        "claim.proposal",
        lived.LIGHT_FOLLOWS,
    ),
    Mutant(
        "what was asked never ends",
        settle.propose,
        'turn.end(decision.id, device, End.EXPIRED, "nobody could be asked")',
        "pass",
        lived.EVERY_QUESTION_ENDS,
    ),
    Mutant(
        "a wish that has to wait acts at once",
        settle._drivers,
        "claims[0].raises_at is None",
        "True",
        lived.PATIENCE,
    ),
    Mutant(
        "a claim that waits drives among others",
        claims.driving,
        "if claim.raises_at is not None:",
        "if False:",
        lived.PATIENCE,
    ),
    Mutant(
        "commands are made under a freeze",
        settle.settle,
        "if house.people.freezes and house.freeze_over(device, now) is not None:",
        "if False:",
        lived.PATIENCE,
    ),
    Mutant(
        "nothing ends in off",
        settle._switch_off,
        "    propose(",
        "    return\n    propose(",
        lived.LIGHT_FOLLOWS,
    ),
    Mutant(
        "nothing automated ever leaves",
        gate.may_leave,
        'if not command.automated:\n        return ""',
        'if command.automated:\n        return "never"\n    if True:\n        return ""',
        lived.LIGHT_FOLLOWS,
    ),
)
_ORDER: Final = (
    Mutant(
        "wishes of one moment are decided as they come",
        step._hear,
        "if len(proposals) > 1:",
        "if False:",
        lived.ORDER,
    ),
    Mutant(
        "agents are heard in the order of the file",
        directory.Directory.__init__,
        "sorted(policy.agents.values(), key=lambda agent: agent.id)",
        "list(policy.agents.values())",
        lived.ORDER,
    ),
    Mutant(
        "rules are heard in the order of the file",
        directory.Directory.__init__,
        "sorted(policy.guardrails.values(), key=lambda rule: rule.id)",
        "list(policy.guardrails.values())",
        lived.ORDER,
    ),
    Mutant(
        "wishes are decided in the order of their addresses",
        step._hear,
        "key=lambda proposal: _rank(house, proposal)",
        "key=id",
        lived.SAME_DECISIONS,
    ),
)
_VERDICTS: Final = (
    Mutant(
        "a forbid is weaker than a limit",
        arbiter._hear,
        'hearing.say(Outcome.DENIED, _forbade(rule, observed, ""))',
        'hearing.say(Outcome.ALLOWED, _forbade(rule, observed, ""))',
        heard.FORBID_BEATS_ALL,
    ),
    Mutant(
        "the weakest reason decides",
        arbiter._Hearing.say,
        "STRENGTH[outcome] > STRENGTH[self.outcome]",
        "STRENGTH[outcome] < STRENGTH[self.outcome]",
        heard.STRONGEST_DECIDES,
    ),
    Mutant(
        "the reason that was said last decides",
        arbiter._Hearing.say,
        "STRENGTH[outcome] > STRENGTH[self.outcome]",
        "True",
        heard.MORE_RULES,
    ),
    Mutant(
        "of two ceilings the higher one stands",
        arbiter._narrow,
        "bound.high < hearing.bounds[high][0]",
        "bound.high > hearing.bounds[high][0]",
        heard.LIMITS,
    ),
    Mutant(
        "of two floors the lower one stands",
        arbiter._narrow,
        "bound.low > hearing.bounds[low][0]",
        "bound.low < hearing.bounds[low][0]",
        heard.LIMITS,
    ),
    Mutant(
        "a floor goes before a ceiling below it",
        arbiter._keep_within_bounds,
        "low[0] > high[0]",
        "False",
        heard.LIMITS,
    ),
    Mutant(
        "the ceiling that is heard last stands",
        arbiter._narrow,
        "high not in hearing.bounds or",
        "True or",
        heard.RULE_ORDER,
    ),
    Mutant(
        "a longer cap undoes a shorter one",
        arbiter._hear,
        "hearing.cap is None or until < hearing.cap[0]",
        "True",
        heard.RULE_ORDER,
    ),
    Mutant(
        "a cap makes a short wish long",
        arbiter._cap,
        "if until >= hearing.until and hearing.then is Then.OFF:",
        "if False:",
        heard.MORE_RULES,
    ),
    Mutant(
        "a safety rule that breaks passes, a comfort rule that breaks refuses",
        arbiter._hear,
        "if rule.safety:",
        "if not rule.safety:",
        heard.BROKEN_RULES,
    ),
    Mutant(
        "nobody is shown that a comfort rule broke",
        arbiter._hear,
        "hearing.say(Outcome.ALLOWED, RuleSkipped(rule=rule.id, error=broken))",
        "pass",
        heard.BROKEN_RULES,
    ),
)
MUTANTS: Final = (*_FENCE, *_RAISES, *_HANDS, *_ENDS, *_ORDER, *_VERDICTS)
