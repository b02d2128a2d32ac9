"""What people do: taps, hands, overrides and freezes; they act at once and outlast everything."""

from collections.abc import Iterable
from dataclasses import replace

from rules.due import HoldDue, ScopeDue
from rules.house import House, current
from rules.policy import AreaKind
from rules.settle import judge_again, order, withdraw
from rules.turn import Turn
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    HandKind,
    Hold,
    HouseScope,
    Override,
    Scope,
)
from rules.words.records import (
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Noted,
    OverrideBegan,
    OverrideEnded,
)
from rules.words.times import HOUR, MINUTE, Moment, Seconds, minute_of, next_civil
from rules.words.values import (
    BRIGHTNESS,
    FULL,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Value,
    Values,
    as_number,
)
from rules.words.wishes import Author, Via

UP_EMPTY, UP_LONGEST = 15 * MINUTE, 4 * HOUR
DOWN_EMPTY, DOWN_SHORTEST, DOWN_LONGEST = 10 * MINUTE, 20 * MINUTE, 8 * HOUR
ONE_GESTURE = 3.0
"""Seconds in which further reports of a moving dimmer belong to the same hand."""


def members(house: House, scope: Scope) -> Iterable[DeviceId]:
    """Return the devices that lie in a scope at this moment."""
    match scope:
        case HouseScope():
            return tuple(house.devices)
        case AreaScope(area):
            return house.devices_in(area)
        case DeviceScope(device):
            return (device,) if device in house.devices else ()


def set_device(
    turn: Turn,
    device: DeviceId,
    values: Values,
    by: Author,
    *,
    transition: Seconds | None = None,
    seconds: Seconds | None = None,
) -> None:
    """Do what a person wished of a device, and hold it."""
    known = turn.house.devices.get(device)
    if known is None:
        return
    was = dict(current(turn.condition(device)))
    wish = completed(known, values, was)
    if not wish:
        return
    _end_older_sets(turn, device, by)
    order(turn, device, wish, transition=transition, automated=False)
    _hold(turn, known, wish, was, by, seconds=seconds)


def completed(device: Device, values: Values, was: Values) -> dict[Aspect, Value]:
    """Return a person's wish as the device can take it; a lamp switched on gives its full light."""
    wish = {aspect: value for aspect, value in values.items() if device.can_write(aspect)}
    if wish.get(POWER) is False or wish.get(BRIGHTNESS) == 0:
        return {POWER: False}
    if wish and not LIGHT_ASPECTS.isdisjoint(wish) and device.can_write(POWER):
        wish[POWER] = True
    if wish.get(POWER) is True and was.get(POWER) is not True and device.dims:
        # The lamp may remember a brightness that automation chose; a person gets a person's.
        wish.setdefault(BRIGHTNESS, FULL)
    return wish


def hand_at(turn: Turn, device: Device, was: Values) -> None:
    """Take in that somebody moved a device at its own switch or by another way than ours."""
    condition = turn.condition(device.id)
    by = Author(via=Via.WALL)
    withdraw(turn, device.id, "a hand at the device")
    if condition.told is not None and not condition.told.given_up:
        # One that was on its way may still be echoed; one that was reported explains no more.
        condition.told = None
    values = {a: v for a, v in condition.values.items() if device.can_write(a)}
    old = turn.house.people.holds.get(device.id)
    one_gesture = old is not None and old.by == by and turn.now - old.since < ONE_GESTURE
    if old is not None and one_gesture and old.kind is _kind(values, was):
        # A dimmer on its way reports each step; one gesture is one hold.
        turn.house.people.holds[device.id] = hold = replace(old, values=values)
        turn.keep(f"hold/{device.id}", hold)
        return
    _end_older_sets(turn, device.id, by)
    _hold(turn, device, values, was, by)


def _hold(
    turn: Turn,
    device: Device,
    values: Values,
    was: Values,
    by: Author,
    *,
    seconds: Seconds | None = None,
) -> None:
    kind = _kind(values, was)
    until, empty_for, at_least = _length(turn, device.id, kind)
    if seconds is not None:
        until, empty_for, at_least = turn.now + seconds, None, 0.0
    covers = frozenset(values)
    if not LIGHT_ASPECTS.isdisjoint(covers):
        covers |= LIGHT_ASPECTS
    hold = Hold(
        device=device.id,
        values=values,
        covers=covers,
        by=by,
        kind=kind,
        since=turn.now,
        until=until,
        empty_for=empty_for,
        at_least=at_least,
    )
    turn.house.people.holds[device.id] = hold
    turn.house.due.put(HoldDue(device.id), next_look(turn.house, hold))
    turn.record(HoldBegan(hold=hold, was=was), durable=True)
    turn.keep(f"hold/{device.id}", hold)
    turn.shows(device.id)
    forget_delay(turn, device.id)


def _kind(values: Values, was: Values) -> HandKind:
    if values.get(POWER) is False:
        return HandKind.DOWN
    now, before = as_number(values.get(BRIGHTNESS)), as_number(was.get(BRIGHTNESS))
    dimmer = now is not None and before is not None and now < before
    return HandKind.DOWN if dimmer and was.get(POWER) is True else HandKind.UP


def _length(turn: Turn, device: DeviceId, kind: HandKind) -> tuple[Moment, Seconds | None, Seconds]:
    """Return the end of a hold, how long its area must be empty, and its least length."""
    house, now = turn.house, turn.now
    if kind is HandKind.UP:
        return now + UP_LONGEST, UP_EMPTY, 0.0
    place = house.area_of(device)
    area = house.policy.areas.get(place) if place is not None else None
    quiet = house.policy.home.quiet_hours
    if area is not None and area.kind is AreaKind.BEDROOM and quiet and house.within(quiet, now):
        minute = minute_of(quiet.end, house.sky)
        if minute is not None:
            return next_civil(minute, now, house.policy.home.zone), None, 0.0
    return now + DOWN_LONGEST, DOWN_EMPTY, DOWN_SHORTEST


def next_look(house: House, hold: Hold) -> Moment:
    """Return when a hold may next have ended."""
    area = house.area_of(hold.device)
    empty = house.empty_since.get(area) if area is not None else None
    if hold.empty_for is None or empty is None:
        return hold.until
    emptied = max(empty, hold.since) + hold.empty_for
    return min(hold.until, max(emptied, hold.since + hold.at_least))


def hold_due(turn: Turn, device: DeviceId) -> None:
    """End a hold whose time has come."""
    hold = turn.house.people.holds.get(device)
    if hold is None:
        return
    look = next_look(turn.house, hold)
    if look > turn.now:
        turn.house.due.put(HoldDue(device), look)
        return
    why = "its time is over" if turn.now >= hold.until else "the area has been empty long enough"
    end_hold(turn, device, why)
    judge_again(turn, device, "a hold ended")


def end_hold(turn: Turn, device: DeviceId, why: str) -> None:
    """End the hold on a device, if there is one."""
    if turn.house.people.holds.pop(device, None) is None:
        return
    turn.house.due.drop(HoldDue(device))
    turn.record(HoldEnded(device=device, why=why), durable=True)
    turn.keep(f"hold/{device}", None)
    turn.shows(device)


def _end_older_sets(turn: Turn, device: DeviceId, by: Author) -> None:
    """A hand ends what an older override set on this device: never re-asserted against it."""
    overrides = turn.house.people.overrides
    for scope, override in list(overrides.items()):
        if device in override.without or device not in members(turn.house, scope):
            continue
        if isinstance(scope, DeviceScope):
            _drop(turn, scope, "set", by, "a hand at the device")
        else:
            overrides[scope] = replace(override, without=override.without | {device})
            turn.keep(f"override/{scope}", overrides[scope])
            turn.record(Noted(text=f"a hand ended what {scope} was set to, here", device=device))
            turn.scope_shows(scope)


def freeze(turn: Turn, scope: Scope, by: Author, until: Moment | None) -> None:
    """Stop everything automated in a scope, at once: nothing that waits is sent any more."""
    placed = Freeze(scope=scope, by=by, since=turn.now, until=until)
    turn.house.people.freezes[scope] = placed
    for device in members(turn.house, scope):
        condition = turn.house.conditions[device]
        if condition.told is None or condition.told.automated:
            withdraw(turn, device, "superseded by override")
        forget_delay(turn, device)
        turn.shows(device)
    _begin(turn, scope, until)
    turn.record(FreezeBegan(freeze=placed), durable=True)
    turn.keep(f"freeze/{scope}", placed)


def forget_delay(turn: Turn, device: DeviceId) -> None:
    """Deferred wishes die as such: they live on as claims, but may no longer raise."""
    condition = turn.house.conditions[device]
    if any(claim.raises_at is not None for claim in condition.claims):
        condition.claims = tuple(replace(claim, raises_at=None) for claim in condition.claims)


def override(turn: Turn, scope: Scope, values: Values, by: Author, until: Moment | None) -> None:
    """Set a scope to a value on purpose, and hold it there."""
    placed = Override(scope=scope, values=values, by=by, since=turn.now, until=until)
    turn.house.people.overrides[scope] = placed
    for device in members(turn.house, scope):
        known = turn.house.devices[device]
        wish: dict[Aspect, Value] = {}
        if known.can_write(POWER):
            end_hold(turn, device, "an override took its place")
            wish = completed(known, values, current(turn.condition(device)))
        if wish:
            order(turn, device, wish, transition=None, automated=False)
        else:
            withdraw(turn, device, "superseded by override")
        forget_delay(turn, device)
    _begin(turn, scope, until)
    turn.record(OverrideBegan(override=placed), durable=True)
    turn.keep(f"override/{scope}", placed)


def keep_all(turn: Turn) -> None:
    """Have all that people hold remembered anew, after its moments were moved."""
    people = turn.house.people
    for device, hold in people.holds.items():
        turn.keep(f"hold/{device}", hold)
    for scope, frozen in people.freezes.items():
        turn.keep(f"freeze/{scope}", frozen)
    for scope, placed in people.overrides.items():
        turn.keep(f"override/{scope}", placed)


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
    turn.scope_shows(scope)


def lift(turn: Turn, scope: Scope, by: Author, *, resume: bool) -> None:
    """Give a scope back to automation; only with `resume` may that raise anything."""
    people = turn.house.people
    if scope in people.freezes:
        _drop(turn, scope, "freeze", by, "released")
    if scope in people.overrides:
        _drop(turn, scope, "set", by, "released")
    if isinstance(scope, DeviceScope):
        end_hold(turn, scope.device, "released")
    for device in members(turn.house, scope):
        judge_again(turn, device, "a person gave it back", resumed=resume)
        turn.shows(device)


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
            judge_again(turn, device, "an override ended")
            turn.shows(device)


def _drop(turn: Turn, scope: Scope, verb: str, by: Author | None, why: str) -> None:
    people = turn.house.people
    if verb == "freeze":
        people.freezes.pop(scope, None)
    else:
        people.overrides.pop(scope, None)
    turn.record(OverrideEnded(scope=scope, verb=verb, by=by, why=why), durable=True)
    turn.keep(f"{'freeze' if verb == 'freeze' else 'override'}/{scope}", None)
    turn.scope_shows(scope)
