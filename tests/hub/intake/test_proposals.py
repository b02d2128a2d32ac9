"""Agents from outside, as the hub hears them: judged once, answered, and at their own pace."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from devices.agents.outside import Outside
from devices.family import Heard
from devices.message import Message
from hub.intake import proposals
from hub.intake.proposals import MOST_REMEMBERED, REMEMBERED_FOR, Proposals
from hub.intake.propose import LONGEST_CORRELATION, ProposalsByMqtt
from hub.mqtt import Asked
from hub.topics import Topics
from hub.upshot import Upshot
from rules.agent import Agent, Tier
from rules.guardrail import Guardrail
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.pace import MinimumOnOff
from rules.policy import Person, Role
from rules.words.effects import Record
from rules.words.events import Event, PausePlaced, PolicyAdopted, PromptAnswered, Reported
from rules.words.ids import AgentId, AreaId, GuardrailId, PersonId
from rules.words.prompts import Answer
from rules.words.times import MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON, lamp, policy_of, room
from tests.story import Story

CHATTER = Outside(
    id=AgentId("chatter"),
    owner=PersonId("ana"),
    areas=(AreaId("hall"),),
    aspects=(POWER, BRIGHTNESS),
    tier=Tier.ACT,
    rate=60,
)
WISH = {"device": "hall-lamp", "percent": 40, "for": "10 min"}
LIT: Values = {POWER: True, BRIGHTNESS: 102}
MINE = "homerule/propose/chatter"
DECISION = f"{MINE}/decision"


ANA = Person(id=PersonId("ana"), name="Ana", role=Role.OWNER)


class Told(Story):
    """A story whose records are told to whoever asked, before the devices answer."""

    heard: Proposals
    answered = 0

    def happens(self, event: Event) -> list[Any]:
        effects = super().happens(event)
        if hasattr(self, "heard"):
            records = [(self.now, effect) for effect in effects if isinstance(effect, Record)]
            self.heard.note(Upshot(records=records))
            fresh, self.answered = self.commands[self.answered :], len(self.commands)
            for command in fresh:
                self.happens(Reported(command.hardware, command.values))
        return effects


class Outdoors:
    """A house, and an agent that speaks to it by MQTT."""

    def __init__(self, *parts: Agent | Guardrail | Person) -> None:
        self.story = Told(policy_of(room("Hall", "Hall lamp"), *parts), [lamp("Hall lamp")])
        self.story.reads("Hall lamp", power=False, brightness=0)
        self.clock = HandClock(MONDAY_NOON)
        self.said: list[str] = []
        self.refused: list[str] = []
        self.answers: list[tuple[str, dict[str, Any], bytes]] = []
        self.waiting: list[Heard] = []
        self.ready = True
        self.proposals = Proposals(
            self.story.house,
            self.clock,
            hear=self.waiting.append,
            says=self.said.append,
            ready=lambda: self.ready,
        )
        self.story.heard = self.proposals
        self.story.deaf = {"hall-lamp"}
        self.mqtt = ProposalsByMqtt(
            self.proposals, Topics(), answer=self._answer, refuses=self.refused.append
        )

    def _answer(self, message: Message, correlation: bytes) -> bool:
        self.answers.append((message.topic, json.loads(message.payload), correlation))
        return True

    def hears(self, wish: object = WISH, topic: str = MINE, **more: Any) -> None:
        """Let something come on a topic."""
        body = wish if isinstance(wish, bytes) else json.dumps(wish).encode()
        self.mqtt.hear(Asked(topic, body, **more))

    def decides(self) -> None:
        """Let the house decide what waits."""
        waiting, self.waiting[:] = list(self.waiting), []
        for heard in waiting:
            for event in heard.events:
                self.story.happens(event)

    def proposes(self, wish: object = WISH, **more: Any) -> dict[str, Any]:
        """Let the agent propose, and return the first answer to it."""
        before = len(self.answers)
        self.hears(wish, **more)
        self.decides()
        return self.answers[before][1]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [said for _, said, _ in self.answers]


@pytest.fixture
def outdoors() -> Outdoors:
    return Outdoors(
        CHATTER, BrightnessCeiling(id=GuardrailId("quiet-nights"), at_most=Brightness(51))
    )


async def test_a_proposal_is_answered_with_its_decision_and_then_with_its_end(
    outdoors: Outdoors,
) -> None:
    answer = outdoors.proposes({**WISH, "id": "a1", "reason": "dark"})

    assert answer == {
        "id": "a1",
        "decision": 1,
        "device": "hall-lamp",
        "outcome": "limited",
        "given": {"power": "on", "brightness": 51, "percent": 20},
        "until": "2025-11-10T12:10:00+00:00",
        "then": "keep",
        "answer_by": None,
        "tier": "act",
        "sentence": (
            "Hall lamp switched on at 20 %, not 40 %: 'Quiet nights' allows at most 20 %. Chatter "
            "(ana's outside agent) asked at 12:00:00 and said, in its own words: “dark”."
        ),
        "reasons": ["quiet-nights"],
    }
    assert outdoors.told[1:] == [
        {"id": "a1", "decision": 1, "end": "verified", "by": "", "over": True}
    ]
    assert {topic for topic, _, _ in outdoors.answers} == {DECISION}


async def test_what_is_refused_is_answered_too(outdoors: Outdoors) -> None:
    answer = outdoors.proposes({"device": "hall-lamp", "colour_temp": 2700, "for": 60})

    assert (answer["outcome"], answer["given"], answer["until"]) == ("denied", {}, None)
    assert answer["reasons"] == ["not-admitted"]
    assert outdoors.told[1]["end"] == "moot"


async def test_one_that_people_have_paused_is_told_so(outdoors: Outdoors) -> None:
    by = Author(via=Via.PAGE, person=PersonId("ana"))
    until = MONDAY_NOON + 60 * MINUTE
    outdoors.story.happens(PausePlaced(agent=CHATTER.id, by=by, until=until))

    answer = outdoors.proposes()

    assert "Ana paused Chatter (ana's outside agent) on the page at 12:00" in answer["sentence"]
    assert outdoors.story.commands == []


async def test_the_same_id_is_judged_once_and_answered_alike(outdoors: Outdoors) -> None:
    outdoors.hears({**WISH, "id": "a1"})
    outdoors.hears({**WISH, "id": "a1"})
    outdoors.decides()
    outdoors.hears({"id": "a1", "for": "10 min", "device": "hall-lamp", "percent": 40})
    outdoors.decides()

    answers = [said for said in outdoors.told if "outcome" in said]
    assert len(answers) == 3
    assert answers[1:] == answers[:2]
    assert len(outdoors.story.decisions) == 1


async def test_what_was_denied_is_judged_anew_under_another_policy(outdoors: Outdoors) -> None:
    wish = {**WISH, "id": "a1"}
    story = outdoors.story
    granted = story.house.policy
    elsewhere = replace(CHATTER, areas=(AreaId("attic"),))
    denying = replace(granted, agents={CHATTER.id: elsewhere}, hash="denying")
    story.happens(PolicyAdopted(denying))
    assert outdoors.proposes(wish)["outcome"] == "denied"
    assert outdoors.proposes(wish)["decision"] == 1

    story.happens(PolicyAdopted(replace(granted, hash="granting")))

    assert outdoors.proposes(wish)["outcome"] == "limited"
    assert outdoors.proposes(wish)["decision"] == 2


async def test_one_id_for_two_proposals_is_refused(outdoors: Outdoors) -> None:
    outdoors.proposes({**WISH, "id": "a1"})

    answer = outdoors.proposes({**WISH, "percent": 10, "id": "a1"})

    assert "was used for another proposal" in answer["sentence"]
    assert len(outdoors.story.decisions) == 1


async def test_after_a_while_an_id_may_be_used_anew(outdoors: Outdoors) -> None:
    outdoors.proposes({**WISH, "id": "a1"})
    outdoors.clock.passes(REMEMBERED_FOR + 1)

    outdoors.proposes({**WISH, "percent": 10, "id": "a1"})

    assert len(outdoors.story.decisions) == 2


async def test_a_wish_that_had_to_wait_is_told_again_when_its_moment_has_come() -> None:
    outdoors = Outdoors(CHATTER, MinimumOnOff(id=GuardrailId("calm"), min_off=Duration(MINUTE)))

    answer = outdoors.proposes()
    outdoors.story.passes(2 * MINUTE)

    assert answer["outcome"] == "deferred"
    assert [said.get("end") or said["outcome"] for said in outdoors.told] == [
        "deferred",
        "allowed",
        "superseded",
        "verified",
    ]


@pytest.mark.parametrize("name", ["stranger", "hall-motion", "..", "a" * 90, "ä", ""])
async def test_a_stranger_is_refused_and_moves_nothing(outdoors: Outdoors, name: str) -> None:
    outdoors.hears(topic=f"homerule/propose/{name}")
    outdoors.decides()

    assert not outdoors.story.decisions
    assert outdoors.proposals.refused.count == 1
    topics = [topic for topic, _, _ in outdoors.answers]
    assert topics in ([], [f"homerule/propose/{name}/decision"])
    assert all(said["outcome"] == "denied" for said in outdoors.told)


async def test_ten_thousand_strangers_are_answered_a_few_times_and_written_down_once(
    outdoors: Outdoors,
) -> None:
    for number in range(10_000):
        outdoors.hears(topic=f"homerule/propose/stranger-{number}")

    assert len(outdoors.answers) == proposals.STRANGERS_A_MINUTE
    assert len(outdoors.said) == 1
    assert outdoors.proposals.refused.count == 10_000
    assert not outdoors.proposals._lines


async def test_a_flood_is_heard_at_its_rate_and_the_rest_answered_in_one(
    outdoors: Outdoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "TOGETHER_AFTER", 0.0)
    for number in range(10_000):
        outdoors.hears({**WISH, "id": f"n{number}"})
    heard = len(outdoors.waiting)
    outdoors.decides()
    await asyncio.sleep(0.01)

    assert heard == CHATTER.rate
    dropped = [said for said in outdoors.told if "dropped" in said]
    assert [said["dropped"] for said in dropped] == [10_000 - CHATTER.rate]
    assert "more than 60 proposals a minute: wait" in dropped[0]["sentence"]
    assert len(outdoors.said) == 1


async def test_of_an_agent_only_so_much_is_remembered() -> None:
    outdoors = Outdoors(replace(CHATTER, rate=600))
    outdoors.story.freezes()
    for number in range(MOST_REMEMBERED + 20):
        outdoors.hears({**WISH, "id": f"n{number}"})
    outdoors.decides()

    line = outdoors.proposals._lines[CHATTER.id]
    assert len(line.named) == len(line.tickets) == MOST_REMEMBERED
    assert len(line.open) <= MOST_REMEMBERED


async def test_what_is_refused_by_the_house_costs_more_of_the_rate() -> None:
    outdoors = Outdoors(replace(CHATTER, rate=10))
    for _ in range(10):
        outdoors.hears({"device": "hall-lamp", "colour_temp": 2700, "for": 60})
        outdoors.decides()

    assert len(outdoors.story.decisions) == 2


async def test_bad_proposals_are_answered_counted_and_written_down_together(
    outdoors: Outdoors,
) -> None:
    for _ in range(20):
        outdoors.hears(b"\xff{nonsense")

    assert not outdoors.waiting
    assert {said["sentence"] for said in outdoors.told} == {"not text: the bytes are not UTF-8"}
    assert len(outdoors.told) == 20
    assert outdoors.said == [
        "a proposal of `chatter` was refused: not text: the bytes are not UTF-8"
    ]


async def test_what_the_broker_had_stored_is_not_heard(outdoors: Outdoors) -> None:
    outdoors.hears(retain=True)
    outdoors.hears(b"", retain=True)

    assert not outdoors.waiting
    assert not outdoors.answers
    assert len(outdoors.refused) == 1


async def test_before_the_house_is_known_nothing_is_judged(outdoors: Outdoors) -> None:
    outdoors.ready = False

    answer = outdoors.proposes({**WISH, "id": "a1"})
    outdoors.ready = True
    again = outdoors.proposes({**WISH, "id": "a1"})

    assert "try again soon" in answer["sentence"]
    assert again["outcome"] == "limited"


async def test_an_answer_goes_where_it_is_wanted_with_what_shows_to_what_it_is(
    outdoors: Outdoors,
) -> None:
    outdoors.proposes(reply_to=f"{MINE}/answers/7", correlation=b"\x00\x01")

    assert [(topic, repeats) for topic, _, repeats in outdoors.answers] == [
        (f"{MINE}/answers/7", b"\x00\x01")
    ] * 2


@pytest.mark.parametrize(
    "reply_to",
    [
        "zigbee2mqtt/Hall lamp/set",
        "homerule/override/house/set",
        "homerule/device/hall-lamp/set",
        "homerule/propose/other",
        "homerule/propose/other/decision",
        "homerule/propose/chatterbox/x",
        MINE,
        f"{MINE}/",
        f"{MINE}/+",
        f"{MINE}/#",
        f"{MINE}/x\x00",
        f"{MINE}/{'x' * 300}",
        "homeassistant/switch/x/config",
        "$SYS/x",
    ],
)
async def test_no_answer_goes_where_an_agent_may_not_speak_itself(
    outdoors: Outdoors, reply_to: str
) -> None:
    answer = outdoors.proposes(reply_to=reply_to)

    assert {topic for topic, _, _ in outdoors.answers} == {DECISION}
    assert answer["note"] == f"a response topic must lie below {MINE}/"


async def test_what_is_to_be_repeated_is_not_repeated_without_end(outdoors: Outdoors) -> None:
    outdoors.proposes(correlation=b"x" * (LONGEST_CORRELATION + 1))

    assert [repeats for _, _, repeats in outdoors.answers] == [b"", b""]


async def test_one_that_is_only_watched_hears_so_and_nothing_is_sent() -> None:
    outdoors = Outdoors(replace(CHATTER, tier=Tier.SHADOW))

    answer = outdoors.proposes()

    assert (answer["outcome"], answer["tier"]) == ("allowed", "shadow")
    assert answer["reasons"] == ["only-shadow"]
    assert "it is only watched" in answer["sentence"]
    assert outdoors.told[1]["end"] == "moot"
    assert outdoors.story.sent("Hall lamp") == []


async def test_one_that_may_only_suggest_hears_by_when_people_answer_and_what_came_of_it() -> None:
    outdoors = Outdoors(replace(CHATTER, tier=Tier.SUGGEST), ANA)

    answer = outdoors.proposes({**WISH, "for": "1 h"})
    (prompt,) = outdoors.story.house.prompts.open
    by = Author(via=Via.PAGE, person=ANA.id)
    outdoors.story.happens(PromptAnswered(prompt=prompt, answer=Answer.YES, by=by))

    assert (answer["outcome"], answer["answer_by"]) == ("asked", "2025-11-10T12:15:00+00:00")
    assert [(said["decision"], said.get("end"), said.get("over")) for said in outdoors.told] == [
        (1, None, None),
        (2, None, None),
        (1, "superseded", False),
        (2, "verified", True),
    ]


async def test_what_nobody_is_asked_about_is_answered_as_refused() -> None:
    outdoors = Outdoors(replace(CHATTER, tier=Tier.SUGGEST), ANA)
    outdoors.proposes()

    answer = outdoors.proposes({**WISH, "percent": 50})

    assert (answer["outcome"], answer["answer_by"]) == ("denied", None)
    assert answer["reasons"] == ["only-suggests", "not-asked"]
    assert "nobody was asked: its agent has asked about it already" in answer["sentence"]
