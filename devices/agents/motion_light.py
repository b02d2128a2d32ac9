"""`motion_light`: light where somebody is, dark some time after they have gone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from rules.agent import Agent
from rules.claims.claims import Claim
from rules.words.ids import AreaId, DeviceId, Ref
from rules.words.news import News, Reach, ReadingChanged, Woken
from rules.words.times import HOUR, MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    POWER,
    PRESENCE_ASPECTS,
    Aspect,
    Brightness,
    Kelvin,
    Value,
    as_number,
)
from rules.words.wishes import (
    AgentAct,
    Cause,
    GiveUp,
    Level,
    Proposal,
    SawReading,
    Then,
    WakeMe,
)

if TYPE_CHECKING:
    from rules.house import House

ILLUMINANCE: Final = Aspect("illuminance")
LONGEST_LEASE: Final = 2 * HOUR
"""The longest that a wish after an event may stand."""
RENEW_BEFORE: Final = MINUTE
"""So long before its end a wish goes on, if somebody is still there."""
LONGEST_STAY: Final = 12 * HOUR
"""A reading that says for longer than this that somebody is there is stuck."""
STAY: Final = "somebody is still there"


@value(frozen=True, slots=True, kw_only=True)
class MotionLight(Agent):
    """Lamps on when a presence reading of the area becomes active, off when all have rested.

    `lamps` and `sensors` replace all lamps and all presence readings of the area; `only_below`
    is the illuminance in lux above which it is light enough.
    """

    name: ClassVar[str] = "motion_light"
    level: ClassVar[Level] = Level.EVENT

    area: AreaId
    brightness: Brightness
    off_after: Duration
    lamps: tuple[Ref, ...] = ()
    sensors: tuple[Ref, ...] = ()
    only_below: float | None = None
    colour: Kelvin | None = None

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what could never work."""
        if self.brightness <= 0:
            raise ValueError("`brightness` must be above 0 %")
        if not 0 < self.off_after <= LONGEST_LEASE:
            raise ValueError("`off_after` must be above 0 and at most 2 h")

    def listens(self) -> Reach:
        """Hear of its sensors, else of the area."""
        if self.sensors:
            return Reach(refs=frozenset(self.sensors))
        return Reach(areas=frozenset({self.area}))

    def reaches(self) -> Reach:
        """Wish for its lamps, else for the area."""
        if self.lamps:
            return Reach(refs=frozenset(self.lamps))
        return Reach(areas=frozenset({self.area}))

    def least_wished(self) -> frozenset[Aspect]:
        """Wish for power and brightness, and for the colour that is given."""
        return frozenset({POWER, BRIGHTNESS} | ({COLOUR} if self.colour is not None else set()))

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        """Light up for who comes; after the last has gone only shorten what is already lit."""
        match news:
            case ReadingChanged(aspect=aspect, after=True) if aspect in PRESENCE_ASPECTS:
                return self._somebody_came(house, news.cause, now)
            case ReadingChanged(aspect=aspect) if aspect in PRESENCE_ASPECTS:
                if not self._presence(house):
                    return self._go_on(house, news.cause, now + self.off_after)
            case Woken(key=key) if key == STAY:
                return self._somebody_stays(house, news.cause, now)
        return ()

    def why_over(self, wish: Proposal, house: "House", now: Moment) -> str:  # noqa: ARG002 -- the contract names it
        """Wish for light only while somebody is there and it is dark; see `consider`."""
        if not self._presence(house):
            return "" if self._is_unheard(house, wish) else "nobody is there any more"
        dark = self._is_dark(house) or self._lit_by_me(house, wish.device)
        return "" if dark else "it is light enough by now"

    def _somebody_came(self, house: "House", cause: Cause, now: Moment) -> Iterable[AgentAct]:
        dark = self._is_dark(house)
        lamps = [lamp for lamp in self._lamps(house) if dark or self._lit_by_me(house, lamp)]
        for lamp in lamps:
            yield self._wish(lamp, cause, now + LONGEST_LEASE)
        if lamps:
            yield WakeMe(agent=self.id, at=now + LONGEST_LEASE - RENEW_BEFORE, key=STAY)

    def _somebody_stays(self, house: "House", cause: Cause, now: Moment) -> Iterable[AgentAct]:
        if not any(now - since < LONGEST_STAY for since in self._presence(house)):
            return
        wishes = list(self._go_on(house, cause, now + LONGEST_LEASE))
        yield from wishes
        if wishes:
            yield WakeMe(agent=self.id, at=now + LONGEST_LEASE - RENEW_BEFORE, key=STAY)

    def _go_on(self, house: "House", cause: Cause, until: Moment) -> Iterable[AgentAct]:
        """Give its live wishes a new end; nothing gets brighter by that."""
        for lamp in self._lamps(house):
            claim = self._light_on(house, lamp)
            if claim is None:
                continue
            if house.is_on(lamp) is False and not _is_awaited(house, lamp):
                # Somebody switched it off meanwhile: to wish it on again would light it.
                yield GiveUp(agent=self.id, device=lamp, cause=cause)
            else:
                yield self._wish(lamp, cause, until, renews=True)

    def _wish(
        self, lamp: DeviceId, cause: Cause, until: Moment, *, renews: bool = False
    ) -> Proposal:
        values: dict[Aspect, Value] = {POWER: True, BRIGHTNESS: self.brightness}
        if self.colour is not None:
            values[COLOUR] = self.colour
        return Proposal(
            agent=self.id,
            device=lamp,
            level=Level.EVENT,
            values=values,
            until=until,
            cause=cause,
            then=Then.OFF,
            renews=renews,
        )

    def _lamps(self, house: "House") -> Iterable[DeviceId]:
        if not self.lamps:
            return house.lamps_in(self.area)
        return [lamp for ref in self.lamps if (lamp := house.find(ref)) is not None]

    def _sensors(self, house: "House") -> Iterable[DeviceId]:
        if self.sensors:
            return [sensor for ref in self.sensors if (sensor := house.find(ref)) is not None]
        return house.devices_in(self.area)

    def _presence(self, house: "House") -> list[Moment]:
        """Return since when each of its readings is active that is."""
        return [
            house.since(sensor, aspect) or 0.0
            for sensor in self._sensors(house)
            for aspect in PRESENCE_ASPECTS
            if house.value(sensor, aspect) is True
        ]

    def _is_unheard(self, house: "House", wish: Proposal) -> bool:
        """Say whether the sensor that set a wish off, or else every one, has yet to be heard."""
        seen = wish.cause.trigger
        if isinstance(seen, SawReading):
            return house.value(seen.device, seen.aspect) is None
        return all(
            house.value(sensor, aspect) is None
            for sensor in self._sensors(house)
            for aspect in PRESENCE_ASPECTS
        )

    def _is_dark(self, house: "House") -> bool:
        """Say whether a reading of the area is below the limit; not knowing counts as dark."""
        if self.only_below is None:
            return True
        known = [
            lux
            for device in house.devices_in(self.area)
            if (lux := as_number(house.value(device, ILLUMINANCE))) is not None
            and house.is_available(device)
        ]
        return not known or min(known) < self.only_below

    def _lit_by_me(self, house: "House", lamp: DeviceId) -> bool:
        """Say whether it lit the lamp itself: the light of that must not talk it out of it."""
        return self._light_on(house, lamp) is not None and house.is_on(lamp) is True

    def _light_on(self, house: "House", lamp: DeviceId) -> Claim | None:
        """Return its live claim that the lamp be on; one that just ended lives on as off."""
        claim = house.claim_of(self.id, lamp)
        return claim if claim is not None and claim.given.get(POWER) is True else None


def _is_awaited(house: "House", lamp: DeviceId) -> bool:
    """Say whether the lamp has yet to report what it was told."""
    told = house.conditions[lamp].told
    return told is not None and told.awaited


KIND = MotionLight
