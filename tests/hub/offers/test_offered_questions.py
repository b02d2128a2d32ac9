"""Home Assistant sees what people are asked, and each question has buttons of its own."""

import json
import re
from typing import Any

from devices.message import Message
from hub.intake.inputs import read_input
from hub.offers.offered_questions import announced_answers, announced_questions
from hub.offers.offers import Offers
from hub.topics import Topics
from hub.upshot import Upshot
from rules.house import House
from rules.policy import Home, Role
from rules.step import step
from rules.words.effects import PromptChanged
from rules.words.events import Event, PromptAnswered
from rules.words.ids import PromptId
from rules.words.prompts import Answer
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, house_with, is_now, lamp, policy_of, room
from tests.hub.asking import suggestion, with_chatter

TOPICS = Topics()
STATE = "homerule/offered/questions"
DISCOVERY_TOPIC = re.compile(r"homeassistant/(button|sensor)/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config")


class Shop:
    """A house with an agent that only suggests, and what Home Assistant was told."""

    def __init__(self) -> None:
        policy = with_chatter(policy_of(room("Hall", "Hall lamp"), room("Kitchen", "Ceiling")))
        self.house: House = house_with(policy, lamp("Hall lamp"), lamp("Ceiling"))
        self.told: list[Message] = []
        self.unwritten: set[object] = set()
        self.offers = Offers(
            self.house,
            TOPICS,
            "homeassistant",
            now=lambda: MONDAY_NOON,
            publish=self._publish,
            unwritten=self.unwritten.__contains__,
        )
        for name in ("Hall lamp", "Ceiling"):
            is_now(self.house, name, power=False, brightness=10)

    def _publish(self, message: Message) -> bool:
        self.told.append(message)
        return True

    def happens(self, event: Event) -> None:
        upshot = Upshot()
        for effect in step(self.house, event, MONDAY_NOON):
            if isinstance(effect, PromptChanged):
                upshot.prompts[effect.prompt] = None
        self.offers.note(upshot)

    @property
    def asked(self) -> list[PromptId]:
        return list(self.house.prompts.open)

    @property
    def standing(self) -> dict[str, Any]:
        """Return what the broker has, retained."""
        held = {message.topic: message.payload for message in self.told if message.retain}
        return {topic: json.loads(payload) for topic, payload in held.items() if payload}


def test_the_sensor_is_announced_as_home_assistant_wants_it() -> None:
    ((topic, sensor),) = announced_questions(TOPICS, "homeassistant").items()

    assert DISCOVERY_TOPIC.fullmatch(topic)
    assert (sensor["state_topic"], sensor["unique_id"]) == (STATE, "homerule-questions")
    assert sensor["value_template"] == "{{ value_json.count }}"


def test_a_question_comes_with_its_buttons_and_takes_them_away() -> None:
    shop = Shop()

    shop.happens(suggestion())
    shop.happens(suggestion("ceiling"))

    first, second = shop.asked
    assert shop.standing[STATE]["count"] == 2
    assert [one["id"] for one in shop.standing[STATE]["questions"]] == [first, second]
    shop.happens(
        PromptAnswered(prompt=first, answer=Answer.NO, by=Author(via=Via.PAGE)),
    )
    buttons = [topic for topic in shop.standing if "/button/" in topic]
    assert buttons == [
        f"homeassistant/button/homerule/prompt-{second}-{word}/config"
        for word in ("yes", "no", "later")
    ]
    assert shop.standing[STATE]["count"] == 1
    assert set(shop.standing) <= shop.offers.topics()


def test_each_button_answers_its_own_question() -> None:
    shop = Shop()
    shop.happens(suggestion())
    (prompt,) = shop.house.prompts.open.values()

    buttons = announced_answers(shop.house, prompt, TOPICS, "homeassistant")

    assert all(DISCOVERY_TOPIC.fullmatch(topic) for topic in buttons)
    names = [button["name"] for button in buttons.values()]
    assert names[0] == "Yes: May Chatter (ana's outside agent) set Hall lamp on at 16 %?"
    for button, answer in zip(buttons.values(), (Answer.YES, Answer.NO, Answer.LATER), strict=True):
        press = Message(str(button["command_topic"]), str(button["payload_press"]).encode())
        event = read_input(press, TOPICS, shop.house, MONDAY_NOON)
        assert isinstance(event, PromptAnswered)
        assert (event.prompt, event.answer) == (prompt.id, answer)


def test_what_is_not_written_yet_is_offered_to_nobody() -> None:
    shop = Shop()
    for effect in step(shop.house, suggestion(), MONDAY_NOON):
        if isinstance(effect, PromptChanged):
            shop.unwritten.add(effect.prompt)

    shop.offers._tell_questions(shop.asked)

    assert shop.standing[STATE]["count"] == 0
    assert not any("/button/" in topic for topic in shop.standing)


async def test_after_a_connect_all_is_told_anew() -> None:
    shop = Shop()
    shop.happens(suggestion())
    shop.told.clear()

    shop.offers.everything()

    (prompt,) = shop.asked
    assert shop.standing[STATE]["count"] == 1
    assert f"homeassistant/button/homerule/prompt-{prompt}-yes/config" in shop.standing
    assert "homeassistant/sensor/homerule/questions/config" in shop.standing


def test_a_question_that_nobody_without_a_name_answers_has_no_buttons() -> None:
    policy = with_chatter(policy_of(room("Hall", "Hall lamp"), home=Home(nameless=Role.GUEST)))
    house = house_with(policy, lamp("Hall lamp"))
    is_now(house, "Hall lamp", power=False, brightness=10)
    step(house, suggestion(), MONDAY_NOON)
    (prompt,) = house.prompts.open.values()

    assert announced_answers(house, prompt, TOPICS, "homeassistant") == {}
