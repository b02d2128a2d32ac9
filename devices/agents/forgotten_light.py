"""`forgotten_light`: a lamp that has been on for long, with nobody there, is switched off."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from rules.agent import Agent
from rules.words.ids import AreaId, DeviceId
from rules.words.news import (
    Every,
    News,
    PointReached,
    Reach,
    ReadingChanged,
    TimetableEntry,
    Woken,
)
from rules.words.times import MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.values import POWER, Aspect
from rules.words.wishes import AgentAct, Cause, GiveUp, Level, Proposal, WakeMe

if TYPE_CHECKING:
    from rules.house import House

LEASE: Final = 30 * MINUTE
LOOK_AGAIN: Final = 5 * MINUTE
ROUND: Final = 15 * MINUTE


@value(frozen=True, slots=True, kw_only=True)
class ForgottenLight(Agent):
    """Off for lamps of the area that were on for `after`, unless somebody is known to be there."""

    name: ClassVar[str] = "forgotten_light"
    level: ClassVar[Level] = Level.COMFORT

    area: AreaId
    after: Duration

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what could never work."""
        if self.after <= 0:
            raise ValueError("`after` must be longer than nothing")

    def listens(self) -> Reach:
        """Hear of the area: a lamp may be switched on."""
        return Reach(areas=frozenset({self.area}))

    def reaches(self) -> Reach:
        """Wish for the area."""
        return Reach(areas=frozenset({self.area}))

    def least_wished(self) -> frozenset[Aspect]:
        """Wish for power alone."""
        return frozenset({POWER})

    def timetable(self) -> tuple[TimetableEntry, ...]:
        """Go round now and then: of a lamp that was on before the start there is no news."""
        return (Every("a look round", ROUND),)

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        """Ask to be woken for each lamp that is switched on, and judge it then."""
        match news:
            case ReadingChanged(device=lamp, aspect=aspect, after=True) if aspect == POWER:
                if lamp in house.lamps_in(self.area):
                    if house.claim_of(self.id, lamp) is not None:
                        # It is on anew: the wish from the time before is of no account.
                        yield GiveUp(agent=self.id, device=lamp, cause=news.cause)
                    yield WakeMe(agent=self.id, at=now + self.after, key=lamp)
            case Woken(key=key):
                if (lamp := DeviceId(key)) in house.lamps_in(self.area):
                    yield from self._judge(lamp, house, news.cause, now)
            case PointReached():
                for lamp in house.lamps_in(self.area):
                    yield from self._judge(lamp, house, news.cause, now)
            case _:
                return

    def why_over(self, wish: Proposal, house: "House", now: Moment) -> str:
        """Wish it off only while nobody is there, and nobody has switched it on anew."""
        if house.somebody_in(self.area) is True:
            return "somebody is there by now"
        since = house.since(wish.device, POWER)
        anew = since is not None and now < since + self.after
        return "it was switched on anew" if anew else ""

    def _judge(
        self, lamp: DeviceId, house: "House", cause: Cause, now: Moment
    ) -> Iterable[AgentAct]:
        if house.is_on(lamp) is not True or house.claim_of(self.id, lamp) is not None:
            return
        since = house.since(lamp, POWER)
        over = now if since is None else since + self.after
        if now < over:
            yield WakeMe(agent=self.id, at=over, key=lamp)
        elif house.somebody_in(self.area) is True:
            yield WakeMe(agent=self.id, at=now + LOOK_AGAIN, key=lamp)
        else:
            yield Proposal(
                agent=self.id,
                device=lamp,
                level=Level.COMFORT,
                values={POWER: False},
                until=now + LEASE,
                cause=cause,
            )


KIND = ForgottenLight
