"""A lamp of a Tasmota product: one line of commands for all that is wished of it."""

from collections.abc import Mapping
from typing import Final

from devices.colour import (
    hs_of_kelvin,
    hs_of_rgb,
    kelvin_of_mired,
    mired_of_kelvin,
    rgb_of_hs,
    rgb_of_xy,
    xy_of_rgb,
)
from devices.message import Message
from devices.said import Fields, number_of, text_of
from devices.tasmota.config import (
    CHANNELS_APART,
    FIXED_FADES,
    LIGHT,
    NARROW_WHITES,
    POWER_APART,
    Config,
)
from devices.tasmota.parts import Part, power_commands, power_told, read_power
from devices.whites import white_capability
from rules.words.device import Capability, Sort
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
)

DIMMER, WHITES, RGB, RGBW, RGBCW = 1, 2, 3, 4, 5
PERCENT: Final = 100
MIREDS, NARROW = (153, 500), (200, 380)
PLAYS: Final = ("Solid", "Wake up", "Cycle up", "Cycle down", "Random")
"""Its schemes, by their numbers; lamps without colours know the first two."""
SLOWEST: Final = 40
HALVES: Final = 2
"""Its speeds count half seconds."""
HUE: Final = 360


class Lamp(Part):
    """A lamp of one to five channels; `lit` and `level` are what it was last heard to be."""

    sort = Sort.LAMP
    __slots__ = ("_config", "_dimmer", "_kind", "_level", "_level_key", "_lit", "_mireds", "_texts")

    def __init__(self, index: int, config: Config) -> None:
        """Be the lamp of this relay, counted from one."""
        super().__init__(f"light{index}", index, config.command)
        self._config = config
        self._kind, self._dimmer, self._level_key = _form(index, config)
        self._mireds = NARROW if NARROW_WHITES in config.options else MIREDS
        self._texts: Mapping[object, bool] = {config.on: True, config.off: False}
        self._lit: bool | None = None
        self._level = PERCENT

    def capabilities(self) -> tuple[Capability, ...]:
        """Return what its channels can show."""
        able = [Capability(aspect=POWER, writable=True)]
        if self._kind >= DIMMER:
            able.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
        if self._has_whites:
            cold, warm = (kelvin_of_mired(mired).kelvin for mired in self._mireds)
            able.append(white_capability(warm, cold, coloured=self._kind >= RGB))
        elif self._kind >= RGB:
            able.append(Capability(aspect=COLOUR, writable=True))
        if self._effects:
            able.append(Capability(aspect=EFFECT, writable=True, options=self._effects))
        return tuple(able)

    def read(self, said: Fields) -> Values:
        """Return what a message says of power, brightness and colour."""
        told: dict[Aspect, Value] = {}
        power = read_power(said, self.index, self._texts)
        if power is not None:
            told[POWER] = self._lit = power
        level = number_of(said.get(self._level_key), 0, PERCENT) if self._kind >= DIMMER else None
        if level:
            self._level = round(level)
            told[BRIGHTNESS] = round(level * FULL / PERCENT)
        colour = self._colour(said)
        if colour is not None:
            told[COLOUR] = colour
        scheme = number_of(said.get("Scheme"), 0, len(self._effects) - 1)
        if isinstance(scheme, int):
            told[EFFECT] = self._effects[scheme]
        return told

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return one line that the lamp works off at once, in order."""
        brightness, power = as_number(values.get(BRIGHTNESS)), values.get(POWER)
        if self._kind < DIMMER:
            brightness = None
        on, off = f"Power{self.index} {self._config.on}", f"Power{self.index} {self._config.off}"
        level = 0
        said: list[str] = []
        if power is False or (power is None and brightness is not None and brightness <= 0):
            said.append(off)
        else:
            level = self._level
            if brightness is not None:
                level = max(1, round(min(brightness, FULL) * PERCENT / FULL))
                said.append(f"{self._dimmer} {level}")
            elif power is True:
                said.append(on)
            # A colour alone would switch on a lamp that is off.
            if said or self._lit or POWER_APART in self._config.options:
                said += self._coloured(values.get(COLOUR))
            said += self._playing(values.get(EFFECT))
            if brightness is not None and POWER_APART in self._config.options:
                said.append(on)
        if not said:
            return ()
        line = [*self._fade(transition, level, coloured=COLOUR in values), *said]
        # Without a pause between them, which it would otherwise keep.
        return (self._order("Backlog", ";".join(f"NoDelay;{one}" for one in line)),)

    def commands(self) -> tuple[str, ...]:
        """Return the commands by which others tell it."""
        told = [*power_commands(self.index), "Dimmer", self._dimmer, f"Channel{self.index}"]
        if self._kind >= WHITES:
            told += ["Color", "Color1", "Color2", "HsbColor", "HsbColor1", "HsbColor2", "CT"]
            told += ["White"]
        return tuple(dict.fromkeys(told))

    def understood(self, command: str, wanted: str) -> Values:
        """Return what such a command makes of it."""
        if command.startswith("power"):
            return power_told(wanted, self._config.on, self._config.off)
        if command.startswith(("dimmer", "channel")):
            level = number_of(wanted, 0, PERCENT)
            if level is None:
                return {}
            lit = {POWER: True, BRIGHTNESS: round(level * FULL / PERCENT)}
            return lit if level else {POWER: False}
        if command == "ct":
            mired = number_of(wanted, *self._mireds)
            return {} if mired is None else {COLOUR: kelvin_of_mired(mired)}
        return {}

    @property
    def _has_whites(self) -> bool:
        return self._kind in {WHITES, RGBCW}

    @property
    def _effects(self) -> tuple[str, ...]:
        if self._kind < DIMMER or CHANNELS_APART in self._config.options:
            return ()
        return PLAYS if self._kind >= RGB else PLAYS[:2]

    def _colour(self, said: Fields) -> Kelvin | Xy | None:
        if self._kind < WHITES:
            return None
        white = number_of(said.get("White"), 0, PERCENT)
        if self._kind == WHITES or (self._kind == RGBCW and white):
            mired = number_of(said.get("CT"), 1, 2 * MIREDS[1])
            return None if mired is None else kelvin_of_mired(mired)
        if self._kind == RGBW and white:
            # Its white channel glows, and nobody knows how warm that is.
            return None
        parts = [number_of(part, 0, HUE) for part in text_of(said.get("HSBColor")).split(",")]
        match parts:
            case [int() | float() as hue, int() | float() as saturation, _]:
                return xy_of_rgb(rgb_of_hs((hue, min(saturation, PERCENT))))
            case _:
                return None

    def _coloured(self, colour: Value) -> list[str]:
        if not isinstance(colour, Kelvin | Xy):
            return []
        if self._has_whites and isinstance(colour, Kelvin):
            cold, warm = self._mireds
            return [f"CT {min(max(mired_of_kelvin(colour), cold), warm)}"]
        if self._kind < RGB:
            return []
        hue, saturation = (
            hs_of_kelvin(colour) if isinstance(colour, Kelvin) else hs_of_rgb(rgb_of_xy(colour))
        )
        return [f"HsbColor1 {round(hue)}", f"HsbColor2 {round(saturation)}"]

    def _playing(self, effect: Value) -> list[str]:
        known = isinstance(effect, str) and effect in self._effects
        return [f"Scheme {self._effects.index(str(effect))}"] if known else []

    def _fade(self, transition: Seconds | None, level: int, *, coloured: bool) -> list[str]:
        """Return how fast it is to get there; its speeds are those of a fade over all of it."""
        if transition is None or self._kind < DIMMER or self._config.tuya:
            return []
        if transition <= 0:
            return ["Fade 0"]
        share = 1.0
        if FIXED_FADES not in self._config.options and not coloured:
            share = abs(level - (self._level if self._lit else 0)) / PERCENT or 1.0
        speed = min(transition * HALVES / share, SLOWEST)
        return ["Fade 1", f"Speed {max(1, round(speed))}"]


def _form(index: int, config: Config) -> tuple[int, str, str]:
    """Return how many channels a lamp has, the command that dims it, and where it says that."""
    if CHANNELS_APART in config.options:
        return DIMMER, f"Channel{index}", f"Channel{index}"
    kind = config.light if DIMMER <= config.light <= RGBCW else 0
    if not config.linked and kind >= RGBW and LIGHT in config.relays:
        # The colours are one lamp, the whites a second one.
        if index - 1 == config.relays.index(LIGHT):
            return RGB, "Dimmer1", "Dimmer1"
        return (DIMMER if kind == RGBW else WHITES), "Dimmer2", "Dimmer2"
    return kind, "Dimmer3" if config.tuya else "Dimmer", "Dimmer"
