"""Observing: what a device reports becomes known, is told from a hand, and becomes news."""

from dataclasses import replace

from rules.due import HoldDue, ReportDue
from rules.hands import Seen, classify, settles
from rules.orders import end_order
from rules.taps import hand_at
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.device import Device
from rules.words.ids import AreaId, DeviceId, HardwareId
from rules.words.news import ButtonPressed, ReadingChanged
from rules.words.values import PRESENCE_ASPECTS, Aspect, Value, Values
from rules.words.wishes import Cause, SawPress, SawReading


def report(turn: Turn, hardware: HardwareId, values: Values, *, stored: bool) -> None:
    """Take in what a device says it is."""
    house = turn.house
    known = house.directory.device_of(hardware)
    if known is None:
        return
    device, condition = house.devices[known], house.conditions[known]
    condition.heard_at = turn.now
    before = condition.values
    changed = [
        aspect
        for aspect, value in values.items()
        if aspect not in before or before[aspect] != value
    ]
    told = condition.told
    if not changed and (told is None or told.settled):
        return
    seen = classify(device, condition, values, turn.now, stored=stored)
    was = dict(before) if seen is Seen.HAND else {}
    depth = told.depth + 1 if told is not None and told.automated and seen is Seen.ECHO else 0
    for aspect in changed:
        value, old = values[aspect], before.get(aspect)
        before[aspect] = value
        condition.since[aspect] = turn.now
        if aspect in PRESENCE_ASPECTS:
            _presence(turn, known)
        if not stored:
            _news(turn, known, aspect, (old, value), depth)
    if changed:
        turn.shows(known)
    if seen is Seen.HAND:
        hand_at(turn, device, was)
    elif told is not None and not told.settled and settles(told, before):
        _settled(turn, device)


def _settled(turn: Turn, device: Device) -> None:
    condition = turn.condition(device.id)
    told = condition.told
    if told is None:
        return
    if not told.given_up:
        for decision in told.decisions:
            turn.end(decision, device.id, End.VERIFIED)
        turn.house.due.drop(ReportDue(device.id))
    condition.told = replace(told, settled=True, earlier=())


def _news(
    turn: Turn, device: DeviceId, aspect: Aspect, change: tuple[Value, Value], depth: int
) -> None:
    listeners = turn.house.directory.listeners(device)
    if not listeners:
        return
    before, after = change
    cause = Cause(SawReading(device, aspect, after), turn.now, depth)
    turn.heard.append((ReadingChanged(device, aspect, before, after, cause), listeners))


def _presence(turn: Turn, device: DeviceId) -> None:
    area = turn.house.area_of(device)
    if area is None:
        return
    if turn.house.somebody_in(area) is not False:
        turn.house.empty_since.pop(area, None)
    elif area not in turn.house.empty_since:
        turn.house.empty_since[area] = turn.now
        holds_may_end(turn, area)


def holds_may_end(turn: Turn, area: AreaId) -> None:
    """Look soon at the holds of an area that has just become empty."""
    for device in turn.house.devices_in(area):
        hold = turn.house.people.holds.get(device)
        if hold is not None and hold.empty_for is not None:
            moment = max(turn.now + hold.empty_for, hold.since + hold.at_least)
            turn.house.due.put(HoldDue(device), min(moment, hold.until))


def press(turn: Turn, hardware: HardwareId, name: str) -> DeviceId | None:
    """Take in a press; the controls bound to it come after, see `rules/controls.py`."""
    known = turn.house.directory.device_of(hardware)
    if known is None:
        return None
    listeners = turn.house.directory.listeners(known)
    if listeners:
        cause = Cause(SawPress(known, name), turn.now)
        turn.heard.append((ButtonPressed(known, name, cause), listeners))
    return known


def reach(turn: Turn, hardware: HardwareId, *, available: bool) -> None:
    """Take in that a device came within reach, or went out of it.

    While it was away anything may have happened to it: what it can be told counts as unknown,
    so that its first report is nobody's hand.
    """
    known = turn.house.directory.device_of(hardware)
    if known is None:
        return
    condition = turn.house.conditions[known]
    if condition.available == available:
        return
    condition.available = available
    if not available:
        device = turn.house.devices[known]
        for aspect in [a for a in condition.values if device.can_write(a)]:
            condition.values[aspect] = None
        end_order(turn, known, End.FAILED, "it went out of reach")
        condition.told = None
        condition.fence = condition.order
    turn.shows(known)
