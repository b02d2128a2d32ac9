"""Covers, valves, fans and locks of ESPHome."""

from typing import Final

from devices.esphome.words import words_of
from devices.said import Fields, number_of, whole_of
from rules.words.device import Capability, Kind
from rules.words.times import Seconds
from rules.words.values import (
    CLOSED,
    CLOSING,
    DIRECTION,
    LOCKED,
    MOVEMENT,
    OPEN,
    OPENING,
    OSCILLATING,
    POSITION,
    POWER,
    PRESET,
    SPEED,
    STOPPED,
    TILT,
    Aspect,
    Value,
    Values,
    as_number,
)

PERCENT: Final = 100
MOVES: Final = (None, OPENING, CLOSING)
"""What a cover does, as ESPHome counts it."""
WAYS: Final = ("forward", "reverse")
LOCK_STATES: Final[dict[int, bool]] = {1: True, 2: False, 6: False, 7: False}
UNLOCK, LOCK = 0, 1


def cover(fields: Fields) -> tuple[Capability, ...]:
    """Return what a cover is able to."""
    ways = (OPEN, CLOSED, STOPPED) if fields.get("supports_stop") is True else (OPEN, CLOSED)
    able = [Capability(aspect=MOVEMENT, writable=True, options=ways)]
    for key, aspect in (("supports_position", POSITION), ("supports_tilt", TILT)):
        if fields.get(key) is True:
            able.append(Capability(aspect=aspect, writable=True, unit="%", low=0, high=PERCENT))
    return tuple(able)


def moved(fields: Fields, state: Fields) -> Values:
    """Return where a cover is, and whether it moves."""
    told: dict[Aspect, Value] = {}
    place, tilt = number_of(state.get("position"), 0, 1), number_of(state.get("tilt"), 0, 1)
    if place is not None:
        move = whole_of(state.get("current_operation"))
        moving = MOVES[move] if move < len(MOVES) else None
        ended = CLOSED if not place else OPEN if place == 1 else STOPPED
        told[MOVEMENT] = moving or ended
        if fields.get("supports_position") is True:
            told[POSITION] = round(place * PERCENT)
    if tilt is not None and fields.get("supports_tilt") is True:
        told[TILT] = round(tilt * PERCENT)
    return told


def tell_cover(fields: Fields, values: Values, _: Seconds | None) -> dict[str, object]:
    """Return what a cover is told."""
    told: dict[str, object] = {}
    place, tilt = as_number(values.get(POSITION)), as_number(values.get(TILT))
    if tilt is not None and fields.get("supports_tilt") is True:
        told["tilt"] = min(max(tilt, 0), PERCENT) / PERCENT
    if place is not None and fields.get("supports_position") is True:
        told["position"] = min(max(place, 0), PERCENT) / PERCENT
    elif values.get(MOVEMENT) in {OPEN, CLOSED}:
        told["position"] = 1.0 if values[MOVEMENT] == OPEN else 0.0
    elif values.get(MOVEMENT) == STOPPED:
        told["stop"] = True
    return {"say": "cover_command", **told} if told else {}


def tell_valve(fields: Fields, values: Values, transition: Seconds | None) -> dict[str, object]:
    """Return what a valve is told: the same as a cover, by another name."""
    told = tell_cover(fields, values, transition)
    return {**told, "say": "valve_command"} if told else {}


def fan(fields: Fields) -> tuple[Capability, ...]:
    """Return what a fan is able to."""
    able = [Capability(aspect=POWER, writable=True, kind=Kind.TRUTH)]
    if fields.get("supports_speed") is True:
        able.append(Capability(aspect=SPEED, writable=True, unit="%", low=0, high=PERCENT))
    if fields.get("supports_oscillation") is True:
        able.append(Capability(aspect=OSCILLATING, writable=True, kind=Kind.TRUTH))
    if fields.get("supports_direction") is True:
        able.append(Capability(aspect=DIRECTION, writable=True, options=WAYS))
    if presets := words_of(fields, "supported_preset_modes"):
        able.append(Capability(aspect=PRESET, writable=True, kind=Kind.CHOICE, options=presets))
    return tuple(able)


def turned(fields: Fields, state: Fields) -> Values:
    """Return how a fan is."""
    told: dict[Aspect, Value] = {}
    power, swing = state.get("state"), state.get("oscillating")
    if isinstance(power, bool):
        told[POWER] = power
    if fields.get("supports_speed") is True:
        told[SPEED] = round(min(whole_of(state.get("speed_level")), _most(fields)) * _step(fields))
    if isinstance(swing, bool) and fields.get("supports_oscillation") is True:
        told[OSCILLATING] = swing
    way = whole_of(state.get("direction"))
    if fields.get("supports_direction") is True and way < len(WAYS):
        told[DIRECTION] = WAYS[way]
    if presets := words_of(fields, "supported_preset_modes"):
        preset = state.get("preset_mode")
        told[PRESET] = preset if isinstance(preset, str) and preset in presets else None
    return told


def tell_fan(fields: Fields, values: Values, _: Seconds | None) -> dict[str, object]:
    """Return what a fan is told; off says off alone."""
    power, speed = values.get(POWER), as_number(values.get(SPEED))
    if power is False or (power is None and speed is not None and speed <= 0):
        return {"say": "fan_command", "state": False}
    told: dict[str, object] = {"state": True} if power is True or speed is not None else {}
    if speed is not None and fields.get("supports_speed") is True:
        told["speed_level"] = max(1, round(min(speed, PERCENT) / _step(fields)))
    swing, way = values.get(OSCILLATING), values.get(DIRECTION)
    if isinstance(swing, bool) and fields.get("supports_oscillation") is True:
        told["oscillating"] = swing
    if way in WAYS and fields.get("supports_direction") is True:
        told["direction"] = WAYS.index(str(way))
    if values.get(PRESET) in words_of(fields, "supported_preset_modes"):
        told["preset_mode"] = values[PRESET]
    return {"say": "fan_command", **told} if told else {}


def lock(fields: Fields) -> tuple[Capability, ...]:
    """Return what a lock is able to; one that asks for a code is only heard."""
    free = fields.get("requires_code") is not True
    assumed = fields.get("assumed_state") is True
    return (Capability(aspect=LOCKED, writable=free, kind=Kind.TRUTH, assumed=assumed),)


def locked(_: Fields, state: Fields) -> Values:
    """Return whether a lock is locked; one that is stuck is not known to be."""
    said = whole_of(state.get("state"))
    if said in LOCK_STATES:
        return {LOCKED: LOCK_STATES[said]}
    return {LOCKED: None} if said == 3 else {}  # noqa: PLR2004 -- jammed


def tell_lock(fields: Fields, values: Values, _: Seconds | None) -> dict[str, object]:
    """Return what a lock is told."""
    wanted = values.get(LOCKED)
    if not isinstance(wanted, bool) or fields.get("requires_code") is True:
        return {}
    return {"say": "lock_command", "command": LOCK if wanted else UNLOCK}


def _most(fields: Fields) -> int:
    return max(1, whole_of(fields.get("supported_speed_count")))


def _step(fields: Fields) -> float:
    return PERCENT / _most(fields)
