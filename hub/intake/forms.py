"""How what comes from outside is read: text of a sane length, JSON of known keys, or a sentence."""

from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from hub.intake.ends import parse_duration
from rules.words.times import DAY, HOUR

LONGEST_PAYLOAD: Final = 4096
LONGEST_END: Final = 366 * DAY
LONGEST_FADE: Final = HOUR
SHOWN: Final = 40


class BadInput(Exception):  # noqa: N818 -- it is a word of ours, not a failure of the program
    """What a person sent cannot be understood; the text says what, and what would be right."""


Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Fade: TypeAlias = Annotated[
    float, Field(ge=0, le=LONGEST_FADE, allow_inf_nan=False), BeforeValidator(parse_duration)
]
Length: TypeAlias = Annotated[
    float, Field(ge=1, le=LONGEST_END, allow_inf_nan=False), BeforeValidator(parse_duration)
]
Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class Form(BaseModel):
    """What people send as JSON: known keys only."""

    # Built when the first wish comes: a start has other things to do.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


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
