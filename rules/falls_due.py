"""What falls due: leases, reports, holds, overrides, rules' hours and agents' alarms."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rules.claims.claims import Claim
from rules.claims.orders import MOST_ATTEMPTS, REPORT_WITHIN
from rules.claims.review import end_claim, go_on, judge_again
from rules.claims.told import Told
from rules.condition import Condition
from rules.due import (
    AgentDue,
    AlarmDue,
    AreaDue,
    ClaimDue,
    Due,
    FadeDue,
    HoldDue,
    JudgeDue,
    PauseDue,
    PromptDue,
    ReminderDue,
    ReportDue,
    RuleDue,
    ScopeDue,
    SilenceDue,
)
from rules.guardrail import Guardrail
from rules.hands.judge import judge_due
from rules.hands.seeing import felt_of
from rules.hands.things import may_have_been_stopped
from rules.hands.verdict import conclude
from rules.house import House
from rules.observing.alarms import alarm_due
from rules.observing.fading import fade_due
from rules.observing.observe import came_to_rest, report
from rules.observing.silence import silence_due
from rules.observing.vacancy import holds_may_end
from rules.people.holds import hold_due
from rules.people.overrides import scope_due
from rules.people.pauses import pause_due
from rules.people.reminders import reminder_due
from rules.people.together import judged
from rules.prompts.answering import prompt_due
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.effects import Command
from rules.words.hands import Seen
from rules.words.ids import DeviceId, GuardrailId
from rules.words.news import Woken
from rules.words.records import Noted
from rules.words.times import HOUR, Moment, minute_of, next_civil
from rules.words.values import Aspect
from rules.words.wishes import Cause, SawTime, Then

LOOK_AGAIN = 5.0
"""Seconds after which an end that could not come is tried again."""
GIVE_UP_AFTER = 2 * HOUR


def fall_due(turn: Turn, due: Due) -> None:  # noqa: C901 - one line for each kind there is
    """Do what one entry of the due list is about, if it still holds."""
    match due:
        case ClaimDue(device, agent):
            claim = turn.house.claim_of(agent, device)
            if claim is not None:
                _claim_due(turn, claim)
        case ReportDue(device):
            _report_due(turn, device)
        case JudgeDue(device):
            judge_due(turn, device)
        case HoldDue(device):
            hold_due(turn, device)
        case AlarmDue(device, kind):
            alarm_due(turn, device, kind)
        case SilenceDue(device):
            silence_due(turn, device)
        case AreaDue(area):
            holds_may_end(turn, area)
        case ScopeDue(scope):
            scope_due(turn, scope)
        case ReminderDue(scope):
            reminder_due(turn, scope)
        case RuleDue(rule):
            _rule_due(turn, rule)
        case PromptDue(prompt):
            prompt_due(turn, prompt)
        case PauseDue(agent):
            pause_due(turn, agent)
        case FadeDue(device, aspect):
            _fade(turn, device, aspect)
        case AgentDue(agent, key):
            turn.tell(Woken(key, Cause(SawTime(key), turn.now)), agent)


def _fade(turn: Turn, device: DeviceId, aspect: Aspect) -> None:
    faded = fade_due(turn, device, aspect)
    if faded is not None:
        condition = turn.condition(device)
        heard_at = condition.heard_at
        report(turn, faded)
        # It said nothing itself.
        condition.heard_at = heard_at


def _claim_due(turn: Turn, claim: Claim) -> None:
    if turn.now >= claim.until and _must_wait(turn, claim):
        turn.house.due.put(ClaimDue(claim.device, claim.agent), turn.now + LOOK_AGAIN)
    elif turn.now >= claim.until:
        end_claim(turn, claim, "its time was over")
    elif claim.raises_at is not None and turn.now >= claim.raises_at:
        go_on(turn, claim)
    else:
        due = ClaimDue(claim.device, claim.agent)
        turn.house.due.put(due, claim.raises_at or claim.until)


def _must_wait(turn: Turn, claim: Claim) -> bool:
    """Say whether a claim that ends in off cannot do so yet, and should once it can.

    Its device was not announced yet after a start, or there is no connection.
    """
    if claim.then is not Then.OFF or not claim.acted or turn.now > claim.until + GIVE_UP_AFTER:
        return False
    return claim.device not in turn.house.devices or not turn.house.link_up


def _report_due(turn: Turn, device: DeviceId) -> None:
    """Repeat an order once that was answered by silence; else, and after that, say so."""
    condition = turn.house.conditions.get(device)
    told = condition.told if condition else None
    known = turn.house.devices.get(device)
    if condition is None or told is None or not told.awaited or known is None:
        return
    judging = judged(turn.house, device)
    if judging is not None:
        turn.house.due.put(ReportDue(device), judging.until)
        return
    if not _may_repeat(turn.house, condition, told):
        if not came_to_rest(turn, known, told):
            _give_up(turn, device, condition, told)
        return
    condition.told = replace(told, attempts=told.attempts + 1)
    turn.effects.append(
        Command(
            device=device,
            hardware=known.announcement.hardware,
            family=known.announcement.family,
            values={a: v for a, v in told.values.items() if a not in known.unheard},
            order=told.order,
            automated=told.automated,
            decisions=told.decisions,
            transition=told.transition or None,
        )
    )
    turn.house.due.put(ReportDue(device), turn.now + REPORT_WITHIN + told.transition)


def _give_up(turn: Turn, device: DeviceId, condition: Condition, told: Told) -> None:
    """Wait no longer for a device to show what it was told."""
    condition.told = replace(told, given_up=True, stopped=told.first is not None)
    if told.foreign:
        return
    for decision in told.decisions:
        turn.end(decision, device, End.FAILED, "the device did not report it")
    if may_have_been_stopped(told):
        # Somebody stopped it, or something stands in its way.
        known = turn.house.devices[device]
        conclude(turn, known, Seen.UNKNOWN, felt_of(known, told.before))
    silent = condition.heard_at <= told.at
    said = "did not report" if silent else "reported something else than"
    turn.record(Noted(text=f"{said} what it was told", device=device))
    turn.shows(device)


def _may_repeat(house: House, condition: Condition, told: Told) -> bool:
    """Say whether an order was lost for sure, so that to repeat it argues with nobody.

    A device that spoke and says something else may have been moved by hand in that moment, and
    so may one that nobody heard while the connection was gone.
    """
    heard_all = house.link_up and house.linked_at <= told.at
    if told.foreign or told.takes:
        # What is slow is told once: its silence proves nothing.
        return False
    return told.attempts < MOST_ATTEMPTS and heard_all and condition.heard_at <= told.at


def _rule_due(turn: Turn, rule: GuardrailId) -> None:
    """A rule's hours opened or closed: judge the live claims under it again."""
    known = turn.house.policy.guardrails.get(rule)
    if known is None:
        return
    _judge_under(turn, known, f"the hours of {known.title} changed")


def judge_stirred(turn: Turn) -> None:
    """Judge what is live under the rules of which something that they watch has changed."""
    stirred, turn.stirred = turn.stirred, {}
    for rule in sorted(stirred):
        known = turn.house.policy.guardrails.get(rule)
        if known is not None:
            _judge_under(turn, known, f"what {known.title} watches changed")


def _judge_under(turn: Turn, rule: Guardrail, why: str) -> None:
    plan_rule(turn.house, rule.id, turn.now)
    for device in tuple(turn.house.directory.covered_by(rule.reach())):
        judge_again(turn, device, why)


def plan_rule(house: House, rule: GuardrailId, now: Moment) -> None:
    """Note when a rule's hours next open or close, or its answer may change by itself."""
    known = house.policy.guardrails[rule]
    turns, window = known.turns(house, now), known.between
    moments = [] if turns is None or turns <= now else [turns]
    minutes: tuple[int | None, ...] = (0,) if known.days and window is None else ()
    if window is not None:
        minutes = (minute_of(window.start, house.sky), minute_of(window.end, house.sky))
    moments += [next_civil(m, now, house.policy.home.zone) for m in minutes if m is not None]
    if known.expires is not None:
        moments.append(_midnight_after(known.expires, house.policy.home.zone))
    moments = [moment for moment in moments if moment > now]
    if moments:
        house.due.put(RuleDue(rule), min(moments))


def _midnight_after(day: date, zone: ZoneInfo) -> Moment:
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).timestamp()
