"""`outside`: a program of the household's that proposes by message, on the terms written here."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rules.agent import Agent, Terms, Tier
from rules.deciding.judging import no_brighter, time_seen
from rules.deciding.raising import wished_power
from rules.explain.phrases import aspects_text, percent_text, title_of
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.outside import ends_its_own, warns_of_off
from rules.words.days import Weekday, days_text, is_meant
from rules.words.ids import AgentId, AreaId, GuardrailId, PersonId, Ref
from rules.words.news import News, Reach
from rules.words.times import MINUTE, Duration, Moment, Window
from rules.words.value import value
from rules.words.values import POWER, Aspect, Brightness
from rules.words.wishes import AgentAct, Level, Mode

if TYPE_CHECKING:
    from rules.house import House

USUAL_RATE: Final = 6
MOST_RATE: Final = 600
USUAL_LEASE: Final = Duration(30 * MINUTE)
STRENGTHS: Final = {
    "comfort": Level.COMFORT,
    "schedule": Level.SCHEDULE,
    "event": Level.EVENT,
}


@value(frozen=True, slots=True, kw_only=True)
class Grant(Guardrail):
    """Holds one agent to what it was given; it hears the wishes of that agent alone."""

    name: ClassVar[str] = "grant"
    safety: ClassVar[bool] = True

    agent: AgentId
    aspects: frozenset[Aspect]
    at_most: Brightness | None = None
    hours_given: Window | None = None
    days_given: tuple[Weekday, ...] = ()

    def judge(self, case: Case) -> Verdict:
        """Forbid what was not given; bound the brightness of what was."""
        proposal = case.proposal
        if ends_its_own(proposal) or warns_of_off(case.house, proposal, case.now):
            return None
        if other := proposal.values.keys() - self.aspects - self._follows(case):
            return Forbid(f"the wish was about {aspects_text(other)}")
        if POWER not in self.aspects and proposal.mode is Mode.SET:
            # A brightness switches a lamp on, and none at all switches it off.
            wished = wished_power(case.values)
            if wished is not None and wished is not case.house.is_on(case.device.id):
                return Forbid(f"that would switch it {'on' if wished else 'off'}")
        if self.hours_given and case.house.within(self.hours_given, case.now) is not True:
            return Forbid(time_seen(case, self.hours_given))
        if self.days_given and not self._is_day(case):
            return Forbid("it is another day")
        if self.at_most is None:
            return None
        return no_brighter(case, self.at_most, self.hours_given)

    def _follows(self, case: Case) -> frozenset[Aspect]:
        # A brightness that is wished of a lamp that is on says `on` as well.
        on = case.proposal.values.get(POWER) is True
        return frozenset({POWER}) if on and case.house.is_on(case.device.id) else frozenset()

    def _is_day(self, case: Case) -> bool:
        """Say whether it is one of its days; what goes on after midnight is of the day before."""
        house = case.house
        at = house.week_minute(case.now)
        return is_meant(self.days_given, self.hours_given, at, house.sky) is True

    def sentence(self) -> str:
        """Return the grant as a clause about it."""
        most = "" if self.at_most is None else f", at most {percent_text(self.at_most)}"
        hours = f", from {self.hours_given}" if self.hours_given else ""
        days = f", on {days_text(self.days_given)}" if self.days_given else ""
        return (
            f"lets {title_of(self.agent)} wish for {aspects_text(self.aspects)}{most}{hours}{days}"
        )


@value(frozen=True, slots=True, kw_only=True)
class Outside(Agent):
    """A program that sends proposals. What is not given here it may not wish.

    `tier`: whether its wishes are only recorded, asked about, or acted on. `level`: how strong
    they are at most. `between`, `days`: when it may wish. `lease`: how long a wish stands at
    most. `rate`: proposals a minute.
    """

    name: ClassVar[str] = "outside"
    level: ClassVar[Level] = Level.EVENT

    owner: PersonId
    aspects: tuple[Aspect, ...]
    areas: tuple[AreaId, ...] = ()
    devices: tuple[Ref, ...] = ()
    tier: Tier = Tier.SHADOW
    strength: Literal["comfort", "schedule", "event"] = field(
        default="comfort", metadata={"key": "level"}
    )
    at_most: Brightness | None = None
    between: Window | None = None
    days: tuple[Weekday, ...] = ()
    lease: Duration = USUAL_LEASE
    rate: int = USUAL_RATE
    review: str = ""
    _terms: Terms = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what is no grant; put the terms together."""
        if not self.areas and not self.devices:
            raise ValueError("`areas` or `devices` is missing: it may wish for nothing")
        if not self.aspects:
            raise ValueError("`aspects` is empty: it may wish for nothing")
        if self.lease <= 0:
            raise ValueError("`lease` must be longer than nothing")
        if not 1 <= self.rate <= MOST_RATE:
            raise ValueError(f"`rate` must be from 1 to {MOST_RATE} proposals a minute")
        _check_date(self.review)
        object.__setattr__(self, "_terms", self._put_together())

    @property
    def terms(self) -> Terms:
        """Return the terms that are written here."""
        return self._terms

    def listens(self) -> Reach:
        """Hear nothing: what happens in the house it knows by MQTT."""
        return Reach()

    def reaches(self) -> Reach:
        """Wish for what was given."""
        return Reach(areas=frozenset(self.areas), refs=frozenset(self.devices))

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        """Answer nothing: its wishes come by message."""
        del news, house, now
        return ()

    def _put_together(self) -> Terms:
        aspects = frozenset(self.aspects)
        grant = Grant(
            id=GuardrailId(f"grant-of-{self.id}"),
            agent=self.id,
            owner=self.owner,
            purpose=self.purpose,
            review=self.review,
            aspects=aspects,
            at_most=self.at_most,
            hours_given=self.between,
            days_given=self.days,
        )
        return Terms(
            owner=self.owner,
            tier=self.tier,
            level=STRENGTHS[self.strength],
            lease=self.lease,
            rate=self.rate,
            aspects=aspects,
            hours=self.between,
            rules=(grant,),
        )


def _check_date(review: str) -> None:
    try:
        if review:
            date.fromisoformat(review)
    except ValueError:
        raise ValueError("`review` must be a date such as 2027-03-31") from None


KIND = Outside
