"""Traces: what a hand does to a contact, and what its line shows of it, bounces and all."""

from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from rules.people.switch import SETTLE

START: Final = 100.0
LOOK_EVERY: Final = 1.0
LATE: Final = 0.005
"""Seconds by which an edge may be told late, after a later look at the line."""
LOOK_AFTER: Final = LATE + SETTLE + 0.001
"""Seconds after an edge at which the line is looked at again: a while after it was told."""
LONGEST_BOUNCE: Final = 20
"""Thousandths of a second."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a hand did to a contact, and how badly the line showed it.

    `presses` are gaps and lengths in hundredths of a second; `bounces` the thousandths after each
    change at which the contact leaps back and forth; `lost` are edges that nobody was told of.
    """

    presses: tuple[tuple[int, int], ...]
    bounces: tuple[tuple[int, ...], ...] = ((),)
    look: float = 0.5
    lost: frozenset[int] = frozenset()
    late: bool = False

    def true(self) -> list[tuple[float, float]]:
        """Return when the contact was closed, and until when."""
        at, closed = START, []
        for gap, length in self.presses:
            began = at + gap / 100
            at = began + length / 100
            closed.append((began, at))
        return closed

    def edges(self) -> list[tuple[float, bool]]:
        """Return each change of the line, bounces too."""
        found: list[tuple[float, bool]] = []
        for began, ended in self.true():
            for moment, level in ((began, True), (ended, False)):
                leaps = self.bounces[len(found) % len(self.bounces)]
                found.append((moment, level))
                for number, leap in enumerate(leaps):
                    found.append((moment + leap / 1000, level is bool(number % 2)))
        return found

    def readings(self) -> list[tuple[float, bool]]:
        """Return what is read, in the order in which it is told."""
        edges = self.edges()
        end = edges[-1][0] + 3 * LOOK_EVERY
        told = [edge for number, edge in enumerate(edges) if number not in self.lost]
        looks = [moment + LOOK_AFTER for moment, _ in told]
        while not looks or looks[-1] < end:
            looks.append(START + self.look + LOOK_EVERY * (len(looks) - len(told)))
        seen = [(moment, False, _level(edges, moment)) for moment in looks]
        rows = sorted([*seen, *((moment, True, level) for moment, level in told)])
        if self.late:
            for here in range(1, len(rows)):
                edge, look = rows[here - 1], rows[here]
                if edge[1] and not look[1] and look[0] - edge[0] < LATE:
                    rows[here - 1], rows[here] = look, edge
        return [(moment, level) for moment, _, level in rows]


def _level(edges: list[tuple[float, bool]], at: float) -> bool:
    return next((level for moment, level in reversed(edges) if moment <= at), False)


_bounces = st.lists(
    st.lists(st.integers(1, LONGEST_BOUNCE), max_size=6, unique=True).map(
        lambda leaps: tuple(sorted(leaps)[: len(leaps) // 2 * 2])
    ),
    min_size=1,
    max_size=4,
).map(tuple)
_lengths = st.one_of(st.integers(5, 31), st.integers(37, 196), st.integers(205, 400))
_presses = st.lists(st.tuples(st.integers(10, 300), _lengths), min_size=1, max_size=6).map(tuple)
TRACES = st.builds(Trace, _presses, _bounces, look=st.floats(0.01, 0.99), late=st.booleans())
LOSSY = st.builds(
    Trace,
    _presses,
    _bounces,
    look=st.floats(0.01, 0.99),
    lost=st.frozensets(st.integers(0, 20), max_size=8),
    late=st.booleans(),
)
