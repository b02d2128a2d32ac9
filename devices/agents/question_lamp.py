"""`question_lamp`: a lamp that is off blinks softly while people are asked something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from rules.agent import Agent
from rules.words.ids import AreaId, DeviceId, Ref
from rules.words.news import News, Reach, Woken
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import BRIGHTNESS, POWER, Brightness, from_percent
from rules.words.wishes import AgentAct, Level, Proposal, Then, WakeMe

if TYPE_CHECKING:
    from rules.house import House

LIT: Final = 1.5
BRISK: Final = 3.0
CALM: Final = 15.0
"""Seconds that it is lit, and from one time to the next: at first, and later."""
AT_FIRST: Final = 30.0
SOFT: Final = Brightness(from_percent(10))


@value(frozen=True, slots=True, kw_only=True)
class QuestionLamp(Agent):
    """Lights `lamp` now and then, while there is a question about `area`, or about anything.

    Only while it is off, nobody holds or froze it, and the house has no quiet hours: so each time
    ends in off, and a hand at it is the last word.
    """

    name: ClassVar[str] = "question_lamp"
    level: ClassVar[Level] = Level.COMFORT
    hears_questions: ClassVar[bool] = True

    lamp: Ref
    area: AreaId | None = None
    brightness: Brightness = SOFT

    def listens(self) -> Reach:
        """Hear of no device: it is woken by questions."""
        return Reach()

    def reaches(self) -> Reach:
        """Wish for its lamp."""
        return Reach(refs=frozenset({self.lamp}))

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[AgentAct]:
        """Blink, and ask to be woken for the next time, until nothing is asked any more."""
        asked, lamp = self._asked(house), house.find(self.lamp)
        if not isinstance(news, Woken) or asked is None or lamp is None:
            return
        pace = BRISK if now < asked + AT_FIRST else CALM
        yield WakeMe(agent=self.id, at=now + pace, key=news.key)
        if self._may_blink(house, lamp, now):
            yield Proposal(
                agent=self.id,
                device=lamp,
                level=self.level,
                values={POWER: True, BRIGHTNESS: self.brightness},
                until=now + LIT,
                cause=news.cause,
                then=Then.OFF,
            )

    def _asked(self, house: "House") -> Moment | None:
        """Return when people were last asked something that it tells of."""
        return max(
            (
                prompt.asked
                for prompt in house.prompts.open.values()
                if prompt.agent != self.id
                and (
                    self.area is None
                    or any(house.area_of(one.device) == self.area for one in prompt.questions)
                )
            ),
            default=None,
        )

    def _may_blink(self, house: "House", lamp: DeviceId, now: Moment) -> bool:
        quiet = house.policy.home.quiet_hours
        if quiet is not None and house.within(quiet, now) is not False:
            return False
        covered = house.freeze_over(lamp, now) or house.held_by(lamp, now)
        return house.is_on(lamp) is False and covered is None


KIND = QuestionLamp
