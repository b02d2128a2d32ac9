"""One aspect of a component: from what its announcement names, how it is told and heard."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from devices.homeassistant.config import ManyConfig, quote
from devices.homeassistant.readings import UNKNOWN, Read, Told, text_read
from devices.homeassistant.template import (
    MISSING,
    RefusedTemplateError,
    command_template,
    read_template,
    rendered,
)
from devices.homeassistant.template import Command as Form
from devices.message import Message
from devices.said import number_in
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Kind, Sort
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import (
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


@value(frozen=True, slots=True)
class Telling:
    """How one aspect is told: by the payload of a value, or by a template."""

    topic: str
    qos: int
    payloads: Mapping[Value, str]
    form: Form
    scale: Scale | None = None
    name: str = "value"
    decimal: bool = False
    retain: bool = False

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
        if value is None:
            return None
        text = self.form.say({"value": value, "state": value, self.name: value})
        return Message(self.topic, text.encode(), self.retain, self.qos) if text else None

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""
        said = payload.decode(errors="replace")
        meant = [value for value, text in self.payloads.items() if text == said]
        return {aspect: meant[0]} if meant else {}

    def _written(self, value: Value) -> object:
        number = as_number(value)
        if number is None:
            return value
        if not -FARTHEST <= number <= FARTHEST:
            return None
        if self.scale is not None:
            none, full = self.scale
            return round(none + number * (full - none) / WHOLE)
        if self.decimal:
            return float(number)
        return int(number) if float(number).is_integer() else number


class Tells(Protocol):
    """Whatever tells an aspect, alone or with others of its component."""

    @property
    def topic(self) -> str:
        """Return where it is told."""

    @property
    def retain(self) -> bool:
        """Say whether its announcement has the broker store what it is told."""

    def say(
        self, aspect: Aspect, values: Values, transition: Seconds | None
    ) -> Message | tuple[Message, ...] | None:
        """Return what makes it so; None or nothing where it cannot be told."""

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""


@value(frozen=True, slots=True)
class Hearing:
    """Where one aspect is heard."""

    topic: str
    raw: bool
    read: Read


@value(frozen=True, slots=True)
class Facet:
    """One aspect that a component gives its device."""

    able: Capability
    telling: Tells | None = None
    hearing: Hearing | None = None


@value(frozen=True, slots=True)
class Many:
    """A component of several aspects; `sort` None: it is part of something else."""

    facets: tuple[Facet, ...]
    sort: Sort | None = None


@value(frozen=True, slots=True, kw_only=True)
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
    start: Value = None
    """What it counts as before anything was said, where the device never says it."""
    null: Value = None
    """What a null means, where it means something."""
    kept: bool = False
    """Home Assistant offers it also where there is no topic for it."""


def named(able: Capability, aspect: Aspect) -> Capability:
    """Return a capability under another name."""
    return able if able.aspect == aspect else replace(able, aspect=aspect)


def facet_of(plan: Plan, config: ManyConfig, own: str, complaints: list[str]) -> Facet | None:
    """Return what a plan and an announcement make of an aspect; None: nothing can be used."""
    topic = config.full(config.said(plan.command)) if plan.command else ""
    if topic and (wrong := objection(topic, own)):
        complaints.append(f"its {plan.command} {wrong}")
        topic = ""
    try:
        form = command_template(config.said(plan.template) if plan.template else "")
        hearing = _hearing(plan, config, own, complaints)
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return None
    if not topic and hearing is None:
        able = replace(plan.able, writable=True, assumed=True, start=plan.start, kept=True)
        return Facet(able) if plan.kept else None
    telling = (
        Telling(
            topic,
            config.qos,
            plan.told or {},
            form,
            plan.scale,
            plan.name,
            plan.decimal,
            # An act is never repeated, by no broker either.
            config.retain and plan.able.kind is not Kind.ACT,
        )
        if topic
        else None
    )
    assumed = hearing is None and plan.able.kind is not Kind.ACT
    able = replace(plan.able, writable=telling is not None, assumed=assumed)
    if assumed and plan.start is not None:
        able = replace(able, start=plan.start)
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
    read = _choice_read(text, plan.able.options) if plan.able.options else text_read(text)
    return Hearing(topic, template.raw, read if plan.null is None else _filled(read, plan.null))


def _filled(read: Read, null: Value) -> Read:
    """Read as before, but a null as what it means."""

    def filled(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        read(said, aspect, told, trouble)
        if told.get(aspect, null) is None:
            told[aspect] = null

    return filled


def _choice_read(text: str, options: tuple[str, ...]) -> Read:
    """Read one of several words, also where it comes as a number or a truth."""
    plain = text_read(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        plain(said, aspect, told, trouble)
        value = told.get(aspect)
        if value is None or isinstance(value, str):
            return
        word = rendered(value)
        told[aspect] = next((one for one in (word, word.lower()) if one in options), value)

    return read


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
