"""Overrides and freezes: what people place on a scope acts at once and outlasts everything."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rules.claims.orders import completed, forget_seen, order, repeat_no_more, withdraw
from rules.claims.review import judge_again
from rules.claims.told import near
from rules.claims.waiting import forget_delay
from rules.condition import current
from rules.deciding.raising import raises
from rules.due import ScopeDue
from rules.house import House
from rules.people.engagements import hand_over, is_asked, let_go
from rules.people.holds import end_hold
from rules.people.reminders import plan_reminder
from rules.turn import Turn
from rules.words.ids import DeviceId
from rules.words.people import AreaScope, DeviceScope, Freeze, HouseScope, Override, Scope
from rules.words.records import FreezeBegan, Noted, OverrideBegan, OverrideEnded
from rules.words.times import Moment
from rules.words.values import POWER, Values
from rules.words.wishes import Author

NOTHING: Final[Values] = {}


def members(house: House, scope: Scope) -> Iterable[DeviceId]:
    """Return the devices that lie in a scope at this moment."""
    match scope:
        case HouseScope():
            return tuple(house.devices)
        case AreaScope(area):
            return house.devices_in(area)
        case DeviceScope(device):
            return (device,) if device in house.devices else ()


def freeze(turn: Turn, scope: Scope, by: Author, until: Moment | None) -> None:
    """Stop everything automated in a scope, at once: nothing that waits is sent any more."""
    placed = Freeze(scope=scope, by=by, since=turn.now, until=until)
    turn.house.people.freezes[scope] = placed
    for device in members(turn.house, scope):
        stop_automation(turn, device)
    _begin(turn, scope, until)
    turn.record(FreezeBegan(freeze=placed), durable=True)
    turn.keep(f"freeze/{scope}", placed)


def stop_automation(turn: Turn, device: DeviceId) -> None:
    """Let all that is under way to a device die that no person asked for."""
    condition = turn.house.conditions[device]
    if condition.told is None or condition.told.automated:
        withdraw(turn, device, "superseded by override")
    forget_delay(turn, device, "superseded by override")
    turn.shows(device)


def override(turn: Turn, scope: Scope, values: Values, by: Author, until: Moment | None) -> None:
    """Set a scope to a value on purpose, and hold it there."""
    placed = Override(scope=scope, values=values, by=by, since=turn.now, until=until)
    turn.house.people.overrides[scope] = placed
    for device in members(turn.house, scope):
        tell_on_purpose(turn, device, values)
    _begin(turn, scope, until)
    turn.record(OverrideBegan(override=placed), durable=True)
    turn.keep(f"override/{scope}", placed)


def tell_on_purpose(turn: Turn, device: DeviceId, values: Values) -> None:
    """Tell a device what its scope is set to; what cannot be told that is left as it is."""
    known = turn.house.devices[device]
    wish = completed(known, values, current(turn.condition(device)))
    if wish.keys() - known.settings or known.can_write(POWER):
        end_hold(turn, device, "an override took its place")
    if wish:
        order(turn, device, wish, transition=None, automated=False)
    else:
        withdraw(turn, device, "superseded by override")
    forget_delay(turn, device, "superseded by override")
    turn.shows(device)


def keep_all(turn: Turn) -> None:
    """Have all that people hold and are asked remembered anew, after its moments were moved."""
    people = turn.house.people
    for device, hold in people.holds.items():
        turn.keep(f"hold/{device}", hold)
    for scope, frozen in people.freezes.items():
        turn.keep(f"freeze/{scope}", frozen)
    for scope, placed in people.overrides.items():
        turn.keep(f"override/{scope}", placed)
    for switch, engaged in people.switches.items():
        turn.keep(f"switch/{switch}", engaged)
    for agent, pause in people.pauses.items():
        turn.keep(f"pause/{agent}", pause)
    prompts = turn.house.prompts
    for number, prompt in prompts.open.items():
        turn.keep(f"prompt/{number}", prompt)
        turn.prompt_shows(number)
    for patience in prompts.patience.values():
        turn.keep_patience(patience)


def _begin(turn: Turn, scope: Scope, until: Moment | None) -> None:
    ends = [
        held.until
        for held in (
            turn.house.people.freezes.get(scope),
            turn.house.people.overrides.get(scope),
        )
        if held is not None and held.until is not None
    ]
    if until is not None:
        turn.house.due.put(ScopeDue(scope), min(ends))
    else:
        plan_reminder(turn.house, scope)
    turn.scope_shows(scope)


def lift(turn: Turn, scope: Scope, by: Author, *, resume: bool) -> None:
    """Give a scope back to automation; only with `resume` may that raise anything."""
    people = turn.house.people
    if scope in people.freezes:
        _drop(turn, scope, "freeze", by, "released")
    if scope in people.overrides:
        _drop(turn, scope, "set", by, "released")
    let_go(turn, scope, by)
    if isinstance(scope, DeviceScope):
        end_hold(turn, scope.device, "released")
        condition = turn.house.conditions.get(scope.device)
        if condition is not None and condition.judging is not None:
            # A hand or none, a person gave it back after it; what was decided before stays dead.
            condition.judging = None
            withdraw(turn, scope.device, "perhaps a hand at the device")
            forget_seen(turn, scope.device)
            forget_delay(turn, scope.device)
    for device in members(turn.house, scope):
        repeat_no_more(turn, device)
        reveal(turn, device, resumed=resume)
        judge_again(turn, device, "a person gave it back", resumed=resume)
        turn.shows(device)
    # Told in any case: that is the answer to whoever asked.
    turn.scope_shows(scope)


def scope_due(turn: Turn, scope: Scope) -> None:
    """End a freeze or an override whose own end has come."""
    people = turn.house.people
    ended = False
    for verb, held in (("freeze", people.freezes.get(scope)), ("set", people.overrides.get(scope))):
        if held is None or held.until is None:
            continue
        if held.until <= turn.now:
            _drop(turn, scope, verb, None, "its time is over")
            ended = True
        else:
            turn.house.due.put(ScopeDue(scope), held.until)
    if ended:
        for device in members(turn.house, scope):
            repeat_no_more(turn, device)
            reveal(turn, device, resumed=False)
            judge_again(turn, device, "an override ended")
            turn.shows(device)


def reveal(turn: Turn, device: DeviceId, *, resumed: bool) -> None:
    """Tell a device what an older `set` still asks of it; that may dim, and raise if `resumed`."""
    held = turn.house.held_by(device, turn.now)
    if not isinstance(held, Override):
        return
    condition, linked = turn.condition(device), turn.house.linked_at
    if condition.judging is not None or (condition.heard_at < linked and not resumed):
        # Perhaps somebody has just moved it, or while nobody could hear of it.
        return
    was = current(condition)
    wish = completed(turn.house.devices[device], held.values, was)
    changed = any(not near(aspect, was.get(aspect), value) for aspect, value in wish.items())
    if changed and (resumed or raises(was, wish) is None):
        order(turn, device, wish, transition=None, automated=False)


def end_older_sets(turn: Turn, device: DeviceId, by: Author, left: Values = NOTHING) -> None:
    """A hand ends what an older override set on this device: never re-asserted against it.

    One that was seen to have `left` the device as it is set ends nothing: after a start, what
    looks like a hand may be the device itself, still on its way to what it was set to.
    """
    hand_over(turn, device, by, left)
    overrides = turn.house.people.overrides
    for scope, override in list(overrides.items()):
        if device in override.without or device not in members(turn.house, scope):
            continue
        if is_asked(override, left):
            continue
        if isinstance(scope, DeviceScope):
            _drop(turn, scope, "set", by, "a hand at the device")
        else:
            overrides[scope] = replace(override, without=override.without | {device})
            turn.keep(f"override/{scope}", overrides[scope])
            turn.record(Noted(text=f"a hand ended what {scope} was set to, here", device=device))
            turn.scope_shows(scope)


def _drop(turn: Turn, scope: Scope, verb: str, by: Author | None, why: str) -> None:
    people = turn.house.people
    held = people.freezes.pop(scope) if verb == "freeze" else people.overrides.pop(scope)
    ended = OverrideEnded(scope=scope, verb=verb, by=by, why=why, placed=held.by, since=held.since)
    turn.record(ended, durable=True)
    turn.keep(f"{'freeze' if verb == 'freeze' else 'override'}/{scope}", None)
    turn.scope_shows(scope)
