"""Runs the hub and writes down its moments: each fence, each release, each command handed over.

`python -m tests.bench.stamped FILE run ...` takes the place of `homerule run ...`; the product
knows nothing of it. A line of the file is a kind, a moment of `wire.now`, and what it was about.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import rules.step
from devices.message import Message, Request
from hub.__main__ import main as hub
from hub.outbox import Outbox
from rules.words.effects import Command
from tests.bench.wire import NUMBER, now

FENCE: Final = "fence"
RELEASE: Final = "release"
AUTOMATED: Final = "automated"
PERSON: Final = "person"

Say: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Something that happened in the hub; of a command `about` is its number and topic."""

    kind: str
    at: float
    about: str

    @property
    def number(self) -> int:
        """Return a command's number."""
        return int(self.about.partition(" ")[0])


def stamp(say: Say) -> None:
    """Have the moments of this process said from now on, each in a line."""
    steps = vars(rules.step)
    steps["freeze"] = _stamped(steps["freeze"], FENCE, say)
    steps["lift"] = _stamped(steps["lift"], RELEASE, say, before=True)
    Outbox._hand_over = _handing_over(Outbox._hand_over, say)  # type: ignore[method-assign]  # it is watched


def stamps(file: Path) -> list[Stamp]:
    """Return what was written down."""
    lines = file.read_text().splitlines()
    split = (line.split(" ", 2) for line in lines)
    return [Stamp(kind, float(at), about) for kind, at, about in split]


def _stamped(act: Callable[..., None], kind: str, say: Say, *, before: bool = False) -> Any:
    """Stamp a fence when it stands, and a release `before` anything comes of it."""

    def acts(turn: object, scope: object, *more: object, **named: object) -> None:
        at = now()
        act(turn, scope, *more, **named)
        say(f"{kind} {at if before else now()} {scope}\n")

    return acts


def _handing_over(hand_over: Callable[..., bool], say: Say) -> Any:
    """Number what is handed over, and stamp it when that is done: no moment later than it was."""
    count = 0

    def hands_over(self: Outbox, part: Message | Request, command: Command) -> bool:
        nonlocal count
        if not isinstance(part, Message):
            return hand_over(self, part, command)
        count += 1
        numbered = b'%s, "%s": %d}' % (part.payload[:-1], NUMBER.encode(), count)
        done = hand_over(self, replace(part, payload=numbered), command)
        if done:
            kind = AUTOMATED if command.automated else PERSON
            say(f"{kind} {now()} {count} {part.topic}\n")
        return done

    return hands_over


def main() -> int:
    """Run the hub with the words that follow the file."""
    # Written when all is over: a write lets other threads go first, and would be measured as well.
    said: list[str] = []
    stamp(said.append)
    try:
        return hub(sys.argv[2:])
    finally:
        Path(sys.argv[1]).write_text("".join(said))


if __name__ == "__main__":
    sys.exit(main())
