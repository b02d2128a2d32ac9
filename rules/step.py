"""The step: one event applied to the house; what comes of it is returned, nothing is done."""

from rules.claims.orders import sent
from rules.claims.proposing import counted, propose
from rules.claims.review import give_up
from rules.clock_steps import clock_stepped
from rules.deciding.breaker import watch
from rules.deciding.contention import precedence
from rules.due import AgentDue
from rules.falls_due import fall_due, judge_stirred
from rules.gate import waits
from rules.house import House
from rules.observing.observe import overhear, press, reach, report
from rules.outside import wish_of
from rules.people.controls import call_scene, pressed
from rules.people.following import follow
from rules.people.overrides import freeze, lift, override
from rules.people.pauses import let_go_on, of_the_unpaused, pause, run_skipped
from rules.people.rights import why_not
from rules.people.switches import line_read
from rules.people.taps import set_device
from rules.places.adoption import adopted, forgotten
from rules.places.arrivals import adopt, announce, link_changed, not_sent, plan_rules, retire
from rules.places.changing_ways import join, part, reaches
from rules.prompts.answering import answer
from rules.prompts.asking import ask_people
from rules.prompts.lapsing import gave_up, look_again, policy_changed, taken_away, wished_anew
from rules.turn import Turn
from rules.words.effects import Command, DeviceChanged, Effect
from rules.words.events import (
    AvailabilityChanged,
    ClockStepped,
    CommandedByOther,
    CommandNotSent,
    CommandSent,
    DeviceAdopted,
    DeviceAnnounced,
    DeviceForgotten,
    DeviceRetired,
    Event,
    FreezePlaced,
    LinkChanged,
    OverrideLifted,
    OverridePlaced,
    PauseLifted,
    PausePlaced,
    PersonSet,
    PolicyAdopted,
    Pressed,
    PromptAnswered,
    Proposed,
    Reported,
    SceneCalled,
    ScheduleReached,
    SkyKnown,
    SwitchRead,
    TimePassed,
    WayJoined,
    WaysParted,
)
from rules.words.news import PointReached
from rules.words.people import Pause
from rules.words.records import Noted
from rules.words.times import Moment
from rules.words.wishes import Cause, GiveUp, Proposal, SawTime, WakeMe


def step(house: House, event: Event, now: Moment) -> list[Effect]:
    """Apply what fell due by now, then the event; return the effects in the order they arose.

    Deterministic: the same house, events and moments always give the same effects.
    """
    turn = Turn(house, now)
    if isinstance(event, ClockStepped):
        # Before anything falls due: the time that the clock jumped over never went by.
        clock_stepped(turn, event.by)
    if house.due.earliest <= now:
        for due in house.due.take(now):
            fall_due(turn, due)
            if turn.heard or turn.stirred:
                _hear(turn)
    if refusal := why_not(house, event, now):
        turn.record(Noted(text=f"a wish was refused: {refusal}"))
    else:
        _apply(turn, event)
    if house.policy.switches or house.people.switches or house.contacts:
        # Before an agent hears of it: a switch may stop what would come of this event.
        follow(turn, event)
    if turn.heard or turn.stirred:
        _hear(turn)
    if house.prompts.open:
        look_again(turn)
    if turn.asked:
        ask_people(turn)
    turn.effects.extend(map(DeviceChanged, turn.changed))
    return turn.effects


def _note_unsent(turn: Turn) -> None:
    """Note that what fell due with a report has yet to leave: the report cannot come of it."""
    for effect in turn.effects:
        if isinstance(effect, Command) and effect.automated:
            waits(turn.house, effect)


def _apply(turn: Turn, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915 - one line for each event there is
    match event:
        case Reported():
            _note_unsent(turn)
            report(turn, event)
        case Pressed(hardware, name):
            device = press(turn, hardware, name)
            if device is not None:
                pressed(turn, device, name)
        case CommandedByOther(hardware, values):
            overhear(turn, hardware, values)
        case DeviceAnnounced(announcement):
            announce(turn, announcement)
        case DeviceRetired(hardware):
            taken_away(turn, hardware)
            retire(turn, hardware)
        case AvailabilityChanged(hardware, available):
            if not reaches(turn, hardware, available=available):
                reach(turn, hardware, available=available)
        case PersonSet(device=device, values=values, by=by, exact=exact):
            length = event.seconds
            set_device(
                turn, device, values, by, transition=event.transition, seconds=length, exact=exact
            )
        case SceneCalled(scene, by):
            call_scene(turn, scene, by)
        case FreezePlaced(scope=scope, by=by, until=until):
            freeze(turn, scope, by, until)
        case OverridePlaced(scope=scope, values=values, by=by, until=until):
            override(turn, scope, values, by, until)
        case OverrideLifted(scope=scope, by=by, resume=resume):
            lift(turn, scope, by, resume=resume)
        case PausePlaced(agent=agent, by=by, until=until, skips=skips):
            pause(turn, Pause(agent=agent, by=by, since=turn.now, until=until, skips=skips))
        case PauseLifted(agent=agent, by=by):
            let_go_on(turn, agent, by)
        case DeviceAdopted():
            adopted(turn, event)
        case DeviceForgotten():
            forgotten(turn, event)
        case WayJoined():
            join(turn, event)
        case WaysParted():
            part(turn, event, announce)
        case SwitchRead():
            line_read(turn, event)
        case ScheduleReached():
            _schedule_reached(turn, event)
        case Proposed(agent=agent):
            if turn.house.people.pause_of(agent, turn.now) is None:
                wished_anew(turn, propose(turn, wish_of(turn.house, event, turn.now)))
        case SkyKnown(sky):
            turn.house.sky = sky
            plan_rules(turn)
        case TimePassed() | ClockStepped():
            pass
        case LinkChanged(up):
            link_changed(turn, up=up)
        case CommandSent(device, order, values):
            sent(turn, device, order, values)
        case CommandNotSent(device, order, why):
            not_sent(turn, device, order, why)
        case PolicyAdopted(policy):
            adopt(turn, policy)
            policy_changed(turn)
        case PromptAnswered():
            answer(turn, event)


def _schedule_reached(turn: Turn, event: ScheduleReached) -> None:
    if run_skipped(turn, event):
        return
    cause = Cause(SawTime(event.point), turn.now)
    news = PointReached(event.point, event.at, event.following, event.late, cause)
    turn.tell(news, event.agent)


def _hear(turn: Turn) -> None:
    """Let the agents answer; what one moment raises is decided in an order of its own."""
    if turn.stirred:
        judge_stirred(turn)
    house, now = turn.house, turn.now
    heard, turn.heard = turn.heard, []
    proposals: list[Proposal] = []
    for news, agents in heard:
        for agent in agents:
            for act in agent.consider(news, house, now):
                match act:
                    case Proposal():
                        proposals.append(act)
                    case WakeMe():
                        house.due.put(AgentDue(act.agent, act.key), act.at)
                    case GiveUp():
                        give_up(turn, act)
                        gave_up(turn, act)
    proposals = of_the_unpaused(house, proposals, now)
    if len(proposals) > 1:
        proposals = sorted(counted(house, proposals), key=lambda proposal: _rank(house, proposal))
    watch(turn, proposals)
    for proposal in proposals:
        wished_anew(turn, propose(turn, proposal))


def _rank(house: House, proposal: Proposal) -> tuple[str, int, tuple[int, float, float, str]]:
    was = house.values(proposal.device)
    key = precedence(house, proposal.agent, proposal.values, was)
    return (proposal.device, -proposal.level, key)
