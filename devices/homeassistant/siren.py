"""Sirens: one message switches one on, with the sound, loudness and time that are wished."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from pydantic_core import from_json, to_json

from devices.homeassistant.config import ManyConfig, quote
from devices.homeassistant.facets import WHOLE, Facet, Hearing, Many
from devices.homeassistant.readings import Read, Told
from devices.homeassistant.template import (
    MISSING,
    Command,
    RefusedTemplateError,
    command_template,
    read_template,
    rendered,
)
from devices.message import Message
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Kind, Sort
from rules.words.times import DAY, Seconds
from rules.words.value import value
from rules.words.values import DURATION, POWER, TONE, VOLUME, Aspect, Value, Values, as_number

LOUDNESS: Final = "volume_level"
"""How Home Assistant names a volume: from 0 to 1."""
MOST_TONES: Final = 100
LONGEST_TONE: Final = 64


@value(frozen=True, slots=True)
class SirenCommand:
    """How to tell a siren; without a form it takes a JSON object.

    A sound, a loudness and a time are said as it is switched on; by themselves they say nothing.
    """

    topic: str
    qos: int
    on: str
    off: str
    form: Command | None
    off_form: Command | None
    retain: bool = False

    def say(self, aspect: Aspect, values: Values, transition: Seconds | None) -> Message | None:
        """Return the one message for all that is wished of the siren."""
        del transition
        wanted = values.get(POWER, values.get(aspect))
        if not isinstance(wanted, bool):
            return None
        given: dict[str, object] = {"state": self.on if wanted else self.off}
        if wanted:
            given |= _sound(values)
        form = self.form if wanted else self.off_form
        if form is None:
            return Message(self.topic, to_json(given), self.retain, self.qos)
        text = form.say({"value": given["state"], **given})
        return Message(self.topic, text.encode(), self.retain, self.qos) if text else None

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""
        if aspect != POWER:
            return {}
        try:
            said: object = from_json(payload)
        except ValueError:
            said = payload.decode(errors="replace")
        word = said.get("state") if isinstance(said, dict) else said
        return {aspect: word == self.on} if word in (self.on, self.off) else {}


def _sound(values: Values) -> Mapping[str, object]:
    tone, volume = values.get(TONE), as_number(values.get(VOLUME))
    seconds = as_number(values.get(DURATION))
    sound: dict[str, object] = {}
    if isinstance(tone, str):
        sound["tone"] = tone
    if volume is not None:
        sound[LOUDNESS] = volume / WHOLE
    if seconds is not None:
        sound["duration"] = int(seconds) if seconds.is_integer() else seconds
    return sound


def siren(config: ManyConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what an announced siren can do, or None where nothing of it can be used."""
    try:
        command = _command(config, own, complaints)
        hearing = _hearing(config, own, complaints)
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return None
    if command is None and hearing is None:
        return None
    power = Capability(
        aspect=POWER,
        kind=Kind.TRUTH,
        writable=command is not None,
        assumed=hearing is None,
        start=False if hearing is None else None,
    )
    sounds = [] if command is None else _sounds(config)
    return Many(
        (Facet(power, command, hearing), *(Facet(able, command) for able in sounds)), Sort.SIREN
    )


def _sounds(config: ManyConfig) -> list[Capability]:
    told = partial(Capability, writable=True, assumed=True)
    tones = [tone[:LONGEST_TONE] for tone in (config.available_tones or ())[:MOST_TONES]]
    found: list[Capability] = []
    if tones:
        found.append(told(aspect=TONE, kind=Kind.CHOICE, options=tuple(tones)))
    if config.support_volume_set:
        found.append(told(aspect=VOLUME, kind=Kind.NUMBER, unit="%", low=0, high=WHOLE))
    if config.support_duration:
        found.append(told(aspect=DURATION, kind=Kind.NUMBER, unit="s", low=0, high=DAY))
    return found


def _command(config: ManyConfig, own: str, complaints: list[str]) -> SirenCommand | None:
    topic = config.full(config.said("command_topic"))
    if not topic:
        return None
    if wrong := objection(topic, own):
        complaints.append(f"its command_topic {wrong}")
        return None
    written, off = config.said("command_template"), config.said("command_off_template")
    form = command_template(written) if written else None
    off_form = command_template(off) if off else form
    payloads = str(config.payload_on), str(config.payload_off)
    return SirenCommand(topic, config.qos, *payloads, form, off_form, config.retain)


def _hearing(config: ManyConfig, own: str, complaints: list[str]) -> Hearing | None:
    topic = config.full(config.said("state_topic"))
    if not topic:
        return None
    if wrong := objection_to_filter(topic, own):
        complaints.append(f"its state_topic {wrong}")
        return None
    text = config.said("state_value_template")
    on = config.payload_on if config.state_on is None else config.state_on
    off = config.payload_off if config.state_off is None else config.state_off
    return Hearing(topic, read_template(text).raw, _read(text, rendered(on), rendered(off)))


def _read(text: str, on: str, off: str) -> Read:
    found = read_template(text)
    words: Mapping[str, bool | None] = {"None": None, off: False, on: True}

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if value is MISSING:
            return
        word = rendered(value)
        if word in words:
            told[aspect] = words[word]
            return
        whole = _object_in(value)
        state = rendered(whole.get("state", ""))
        if state in words:
            told[aspect] = words[state]
        elif word and not whole:
            trouble.append(f"{aspect}: {quote(word)} is neither of its two states")
        told |= _sound_in(whole)

    return read


def _object_in(value: object) -> dict[str, object]:
    if isinstance(value, str):
        try:
            value = from_json(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def _sound_in(said: Mapping[str, object]) -> dict[Aspect, Value]:
    """Return what a state that is a JSON object says of how the siren sounds."""
    told: dict[Aspect, Value] = {}
    tone, volume, seconds = said.get("tone"), said.get(LOUDNESS), said.get("duration")
    if isinstance(tone, str):
        told[TONE] = tone[:LONGEST_TONE]
    if type(volume) in {int, float} and isinstance(volume, int | float) and 0 <= volume <= 1:
        told[VOLUME] = round(volume * WHOLE)
    if type(seconds) in {int, float} and isinstance(seconds, int | float) and 0 <= seconds <= DAY:
        told[DURATION] = seconds
    return told
