"""When a schedule next runs, and what is left out when its next run is skipped."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hub.schedule import next_time
from rules.agent import Agent
from rules.explain.phrases import MONTHS
from rules.policy import Home
from rules.words.ids import AgentId
from rules.words.news import Cron, Daily, TimetableEntry
from rules.words.times import DAY, Moment, civil
from rules.words.value import value

SHOWN: Final = 3
MOST_LOOKED: Final = 40
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@value(frozen=True, slots=True, kw_only=True)
class Skip:
    """The run that is left out, and the moment until which nothing runs because of that."""

    agent: AgentId
    run: Moment
    until: Moment


def is_schedule(agent: Agent) -> bool:
    """Say whether an agent runs at times that people chose, and not every few minutes."""
    return any(isinstance(entry, Daily | Cron) for entry in agent.timetable())


def next_runs(agent: Agent, home: Home, after: Moment, count: int = SHOWN) -> list[Moment]:
    """Return when an agent next runs."""
    found: set[Moment] = set()
    for entry in agent.timetable():
        if isinstance(entry, Daily | Cron):
            found.update(_runs_of(agent, entry, home, after, count))
    return sorted(found)[:count]


def skip_of(agent: Agent, home: Home, now: Moment) -> Skip | None:
    """Return what to leave out so that an agent does not run next time; None: it never runs."""
    runs = next_runs(agent, home, now, 2)
    if not runs:
        return None
    # Until just before the run after it: a start in between must not run it late.
    until = runs[1] - 1 if len(runs) > 1 else runs[0] + DAY
    return Skip(agent=agent.id, run=runs[0], until=until)


def run_text(at: Moment, now: Moment, home: Home) -> str:
    """Return a run as people say it: `today at 18:42`, `tomorrow at 06:45`, `Wed 12 Nov at ...`."""
    then, here = civil(at, home.zone), civil(now, home.zone)
    clock = f"{then:%H:%M}"
    match (then.date() - here.date()).days:
        case 0:
            return f"today at {clock}"
        case 1:
            return f"tomorrow at {clock}"
        case _:
            return f"{_day(then)} at {clock}"


def _day(then: datetime) -> str:
    return f"{WEEKDAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]}"


def _runs_of(
    agent: Agent, entry: TimetableEntry, home: Home, after: Moment, count: int
) -> Iterator[Moment]:
    # Not every agent has days of the week; one that has runs on those alone.
    days = {str(day) for day in getattr(agent, "days", ())}
    at: Moment | None = after
    for _ in range(MOST_LOOKED):
        at = next_time(entry, at, home) if at is not None else None
        if at is None or count == 0:
            return
        if not days or f"{civil(at, home.zone):%a}".lower() in days:
            count -= 1
            yield at
