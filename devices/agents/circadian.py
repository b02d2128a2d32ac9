"""`circadian`: lamps that are on turn with the day, warm in the dark hours and cool at noon."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from rules.agent import Agent
from rules.words.device import Device
from rules.words.ids import AreaId, DeviceId
from rules.words.news import Every, News, PointReached, Reach, ReadingChanged, TimetableEntry
from rules.words.times import MINUTE, MINUTES_A_DAY, Moment, Sky
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    POWER,
    Aspect,
    Brightness,
    Kelvin,
    Value,
    Values,
)
from rules.words.wishes import Level, Mode, Proposal

if TYPE_CHECKING:
    from rules.house import House

WARMEST: Final = Kelvin(2200)
COOLEST: Final = Kelvin(4500)
OFTEN: Final = 5 * MINUTE
LEASE: Final = 30 * MINUTE
RENEW_BEFORE: Final = 10 * MINUTE
"""Renewed only near its end, so that a quiet evening does not fill the journal."""
STEP_KELVIN: Final = 50
STEP_BRIGHTNESS: Final = 3
"""Less than that nobody sees."""
SLOWLY: Final = 30.0
AT_ONCE: Final = 1.0
SUNRISE_UNKNOWN: Final = 7 * 60
SUNSET_UNKNOWN: Final = 21 * 60


@value(frozen=True, slots=True, kw_only=True)
class Circadian(Agent):
    """Shapes the colour of lamps that are on, and switches none.

    With `dimmest` it shapes their brightness too: that in the dark hours, full at noon.
    """

    name: ClassVar[str] = "circadian"
    level: ClassVar[Level] = Level.COMFORT

    area: AreaId
    warmest: Kelvin = WARMEST
    coolest: Kelvin = COOLEST
    dimmest: Brightness | None = None

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what could never work."""
        if self.warmest.kelvin > self.coolest.kelvin:
            raise ValueError("`warmest` must not have more kelvin than `coolest`")
        if self.dimmest is not None and self.dimmest <= 0:
            raise ValueError("`dimmest` must be above 0 %")

    def listens(self) -> Reach:
        """Hear of the area: a lamp may be switched on."""
        return Reach(areas=frozenset({self.area}))

    def reaches(self) -> Reach:
        """Wish for the area."""
        return Reach(areas=frozenset({self.area}))

    def timetable(self) -> tuple[TimetableEntry, ...]:
        """Look every few minutes where the day is."""
        return (Every("the day goes on", OFTEN),)

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[Proposal]:
        """Adjust a lamp that was just switched on at once, and the others slowly."""
        lamps: Iterable[DeviceId]
        match news:
            case ReadingChanged(device=lamp, aspect=aspect, after=True) if aspect == POWER:
                lamps, transition = (lamp,), AT_ONCE
            case PointReached():
                lamps, transition = house.lamps_in(self.area), SLOWLY
            case _:
                return
        local = house.local(now)
        daylight = daylight_at(local.hour * 60 + local.minute, house.sky)
        for lamp in lamps:
            wish = self._wish(house.devices[lamp], daylight)
            if not wish or house.is_on(lamp) is not True:
                continue
            if transition == AT_ONCE or self._is_due(house, lamp, wish, now):
                yield Proposal(
                    agent=self.id,
                    device=lamp,
                    level=Level.COMFORT,
                    values=wish,
                    until=now + LEASE,
                    cause=news.cause,
                    mode=Mode.ADJUST,
                    transition=transition,
                )

    def _wish(self, lamp: Device, daylight: float) -> Values:
        """Return what a lamp should be like, within what it can; empty where it cannot."""
        wish: dict[Aspect, Value] = {}
        if not lamp.is_lamp:
            return wish
        if lamp.colours:
            spread = self.coolest.kelvin - self.warmest.kelvin
            can = lamp.announcement.capabilities[COLOUR]
            kelvin = self.warmest.kelvin + spread * daylight
            kelvin = kelvin if can.low is None else max(can.low, kelvin)
            kelvin = kelvin if can.high is None else min(can.high, kelvin)
            wish[COLOUR] = Kelvin(round(kelvin))
        if lamp.dims and self.dimmest is not None:
            wish[BRIGHTNESS] = round(self.dimmest + (FULL - self.dimmest) * daylight)
        return wish

    def _is_due(self, house: "House", lamp: DeviceId, wish: Values, now: Moment) -> bool:
        """Say whether the lamp should be told, or the wish for it would end soon."""
        claim = house.claim_of(self.id, lamp)
        if claim is None:
            return not _nearly(house.values(lamp), wish)
        return claim.until - now <= RENEW_BEFORE or not _nearly(claim.proposal.values, wish)


def daylight_at(minute: int, sky: Sky | None) -> float:
    """Return how much of the day's light there is: 0 while the sun is down, 1 at its noon."""
    rise, down = SUNRISE_UNKNOWN, SUNSET_UNKNOWN
    if sky is not None and sky.sunrise is not None and sky.sunset is not None:
        rise, down = sky.sunrise, sky.sunset
    # Far north the sun may set after midnight, so count on around the clock.
    length, gone = (down - rise) % MINUTES_A_DAY, (minute - rise) % MINUTES_A_DAY
    if gone >= length:
        return 0.0
    return 1.0 - (2 * gone / length - 1) ** 2


def _nearly(values: Values, wish: Values) -> bool:
    return all(_is_close(values.get(aspect), value) for aspect, value in wish.items())


def _is_close(one: Value, other: Value) -> bool:
    match one, other:
        case Kelvin(a), Kelvin(b):
            return abs(a - b) <= STEP_KELVIN
        case int(a), int(b):
            return abs(a - b) <= STEP_BRIGHTNESS
        case _:
            return False


KIND = Circadian
