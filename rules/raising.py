"""What counts as a raise: the one thing that only a fresh event or a person may do."""

from rules.words.values import BRIGHTNESS, POWER, Aspect, Values, as_number


def raises(before: Values, after: Values) -> Aspect | None:
    """Return the aspect that would be raised by telling a device `after`, or None.

    Rule 1: off or unknown to on is a raise of power; a brightness switches a lamp on, so it
    counts as on. Rule 2: more brightness is a raise, however little more; what is not known
    counts as less. Rule 3: a colour is never a raise.
    """
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
