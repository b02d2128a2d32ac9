"""Alarms in words: what is the matter, since when, and that it is over."""

from collections.abc import Mapping
from typing import Final

from rules.explain.names import Names
from rules.explain.phrases import sentence_of, when
from rules.words.alarms import Alarm, AlarmKind
from rules.words.records import AlarmEnded
from rules.words.times import Moment
from rules.words.values import as_number

MOST_NAMED: Final = 3
REPORTS: Final[Mapping[AlarmKind, str]] = {
    AlarmKind.WATER: "water",
    AlarmKind.SMOKE: "smoke",
    AlarmKind.CARBON_MONOXIDE: "carbon monoxide",
    AlarmKind.GAS: "gas",
    AlarmKind.TAMPER: "that somebody tampers with it",
}


def alarm_sentence(alarm: Alarm, names: Names) -> str:
    """Return what is the matter as a sentence."""
    return sentence_of(alarm_clause(alarm, names))


def alarm_clause(alarm: Alarm, names: Names) -> str:
    """Return what is the matter as a clause."""
    it, since = names.device(alarm.device), when(alarm.since, names.zone)
    match alarm.alarm:
        case AlarmKind.BATTERY:
            number = as_number(alarm.seen)
            left = "" if number is None else f" ({number:g} %)"
            return f"the battery of {it} is nearly empty{left}, since {since}"
        case AlarmKind.SILENT:
            return _silence_clause(alarm, names)
        case kind:
            return f"{it} reports {REPORTS[kind]} since {since}"


def _silence_clause(alarm: Alarm, names: Names) -> str:
    since, away = when(alarm.since, names.zone), len(alarm.devices)
    if away == 1:
        return f"nothing was heard of {names.device(alarm.device)} since {since}"
    named = ", ".join(map(names.device, alarm.devices[:MOST_NAMED]))
    more = f" and {away - MOST_NAMED} more" if away > MOST_NAMED else ""
    return (
        f"nothing was heard since {since} of {away} sensors that were gone at once, as when what "
        f"they speak through is without power: {named}{more}"
    )


def alarm_over_clause(ended: AlarmEnded, at: Moment, names: Names) -> str:
    """Return as a clause that it is over."""
    it, clock = names.device(ended.alarm.device), when(at, names.zone)
    if ended.why:
        return f"what {it} reported ended at {clock}: {ended.why}"
    match ended.alarm.alarm:
        case AlarmKind.BATTERY:
            return f"the battery of {it} is full enough again, at {clock}"
        case AlarmKind.SILENT if ended.alarm.fell > 1:
            return f"all {ended.alarm.fell} sensors that were gone at once are back at {clock}"
        case AlarmKind.SILENT:
            return f"{it} was heard of again at {clock}"
        case AlarmKind.TAMPER:
            return f"{it} reports at {clock} that nobody tampers with it any more"
        case kind:
            return f"{it} reports no {REPORTS[kind]} any more, at {clock}"
