"""The arbiter: the one place where a proposal becomes a decision.

Rule 1: one refusal beats any number of limits and passes; a guardrail can only narrow.
Rule 2: people first: what a person froze or holds, no proposal moves.
Rule 3: a safety guardrail that cannot judge refuses; a comfort one is left out and shown.
Rule 4: of two equal agents one wins for a while; never an average.
Rule 5: everything is heard and every reason is kept; the strongest outcome is the decision.
"""

from typing import TypeAlias

from rules.contention import QUARREL_REST, is_alone, outranking, quarrel
from rules.guardrail import Bound, CapLease, Case, Confirm, Delay, Forbid, Guardrail
from rules.house import Condition, House, current
from rules.raising import raises
from rules.told import near
from rules.words.decisions import (
    STRENGTH,
    Decision,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    Outcome,
    Reason,
    RuleAsked,
    RuleCapped,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
)
from rules.words.device import Category, Device
from rules.words.ids import DecisionId
from rules.words.people import Hold
from rules.words.times import HOUR, MINUTE, Moment
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
)
from rules.words.wishes import Level, Mode, Proposal, Then

LONGEST_LEASE = {
    Level.EVENT: 2 * HOUR,
    Level.COMFORT: 30 * MINUTE,
    Level.SCHEDULE: 48 * HOUR,
}
DEEPEST_CAUSE = 6


_Tightest: TypeAlias = tuple[float, Guardrail, str]
"""A bound, the guardrail that set it and what it had observed."""


class _Hearing:
    """One proposal being heard: what is left of it, and every reason so far."""

    __slots__ = (
        "bounds",
        "cap",
        "delayed",
        "outcome",
        "proposal",
        "reasons",
        "then",
        "until",
        "values",
    )

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self.values: dict[Aspect, Value] = {}
        self.until = proposal.until
        self.then = proposal.then
        self.reasons: list[Reason] = []
        self.outcome = Outcome.ALLOWED
        self.delayed: Moment = 0.0
        self.cap: tuple[Moment, Guardrail] | None = None
        """The earliest end that a guardrail demands."""
        self.bounds: dict[tuple[Aspect, bool], _Tightest] = {}
        """The tightest bound so far, by its aspect and whether it is the upper one."""

    def say(self, outcome: Outcome, reason: Reason) -> None:
        """Keep a reason; the strongest outcome stands."""
        self.reasons.append(reason)
        if STRENGTH[outcome] > STRENGTH[self.outcome]:
            self.outcome = outcome


def decide(house: House, proposal: Proposal, now: Moment, number: DecisionId) -> Decision:
    """Decide one proposal; reads the house and changes nothing."""
    hearing = _Hearing(proposal)
    condition = house.conditions.get(proposal.device) or Condition()
    was = current(condition)
    refusal = _admit(house, hearing, was, now)
    if refusal:
        hearing.say(Outcome.DENIED, NotAdmitted(refusal))
    else:
        _ask_people(house, hearing, now)
        _hear_guardrails(house, hearing, was, now)
        if proposal.renews:
            _never_raise(hearing, was)
        _contend(house, hearing, condition, now)
    denied = hearing.outcome is Outcome.DENIED
    return Decision(
        id=number,
        proposal=proposal,
        outcome=hearing.outcome,
        given={} if denied else hearing.values,
        until=hearing.until,
        then=hearing.then,
        reasons=tuple(hearing.reasons),
        at=now,
        was={aspect: was.get(aspect) for aspect in hearing.values},
        policy=house.policy.hash,
    )


def _admit(house: House, hearing: _Hearing, was: Values, now: Moment) -> str:
    proposal = hearing.proposal
    device = house.devices.get(proposal.device)
    if device is None:
        return "the device is not known"
    agent = house.directory.wishers(proposal.device).get(proposal.agent)
    if agent is None:
        known = proposal.agent in house.policy.agents
        return "the agent was not given this device" if known else "no such agent lives here"
    if proposal.level > agent.level:
        return "the agent may not wish this strongly"
    if proposal.until <= now:
        return "its lease is over already"
    if proposal.cause.depth > DEEPEST_CAUSE:
        return f"it is {proposal.cause.depth} steps away from what a person or a sensor did"
    hearing.until = min(proposal.until, now + LONGEST_LEASE[proposal.level])
    return _complete(hearing, device, was)


def _complete(hearing: _Hearing, device: Device, was: Values) -> str:
    """Keep what the device can be told, and give every raise its brightness."""
    proposal, values = hearing.proposal, hearing.values
    for aspect, value in proposal.values.items():
        if aspect not in device.writable:
            continue
        if aspect not in LIGHT_ASPECTS and _is_setting(device, aspect):
            return f"`{aspect}` is a setting, which is for people"
        if not _sane(aspect, value):
            return f"`{aspect}` cannot be {value!r}"
        values[aspect] = value
    if not values:
        return "the device cannot be told any of it"
    if proposal.mode is Mode.SET:
        _complete_set(values, device, was)
        return ""
    if POWER in values:
        return "an adjustment may not switch"
    power = was.get(POWER)
    if power is not True:
        hearing.say(Outcome.DEFERRED, LampNotOn(power if isinstance(power, bool) else None))
    return ""


def _complete_set(values: dict[Aspect, Value], device: Device, was: Values) -> None:
    if values.get(BRIGHTNESS) == 0:
        values[POWER] = False
    if values.get(POWER) is False:
        values.pop(BRIGHTNESS, None)
        values.pop(COLOUR, None)
        return
    if BRIGHTNESS in values and device.can_write(POWER):
        # A brightness switches a lamp on; say so, that everybody who judges sees it.
        values[POWER] = True
    elif values.get(POWER) is True and device.dims:
        known = as_number(was.get(BRIGHTNESS))
        lit = was.get(POWER) is True and known is not None and known > 0
        values[BRIGHTNESS] = int(known) if lit and known is not None else FULL


def _is_setting(device: Device, aspect: Aspect) -> bool:
    return device.announcement.capabilities[aspect].category is not Category.PRIMARY


def _sane(aspect: Aspect, value: Value) -> bool:
    if aspect == POWER:
        return isinstance(value, bool)
    if aspect == BRIGHTNESS:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= FULL
    if aspect == COLOUR:
        return isinstance(value, Kelvin | Xy)
    return value is not None


def _ask_people(house: House, hearing: _Hearing, now: Moment) -> None:
    people, device = house.people, hearing.proposal.device
    if not (people.freezes or people.overrides or device in people.holds):
        return
    freeze = house.freeze_over(device, now)
    if freeze is not None:
        hearing.say(Outcome.DEFERRED, Frozen(freeze))
    held = house.held_by(device, now)
    if held is not None and (
        not isinstance(held, Hold) or not held.covers.isdisjoint(hearing.values)
    ):
        hearing.say(Outcome.DEFERRED, Held(held))


def _hear_guardrails(house: House, hearing: _Hearing, was: Values, now: Moment) -> None:
    proposal = hearing.proposal
    rules = house.directory.rules_over(proposal.device)
    if not rules:
        return
    case = Case(
        proposal=proposal,
        values=hearing.values,
        changes=any(not near(a, was.get(a), v) for a, v in hearing.values.items()),
        device=house.devices[proposal.device],
        area=house.directory.area_of(proposal.device),
        house=house,
        now=now,
    )
    minute = -1
    for rule in rules:
        if rule.between is not None:
            if minute < 0:
                local = house.local(now)
                minute = local.hour * 60 + local.minute
            # Not knowing the sun's times: safety binds, comfort does not.
            within = rule.between.contains(minute, house.sky)
            if within is False or (within is None and not rule.safety):
                continue
        _hear(rule, case, hearing)
    if hearing.cap is not None:
        _cap(hearing, *hearing.cap)
    if hearing.delayed:
        # A wish that a rule holds back must live to see its moment.
        hearing.until = max(hearing.until, hearing.delayed + MINUTE)
    if hearing.bounds:
        _keep_within_bounds(hearing, was)


def _hear(rule: Guardrail, case: Case, hearing: _Hearing) -> None:
    try:
        verdict = rule.judge(case)
    except Exception as error:  # noqa: BLE001 - rule 3: whatever broke it, the answer is known
        broken = f"{type(error).__name__}: {error}"
        if rule.safety:
            hearing.say(Outcome.DENIED, _forbade(rule, "", broken))
        else:
            hearing.say(Outcome.ALLOWED, RuleSkipped(rule=rule.id, error=broken))
        return
    match verdict:
        case None:
            return
        case Forbid(observed):
            hearing.say(Outcome.DENIED, _forbade(rule, observed, ""))
        case Bound():
            _narrow(rule, verdict, hearing)
        case CapLease(until=until):
            if hearing.cap is None or until < hearing.cap[0]:
                hearing.cap = (until, rule)
        case Delay(until=until, observed=observed):
            hearing.say(
                Outcome.DEFERRED,
                RuleDelayed(
                    rule=rule.id,
                    sentence=rule.sentence(),
                    owner=rule.owner or "",
                    until=until,
                    observed=observed,
                ),
            )
            hearing.delayed = max(hearing.delayed, until)
        case Confirm(who=who, deadline=deadline):
            hearing.say(
                Outcome.ASKED,
                RuleAsked(
                    rule=rule.id,
                    sentence=rule.sentence(),
                    owner=rule.owner or "",
                    who=who,
                    deadline=deadline,
                ),
            )


def _cap(hearing: _Hearing, until: Moment, rule: Guardrail) -> None:
    """End a wish by a moment; one that would leave the light on after its end is capped as well."""
    if until >= hearing.until and hearing.then is Then.OFF:
        return
    hearing.until, hearing.then = until, Then.OFF
    hearing.say(
        Outcome.ALLOWED,
        RuleCapped(rule=rule.id, sentence=rule.sentence(), owner=rule.owner or "", until=until),
    )


def _forbade(rule: Guardrail, observed: str, broken: str) -> RuleForbade:
    return RuleForbade(
        rule=rule.id,
        sentence=rule.sentence(),
        owner=rule.owner or "",
        observed=observed,
        broken=broken,
    )


def _narrow(rule: Guardrail, bound: Bound, hearing: _Hearing) -> None:
    # The tightest bound stands; of two equal ones the rule that was heard first.
    low, high = (bound.aspect, False), (bound.aspect, True)
    if bound.low is not None and (low not in hearing.bounds or bound.low > hearing.bounds[low][0]):
        hearing.bounds[low] = (bound.low, rule, bound.observed)
    if bound.high is not None and (
        high not in hearing.bounds or bound.high < hearing.bounds[high][0]
    ):
        hearing.bounds[high] = (bound.high, rule, bound.observed)


def _keep_within_bounds(hearing: _Hearing, was: Values) -> None:
    for aspect in (BRIGHTNESS, COLOUR):
        low, high = hearing.bounds.get((aspect, False)), hearing.bounds.get((aspect, True))
        if low is None and high is None:
            continue
        wished = _measure(aspect, hearing.values, was)
        if wished is None:
            continue
        if low is not None and high is not None and low[0] > high[0]:
            for _, rule, _ in (low, high):
                reason = _forbade(rule, "another rule demands the opposite", "")
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


def _move(hearing: _Hearing, aspect: Aspect, bound: _Tightest) -> None:
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


def _never_raise(hearing: _Hearing, was: Values) -> None:
    """Let a wish that only goes on keep what there is, where it would otherwise be brighter."""
    raised = raises(was, hearing.values)
    if raised == BRIGHTNESS and was.get(BRIGHTNESS) is not None:
        hearing.values[BRIGHTNESS] = was[BRIGHTNESS]
        hearing.say(Outcome.LIMITED, NeverRaised(raised))
    elif raised is not None:
        hearing.say(Outcome.DEFERRED, NeverRaised(raised))


def _contend(house: House, hearing: _Hearing, condition: Condition, now: Moment) -> None:
    if hearing.outcome is Outcome.DENIED:
        return
    unsettled = quarrel(condition, hearing.proposal, hearing.values, now)
    if unsettled is not None:
        hearing.say(Outcome.DEFERRED, unsettled)
        hearing.until = max(hearing.until, now + QUARREL_REST)
    if is_alone(condition, hearing.proposal):
        return
    lost = outranking(house, condition, hearing.proposal, hearing.values, now)
    taken = frozenset[Aspect]().union(*(reason.aspects for reason in lost))
    for reason in lost:
        outcome = Outcome.DEFERRED if taken >= hearing.values.keys() else Outcome.LIMITED
        hearing.say(outcome, reason)
