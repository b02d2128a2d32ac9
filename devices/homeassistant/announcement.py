"""Reads one announcement: from the bytes that came to a part of a product."""

from dataclasses import replace
from functools import lru_cache
from sys import intern
from typing import Final

from devices.homeassistant.availability import rule_of
from devices.homeassistant.basic_light import basic_light
from devices.homeassistant.config import (
    BinarySensorConfig,
    Config,
    DeviceBlock,
    EventConfig,
    LampConfig,
    LightConfig,
    ManyConfig,
    SensorConfig,
    SwitchConfig,
    TriggerConfig,
    quote,
)
from devices.homeassistant.facets import Many
from devices.homeassistant.light import LightCommand, light_form
from devices.homeassistant.manifold import COMPONENTS, many
from devices.homeassistant.mending import read_config
from devices.homeassistant.names import aspect_names, key_of
from devices.homeassistant.occurrences import Occurrences, occurrences
from devices.homeassistant.part import About, Body, Ear, Light, Part, Reading, Switch
from devices.homeassistant.readings import sensor_read, truth_read
from devices.homeassistant.switch import switch_command, switch_read
from devices.homeassistant.template import RefusedTemplateError, Template, find, read_template
from devices.homeassistant.template_light import template_light
from devices.homeassistant.topics import ORIGIN, Place
from devices.homeassistant.triggers import Trigger, trigger
from devices.mac import macs_of
from devices.plain import plain
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Category
from rules.words.value import value
from rules.words.values import Aspect

LONGEST_KEY: Final = 200
LONGEST_SAID: Final = 256
MOST_MACS: Final = 4
MOST_OPTIONS: Final = 100
LOCK: Final = b"LOCK"
STATE: Final = "state"
"""The one sort of topic that may be a filter: it is only listened to."""

JSON: Final = "json"
SCHEMAS: Final = {"basic": basic_light, "default": basic_light, "template": template_light}
FORMS: Final[dict[str, type[Config]]] = {
    "light": LightConfig,
    "switch": SwitchConfig,
    "binary_sensor": BinarySensorConfig,
    "sensor": SensorConfig,
    "device_automation": TriggerConfig,
    "event": EventConfig,
    **dict.fromkeys(COMPONENTS, ManyConfig),
}
"""The components that we understand, and the form of their announcements."""

NO_MARKS: Final[frozenset[str]] = frozenset()


class RefusedError(ValueError):
    """An announcement cannot be used; the sentence says why."""


@value(frozen=True, slots=True)
class ReadPart:
    """An announcement that was read; `complaints` says what had to be left out of it.

    `offered`: a hub of our kind announces it, for others to use.
    """

    about: About
    part: Part
    complaints: list[str]
    offered: bool = False


def read_part(place: Place, payload: bytes, own: str) -> ReadPart:
    """Read an announcement; `own` is the prefix of topics that nobody may claim.

    Raises:
        RefusedError: nothing of it can be used.
    """
    try:
        config, complaints = read_config(FORMS[place.component], payload)
        if isinstance(config, LightConfig) and config.form != JSON:
            config, complaints = read_config(LampConfig, payload)
    except ValueError as error:
        raise RefusedError(f"not readable as an announcement: {error}") from None
    about, name = _about(place, config)
    category = config.category
    body, wishes = _body(place, config, own, complaints)
    if isinstance(body, Switch) and body.command.on == LOCK:
        # A child lock is no relay, whatever its announcement forgot to say.
        category = Category.SETTING
    rule = rule_of(config, own, complaints)
    unique = _mark(config.unique_id or "")
    inside = frozenset(map(_mark, config.inside)) if config.group else NO_MARKS
    part = Part(place, name, wishes, category, body, rule, hash(payload), unique, inside)
    offered = find(("name",), config.origin) == ORIGIN
    return ReadPart(about, part, complaints, offered=offered)


def _mark(unique_id: str) -> str:
    return plain(unique_id[:LONGEST_SAID])


def _body(
    place: Place, config: Config, own: str, complaints: list[str]
) -> tuple[Body, tuple[str, ...]]:
    """Return what it is, and what it would like to be called as a part of its product."""
    match config:
        case BinarySensorConfig() | SensorConfig():
            names = aspect_names(place, config.device_class or "", "reading")
            return _reading(config, names[0], own), names
        case LampConfig():
            return _lamp(config, own, complaints), aspect_names(place, "", "setting")
        case LightConfig():
            return _light(config, own, complaints), aspect_names(place, "", "setting")
        case SwitchConfig():
            return _switch(config, own, complaints), aspect_names(place, "", "setting")
        case TriggerConfig():
            told = _trigger(config, own)
            return told, (*told.names, key_of(place))
        case EventConfig():
            return _occurrences(config, own, complaints), aspect_names(place, "", "event")
        case ManyConfig() if place.component == "update":
            found = _many(place, config, own, complaints)
            return found, (str(found.facets[0].able.aspect), *aspect_names(place, "", "setting"))
        case ManyConfig():
            return _many(place, config, own, complaints), aspect_names(place, "", "setting")
        case _:
            raise RefusedError("it is of a kind that is not understood")


def _many(place: Place, config: ManyConfig, own: str, complaints: list[str]) -> Many:
    found = many(place.component, config, own, complaints)
    if found is None:
        raise RefusedError("; ".join(complaints[:3]) or "it names no topic that can be used")
    return found


def _light(config: LightConfig, own: str, complaints: list[str]) -> Light:
    form = light_form(config)
    command_topic = _topic(config, config.command_topic, "command", own)
    command = LightCommand(command_topic, config.qos, form, config.retain)
    topic = _optional(config, own, complaints)
    return Light(command, Ear(topic, raw=False, read=form.read) if topic else None)


def _lamp(config: LampConfig, own: str, complaints: list[str]) -> Many:
    schema = SCHEMAS.get(config.form)
    if schema is None:
        raise RefusedError(f"its schema is {quote(config.form)}, which is not understood")
    try:
        found = schema(config, own, complaints)
    except RefusedTemplateError as refusal:
        raise RefusedError(str(refusal)) from None
    if found is None:
        raise RefusedError("; ".join(complaints[:3]) or "it names no topic on which it is told")
    return found


def _switch(config: SwitchConfig, own: str, complaints: list[str]) -> Switch:
    command = switch_command(config, _topic(config, config.command_topic, "command", own))
    text = config.value_template or config.state_value_template or ""
    topic = _optional(config, own, complaints)
    try:
        template = read_template(text)
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return Switch(command, None)
    if not topic:
        return Switch(command, None)
    return Switch(command, Ear(topic, template.raw, switch_read(config, text)))


def _reading(config: BinarySensorConfig | SensorConfig, name: str, own: str) -> Reading:
    topic, text = _topic(config, config.state_topic, STATE, own), config.value_template or ""
    raw, category = _must(text).raw, config.category
    if isinstance(config, BinarySensorConfig):
        read = truth_read(text, str(config.payload_on), str(config.payload_off))
        plain_truth = _capability(name, category)
        return Reading(Ear(topic, raw, read), _lasting(plain_truth, config, config.off_delay))
    options = tuple(_said(option) for option in (config.options or ())[:MOST_OPTIONS])
    capability = _capability(name, category, _said(config.unit_of_measurement), options)
    return Reading(Ear(topic, raw, sensor_read(config)), _lasting(capability, config))


def _occurrences(config: EventConfig, own: str, complaints: list[str]) -> Occurrences:
    topic = _topic(config, config.state_topic, STATE, own)
    _must(config.value_template or "")
    found = occurrences(config, topic, complaints)
    if not found.triggers:
        raise RefusedError("it names no events")
    return found


def _lasting(
    able: Capability, config: BinarySensorConfig | SensorConfig, delay: int | None = None
) -> Capability:
    """Return a reading that counts for a while only, where its announcement says so."""
    if delay:
        return replace(able, lasts=float(delay), brief=True)
    return replace(able, lasts=float(config.expire_after)) if config.expire_after else able


def _trigger(config: TriggerConfig, own: str) -> Trigger:
    if config.automation_type != "trigger":
        raise RefusedError(f"its automation_type is {quote(config.automation_type)}, not `trigger`")
    topic = _topic(config, config.topic, "trigger", own)
    return trigger(config, topic, _must(config.value_template or ""))


@lru_cache(maxsize=1024)
def _capability(
    name: str, category: Category, unit: str = "", options: tuple[str, ...] = ()
) -> Capability:
    """Return a capability; equal ones are one object, there are so many of them."""
    return Capability(aspect=Aspect(name), unit=unit, options=options, category=category)


def _topic(config: Config, topic: str | None, what: str, own: str) -> str:
    full = config.full(topic)
    wrong = (objection_to_filter if what == STATE else objection)(full, own)
    if wrong:
        raise RefusedError(f"its {what} topic {wrong}{': ' + quote(full) if full else ''}")
    return full


def _optional(config: Config, own: str, complaints: list[str]) -> str:
    full = config.full(config.state_topic)
    wrong = objection_to_filter(full, own) if full else ""
    if wrong:
        complaints.append(f"its state topic {wrong}, so it is not listened to: {quote(full)}")
    return "" if wrong else full


def _must(text: str) -> Template:
    try:
        return read_template(text)
    except RefusedTemplateError as refusal:
        raise RefusedError(str(refusal)) from None


def _about(place: Place, config: Config) -> tuple[About, str]:
    """Return the product and the component's own name within it."""
    name, block = _said(config.name), config.device
    key = _key(block) if block else ""
    if not block or not key:
        key = _usable(config.unique_id or place.path)
        return About(key, name or _said(key)), ""
    told = (block.name, block.manufacturer, block.model, block.suggested_area)
    texts = ((text or "")[:LONGEST_SAID] for text in told)
    about = _about_of(_usable(key), _macs(block), *texts)
    return about, "" if name == about.name else name


@lru_cache(maxsize=256)
def _about_of(key: str, macs: frozenset[str], *told: str) -> About:
    """Return what is said of a product; its components, announced together, share it."""
    # Of the same maker there are many.
    name, maker, model, area = map(intern, map(plain, told))
    return About(key, name, maker, model, area, macs)


def _macs(block: DeviceBlock) -> frozenset[str]:
    """Return the addresses of its network hardware; some give them as its identifier alone."""
    ids = [block.identifiers] if isinstance(block.identifiers, str) else block.identifiers or ()
    said = [at for kind, at in block.connections or () if kind == "mac"]
    return macs_of(*said[:MOST_MACS], *ids[:MOST_MACS])


def _key(block: DeviceBlock) -> str:
    ids = block.identifiers
    if isinstance(ids, str):
        return ids
    if ids:
        return ids[0]
    return block.connections[0][1] if block.connections else ""


def _usable(key: str) -> str:
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise RefusedError(f"the identifier of its device is not usable: {quote(key)}")
    return key


def _said(text: str | None) -> str:
    """Return a name or a word as it may be shown."""
    return _cleaned(text[:LONGEST_SAID]) if text else ""


@lru_cache(maxsize=512)
def _cleaned(text: str) -> str:
    return plain(text)
