"""What lights have in common that are told part by part or by templates: reads, and who tells."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Protocol

from devices.homeassistant.colours import CHANNELS, colour_in, number_between
from devices.homeassistant.config import LampConfig, quote
from devices.homeassistant.facets import Facet, Hearing
from devices.homeassistant.light import LONGEST_EFFECT, MOST, LightForm, light_capabilities
from devices.homeassistant.readings import UNKNOWN, Read, Told, truth_read
from devices.homeassistant.template import MISSING, read_template, rendered
from devices.message import Message
from devices.said import number_in
from devices.topics import objection_to_filter
from rules.light.colour import kelvin_of_mired
from rules.light.spaces import HUES, PARTS, PLANE
from rules.words.device import Category
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Colour,
    Kelvin,
    Values,
)

KEYS: Final[Mapping[str, str]] = {PLANE: "xy", HUES: "hs", **CHANNELS}
"""The keys of a colour, in the order in which its numbers are written."""
Meant = Callable[[str], Values]


class Whole(Protocol):
    """A light that is told all that is wished of it at once."""

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the messages that make it so, in their order."""


@value(frozen=True, slots=True)
class LampCommand:
    """How one aspect of such a light is told: with all others, by the light as a whole."""

    topic: str
    retain: bool
    whole: Whole
    meant: Meant

    def say(
        self, aspect: Aspect, values: Values, transition: Seconds | None
    ) -> tuple[Message, ...]:
        """Return the messages for all that is wished of the light."""
        del aspect
        return self.whole.say(values, transition)

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""
        del aspect
        return self.meant(payload.decode(errors="replace"))


def nothing_meant(_said: str) -> Values:
    """Understand nothing of what somebody else said."""
    return {}


def word_meant(on: str, off: str) -> Meant:
    """Understand the two payloads of a light."""
    return lambda said: {POWER: said == on} if said in (on, off) else {}


Ears = Mapping[Aspect, list[Hearing]]


def lamp_facets(
    form: LightForm, ears: Ears, commands: Mapping[Aspect, LampCommand], *, optimistic: bool
) -> tuple[Facet, ...]:
    """Return each aspect of a light, told with the others and heard wherever it is said."""
    found: list[Facet] = []
    for plain in light_capabilities(form, Category.PRIMARY):
        heard, command = ears.get(plain.aspect, []), commands[plain.aspect]
        able = replace(plain, assumed=optimistic or not heard)
        # The same aspect may be heard on several topics: each is a facet of its own.
        found += [Facet(able, command, hearing) for hearing in heard or (None,)]
    return tuple(found)


def hearing_at(
    config: LampConfig, keys: tuple[str, str], read: Callable[[str], Read], own: str
) -> list[Hearing]:
    """Return how a topic is heard that a light names, with its template; or nothing."""
    topic, text = config.full(config.said(keys[0])), config.said(keys[1])
    if not topic or objection_to_filter(topic, own):
        return []
    return [Hearing(topic, read_template(text).raw, read(text))]


def power_read(on: str, off: str) -> Callable[[str], Read]:
    """Read the two words of a light."""
    return lambda text: truth_read(text, on, off)


def brightness_read(scale: int) -> Callable[[str], Read]:
    """Read a brightness in the light's own steps; zero says only that it is off."""

    def reader(text: str) -> Read:
        found = read_template(text)

        def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
            number = number_said(found.find(said, trouble), aspect, told, trouble)
            if number:
                told[BRIGHTNESS] = min(FULL, max(1, round(number / scale * FULL)))

        return read

    return reader


def number_said(said: object, aspect: Aspect, told: Told, trouble: list[str]) -> float | int | None:
    """Return the number that was said; what is not known counts as that."""
    if said is MISSING or said == "":
        return None
    if said is None or said == UNKNOWN:
        told[aspect] = None
        return None
    number = number_in(said) if isinstance(said, str) else said
    known = number_between(number, 0, MOST)
    if known is None:
        trouble.append(f"{aspect}: {quote(said)} is no number that it could be")
    return known


def white_read(*, kelvin: bool) -> Callable[[str], Read]:
    """Read a white, in mireds or in kelvin."""

    def reader(text: str) -> Read:
        found = read_template(text)

        def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
            number = number_said(found.find(said, trouble), aspect, told, trouble)
            if number and number >= 1:
                white = Kelvin(round(number)) if kelvin else kelvin_of_mired(math.floor(number))
                told[COLOUR] = white

        return read

    return reader


def colour_read(mode: str, whites: tuple[int, int]) -> Callable[[str], Read]:
    """Read a colour that is written as numbers with commas between them."""

    def reader(text: str) -> Read:
        found = read_template(text)

        def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
            value = found.find(said, trouble)
            if value is MISSING or value == "":
                return
            colour = colour_written(mode, rendered(value), whites)
            if colour is not None or value is None or value == UNKNOWN:
                told[COLOUR] = colour
            else:
                trouble.append(f"{aspect}: {quote(value)} is no colour in the mode `{mode}`")

        return read

    return reader


def colour_written(mode: str, text: str, whites: tuple[int, int]) -> Colour | None:
    """Return the colour that `255,0,0` or `0.3,0.4` is."""
    numbers = [number_in(part) for part in text.strip("()[] ").split(",", 5)]
    if len(numbers) != len(KEYS[mode]):
        return None
    return colour_in(mode, dict(zip(KEYS[mode], numbers, strict=True)), whites)


def effect_read(text: str) -> Read:
    """Read the name of what a light plays."""
    found = read_template(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if value is None or value == UNKNOWN:
            told[EFFECT] = None
        elif isinstance(value, str) and value:
            told[EFFECT] = value[:LONGEST_EFFECT]
        elif value is not MISSING and value != "":
            trouble.append(f"{aspect}: {quote(value)} is no effect")

    return read


def rank_of(mode: str) -> str:
    """Return the way of ours in which colours of a mode are wished."""
    return PARTS if mode in CHANNELS else mode
