"""What is counted of one day, and of several together; only numbers, so a year of it is small."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, log
from typing import Final

from rules.words.times import Seconds

QUICKEST: Final = 0.01
STEP: Final = 1.25
BUCKETS: Final = 40
"""Times are counted in steps of a quarter more each, from 10 ms to a minute: a share of them can
be told for any span of days, and no single time need be kept."""


@dataclass(slots=True)
class AgentDay:
    """What one agent changed, and how much of that a person undid."""

    changed: int = 0
    undone: int = 0


@dataclass(slots=True, kw_only=True)
class Day:
    """The counts of a day. What each of them means says `docs/balance.md`."""

    people: int = 0
    planned: int = 0
    agents: int = 0
    others: int = 0
    undone: int = 0
    approved: int = 0
    taken_back: int = 0
    freezes: int = 0
    prompts: int = 0
    answered: int = 0
    unanswered: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    by_agent: dict[str, AgentDay] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)
    """How often a device answered within the time of each bucket."""

    def agent(self, name: str) -> AgentDay:
        """Return the counts of an agent, to count on."""
        return self.by_agent.setdefault(name, AgentDay())

    def decided(self, outcome: str) -> None:
        """Count a decision."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def answered_within(self, seconds: Seconds) -> None:
        """Count a device that answered."""
        number = bucket(seconds)
        self.times[number] = self.times.get(number, 0) + 1

    def add(self, other: "Day") -> None:
        """Count what another day has, too."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for outcome, times in other.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + times
        for number, times in other.times.items():
            self.times[number] = self.times.get(number, 0) + times
        for name, counts in other.by_agent.items():
            mine = self.agent(name)
            mine.changed += counts.changed
            mine.undone += counts.undone


NUMBERS: Final = (
    "people",
    "planned",
    "agents",
    "others",
    "undone",
    "approved",
    "taken_back",
    "freezes",
    "prompts",
    "answered",
    "unanswered",
)


def together(days: Iterable[Day]) -> Day:
    """Return several days as one."""
    whole = Day()
    for day in days:
        whole.add(day)
    return whole


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, from 0 to 1; None where there is no whole."""
    return part / whole if whole else None


def bucket(seconds: Seconds) -> int:
    """Return the bucket of a time."""
    if seconds <= QUICKEST:
        return 0
    return min(BUCKETS, ceil(log(seconds / QUICKEST) / log(STEP)))


def within(times: Mapping[int, int], part: float) -> Seconds | None:
    """Return the time within which such a part of them stayed, not told too short; None: no times.

    It is the upper end of a bucket, so at most a quarter too long.
    """
    wanted, seen = part * sum(times.values()), 0
    for number in sorted(times):
        seen += times[number]
        if seen >= wanted:
            return QUICKEST * STEP**number
    return None
