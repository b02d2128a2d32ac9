"""The arbiter: the one place where a proposal becomes a decision.

Rule 1: one refusal beats any number of limits and passes; a guardrail can only narrow.
Rule 2: people first: what a person froze or holds, no proposal moves.
Rule 3: a safety guardrail that cannot judge refuses; a comfort one is left out and shown.
Rule 4: of two equal agents one wins for a while; never an average.
Rule 5: what a device says of itself raises nothing there: only another event or a person may.
Rule 6: everything is heard and every reason is kept; the strongest outcome is the decision.
Rule 7: what would be asked while people are spared is refused: `asked` is true when it is said.
"""

from rules.claims.told import near
from rules.condition import Condition, current
from rules.deciding.admission import admit
from rules.deciding.bounds import keep_within_bounds, narrow
from rules.deciding.contention import hear_quarrel, is_alone, outranking, quarrel
from rules.deciding.hearing import Hearing, asked, delayed, forbade
from rules.deciding.raising import raises
from rules.guardrail import (
    Bound,
    CapLease,
    Case,
    Confirm,
    Delay,
    Ease,
    Forbid,
    Guardrail,
)
from rules.house import House
from rules.outside import hear_tier
from rules.people.together import held_together, judged
from rules.ways import is_unasked
from rules.words.asks import Approval
from rules.words.decisions import (
    BeingJudged,
    Decision,
    Frozen,
    Held,
    NeverRaised,
    NotAdmitted,
    NotAsked,
    Outcome,
    RuleCapped,
    RuleSkipped,
)
from rules.words.ids import DecisionId
from rules.words.people import Freeze, Hold
from rules.words.times import MINUTE, Moment
from rules.words.values import BRIGHTNESS, HAND_ASPECTS, Aspect, Values
from rules.words.wishes import Proposal, SawReading, Then


def decide(
    house: House,
    proposal: Proposal,
    now: Moment,
    number: DecisionId,
    approval: Approval | None = None,
    *,
    spared: str = "",
) -> Decision:
    """Decide one proposal; reads the house and changes nothing.

    An `approval` meets what asked for it, and nothing else. `spared`: people cannot be asked now,
    and why not.
    """
    hearing = Hearing(proposal, approval)
    condition = house.conditions.get(proposal.device) or Condition()
    was = current(condition)
    refusal = admit(house, hearing, was, now)
    if refusal:
        hearing.say(Outcome.DENIED, NotAdmitted(refusal))
    else:
        judging = judged(house, proposal.device)
        if judging is not None:
            since, until = judging.since, judging.until
            hearing.say(Outcome.DEFERRED, BeingJudged(reported=since, until=until))
        _ask_people(house, hearing, now)
        _hear_guardrails(house, hearing, was, now)
        if proposal.renews or _is_of_its_own_report(proposal):
            _never_raise(hearing, was)
        _contend(house, hearing, condition, now, spared=bool(spared))
    hear_tier(house, hearing, now)
    if spared and hearing.outcome is Outcome.ASKED:
        # Rule 7: nobody is told that people are asked who are not.
        hearing.say(Outcome.DENIED, NotAsked(spared))
    given: Values = hearing.values
    if given == proposal.values:
        # Nearly always: what is kept of it is then kept once.
        given = proposal.values
    return Decision(
        id=number,
        proposal=proposal,
        outcome=hearing.outcome,
        given={} if hearing.outcome is Outcome.DENIED else given,
        until=hearing.until,
        then=hearing.then,
        reasons=tuple(hearing.reasons),
        at=now,
        was={aspect: was.get(aspect) for aspect in hearing.values},
        policy=house.policy.hash,
    )


def _ask_people(house: House, hearing: Hearing, now: Moment) -> None:
    people, device = house.people, hearing.proposal.device
    placed = people.freezes or people.overrides or people.switches
    if not (placed or people.holds):
        return
    together = held_together(house, device, hearing.values, now)
    if together is not None:
        hearing.say(
            Outcome.DEFERRED, Frozen(together) if isinstance(together, Freeze) else Held(together)
        )
    if not (placed or device in people.holds):
        return
    freeze = house.freeze_over(device, now)
    if freeze is not None:
        hearing.say(Outcome.DEFERRED, Frozen(freeze))
    held = house.held_by(device, now)
    if held is not None and (
        not isinstance(held, Hold) or not held.covers.isdisjoint(hearing.values)
    ):
        hearing.say(Outcome.DEFERRED, Held(held))


def _hear_guardrails(house: House, hearing: Hearing, was: Values, now: Moment) -> None:
    proposal = hearing.proposal
    rules = house.directory.rules_over(proposal.device)
    agent = house.policy.agents.get(proposal.agent)
    if agent is not None and agent.terms is not None:
        rules = (*rules, *agent.terms.rules)
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
    at: tuple[int, int] | None = None
    for rule in rules:
        if rule.expires is not None and rule.is_over(house.local(now).date()):
            continue
        if rule.between is not None or rule.days:
            at = at or house.week_minute(now)
            if not rule.is_open(at, house.sky):
                continue
        _hear(rule, case, hearing)
    _bring_together(hearing, was)


def _bring_together(hearing: Hearing, was: Values) -> None:
    """Make one answer of what the guardrails have said."""
    if hearing.cap is not None:
        _cap(hearing, *hearing.cap)
    hearing.slow_down()
    if hearing.delayed:
        # A wish that a rule holds back must live to see its moment.
        hearing.until = max(hearing.until, hearing.delayed + MINUTE)
    if hearing.bounds:
        keep_within_bounds(hearing, was)


def _hear(rule: Guardrail, case: Case, hearing: Hearing) -> None:
    try:
        verdict = rule.judge(case)
    except Exception as error:  # noqa: BLE001 - rule 3: whatever broke it, the answer is known
        _broke(rule, f"{type(error).__name__}: {error}", hearing)
        return
    match verdict:
        case None:
            return
        case Forbid(observed):
            hearing.say(Outcome.DENIED, forbade(rule, observed, ""))
        case Bound():
            narrow(rule, verdict, hearing)
        case Ease():
            hearing.ease(rule, verdict)
        case CapLease(until=until):
            if hearing.cap is None or until < hearing.cap[0]:
                hearing.cap = (until, rule)
        case Delay():
            hearing.say(Outcome.DEFERRED, delayed(rule, verdict))
            hearing.delayed = max(hearing.delayed, verdict.until)
        case Confirm():
            _ask(rule, verdict, case, hearing)


def _ask(rule: Guardrail, verdict: Confirm, case: Case, hearing: Hearing) -> None:
    # What was signed spares this question of this rule; nothing else is any wider for it.
    if not (rule.unasked and is_unasked(rule, case)):
        hearing.ask(asked(rule, verdict))


def _broke(rule: Guardrail, broken: str, hearing: Hearing) -> None:
    if rule.safety:
        hearing.say(Outcome.DENIED, forbade(rule, "", broken))
    else:
        hearing.say(Outcome.ALLOWED, RuleSkipped(rule=rule.id, error=broken))


def _cap(hearing: Hearing, until: Moment, rule: Guardrail) -> None:
    """End a wish by a moment; one that would leave the light on after its end is capped as well."""
    if until >= hearing.until and hearing.then is Then.OFF:
        return
    hearing.until, hearing.then = until, Then.OFF
    hearing.say(
        Outcome.ALLOWED,
        RuleCapped(rule=rule.id, sentence=rule.sentence(), owner=rule.owner or "", until=until),
    )


def _is_of_its_own_report(proposal: Proposal) -> bool:
    """Say whether a wish answers what the device itself said of what it does; it may be false."""
    seen = proposal.cause.trigger
    if not isinstance(seen, SawReading) or seen.device != proposal.device:
        return False
    return seen.aspect in HAND_ASPECTS


def _never_raise(hearing: Hearing, was: Values) -> None:
    """Let a wish that only goes on keep what there is, where it would otherwise be brighter."""
    raised = raises(was, hearing.values)
    if raised == BRIGHTNESS and was.get(BRIGHTNESS) is not None:
        hearing.values[BRIGHTNESS] = was[BRIGHTNESS]
        hearing.say(Outcome.LIMITED, NeverRaised(raised))
    elif raised is not None:
        hearing.say(Outcome.DEFERRED, NeverRaised(raised))


def _contend(
    house: House, hearing: Hearing, condition: Condition, now: Moment, *, spared: bool
) -> None:
    if hearing.outcome is Outcome.DENIED:
        return
    unsettled = quarrel(condition, hearing.proposal, hearing.values, now)
    beaten = hear_quarrel(hearing, unsettled, now, spared=spared) if unsettled else None
    if is_alone(condition, hearing.proposal):
        return
    lost = [
        reason
        for reason in outranking(house, condition, hearing.proposal, hearing.values, now)
        if reason.by != beaten or reason.level > hearing.proposal.level
    ]
    taken = frozenset[Aspect]().union(*(reason.aspects for reason in lost))
    for reason in lost:
        outcome = Outcome.DEFERRED if taken >= hearing.values.keys() else Outcome.LIMITED
        hearing.say(outcome, reason)
