"""Silence: a sensor that says nothing any more is told as an alarm; of many at once, as one.

Rule 1: a sensor is silent once it was out of reach for ten minutes, or without a word for more than
a day and for three times its longest pause so far. That is known after ten words of it, and learnt
anew after a restart. Nobody is silent while there is no connection.
Rule 2: sensors that went out of reach in the same moment, three or more, are one alarm: what they
speak through is away. It is over with the last that is back.
"""

from dataclasses import replace
from typing import Final

from rules.condition import Condition
from rules.due import AlarmDue, SilenceDue
from rules.house import House
from rules.observing.alarms import MEANINGS, alarm_key, begin, end, keep
from rules.observing.vacancy import note_sense
from rules.turn import Turn
from rules.words.alarms import OUT_OF_REACH, Alarm, AlarmKind
from rules.words.device import Device, Sort
from rules.words.ids import DeviceId
from rules.words.times import DAY, HOUR, MINUTE, Moment, Seconds

AWAY_FOR: Final[Seconds] = 10 * MINUTE
SAME_MOMENT: Final[Seconds] = 2.0
FEWEST_TOGETHER: Final = 3
LEAST_SILENCE: Final[Seconds] = DAY + 2 * HOUR
"""What speaks once a day is not silent."""
PAUSES: Final = 3
KNOWN_AFTER: Final = 10
LONGEST_PAUSE: Final[Seconds] = 7 * DAY


def is_watched(device: Device) -> bool:
    """Say whether somebody must know that a device says nothing any more."""
    announcement = device.announcement
    if announcement.sort is Sort.SENSOR:
        return True
    able = announcement.capabilities
    return not device.felt and not able.keys().isdisjoint(MEANINGS)


def note_word(turn: Turn, device: Device, condition: Condition) -> None:
    """Take in that a device was heard; each report comes here."""
    condition.heard += 1
    pause = turn.now - condition.heard_at
    if pause <= condition.pause and not condition.silent:
        return
    if condition.heard == 1:
        if is_watched(device):
            turn.house.due.put(SilenceDue(device.id), turn.now + LEAST_SILENCE)
    elif pause > condition.pause:
        condition.pause = min(pause, LONGEST_PAUSE)
    if condition.silent:
        speaks_again(turn, device)


def speaks_again(turn: Turn, device: Device) -> None:
    """End the silence of a device."""
    standing = _silence_of(turn.house, device.id)
    turn.house.conditions[device.id].silent = False
    note_sense(turn, device.id)
    if standing is not None:
        _leave(turn, standing, device.id)
    turn.house.due.put(SilenceDue(device.id), turn.now + LEAST_SILENCE)


def note_reach(turn: Turn, device: Device, *, available: bool) -> None:
    """Take in that a device came within reach, or went out of it."""
    condition = turn.house.conditions[device.id]
    if not available:
        condition.left_at = turn.now if condition.available else condition.left_at
        if is_watched(device):
            turn.house.due.put(SilenceDue(device.id), turn.now + AWAY_FOR)
    elif condition.silent:
        standing = _silence_of(turn.house, device.id)
        if standing is not None and standing.seen == OUT_OF_REACH:
            # Where it fell silent within reach, only a word of it ends that.
            speaks_again(turn, device)


def silence_due(turn: Turn, device: DeviceId) -> None:
    """Say that a sensor is silent, if it is by now; else look again when it may be."""
    house = turn.house
    known, condition = house.devices.get(device), house.conditions.get(device)
    if known is None or condition is None or condition.silent:
        return
    at, since = _silent_at(house, condition)
    if not house.link_up:
        at = turn.now + AWAY_FOR
    elif condition.available and condition.heard < KNOWN_AFTER:
        # Nobody knows its habits yet.
        at = turn.now + DAY
    if at > turn.now:
        house.due.put(SilenceDue(device), at)
        return
    seen = None if condition.available else OUT_OF_REACH
    others = () if condition.available else _gone_with(house, device)
    for one in (device, *others):
        house.conditions[one].silent = True
        note_sense(turn, one)
    begin(
        turn,
        Alarm(
            alarm=AlarmKind.SILENT,
            device=device,
            since=since,
            seen=seen,
            others=others,
            fell=1 + len(others),
        ),
    )


def _gone_with(house: House, device: DeviceId) -> tuple[DeviceId, ...]:
    """Return who else went out of reach in that moment; nobody where they are too few."""
    left = house.conditions[device].left_at
    others = tuple(
        one.id
        for one in house.devices.values()
        if one.id != device and is_watched(one) and _left_at(house.conditions[one.id], left)
    )
    return others if 1 + len(others) >= FEWEST_TOGETHER else ()


def _left_at(condition: Condition, moment: Moment) -> bool:
    """Say whether somebody went out of reach then, and nobody was told of it yet."""
    told = condition.available or condition.silent
    return not told and abs(condition.left_at - moment) <= SAME_MOMENT


def _silence_of(house: House, device: DeviceId) -> Alarm | None:
    """Return the alarm that tells of a device's silence, alone or among others."""
    alone = house.alarms.get((device, AlarmKind.SILENT))
    return alone or next((one for one in house.alarms.values() if device in one.others), None)


def _leave(turn: Turn, standing: Alarm, device: DeviceId, why: str = "") -> None:
    """End the part of a device in a silence, and the silence with the last of them."""
    left = [one for one in standing.devices if one != device]
    if not left:
        end(turn, standing, why)
        return
    if left[0] != standing.device:
        del turn.house.alarms[standing.device, standing.alarm]
        turn.keep(alarm_key(standing), None)
    keep(turn, replace(standing, device=left[0], others=tuple(left[1:])))


def _silent_at(house: House, condition: Condition) -> tuple[Moment, Moment]:
    """Return when a device will have been silent for too long, and since when it is."""
    if not condition.available:
        return max(condition.left_at, house.linked_at) + AWAY_FOR, condition.left_at
    since = max(condition.heard_at, house.linked_at)
    return since + max(LEAST_SILENCE, PAUSES * condition.pause), condition.heard_at


def forget_alarms(turn: Turn, device: DeviceId) -> None:
    """End what a device said that is taken away."""
    for standing in tuple(turn.house.alarms.values()):
        if device in standing.devices:
            _leave(turn, standing, device, "it was taken away")


def put_back_alarm(house: House, alarm: Alarm) -> None:
    """Put back what stood before a restart."""
    house.alarms[alarm.device, alarm.alarm] = alarm
    if alarm.alarm is AlarmKind.SILENT:
        for device in alarm.devices:
            house.conditions.setdefault(device, Condition()).silent = True
    if alarm.over_at is not None:
        house.due.put(AlarmDue(alarm.device, alarm.alarm), alarm.over_at)
