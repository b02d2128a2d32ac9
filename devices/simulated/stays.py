"""What somebody does from coming into a room until leaving it."""

from collections.abc import Iterator
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from devices.simulated.acts import Act, Closes, Moves, Opens, Presses, Timed, Turns, Wants
from devices.simulated.daylight import is_dark
from devices.simulated.demo import (
    BATH_MOTION,
    BEDROOM_BUTTON,
    BEDROOM_LAMP,
    CEILING,
    CEILING_SWITCH,
    COFFEE_PLUG,
    FRONT_DOOR,
    HALL_BUTTON,
    HALL_LAMP,
    HALL_MOTION,
    KITCHEN_LAMP,
    KITCHEN_MOTION,
    LIVING_ROOM_MOTION,
    SOFA_LAMP,
)
from devices.simulated.routines import Room
from rules.words.times import MINUTE, Moment, Seconds, civil
from rules.words.value import value
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values, from_percent

SENSORS: Final = {
    Room.BATH: BATH_MOTION,
    Room.KITCHEN: KITCHEN_MOTION,
    Room.LIVING: LIVING_ROOM_MOTION,
}
EVENING_HOUR = 20
BED_HOUR = 20
LATE_HOUR = 22
MORNING_HOUR = 10
THROUGH_THE_HALL: Seconds = 7.0
SHORTEST_REST: Seconds = 3.0
LONGEST_REST = 2.5
"""In paces."""
STRAY_PACE: Seconds = 25.0
ON_THE_SOFA: Final[Values] = {POWER: True, BRIGHTNESS: from_percent(30), COLOUR: Kelvin(2400)}


@value(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on one day: their chance, and their habits.

    `is_last`: they go to bed last and see to the lamps. `zone` is where the clock on the wall is.
    """

    dice: Random
    zone: ZoneInfo
    is_adult: bool
    is_last: bool

    def may(self, chance: float) -> bool:
        """Say whether they do something this time."""
        return self.dice.random() < chance


@value(frozen=True, slots=True, kw_only=True)
class Stay:
    """A time in one room; `came_from` is where they were before."""

    room: Room
    came_from: Room
    start: Moment
    end: Moment
    pace: Seconds
    strays: Seconds


def acts_of(person: Person, stay: Stay) -> list[Timed]:
    """Return all that a person does during a stay, in order; nothing at or after its end."""
    done = [*_crossing(stay), *_arriving(person, stay), *_being(person, stay)]
    done += _leaving(person, stay)
    return sorted((timed for timed in done if timed[0] < stay.end), key=lambda timed: timed[0])


def walk(person: Person, room: Room, start: Moment, end: Moment) -> Iterator[Timed]:
    """Yield a visit to a room: through the hall, about for a while, back through the hall."""
    yield start, Moves(HALL_MOTION)
    yield from _moving(person, SENSORS[room], start + THROUGH_THE_HALL, end, STRAY_PACE)
    yield end, Moves(HALL_MOTION)


def _crossing(stay: Stay) -> Iterator[Timed]:
    home = stay.start
    if stay.came_from is Room.AWAY:
        yield home, Opens(FRONT_DOOR)
        yield home + 5, Closes(FRONT_DOOR)
    yield home + 1, Moves(HALL_MOTION)
    if stay.room is Room.AWAY:
        yield home + 20, Moves(HALL_MOTION)
        yield home + 24, Opens(FRONT_DOOR)
        yield home + 30, Closes(FRONT_DOOR)


def _arriving(person: Person, stay: Stay) -> Iterator[Timed]:
    inside = stay.start + THROUGH_THE_HALL
    dark = _dark(person, inside)
    if stay.came_from is Room.AWAY and dark and person.may(0.4):
        yield stay.start + 3, Wants(HALL_LAMP, on=True, by=HALL_BUTTON)
    match stay.room:
        case Room.LIVING:
            yield from _settling(person, inside)
        case Room.KITCHEN if person.is_adult and _hour(person, inside) < MORNING_HOUR:
            yield inside + 50, Wants(COFFEE_PLUG, on=True)
            if person.may(0.85):
                done = inside + person.dice.uniform(15, 28) * MINUTE
                yield min(done, stay.end - 5), Wants(COFFEE_PLUG, on=False)
        case Room.BEDROOM if _hour(person, inside) >= BED_HOUR:
            yield inside, Wants(BEDROOM_LAMP, on=True, by=BEDROOM_BUTTON)
            asleep = inside + person.dice.uniform(4, 12) * MINUTE
            yield asleep, Wants(BEDROOM_LAMP, on=False, by=BEDROOM_BUTTON)
        case Room.BEDROOM if dark:
            yield inside, Wants(BEDROOM_LAMP, on=True, by=BEDROOM_BUTTON)
        case _:
            return


def _settling(person: Person, now: Moment) -> Iterator[Timed]:
    if not _dark(person, now):
        if person.may(0.3):
            yield now + 2, Wants(CEILING, on=False, by=CEILING_SWITCH)
        return
    if _hour(person, now) < EVENING_HOUR:
        yield now + 2, Wants(CEILING, on=True, by=CEILING_SWITCH)
        return
    yield now + 2, Wants(SOFA_LAMP, on=True)
    yield now + 12, Wants(CEILING, on=False, by=CEILING_SWITCH)
    if person.may(0.15):
        yield now + 40, Turns(SOFA_LAMP, ON_THE_SOFA)


def _being(person: Person, stay: Stay) -> Iterator[Timed]:
    sensor = SENSORS.get(stay.room)
    now = stay.start + THROUGH_THE_HALL
    while now < stay.end:
        until = stay.end
        if stay.strays:
            until = now + 5 * MINUTE + person.dice.expovariate(1 / stay.strays)
        if sensor:
            yield from _moving(person, sensor, now, min(until, stay.end), stay.pace)
        if until + 3 * MINUTE >= stay.end:
            return
        now = min(until + person.dice.uniform(2, 5) * MINUTE, stay.end)
        where = person.dice.choice((Room.BATH, Room.KITCHEN, Room.KITCHEN))
        yield from walk(person, where, until, now)
        now += THROUGH_THE_HALL
        if stay.room is Room.LIVING:
            yield from _settling(person, now)


def _moving(
    person: Person, sensor: str, start: Moment, end: Moment, pace: Seconds
) -> Iterator[Timed]:
    moves: Act = Moves(sensor)
    now = start
    while now < end:
        yield now, moves
        rest = person.dice.expovariate(1 / (pace - SHORTEST_REST))
        now += SHORTEST_REST + min(rest, LONGEST_REST * pace)


def _leaving(person: Person, stay: Stay) -> Iterator[Timed]:
    last = stay.end - 4
    late = _hour(person, last) >= LATE_HOUR and person.is_last
    match stay.room:
        case Room.LIVING if late and person.may(0.85):
            yield last - 6, Wants(SOFA_LAMP, on=False)
            yield last, Wants(CEILING, on=False, by=CEILING_SWITCH)
        case Room.KITCHEN if person.may(0.12):
            yield last, Wants(KITCHEN_LAMP, on=False)
        case Room.BATH if late and person.may(0.7):
            yield last, Presses(HALL_BUTTON, "double")
        case Room.BEDROOM if _hour(person, last) < LATE_HOUR:
            yield last, Wants(BEDROOM_LAMP, on=False, by=BEDROOM_BUTTON)
        case _:
            return


def _dark(person: Person, now: Moment) -> bool:
    return is_dark(civil(now, person.zone))


def _hour(person: Person, now: Moment) -> int:
    return civil(now, person.zone).hour
