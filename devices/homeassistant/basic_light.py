"""Lights of the default schema: a topic for each thing that they can be told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from devices.homeassistant.colours import MODES, colour_out
from devices.homeassistant.config import LampConfig
from devices.homeassistant.facets import Hearing, Many
from devices.homeassistant.lamp import (
    KEYS,
    LampCommand,
    Meant,
    brightness_read,
    colour_read,
    effect_read,
    hearing_at,
    lamp_facets,
    nothing_meant,
    power_read,
    rank_of,
    white_read,
    word_meant,
)
from devices.homeassistant.light import WHITE, LightForm, effects_of, whites_of
from devices.homeassistant.readings import Read
from devices.homeassistant.template import Command, command_template
from devices.message import Message
from devices.topics import objection
from devices.whites import WHITE_LEVEL, level_of
from rules.light.colour import mired_of_kelvin
from rules.light.spaces import HUES, PLANE, WHITES, converted, space_of
from rules.words.device import Sort
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
    Value,
    Values,
    as_number,
)

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    PLANE: ("x", "y"),
    HUES: ("hue", "sat"),
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "rgbww": ("red", "green", "blue", "cold_white", "warm_white"),
}
"""What templates call the numbers of a colour."""
LAST, BRIGHT = "last", "brightness"


@value(frozen=True, slots=True)
class Way:
    """A topic, and how what is said there is written."""

    topic: str
    form: Command


@value(frozen=True, slots=True, kw_only=True)
class BasicLight:
    """All ways of one light. `order`: whether it is switched on last, first, or by brightness."""

    form: LightForm
    power: Way
    on: str
    off: str
    order: str
    brightness: Way | None
    colours: Mapping[str, Way]
    effect: Way | None
    white: Way | None
    qos: int
    retain: bool

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the messages that make it so; such a light knows no transition."""
        del transition
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        if power is False or (power is None and brightness is not None and brightness <= 0):
            return self._messages([self._said(self.power, {"value": self.off})])
        white = level_of(values.get(WHITE_LEVEL), self.form.white_scale)
        if white and self.white is not None:
            # It is its brightness and its colour in one.
            lit, on = self._said(self.white, {"value": white}), self._said(self.power, self._on)
            orders = {LAST: [lit, on], BRIGHT: [lit]}
            return self._messages(orders.get(self.order, [on, lit]))
        switched = power is True or (brightness is not None and self.brightness is not None)
        if switched and self.order == BRIGHT and brightness is None:
            brightness = FULL
        others = [self._colour(values.get(COLOUR)), self._bright(brightness)]
        others.append(self._effect(values.get(EFFECT)))
        if not switched or (self.order == BRIGHT and self.brightness is not None):
            return self._messages(others)
        on = self._said(self.power, self._on)
        return self._messages([*others, on] if self.order == LAST else [on, *others])

    @property
    def _on(self) -> Mapping[str, object]:
        return {"value": self.on}

    def _messages(self, said: list[Message | None]) -> tuple[Message, ...]:
        return tuple(message for message in said if message is not None)

    def _said(self, way: Way, given: Mapping[str, object]) -> Message | None:
        text = way.form.say(given)
        return Message(way.topic, text.encode(), self.retain, self.qos) if text else None

    def _bright(self, brightness: float | None) -> Message | None:
        if brightness is None or self.brightness is None:
            return None
        return self._said(self.brightness, {"value": self.form.to_wire(brightness)})

    def _effect(self, effect: Value) -> Message | None:
        if self.effect is None or effect not in self.form.effects:
            return None
        return self._said(self.effect, {"value": effect})

    def _colour(self, wished: Value) -> Message | None:
        if not self.colours or not isinstance(wished, Colour):
            return None
        colour = converted(wished, self.form.spaces)
        whites = self.form.warmest, self.form.coldest
        if isinstance(colour, Kelvin):
            white = Kelvin(min(max(colour.kelvin, whites[0]), whites[1]))
            said = white.kelvin if self.form.kelvin else mired_of_kelvin(white)
            return self._said(self.colours[WHITES], {"value": said})
        mode = next(mode for mode in self.form.modes if rank_of(mode) == space_of(colour))
        numbers = [*colour_out(mode, colour, whites).values()]
        given = dict(zip(NAMES[mode], numbers, strict=True))
        return self._said(self.colours[mode], {"value": ",".join(map(str, numbers)), **given})


def basic_light(config: LampConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what an announced light of the default schema can do; None: nothing can be used.

    Raises:
        RefusedTemplateError: one of its templates may not be used.
    """
    power = _way(config, "command_topic", "", own, complaints)
    if power is None:
        return None
    colours = {
        mode: way
        for mode in (*MODES, WHITES)
        if (way := _keyed(config, mode, own, complaints)) is not None
    }
    brightness, effect, white = (
        _keyed(config, key, own, complaints) for key in ("brightness", "effect", WHITE)
    )
    form = _form(config, tuple(colours), dims=brightness is not None, plays=effect is not None)
    if white and colours:
        form = replace(form, white_scale=config.white_scale)
    whole = BasicLight(
        form=form,
        power=power,
        on=str(config.payload_on),
        off=str(config.payload_off),
        order=config.on_command_type,
        brightness=brightness,
        colours=colours,
        effect=effect,
        white=white if colours else None,
        qos=config.qos,
        retain=config.retain,
    )
    ears = _ears(config, form, own)
    return Many(lamp_facets(form, ears, _commands(whole), optimistic=config.optimistic), Sort.LAMP)


def _commands(whole: BasicLight) -> Mapping[Aspect, LampCommand]:
    colour = next(iter(whole.colours.values()), None)
    ways: Mapping[Aspect, tuple[Way | None, Meant]] = {
        POWER: (whole.power, word_meant(whole.on, whole.off)),
        BRIGHTNESS: (whole.brightness, nothing_meant),
        COLOUR: (colour, nothing_meant),
        EFFECT: (whole.effect, nothing_meant),
        WHITE_LEVEL: (whole.white, nothing_meant),
    }
    return {
        aspect: LampCommand(way.topic, whole.retain, whole, meant)
        for aspect, (way, meant) in ways.items()
        if way is not None
    }


def _way(config: LampConfig, topic: str, form: str, own: str, complaints: list[str]) -> Way | None:
    full = config.full(config.said(topic))
    if not full:
        return None
    if wrong := objection(full, own):
        complaints.append(f"its {topic} {wrong}")
        return None
    return Way(full, command_template(config.said(form) if form else ""))


def _keyed(config: LampConfig, key: str, own: str, complaints: list[str]) -> Way | None:
    return _way(config, f"{key}_command_topic", f"{key}_command_template", own, complaints)


def _form(config: LampConfig, modes: tuple[str, ...], *, dims: bool, plays: bool) -> LightForm:
    warmest, coldest = whites_of(config)
    return LightForm(
        dims=dims,
        scale=config.brightness_scale,
        modes=modes,
        kelvin=config.color_temp_kelvin,
        warmest=warmest,
        coldest=coldest,
        spaces=tuple(dict.fromkeys(map(rank_of, modes))),
        effects=effects_of(config) if plays else (),
    )


def _ears(config: LampConfig, form: LightForm, own: str) -> Mapping[Aspect, list[Hearing]]:
    def at(key: str, read: Callable[[str], Read]) -> list[Hearing]:
        return hearing_at(config, (f"{key}_state_topic", f"{key}_value_template"), read, own)

    words = str(config.payload_on), str(config.payload_off)
    whites = form.warmest, form.coldest
    colours: list[Hearing] = []
    for mode in filter(KEYS.__contains__, form.modes):
        colours += at(mode, colour_read(mode, whites))
    if WHITES in form.modes:
        colours += at(WHITES, white_read(kelvin=form.kelvin))
    template = "state_value_template" if config.said("state_value_template") else "value_template"
    return {
        POWER: hearing_at(config, ("state_topic", template), power_read(*words), own),
        BRIGHTNESS: at("brightness", brightness_read(form.scale)),
        COLOUR: colours,
        EFFECT: at("effect", effect_read),
    }
