"""Sirens of ESPHome, which say whether they sound and nothing else."""

from typing import Final

from devices.esphome.words import words_of
from devices.said import Fields
from rules.words.device import Capability, Kind
from rules.words.times import Seconds
from rules.words.values import DURATION, POWER, TONE, VOLUME, Values, as_number

PERCENT: Final = 100
LONGEST: Final = 3600
"""Seconds."""


def siren(fields: Fields) -> tuple[Capability, ...]:
    """Return what a siren is able to."""
    able = [Capability(aspect=POWER, writable=True, kind=Kind.TRUTH)]
    if tones := words_of(fields, "tones"):
        able.append(
            Capability(aspect=TONE, writable=True, kind=Kind.CHOICE, options=tones, assumed=True)
        )
    if fields.get("supports_volume") is True:
        able.append(
            Capability(aspect=VOLUME, writable=True, unit="%", low=0, high=PERCENT, assumed=True)
        )
    if fields.get("supports_duration") is True:
        able.append(
            Capability(aspect=DURATION, writable=True, unit="s", low=0, high=LONGEST, assumed=True)
        )
    return tuple(able)


def sounds(_: Fields, state: Fields) -> Values:
    """Return whether a siren sounds."""
    power = state.get("state")
    return {POWER: power} if isinstance(power, bool) else {}


def tell_siren(fields: Fields, values: Values, _: Seconds | None) -> dict[str, object]:
    """Return what a siren is told; how it is to sound is said as it is switched on."""
    power = values.get(POWER)
    if not isinstance(power, bool):
        return {}
    told: dict[str, object] = {"say": "siren_command", "state": power}
    if not power:
        return told
    volume, duration = as_number(values.get(VOLUME)), as_number(values.get(DURATION))
    if values.get(TONE) in words_of(fields, "tones"):
        told["tone"] = values[TONE]
    if volume is not None and fields.get("supports_volume") is True:
        told["volume"] = min(max(volume, 0), PERCENT) / PERCENT
    if duration is not None and fields.get("supports_duration") is True:
        told["duration"] = round(min(max(duration, 0), LONGEST))
    return told
