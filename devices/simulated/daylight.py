"""Roughly how light and how warm it is at home: enough for people to reach for a switch."""

from datetime import date, datetime
from math import pi, sin

HOURS_LONGEST_DAY_ADDS = 2.9
SOLAR_NOON = 13.1
"""In hours of winter time, as in the west of a time zone."""
BRIGHT_HALL = 90.0
NIGHT_DEGREES = 19.0


def sun_hours(day: date, summer_time: float) -> tuple[float, float]:
    """Return the civil hours of sunrise and sunset at some 40 degrees north."""
    season = sin(2 * pi * (day.timetuple().tm_yday - 80) / 365)
    half = (12 + HOURS_LONGEST_DAY_ADDS * season) / 2
    noon = SOLAR_NOON + summer_time
    return noon - half, noon + half


def is_dark(local: datetime) -> bool:
    """Say whether people in a room would like a lamp."""
    rise, down = _sun(local)
    return not rise + 0.2 <= _hour(local) <= down - 0.6


def hall_lux(local: datetime) -> float:
    """Return the light that falls into the hall from outside."""
    rise, down = _sun(local)
    hour = _hour(local)
    if not rise < hour < down:
        return 0.0
    return BRIGHT_HALL * sin(pi * (hour - rise) / (down - rise))


def kitchen_degrees(local: datetime) -> float:
    """Return the temperature of the kitchen while nobody cooks."""
    return NIGHT_DEGREES + 2.0 * sin(pi * max(0.0, _hour(local) - 6) / 18)


def _sun(local: datetime) -> tuple[float, float]:
    shift = local.dst()
    return sun_hours(local.date(), shift.total_seconds() / 3600 if shift else 0.0)


def _hour(local: datetime) -> float:
    return local.hour + local.minute / 60 + local.second / 3600
