"""What was measured, as rows that people and scripts can read."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

HEADS: Final = ("measure", "hub", "responder", "ratio", "goal", "reached")


@dataclass(frozen=True, slots=True)
class Goal:
    """What the figure should be; `ratio`: the figure is that to the responder."""

    limit: float
    least: bool = False
    ratio: bool = False

    def text(self, unit: str) -> str:
        """Return it for people."""
        sign = ">=" if self.least else "<="
        return f"{sign} {self.limit:g}{' x' if self.ratio else f' {unit}'}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, the responder's beside it where there is one; `note` says what went wrong."""

    measure: str
    unit: str
    hub: float
    responder: float | None = None
    ratio: float | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Say whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        figure = self.ratio if self.goal.ratio else self.hub
        if figure is None or self.note:
            return False
        return figure >= self.goal.limit if self.goal.least else figure <= self.goal.limit

    def cells(self) -> tuple[str, ...]:
        """Return what the table shows."""
        reached = {None: "", True: "yes", False: "NO"}[self.reached]
        return (
            self.measure,
            _number(self.hub, self.unit),
            "" if self.responder is None else _number(self.responder, self.unit),
            "" if self.ratio is None else f"{self.ratio:.2f} x",
            "" if self.goal is None else self.goal.text(self.unit),
            f"{reached} {self.note}".strip(),
        )


def _number(value: float, unit: str) -> str:
    if value >= 1000:
        return f"{value:,.0f} {unit}"
    return f"{value:.{0 if value >= 100 else 1 if value >= 20 else 2}f} {unit}"


def as_table(rows: Iterable[Row]) -> str:
    """Return the rows under their heads, aligned."""
    lines = [HEADS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    lines.insert(1, tuple("-" * width for width in widths))
    text = [
        "  ".join(
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join(text)


def as_json(rows: Iterable[Row]) -> str:
    """Return the rows as one JSON document."""
    return json.dumps([{**asdict(row), "reached": row.reached} for row in rows], indent=1)
