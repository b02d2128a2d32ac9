"""One device of a Homie product: which property is its power, its brightness, its colour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from devices.colour import (
    Rgb,
    hs_of_kelvin,
    hs_of_rgb,
    kelvin_of_mired,
    mired_of_kelvin,
    rgb_of_hs,
    rgb_of_kelvin,
    rgb_of_xy,
    xy_of_rgb,
)
from devices.homie.description import Node, Property
from devices.naming import reading_aspects, word_of
from devices.said import number_of
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
    Value,
    Values,
    Xy,
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
PERCENT: Final = 100
LONGEST: Final = 255


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
        value = _value(aspect, one, text)
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
            text = _text(aspect, one, value) if one and one.settable else None
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


def _value(aspect: Aspect, one: Property, text: str) -> Value:
    """Return the value that a text means; None where it means none."""
    if one.datatype == "boolean":
        return {"true": True, "false": False}.get(text)
    if one.datatype == "color":
        return _colour(one, text)
    if not one.is_number:
        return text[:LONGEST] or None
    number = number_of(text)
    if number is None or aspect not in {BRIGHTNESS, POSITION}:
        return number
    low, high = one.bounds or (0, PERCENT)
    share = min(max((number - low) / (high - low), 0), 1)
    if aspect == POSITION:
        return round(share * PERCENT)
    return max(1, round(share * FULL)) if share else 0


def _text(aspect: Aspect, one: Property, value: Value) -> str | None:
    """Return how a value is written; None where it cannot be."""
    if isinstance(value, bool):
        return str(value).lower() if one.datatype == "boolean" else None
    if isinstance(value, Kelvin | Xy):
        return _colour_text(one, value) if one.datatype == "color" else None
    number = as_number(value)
    if number is None:
        return value if isinstance(value, str) and not one.is_number else None
    if not one.is_number:
        return None
    if aspect in {BRIGHTNESS, POSITION}:
        low, high = one.bounds or (0, PERCENT)
        most = FULL if aspect == BRIGHTNESS else PERCENT
        number = low + min(max(number, 0), most) * (high - low) / most
        if aspect == BRIGHTNESS and value and one.datatype == "integer":
            number = max(number, low + 1)
    return str(round(number)) if one.datatype == "integer" else f"{number:g}"


def _colour(one: Property, text: str) -> Xy | None:
    space, *said = text.split(",") if text[:1].isalpha() else (_space(one), *text.split(","))
    parts = [number_of(part, 0, 360) for part in said]
    match parts:
        case [int() | float() as x, int() | float() as y] if space == "xyz" and max(x, y) <= 1:
            return Xy(x, y)
        case [int() | float() as hue, int() | float() as much, int() | float()] if space == "hsv":
            return xy_of_rgb(rgb_of_hs((hue, min(much, PERCENT))))
        case [int() as red, int() as green, int() as blue] if space == "rgb":
            shines = 0 < max(red, green, blue) <= FULL
            return xy_of_rgb((red, green, blue)) if shines else None
        case _:
            return None


def _colour_text(one: Property, colour: Kelvin | Xy) -> str:
    """Write a colour in the space that a property names first, in the way of its edition."""
    space, rgb = _space(one), _rgb(colour)
    if space == "hsv":
        hue, much = hs_of_kelvin(colour) if isinstance(colour, Kelvin) else hs_of_rgb(rgb)
        said = f"{round(hue)},{round(much)},100"
    elif space == "xyz":
        xy = xy_of_rgb(rgb) if isinstance(colour, Kelvin) else colour
        said = f"{xy.x:g},{xy.y:g}"
    else:
        said = ",".join(map(str, rgb))
    return f"{space},{said}" if one.fifth else said


def _rgb(colour: Kelvin | Xy) -> Rgb:
    return rgb_of_kelvin(colour) if isinstance(colour, Kelvin) else rgb_of_xy(colour)


def _space(one: Property) -> str:
    named = one.format.partition(",")[0].strip()
    return named if named in {"hsv", "xyz"} else "rgb"
