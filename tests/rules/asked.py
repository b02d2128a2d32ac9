"""A house whose rules ask first, and what people are asked there."""

from collections.abc import Iterable
from typing import ClassVar

from devices.agents.motion_light import MotionLight
from rules.agent import Agent
from rules.deciding.raising import wished_power
from rules.guardrail import Case, Confirm, Guardrail, Verdict
from rules.house import House
from rules.policy import Home, Person, Role
from rules.words.asks import Otherwise
from rules.words.events import PromptAnswered
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PersonId, PromptId
from rules.words.news import News, Reach, ReadingChanged
from rules.words.prompts import Answer, Prompt
from rules.words.records import ChangeWished, Ended, Noted, PromptBegan, PromptEnded
from rules.words.times import HOUR, MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import AgentAct, Author, GiveUp, Level, Proposal, Via
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

HALL = AreaId("hall")
ANA = Author(via=Via.MQTT, person=PersonId("ana"))
KIM = Author(via=Via.MQTT, person=PersonId("kim"))
PEOPLE = (
    Person(id=PersonId("ana"), name="Ana", role=Role.OWNER),
    Person(id=PersonId("ben"), name="Ben", role=Role.ADULT),
    Person(id=PersonId("kim"), name="Kim", role=Role.CHILD),
)
LIT: Values = {POWER: True, BRIGHTNESS: 200}


@value(frozen=True, slots=True, kw_only=True)
class AsksFirst(Guardrail):
    """Asks before anything is switched on, or off too."""

    name: ClassVar[str] = "asks_first"

    who: str = "adult"
    within: float = 2 * MINUTE
    off_too: bool = False
    otherwise: Otherwise = Otherwise.NOTHING

    def judge(self, case: Case) -> Verdict:
        if not case.changes or not (self.off_too or wished_power(case.values)):
            return None
        return Confirm(who=self.who, deadline=case.now + self.within, otherwise=self.otherwise)

    def sentence(self) -> str:
        return "asks before anything is switched on"


@value(frozen=True, slots=True, kw_only=True)
class AsksForSafety(AsksFirst):
    """The same, for safety."""

    name: ClassVar[str] = "asks_for_safety"
    safety: ClassVar[bool] = True

    def sentence(self) -> str:
        return "asks for safety's sake"


@value(frozen=True, slots=True, kw_only=True)
class Fickle(Agent):
    """Wants light while somebody is in the hall, and gives that up as soon as nobody is."""

    name: ClassVar[str] = "fickle"
    level: ClassVar[Level] = Level.EVENT

    def listens(self) -> Reach:
        return Reach(areas=frozenset({HALL}))

    def reaches(self) -> Reach:
        return self.listens()

    def consider(self, news: News, house: House, now: Moment) -> Iterable[AgentAct]:
        if not isinstance(news, ReadingChanged) or news.device != "hall-motion":
            return
        device = DeviceId("hall-lamp")
        if not news.after:
            yield GiveUp(agent=self.id, device=device, cause=news.cause)
            return
        yield Proposal(
            agent=self.id,
            device=device,
            level=self.level,
            values=LIT,
            until=now + HOUR,
            cause=news.cause,
        )


ASKS = AsksFirst(id=GuardrailId("ask-first"))
MOTION = MotionLight(
    id=AgentId("hall-motion"), area=HALL, brightness=Brightness(200), off_after=Duration(HOUR)
)


def asking_hall(*parts: Agent | Guardrail, home: Home | None = None) -> Story:
    """Begin with a dark hall of one lamp; nobody has been in it for an hour."""
    policy = policy_of(
        room("Hall", "Hall lamp", "Hall motion"), *PEOPLE, *(parts or (MOTION, ASKS)), home=home
    )
    story = Story(policy, [lamp("Hall lamp"), motion_sensor("Hall motion")])
    story.reads("Hall lamp", power=False, brightness=10)
    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    return story


def somebody_comes(story: Story) -> None:
    """Let the sensor see somebody anew."""
    story.reads("Hall motion", occupancy=False)
    story.reads("Hall motion", occupancy=True)


def asked(story: Story) -> list[Prompt]:
    """Return what people are asked at this moment."""
    return list(story.house.prompts.open.values())


def prompts(story: Story) -> list[Prompt]:
    """Return all that people were asked so far."""
    return [body.prompt for body in story.records if isinstance(body, PromptBegan)]


def answers(
    story: Story,
    said: Answer,
    *,
    by: Author = ANA,
    prompt: PromptId | None = None,
    percent: float | None = None,
) -> None:
    """Let a person answer the one prompt that is open, or another one."""
    number = asked(story)[0].id if prompt is None else prompt
    story.happens(PromptAnswered(prompt=number, answer=said, by=by, percent=percent))


def closed(story: Story) -> list[tuple[str, str]]:
    """Return how prompts ended, and why where nobody answered."""
    return [(body.state, body.why) for body in story.records if isinstance(body, PromptEnded)]


def ends(story: Story) -> list[tuple[int, str, str]]:
    """Return how decisions ended."""
    return [(b.decision, b.end, b.by) for b in story.records if isinstance(b, Ended)]


def refusals(story: Story) -> list[str]:
    """Return why answers were refused."""
    return [body.text for body in story.records if isinstance(body, Noted)]


def wished_changes(story: Story) -> list[ChangeWished]:
    """Return which changes of policy somebody wished for."""
    return [body for body in story.records if isinstance(body, ChangeWished)]
