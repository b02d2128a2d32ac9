"""The breaker: one cause that would change too much stops automation until a person looks."""

from collections.abc import Iterable
from typing import ClassVar

import pytest

from rules.agent import Agent
from rules.house import House
from rules.policy import Home
from rules.words.decisions import Outcome
from rules.words.ids import AgentId, AreaId
from rules.words.news import News, Reach
from rules.words.people import AreaScope, Freeze, HouseScope, Scope
from rules.words.records import Noted
from rules.words.times import HOUR, Moment
from rules.words.value import value
from rules.words.values import POWER
from rules.words.wishes import AgentAct, Cause, Level, Proposal, Via
from tests.houses import button, lamp, policy_of, room
from tests.story import Story

LAMPS = tuple(f"Lamp {number}" for number in range(4))
HALL = AreaId("hall")


@value(frozen=True, slots=True, kw_only=True)
class Wild(Agent):
    """Wants every lamp on when a button is pressed; what it does is `depth` steps away."""

    name: ClassVar[str] = "wild"
    level: ClassVar[Level] = Level.EVENT

    depth: int = 0

    def listens(self) -> Reach:
        return Reach(house=True)

    def reaches(self) -> Reach:
        return Reach(house=True)

    def consider(self, news: News, house: House, now: Moment) -> Iterable[AgentAct]:
        for device in house.devices:
            if device != "button":
                yield Proposal(
                    agent=self.id,
                    device=device,
                    level=self.level,
                    values={POWER: True},
                    until=now + HOUR,
                    cause=Cause(news.cause.trigger, now, self.depth),
                )


def presses(*, most: int, depth: int = 0, apart: bool = False) -> Story:
    """Let an agent want four lamps on, in one room or in two."""
    rooms = (
        [room("Hall", *LAMPS[:2]), room("Bath", *LAMPS[2:])] if apart else [room("Hall", *LAMPS)]
    )
    wild = Wild(id=AgentId("wild"), depth=depth)
    policy = policy_of(*rooms, room("Porch", "Button"), wild, home=Home(most_at_once=most))
    story = Story(policy, [*map(lamp, LAMPS), button("Button")])
    story.presses("Button")
    return story


def freezes(story: Story) -> list[Freeze]:
    return [*story.house.people.freezes.values()]


def test_as_many_as_are_allowed_are_done() -> None:
    story = presses(most=4)

    assert len(story.commands) == 4
    assert freezes(story) == []


@pytest.mark.parametrize(("apart", "scope"), [(False, AreaScope(HALL)), (True, HouseScope())])
def test_more_than_that_freezes_where_it_is_before_anything_is_done(
    *, apart: bool, scope: Scope
) -> None:
    story = presses(most=3, apart=apart)

    (frozen,) = freezes(story)
    assert story.commands == []
    assert (frozen.scope, frozen.by.via, frozen.until) == (scope, Via.BREAKER, None)
    assert {decision.outcome for decision in story.decisions} == {Outcome.DEFERRED}
    assert [b.text for b in story.records if isinstance(b, Noted)] == [
        "the breaker stopped automation: one cause would have changed 4 devices; 3 are the most"
    ]


def test_what_is_too_many_steps_away_freezes_its_room() -> None:
    story = presses(most=50, depth=7)

    assert story.commands == []
    assert [frozen.scope for frozen in freezes(story)] == [AreaScope(HALL)]


def test_a_person_gives_it_back_and_it_trips_again() -> None:
    story = presses(most=3)

    story.releases("area/hall")
    between = freezes(story)
    story.presses("Button")

    assert between == []
    assert len(freezes(story)) == 1
    assert story.commands == []


def test_a_breaker_that_would_always_trip_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        Home(most_at_once=1)
