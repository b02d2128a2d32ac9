"""What the kills came to."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Point(StrEnum):
    """Where on the way of a deed the hub was killed."""

    BEFORE = "before the commit"
    BETWEEN = "between the commit and the acknowledgement"
    AFTER = "after the acknowledgement"
    STARTING = "while it was starting"


@dataclass(slots=True)
class Tally:
    """What the lives of a household came to. `wrong`: sentences, each a violation.

    `stories` tell what happened in the lives that showed one.
    """

    kills: Counter[Point] = field(default_factory=Counter)
    starts: int = 0
    start_seconds: float = 0
    told: int = 0
    written_untold: int = 0
    open_at_kill: int = 0
    moved: int = 0
    wrong: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what another household came to."""
        self.kills.update(other.kills)
        self.starts += other.starts
        self.start_seconds += other.start_seconds
        self.told += other.told
        self.written_untold += other.written_untold
        self.open_at_kill += other.open_at_kill
        self.moved += other.moved
        self.wrong += other.wrong
        self.stories += other.stories
