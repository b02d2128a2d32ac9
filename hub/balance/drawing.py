"""Draws a chart as inline SVG: plain shapes with classes, coloured by the page's own styles.

Whoever does not see it hears its title and finding first, and has the same numbers as a table.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Final

from hub.view.plain_json import Json, Picture

WIDTH: Final = 340
LEFT: Final = 0
RIGHT: Final = WIDTH
TOP: Final = 6
BOTTOM: Final = 114
HEIGHT: Final = 120
LABELS: Final = 7
"""Marks below a chart; where there are more days, not each has one."""
STEPS: Final = (1, 2, 4, 6, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: what it finds, as a sentence; what it looks like; and its numbers."""

    id: str
    title: str
    finding: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    scale: tuple[str, ...] = ()
    """What its lines stand for, from above; the page writes it beside the picture."""
    marks: tuple[str, ...] = ()
    """What stands below its columns."""
    legend: tuple[tuple[str, str], ...] = ()
    """What each sort of shape stands for: its class, and its name."""

    def picture(self) -> Picture:
        """Return it for the page."""
        rows: list[Json] = [[*row] for row in self.rows]
        legend: list[Json] = [{"look": look, "name": name} for look, name in self.legend]
        return {
            "id": self.id,
            "title": self.title,
            "finding": self.finding,
            "svg": self.svg,
            "columns": [*self.columns],
            "rows": rows,
            "scale": [*self.scale],
            "marks": [*self.marks],
            "legend": legend,
        }


@dataclass(slots=True)
class Drawing:
    """Shapes on the field of a chart, from left to right and from 0 upwards to `top`."""

    top: float
    count: int
    shapes: list[str] = field(default_factory=list)

    @property
    def scale(self) -> tuple[float, ...]:
        """Return the values that have a line, from above."""
        return (self.top, self.top / 2, 0.0)

    def across(self, number: float) -> float:
        """Return where the middle of a column is."""
        return LEFT + (number + 0.5) * (RIGHT - LEFT) / self.count

    def up(self, value: float) -> float:
        """Return how far down a value stands."""
        return BOTTOM - (BOTTOM - TOP) * min(value, self.top) / self.top

    def bar(self, number: int, low: float, high: float, look: str) -> None:
        """Draw a part of a column; a part of nothing is not drawn."""
        if high <= low:
            return
        width = (RIGHT - LEFT) / self.count * 0.7
        x, y = self.across(number) - width / 2, self.up(high)
        self.shapes.append(
            f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" '
            f'width="{width:.1f}" height="{self.up(low) - y:.1f}"/>'
        )

    def line(self, values: list[float | None], look: str) -> None:
        """Draw a line; it is broken where there is no value, and one that stands alone is a dot."""
        run: list[str] = []
        for number, value in enumerate([*values, None]):
            if value is not None:
                run.append(f"{self.across(number):.1f},{self.up(value):.1f}")
                continue
            if len(run) == 1:
                x, _, y = run[0].partition(",")
                self.shapes.append(f'<circle class="{look}" cx="{x}" cy="{y}" r="3"/>')
            elif run:
                self.shapes.append(f'<polyline class="{look}" points="{" ".join(run)}"/>')
            run = []

    def dot(self, number: int, value: float, look: str) -> None:
        """Draw a dot."""
        x, y = self.across(number), self.up(value)
        self.shapes.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')

    def span(self, number: int, low: float, high: float, look: str) -> None:
        """Draw an upright line from one value to another, with its ends."""
        x = self.across(number)
        self.shapes.append(
            f'<path class="{look}" d="M{x:.1f} {self.up(low):.1f}V{self.up(high):.1f}"/>'
        )


def framed(drawing: Drawing, chart: str, title: str, finding: str) -> str:
    """Return a drawing with the lines of its scale, as one picture."""
    lines = [
        f'<path class="scale" d="M0 {drawing.up(value):.1f}H{WIDTH}"/>' for value in drawing.scale
    ]
    return whole([*lines, *drawing.shapes], chart, title, finding, HEIGHT)


def thinned(labels: list[str]) -> tuple[str, ...]:
    """Return labels so that no two touch: the newest has its mark in any case."""
    every, last = max(1, -(-len(labels) // LABELS)), len(labels) - 1
    return tuple(text if (last - n) % every == 0 else "" for n, text in enumerate(labels))


def whole(shapes: list[str], chart: str, title: str, finding: str, height: int) -> str:
    """Return shapes as one picture that names itself."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-labelledby="{chart}-title" aria-describedby="{chart}-desc">'
        f'<title id="{chart}-title">{escape(title)}</title>'
        f'<desc id="{chart}-desc">{escape(finding)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def round_top(highest: float) -> float:
    """Return a round number that is at least as high, so that the scale is easy to read."""
    ten = 1.0
    while True:
        for step in STEPS:
            if highest <= step * ten:
                # Half of it is a mark too, and should be a whole number.
                return max(2.0, step * ten)
        ten *= 10
