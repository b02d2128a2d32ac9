"""What a hub under proof notes of itself: who holds what, what leaves, and which words it took.

The proof puts a `sitecustomize` before the hub that calls `watch`; the product knows nothing of it.
"""

import atexit
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import hub.engine
import rules.people.overrides
import rules.people.switches
import rules.step
from devices.message import Message, Request
from hub.core import Core
from hub.mqtt.wire import Wire
from hub.outbox import Outbox
from rules.house import House
from rules.words.effects import Command
from rules.words.ids import DeviceId
from tests.bench.wire import NUMBER, now

FENCE: Final = "fence"
RELEASE: Final = "release"
AUTOMATED: Final = "automated"
PERSON: Final = "person"
HEARD: Final = "heard"
TAKEN: Final = "taken"
"""The broker was told that a word need not be sent again."""

Done: TypeAlias = Callable[[], None]
Say: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Something that happened in the hub.

    `about` is the verb and the scope of a fence and of its release; of a command its number, the
    device, and when it was decided; of a word its mark.
    """

    kind: str
    at: float
    about: str


def watch(file: str) -> None:
    """Note it from now on, and write it into a file at the end."""
    said: list[str] = []
    atexit.register(lambda: Path(file).write_text("".join(said)))
    _watch_people(said.append)
    _watch_commands(said.append)
    Core.hear_person = _hearing(Core.hear_person, said.append)  # type: ignore[method-assign]  # it is watched


def stamps(file: Path) -> list[Stamp]:
    """Return what was written down."""
    split = (line.split(" ", 2) for line in file.read_text().splitlines())
    return [Stamp(kind, float(at), about) for kind, at, about in split]


def _watch_people(say: Say) -> None:
    """Stamp a fence once it stands, and a release before anything comes of it."""
    steps, overrides, switches = (
        vars(rules.step),
        vars(rules.people.overrides),
        vars(rules.people.switches),
    )
    for name, verb in (("freeze", "freeze"), ("override", "set")):
        steps[name] = _placing(steps[name], verb, say)
    overrides["_drop"] = _dropping(overrides["_drop"], say)
    engages, releases = switches["_engage"], switches["_release"]

    def engage(turn: object, known: Any, **more: object) -> None:
        engages(turn, known, **more)
        say(f"{FENCE} {now()} switch {known.scope}\n")

    def release(turn: object, known: Any) -> None:
        say(f"{RELEASE} {now()} switch {known.scope}\n")
        releases(turn, known)

    switches["_engage"], switches["_release"] = engage, release


def _placing(place: Callable[..., None], verb: str, say: Say) -> Any:
    def places(turn: object, scope: object, *more: object) -> None:
        place(turn, scope, *more)
        say(f"{FENCE} {now()} {verb} {scope}\n")

    return places


def _dropping(drop: Callable[..., None], say: Say) -> Any:
    def drops(turn: object, scope: object, verb: str, *more: object) -> None:
        say(f"{RELEASE} {now()} {verb} {scope}\n")
        drop(turn, scope, verb, *more)

    return drops


def _watch_commands(say: Say) -> None:
    """Number each command that is handed over, and stamp that with when it was decided."""
    decided: dict[tuple[DeviceId, int], float] = {}
    waits, hand_over = vars(hub.engine)["waits"], Outbox._hand_over
    count = 0

    def decides(house: House, command: Command) -> None:
        decided.setdefault((command.device, command.order), now())
        waits(house, command)

    def hands_over(self: Outbox, part: Message | Request, command: Command) -> bool:
        nonlocal count
        assert isinstance(part, Message)
        count += 1
        numbered = b'%s, "%s": %d}' % (part.payload[:-1], NUMBER.encode(), count)
        # No moment later than it left.
        at, kind = now(), AUTOMATED if command.automated else PERSON
        done = hand_over(self, replace(part, payload=numbered), command)
        if done:
            since = decided.get((command.device, command.order), at)
            say(f"{kind} {at} {count} {command.device} {since}\n")
        return done

    vars(hub.engine)["waits"] = decides
    Outbox._hand_over = hands_over  # type: ignore[method-assign]  # it is watched


def _hearing(hear: Callable[..., None], say: Say) -> Any:
    def hears(self: Core, message: Message, done: Done = lambda: None) -> None:
        mark = _mark(message.payload)
        if not mark or not message.qos:
            hear(self, message, done)
            return
        say(f"{HEARD} {now()} {mark}\n")

        def takes() -> None:
            if _is_there(done):
                say(f"{TAKEN} {now()} {mark}\n")
            done()

        hear(self, message, takes)

    return hears


def _mark(payload: bytes) -> str:
    try:
        return str(json.loads(payload)["by"])
    except (ValueError, TypeError, KeyError):
        return ""


def _is_there(done: Done) -> bool:
    """Say whether the connection is still there by which the broker is to be told."""
    wire = getattr(done.func, "__self__", None) if isinstance(done, partial) else None
    return isinstance(wire, Wire) and not wire._closed
