"""Alarms: what a sensor says that nobody should miss is told once, and once more when it is over.

Rule 1: it begins at the first word of it. It is over a minute after the last: what flickers is one.
Rule 2: a battery is nearly empty at 10 %, and again full enough at 15 %.
Rule 3: a sensor is silent once it was out of reach for ten minutes, or without a word for more than
a day and for three times its longest pause so far. That is known after ten words of it, and learnt
anew after a restart. Nobody is silent while there is no connection.
Rule 4: sensors that went out of reach in the same moment, three or more, are one alarm: what they
speak through is away. It is over with the last that is back.
Rule 5: what stands outlives a restart, and is not told again. No alarm commands anything.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.due import AlarmDue, SilenceDue
from rules.house import Condition, House
from rules.turn import Turn
from rules.words.alarms import OUT_OF_REACH, Alarm, AlarmKind
from rules.words.device import Device, Sort
from rules.words.ids import DeviceId
from rules.words.records import AlarmBegan, AlarmEnded
from rules.words.times import DAY, HOUR, MINUTE, Moment, Seconds
from rules.words.values import Aspect, Value, as_number

MEANINGS: Final[Mapping[Aspect, AlarmKind]] = {
    Aspect(name): kind
    for kind, names in {
        AlarmKind.WATER: ("water_leak", "moisture", "leak", "water", "flood", "water_detected"),
        AlarmKind.SMOKE: ("smoke", "smoke_detected"),
        AlarmKind.CARBON_MONOXIDE: ("carbon_monoxide", "co"),
        AlarmKind.GAS: ("gas", "gas_detected"),
        AlarmKind.TAMPER: ("tamper",),
        AlarmKind.BATTERY: ("battery", "battery_low", "low_battery"),
    }.items()
    for name in names
}
"""The readings that are alarms while they are true; a `battery` in percent, while it is low."""
LOW: Final = 10
FULL_ENOUGH: Final = 15
QUIET_FOR: Final[Seconds] = MINUTE
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


def note_reading(turn: Turn, device: Device, aspect: Aspect, value: Value) -> None:
    """Take in what a reading says that may be an alarm."""
    kind, says = MEANINGS[aspect], _says(device, aspect, value)
    standing = turn.house.alarms.get((device.id, kind))
    if says is True:
        if standing is None:
            _begin(turn, Alarm(alarm=kind, device=device.id, since=turn.now, seen=value))
        elif standing.over_at is not None:
            _keep(turn, replace(standing, over_at=None))
    elif says is False and standing is not None and standing.over_at is None:
        _keep(turn, replace(standing, over_at=turn.now + QUIET_FOR))
        turn.house.due.put(AlarmDue(device.id, kind), turn.now + QUIET_FOR)


def _says(device: Device, aspect: Aspect, value: Value) -> bool | None:
    """Say whether a value is one of an alarm; None where it tells neither."""
    if isinstance(value, bool):
        return value
    able = device.announcement.capabilities.get(aspect)
    number = as_number(value)
    if aspect != "battery" or number is None or (able is not None and able.unit not in ("%", "")):
        return None
    if number <= LOW:
        return True
    return False if number >= FULL_ENOUGH else None


def alarm_due(turn: Turn, device: DeviceId, kind: AlarmKind) -> None:
    """End an alarm that has stopped for long enough, unless another reading still says it."""
    standing = turn.house.alarms.get((device, kind))
    if standing is None or standing.over_at is None:
        return
    if standing.over_at > turn.now:
        turn.house.due.put(AlarmDue(device, kind), standing.over_at)
        return
    known, values = turn.house.devices.get(device), turn.house.values(device)
    if known is not None and any(
        _says(known, aspect, value) is True
        for aspect, value in values.items()
        if MEANINGS.get(aspect) is kind
    ):
        _keep(turn, replace(standing, over_at=None))
        return
    _end(turn, standing)


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
    _begin(
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
        _end(turn, standing, why)
        return
    if left[0] != standing.device:
        del turn.house.alarms[standing.device, standing.alarm]
        turn.keep(_key(standing), None)
    _keep(turn, replace(standing, device=left[0], others=tuple(left[1:])))


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


def shift_alarms(house: House, by: Seconds) -> None:
    """Move every moment, as after a step of the wall clock."""
    for key, one in house.alarms.items():
        over = None if one.over_at is None else one.over_at + by
        house.alarms[key] = replace(one, since=one.since + by, over_at=over)


def put_back_alarm(house: House, alarm: Alarm) -> None:
    """Put back what stood before a restart."""
    house.alarms[alarm.device, alarm.alarm] = alarm
    if alarm.alarm is AlarmKind.SILENT:
        for device in alarm.devices:
            house.conditions.setdefault(device, Condition()).silent = True
    if alarm.over_at is not None:
        house.due.put(AlarmDue(alarm.device, alarm.alarm), alarm.over_at)


def _begin(turn: Turn, alarm: Alarm) -> None:
    _keep(turn, alarm)
    turn.record(AlarmBegan(alarm=alarm))


def _keep(turn: Turn, alarm: Alarm) -> None:
    turn.house.alarms[alarm.device, alarm.alarm] = alarm
    turn.keep(_key(alarm), alarm)


def _end(turn: Turn, alarm: Alarm, why: str = "") -> None:
    del turn.house.alarms[alarm.device, alarm.alarm]
    turn.keep(_key(alarm), None)
    turn.record(AlarmEnded(alarm=alarm, why=why))


def _key(alarm: Alarm) -> str:
    return f"alarm/{alarm.device}/{alarm.alarm}"
