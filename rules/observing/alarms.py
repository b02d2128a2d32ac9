"""Alarms: what a sensor says that nobody should miss is told once, and once more when it is over.

Rule 1: it begins at the first word of it. It is over a minute after the last: what flickers is one.
Rule 2: a battery is nearly empty at 10 %, and again full enough at 15 %.
Rule 3: what stands outlives a restart, and is not told again. No alarm commands anything.
A sensor that falls silent is one as well: `rules/observing/silence.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.due import AlarmDue
from rules.house import House
from rules.turn import Turn
from rules.words.alarms import Alarm, AlarmKind
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.records import AlarmBegan, AlarmEnded
from rules.words.times import MINUTE, Seconds
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


def note_reading(turn: Turn, device: Device, aspect: Aspect, value: Value) -> None:
    """Take in what a reading says that may be an alarm."""
    kind, says = MEANINGS[aspect], _says(device, aspect, value)
    standing = turn.house.alarms.get((device.id, kind))
    if says is True:
        if standing is None:
            begin(turn, Alarm(alarm=kind, device=device.id, since=turn.now, seen=value))
        elif standing.over_at is not None:
            keep(turn, replace(standing, over_at=None))
    elif says is False and standing is not None and standing.over_at is None:
        keep(turn, replace(standing, over_at=turn.now + QUIET_FOR))
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
        keep(turn, replace(standing, over_at=None))
        return
    end(turn, standing)


def shift_alarms(house: House, by: Seconds) -> None:
    """Move every moment, as after a step of the wall clock."""
    for key, one in house.alarms.items():
        over = None if one.over_at is None else one.over_at + by
        house.alarms[key] = replace(one, since=one.since + by, over_at=over)


def begin(turn: Turn, alarm: Alarm) -> None:
    """Tell of an alarm, and keep it."""
    keep(turn, alarm)
    turn.record(AlarmBegan(alarm=alarm))


def keep(turn: Turn, alarm: Alarm) -> None:
    """Keep an alarm as it now is, over a restart too."""
    turn.house.alarms[alarm.device, alarm.alarm] = alarm
    turn.keep(alarm_key(alarm), alarm)


def end(turn: Turn, alarm: Alarm, why: str = "") -> None:
    """Tell that an alarm is over, and forget it."""
    del turn.house.alarms[alarm.device, alarm.alarm]
    turn.keep(alarm_key(alarm), None)
    turn.record(AlarmEnded(alarm=alarm, why=why))


def alarm_key(alarm: Alarm) -> str:
    """Return under which name it outlives a restart."""
    return f"alarm/{alarm.device}/{alarm.alarm}"
