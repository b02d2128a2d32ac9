"""Holds: what a hand did to a device stays as it was left, for a time that fits what it did."""

from rules.claims.orders import repeat_no_more
from rules.claims.review import judge_again
from rules.claims.waiting import forget_delay
from rules.deciding.raising import opens
from rules.due import HoldDue
from rules.house import House
from rules.people.together import groups_of
from rules.policy import AreaKind
from rules.turn import Turn
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.people import HandKind, Hold
from rules.words.records import HoldBegan, HoldEnded
from rules.words.times import HOUR, MINUTE, Moment, Seconds, minute_of, next_civil
from rules.words.values import (
    BRIGHTNESS,
    HAND_ASPECTS,
    JOINED,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Values,
    as_number,
)
from rules.words.wishes import Author

UP_EMPTY, UP_LONGEST = 15 * MINUTE, 4 * HOUR
DOWN_EMPTY, DOWN_SHORTEST, DOWN_LONGEST = 10 * MINUTE, 20 * MINUTE, 8 * HOUR


def begin_hold(
    turn: Turn,
    device: Device,
    values: Values,
    was: Values,
    by: Author,
    *,
    seconds: Seconds | None = None,
) -> None:
    """Hold a device as a person left it; without `seconds`, for as long as fits what they did."""
    kind = kind_of(values, was)
    until, empty_for, at_least = _length(turn, device.id, kind)
    if seconds is not None:
        until, empty_for, at_least = turn.now + seconds, None, 0.0
    hold = Hold(
        device=device.id,
        values=values,
        covers=_covered(device, values),
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
    forget_delay(turn, device.id, "superseded by override")


def _covered(device: Device, values: Values) -> frozenset[Aspect]:
    """Return what is held with these values: all that belongs together.

    Also what the device cannot be told yet: it may be announced again, and able to do more.
    """
    touched = frozenset(values or device.writable)
    meant = [joined for joined in JOINED if not joined.isdisjoint(touched)]
    # What is only switched on and off, as far as is known, may be a thing of any sort.
    known = [joined for joined in meant if joined & device.writable - {POWER}]
    return touched.union(*(known or meant))


def kind_of(values: Values, was: Values) -> HandKind:
    """Say whether a hand gave more, or opened or unlocked something, or else less."""
    if values.get(POWER) is False:
        return HandKind.DOWN
    moved = [a for a in values if a in HAND_ASPECTS and a not in LIGHT_ASPECTS]
    moved = [a for a in moved if values[a] is not None and values[a] != was.get(a)]
    if moved:
        opened = any(opens(a, was.get(a), values[a]) for a in moved)
        return HandKind.UP if opened else HandKind.DOWN
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
    if device in turn.house.conditions:
        repeat_no_more(turn, device)
    for other in (device, *groups_of(turn.house, device)):
        judge_again(turn, other, "a hold ended")


def end_hold(turn: Turn, device: DeviceId, why: str) -> None:
    """End the hold on a device, if there is one."""
    if turn.house.people.holds.pop(device, None) is None:
        return
    turn.house.due.drop(HoldDue(device))
    turn.record(HoldEnded(device=device, why=why), durable=True)
    turn.keep(f"hold/{device}", None)
    turn.shows(device)
