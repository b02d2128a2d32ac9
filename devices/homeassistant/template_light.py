"""Lights of the template schema: one topic each way, and templates for all that is said there."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import from_json

from devices.homeassistant.config import LampConfig
from devices.homeassistant.facets import Hearing, Many
from devices.homeassistant.lamp import (
    LampCommand,
    brightness_read,
    effect_read,
    hearing_at,
    lamp_facets,
    nothing_meant,
    number_said,
    power_read,
    white_read,
)
from devices.homeassistant.light import LightForm, effects_of, whites_of
from devices.homeassistant.readings import Read, Told
from devices.homeassistant.template import (
    MISSING,
    Command,
    Template,
    command_template,
    read_template,
)
from devices.message import Message
from devices.topics import objection, objection_to_filter
from rules.light.colour import hs_of_rgb, mired_of_kelvin, rgb_of_hs
from rules.light.spaces import HUES, WHITES, converted
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
    Hs,
    Kelvin,
    Values,
    as_number,
)

CHANNELS: Final = ("red_template", "green_template", "blue_template")


@value(frozen=True, slots=True, kw_only=True)
class TemplateLight:
    """How one light is told: by a template that switches it on, and one that switches it off."""

    form: LightForm
    topic: str
    on: Command
    off: Command
    qos: int
    retain: bool

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the one message that makes it so."""
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        given: dict[str, object] = {} if transition is None else {"transition": transition}
        if power is False or (power is None and brightness is not None and brightness <= 0):
            return self._said(self.off, {"state": False, **given})
        if power is not True and not (brightness is not None and self.form.dims):
            # A colour or an effect alone switches nothing on, and there is no other word for it.
            return ()
        if brightness is not None and self.form.dims:
            given["brightness"] = self.form.to_wire(brightness)
        wished, effect = values.get(COLOUR), values.get(EFFECT)
        if self.form.spaces and isinstance(wished, Colour):
            given |= self._colour(converted(wished, self.form.spaces))
        if effect in self.form.effects:
            given["effect"] = effect
        return self._said(self.on, {"state": True, **given})

    def _colour(self, colour: Colour) -> Mapping[str, object]:
        match colour:
            case Kelvin(kelvin):
                white = Kelvin(min(max(kelvin, self.form.warmest), self.form.coldest))
                return {"color_temp": white.kelvin if self.form.kelvin else mired_of_kelvin(white)}
            case Hs(hue, saturation):
                red, green, blue = rgb_of_hs((hue, saturation))
                parts = {"red": red, "green": green, "blue": blue}
                return {"hue": hue, "sat": saturation, **parts}
            case _:
                return {}

    def _said(self, form: Command, given: Mapping[str, object]) -> tuple[Message, ...]:
        text = form.say(given)
        return (Message(self.topic, text.encode(), self.retain, self.qos),) if text else ()


def template_light(config: LampConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what an announced light of the template schema can do; None: nothing can be used.

    Raises:
        RefusedTemplateError: one of its templates may not be used.
    """
    topic = config.full(config.said("command_topic"))
    if wrong := objection(topic, own):
        complaints.append(f"its command_topic {wrong}")
        return None
    texts = config.said("command_on_template"), config.said("command_off_template")
    if not all(texts):
        complaints.append("it has no command_on_template, or no command_off_template")
        return None
    on, off = map(command_template, texts)
    form = _form(config)
    light = TemplateLight(
        form=form, topic=topic, on=on, off=off, qos=config.qos, retain=config.retain
    )
    told = LampCommand(topic, config.retain, light, nothing_meant)
    commands = dict.fromkeys((POWER, BRIGHTNESS, COLOUR, EFFECT), told)
    facets = lamp_facets(form, _ears(config, form, own), commands, optimistic=config.optimistic)
    return Many(facets, Sort.LAMP)


def _form(config: LampConfig) -> LightForm:
    warmest, coldest = whites_of(config)
    spoken = {HUES: all(map(config.said, CHANNELS)), WHITES: config.said("color_temp_template")}
    modes = tuple(mode for mode, is_said in spoken.items() if is_said)
    return LightForm(
        dims=bool(config.said("brightness_template")),
        scale=FULL,
        modes=modes,
        kelvin=config.color_temp_kelvin,
        warmest=warmest,
        coldest=coldest,
        spaces=modes,
        effects=effects_of(config) if config.said("effect_template") else (),
    )


def _ears(config: LampConfig, form: LightForm, own: str) -> Mapping[Aspect, list[Hearing]]:
    topic = "state_topic"
    colours: list[Hearing] = []
    full = config.full(config.said(topic))
    if HUES in form.modes and full and not objection_to_filter(full, own):
        colours.append(Hearing(full, raw=True, read=_channels_read(config)))
    if WHITES in form.modes:
        white = white_read(kelvin=form.kelvin)
        colours += hearing_at(config, (topic, "color_temp_template"), white, own)
    bright, effect = (topic, "brightness_template"), (topic, "effect_template")
    spoken = bool(config.said("state_template"))
    return {
        POWER: hearing_at(config, (topic, "state_template"), power_read("on", "off"), own)
        if spoken
        else [],
        BRIGHTNESS: hearing_at(config, bright, brightness_read(FULL), own) if form.dims else [],
        COLOUR: colours,
        EFFECT: hearing_at(config, effect, effect_read, own) if form.effects else [],
    }


def _channels_read(config: LampConfig) -> Read:
    """Read red, green and blue, each by a template of its own."""
    found = [read_template(config.said(key)) for key in CHANNELS]

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        parts = [number_said(_part(each, said, trouble), aspect, told, trouble) for each in found]
        levels = [part for part in parts if part is not None and part <= FULL]
        if len(levels) == len(CHANNELS):
            red, green, blue = levels
            told[COLOUR] = Hs(*hs_of_rgb((red, green, blue)))

    return read


def _part(template: Template, text: object, trouble: list[str]) -> object:
    """Return what one of several templates finds in a message, which is here as its text."""
    if template.raw:
        return template.find(text, trouble)
    try:
        return template.find(from_json(str(text)), trouble)
    except ValueError:
        return MISSING
