"""The entities of an ESPHome board: what each is able to, what it says and what it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from devices.esphome.climate import climate, tell_climate, warmed
from devices.esphome.lights import light, lighten, lit
from devices.esphome.movers import (
    cover,
    fan,
    lock,
    locked,
    moved,
    tell_cover,
    tell_fan,
    tell_lock,
    tell_valve,
    turned,
)
from devices.esphome.siren import siren, sounds, tell_siren
from devices.naming import word_of
from devices.plain import plain
from devices.said import Fields, is_number, list_of, number_of, text_of, whole_of
from rules.words.device import Capability, Category, Kind, Sort
from rules.words.times import Seconds
from rules.words.values import POWER, PRESS, Aspect, Value, Values, as_number

MOST_OPTIONS: Final = 256
PASSWORD: Final = 1
"""How a text is marked that nobody is to see. What is told is shown, so it is left out."""
MOST_DIGITS: Final = 6
"""It counts in halves of halves, of which the digits beyond these say nothing."""
CATEGORIES: Final = (Category.PRIMARY, Category.SETTING, Category.DIAGNOSTIC)
"""As ESPHome counts them."""

Told: TypeAlias = dict[str, object]
"""What an entity is told: the words of its call."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity, as the board describes it; `kind` is ESPHome's word for its sort."""

    kind: str
    key: int
    board: int
    """Which of the devices behind the board it belongs to; 0: the board itself."""
    name: str
    object: str
    category: Category
    fields: Fields

    @property
    def part(self) -> str:
        """Return what tells it from the others; the same where it is announced over MQTT."""
        return self.object if self.object.startswith(self.kind) else f"{self.kind}_{self.object}"

    @property
    def drives(self) -> bool:
        """Say whether it is a device of its own."""
        return self.kind in DRIVERS and self.category is Category.PRIMARY

    @property
    def wishes(self) -> tuple[str, ...]:
        """Return what its aspect may be called, the best first."""
        own, sort = word_of(self.object), text_of(self.fields.get("device_class")).lower()
        return (sort, own) if sort and sort == word_of(sort) and sort != own else (own,)

    @property
    def types(self) -> tuple[str, ...]:
        """Return what may happen at it."""
        said = list_of(self.fields.get("event_types")) if self.kind == "event" else []
        return tuple(filter(None, (plain(text_of(one)) for one in said[:MOST_OPTIONS])))

    def able(self) -> tuple[Capability, ...]:
        """Return what a device that it drives is able to."""
        return ABLE[self.kind](self.fields)

    def aspect(self, name: Aspect) -> Capability | None:
        """Return what it adds to the board under a name, if anything."""
        found = READINGS.get(self.kind)
        return found(name, self.category, self.fields) if found else None

    def values(self, state: Fields) -> Values:
        """Return what a device that it drives says."""
        return READ[self.kind](self.fields, state)

    def value(self, state: Fields) -> Value:
        """Return what it says where it is one aspect."""
        said = state.get("state")
        if state.get("missing_state") is True:
            return None
        if self.kind in {"binarysensor", "switch"}:
            return said if isinstance(said, bool) else None
        if self.kind in {"sensor", "number"}:
            digits = min(whole_of(self.fields.get("accuracy_decimals"), MOST_DIGITS), MOST_DIGITS)
            return round(said, digits) if is_number(said) else None
        return plain(text_of(said)) or None

    def told(self, values: Values, transition: Seconds | None) -> Told:
        """Return what a device that it drives is told; nothing where it cannot be said."""
        return TELL[self.kind](self.fields, values, transition)

    def tell(self, value: Value) -> Told:
        """Return what it is told where it is one aspect."""
        match self.kind, value:
            case "button", str():
                return {"say": "button_command"}
            case "switch", bool():
                return {"say": "switch_command", "state": value}
            case "number", int() | float() if as_number(value) is not None:
                return {"say": "number_command", "state": float(value)}
            case "select" | "text", str():
                return {"say": f"{self.kind}_command", "state": value}
            case _:
                return {}


def entity_of(said: Fields) -> Entity | None:
    """Return the entity that a board describes; None where it is none that is understood."""
    kind, key = text_of(said.get("kind")), said.get("key")
    name = plain(text_of(said.get("name")))
    which = plain(text_of(said.get("object_id"))) or word_of(name)
    known = kind in DRIVERS or kind in READINGS or kind == "event"
    is_secret = kind == "text" and said.get("mode") == PASSWORD
    if not known or is_secret or type(key) is not int or said.get("disabled_by_default") is True:
        return None
    category = whole_of(said.get("entity_category"))
    return Entity(
        kind=kind,
        key=key,
        board=whole_of(said.get("device_id")),
        name=name,
        object=which,
        category=CATEGORIES[category if category < len(CATEGORIES) else 0],
        fields=said,
    )


def _switch(fields: Fields) -> tuple[Capability, ...]:
    return (Capability(aspect=POWER, writable=True, assumed=fields.get("assumed_state") is True),)


def _switched(_: Fields, state: Fields) -> Values:
    said = state.get("state")
    return {POWER: said} if isinstance(said, bool) else {}


def _tell_switch(_: Fields, values: Values, __: Seconds | None) -> Told:
    power = values.get(POWER)
    return {"say": "switch_command", "state": power} if isinstance(power, bool) else {}


def _truth(name: Aspect, category: Category, _: Fields) -> Capability:
    return Capability(aspect=name, kind=Kind.TRUTH, category=category)


def _measure(name: Aspect, category: Category, fields: Fields) -> Capability:
    unit = plain(text_of(fields.get("unit_of_measurement")))
    return Capability(aspect=name, kind=Kind.NUMBER, unit=unit, category=category)


def _text(name: Aspect, category: Category, _: Fields) -> Capability:
    return Capability(aspect=name, kind=Kind.TEXT, category=category)


def _setting(category: Category) -> Category:
    # What nobody knows the meaning of is for people alone.
    return Category.SETTING if category is Category.PRIMARY else category


def _number(name: Aspect, category: Category, fields: Fields) -> Capability:
    low, high = number_of(fields.get("min_value")), number_of(fields.get("max_value"))
    step = number_of(fields.get("step"), 0)
    return Capability(
        aspect=name,
        writable=True,
        kind=Kind.NUMBER,
        unit=plain(text_of(fields.get("unit_of_measurement"))),
        low=low,
        high=high,
        step=step or None,
        category=_setting(category),
    )


def _select(name: Aspect, category: Category, fields: Fields) -> Capability:
    said = list_of(fields.get("options"))[:MOST_OPTIONS]
    options = tuple(one for one in said if isinstance(one, str) and one and one == plain(one))
    return Capability(
        aspect=name,
        writable=bool(options),
        kind=Kind.CHOICE,
        options=options,
        category=_setting(category),
    )


def _writable_text(name: Aspect, category: Category, _: Fields) -> Capability:
    return Capability(
        aspect=name,
        writable=True,
        kind=Kind.TEXT,
        category=_setting(category),
    )


def _button(name: Aspect, category: Category, _: Fields) -> Capability:
    return Capability(
        aspect=name, writable=True, kind=Kind.ACT, options=(str(PRESS),), category=category
    )


def _setting_switch(name: Aspect, category: Category, _: Fields) -> Capability:
    return Capability(aspect=name, writable=True, kind=Kind.TRUTH, category=_setting(category))


DRIVERS: Final[Mapping[str, Sort]] = {
    "light": Sort.LAMP,
    "switch": Sort.SWITCH,
    "cover": Sort.COVER,
    "fan": Sort.FAN,
    "lock": Sort.LOCK,
    "climate": Sort.CLIMATE,
    "valve": Sort.VALVE,
    "siren": Sort.SIREN,
}
"""What is a device of its own; of several without a name the first is the board itself."""
ABLE: Final[Mapping[str, Callable[[Fields], tuple[Capability, ...]]]] = {
    "light": light,
    "switch": _switch,
    "cover": cover,
    "fan": fan,
    "lock": lock,
    "climate": climate,
    "valve": cover,
    "siren": siren,
}
READ: Final[Mapping[str, Callable[[Fields, Fields], Values]]] = {
    "light": lit,
    "switch": _switched,
    "cover": moved,
    "fan": turned,
    "lock": locked,
    "climate": warmed,
    "valve": moved,
    "siren": sounds,
}
TELL: Final[Mapping[str, Callable[[Fields, Values, Seconds | None], Told]]] = {
    "light": lighten,
    "switch": _tell_switch,
    "cover": tell_cover,
    "fan": tell_fan,
    "lock": tell_lock,
    "climate": tell_climate,
    "valve": tell_valve,
    "siren": tell_siren,
}
READINGS: Final[Mapping[str, Callable[[Aspect, Category, Fields], Capability]]] = {
    "binarysensor": _truth,
    "sensor": _measure,
    "textsensor": _text,
    "number": _number,
    "select": _select,
    "text": _writable_text,
    "button": _button,
    "switch": _setting_switch,
}
"""What belongs to the board; a switch where it says itself that it is a setting."""
