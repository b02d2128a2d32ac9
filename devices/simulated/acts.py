"""What people and the weather do to a simulated house, as values that can be told in advance."""

from typing import TypeAlias, assert_never

from devices.simulated.button import Button
from devices.simulated.house import SimulatedHouse
from devices.simulated.sensor import Readings
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import POWER, Values


@value(frozen=True, slots=True)
class Moves:
    """Somebody moves before a motion sensor."""

    sensor: str


@value(frozen=True, slots=True)
class Presses:
    """Somebody presses a button."""

    button: str
    action: str


@value(frozen=True, slots=True)
class Flips:
    """Somebody flips a switch, whatever comes of it."""

    switch: str


@value(frozen=True, slots=True)
class Turns:
    """Somebody sets a lamp or a plug at the thing itself or in its maker's app."""

    device: str
    values: Values


@value(frozen=True, slots=True)
class Wants:
    """Somebody looks at a lamp or a plug and switches it only if it is not as they want it.

    `by` is what they reach for: a wall switch or a button; nothing: the thing itself.
    """

    device: str
    on: bool
    by: str = ""


@value(frozen=True, slots=True)
class Opens:
    """Somebody opens a door."""

    door: str


@value(frozen=True, slots=True)
class Closes:
    """Somebody closes a door."""

    door: str


@value(frozen=True, slots=True)
class Reads:
    """The weather, or the people, change what a sensor measures."""

    sensor: str
    readings: Readings


Act: TypeAlias = Moves | Presses | Flips | Turns | Wants | Opens | Closes | Reads
Timed: TypeAlias = tuple[Moment, Act]


def perform(house: SimulatedHouse, act: Act, now: Moment) -> None:
    """Let an act happen."""
    match act:
        case Moves(sensor):
            house.motion(sensor, now)
        case Presses(button, action):
            house.press(button, action, now)
        case Flips(switch):
            house.flips(switch, now)
        case Turns(device, values):
            house.turns(device, values, now)
        case Wants():
            _want(house, act, now)
        case Opens(door):
            house.opens(door, now)
        case Closes(door):
            house.closes(door, now)
        case Reads(sensor, readings):
            house.reads(sensor, readings, now)
        case _:
            assert_never(act)


def _want(house: SimulatedHouse, wish: Wants, now: Moment) -> None:
    if house.is_on(wish.device) is wish.on:
        return
    if not wish.by:
        house.turns(wish.device, {POWER: wish.on}, now)
    elif house.is_a(wish.by, Button):
        house.press(wish.by, "single", now)
    else:
        house.flips(wish.by, now)
