"""How an announcement says by which topics its device is known to be there."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from devices.homeassistant.config import AvailabilityBlock, Config
from devices.homeassistant.template import RefusedTemplateError, Template, read_template, rendered
from devices.topics import objection
from rules.words.value import value

MOST_SIGNS: Final = 16

Told: TypeAlias = tuple[str, str, str, str]
"""A topic, a template, and the two texts, as they were announced."""


@value(frozen=True, slots=True)
class Sign:
    """A place where somebody says that a device is there, and the two texts that say it."""

    topic: str
    template: Template
    here: str
    gone: str

    def verdict(self, parsed: object, text: object) -> bool | None:
        """Return what a message says; None where it says neither."""
        said = rendered(self.template.find(text if self.template.raw else parsed))
        return True if said == self.here else False if said == self.gone else None


@value(frozen=True, slots=True)
class Rule:
    """When a device counts as there: by `all` its signs, by `any`, or by the `latest` heard."""

    mode: str
    signs: tuple[Sign, ...]


def rule_of(config: Config, own: str, complaints: list[str]) -> Rule | None:
    """Return an announcement's rule; what cannot be understood of it is left out and said."""
    signs: dict[Told, None] = {}
    for block in _blocks(config):
        topic, template = config.full(block.topic), block.value_template or ""
        wrong = objection(topic, own)
        if wrong:
            complaints.append(f"an availability topic {wrong}")
        elif refusal := _refusal(template):
            complaints.append(f"its availability: {refusal}")
        else:
            here, gone = block.payload_available, block.payload_not_available
            signs[topic, template, str(here), str(gone)] = None
    if len(signs) > MOST_SIGNS:
        complaints.append(f"it names more than {MOST_SIGNS} availability topics")
    return _rule(config.availability_mode, tuple(signs)[:MOST_SIGNS]) if signs else None


def _refusal(template: str) -> str:
    """Say why a template may not be used; empty: it may."""
    try:
        read_template(template)
    except RefusedTemplateError as refusal:
        return str(refusal)
    return ""


def _blocks(config: Config) -> Sequence[AvailabilityBlock]:
    if isinstance(config.availability, AvailabilityBlock):
        return (config.availability,)
    if config.availability:
        return config.availability
    if not config.availability_topic:
        return ()
    alone = AvailabilityBlock.model_construct(
        topic=config.availability_topic,
        payload_available=config.payload_available,
        payload_not_available=config.payload_not_available,
        value_template=config.availability_template,
    )
    return (alone,)


@lru_cache(maxsize=256)
def _rule(mode: str, told: tuple[Told, ...]) -> Rule:
    """Return a rule; the components of one product, announced together, share it."""
    return Rule(mode, tuple(_sign(*each) for each in told))


@lru_cache(maxsize=256)
def _sign(topic: str, template: str, here: str, gone: str) -> Sign:
    return Sign(topic, read_template(template), rendered(here), rendered(gone))
