"""Lights of the JSON schema: one JSON object each way, for power, brightness and colour."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from pydantic_core import from_json, to_json

from devices.colour import kelvin_of_mired, mired_of_kelvin
from devices.colours import rgbww_of_kelvin
from devices.homeassistant.colours import (
    CHANNELS,
    MODES,
    WHITES_TOO,
    colour_in,
    colour_out,
    number_between,
)
from devices.homeassistant.config import LightConfig, quote
from devices.homeassistant.readings import Told
from devices.homeassistant.template import MISSING
from devices.message import Message
from devices.whites import WHITE_LEVEL, level_capability, level_of
from rules.light.spaces import PARTS, WHITES, converted
from rules.words.device import Capability, Category
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

WHITE: Final = "white"
"""The mode of a lamp that is white, nobody says how warm."""
MOST_EFFECTS: Final = 256
LONGEST_EFFECT: Final = 64
UNDIMMED: Final = frozenset({"onoff", "unknown"})
MIREDS: Final = (153.0, 500.0)
"""The coldest and warmest white of a lamp that does not say; Home Assistant's defaults."""
MOST: Final = 1e9
"""Numbers beyond this are nonsense for every part of a lamp."""


@value(frozen=True, slots=True, kw_only=True)
class LightForm:
    """What a sort of light can do and how it writes it; lights that are alike share one.

    `warmest` and `coldest` in kelvin; `kelvin`: it writes its whites so, not in mireds.
    `spaces`: in which ways of ours it takes colours. `scales`: how bright its channels are says
    how bright it is. `assumed`: nothing is heard of it.
    """

    dims: bool
    scale: int
    modes: tuple[str, ...]
    kelvin: bool
    warmest: int
    coldest: int
    spaces: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    scales: bool = False
    assumed: bool = False
    white_scale: int = 0
    """The strongest that its white channel can be told to be; 0: it has none of its own."""

    def read(self, said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        """Put in what a message says of power, brightness and colour."""
        del aspect
        if type(said) is not dict:
            trouble.append(f"{quote(said)} is not the JSON object that a light reports with")
            return
        _read_power(said.get("state", MISSING), told, trouble)
        if self.dims and "brightness" in said:
            self._read_brightness(said["brightness"], told, trouble)
        if self.modes and said.get("color_mode") == WHITE:
            # Its white channel alone is lit: nobody says how warm that is.
            told[COLOUR] = None
        elif self.modes and ("color_mode" in said or "color" in said or WHITES in said):
            self._read_colour(said, told, trouble)
        if self.white_scale and "color_mode" in said:
            _read_white(said["color_mode"], told)
        if self.effects and "effect" in said:
            self._read_effect(said["effect"], told, trouble)

    def say(self, values: Values, transition: Seconds | None) -> bytes | None:
        """Return the one message that makes it so; None where the light cannot be told."""
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        told: dict[str, object] = {}
        if power is False or (power is None and brightness is not None and brightness <= 0):
            # Off says off alone: a brightness beside it, even zero, switches many lamps on.
            told = {"state": "OFF"}
        else:
            if self.dims and brightness is not None:
                told["brightness"] = self.to_wire(brightness)
            told |= self._say_colour(values.get(COLOUR), brightness)
            effect = values.get(EFFECT)
            if effect in self.effects:
                told["effect"] = effect
            white = level_of(values.get(WHITE_LEVEL), self.white_scale)
            if white:
                # It is its brightness and its colour in one.
                told = {"white": white}
            if power is True or not told.keys().isdisjoint({"brightness", "white"}):
                told = {"state": "ON", **told}
            if not told:
                # A colour or an effect alone switches nothing on.
                return None
        if transition is not None and 0 <= transition <= MOST:
            # Some read no fraction, not even one of nothing.
            told["transition"] = int(transition) if transition == int(transition) else transition
        return to_json(told)

    def to_wire(self, brightness: float) -> int:
        """Return a brightness 0-255 in the lamp's own scale; a lamp that is on is never at 0."""
        return max(1, round(min(max(brightness, 0.0), FULL) * self.scale / FULL))

    def from_wire(self, brightness: float) -> int:
        """Return the lamp's own brightness as 0-255."""
        return min(FULL, max(1, round(brightness / self.scale * FULL)))

    def _read_brightness(self, said: object, told: Told, trouble: list[str]) -> None:
        number = number_between(said, 0, MOST)
        if number:
            told[BRIGHTNESS] = self.from_wire(number)
        elif said is None:
            told[BRIGHTNESS] = None
        elif number is None:
            trouble.append(f"brightness: {quote(said)} is no brightness")
        # Zero says only that it is off: how bright it is while on stays as it was.

    def _read_effect(self, said: object, told: Told, trouble: list[str]) -> None:
        if said is None or isinstance(said, str):
            told[EFFECT] = said and said[:LONGEST_EFFECT]
        else:
            trouble.append(f"effect: {quote(said)} is no effect")

    def _read_colour(self, said: Mapping[str, object], told: Told, trouble: list[str]) -> None:
        mode = said.get("color_mode", MISSING)
        if mode is None:
            told[COLOUR] = None
            return
        if mode is MISSING:
            mode = self._mode_of(said)
        if not isinstance(mode, str) or mode not in self.modes:
            return
        written = said.get(WHITES if mode == WHITES else "color", MISSING)
        if written is MISSING:
            return
        colour = self._colour_in(mode, written)
        if colour is not None or written is None:
            told[COLOUR] = colour
        else:
            trouble.append(f"colour: {quote(written)} is none in the mode {quote(mode)}")

    def _mode_of(self, said: Mapping[str, object]) -> str | None:
        """Return the mode of a colour that does not name it; None where it could be two."""
        white = WHITES in said and WHITES in self.modes
        coloured = "color" in said
        if white:
            return None if coloured and len(self.modes) > 1 else WHITES
        written = said.get("color")
        return next((mode for mode in self.modes if self._colour_in(mode, written)), None)

    def _colour_in(self, mode: str, written: object) -> Colour | None:
        if mode != WHITES:
            return colour_in(mode, written, (self.warmest, self.coldest))
        number = number_between(written, 1, 1_000_000)
        if number is None:
            return None
        return Kelvin(round(number)) if self.kelvin else kelvin_of_mired(math.floor(number))

    def _say_colour(self, wished: Value, brightness: float | None) -> dict[str, object]:
        if not self.spaces or not isinstance(wished, Colour):
            return {}
        whites = self.warmest, self.coldest
        share = FULL if brightness is None or not self.scales else brightness
        if isinstance(wished, Kelvin) and WHITES not in self.modes and WHITES_TOO in self.modes:
            levels = rgbww_of_kelvin(wished, share, whites)
            return {"color": dict(zip(CHANNELS[WHITES_TOO], levels, strict=True))}
        colour = converted(wished, self.spaces)
        if not isinstance(colour, Kelvin):
            return {"color": colour_out(self._channel_mode(), colour, whites, share / FULL)}
        white = Kelvin(min(max(colour.kelvin, self.warmest), self.coldest))
        return {WHITES: white.kelvin if self.kelvin else mired_of_kelvin(white)}

    def _channel_mode(self) -> str:
        """Return the mode in which it takes red, green and blue."""
        return next((mode for mode in CHANNELS if mode in self.modes), PARTS)


def _read_power(said: object, told: Told, trouble: list[str]) -> None:
    if said == "ON":
        told[POWER] = True
    elif said == "OFF":
        told[POWER] = False
    elif said is None:
        told[POWER] = None
    elif said is not MISSING:
        trouble.append(f"state: {quote(said)} is neither `ON` nor `OFF`")


def _read_white(mode: object, told: Told) -> None:
    """Put in how strong the white channel is: as strong as the lamp while it is lit, else dark."""
    if mode != WHITE:
        told[WHITE_LEVEL] = 0
    elif BRIGHTNESS in told:
        told[WHITE_LEVEL] = told[BRIGHTNESS]


@value(frozen=True, slots=True)
class LightCommand:
    """How to tell a light."""

    topic: str
    qos: int
    form: LightForm
    retain: bool = False

    def say(self, aspect: Aspect, values: Values, transition: Seconds | None) -> Message | None:
        """Return the one message for all that is wished of the light."""
        del aspect
        payload = self.form.say(values, transition)
        return None if payload is None else Message(self.topic, payload, self.retain, self.qos)

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it, as far as it can be read."""
        told: Told = {}
        try:
            said = from_json(payload)
        except ValueError:
            return told
        self.form.read(said, aspect, told, [])
        return {each: value for each, value in told.items() if value is not None}


def light_form(config: LightConfig) -> LightForm:
    """Return what an announced light can do."""
    named = config.supported_color_modes
    if named is None:
        # The older way: one flag for each.
        flags = (("color_temp", config.color_temp), ("hs", config.hs), ("rgb", config.rgb))
        named = [mode for mode, is_set in (*flags, ("xy", config.xy)) if is_set]
    warmest, coldest = whites_of(config)
    # Colours first: the first one is what a colour is written in.
    modes = tuple(mode for mode in (*MODES, WHITES) if mode in named)
    return _shared(
        LightForm(
            dims=config.brightness or any(mode not in UNDIMMED for mode in named),
            scale=config.brightness_scale,
            modes=modes,
            kelvin=config.color_temp_kelvin,
            warmest=warmest,
            coldest=coldest,
            spaces=tuple(dict.fromkeys(PARTS if mode in CHANNELS else mode for mode in modes)),
            effects=effects_of(config),
            scales=not config.brightness,
            assumed=config.optimistic or not config.state_topic,
            white_scale=config.white_scale if modes and WHITE in named else 0,
        )
    )


def effects_of(config: LightConfig) -> tuple[str, ...]:
    """Return the effects that a light names."""
    named = config.effect_list or ()
    return tuple(name for name in named[:MOST_EFFECTS] if 0 < len(name) <= LONGEST_EFFECT)


@lru_cache(maxsize=256)
def light_capabilities(form: LightForm, category: Category) -> tuple[Capability, ...]:
    """Return what such a light can be told; lights that are alike share it."""
    common = partial(Capability, writable=True, category=category, assumed=form.assumed)
    able = [common(aspect=POWER)]
    if form.dims:
        able.append(common(aspect=BRIGHTNESS, low=0, high=FULL))
    if WHITES in form.modes:
        low, high = form.warmest, form.coldest
        able.append(common(aspect=COLOUR, unit="K", low=low, high=high, options=form.spaces))
    elif form.modes:
        able.append(common(aspect=COLOUR, options=form.spaces))
    if form.white_scale:
        able.append(replace(level_capability(assumed=form.assumed), category=category))
    if form.effects:
        able.append(common(aspect=EFFECT, options=form.effects))
    return tuple(able)


def whites_of(config: LightConfig) -> tuple[int, int]:
    """Return the warmest and the coldest white of a light, in kelvin."""
    cold, warm = config.min_mireds or MIREDS[0], config.max_mireds or MIREDS[1]
    if cold > warm:
        cold, warm = MIREDS
    warmest, coldest = kelvin_of_mired(warm).kelvin, kelvin_of_mired(cold).kelvin
    if config.color_temp_kelvin:
        warmest = round(config.min_kelvin or warmest)
        coldest = round(config.max_kelvin or coldest)
    return min(warmest, coldest), max(warmest, coldest)


@lru_cache(maxsize=1024)
def _shared(form: LightForm) -> LightForm:
    return form
