"""What a device can show or be told: aspects, their values and their limits."""

from collections.abc import Mapping
from typing import Final, NewType, TypeAlias

from rules.words.value import value

Aspect = NewType("Aspect", str)
"""One side of a device: `power`, `brightness`, `colour`, or a reading such as `motion`."""

POWER: Final = Aspect("power")
"""On or off: `bool`."""
BRIGHTNESS: Final = Aspect("brightness")
"""How bright a lamp is while on: `int`, 0 to 255."""
COLOUR: Final = Aspect("colour")
"""`Kelvin` for whites; `Hs`, `Rgb` or `Xy` for colours, as the lamp itself writes them."""
EFFECT: Final = Aspect("effect")
"""What a lamp plays: `str`, one of its options."""

POSITION: Final = Aspect("position")
"""How far a cover or a valve is open: a number from 0, closed, to 100, open."""
TILT: Final = Aspect("tilt")
"""How far the slats of a cover are open: a number from 0 to 100."""
MOVEMENT: Final = Aspect("movement")
"""What a cover or a valve does: `open`, `opening`, `closed`, `closing` or `stopped`; it is told
to be `open`, `closed` or `stopped`."""

LOCKED: Final = Aspect("locked")
"""Whether a lock is locked: `bool`; not known while it is jammed."""
LOCK_STATE: Final = Aspect("lock_state")
"""What a lock says of itself: `locked`, `unlocking`, `jammed` ..."""
LATCH: Final = Aspect("latch")
"""The latch of a door: an act, `open`."""

MODE: Final = Aspect("mode")
"""What heating or cooling is set to: `off`, `heat`, `cool`, `heat_cool`, `auto`, `dry` ..."""
ACTION: Final = Aspect("action")
"""What heating or cooling does at this moment: `idle`, `heating`, `cooling` ..."""
TEMPERATURE: Final = Aspect("temperature")
"""A measured temperature, in the unit of its capability."""
TARGET_TEMPERATURE: Final = Aspect("target_temperature")
"""The temperature that is to be reached, in the unit of its capability."""
TARGET_LOW: Final = Aspect("target_temperature_low")
"""Where a temperature is kept between two: it is heated below this one."""
TARGET_HIGH: Final = Aspect("target_temperature_high")
"""Where a temperature is kept between two: it is cooled above this one."""
HUMIDITY: Final = Aspect("humidity")
"""A measured humidity, in percent."""
TARGET_HUMIDITY: Final = Aspect("target_humidity")
"""The humidity that is to be reached, in percent."""
FAN_MODE: Final = Aspect("fan_mode")
"""How heating or cooling blows: one of its options."""
SWING_MODE: Final = Aspect("swing_mode")
"""How heating or cooling turns its blades: one of its options."""
PRESET: Final = Aspect("preset")
"""A programme of a thermostat or a fan: one of its options, `none` for none."""

SPEED: Final = Aspect("speed")
"""How fast a fan turns: a number of percent."""
OSCILLATING: Final = Aspect("oscillating")
"""Whether a fan turns from side to side: `bool`."""
DIRECTION: Final = Aspect("direction")
"""Which way a fan turns: `forward` or `reverse`."""

TONE: Final = Aspect("tone")
"""What a siren sounds like: one of its options."""
VOLUME: Final = Aspect("volume")
"""How loud a siren is: a number of percent."""
DURATION: Final = Aspect("duration")
"""For how many seconds a siren is to sound."""

PRESS: Final = Aspect("press")
"""A button that can be pressed from afar: an act, `press`. One of several bears its own name."""
INSTALL: Final = Aspect("install")
"""The installation of an update: an act, `install`."""
INSTALLED_VERSION: Final = Aspect("installed_version")
LATEST_VERSION: Final = Aspect("latest_version")

OPEN: Final = "open"
OPENING: Final = "opening"
CLOSED: Final = "closed"
CLOSING: Final = "closing"
STOPPED: Final = "stopped"
OFF_MODE: Final = "off"
NO_PRESET: Final = "none"

LIGHT_ASPECTS: Final = frozenset({POWER, BRIGHTNESS, COLOUR})
"""Not independent on the wire, so a person who touches one holds all three."""
LAMP_ASPECTS: Final = LIGHT_ASPECTS | {EFFECT}
"""All that a lamp is told at once. What it plays is seen by nobody as a hand."""
PRESENCE_ASPECTS: Final = (Aspect("motion"), Aspect("occupancy"), Aspect("presence"))
"""Readings that say somebody is there while they are true."""

HAND_ASPECTS: Final = LIGHT_ASPECTS | {
    POSITION,
    TILT,
    MOVEMENT,
    LOCKED,
    MODE,
    TARGET_TEMPERATURE,
    TARGET_LOW,
    TARGET_HIGH,
    TARGET_HUMIDITY,
    FAN_MODE,
    SWING_MODE,
    PRESET,
    SPEED,
    OSCILLATING,
    DIRECTION,
    TONE,
    VOLUME,
}
"""What a person moves at the thing itself, where it can be told as well. What is measured, a
timer that runs, and what nobody knows by name is no hand."""
NAMED_ASPECTS: Final = HAND_ASPECTS | {EFFECT, DURATION, LATCH}
"""What can be told of which the house knows by the name what it does."""
TRAVEL_ASPECTS: Final = frozenset({POSITION, TILT, MOVEMENT})
"""What moves for a while once it is told."""

JOINED: Final = (
    LAMP_ASPECTS,
    frozenset({POSITION, TILT, MOVEMENT}),
    frozenset({LOCKED, LATCH}),
    frozenset(
        {
            POWER,
            MODE,
            TARGET_TEMPERATURE,
            TARGET_LOW,
            TARGET_HIGH,
            TARGET_HUMIDITY,
            FAN_MODE,
            SWING_MODE,
            PRESET,
        }
    ),
    frozenset({POWER, SPEED, PRESET, OSCILLATING, DIRECTION}),
    frozenset({POWER, TONE, VOLUME, DURATION}),
)
"""Aspects of one thing, by the sort of thing: a person who touches one of them holds all."""

Brightness = NewType("Brightness", int)
"""A brightness 0-255, as a parameter of the household's."""

FULL: Final = 255


@value(frozen=True, slots=True)
class Kelvin:
    """A white, by its temperature in kelvin: 2000 is candle light, 6500 is daylight."""

    kelvin: int


@value(frozen=True, slots=True)
class Xy:
    """A colour by its CIE 1931 coordinates, each 0 to 1."""

    x: float
    y: float


@value(frozen=True, slots=True)
class Hs:
    """A colour by its hue in degrees, 0 to 360, and its saturation in percent."""

    hue: float
    saturation: float


@value(frozen=True, slots=True)
class Rgb:
    """A colour by its red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int


Colour: TypeAlias = Kelvin | Hs | Rgb | Xy
Value: TypeAlias = bool | int | float | str | Colour | None
"""`None` says: not known."""
Values: TypeAlias = Mapping[Aspect, Value]


def from_percent(percent: float) -> int:
    """Return the brightness 0-255 for a percentage; above zero is never rounded to zero."""
    if percent <= 0:
        return 0
    return min(FULL, max(1, round(percent * FULL / 100)))


def to_percent(brightness: float) -> int:
    """Return the whole percentage that people are shown for a brightness 0-255."""
    if brightness <= 0:
        return 0
    return min(100, max(1, round(brightness * 100 / FULL)))


def as_number(value: Value) -> float | None:
    """Return a value as a number, or None where it is not one (booleans are not numbers)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
