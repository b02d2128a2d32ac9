"""A wish that had to be asked about warns before it switches off, like any other."""

from dataclasses import replace

from rules.agent import Tier
from rules.guardrails.warn_before_off import WarnBeforeOff
from rules.words.events import Proposed
from rules.words.ids import AgentId, DeviceId, GuardrailId
from rules.words.prompts import Answer
from rules.words.times import HOUR, MINUTE
from rules.words.values import BRIGHTNESS, POWER, Values
from rules.words.wishes import Then
from tests.rules.asked import answers
from tests.rules.prompts.test_prompt_limits import chatter, house
from tests.story import Story

WARN = WarnBeforeOff(id=GuardrailId("warn"))
BRIGHT: Values = {POWER: True, BRIGHTNESS: 200}
OFF: Values = {POWER: False}


def wants(story: Story, values: Values) -> None:
    """Let the agent wish something of the hall lamp, and a person say yes where they are asked."""
    lamp = DeviceId("hall-lamp")
    agent = AgentId("chatter")
    story.happens(Proposed(agent=agent, device=lamp, values=values, until=story.now + HOUR))
    if story.house.prompts.open:
        answers(story, Answer.YES)


def test_what_a_person_said_yes_to_warns_before_it_goes_off() -> None:
    story = house(chatter(), rule=WARN)
    wants(story, BRIGHT)
    story.passes(MINUTE)

    wants(story, OFF)

    assert story.sent("Hall lamp")[1:] == [{BRIGHTNESS: 51}]
    story.passes(2 * MINUTE)
    assert story.sent("Hall lamp")[-1] == OFF


def test_an_agent_that_may_only_switch_warns_too() -> None:
    story = house(replace(chatter(), tier=Tier.ACT, aspects=(POWER,)), rule=WARN)
    wants(story, {POWER: True})
    story.passes(MINUTE)

    wants(story, OFF)

    assert story.sent("Hall lamp")[1:] == [{BRIGHTNESS: 51}]


def test_the_end_of_what_a_person_said_yes_to_warns_too() -> None:
    story = house(chatter(), rule=WARN)
    agent, lamp = AgentId("chatter"), DeviceId("hall-lamp")
    story.happens(
        Proposed(agent=agent, device=lamp, values=BRIGHT, until=story.now + HOUR, then=Then.OFF)
    )
    answers(story, Answer.YES)

    story.passes(HOUR)

    assert story.sent("Hall lamp")[1:] == [{BRIGHTNESS: 51}]
    assert not story.house.prompts.open
    story.passes(2 * MINUTE)
    assert story.sent("Hall lamp")[-1] == OFF
