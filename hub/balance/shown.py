"""The balance as the page shows it: a sentence, the figures of both sides, charts, and tables."""

from typing import Final

from hub.balance.charts import Days, charts
from hub.balance.figures import Pulse, changes_of, figures, percent
from hub.view.plain_json import Json, Picture
from rules.balance.day import Day, together
from rules.explain import title_of

SPANS: Final = {1: "Today", 7: "In the last 7 days", 30: "In the last 30 days"}
"""The spans that can be looked at, in days."""
MOST_NAMED: Final = 5


def shown(days: Days, before: Days, grown: int, pulse: Pulse, *, ready: bool) -> Picture:
    """Return the balance of some days; `ready`: all that the journal has of them is counted."""
    whole = together(day for _, day in days)
    return {
        "days": len(days),
        "sentence": sentence(whole, len(days)) if ready else STILL,
        "figures": [figure.picture() for figure in figures(whole, len(days), grown, pulse)],
        "charts": [chart.picture() for chart in charts(days, before)],
        "overruled": [*overruled(whole)],
    }


STILL: Final = "The hub has just started and is still counting what its journal has."


def sentence(whole: Day, days: int) -> str:
    """Return what the days come to: `Today people made 62 % of the changes. Agents made ...`."""
    when = SPANS.get(days, f"In the last {days} days")
    part = percent(whole.people, changes_of(whole))
    if part is None:
        return f"{when} nothing was changed."
    said = f"{when} people made {part} % of the changes."
    if whole.planned:
        said += f" Their schedules made {whole.planned}."
    if not whole.agents:
        return f"{said} Agents made none."
    return f"{said} Agents made {whole.agents}, and people undid {whole.undone} of these."


def overruled(whole: Day) -> list[Json]:
    """Return the agents whose changes people undid, the most undone first."""
    found = [(name, counts) for name, counts in whole.by_agent.items() if counts.undone]
    found.sort(key=lambda one: (-one[1].undone, one[0]))
    return [
        {
            "agent": name,
            "title": title_of(name),
            "words": f"{counts.undone} of {counts.changed} undone",
        }
        for name, counts in found[:MOST_NAMED]
    ]
