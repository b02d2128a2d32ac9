"""The small parts of sentences: values, changes, lengths and times, as people say them."""

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.claims.told import near
from rules.words.readings import Above, Below, Equals, Reading, Test
from rules.words.times import DAY, HOUR, MINUTE, Moment, Seconds, civil
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    LIGHT_ASPECTS,
    POWER,
    Aspect,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Values,
    Xy,
    as_number,
    to_percent,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1.0, "second"))
LONGEST_QUOTE = 200
NO_MARKS = str.maketrans(dict.fromkeys('“”„‟"«»', "'"))
"""What could end a quotation before its end."""
LIGHT_FIRST = (POWER, BRIGHTNESS, COLOUR)


def sentence_of(text: str) -> str:
    """Return a clause as a sentence: printable, with a capital and a full stop."""
    if not text.isprintable():
        # Names come from outside; nothing in them may steer a terminal.
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    end = "" if text.endswith((".", "!", "?")) else "."
    return text[:1].upper() + text[1:] + end


def quoted_words(words: str) -> str:
    """Return an agent's own words as a quotation: short, on one line, and nothing can end it."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words[:LONGEST_QUOTE])
    return f"in its own words: “{' '.join(shown.translate(NO_MARKS).split())}”"


@lru_cache(maxsize=256)
def title_of(name: str) -> str:
    """Return an id as people read it: `hall-motion` is `Hall motion`."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return words as a list in a sentence: `hall, bath and stairs`."""
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


def aspects_text(aspects: Iterable[Aspect]) -> str:
    """Return the names of aspects, those of light first: `power and brightness`."""
    known = set(aspects)
    light = [aspect for aspect in LIGHT_FIRST if aspect in known]
    return listed([*light, *sorted(known.difference(light))] or ["nothing"])


def percent_text(brightness: float) -> str:
    """Return a brightness 0-255 as people read it: `20 %`."""
    return f"{to_percent(brightness)} %"


def value_text(aspect: Aspect, value: Value) -> str:
    """Return one value as people read it: `on`, `20 %`, `2700 K`, `21.5`."""
    match value:
        case bool():
            words = ("off", "on") if aspect == POWER else ("no", "yes")
            return words[value]
        case int() | float():
            return percent_text(value) if aspect == BRIGHTNESS else f"{value:g}"
        case Kelvin(kelvin):
            return f"{kelvin} K"
        case Xy(x, y):
            return f"colour {x:.2f}/{y:.2f}"
        case Hs(hue, saturation):
            return f"hue {hue:.0f}°, {saturation:.0f} % saturated"
        case Rgb(red, green, blue):
            return f"colour #{red:02x}{green:02x}{blue:02x}"
        case str():
            return value
        case None:
            return "unknown"


def reading_text(reading: Reading) -> str:
    """Return what is asked of a reading: `Ceiling is off`, `Porch lux has illuminance below 40`."""
    aspect = reading.aspect
    words = _test_text(aspect, reading.test)
    if aspect == POWER:
        return f"{reading.device} is {words}"
    return f"{reading.device} has {aspect} {words}"


def _test_text(aspect: Aspect, test: Test) -> str:
    match test:
        case Equals(value):
            return value_text(aspect, value)
        case Below(limit):
            return f"below {value_text(aspect, limit)}"
        case Above(limit):
            return f"above {value_text(aspect, limit)}"


def values_text(values: Values) -> str:
    """Return what a device is or should be: `on at 20 %, 2700 K`, `off`, `20 %`."""
    power = values.get(POWER)
    shades = shades_text(values)
    if power is True:
        return _lit_text(values, shades)
    if power is False:
        return ", ".join(["off", *_others(values)])
    return shades or ("unknown" if POWER in values else "nothing")


def _lit_text(values: Values, shades: str) -> str:
    if not shades:
        return "on"
    return f"on at {shades}" if values.get(BRIGHTNESS) is not None else f"on, {shades}"


def shades_text(values: Values) -> str:
    """Return all but the power: `20 %, 2700 K`; empty where there is nothing else."""
    brightness, colour = values.get(BRIGHTNESS), values.get(COLOUR)
    shades = [] if brightness is None else [value_text(BRIGHTNESS, brightness)]
    if colour is not None:
        shades.append(value_text(COLOUR, colour))
    if not LIGHT_ASPECTS.issuperset(values):
        shades += _others(values)
    return ", ".join(shades)


def _others(values: Values) -> list[str]:
    others = sorted(aspect for aspect in values if aspect not in LIGHT_ASPECTS)
    return [f"{aspect} {value_text(aspect, values[aspect])}" for aspect in others]


def wish_text(values: Values) -> str:
    """Return a wish so that it reads after the device's name: `on at 20 %`, `at 20 %`, `off`."""
    return (
        values_text(values) if isinstance(values.get(POWER), bool) else f"at {values_text(values)}"
    )


def change_text(was: Values, told: Values) -> str:
    """Return what happened to a device: `switched on at 20 %`, `dimmed to 20 %`, `switched off`."""
    power, lit = told.get(POWER), was.get(POWER)
    shades = shades_text(told)
    if not told:
        return "left as it was"
    if power is False:
        return "stayed off" if lit is False else "switched off"
    if power is True and lit is not True:
        return f"switched {_lit_text(told, shades)}"
    if not shades:
        return "stayed on"
    return f"{_step(was, told)} {shades}"


def _step(was: Values, told: Values) -> str:
    before, after = as_number(was.get(BRIGHTNESS)), as_number(told.get(BRIGHTNESS))
    if before is None or after is None:
        return "set to"
    if near(BRIGHTNESS, before, after):
        return "kept at" if COLOUR not in told else "set to"
    return "dimmed to" if after < before else "brightened to"


def duration_text(seconds: Seconds) -> str:
    """Return a length of time: `10 minutes`, `1 hour 30 minutes`, `0.5 seconds`."""
    if seconds < 1:
        return f"{seconds:g} seconds"
    parts = []
    left = round(seconds)
    for length, unit in UNITS:
        count, left = divmod(left, int(length))
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts)


def when(at: Moment, zone: ZoneInfo) -> str:
    """Return a moment on the wall clock at home, to the second: `23:41:07`."""
    return f"{clock(at, zone)}:{int(at % MINUTE):02d}"


def clock(at: Moment, zone: ZoneInfo) -> str:
    """Return a moment on the wall clock at home: `23:41`."""
    return _clock_of(at // MINUTE, zone)


@lru_cache(maxsize=64)
def _clock_of(minute: float, zone: ZoneInfo) -> str:
    # Zones differ by whole minutes, so the wall clock stands still within one.
    local = civil(minute * MINUTE, zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def moment_text(at: Moment, seen_from: Moment, zone: ZoneInfo) -> str:
    """Return a moment, with its day where the clock alone could mean another: `18:55 on 3 Nov`."""
    if abs(at - seen_from) < DAY:
        return clock(at, zone)
    local = civil(at, zone)
    return f"{clock(at, zone)} on {local.day} {MONTHS[local.month - 1]}"
