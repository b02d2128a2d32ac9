"""What several kinds of guardrail ask of a case alike."""

from collections.abc import Iterator
from functools import lru_cache

from rules.condition import foretold
from rules.deciding.raising import released as released_by
from rules.deciding.raising import stands_open, wished_power
from rules.explain.phrases import clock
from rules.guardrail import Bound, Case, Delay, Forbid, Verdict
from rules.house import House
from rules.ways import before
from rules.words.ids import DeviceId
from rules.words.readings import Reading
from rules.words.times import DAY, MINUTE, Moment, Window
from rules.words.values import (
    BRIGHTNESS,
    FULL,
    LAMP_ASPECTS,
    POWER,
    PRESENCE_ASPECTS,
    Aspect,
    Values,
    as_number,
)
from rules.words.wishes import Level, Then


def time_seen(case: Case, hours: Window | None) -> str:
    """Return the time where hours made it matter: `it is 23:41`; nothing where there are none."""
    return f"it is {clock(case.now, case.house.policy.home.zone)}" if hours else ""


def concerns_light(values: Values) -> bool:
    """Say whether a wish is about how much light there is."""
    return POWER in values or BRIGHTNESS in values


def no_brighter(case: Case, most: int, hours: Window | None) -> Verdict:
    """Keep a device from getting brighter than `most` in these hours.

    A lamp that cannot be dimmed is at its full brightness when it is on.
    """
    values, device = case.values, case.device
    if not concerns_light(values):
        return None
    if not device.dims:
        full = most < FULL and values.get(POWER) is True and device.is_lamp
        return Forbid(f"{device.name} cannot be dimmed") if full else None
    wished = as_number(values.get(BRIGHTNESS))
    # A wish inside the bound gets it too: another rule may push it upwards.
    inside = wished is None or wished <= most
    return bound(BRIGHTNESS, None, most, "" if inside else time_seen(case, hours))


def sensing_people(house: House, device: DeviceId) -> Iterator[DeviceId]:
    """Yield the devices that say whether somebody is where a device is."""
    area = house.area_of(device)
    for other in house.devices_in(area) if area is not None else ():
        values = house.conditions[other].values
        if any(aspect in values for aspect in PRESENCE_ASPECTS):
            yield other


@lru_cache(maxsize=256)
def bound(aspect: Aspect, low: int | None, high: int | None, observed: str) -> Bound:
    """Return a bound; the same ones are asked for again and again."""
    return Bound(aspect=aspect, low=low, high=high, observed=observed)


def switched(house: House, device: DeviceId) -> tuple[bool, Moment] | None:
    """Return whether a device is on, and since when; None while either is not known.

    What its orders have yet to bring counts as done, since the last of them.
    """
    condition = house.conditions.get(device)
    if condition is None:
        return None
    power, since = condition.values.get(POWER), condition.since.get(POWER)
    last = condition.unheard or condition.told
    if last is not None:
        after = foretold(condition).get(POWER, power)
        if after != power:
            power, since = after, last.at
    return (power, since) if isinstance(power, bool) and since is not None else None


def leaves_on(case: Case) -> bool:
    """Say whether what a wish leaves may be on, open, unlocked, or hotter than it was."""
    power = wished_power(case.values)
    things = case.values.keys() - LAMP_ASPECTS
    if power is not None or not things:
        return power is not False
    was = before(case)
    return any(stands_open(aspect, was.get(aspect), case.values[aspect]) for aspect in things)


def unless_it_comes(case: Case, observed: str) -> Verdict:
    """Keep back what lacks something: a timetable's wish waits for it, any other is refused.

    A timetable with an end wishes for a stretch of the day: that is still wanted when the window is
    shut. What somebody set off is not: a lamp that comes on long after them is nobody's wish. What
    is alive already, or only derived again, waits for nothing: it has to end.
    """
    wish = case.proposal
    stretch = wish.level is Level.SCHEDULE and wish.then is Then.OFF
    until = min(wish.until - MINUTE, case.now + DAY)
    if not (stretch and wish.is_fresh and case.changes) or until <= case.now:
        return Forbid(observed)
    return Delay(until=until, observed=observed, needs=True)


def released(case: Case) -> Aspect | None:
    """Return the aspect that a wish would release: on, brighter, further open, unlocked."""
    return released_by(before(case), case.values)


def holds(house: House, reading: Reading) -> bool | None:
    """Say whether a reading is as it is asked for; None while nobody knows."""
    device = house.find(reading.device)
    value = house.value(device, reading.aspect) if device is not None else None
    if device is None or value is None or not house.is_available(device):
        return None
    return reading.test.holds(value)
