"""What a device is to be, as people and agents say it: a word such as `40 %`, or a JSON object."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StringConstraints

from hub.intake.forms import BadInput, Form, Number, shown
from hub.view.colours import colour_of
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    POWER,
    Aspect,
    Colour,
    Kelvin,
    Value,
    from_percent,
)

WHOLE: Final = 100
PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
WHITE = re.compile(r"(\d{4,5})\s*[Kk]")
WARMEST, COLDEST = 1000, 20_000


def _power(value: object) -> object:
    return {"on": True, "off": False}.get(value.lower(), value) if isinstance(value, str) else value


_Power: TypeAlias = Annotated[StrictBool, BeforeValidator(_power)]


def _colour(said: object) -> Colour | None:
    return None if said is None else colour_of(said)


class ValuesForm(Form):
    """What a device is wished to be, as people and agents write it."""

    power: _Power | None = None
    brightness: Annotated[Number, Field(ge=0, le=255)] | None = None
    percent: Annotated[Number, Field(ge=0, le=100)] | None = None
    colour_temp: Annotated[Number, Field(ge=WARMEST, le=COLDEST)] | None = None
    colour: Annotated[Colour | None, PlainValidator(_colour)] = None
    effect: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None


def plain_values(text: str) -> Mapping[Aspect, Value]:
    """Return the values that a word wishes, or raise `BadInput`."""
    if text.lower() in {"on", "off"}:
        return {POWER: text.lower() == "on"}
    percent = PERCENT.fullmatch(text)
    if percent and float(percent[1]) <= WHOLE:
        return _lit(from_percent(float(percent[1])))
    white = WHITE.fullmatch(text)
    if white and WARMEST <= int(white[1]) <= COLDEST:
        return {COLOUR: Kelvin(int(white[1]))}
    raise BadInput(
        f"cannot read {shown(text)}: say `on`, `off`, `40 %`, `2700 K` or send a JSON object"
    )


def _lit(brightness: int) -> Mapping[Aspect, Value]:
    # Zero is off, and anything above it switches a lamp on.
    return {POWER: True, BRIGHTNESS: brightness} if brightness else {POWER: False}


def values_of(form: ValuesForm) -> Mapping[Aspect, Value]:
    """Return the values that a form wishes, or raise `BadInput` where it contradicts itself."""
    if form.brightness is not None and form.percent is not None:
        raise BadInput("give `brightness` or `percent`, not both")
    if form.colour is not None and form.colour_temp is not None:
        raise BadInput("give `colour` or `colour_temp`, not both")
    values = dict(_brightness(form))
    if form.power is not None and values.setdefault(POWER, form.power) is not form.power:
        raise BadInput("`power` and the brightness say opposite things: leave one out")
    if form.colour is not None:
        values[COLOUR] = form.colour
    if form.colour_temp is not None:
        values[COLOUR] = Kelvin(round(form.colour_temp))
    if form.effect is not None:
        values[EFFECT] = form.effect
    if not values:
        raise BadInput("nothing to do: say `power`, `brightness`, `percent` or a colour")
    return values


def _brightness(form: ValuesForm) -> Mapping[Aspect, Value]:
    if form.percent is not None:
        return _lit(from_percent(form.percent))
    if form.brightness is not None:
        return _lit(max(1, round(form.brightness)) if form.brightness else 0)
    return {}
