"""What an announcement may say: a form for each sort of component."""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    AliasChoices,
    AliasGenerator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from devices.homeassistant.abbreviations import short_of
from rules.words.device import Category

Text: TypeAlias = Annotated[str, StringConstraints(max_length=256)]
"""A text that is kept, so it must not be a book."""
Scalar: TypeAlias = bool | int | float | Text
"""A payload to send or to compare with: some announce booleans and numbers."""
LONGEST_QUOTE: Final = 60
LONGEST_DELAY: Final = 366 * 24 * 3600
CATEGORIES: Final = {"config": Category.SETTING, "diagnostic": Category.DIAGNOSTIC}


def _spellings(name: str) -> AliasChoices:
    return AliasChoices(name, short_of(name))


def quote(value: object) -> str:
    """Return what was said as part of a sentence, and not too much of it."""
    text = value if isinstance(value, str) else repr(value)[: LONGEST_QUOTE * 2]
    safe = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_QUOTE])
    return f"`{safe}{'...' if len(text) > LONGEST_QUOTE else ''}`"


MOST_INSIDE: Final = 256


class Said(BaseModel):
    """Something that was announced, by its long or its short keys."""

    # Each form is built when the first of its kind is announced: few houses have them all.
    model_config = ConfigDict(
        defer_build=True,
        extra="ignore",
        coerce_numbers_to_str=True,
        alias_generator=AliasGenerator(validation_alias=_spellings),
    )


class DeviceBlock(Said):
    """The physical thing that a component belongs to."""

    identifiers: str | list[str] | None = None
    connections: list[tuple[str, str]] | None = None
    name: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    suggested_area: str | None = None


class AvailabilityBlock(Said):
    """One topic that says whether a thing can be reached."""

    topic: str | None = None
    payload_available: Scalar = "online"
    payload_not_available: Scalar = "offline"
    value_template: str | None = None


class Config(Said):
    """What every component may say. `base` is what `~` stands for in topics."""

    base: str | None = Field(default=None, validation_alias="~")
    name: str | None = None
    unique_id: str | None = None
    device: DeviceBlock | None = None
    origin: object = None
    """The program that announces; whatever it says of itself is no reason to complain."""
    entity_category: Literal["config", "diagnostic"] | None = None
    enabled_by_default: bool = True
    device_class: str | None = None
    qos: int = Field(default=0, ge=0, le=2)
    retain: bool = False
    state_topic: str | None = None
    value_template: str | None = None
    availability: AvailabilityBlock | list[AvailabilityBlock] | None = None
    availability_mode: Literal["all", "any", "latest"] = "latest"
    availability_topic: str | None = None
    availability_template: str | None = None
    payload_available: Scalar = "online"
    payload_not_available: Scalar = "offline"
    group: object = None
    """The unique ids of what is in it, where it is a group."""

    @property
    def inside(self) -> frozenset[str]:
        """Return the unique ids of what is in it."""
        said = self.group if isinstance(self.group, list) else ()
        return frozenset(one for one in said[:MOST_INSIDE] if isinstance(one, str) and one)

    @property
    def category(self) -> Category:
        """Return what sort of thing it is; what is off by default is for whoever asks."""
        plain = Category.PRIMARY if self.enabled_by_default else Category.DIAGNOSTIC
        return CATEGORIES.get(self.entity_category or "", plain)

    def full(self, topic: str | None) -> str:
        """Return a topic with the base put in for `~`; empty where there is none."""
        if not topic or not self.base:
            return topic or ""
        if topic.startswith("~"):
            topic = self.base + topic[1:]
        if topic.endswith("~"):
            topic = topic[:-1] + self.base
        return topic

    def said(self, key: str) -> str:
        """Return a topic or a template by its long key, however it was spelled."""
        extra = self.model_extra or {}
        found = getattr(self, key, None) or extra.get(short_of(key))
        return found if isinstance(found, str) else ""


class LightConfig(Config):
    """A light; `form` is the dialect its messages are in."""

    form: str = Field(default="basic", validation_alias="schema")
    command_topic: str | None = None
    brightness: bool = False
    brightness_scale: int = Field(default=255, ge=1, le=1_000_000)
    supported_color_modes: list[str] | None = None
    white_scale: int = Field(default=255, ge=1, le=1_000_000)
    effect: bool = False
    effect_list: list[str] | None = None
    optimistic: bool = False
    color_temp: bool = False
    hs: bool = False
    rgb: bool = False
    xy: bool = False
    color_temp_kelvin: bool = False
    min_mireds: float | None = Field(default=None, gt=0, le=10_000, allow_inf_nan=False)
    max_mireds: float | None = Field(default=None, gt=0, le=10_000, allow_inf_nan=False)
    min_kelvin: float | None = Field(default=None, ge=100, le=1_000_000, allow_inf_nan=False)
    max_kelvin: float | None = Field(default=None, ge=100, le=1_000_000, allow_inf_nan=False)


class LampConfig(LightConfig):
    """A light that is told part by part, or by templates; its many topics are `said`."""

    model_config = ConfigDict(extra="allow")

    on_command_type: Literal["last", "first", "brightness"] = "last"
    payload_on: Scalar = "ON"
    payload_off: Scalar = "OFF"


class SwitchConfig(Config):
    """A switch; where no state texts are given, the payloads are."""

    command_topic: str | None = None
    payload_on: Scalar = "ON"
    payload_off: Scalar = "OFF"
    state_on: Scalar | None = None
    state_off: Scalar | None = None
    state_value_template: str | None = None


class BinarySensorConfig(Config):
    """A reading that is yes or no."""

    payload_on: Scalar = "ON"
    payload_off: Scalar = "OFF"
    off_delay: int | None = Field(default=None, ge=0, le=LONGEST_DELAY)
    expire_after: int | None = Field(default=None, ge=0, le=LONGEST_DELAY)


class SensorConfig(Config):
    """A reading: a number if it has a unit or a class of its own, else a text."""

    unit_of_measurement: str | None = None
    state_class: str | None = None
    expire_after: int | None = Field(default=None, ge=0, le=LONGEST_DELAY)
    options: list[str] | None = None


class TriggerConfig(Config):
    """One thing that a button or remote can say."""

    automation_type: str | None = None
    topic: str | None = None
    payload: Scalar | None = None
    type: Text | None = None
    subtype: Text | None = None


class EventConfig(Config):
    """What happens at a button, a bell or a remote, told on one topic."""

    event_types: list[Text] | None = None


class ManyConfig(Config):
    """A component with aspects of its own; its many topics and templates are `said`."""

    model_config = ConfigDict(extra="allow")

    min: float | None = Field(default=1.0, allow_inf_nan=False)
    max: float | None = Field(default=100.0, allow_inf_nan=False)
    step: float | None = Field(default=1.0, gt=0, allow_inf_nan=False)
    unit_of_measurement: str | None = None
    options: list[str] | None = None
    mode: str | None = None
    modes: list[str] | None = None
    fan_modes: list[str] | None = None
    swing_modes: list[str] | None = None
    preset_modes: list[str] | None = None
    available_tones: list[str] | None = None
    support_volume_set: bool = True
    support_duration: bool = True
    min_temp: float | None = Field(default=7.0, allow_inf_nan=False)
    max_temp: float | None = Field(default=35.0, allow_inf_nan=False)
    temp_step: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    min_humidity: float | None = Field(default=30.0, allow_inf_nan=False)
    max_humidity: float | None = Field(default=99.0, allow_inf_nan=False)
    temperature_unit: str | None = None
    position_open: int = 100
    position_closed: int = 0
    tilt_min: int = 0
    tilt_max: int = 100
    speed_range_min: int = 1
    speed_range_max: int = 100
    payload_press: Scalar = "PRESS"
    payload_install: Scalar | None = None
    payload_on: Scalar = "ON"
    payload_off: Scalar = "OFF"
    state_on: Scalar | None = None
    state_off: Scalar | None = None
    payload_oscillation_on: Scalar = "oscillate_on"
    payload_oscillation_off: Scalar = "oscillate_off"
    payload_lock: Scalar = "LOCK"
    payload_unlock: Scalar = "UNLOCK"
    state_locked: Scalar = "LOCKED"
    state_unlocked: Scalar = "UNLOCKED"
    state_jammed: Scalar = "JAMMED"
    payload_open: Scalar | None = "OPEN"
    payload_close: Scalar | None = "CLOSE"
    payload_stop: Scalar | None = "STOP"
    reports_position: bool = False
    payload_direction_forward: Scalar = "forward"
    payload_direction_reverse: Scalar = "reverse"
    state_locking: Scalar = "LOCKING"
    state_unlocking: Scalar = "UNLOCKING"
    state_open: Scalar = "open"
    state_closed: Scalar = "closed"
    state_opening: Scalar = "opening"
    state_closing: Scalar = "closing"
    state_stopped: Scalar = "stopped"
