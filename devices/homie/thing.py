"""One device of a Homie product: which property is its power, its brightness, its colour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from devices.colour import kelvin_of_mired, mired_of_kelvin
from devices.homie.description import Node, Property
from devices.homie.values import PERCENT, text_of, value_of
from devices.naming import reading_aspects, word_of
from devices.whites import white_capability
from rules.words.device import Capability, Category, Kind, Sort
from rules.words.ids import HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    POSITION,
    POWER,
    Aspect,
    Kelvin,
    Values,
    as_number,
)

POWERS: Final = frozenset(
    {"power", "on", "onoff", "on-off", "state", "switch", "relay", "light", "output"}
)
LEVELS: Final = frozenset({"brightness", "dimmer", "dim", "level", "intensity"})
PLACES: Final = frozenset({"position", "shutter", "blind", "cover"})
WARMTHS: Final = frozenset(
    {"color-temperature", "colour-temperature", "color_temperature", "kelvin", "ct"}
)
WHITE: Final = Aspect("colour temperature")
"""Where the whites of a lamp stand; to the house they are its colour."""
WARMEST, COLDEST = 2000, 6500
MOST_MIREDS: Final = 1000
LAMP_WORDS: Final = ("light", "lamp", "bulb", "dimmer", "led")


@dataclass(slots=True)
class Thing:
    """A device, and which of its aspects stands at which property."""

    hardware: HardwareId
    name: str
    sort: Sort
    properties: dict[Aspect, Property] = field(default_factory=dict)
    presses: dict[str, str] = field(default_factory=dict)
    """By the place of a property that is not stored, the word before its presses."""
    names: frozenset[str] = frozenset()
    """All presses that are known of before they come."""
    part: str = ""

    def capabilities(self) -> Iterator[Capability]:
        """Return what can be told and read of it."""
        for aspect, one in self.properties.items():
            if aspect == WHITE:
                low, high = _whites(one)
                yield white_capability(low, high, coloured=COLOUR in self.properties)
            elif aspect != COLOUR or WHITE not in self.properties:
                yield _capability(aspect, one)
        if POWER not in self.properties and BRIGHTNESS in self.properties:
            yield Capability(aspect=POWER, writable=True)

    def read(self, aspect: Aspect, text: str) -> Values:
        """Return what the value of a property says."""
        one = self.properties[aspect]
        value = value_of(aspect, one, text)
        if value is None and text:
            return {}
        if aspect == WHITE:
            number = as_number(value) or 0.0
            white = kelvin_of_mired(number) if _in_mireds(one) else Kelvin(round(number))
            return {COLOUR: white} if number >= 1 else {}
        if aspect == BRIGHTNESS and POWER not in self.properties:
            # It is on as far as it is bright.
            return {POWER: True, BRIGHTNESS: value} if value else {POWER: False}
        if aspect == BRIGHTNESS and not value:
            return {}
        return {aspect: value}

    def say(self, values: Values) -> Iterator[tuple[Property, str]]:
        """Return which properties are to be set, and to what."""
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        off = power is False or (power is None and brightness is not None and brightness <= 0)
        switch, level = self.properties.get(POWER), self.properties.get(BRIGHTNESS)
        if off:
            # Off says off alone: a brightness beside it may switch it on.
            values = {POWER: False} if switch else {BRIGHTNESS: 0}
        elif power is True and brightness is None and switch is None and level is not None:
            values = {**values, BRIGHTNESS: FULL}
        elif brightness is not None and power is None and switch is not None:
            values = {POWER: True, **values}
        for aspect in sorted(values, key=_turn):
            one, value = self.properties.get(aspect), values[aspect]
            if aspect == COLOUR and isinstance(value, Kelvin) and WHITE in self.properties:
                one = self.properties[WHITE]
                low, high = _whites(one)
                white = Kelvin(round(min(max(value.kelvin, low), high)))
                value = mired_of_kelvin(white) if _in_mireds(one) else white.kelvin
            text = text_of(aspect, one, value) if one and one.settable else None
            if one and text is not None:
                yield one, text


def things_of(hardware: HardwareId, name: str, nodes: Sequence[Node]) -> list[Thing]:
    """Return the devices of a product.

    Rule 1: each node with something to switch or move is a device, the first is the product itself.
    Rule 2: what the other nodes say belongs to the product itself.
    """
    driving = [node for node in nodes if _driven(node)]
    main = Thing(hardware, name, Sort.SENSOR)
    things = [main]
    rest: list[Property] = [one for node in nodes if node not in driving for one in node.properties]
    for node in driving:
        is_main = node is driving[0]
        beside = HardwareId(f"{hardware}/{node.id}")
        own = f"{name} {node.name or node.id}"
        thing = main if is_main else Thing(beside, own, Sort.SWITCH, part=node.id)
        driven = _driven(node)
        thing.properties |= driven
        thing.sort = _sort(node, driven)
        others = [one for one in node.properties if one not in driven.values()]
        if is_main:
            rest = [*others, *rest]
        else:
            _add(thing, others)
            things.append(thing)
    _add(main, rest)
    if not driving and main.presses:
        main.sort = Sort.BUTTON
    return things


def _driven(node: Node) -> dict[Aspect, Property]:
    """Return which properties of a node switch, dim, colour or move it."""
    settable = [one for one in node.properties if one.settable]
    truths = [one for one in settable if one.datatype == "boolean"]
    found: dict[Aspect, Property] = {}
    power = next((one for one in truths if one.id.lower() in POWERS), None)
    if power is None and len(node.properties) == 1 and truths and truths[0].retained:
        power = truths[0]
    if power:
        found[POWER] = power
    for one in (one for one in settable if one.is_number and one.bounds):
        if one.id.lower() in LEVELS:
            found.setdefault(BRIGHTNESS, one)
        elif one.id.lower() in WARMTHS:
            found.setdefault(WHITE, one)
        elif one.id.lower() in PLACES and not power:
            found.setdefault(POSITION, one)
    for one in settable:
        if one.datatype == "color" and (power or BRIGHTNESS in found):
            found.setdefault(COLOUR, one)
    if found.keys() == {WHITE}:
        # A white by itself is no lamp: nothing here switches it.
        return {}
    return found


def _in_mireds(one: Property) -> bool:
    """Say whether whites are counted so; no lamp glows at less than a thousand kelvin."""
    return (one.bounds or (0, 0))[1] <= MOST_MIREDS


def _whites(one: Property) -> tuple[float, float]:
    """Return the warmest and the coldest white, in kelvin."""
    low, high = one.bounds or (WARMEST, COLDEST)
    if not _in_mireds(one):
        return low, high
    return kelvin_of_mired(high).kelvin, kelvin_of_mired(max(low, 1)).kelvin


def _turn(aspect: Aspect) -> int:
    """Say in which turn it is told: first what a lamp is to look like, last that it is to shine."""
    return {COLOUR: 0, BRIGHTNESS: 1, POWER: 3}.get(aspect, 2)


def _sort(node: Node, driven: dict[Aspect, Property]) -> Sort:
    if POSITION in driven:
        return Sort.COVER
    words = f"{node.type} {node.name} {node.id}".lower()
    if not driven.keys().isdisjoint({BRIGHTNESS, COLOUR, WHITE}) or any(
        word in words for word in LAMP_WORDS
    ):
        return Sort.LAMP
    return Sort.SWITCH


def _add(thing: Thing, properties: Sequence[Property]) -> None:
    """Give a device what it measures, what can be set on it, and what is pressed."""
    presses = [one for one in properties if not one.retained and not one.settable]
    presses = [one for one in presses if one.datatype in {"enum", "string", "boolean"}]
    names: set[str] = set()
    for one in presses:
        before = "" if len(presses) == 1 else f"{word_of(one.node)}_{word_of(one.id)}_"
        thing.presses[one.place] = before
        names.update(f"{before}{word_of(option)}" for option in one.options)
    thing.names = frozenset(names)
    readings = [one for one in properties if one not in presses]
    wishes = [(word_of(one.id), word_of(f"{one.node}_{one.id}")) for one in readings]
    for aspect, one in zip(reading_aspects(wishes), readings, strict=True):
        free = aspect if aspect not in thing.properties else Aspect(f"{aspect}_setting")
        thing.properties.setdefault(free, one)


def _capability(aspect: Aspect, one: Property) -> Capability:
    if aspect == BRIGHTNESS:
        return Capability(aspect=aspect, writable=True, low=0, high=FULL)
    if aspect in {POWER, COLOUR}:
        return Capability(aspect=aspect, writable=True)
    if aspect == POSITION:
        return Capability(aspect=aspect, writable=True, unit="%", low=0, high=PERCENT)
    low, high = one.bounds or (None, None)
    kinds = {"boolean": Kind.TRUTH, "enum": Kind.CHOICE, "color": Kind.COLOUR}
    return Capability(
        aspect=aspect,
        writable=one.settable,
        unit=one.unit,
        low=low,
        high=high,
        options=one.options,
        # Whatever else can be set is not for agents: nobody knows what it does.
        category=Category.SETTING if one.settable else Category.PRIMARY,
        kind=Kind.NUMBER if one.is_number else kinds.get(one.datatype, Kind.TEXT),
    )
