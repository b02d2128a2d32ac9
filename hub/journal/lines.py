"""What is remembered, as a line of JSON and back.

Writing is on the path of every decision, so it needs no schema: values become plain data by the
names of their fields. Reading is rare: what it takes is made when it is first asked for.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Final, get_args

from msgspec import to_builtins
from msgspec.json import Encoder

from hub.clock import ClockMark
from hub.journal.forms import form_of
from hub.word import TakenWord
from rules.words.effects import Standing
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import DeviceScope, Scope
from rules.words.records import (
    Adopted,
    AlarmBegan,
    AlarmEnded,
    Body,
    Bound,
    ChangeWished,
    ClaimEnded,
    Decided,
    Ended,
    Forgotten,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Joined,
    Judged,
    Noted,
    OverrideBegan,
    OverrideEnded,
    PauseBegan,
    PauseEnded,
    PolicySigned,
    PolicyTaken,
    PromptBegan,
    PromptEnded,
    Reminded,
    Retired,
    scope_of,
)

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

BODIES: Final[dict[str, type[Body]]] = {kind.__name__: kind for kind in get_args(Body)}
STANDING: Final[dict[str, type[Standing]]] = {kind.__name__: kind for kind in get_args(Standing)}

_encoder: Final = Encoder(enc_hook=repr)


def write_line(value: Body | Standing | ClockMark | TakenWord) -> str:
    """Return a value as one line of JSON, whatever it holds; a number that is none is null."""
    try:
        return _encoder.encode(value).decode()
    except UnicodeEncodeError:
        # Half a surrogate pair in a name must not keep the rest from being written.
        text = json.dumps(to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace").decode()


def read_body(kind: str, line: str) -> Body:
    """Return the record that a line says; a ValueError where it cannot be understood."""
    if kind not in BODIES:
        raise ValueError(f"not a kind of record: {kind}")
    body: Body = _body_form(kind).validate_json(line)
    return body


def read_standing(kind: str, line: str | bytes) -> Standing:
    """Return the standing thing that a line says; a ValueError where it cannot be understood."""
    if kind not in STANDING:
        raise ValueError(f"not a kind of standing thing: {kind}")
    standing: Standing = _standing_form(kind).validate_json(line)
    return standing


def read_mark(line: str) -> ClockMark | None:
    """Return the mark of the clock that a line says, or None where it says none."""
    try:
        said = json.loads(line)
        return ClockMark(str(said["boot"]), float(said["ahead"]))
    except (ValueError, TypeError, KeyError):
        return None


def read_word(line: str) -> str | None:
    """Return the mark of a taken word that a line says, or None where it says none."""
    try:
        return str(json.loads(line)["mark"])
    except (ValueError, TypeError, KeyError):
        return None


def subject(body: Body) -> tuple[DeviceId | None, DecisionId | None]:
    """Return the device that a record is about and the decision it belongs to, if any."""
    match body:
        case Decided(decision=decision):
            return decision.device, decision.id
        case Ended(device=device, decision=number):
            return device, number
        case FreezeBegan() | OverrideBegan() | OverrideEnded() | Reminded():
            return _device_in(scope_of(body)), None
        case HoldBegan(hold=about) | AlarmBegan(alarm=about) | AlarmEnded(alarm=about):
            return about.device, None
        case PolicyTaken() | PolicySigned() | PauseBegan() | PauseEnded():
            return None, None
        case PromptBegan(prompt=prompt):
            return _only(tuple(question.device for question in prompt.questions)), None
        case PromptEnded(devices=devices) | ChangeWished(devices=devices):
            return _only(devices), None
        case (
            ClaimEnded()
            | HoldEnded()
            | Judged()
            | Bound()
            | Retired()
            | Noted()
            | Adopted()
            | Forgotten()
            | Joined()
        ):
            return body.device, None


def _only(devices: tuple[DeviceId, ...]) -> DeviceId | None:
    return devices[0] if len(devices) == 1 else None


def _device_in(scope: Scope) -> DeviceId | None:
    return scope.device if isinstance(scope, DeviceScope) else None


@cache
def _body_form(kind: str) -> "SchemaValidator":
    return form_of(BODIES[kind])


@cache
def _standing_form(kind: str) -> "SchemaValidator":
    return form_of(STANDING[kind])
