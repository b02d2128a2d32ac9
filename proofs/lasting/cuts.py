"""Cuts the power of a recorded life at many moments, and counts what is found on the disk."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from proofs.lasting.disk import Disk
from proofs.lasting.images import Seen, Sort, look, owes
from proofs.lasting.loss import remains, rotten
from proofs.lasting.recording import Recording
from proofs.lasting.told import Told
from proofs.lasting.trace import Kind

IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 -- images in memory: so many would wear a disk
WRITES_ON: Final = 20
"""Of so many images one is also written on."""
NEAR: Final = 4
"""So many happenings around something that was told, or was on the disk, are cut at more often."""


@dataclass(slots=True)
class Found:
    """What the cuts came to: how many images had something wrong of each sort, and examples.

    `owing`: images that had to hold something that a person was told.
    """

    cuts: int = 0
    owing: int = 0
    sorts: Counter[Sort] = field(default_factory=Counter)
    examples: dict[Sort, str] = field(default_factory=dict)
    fewer_decisions: int = 0
    most_decisions: int = 0
    """Images that lack decisions which were published, and how many one lacks at most."""

    def see(self, seen: Seen, recording: Recording, at: int) -> None:
        """Count one image; what somebody was told before the cut must be in it."""
        self.cuts += 1
        due = _most_owed(recording, at)
        if due is not None:
            self.owing += 1
            if seen.opens:
                owes(seen, *due)
        self.sorts.update({sort for sort, _ in seen.findings})
        for sort, what in seen.findings:
            self.examples.setdefault(sort, f"{what}; cut at {at}")
        told = max((one.decision for one in recording.decisions if one.place < at), default=0)
        lacking = told + 1 - recording.truth.next_decision[seen.rows]
        if seen.opens and lacking > 0:
            self.fewer_decisions += 1
            self.most_decisions = max(self.most_decisions, lacking)

    def add(self, other: "Found") -> None:
        """Count what another part has found too."""
        self.cuts += other.cuts
        self.owing += other.owing
        self.sorts.update(other.sorts)
        self.examples = other.examples | self.examples
        self.fewer_decisions += other.fewer_decisions
        self.most_decisions = max(self.most_decisions, other.most_decisions)


@dataclass(frozen=True, slots=True)
class Card:
    """What sort of memory card it is: how often an fsync does nothing, and an image has bad spots.

    A card may do neither. The others show that what they spoil is noticed.
    """

    lies: float = 0
    rots: float = 0


GOOD: Final = Card()
BAD: Final = (Card(lies=0.1), Card(rots=1), Card(lies=0.5), Card(lies=1), Card(lies=0.2, rots=0.5))


def cut_at_random(
    recording: Recording,
    count: int,
    dice: Random,
    card: Card = GOOD,
    *,
    tick: Callable[[], None] = lambda: None,
) -> Found:
    """Cut the power so often, and look at what is left each time."""
    found = Found()
    for at, seen in images(recording, _places(recording, count, dice), dice, card):
        found.see(seen, recording, at)
        tick()
    return found


def cut_until_lost(recording: Recording, count: int, dice: Random) -> Found:
    """Cut the power where something was promised, until something acknowledged is lost.

    For a life with a planted fault: what is lost last shows that it was caught.
    """
    found = Found()
    promised = [place for place, _, _ in recording.owed]
    places = sorted(dice.choice(promised) + dice.randrange(NEAR) for _ in range(count))
    for at, seen in images(recording, places, dice, GOOD):
        found.see(seen, recording, at)
        if found.sorts[Sort.LOST]:
            break
    return found


def images(
    recording: Recording, places: Iterable[int], dice: Random, card: Card
) -> Iterator[tuple[int, Seen]]:
    """Yield what is found when the power goes at these places, which are in order."""
    disk = Disk(recording.below, lies=card.lies, dice=dice)
    place = 0
    with _folder() as folder:
        for at in places:
            for one in recording.happenings[place:at]:
                disk.happens(one)
            place = at
            tree = remains(disk, dice)
            if dice.random() < card.rots:
                tree = rotten(tree, dice)
            writes_on = dice.randrange(WRITES_ON) == 0
            yield at, look(tree, folder, recording.truth, writes_on=writes_on)


def _places(recording: Recording, count: int, dice: Random) -> list[int]:
    """Return where to cut, in order: half of them anywhere, half where it is about to matter."""
    end = len(recording.happenings)
    matters = [place for place, _, _ in recording.owed]
    matters += [n for n, one in enumerate(recording.happenings) if one.kind is Kind.SYNCED]
    anywhere = [dice.randrange(end) for _ in range(count - count // 2)]
    near = [dice.choice(matters) + dice.randint(-NEAR, NEAR) for _ in range(count // 2)]
    return sorted(max(0, min(end, place)) for place in (*anywhere, *near))


def _most_owed(recording: Recording, at: int) -> tuple[int, Told] | None:
    """Return the last entry that must be there when the power goes before a happening."""
    before = [(number, why) for place, number, why in recording.owed if place < at]
    return max(before, key=lambda one: one[0], default=None)


@contextmanager
def _folder() -> Iterator[Path]:
    """Lend a folder that costs the real disk nothing, where the system has one."""
    memory = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder) / "image"
