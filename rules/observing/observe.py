"""Observing: what a device reports becomes known, is told from a hand, and becomes news."""

from rules.claims.orders import end_order
from rules.claims.told import Told
from rules.condition import Condition
from rules.due import ReportDue
from rules.hands.classify import classify
from rules.hands.judge import judge
from rules.hands.last_word import put_right
from rules.hands.progress import is_past_goal, settles, under_way
from rules.hands.signs import note_command, note_leave, note_press, note_return, note_stored
from rules.hands.things import nearer
from rules.hands.tolerance import is_telling, learnt, restless
from rules.hands.trajectory import Sight
from rules.observing.alarms import MEANINGS, note_reading
from rules.observing.fading import note_fading
from rules.observing.silence import note_reach, note_word
from rules.observing.vacancy import note_presence, note_sense
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.device import Device
from rules.words.events import Reported
from rules.words.hands import Seen
from rules.words.ids import DeviceId, HardwareId
from rules.words.news import ButtonPressed, ReadingChanged
from rules.words.times import Moment
from rules.words.values import (
    HAND_ASPECTS,
    LIGHT_ASPECTS,
    PRESENCE_ASPECTS,
    Aspect,
    Value,
    Values,
)
from rules.words.wishes import Cause, SawPress, SawReading


def report(turn: Turn, event: Reported) -> None:
    """Take in what a device says it is."""
    house, values = turn.house, event.values
    known = house.directory.device_of(event.hardware)
    if known is None:
        house.ways.hears(event.hardware, values)
        return
    device, condition = house.devices[known], house.conditions[known]
    if not event.stored:
        note_word(turn, device, condition)
    condition.heard_at = turn.now
    if device.fading:
        note_fading(turn, device, values)
    if condition.aside:
        condition.aside = {a: v for a, v in condition.aside.items() if a not in values}
    before = condition.values
    changed = [
        aspect
        for aspect, value in values.items()
        if aspect not in before or before[aspect] != value
    ]
    told = condition.told
    if not changed and (told is None or told.settled):
        return
    if device.felt.isdisjoint(values):
        _take_in(turn, known, event, changed, 0)
        if told is not None and not told.settled and _shows_all(told, before, device):
            _settled(turn, device, told, turn.now)
    elif event.stored:
        _take_in(turn, known, event, changed, 0)
        note_stored(turn, device)
        if told is not None and _is_over(told, device, condition, changed):
            condition.told = None
    else:
        _felt_report(turn, device, event, changed)


def _felt_report(turn: Turn, device: Device, event: Reported, changed: list[Aspect]) -> None:
    """Take in what something that people move says, and whether somebody moved it."""
    condition = turn.house.conditions[device.id]
    told = condition.in_force()
    lit = not LIGHT_ASPECTS.isdisjoint(device.felt)
    if lit:
        turn.house.mains.up.add(device.id)
    if (
        told is not None
        and told is condition.told
        and not told.takes
        and _is_plain_echo(told, event, condition, turn.now)
    ):
        _take_in(turn, device.id, event, changed, told.depth + 1 if told.automated else 0)
        condition.steady = condition.values.get(device.level)
        _settled(turn, device, told, turn.now)
        return
    if lit and not condition.available:
        note_return(turn, device.id)
    sight = Sight(
        device=device,
        values=event.values,
        known=dict(condition.values),
        tolerance=condition.tolerance,
        now=turn.now,
        steady=condition.steady,
        since=None if device.felt <= LIGHT_ASPECTS else dict(condition.since),
    )
    seen = classify(sight, told, condition.clues, by_hand=event.by_hand)
    caused = told is not None and told.automated and seen is Seen.ECHO
    _take_in(turn, device.id, event, changed, told.depth + 1 if told and caused else 0)
    judge(turn, sight, seen)
    if told is not None and told is condition.told:
        _obeys(turn, told, sight, seen)


def _obeys(turn: Turn, told: Told, sight: Sight, seen: Seen) -> None:
    """Take in how far a device has come by what it was told."""
    device, condition = sight.device, turn.house.conditions[sight.device.id]
    if told.takes and seen is Seen.ECHO:
        told = condition.told = nearer(told, sight)
    if told.settled:
        if seen is Seen.ECHO and is_past_goal(sight, told):
            condition.tolerance = restless(condition.tolerance)
        return
    if settles(sight, told, condition.values):
        if not put_right(turn, device, told):
            _settled(turn, device, told, turn.now)
    elif seen is Seen.ECHO:
        condition.told = under_way(told, sight)


def _is_plain_echo(told: Told, event: Reported, condition: Condition, now: Moment) -> bool:
    """Say whether a report is just what was told and nothing else, as nearly all are."""
    values, goals = event.values, told.values
    if told.settled or told.given_up or condition.judging is not None:
        return False
    if event.by_hand or not condition.available:
        return False
    for aspect, goal in goals.items():
        if values.get(aspect) != goal:
            return False
    for aspect, value in values.items():
        if aspect in goals or condition.values.get(aspect) == value:
            continue
        if aspect in HAND_ASPECTS:
            return False
    return told.may_come(now)


def _shows_all(told: Told, values: Values, device: Device) -> bool:
    heard = (one for one in told.values.items() if one[0] not in device.unheard)
    return all(values.get(aspect) == goal for aspect, goal in heard)


def _is_over(told: Told, device: Device, condition: Condition, changed: list[Aspect]) -> bool:
    """Say whether nothing comes of an order any more, by what a device said while nobody listened.

    Somebody moved it after it had come to its goal; or it came there, later than was waited for.
    """
    if told.settled:
        return bool(changed)
    return told.given_up and _shows_all(told, condition.values, device)


def _take_in(
    turn: Turn, known: DeviceId, event: Reported, changed: list[Aspect], depth: int
) -> None:
    """Let a report become known, and news."""
    condition = turn.house.conditions[known]
    for aspect in changed:
        value, old = event.values[aspect], condition.values.get(aspect)
        condition.values[aspect] = value
        condition.since[aspect] = turn.now
        if aspect in PRESENCE_ASPECTS:
            note_presence(turn, turn.house.area_of(known))
        elif aspect in MEANINGS:
            note_reading(turn, turn.house.devices[known], aspect, value)
        if not event.stored:
            _news(turn, known, aspect, (old, value), depth)
    if changed:
        turn.shows(known)
        turn.stir(known, changed)


def came_to_rest(turn: Turn, device: Device, told: Told) -> bool:
    """Say whether a device is as near to what it was told as it can be, now that it is done."""
    condition = turn.house.conditions[device.id]
    sight = Sight(
        device=device,
        values=condition.values,
        known=condition.values,
        tolerance=condition.tolerance,
        now=condition.tolerance.soon(told) + 1.0,
    )
    if not settles(sight, told, condition.values):
        return False
    _settled(turn, device, told, told.first or turn.now)
    return True


def _settled(turn: Turn, device: Device, told: Told, since: Moment) -> None:
    """Take in that a device shows all that it was told, and since when it does."""
    condition = turn.house.conditions[device.id]
    if not told.given_up:
        for decision in told.decisions:
            turn.end(decision, device.id, End.VERIFIED)
        turn.house.due.drop(ReportDue(device.id))
        known = condition.tolerance
        if not told.foreign and is_telling(known, told, since):
            condition.tolerance = learnt(known, told, condition.values, since)
    condition.told = told.reported(None if device.felt <= LIGHT_ASPECTS else turn.now)


def _news(
    turn: Turn, device: DeviceId, aspect: Aspect, change: tuple[Value, Value], depth: int
) -> None:
    listeners = turn.house.directory.listeners(device)
    if not listeners:
        return
    before, after = change
    cause = Cause(SawReading(device, aspect, after), turn.now, depth)
    turn.heard.append((ReadingChanged(device, aspect, before, after, cause), listeners))


def press(turn: Turn, hardware: HardwareId, name: str) -> DeviceId | None:
    """Take in a press; the controls bound to it come after, see `rules/people/controls.py`."""
    known = turn.house.directory.device_of(hardware)
    if known is None:
        return None
    turn.house.conditions[known].pressed = name, turn.now
    if turn.house.devices[known].felt:
        note_press(turn, turn.house.devices[known])
    listeners = turn.house.directory.listeners(known)
    if listeners:
        cause = Cause(SawPress(known, name), turn.now)
        turn.heard.append((ButtonPressed(known, name, cause), listeners))
    return known


def reach(turn: Turn, hardware: HardwareId, *, available: bool) -> None:
    """Take in that a device came within reach, or went out of it.

    While it was away anything may have happened to it: what it can be told counts as unknown,
    and its first report is looked at as that of one that came back.
    """
    known = turn.house.directory.device_of(hardware)
    if known is None:
        return
    condition, device = turn.house.conditions[known], turn.house.devices[known]
    if condition.available == available and not condition.silent:
        return
    note_reach(turn, device, available=available)
    if condition.available == available:
        return
    condition.available = available
    note_sense(turn, known)
    if available and not LIGHT_ASPECTS.isdisjoint(device.felt):
        note_return(turn, known)
    if not available:
        if device.felt:
            note_leave(turn, device)
        known_so_far = [a for a, v in condition.values.items() if v is not None]
        apart = {a: condition.values[a] for a in known_so_far if device.can_write(a)}
        condition.aside = {**condition.aside, **apart}
        condition.values.update(dict.fromkeys(apart))
        end_order(turn, known, End.FAILED, "it went out of reach")
        condition.told = None
        condition.fence = condition.order
    turn.stir(known)
    turn.shows(known)


def overhear(turn: Turn, hardware: HardwareId, values: Values) -> None:
    """Take in that somebody else told a device something."""
    known = turn.house.directory.device_of(hardware)
    if known is not None and turn.house.devices[known].felt:
        note_command(turn, turn.house.devices[known], values)
