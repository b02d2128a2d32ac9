"""The day as a bar: what runs today by itself at set times, from when to when."""

from datetime import datetime
from typing import Final

from hub.balance.drawing import WIDTH, Chart, whole
from hub.housekeeping.runs import is_schedule, next_runs
from hub.schedule import next_time
from rules.agent import Agent
from rules.explain import title_of
from rules.explain.phrases import listed
from rules.house import House
from rules.policy import Home
from rules.words.news import Daily
from rules.words.times import DAY, MINUTE, Moment, civil

ROW: Final = 24
INSET: Final = 4
MOST_ROWS: Final = 12
MOST_RUNS: Final = 24
SHORTEST: Final = 10 * MINUTE
"""What has no end of its own is drawn so long, to be seen."""
QUARTERS: Final = ("0 to 6", "6 to 12", "12 to 18", "18 to 24")
TITLE: Final = "What runs today at set times"


def day_bar(house: House, now: Moment) -> Chart | None:
    """Return today as a picture with its numbers; None where nothing runs today."""
    home = house.policy.home
    here = civil(now, home.zone)
    midnight = datetime(here.year, here.month, here.day, tzinfo=home.zone).timestamp()
    shapes, rows = list[str](), list[tuple[str, str]]()
    for agent in sorted(house.policy.agents.values(), key=lambda one: one.id):
        spans = _spans(agent, home, midnight) if is_schedule(agent) else []
        if not spans or len(rows) == MOST_ROWS:
            continue
        top = len(rows) * ROW + INSET
        shapes += [_block(start - midnight, (end or start) - midnight, top) for start, end in spans]
        rows.append((title_of(agent.id), listed(_told(start, end, home) for start, end in spans)))
    if not rows:
        return None
    height = len(rows) * ROW
    x = WIDTH * (now - midnight) / DAY
    line = f'<path class="now-line" d="M{x:.1f} 0V{height}"/>'
    finding = f"Today {listed(f'{name} runs {when}' for name, when in rows)}."
    return Chart(
        id="day",
        title=TITLE,
        finding=finding,
        svg=whole([*shapes, line], "day", TITLE, finding, height),
        columns=("Schedule", "Today"),
        rows=tuple(rows),
        scale=tuple(name for name, _ in rows),
        marks=QUARTERS,
    )


def _spans(agent: Agent, home: Home, midnight: Moment) -> list[tuple[Moment, Moment | None]]:
    """Return the runs of a day, each with its end where it has one."""
    runs = next_runs(agent, home, midnight - 1, MOST_RUNS)
    until = getattr(agent, "until", None)
    return [
        (run, None if until is None else next_time(Daily("until", until), run, home))
        for run in runs
        if run < midnight + DAY
    ]


def _block(start: float, end: float, top: int) -> str:
    stop = min(DAY, max(end, start + SHORTEST))
    x, width = WIDTH * start / DAY, WIDTH * (stop - start) / DAY
    return (
        f'<rect class="planned" x="{x:.1f}" y="{top}" width="{width:.1f}" '
        f'height="{ROW - 2 * INSET}" rx="3"/>'
    )


def _told(start: Moment, end: Moment | None, home: Home) -> str:
    begins = f"{civil(start, home.zone):%H:%M}"
    return f"at {begins}" if end is None else f"from {begins} to {civil(end, home.zone):%H:%M}"
