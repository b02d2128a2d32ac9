"""What people send us from outside, checked once at the border: wishes, overrides, answers."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints

from hub.intake.ends import End, moment_of, parse_end
from hub.intake.forms import (
    EXPECTED,
    LONGEST_END,
    BadInput,
    Fade,
    Form,
    Length,
    Name,
    Number,
    shown,
    text_of,
    validated,
)
from hub.intake.values import PERCENT, ValuesForm, plain_values, values_of
from rules.words.prompts import Answer
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Value


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
    return Wish(values=plain_values(text))


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
    verb, _, value = text.partition(" ")
    if verb.lower() == Verb.SET and value:
        return _override(_OverrideForm(verb="set", value=value))
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


class _WishForm(ValuesForm):
    aspects: Annotated[
        dict[
            Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")],
            StrictBool
            | Number
            | Annotated[str, StringConstraints(max_length=255, strict=True)]
            | Annotated[dict[str, Number], Field(max_length=8)],
        ]
        | None,
        Field(alias="set", max_length=32),
    ] = None
    transition: Fade | None = None
    lasts: Annotated[Length | None, Field(alias="for")] = None
    by: Name = ""
    ticket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{8,32}-[0-9]{1,9}$")] = ""
    seen: Annotated[int, Field(strict=True, ge=0, le=2**53)] | None = None


class _CommandForm(_WishForm):
    device: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class _OverrideForm(Form):
    verb: Annotated[str, StringConstraints(to_lower=True)]
    value: object = None
    lasts: Annotated[Length | None, Field(alias="for")] = None
    until: Annotated[End, BeforeValidator(parse_end)] | None = None
    by: Name = ""


def _lower(word: object) -> object:
    return word.lower() if isinstance(word, str) else word


class _AnswerForm(Form):
    answer: Annotated[Answer, BeforeValidator(_lower)]
    percent: Annotated[Number, Field(ge=0, le=100)] | None = None
    by: Name = ""


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
        return plain_values(value.strip())
    if isinstance(value, dict):
        return values_of(validated(ValuesForm, value))
    raise BadInput(f"`value` must be {EXPECTED['value']}, not {shown(value)}")
