"""The timetable of the agents and the sun, under a loop of our own that minds the clock.

Triggers come from APScheduler. Its own scheduler is not used: a step of the wall clock stops it,
or makes it run every job that was missed.
"""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.clock import Clock
from rules.policy import Home, Policy
from rules.words.events import Event, ScheduleReached, SkyKnown, TimePassed
from rules.words.ids import AgentId
from rules.words.news import Cron, Daily, Every, TimetableEntry
from rules.words.times import (
    DAY,
    HOUR,
    MINUTES_A_DAY,
    Moment,
    Seconds,
    Sky,
    SunEvent,
    SunPoint,
    TimeOfDay,
    civil,
    next_civil,
)

LOOK_EVERY = 30.0
STEP = 60.0
"""Seconds by which the wall clock must differ from the monotonic one to count as set."""
LATE_BY = 2 * DAY
LONGEST_SEARCH = 3000
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(order=True, slots=True)
class _Planned:
    at: Moment
    count: int
    agent: AgentId = field(compare=False)
    entry: TimetableEntry = field(compare=False)


class Timetable:
    """When each point of each agent next comes. Plain: moments in, events out."""

    def __init__(self, policy: Policy, now: Moment) -> None:
        """Plan everything anew from a moment."""
        self._home = policy.home
        self._heap: list[_Planned] = []
        self._count = 0
        self._last_civil: dict[tuple[AgentId, str], str] = {}
        self._sky_day: date | None = None
        self._entries = [
            (agent.id, entry) for agent in policy.agents.values() for entry in agent.timetable()
        ]
        for agent, entry in self._entries:
            self._plan(agent, entry, now)

    def next(self) -> Moment | None:
        """Return the moment of the next point."""
        return self._heap[0].at if self._heap else None

    def due(self, now: Moment) -> list[Event]:
        """Return what has come by now, the sun's day first."""
        events: list[Event] = []
        today = civil(now, self._home.zone).date()
        if today != self._sky_day:
            self._sky_day = today
            events.append(SkyKnown(sky_of(self._home, today)))
        while self._heap and self._heap[0].at <= now:
            planned = heapq.heappop(self._heap)
            following = self._plan(planned.agent, planned.entry, max(now, planned.at))
            if self._again_in_autumn(planned):
                continue
            events.append(
                ScheduleReached(
                    agent=planned.agent,
                    point=planned.entry.name,
                    at=planned.at,
                    following=following or now + DAY,
                )
            )
        return events

    def late(self, now: Moment) -> list[ScheduleReached]:
        """Return each point's last time before now, so that its claim can be derived again."""
        events: list[ScheduleReached] = []
        for agent, entry in self._entries:
            last = None if isinstance(entry, Every) else self._last_before(entry, now)
            if last is None:
                continue
            following = next_time(entry, now, self._home) or now + DAY
            events.append(
                ScheduleReached(
                    agent=agent, point=entry.name, at=last, following=following, late=True
                )
            )
        return sorted(events, key=lambda event: event.at)

    def _last_before(self, entry: TimetableEntry, now: Moment) -> Moment | None:
        # What comes often has come within the hour: to search for it from afar takes long.
        return self._last_within(entry, HOUR, now) or self._last_within(entry, LATE_BY, now)

    def _last_within(self, entry: TimetableEntry, seconds: Seconds, now: Moment) -> Moment | None:
        last, moment = None, now - seconds
        for _ in range(LONGEST_SEARCH):
            following = next_time(entry, moment, self._home)
            if following is None or following > now:
                return last
            last = moment = following
        return last

    def _plan(self, agent: AgentId, entry: TimetableEntry, after: Moment) -> Moment | None:
        at = next_time(entry, after, self._home)
        if at is not None:
            self._count += 1
            heapq.heappush(self._heap, _Planned(at, self._count, agent, entry))
        return at

    def _again_in_autumn(self, planned: _Planned) -> bool:
        """Say whether a wall-clock point has been reached already, in the hour shown twice."""
        if isinstance(planned.entry, Every):
            return False
        shown = civil(planned.at, self._home.zone).strftime("%Y-%m-%d %H:%M")
        key = (planned.agent, planned.entry.name)
        again = self._last_civil.get(key) == shown
        self._last_civil[key] = shown
        return again


def next_time(entry: TimetableEntry, after: Moment, home: Home) -> Moment | None:
    """Return the first moment of a timetable entry after another moment."""
    match entry:
        case Every(seconds=seconds):
            return after + seconds
        case Daily(at=point):
            if isinstance(point, TimeOfDay):
                return next_civil(point.minute, after, home.zone)
            return _next_sun(point, after, home)
        case Cron(line=line):
            return _next_cron(line, after, home.zone)


def _next_sun(point: SunPoint, after: Moment, home: Home) -> Moment | None:
    today = civil(after, home.zone).date()
    for ahead in range(370):
        day = today + timedelta(days=ahead)
        minute = sky_of(home, day).minute(point.event)
        if minute is None:
            continue
        midnight = datetime(day.year, day.month, day.day, tzinfo=home.zone)
        at = (midnight + timedelta(minutes=minute + point.offset)).timestamp()
        if at > after:
            return at
    return None


def _next_cron(line: str, after: Moment, zone: ZoneInfo) -> Moment | None:
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 - few houses need it

    minute, hour, day, month, weekday = line.split()
    trigger = CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=weekdays(weekday),
        timezone=zone,
    )
    # In the night that shows an hour twice the trigger may answer with a time that is over.
    for ahead in (1, HOUR, 2 * HOUR):
        start = datetime.fromtimestamp(after + ahead, zone)
        found: datetime | None = trigger.get_next_fire_time(None, start)
        if found is None or found.timestamp() > after:
            return None if found is None else found.timestamp()
    return None


def weekdays(field_text: str) -> str:
    """Return a cron line's weekdays by name: cron counts from Sunday, APScheduler from Monday."""
    names: list[str] = []
    for part in field_text.lower().split(","):
        span, _, every = part.partition("/")
        low, _, high = span.partition("-")
        if not low.isdigit():
            names.append(part)
            continue
        last = int(high) if high.isdigit() else int(low)
        names += [WEEKDAYS[day] for day in range(int(low), last + 1, int(every or 1))]
    return ",".join(names)


def sky_of(home: Home, day: date) -> Sky:
    """Return the sun's times of a civil day at home; None for what does not happen there."""
    if home.latitude is None or home.longitude is None:
        return Sky(day=day)
    from astral import Observer, sun  # noqa: PLC0415 - a house without a place needs no sun

    observer = Observer(home.latitude, home.longitude)
    minutes: dict[SunEvent, int | None] = {}
    for event in SunEvent:
        try:
            found = getattr(sun, event.value)(observer, date=day, tzinfo=home.zone)
        except ValueError:
            # Near the poles a day may have no such moment.
            minutes[event] = None
            continue
        minutes[event] = (found.hour * 60 + found.minute) % MINUTES_A_DAY
    return Sky(
        day=day,
        dawn=minutes[SunEvent.DAWN],
        sunrise=minutes[SunEvent.SUNRISE],
        sunset=minutes[SunEvent.SUNSET],
        dusk=minutes[SunEvent.DUSK],
    )


class Schedule:
    """Tells the house of its timetable; looks at least twice a minute whether the clock was set."""

    def __init__(self, clock: Clock, tell: Callable[[Event], None]) -> None:
        """Tell what comes to `tell`."""
        self._clock = clock
        self._tell = tell
        self._policy: Policy | None = None
        self._timetable: Timetable | None = None
        self._changed = asyncio.Event()
        self._ahead = clock.now() - clock.monotonic()

    def adopt(self, policy: Policy) -> None:
        """Plan a policy's timetable, and derive again what its last points left standing."""
        now = self._clock.now()
        self._timetable = Timetable(policy, now)
        for event in (*self._timetable.due(now), *self._timetable.late(now)):
            self._tell(event)
        self._policy = policy
        self._changed.set()

    def plan_anew(self) -> None:
        """Plan from now on: what lies in the part of time that never was is not caught up."""
        now = self._clock.now()
        self._ahead = now - self._clock.monotonic()
        if self._policy is not None:
            self._timetable = Timetable(self._policy, now)
        self._changed.set()

    async def run(self) -> None:
        """Tell what comes, until cancelled."""
        while True:
            self._changed.clear()
            wait = LOOK_EVERY
            upcoming = self._timetable.next() if self._timetable else None
            if upcoming is not None:
                wait = min(wait, max(0.0, upcoming - self._clock.now()))
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                self.look()

    def look(self) -> None:
        """Look at the clock: was it set, and what has come?"""
        now = self._clock.now()
        stepped = now - self._clock.monotonic() - self._ahead
        if abs(stepped) > STEP:
            self.plan_anew()
            # The engine sees for itself that the clock was set, as soon as anything happens.
            self._tell(TimePassed())
        if self._timetable is not None:
            for event in self._timetable.due(now):
                self._tell(event)
