"""A plausible day of a family of two adults and a child, as a stream of timed acts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import count
from operator import itemgetter
from random import Random
from zoneinfo import ZoneInfo

from devices.simulated.acts import Reads, Timed, Wants
from devices.simulated.daylight import hall_lux, is_dark, kitchen_degrees
from devices.simulated.demo import BEDROOM_BUTTON, BEDROOM_LAMP, HALL_MOTION, KITCHEN_CLIMATE
from devices.simulated.routines import WEEKEND, WORKDAY, Room, Routine
from devices.simulated.stays import Person, Stay, acts_of, walk
from rules.words.times import MINUTE, Moment, Seconds, civil

SATURDAY = 5
WEATHER_EVERY: Seconds = 5 * MINUTE
SHORTEST_STAY: Seconds = 2 * MINUTE
WAKING: Seconds = 3 * MINUTE
GREETED_AFTER: Seconds = 6.0
BATH_AT_NIGHT = (100, 270)
"""In minutes after midnight: somebody walks to the bath in the dark, most nights."""
WATER_AT = 22 * 60 + 31
"""Somebody fetches a glass of water, every evening."""


def life(start: Moment, zone: ZoneInfo, *, seed: int = 0, greets: bool = False) -> Iterator[Timed]:
    """Yield all that happens in the demo house from a moment on, in order and without end.

    The same seed gives the same life: a day does not depend on where the stream was begun.
    `greets`: somebody walks through the hall soon after the start, for whoever has come to see.
    """
    if not greets:
        return _days(start, zone, seed)
    dice = Random(f"{seed} {start}")  # noqa: S311 - chance to play with, no secret
    person = Person(dice=dice, zone=zone, is_adult=True, is_last=False)
    visit = walk(person, Room.KITCHEN, start + GREETED_AFTER, start + GREETED_AFTER + MINUTE)
    # Nobody else before: a sensor that sees somebody already has nothing new to tell of a visitor.
    return merge(visit, _days(start + GREETED_AFTER, zone, seed), key=itemgetter(0))


def _days(start: Moment, zone: ZoneInfo, seed: int) -> Iterator[Timed]:
    first = civil(start, zone).date()
    for ahead in count():
        for timed in a_day(first + timedelta(days=ahead), zone, seed=seed):
            if timed[0] >= start:
                yield timed


def a_day(day: date, zone: ZoneInfo, *, seed: int = 0) -> Iterator[Timed]:
    """Yield what happens on one civil day, in order."""
    routines = WEEKEND if day.weekday() >= SATURDAY else WORKDAY
    last = max(routines, key=lambda routine: routine[-1].minute)
    streams = [_weather(day, zone, _dice(seed, day, "weather")), _walks(day, zone, seed)]
    for number, routine in enumerate(routines):
        person = Person(
            dice=_dice(seed, day, f"person {number}"),
            zone=zone,
            is_adult=number < len(routines) - 1,
            is_last=routine is last,
        )
        streams.append(_person(person, routine, day))
    return merge(*streams, key=itemgetter(0))


def _dice(seed: int, day: date, who: str) -> Random:
    return Random(f"{seed} {day} {who}")  # noqa: S311 - chance to play with, no secret


def _person(person: Person, routine: Routine, day: date) -> Iterator[Timed]:
    for stay in _stays(person, routine, day):
        if stay.came_from is Room.BEDROOM and person.is_adult:
            yield from _waking(person, stay)
        yield from acts_of(person, stay)


def _waking(person: Person, first: Stay) -> Iterator[Timed]:
    at = first.start - WAKING
    if is_dark(civil(at, person.zone)) and person.may(0.6):
        yield at, Wants(BEDROOM_LAMP, on=True, by=BEDROOM_BUTTON)
        yield first.start, Wants(BEDROOM_LAMP, on=False, by=BEDROOM_BUTTON)


def _stays(person: Person, routine: Routine, day: date) -> Iterator[Stay]:
    starts: list[Moment] = []
    for slot in routine:
        moment = _moment(day, slot.minute, person.zone)
        moment += person.dice.uniform(-slot.spread, slot.spread) * MINUTE
        starts.append(max(moment, starts[-1] + SHORTEST_STAY) if starts else moment)
    ends = [*starts[1:], _moment(day + timedelta(days=1), 0, person.zone)]
    rooms = [Room.BEDROOM, *(slot.room for slot in routine)]
    for slot, came_from, start, end in zip(routine, rooms[:-1], starts, ends, strict=True):
        yield Stay(
            room=slot.room,
            came_from=came_from,
            start=start,
            end=end,
            pace=slot.pace,
            strays=slot.strays * MINUTE,
        )


def _walks(day: date, zone: ZoneInfo, seed: int) -> Iterator[Timed]:
    dice = _dice(seed, day, "walks")
    person = Person(dice=dice, zone=zone, is_adult=True, is_last=False)
    if person.may(0.85):
        start = _moment(day, dice.randrange(*BATH_AT_NIGHT), zone) + dice.uniform(0, MINUTE)
        yield from walk(person, Room.BATH, start, start + dice.uniform(2, 4) * MINUTE)
    start = _moment(day, WATER_AT, zone) + dice.uniform(0, 2 * MINUTE)
    yield from walk(person, Room.KITCHEN, start, start + dice.uniform(1, 2) * MINUTE)


def _weather(day: date, zone: ZoneInfo, dice: Random) -> Iterator[Timed]:
    now = _moment(day, 0, zone) + dice.uniform(0, WEATHER_EVERY)
    end = _moment(day + timedelta(days=1), 0, zone)
    lux = degrees = None
    while now < end:
        local = civil(now, zone)
        light = round(hall_lux(local) * dice.uniform(0.9, 1.05))
        warmth = round(kitchen_degrees(local) + dice.uniform(-0.1, 0.1), 1)
        if light != lux:
            yield now, Reads(HALL_MOTION, {"illuminance": light})
        if warmth != degrees:
            readings = {"temperature": warmth, "humidity": round(dice.uniform(44, 48), 1)}
            yield now + 1, Reads(KITCHEN_CLIMATE, readings)
        lux, degrees = light, warmth
        now += WEATHER_EVERY


def _moment(day: date, minute: int, zone: ZoneInfo) -> Moment:
    hour, minute = divmod(minute, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).timestamp()
