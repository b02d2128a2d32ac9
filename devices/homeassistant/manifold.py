"""Components with aspects of their own: numbers, choices, buttons, locks, covers, heating, fans."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from devices.homeassistant.config import ManyConfig
from devices.homeassistant.facets import Many, Plan, facet_of
from devices.homeassistant.siren import siren
from devices.homeassistant.update import update
from devices.homeassistant.valve import valve
from rules.words.device import Capability, Kind, Sort
from rules.words.values import (
    ACTION,
    CLOSED,
    CLOSING,
    DIRECTION,
    FAN_MODE,
    HUMIDITY,
    LATCH,
    LOCKED,
    MODE,
    MOVEMENT,
    NO_PRESET,
    OFF_MODE,
    OPEN,
    OPENING,
    OSCILLATING,
    POSITION,
    POWER,
    PRESET,
    PRESS,
    SPEED,
    STOPPED,
    SWING_MODE,
    TARGET_HIGH,
    TARGET_HUMIDITY,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TEMPERATURE,
    TILT,
    Aspect,
    Value,
)

Planned = tuple[list[Plan], Sort | None]


def _options(words: list[str] | None, fallback: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(word[:255] for word in words[:100]) if words else fallback


def _number(config: ManyConfig) -> Planned:
    able = Capability(
        aspect=Aspect("number"),
        kind=Kind.NUMBER,
        low=config.min,
        high=config.max,
        step=config.step,
        unit=(config.unit_of_measurement or "")[:32],
    )
    return [_simple(able)], None


def _select(config: ManyConfig) -> Planned:
    able = Capability(aspect=Aspect("select"), kind=Kind.CHOICE, options=_options(config.options))
    return [_simple(able)], None


def _text(config: ManyConfig) -> Planned:
    del config
    return [_simple(Capability(aspect=Aspect("text"), kind=Kind.TEXT))], None


def _simple(able: Capability) -> Plan:
    return Plan(
        able=able,
        command="command_topic",
        template="command_template",
        state="state_topic",
        value="value_template",
    )


def _act(aspect: Aspect, word: str, payload: str, config: ManyConfig) -> Planned:
    del config
    able = Capability(aspect=aspect, kind=Kind.ACT, options=(word,))
    plan = Plan(
        able=able, command="command_topic", template="command_template", told={word: payload}
    )
    return [plan], None


def _button(config: ManyConfig) -> Planned:
    return _act(PRESS, "press", str(config.payload_press), config)


def _lock(config: ManyConfig) -> Planned:
    locked, unlocked = str(config.state_locked), str(config.state_unlocked)
    plan = Plan(
        able=Capability(aspect=LOCKED, kind=Kind.TRUTH),
        command="command_topic",
        template="command_template",
        state="state_topic",
        value="value_template",
        said={
            locked: True,
            unlocked: False,
            # On its way or stuck, it is neither.
            str(config.state_locking): None,
            str(config.state_unlocking): None,
            str(config.state_jammed): None,
        },
        told={True: str(config.payload_lock), False: str(config.payload_unlock)},
    )
    if "payload_open" not in config.model_fields_set or config.payload_open is None:
        return [plan], Sort.LOCK
    latch, _ = _act(LATCH, OPEN, str(config.payload_open), config)
    return [plan, *latch], Sort.LOCK


def _cover(config: ManyConfig) -> Planned:
    words: dict[str, Value] = {
        str(config.state_stopped): STOPPED,
        str(config.state_opening): OPENING,
        str(config.state_closing): CLOSING,
        str(config.state_closed): CLOSED,
        str(config.state_open): OPEN,
    }
    payloads = (config.payload_open, config.payload_close, config.payload_stop)
    # A null says that it cannot be told that.
    told: dict[Value, str] = {
        word: str(payload)
        for word, payload in zip((OPEN, CLOSED, STOPPED), payloads, strict=True)
        if payload is not None
    }
    options = tuple(map(str, told))
    movement = Capability(aspect=MOVEMENT, kind=Kind.CHOICE, options=options)
    plans = [
        replace(_simple(movement), said=words, told=told, template=""),
        Plan(
            able=Capability(aspect=POSITION, low=0, high=100, unit="%"),
            command="set_position_topic",
            template="set_position_template",
            state="position_topic",
            value="position_template",
            scale=(config.position_closed, config.position_open),
            name="position",
        ),
        Plan(
            able=Capability(aspect=TILT, low=0, high=100, unit="%"),
            command="tilt_command_topic",
            template="tilt_command_template",
            state="tilt_status_topic",
            value="tilt_status_template",
            scale=(config.tilt_min, config.tilt_max),
            name="tilt_position",
        ),
    ]
    return plans, Sort.COVER


def _keyed(able: Capability, key: str, value: str = "state", *, decimal: bool = False) -> Plan:
    return Plan(
        able=able,
        command=f"{key}_command_topic",
        template=f"{key}_command_template",
        state=f"{key}_state_topic",
        value=f"{key}_{value}_template",
        decimal=decimal,
    )


def _choice(aspect: Aspect, options: tuple[str, ...]) -> Capability:
    return Capability(aspect=aspect, kind=Kind.CHOICE, options=options)


HIDDEN = "password"
"""How a text is announced that nobody is to see."""
FORWARD, REVERSE = "forward", "reverse"
MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")


def _climate(config: ManyConfig) -> Planned:
    unit = f"°{config.temperature_unit or 'C'}"[:8]
    low, high = config.min_temp, config.max_temp
    heat = partial(
        Capability, kind=Kind.NUMBER, unit=unit, low=low, high=high, step=config.temp_step
    )
    damp = Capability(
        aspect=TARGET_HUMIDITY, unit="%", low=config.min_humidity, high=config.max_humidity
    )
    fans = _options(config.fan_modes, ("auto", "low", "medium", "high"))
    presets = _options(config.preset_modes)
    programmes = tuple(dict.fromkeys((NO_PRESET, *presets)))
    preset = replace(_choice(PRESET, programmes), start=NO_PRESET)
    modes = _options(config.modes, MODES)
    mode = _choice(MODE, modes)
    plans = [
        replace(_keyed(mode, "mode"), start=OFF_MODE, kept=True),
        _keyed(heat(aspect=TARGET_TEMPERATURE), "temperature", decimal=True),
        _keyed(heat(aspect=TARGET_LOW), "temperature_low", decimal=True),
        _keyed(heat(aspect=TARGET_HIGH), "temperature_high", decimal=True),
        _keyed(damp, "target_humidity"),
        _keyed(_choice(FAN_MODE, fans), "fan_mode"),
        _keyed(_choice(SWING_MODE, _options(config.swing_modes, ("on", "off"))), "swing_mode"),
        replace(_keyed(preset, "preset_mode", "value"), null=NO_PRESET),
    ]
    if config.said("power_command_topic"):
        plans.insert(0, _heating_power(config, modes))
    for aspect, key, of in (
        (TEMPERATURE, "current_temperature", unit),
        (HUMIDITY, "current_humidity", "%"),
        (ACTION, "action", ""),
    ):
        able = Capability(aspect=aspect, unit=of)
        plans.append(
            Plan(
                able=able if of else replace(able, kind=Kind.TEXT),
                state=f"{key}_topic",
                value=f"{key}_template",
            )
        )
    return plans, Sort.CLIMATE


def _heating_power(config: ManyConfig, modes: tuple[str, ...]) -> Plan:
    """Return how heating is switched; whether it is on says its mode."""
    return Plan(
        able=Capability(aspect=POWER, kind=Kind.TRUTH),
        command="power_command_topic",
        template="power_command_template",
        state="mode_state_topic",
        value="mode_state_template",
        said={word: word != OFF_MODE for word in {OFF_MODE, *modes}},
        told={True: str(config.payload_on), False: str(config.payload_off)},
    )


def _fan(config: ManyConfig) -> Planned:
    on, off = str(config.payload_on), str(config.payload_off)
    swings = (str(config.payload_oscillation_on), str(config.payload_oscillation_off))
    forward, reverse = map(
        str, (config.payload_direction_forward, config.payload_direction_reverse)
    )
    power = _simple(Capability(aspect=POWER, kind=Kind.TRUTH))
    speed = Capability(aspect=SPEED, kind=Kind.NUMBER, low=0, high=100, unit="%")
    swing = Capability(aspect=OSCILLATING, kind=Kind.TRUTH)
    plans = [
        replace(
            power,
            value="state_value_template",
            said={on: True, off: False},
            told={True: on, False: off},
        ),
        replace(
            _keyed(speed, "percentage", "value"),
            scale=(config.speed_range_min - 1, config.speed_range_max),
        ),
        _keyed(_choice(PRESET, _options(config.preset_modes)), "preset_mode", "value"),
        replace(
            _keyed(swing, "oscillation", "value"),
            said={swings[0]: True, swings[1]: False},
            told={True: swings[0], False: swings[1]},
        ),
        replace(
            _keyed(_choice(DIRECTION, (FORWARD, REVERSE)), "direction", "value"),
            said={forward: FORWARD, reverse: REVERSE},
            told={FORWARD: forward, REVERSE: reverse},
        ),
    ]
    return plans, Sort.FAN


PLANS: Mapping[str, Callable[[ManyConfig], Planned]] = {
    "number": _number,
    "select": _select,
    "text": _text,
    "button": _button,
    "lock": _lock,
    "cover": _cover,
    "climate": _climate,
    "fan": _fan,
}
"""The components whose aspects are each told and heard alone."""
WHOLE: Mapping[str, Callable[[ManyConfig, str, list[str]], Many | None]] = {
    "siren": siren,
    "valve": valve,
    "update": update,
}
"""The components whose aspects share their messages."""
COMPONENTS = (*PLANS, *WHOLE)


def _ranged(able: Capability, complaints: list[str]) -> Capability:
    """Return it without a range of which the end lies before the beginning: nothing fits there."""
    if able.low is None or able.high is None or able.low < able.high:
        return able
    complaints.append(f"from {able.low:g} to {able.high:g} is no range, so any number is taken")
    return replace(able, low=None, high=None)


def many(component: str, config: ManyConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what a component can do, or None where nothing of it can be used."""
    if component in WHOLE:
        return WHOLE[component](config, own, complaints)
    if component == "text" and config.mode == HIDDEN:
        complaints.append("it is a password: what is told is shown and written down, so it is left")
        return None
    plans, sort = PLANS[component](config)
    ranged = (replace(plan, able=_ranged(plan.able, complaints)) for plan in plans)
    facets = [facet_of(plan, config, own, complaints) for plan in ranged]
    found = tuple(facet for facet in facets if facet is not None)
    return Many(found, sort) if found else None
