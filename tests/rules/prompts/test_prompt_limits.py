"""The limits of what people are asked: whatever is not asked ends with the reason."""

from time import process_time
from zoneinfo import ZoneInfo

import pytest

from devices.agents.outside import Outside
from rules.agent import Agent, Tier
from rules.explain import HouseNames, headline
from rules.guardrail import Guardrail
from rules.policy import Home
from rules.words.decisions import NotAsked, Outcome
from rules.words.events import Proposed
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, Ref, slug
from rules.words.prompts import Answer, Patience
from rules.words.records import PromptEnded
from rules.words.times import DAY, HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, POWER
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.rules.asked import (
    ANA,
    MOTION,
    PEOPLE,
    AsksForSafety,
    answers,
    asked,
    prompts,
    somebody_comes,
)
from tests.story import Story

QUIET = Home(zone=ZoneInfo("UTC"), quiet_hours=Window(TimeOfDay(12 * 60), TimeOfDay(14 * 60)))
ROOMS = ("Attic", "Bath", "Cellar", "Den", "Entry", "Foyer", "Garage", "Hall", "Kitchen")


def chatter(name: str = "chatter", *rooms: str) -> Outside:
    """Return an agent that may only suggest, and that in these rooms or in all."""
    return Outside(
        id=AgentId(name),
        owner=PEOPLE[0].id,
        areas=tuple(AreaId(slug(area)) for area in rooms or ROOMS),
        aspects=(POWER, BRIGHTNESS),
        tier=Tier.SUGGEST,
        strength="event",
        lease=Duration(2 * HOUR),
    )


def house(*agents: Agent, rule: Guardrail | None = None, home: Home | None = None) -> Story:
    """Begin with dark rooms, each with two lamps."""
    areas = [room(name, f"{name} lamp", f"{name} spot", f"{name} motion") for name in ROOMS]
    named = [f"{name} {sort}" for name in ROOMS for sort in ("lamp", "spot")]
    rules = [rule] if rule else []
    policy = policy_of(*areas, *PEOPLE, *agents, *rules, home=home)
    story = Story(policy, [*map(lamp, named), motion_sensor("Hall motion")])
    for name in named:
        story.reads(name, power=False, brightness=10)
    return story


def wishes(story: Story, device: str, bright: int, agent: str = "chatter") -> None:
    """Let an agent wish for some light."""
    story.happens(
        Proposed(
            agent=AgentId(agent),
            device=DeviceId(slug(device)),
            values={POWER: True, BRIGHTNESS: bright},
            until=story.now + HOUR,
        )
    )


def unasked(story: Story) -> list[str]:
    """Return why people were not asked; whoever wished so heard it as the answer."""
    refused = [decision for decision in story.decisions if decision.outcome is Outcome.DENIED]
    return [why.spared for one in refused for why in one.reasons if isinstance(why, NotAsked)]


def test_an_agent_asks_three_times_an_hour_and_leaves_one_question_for_safety() -> None:
    story = house(chatter())

    for name in ROOMS[:6]:
        wishes(story, f"{name} lamp", 100)

    assert len(prompts(story)) == 3
    assert unasked(story) == ["its agent has asked 3 times within the hour"] * 3
    story.passes(HOUR)
    wishes(story, "Entry lamp", 100)
    assert len(prompts(story)) == 4


def test_of_six_questions_an_hour_in_the_house_nobody_takes_the_first_of_another() -> None:
    story = house(*(chatter(f"chatter-{n}") for n in range(4)), home=Home(questions_open=9))
    for n, name in enumerate(ROOMS):
        wishes(story, f"{name} lamp", 100, f"chatter-{n // 3}")
    assert len(prompts(story)) == 7
    assert unasked(story) == ["people were asked 7 times within the hour"] * 2

    for name in ROOMS[:2]:
        wishes(story, f"{name} lamp", 90, "chatter-3")

    assert len(prompts(story)) == 8
    assert unasked(story)[2:] == ["people were asked 8 times within the hour"]


def test_people_have_three_questions_before_them_and_each_agent_one_of_its_own() -> None:
    story = house(*(chatter(f"chatter-{n}") for n in range(5)))
    for name in ROOMS[:4]:
        wishes(story, f"{name} lamp", 100, "chatter-0")
    for n in range(1, 5):
        wishes(story, f"{ROOMS[4 + n]} lamp", 100, f"chatter-{n}")

    agents = [prompt.agent for prompt in asked(story)]
    assert agents == ["chatter-0"] * 3 + ["chatter-1", "chatter-2", "chatter-3"]
    assert unasked(story) == [
        "its agent has asked 3 times within the hour",
        "so many questions are open already: 6",
    ]
    answers(story, Answer.LATER)
    wishes(story, f"{ROOMS[8]} spot", 100, "chatter-4")
    assert asked(story)[-1].agent == "chatter-4"


def test_what_the_household_sets_is_how_much_people_are_asked() -> None:
    story = house(chatter(), home=Home(questions_open=1))
    wishes(story, "Hall lamp", 100)

    wishes(story, "Den lamp", 100)

    assert unasked(story) == ["so many questions are open already: 1"]
    with pytest.raises(ValueError, match="at least 1"):
        Home(questions_open=0)
    with pytest.raises(ValueError, match="at least 1"):
        Home(questions_an_hour=0)


def test_an_agent_has_one_open_question_about_a_device_and_one_an_area() -> None:
    story = house(chatter())

    wishes(story, "Hall lamp", 100)
    wishes(story, "Hall lamp", 200)
    story.passes(4 * MINUTE)
    wishes(story, "Hall spot", 100)

    (prompt,) = asked(story)
    assert unasked(story) == [
        f"its agent has asked about it already ({prompt.id})",
        "another question of its agent about this area is open",
    ]
    answers(story, Answer.LATER)
    wishes(story, "Hall spot", 100)
    assert len(asked(story)) == 1


def test_an_agent_that_asks_keeps_no_other_agent_waiting_not_even_about_the_same_lamp() -> None:
    story = house(chatter(), chatter("other"))
    wishes(story, "Hall lamp", 100)

    wishes(story, "Hall lamp", 50, "other")

    spam, fair = asked(story)
    assert [(spam.agent, fair.agent), unasked(story)] == [("chatter", "other"), []]
    answers(story, Answer.YES, prompt=fair.id)
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 50}]
    assert asked(story) == [spam]
    answers(story, Answer.YES, prompt=spam.id)
    # The lamp is another by now than was shown.
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 50}]
    (again,) = asked(story)
    assert again.questions[0].was == {POWER: True, BRIGHTNESS: 50}


def test_what_safety_asks_waits_for_no_question_of_comfort() -> None:
    safe = AsksForSafety(id=GuardrailId("safe"), devices=(Ref("Hall spot"),))
    story = house(*(chatter(f"chatter-{n}") for n in range(6)), rule=safe)
    for n, name in enumerate(reversed(ROOMS)):
        wishes(story, f"{name} lamp", 100, f"chatter-{max(0, n - 2)}")
    assert len(asked(story)) == 6
    assert "so many questions are open already: 6" in unasked(story)

    wishes(story, "Hall spot", 100, "chatter-0")
    wishes(story, "Hall spot", 50, "chatter-0")

    safety = asked(story)[-1]
    assert [question.device for question in safety.questions] == ["hall-spot"]
    assert unasked(story)[-1:] == [f"its agent has asked about it already ({safety.id})"]


def test_whoever_is_told_that_people_are_asked_can_rely_on_it() -> None:
    story = house(chatter(), home=QUIET)

    wishes(story, "Hall lamp", 100)

    (decision,) = story.decisions
    assert (decision.outcome, decision.given) == (Outcome.DENIED, {})
    assert headline(decision, HouseNames(story.house)) == (
        "Nothing happened at 12:00: Chatter (Ana's outside agent) wanted Hall lamp on at 39 %, "
        "but Chatter (Ana's outside agent) may only suggest, and nobody was asked: these are "
        "quiet hours."
    )


def test_in_quiet_hours_nothing_is_asked() -> None:
    story = house(chatter(), home=QUIET)

    wishes(story, "Hall lamp", 100)

    assert (prompts(story), unasked(story)) == ([], ["these are quiet hours"])
    story.passes(2 * HOUR)
    wishes(story, "Hall lamp", 100)
    assert len(asked(story)) == 1


def test_what_safety_asks_is_asked_in_quiet_hours_too() -> None:
    story = house(chatter(), rule=AsksForSafety(id=GuardrailId("safe")), home=QUIET)

    wishes(story, "Hall lamp", 100)

    assert len(asked(story)) == 1


@pytest.mark.parametrize(
    ("said", "pause", "word"),
    [
        (Answer.NO, DAY, "declined"),
        (Answer.NEVER, DAY, "declined"),
        (Answer.LATER, HOUR, "dismissed"),
        (None, HOUR, "timed out"),
    ],
)
def test_the_same_is_not_asked_again_for_a_while(
    said: Answer | None, pause: float, word: str
) -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    if said is None:
        story.passes(15 * MINUTE)
    else:
        answers(story, said)

    story.passes(pause - MINUTE)
    wishes(story, "Hall lamp", 100)
    assert len(prompts(story)) == 1
    assert unasked(story)[-1].startswith(f"the same was {word} at 12:")
    story.passes(2 * MINUTE)
    wishes(story, "Hall lamp", 100)

    assert len(prompts(story)) == 2


def test_after_a_yes_the_next_time_is_asked_again_for_a_yes_is_for_once() -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    answers(story, Answer.YES)
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 100}]
    story.sets("Hall lamp", {POWER: False}, seconds=1.0)
    story.passes(MINUTE)

    wishes(story, "Hall lamp", 100)

    assert len(prompts(story)) == 2


def rests(story: Story, bright: int) -> float:
    """Let an agent be refused, and return after how many minutes it asks something else."""
    story.passes(HOUR)
    wishes(story, "Hall lamp", bright)
    while not asked(story):
        story.passes(MINUTE)
        wishes(story, "Hall lamp", bright)
    answers(story, Answer.NO)
    refused = story.now
    while not asked(story):
        story.passes(MINUTE)
        wishes(story, "Hall lamp", bright + 1)
    asks_after = story.now - refused
    story.passes(15 * MINUTE)
    return asks_after / MINUTE


def test_an_agent_that_is_refused_again_waits_twice_as_long_and_after_a_yes_as_at_first() -> None:
    story = house(chatter())

    assert [rests(story, bright) for bright in (50, 60, 70)] == [15, 30, 60]
    wishes(story, "Hall lamp", 90)
    answers(story, Answer.YES)

    assert rests(story, 120) == 15


def test_whoever_was_refused_for_years_waits_a_day() -> None:
    story = house(chatter())
    known = Patience(agent=AgentId("chatter"), refused=5000, rests_until=story.now)
    story.house.prompts.patience[known.agent] = known

    wishes(story, "Hall lamp", 90)
    answers(story, Answer.NO)

    assert story.house.prompts.patience[known.agent].rests_until == story.now + DAY


def test_what_was_asked_and_refused_is_remembered_over_a_restart() -> None:
    story = house(chatter())
    wishes(story, "Hall lamp", 100)
    answers(story, Answer.NO, by=ANA)

    (patience,) = (one for key, one in story.kept.items() if key.startswith("patience/"))

    assert patience == story.house.prompts.patience[AgentId("chatter")]


def test_ten_thousand_wishes_of_one_agent_are_three_questions_and_keep_nobody_waiting() -> None:
    story = house(chatter(), MOTION)
    names = [f"{name} {sort}" for name in ROOMS for sort in ("lamp", "spot")]

    took: list[float] = []
    for begin in range(0, 10_000, 2500):
        before = process_time()
        for n in range(begin, begin + 2500):
            story.now += 0.1
            wishes(story, names[n % len(names)], 1 + n % 250)
        took.append(process_time() - before)
    somebody_comes(story)

    assert len(prompts(story)) == 3
    assert len(story.decisions) == 10_002
    assert story.sent("Hall spot") == [{POWER: True, BRIGHTNESS: 200}]
    # What is asked is done with: the last thousands cost no more than the first.
    assert min(took[2:]) < 3 * min(took[:2])


def test_what_closes_at_one_moment_closes_in_the_order_of_the_house() -> None:
    story = house(
        *(chatter(f"chatter-{name}", name) for name in ROOMS),
        home=Home(questions_an_hour=8, questions_open=8),
    )
    for name in ROOMS[:8]:
        wishes(story, f"{name} lamp", 100, f"chatter-{name}")

    story.freezes("house")

    closed = [body.devices[0] for body in story.records if isinstance(body, PromptEnded)]
    assert closed == [slug(f"{name} lamp") for name in ROOMS[:8]]
