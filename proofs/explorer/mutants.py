"""Mutants of the real code, one for each thing that keeps the promises; each must be caught."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from hub import core, engine, outbox, restoring
from hub.journal.journal import Journal
from hub.journal.ledger import Ledger
from hub.restoring import put_back
from hub.upshot import Upshot
from proofs.explorer import world
from proofs.explorer.disk import template
from proofs.explorer.runs import Finding, run
from rules import condition as known
from rules import falls_due, restore
from rules import step as moments
from rules.claims.told import Told
from rules.condition import Condition
from rules.house import House
from rules.observing import observe
from rules.people import controls, overrides, taps
from rules.places import arrivals
from rules.policy import Policy
from rules.turn import Turn
from rules.words.effects import Command
from rules.words.events import PolicyAdopted
from rules.words.people import Scope
from rules.words.times import Moment
from rules.words.values import Aspect, Value
from rules.words.wishes import Author


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of the code for the worse. `seed`: a history that is known to show it."""

    name: str
    place: ModuleType | type
    attribute: str
    becomes: Any
    seed: int

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Change the code for the length of a block."""
        before = vars(self.place)[self.attribute]
        setattr(self.place, self.attribute, self.becomes)
        try:
            yield
        finally:
            setattr(self.place, self.attribute, before)


def _without_fence(_house: House, _command: Command, _now: Moment) -> str:
    return ""


def _only_what_stands(house: House, command: Command, now: Moment) -> str:
    """Ask only what stands now, not whether a person came in, and went, since it was decided."""
    if not command.automated:
        return ""
    frozen = house.freeze_over(command.device, now) or house.held_by(command.device, now)
    return "superseded by override" if frozen else ""


def _never_synced(ledger: Ledger, *, durable: bool) -> None:
    del durable
    ledger._connection.executescript("PRAGMA synchronous = NORMAL")


def _acknowledged_first(self: engine.Engine, upshot: Upshot) -> None:
    people = self.inbox.people
    while people:
        item = people.popleft()
        self._apply((item.event,), upshot)
        if item.done is not None:
            item.done(None)


def _nothing(*_: object, **__: object) -> None:
    return None


def _no(*_: object) -> bool:
    return False


def _nothing_known(*_: object) -> dict[Aspect, Value]:
    return {}


def _none(*_: object, **__: object) -> tuple[()]:
    return ()


def _newest_alone(condition: Condition) -> Told | None:
    """Know of the newest order alone that it waits to be handed over."""
    told = condition.told
    if told is None or told.order not in condition.waiting:
        return told
    older = told.earlier
    return replace(older[-1], earlier=older[:-1]) if older else None


def _ends_unsaid(turn: Turn, scope: Scope, verb: str, by: Author | None, why: str) -> None:
    """End what somebody placed, and write nothing of it."""
    del by, why
    people = turn.house.people
    (people.freezes if verb == "freeze" else people.overrides).pop(scope)
    turn.keep(f"{'freeze' if verb == 'freeze' else 'override'}/{scope}", None)
    turn.scope_shows(scope)


def _opened_early(self: core.Core, policy: Policy) -> None:
    """Let agents act first, and read the journal a second later."""
    self.engine.tell(PolicyAdopted(policy))
    loop, clock = self.engine._loop, self._clock
    loop.call_at(loop.time() + 1.0, lambda: put_back(self.house, self._journal, clock))


MUTANTS: Final = (
    Mutant("no fence", outbox, "may_leave", _without_fence, 6),
    Mutant("no epoch: a release lets pass", outbox, "may_leave", _only_what_stands, 13),
    Mutant("what people do is not synced", Ledger, "_sync_or_not", _never_synced, 3),
    Mutant("acknowledged before written", engine.Engine, "_apply_persons", _acknowledged_first, 3),
    Mutant("what people hold is not put back", restore, "_put_back", _nothing, 3),
    Mutant("opened before overrides are loaded", core.Core, "begin", _opened_early, 3),
    Mutant("a freeze withdraws nothing", overrides, "withdraw", _nothing, 68),
    Mutant("doubt is overlooked", Journal, "doubts", _none, 18),
    Mutant("the clock may step as it likes", engine, "STEP", 1e12, 53),
    Mutant("a start trusts any clock", restoring, "STEP", 1e12, 73),
    Mutant("what waits explains reports", engine, "waits", _nothing, 13),
    Mutant("only the newest order waits", Condition, "in_force", _newest_alone, 49731),
    Mutant("what falls due with a report explains it", moments, "_note_unsent", _nothing, 96450),
    Mutant("what was obeyed explains a hand after it", taps, "forget_seen", _nothing, 34380),
    Mutant(
        "a wish waits on for a hand that was given back",
        overrides,
        "forget_delay",
        _nothing,
        200295,
    ),
    Mutant(
        "what was told a moment ago counts for nothing",
        known,
        "_may_still_come",
        _nothing_known,
        902158,
    ),
    Mutant("a fading lamp counts as what it shows", known, "_is_on_its_way", _no, 138633),
    Mutant("an order that came late may come again", observe, "_is_over", _no, 152566),
    Mutant("repeated though the lamp spoke", falls_due, "_may_repeat", lambda *_: True, 306),
    Mutant("an end is not written down", overrides, "_drop", _ends_unsaid, 1),
    Mutant("what has an end goes on", falls_due, "scope_due", _nothing, 2),
    Mutant("what is held of a room is gone with it", arrivals, "hand_down", _nothing, 14),
    Mutant("all off leaves alone what is off", controls, "leave_off", _nothing, 29),
    Mutant("the library keeps what was not sent", world, "KEEPS_UNSENT", True, 16),  # noqa: FBT003 -- the value that is planted
)


def caught(mutant: Mutant, folder: Path, most: int) -> Finding | None:
    """Return the first broken promise that a mutant leads to, among its seed and some others."""
    blank = template(folder / "blank")
    with mutant.planted():
        for seed in (mutant.seed, *range(most)):
            world, broken = run(seed, folder, blank)
            if broken:
                return Finding(seed, broken, tuple(world.story))
    return None
