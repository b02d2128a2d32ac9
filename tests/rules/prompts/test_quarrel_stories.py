"""Stories of two agents that turn one lamp to and fro: people are asked, once, who should win."""

from collections.abc import Iterable
from typing import ClassVar

import pytest

from rules.again.court import Court
from rules.again.what_if import what_if
from rules.agent import Agent
from rules.explain import HouseNames, headline, prompt_sentences, prompt_title
from rules.house import House
from rules.policy import Home
from rules.words.asks import Approved, Quarrel
from rules.words.decisions import Decision, Outcome
from rules.words.ids import AgentId, DeviceId
from rules.words.news import News, Reach, ReadingChanged
from rules.words.prompts import Answer
from rules.words.records import Decided
from rules.words.suppositions import SomebodySaidYes
from rules.words.times import DAY, MINUTE, Moment, TimeOfDay, Window
from rules.words.value import value
from rules.words.values import POWER, Aspect, as_number
from rules.words.wishes import AgentAct, Level, Proposal
from tests.houses import lamp, policy_of, room, sensor
from tests.rules.asked import PEOPLE, answers, asked, closed, prompts
from tests.story import Story

LAMP = DeviceId("hall-lamp")
SIDES = ("sun", "moon")
SHORT = 5
SIGN = Aspect("sign")


@value(frozen=True, slots=True, kw_only=True)
class Stubborn(Agent):
    """Wants the lamp its way whenever its sign changes, for so many seconds as that says."""

    name: ClassVar[str] = "stubborn"
    level: ClassVar[Level] = Level.EVENT

    on: bool

    def listens(self) -> Reach:
        return Reach(house=True)

    def reaches(self) -> Reach:
        return Reach(house=True)

    def consider(self, news: News, house: House, now: Moment) -> Iterable[AgentAct]:
        del house
        if isinstance(news, ReadingChanged) and news.device == f"{self.id}-sign":
            yield Proposal(
                agent=self.id,
                device=LAMP,
                level=self.level,
                values={POWER: self.on},
                until=now + (as_number(news.after) or 0.0) % 1000,
                cause=news.cause,
            )


def a_quarrel(*, home: Home | None = None, last: int = SHORT) -> Story:
    """Tell of a hall in which `sun` had the lamp off and `moon` on, twice each, and `sun` off."""
    agents = [Stubborn(id=AgentId(who), on=who == "moon") for who in SIDES]
    policy = policy_of(
        room("Hall", "Hall lamp", "Sun sign", "Moon sign"), *agents, *PEOPLE, home=home
    )
    signals = [sensor(f"{who.capitalize()} sign", SIGN) for who in SIDES]
    story = Story(policy, [lamp("Hall lamp", dims=False), *signals])
    story.reads("Hall lamp", power=True)
    for who in SIDES:
        story.reads(f"{who.capitalize()} sign", sign=0)
    for turn in range(4):
        wants(story, SIDES[turn % 2])
    wants(story, "sun", last)
    return story


def wants(story: Story, who: str, seconds: int = SHORT) -> Decision:
    """Let one of them wish anew, a while after the last."""
    story.passes(11)
    signs(story, who, seconds)
    return story.decisions[-1]


def signs(story: Story, who: str, seconds: int = SHORT) -> None:
    """Give one of them its sign."""
    story.reads(f"{who.capitalize()} sign", sign=1000 * len(story.records) + seconds)


def is_lit(story: Story) -> bool | None:
    return story.house.is_on(LAMP)


def test_the_next_wish_is_asked_about_and_the_lamp_stays_as_it_is() -> None:
    story = a_quarrel()

    wish = wants(story, "moon")

    (prompt,) = asked(story)
    assert (wish.outcome, is_lit(story)) == (Outcome.ASKED, False)
    assert (prompt.who, prompt.agent) == ("adult", "moon")
    names = HouseNames(story.house)
    assert prompt_title(prompt, names) == "May Moon set Hall lamp on?"
    assert prompt_sentences(prompt, names)[0] == (
        "Moon and Sun turned it to and fro 4 times: who should win? "
        "With a yes Moon goes first; without, both rest."
    )
    assert "Moon and Sun turned it to and fro 4 times, and people are asked who goes first." in (
        headline(wish, names)
    )


def test_a_yes_lets_that_one_go_first_and_the_other_rests_unasked() -> None:
    story = a_quarrel()
    wants(story, "moon")

    answers(story, Answer.YES)
    assert is_lit(story)
    assert any(isinstance(reason, Approved) for reason in story.decisions[-1].reasons)

    for _ in range(3):
        other = wants(story, "sun")
        assert (other.outcome, is_lit(story)) == (Outcome.DEFERRED, True)
    assert len(prompts(story)) == 1


def test_who_was_said_to_go_first_may_wish_anew_while_its_wish_lives() -> None:
    story = a_quarrel()
    wants(story, "moon")
    answers(story, Answer.YES)

    story.passes(2)
    signs(story, "moon")

    wish = story.decisions[-1]
    assert (wish.outcome, is_lit(story)) == (Outcome.ALLOWED, True)
    claim = story.house.claim_of(AgentId("moon"), LAMP)
    assert claim is not None
    assert claim.raises_at is None


def test_a_yes_goes_before_a_rival_whose_wish_still_lives() -> None:
    story = a_quarrel(last=60)
    wants(story, "moon", 60)

    answers(story, Answer.YES)

    assert story.decisions[-1].outcome is Outcome.ALLOWED
    assert is_lit(story)
    story.passes(30)
    assert [claim.agent for claim in story.house.conditions[LAMP].claims] == ["moon", "sun"]


@pytest.mark.parametrize("said", [Answer.NO, Answer.NEVER])
def test_a_no_leaves_both_at_rest_and_neither_asks_again(said: Answer) -> None:
    story = a_quarrel()
    wants(story, "moon")

    answers(story, said)

    for who in ("moon", "sun", "moon"):
        assert wants(story, who).outcome is Outcome.DEFERRED
    assert (is_lit(story), len(prompts(story))) == (False, 1)


def test_silence_leaves_both_at_rest() -> None:
    story = a_quarrel()
    wants(story, "moon")
    before = len(story.commands)

    story.passes(5 * MINUTE)

    assert len(story.commands) == before
    assert [state for state, _ in closed(story)] in (["timed out"], ["moot"])


def test_while_it_is_asked_the_other_is_not_asked_about_too() -> None:
    story = a_quarrel()
    wants(story, "moon")

    assert wants(story, "sun").outcome is Outcome.DEFERRED
    assert len(prompts(story)) == 1


def test_nobody_is_woken_for_it() -> None:
    whole_day = Window(TimeOfDay(0), TimeOfDay(23 * 60 + 59))
    story = a_quarrel(home=Home(quiet_hours=whole_day))

    wish = wants(story, "moon")

    assert (wish.outcome, prompts(story)) == (Outcome.DEFERRED, [])


def test_of_two_that_wish_in_the_same_moment_one_is_asked_about() -> None:
    story = a_quarrel()
    story.passes(11)

    signs(story, "moon")
    signs(story, "sun")

    assert len(prompts(story)) == 1


def test_it_is_judged_again_from_its_record_and_says_what_would_change_it() -> None:
    story = a_quarrel()
    wish = wants(story, "moon")
    story.passes(DAY)
    (facts,) = (
        body.facts for body in story.records if isinstance(body, Decided) and body.decision is wish
    )
    assert facts is not None
    court = Court(story.house.policy)

    again = court.judge(facts, wish.proposal, wish.at, wish.id)
    told = what_if(wish, facts, court)

    assert (again.outcome, again.reasons) == (wish.outcome, wish.reasons)
    (quarrel,) = (reason for reason in wish.reasons if isinstance(reason, Quarrel))
    assert told[0].changes == (SomebodySaidYes("adult", quarrel.about),)
