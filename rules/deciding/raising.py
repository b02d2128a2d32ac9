"""What counts as a raise: the one thing that only a fresh event or a person may do."""

from typing import Final

from rules.words.asks import Wants
from rules.words.values import (
    BRIGHTNESS,
    DIRECTION,
    EFFECT,
    FAN_MODE,
    LAMP_ASPECTS,
    LIGHT_ASPECTS,
    LOCKED,
    MODE,
    MOVEMENT,
    NO_PRESET,
    OFF_MODE,
    OPEN,
    OPENING,
    POWER,
    PRESET,
    SWING_MODE,
    TARGET_HIGH,
    TARGET_HUMIDITY,
    TARGET_LOW,
    TARGET_TEMPERATURE,
    TONE,
    Aspect,
    Value,
    Values,
    as_number,
)

CALM: Final = frozenset({DIRECTION, EFFECT, FAN_MODE, SWING_MODE, TONE})
"""What only changes the manner of something that is on."""

KEPT: Final = frozenset({TARGET_TEMPERATURE, TARGET_LOW, TARGET_HIGH, TARGET_HUMIDITY})


def raises(before: Values, after: Values) -> Aspect | None:
    """Return the aspect that would be raised by telling a device `after`, or None.

    Rule 1: off or unknown to on is a raise of power; a brightness switches a lamp on, so it
    counts as on. Rule 2: more brightness is a raise, however little more; what is not known
    counts as less. Rule 3: a colour is never a raise. Rule 4: what is not of light is raised where
    it `opens`.
    """
    lit = _brightens(before, after)
    if lit is not None or LIGHT_ASPECTS.issuperset(after):
        return lit
    others = sorted(after.keys() - LIGHT_ASPECTS)
    return next((a for a in others if opens(a, before.get(a), after[a])), None)


def opens(aspect: Aspect, was: Value, wished: Value) -> bool:
    """Say whether something that is not of light is released: unlocked, further open, hotter, on.

    What is not known counts as less, and in doubt a change is a raise.
    """
    if was == wished or aspect in CALM:
        return False
    if aspect == LOCKED:
        return wished is not True
    if aspect == MOVEMENT:
        return wished in (OPEN, OPENING)
    if aspect in (MODE, PRESET):
        return wished not in (OFF_MODE, NO_PRESET)
    if isinstance(wished, bool):
        return wished
    more, than = as_number(wished), as_number(was)
    return more is None or than is None or more > than


def released(before: Values, after: Values) -> Aspect | None:
    """Return the aspect that would be released: on, brighter, further open, unlocked."""
    for aspect in sorted(after.keys() - LAMP_ASPECTS):
        if opens(aspect, before.get(aspect), after[aspect]):
            return aspect
    return raises(before, after)


def goes(before: Values, after: Values) -> Wants:
    """Return which way a wish goes: more or less."""
    return Wants.LESS if released(before, after) is None else Wants.MORE


def stands_open(aspect: Aspect, was: Value, wished: Value) -> bool:
    """Say whether something that is not of light is open, unlocked or at work as it is wished.

    Of a temperature that is kept nobody can say that; there it counts whether it goes up.
    """
    if aspect in KEPT:
        return opens(aspect, was, wished)
    number = as_number(wished)
    return number > 0 if number is not None and aspect not in CALM else opens(aspect, None, wished)


def _brightens(before: Values, after: Values) -> Aspect | None:
    power, brightness = after.get(POWER), after.get(BRIGHTNESS)
    if power is False or (power is None and brightness is None):
        return None
    if before.get(POWER) is not True:
        return POWER
    if brightness is None:
        return None
    wanted, shown = as_number(brightness), as_number(before.get(BRIGHTNESS))
    if wanted is not None and shown is not None and wanted <= shown:
        return None
    return BRIGHTNESS


def wished_power(values: Values) -> bool | None:
    """Return whether a wish leaves the device on or off; None where it leaves the power alone."""
    power = values.get(POWER)
    if isinstance(power, bool):
        return power
    return True if BRIGHTNESS in values else None
