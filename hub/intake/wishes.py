"""What people send us from outside, checked once at the border: wishes, overrides, answers."""

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Annotated, Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from hub.intake.ends import End, moment_of, parse_duration, parse_end
from hub.view.colours import colour_of
from rules.words.prompts import Answer
from rules.words.times import DAY, HOUR, Moment, Seconds
from rules.words.value import value
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

LONGEST_PAYLOAD: Final = 4096
LONGEST_END: Final = 366 * DAY
LONGEST_FADE: Final = HOUR
SHOWN: Final = 40
WHOLE: Final = 100

PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
WHITE = re.compile(r"(\d{4,5})\s*[Kk]")
WARMEST, COLDEST = 1000, 20_000


class BadInput(Exception):  # noqa: N818 -- it is a word of ours, not a failure of the program
    """What a person sent cannot be understood; the text says what, and what would be right."""


@value(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants one device to be. `seconds` replaces the default length of the hold.

    `ticket`: it is done once, however often it comes; `seen`: how the device looked (`version`).
    """

    values: Mapping[Aspect, Value]
    transition: Seconds | None = None
    seconds: Seconds | None = None
    by: str = ""
    ticket: str = ""
    seen: int | None = None


class Verb(StrEnum):
    """What a person does with a scope."""

    FREEZE = "freeze"
    SET = "set"
    RELEASE = "release"
    RESUME = "resume"


@value(frozen=True, slots=True, kw_only=True)
class OverrideRequest:
    """What a person wants of a scope; without `lasts` and `until` it is latched."""

    verb: Verb
    values: Mapping[Aspect, Value] = field(default_factory=dict)
    lasts: Seconds | None = None
    until: End | None = None
    by: str = ""

    def end(self, now: Moment, zone: ZoneInfo) -> Moment | None:
        """Return the moment at which it ends, or None for a latched one."""
        if self.until is None:
            return None if self.lasts is None else now + self.lasts
        end = moment_of(self.until, now, zone)
        if not now < end <= now + LONGEST_END:
            raise BadInput("`until` must lie in the future, and at most a year ahead")
        return end


@value(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says to a prompt; `percent` goes with `lower`."""

    answer: Answer
    percent: float | None = None
    by: str = ""


def parse_wish(payload: bytes) -> Wish:
    """Return the wish for one device that a payload holds, or raise `BadInput`."""
    text = text_of(payload)
    if text.startswith("{"):
        return _wish(validated(_WishForm, text))
    return Wish(values=_plain_values(text))


def parse_command(payload: bytes) -> tuple[str, Wish]:
    """Return which device is meant and what it is to be, or raise `BadInput`."""
    text = text_of(payload)
    if not text.startswith("{"):
        raise BadInput('say a JSON object such as {"device": "hall-lamp", "set": {"power": "on"}}')
    form = validated(_CommandForm, text)
    return form.device, _wish(form)


def parse_override(payload: bytes) -> OverrideRequest:
    """Return what a payload asks of a scope, or raise `BadInput`."""
    text = text_of(payload)
    if text.startswith("{"):
        return _override(validated(_OverrideForm, text))
    if PERCENT.fullmatch(text):
        return _override(_OverrideForm(verb="set", value=text))
    return _override(_OverrideForm(verb=text))


def parse_answer(payload: bytes) -> Said:
    """Return the answer to a prompt that a payload holds, or raise `BadInput`.

    `yes`, `no` and their like, `lower 20 %`, or JSON.
    """
    text = text_of(payload)
    if text.startswith("{"):
        form = validated(_AnswerForm, text)
    else:
        word, _, rest = text.partition(" ")
        percent = PERCENT.fullmatch(rest.strip())
        fields: dict[object, object] = {"answer": word if percent else text}
        if percent:
            fields["percent"] = float(percent[1])
        form = validated(_AnswerForm, fields)
    return Said(answer=form.answer, percent=form.percent, by=form.by)


def _power(value: object) -> object:
    return {"on": True, "off": False}.get(value.lower(), value) if isinstance(value, str) else value


_Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Power: TypeAlias = Annotated[StrictBool, BeforeValidator(_power)]
Fade: TypeAlias = Annotated[
    float, Field(ge=0, le=LONGEST_FADE, allow_inf_nan=False), BeforeValidator(parse_duration)
]
Length: TypeAlias = Annotated[
    float, Field(ge=1, le=LONGEST_END, allow_inf_nan=False), BeforeValidator(parse_duration)
]
_Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class Form(BaseModel):
    """What people send as JSON: known keys only."""

    # Built when the first wish comes: a start has other things to do.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _colour(said: object) -> Colour | None:
    return None if said is None else colour_of(said)


class ValuesForm(Form):
    """What a device is wished to be, as people and agents write it."""

    power: _Power | None = None
    brightness: Annotated[_Number, Field(ge=0, le=255)] | None = None
    percent: Annotated[_Number, Field(ge=0, le=100)] | None = None
    colour_temp: Annotated[_Number, Field(ge=WARMEST, le=COLDEST)] | None = None
    colour: Annotated[Colour | None, PlainValidator(_colour)] = None
    effect: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None


class _WishForm(ValuesForm):
    aspects: Annotated[
        dict[
            Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")],
            StrictBool
            | _Number
            | Annotated[str, StringConstraints(max_length=255, strict=True)]
            | Annotated[dict[str, _Number], Field(max_length=8)],
        ]
        | None,
        Field(alias="set", max_length=32),
    ] = None
    transition: Fade | None = None
    lasts: Annotated[Length | None, Field(alias="for")] = None
    by: _Name = ""
    ticket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{8,32}-[0-9]{1,9}$")] = ""
    seen: Annotated[int, Field(strict=True, ge=0, le=2**53)] | None = None


class _CommandForm(_WishForm):
    device: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class _OverrideForm(Form):
    verb: Annotated[str, StringConstraints(to_lower=True)]
    value: object = None
    lasts: Annotated[Length | None, Field(alias="for")] = None
    until: Annotated[End, BeforeValidator(parse_end)] | None = None
    by: _Name = ""


def _lower(word: object) -> object:
    return word.lower() if isinstance(word, str) else word


class _AnswerForm(Form):
    answer: Annotated[Answer, BeforeValidator(_lower)]
    percent: Annotated[_Number, Field(ge=0, le=100)] | None = None
    by: _Name = ""


EXPECTED: Final = {
    "answer": "`yes`, `lower`, `later`, `no`, `always` or `never`",
    "power": "`on` or `off`",
    "brightness": "a number from 0 to 255",
    "percent": "a number from 0 to 100",
    "colour_temp": "a number of kelvin from 1000 to 20000",
    "colour": 'an object such as {"x": 0.45, "y": 0.41}, {"hue": 120, "saturation": 50}, '
    '{"red": 255, "green": 0, "blue": 0}, {"kelvin": 2700} or {"mireds": 370}',
    "effect": "the name of an effect of the lamp",
    "transition": "a length of time up to an hour, such as `2 s`",
    "for": "a length of time such as `10 min`, `2 h` or a number of seconds, at most a year",
    "until": "a time such as `23:00` or `2030-12-24 18:00`",
    "by": "a name of at most 64 characters",
    "set": 'an object of aspects and what each is to be, such as {"position": 30}',
    "device": "the id, the name or the hardware id of a device",
    "ticket": "a name of the page and a number, such as `c0ffee00-1`",
    "seen": "the `version` of the device that was seen",
    "verb": "`freeze`, `on`, `off`, `set`, `release` or `resume`",
    "value": "`on`, `off`, `40 %` or an object such as a device takes",
}

_F = TypeVar("_F", bound=Form)


def text_of(payload: bytes) -> str:
    """Return the text of a payload, or raise `BadInput` where it is none, or too long."""
    if len(payload) > LONGEST_PAYLOAD:
        raise BadInput(f"too long: {len(payload)} bytes, at most {LONGEST_PAYLOAD} are read")
    try:
        text = payload.decode().strip()
    except UnicodeDecodeError:
        raise BadInput("not text: the bytes are not UTF-8") from None
    if not text:
        raise BadInput("empty: say for example `on`, `off` or `40 %`")
    return text


def validated(
    form: type[_F], source: str | dict[object, object], expected: Mapping[str, str] = EXPECTED
) -> _F:
    """Return what a form reads, or raise `BadInput`; `expected` says what each key must be."""
    try:
        if isinstance(source, str):
            return form.model_validate_json(source)
        return form.model_validate(source)
    except ValidationError as problems:
        found = problems.errors(include_url=False, include_context=False)
        keys = [form_field.alias or key for key, form_field in form.model_fields.items()]
        raise BadInput("; ".join(_sentence(e, keys, expected) for e in found[:3])) from None


def _sentence(error: ErrorDetails, keys: list[str], expected: Mapping[str, str]) -> str:
    if error["type"] == "json_invalid":
        return f"not valid JSON: {error['msg'].removeprefix('Invalid JSON: ')}"
    key = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden" and key not in keys:
        return f"unknown key {shown(key)}: known are {', '.join(keys)}"
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return f"`{key}` is missing: it must be {expected.get(key, 'there')}"
    return f"`{key}` must be {expected.get(key, 'something else')}, not {shown(error['input'])}"


def shown(value: object) -> str:
    """Return something from outside as it may stand in a sentence: short and printable."""
    text = value if isinstance(value, str) else repr(value)
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[: SHOWN + 1])
    return f"`{plain[:SHOWN]}...`" if len(plain) > SHOWN else f"`{plain}`"


def _plain_values(text: str) -> Mapping[Aspect, Value]:
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


def _wish(form: _WishForm) -> Wish:
    words = ValuesForm.model_fields
    said: dict[object, object] = {
        key: value for key, value in (form.aspects or {}).items() if key in words
    }
    others: dict[Aspect, Value] = {}
    for aspect, given in (form.aspects or {}).items():
        if aspect in words:
            continue
        if isinstance(given, dict):
            raise BadInput(f"`{aspect}` must be a value, not {shown(given)}")
        others[Aspect(aspect)] = given
    if said:
        others |= values_of(validated(ValuesForm, said))
    beside = form.model_fields_set & words.keys()
    values = {**others, **values_of(form)} if beside or not others else others
    return Wish(
        values=values,
        transition=form.transition,
        seconds=form.lasts,
        by=form.by,
        ticket=form.ticket,
        seen=form.seen,
    )


def _override(form: _OverrideForm) -> OverrideRequest:
    verb, value = form.verb, form.value
    if verb not in {"on", "off", *Verb}:
        raise BadInput(f"`verb` must be {EXPECTED['verb']}, not {shown(verb)}")
    if verb != Verb.SET and value is not None:
        raise BadInput(f"`value` belongs to the verb `set`, not to `{verb}`")
    if verb in {"on", "off"}:
        verb, value = Verb.SET, verb
    if verb in {Verb.RELEASE, Verb.RESUME} and (form.lasts or form.until):
        raise BadInput(f"`{verb}` has no end: leave out `for` and `until`")
    if form.lasts and form.until:
        raise BadInput("give `for` or `until`, not both")
    values = _override_values(value) if verb == Verb.SET else {}
    end = form.until
    return OverrideRequest(verb=Verb(verb), values=values, lasts=form.lasts, until=end, by=form.by)


def _override_values(value: object) -> Mapping[Aspect, Value]:
    if isinstance(value, str):
        return _plain_values(value.strip())
    if isinstance(value, dict):
        return values_of(validated(ValuesForm, value))
    raise BadInput(f"`value` must be {EXPECTED['value']}, not {shown(value)}")
