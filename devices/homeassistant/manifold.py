"""Components with aspects of their own: numbers, choices, buttons, locks, covers, heating, fans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from devices.homeassistant.config import ManyConfig, quote
from devices.homeassistant.readings import UNKNOWN, Read, Told, number_in, text_read
from devices.homeassistant.template import (
    MISSING,
    RefusedTemplateError,
    command_template,
    read_template,
    rendered,
)
from devices.homeassistant.template import Command as Form
from devices.message import Message
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Kind, Sort
from rules.words.times import Seconds
from rules.words.values import (
    ACTION,
    CLOSED,
    CLOSING,
    FAN_MODE,
    HUMIDITY,
    INSTALL,
    LOCKED,
    MODE,
    MOVEMENT,
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
    Values,
    as_number,
)

WHOLE = 100
FARTHEST = 2**53
"""Beyond this a number is no measurement; NaN lies nowhere."""
Scale = tuple[float, float]
"""What the device says for 0 and for 100 percent."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How one aspect is told: by the payload of a value, or by a template."""

    topic: str
    qos: int
    payloads: Mapping[Value, str]
    form: Form
    scale: Scale | None = None
    name: str = "value"
    decimal: bool = False
    off: Form | None = None
    """How it is switched off, where that is written another way."""

    def say(self, aspect: Aspect, values: Values, transition: Seconds | None) -> Message | None:
        """Return the message that makes it so."""
        del transition
        wanted = values.get(aspect)
        if wanted is None:
            return None
        value: object = self.payloads.get(wanted)
        if value is None and (self.payloads or isinstance(wanted, bool)):
            return None
        value = self._written(wanted) if value is None else value
        form = self.off if wanted is False and self.off is not None else self.form
        text = form.say({"value": value, "state": value, self.name: value})
        return Message(self.topic, text.encode(), qos=self.qos) if text else None

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""
        said = payload.decode(errors="replace")
        meant = [value for value, text in self.payloads.items() if text == said]
        return {aspect: meant[0]} if meant else {}

    def _written(self, value: Value) -> object:
        number = as_number(value)
        if number is None:
            return value
        if self.scale is not None:
            none, full = self.scale
            return round(none + number * (full - none) / WHOLE)
        if self.decimal:
            return float(number)
        return int(number) if float(number).is_integer() else number


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where one aspect is heard."""

    topic: str
    raw: bool
    read: Read


@dataclass(frozen=True, slots=True)
class Facet:
    """One aspect that a component gives its device."""

    able: Capability
    telling: Telling | None = None
    hearing: Hearing | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """A component of several aspects; `sort` None: it is part of something else."""

    facets: tuple[Facet, ...]
    sort: Sort | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a component announces one of its aspects: the keys of its topics and templates."""

    able: Capability
    command: str = ""
    template: str = ""
    state: str = ""
    value: str = ""
    said: Mapping[str, Value] | None = None
    """What the texts mean; None: it is a number, or a text."""
    told: Mapping[Value, str] | None = None
    scale: Scale | None = None
    name: str = "value"
    decimal: bool = False
    bare: str = ""
    """The template where none is announced."""
    off: str = ""
    """The key of the template for switching off, where it has one of its own."""


def many(component: str, config: ManyConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what a component can do, or None where nothing of it can be used."""
    plans, sort = PLANS[component](config)
    facets = [_facet(plan, config, own, complaints) for plan in plans]
    found = tuple(facet for facet in facets if facet is not None)
    return Many(found, sort) if found else None


def named(able: Capability, aspect: Aspect) -> Capability:
    """Return a capability under another name."""
    return able if able.aspect == aspect else replace(able, aspect=aspect)


def _facet(plan: Plan, config: ManyConfig, own: str, complaints: list[str]) -> Facet | None:
    topic = config.full(config.said(plan.command)) if plan.command else ""
    if topic and (wrong := objection(topic, own)):
        complaints.append(f"its {plan.command} {wrong}")
        topic = ""
    try:
        form = command_template(config.said(plan.template) or plan.bare if plan.template else "")
        off = command_template(config.said(plan.off)) if config.said(plan.off) else form
        hearing = _hearing(plan, config, own, complaints)
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return None
    if not topic and hearing is None:
        return None
    telling = (
        Telling(topic, config.qos, plan.told or {}, form, plan.scale, plan.name, plan.decimal, off)
        if topic
        else None
    )
    assumed = hearing is None and plan.able.kind is not Kind.ACT
    able = replace(plan.able, writable=telling is not None, assumed=assumed)
    return Facet(able, telling, hearing)


def _hearing(plan: Plan, config: ManyConfig, own: str, complaints: list[str]) -> Hearing | None:
    topic = config.full(config.said(plan.state)) if plan.state else ""
    if not topic:
        return None
    if wrong := objection_to_filter(topic, own):
        complaints.append(f"its {plan.state} {wrong}")
        return None
    text = config.said(plan.value) if plan.value else ""
    template = read_template(text)
    if plan.said is not None:
        return Hearing(topic, template.raw, _word_read(text, plan.said))
    if plan.able.takes is Kind.NUMBER:
        return Hearing(topic, template.raw, _number_read(text, plan.scale))
    return Hearing(topic, template.raw, text_read(text))


def _word_read(text: str, words: Mapping[str, Value]) -> Read:
    found = read_template(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if value is MISSING:
            return
        word = rendered(value)
        if word in words:
            told[aspect] = words[word]
        elif word == UNKNOWN:
            told[aspect] = None
        elif word:
            trouble.append(f"{aspect}: {quote(word)} is none of its payloads")

    return read


def _number_read(text: str, scale: Scale | None) -> Read:
    found = read_template(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if value is MISSING:
            return
        number = number_in(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int | float):
            number = None
        if number is None or not -FARTHEST <= number <= FARTHEST:
            told[aspect] = None
            return
        if scale is not None and scale[1] != scale[0]:
            share = (number - scale[0]) * WHOLE / (scale[1] - scale[0])
            number = int(min(WHOLE, max(0.0, share)))
        told[aspect] = number

    return read


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
        said={locked: True, unlocked: False, str(config.state_jammed): None},
        told={True: str(config.payload_lock), False: str(config.payload_unlock)},
    )
    return [plan], Sort.LOCK


def _cover(config: ManyConfig) -> Planned:
    words: dict[str, Value] = {
        str(config.state_stopped): STOPPED,
        str(config.state_opening): OPENING,
        str(config.state_closing): CLOSING,
        str(config.state_closed): CLOSED,
        str(config.state_open): OPEN,
    }
    told: dict[Value, str] = {
        OPEN: str(config.payload_open),
        CLOSED: str(config.payload_close),
        STOPPED: str(config.payload_stop),
    }
    movement = Capability(aspect=MOVEMENT, kind=Kind.CHOICE, options=(OPEN, CLOSED, STOPPED))
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


MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")


def _climate(config: ManyConfig) -> Planned:
    unit = f"°{config.temperature_unit or 'C'}"[:8]
    low, high = config.min_temp, config.max_temp
    heat = partial(Capability, kind=Kind.NUMBER, unit=unit, low=low, high=high)
    fans = _options(config.fan_modes, ("auto", "low", "medium", "high"))
    presets = _options(config.preset_modes)
    plans = [
        _keyed(_choice(MODE, _options(config.modes, MODES)), "mode"),
        _keyed(heat(aspect=TARGET_TEMPERATURE), "temperature", decimal=True),
        _keyed(heat(aspect=TARGET_LOW), "temperature_low", decimal=True),
        _keyed(heat(aspect=TARGET_HIGH), "temperature_high", decimal=True),
        _keyed(Capability(aspect=TARGET_HUMIDITY, unit="%"), "target_humidity"),
        _keyed(_choice(FAN_MODE, fans), "fan_mode"),
        _keyed(_choice(SWING_MODE, _options(config.swing_modes, ("on", "off"))), "swing_mode"),
        _keyed(_choice(PRESET, presets), "preset_mode", "value"),
    ]
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


def _fan(config: ManyConfig) -> Planned:
    on, off = str(config.payload_on), str(config.payload_off)
    swings = (str(config.payload_oscillation_on), str(config.payload_oscillation_off))
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
    ]
    return plans, Sort.FAN


def _siren(config: ManyConfig) -> Planned:
    on, off = str(config.payload_on), str(config.payload_off)
    words = {str(config.state_on or on): True, str(config.state_off or off): False}
    plan = Plan(
        able=Capability(aspect=POWER, kind=Kind.TRUTH),
        command="command_topic",
        template="command_template",
        state="state_topic",
        value="state_value_template",
        said=words,
        told={True: on, False: off},
        bare='{"state": "{{ value }}"}',
        off="command_off_template",
    )
    return [plan], Sort.SIREN


def _update(config: ManyConfig) -> Planned:
    return _act(INSTALL, "install", str(config.payload_install or ""), config)


PLANS: Mapping[str, Callable[[ManyConfig], Planned]] = {
    "number": _number,
    "select": _select,
    "text": _text,
    "button": _button,
    "lock": _lock,
    "cover": _cover,
    "climate": _climate,
    "fan": _fan,
    "siren": _siren,
    "update": _update,
}
"""The components that are understood so, and what each of them can do."""
