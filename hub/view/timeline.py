"""The journal as people read it: one line for each record, with who acted and what came of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from hub.journal.lines import subject
from hub.journal.reader import Row
from hub.view.plain_json import Picture
from rules.authors import author_class
from rules.explain import Names, record_sentence, when
from rules.words.decisions import Decision, End, Outcome
from rules.words.hands import Seen
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
from rules.words.times import civil

Story: TypeAlias = Callable[[Row, Names], Sequence[str]]

AGENT: Final = "agent"
PERSON: Final = "person"
HOUSE: Final = "house"
SORTS: Final = ("people", "agents", "held", "refused", "questions")
"""What people look for in the timeline."""


def line(row: Row, names: Names, story: Story | None = None) -> Picture:
    """Return a record as a line; a `story` adds all there is to say of a decision."""
    number, at, body = row
    picture: Picture = {
        "id": number,
        "at": civil(at, names.zone).isoformat(timespec="seconds"),
        "clock": when(at, names.zone),
        "kind": _kind(body),
        "author": author.value if (author := author_class(body)) else None,
        "outcome": body.decision.outcome.value if isinstance(body, Decided) else None,
        "device": device_of(body),
        "text": record_sentence(body, at, names),
        "sorts": [*sorts_of(body)],
    }
    if isinstance(body, PromptEnded):
        picture["prompt"] = body.prompt
    if story is not None:
        picture["sentences"] = [*story(row, names)]
    return picture


def sorts_of(body: Body) -> list[str]:
    """Return under which of the `SORTS` people find a record."""
    sorts = {AGENT: ["agents"], PERSON: ["people"]}.get(_kind(body), [])
    match body:
        case Decided(decision=Decision(outcome=Outcome.DEFERRED)):
            return [*sorts, "held"]
        case Decided(decision=Decision(outcome=Outcome.DENIED)):
            return [*sorts, "refused"]
        case Decided(decision=Decision(outcome=Outcome.ASKED)):
            return [*sorts, "questions"]
        case PromptBegan() | PromptEnded() | ChangeWished():
            return [*sorts, "questions"]
        case _:
            return sorts


def telling(rows: Iterable[Row]) -> list[Row]:
    """Return the records that say something new to people, without the small print."""
    return [row for row in rows if _is_telling(row[2])]


def device_of(body: Body) -> str | None:
    """Return the device that a record is about, if it is about one."""
    match body:
        case Decided(decision=decision):
            return decision.device
        case FreezeBegan() | OverrideBegan() | OverrideEnded() | Reminded():
            return _device_in(scope_of(body))
        case HoldBegan(hold=hold):
            return hold.device
        case AlarmBegan(alarm=alarm) | AlarmEnded(alarm=alarm):
            return alarm.device
        case PolicyTaken() | PolicySigned() | PauseBegan() | PauseEnded():
            return None
        case PromptBegan() | PromptEnded() | ChangeWished():
            return subject(body)[0]
        case _:
            return body.device


def _device_in(scope: Scope) -> str | None:
    return scope.device if isinstance(scope, DeviceScope) else None


def _is_telling(body: Body) -> bool:
    match body:
        case Ended(end=end):
            return end is End.FAILED
        case Judged(seen=seen):
            # What is held says so itself.
            return seen in (Seen.UNKNOWN, Seen.POWER_CUT)
        case Bound() | PolicyTaken():
            return False
        case _:
            return True


def _kind(body: Body) -> str:
    match body:
        case Decided() | ClaimEnded():
            return AGENT
        case FreezeBegan() | OverrideBegan() | HoldBegan() | PolicySigned():
            return PERSON
        case OverrideEnded(by=by) | PromptEnded(by=by) | PauseEnded(by=by):
            return PERSON if by else HOUSE
        case PromptBegan():
            return AGENT
        case Adopted() | Forgotten() | Joined() | ChangeWished() | PauseBegan():
            return PERSON
        case Reminded() | Ended() | HoldEnded() | Judged() | AlarmBegan() | AlarmEnded():
            return HOUSE
        case Bound() | Retired() | Noted() | PolicyTaken():
            return HOUSE
