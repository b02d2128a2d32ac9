"""A question from its asking to its end, in a real hub that is killed now and then."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.e2e.ears import Said
from tests.hub.e2e.home import HOUSE, Home, home_in

CHATTER = """\
  chatter:
    kind: outside
    owner: ana
    areas: [study, porch]
    aspects: [power, brightness]
    tier: suggest
    rate: 600
    purpose: It talks to us about the light.
guardrails:
"""
LIGHT = {"device": "study-lamp", "percent": 40, "for": "20 min", "reason": "it is dark"}
STUDY = "Study lamp"


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Home]:
    """A house of its own, with an agent that may only suggest."""
    with home_in(tmp_path, house=HOUSE.replace("guardrails:\n", CHATTER)) as home:
        yield home


def suggests(home: Home, **more: object) -> str:
    """Let the agent suggest some light; return the id of the prompt, once people are asked."""
    mark = home.ears.now
    home.ears.says("homerule/propose/chatter", {**LIGHT, "id": str(mark), **more})
    return prompt_since(home, mark)


def prompt_since(home: Home, mark: int) -> str:
    found: list[Said] = []

    def is_asked() -> bool:
        found.extend(home.ears.heard_of(_is_open))
        return any(said in home.ears._all[mark:] for said in found)

    home.ears.waits_for(is_asked, "a prompt")
    return str(found[-1].json["id"])


def _is_open(said: Said) -> bool:
    parts = said.topic.split("/")
    return parts[:2] == ["homerule", "prompt"] and len(parts) == 3 and bool(said.payload)


def lit(home: Home) -> int:
    """Return how often the study lamp was told to give light."""
    return len([order for order in home.orders(STUDY, 0) if order.get("state") == "ON"])


def test_a_question_is_asked_answered_and_taken_away(asking: Home) -> None:
    prompt = suggests(asking)
    topic = f"homerule/prompt/{prompt}"
    told = asking.ears.heard(topic)[0].json
    assert told["sentences"][-2].startswith("If nobody answers by ")
    assert asking.orders(STUDY) == []

    asking.ears.says(f"{topic}/answer", {"answer": "lower", "percent": 20, "by": "Ana"})

    asking.is_told(STUDY, brightness=51)
    asking.ears.hears(topic, lambda said: said.payload == b"")
    asking.ears.says(f"{topic}/answer", "yes")
    asking.ears.hears(
        "homerule/refused", lambda said: b"it was answered with yes already" in said.payload
    )
    log = asking.hub.asked("log")
    assert "Somebody (says it is Ana) over MQTT answered yes, but less," in log


def test_an_override_takes_the_question_away(asking: Home) -> None:
    prompt = suggests(asking)

    asking.ears.says("homerule/override/house/set", "freeze")

    asking.ears.hears(f"homerule/prompt/{prompt}", lambda said: said.payload == b"")
    assert asking.orders(STUDY) == []


def test_a_hub_that_was_killed_asks_again_and_an_answer_counts_once(asking: Home) -> None:
    prompt = suggests(asking)
    topic = f"homerule/prompt/{prompt}"
    before = asking.ears.heard(topic)[0].json
    asking.hub.is_killed()
    mark = asking.ears.now

    asking.hub.starts()

    assert asking.ears.hears(topic, since=mark).json == before
    assert lit(asking) == 0
    asking.ears.says(f"{topic}/answer", "yes")
    asking.is_told(STUDY, state="ON")
    asking.ears.hears(topic, lambda said: said.payload == b"", since=mark)
    assert lit(asking) == 1


@pytest.mark.parametrize("after", [0.0, 0.001, 0.003, 0.006, 0.02])
def test_killed_after_a_yes_it_has_acted_once_at_most_and_asks_again_if_it_has_not(
    asking: Home, after: float
) -> None:
    prompt = suggests(asking)
    topic = f"homerule/prompt/{prompt}"

    asking.ears.tells(f"{topic}/answer", "yes", qos=1)
    time.sleep(after)
    asking.hub.is_killed()
    before = lit(asking)
    mark = asking.ears.now
    asking.hub.starts()
    # What the broker had kept for the hub is delivered again before anything that is said now.
    asking.is_heard()

    assert lit(asking) <= 1
    log = asking.hub.asked("log")
    answered = "answered yes" in log
    if answered and not before:
        # It was answered before the end of the hub or after: the lamp is lit, or nobody knows.
        assert lit(asking) == 1 or "is not known" in log
    if not answered:
        assert asking.ears.hears(topic, since=mark).json["id"] == prompt
    asking.ears.says(f"{topic}/answer", "yes")
    asking.is_heard()
    assert lit(asking) <= 1


@pytest.mark.parametrize("after", [0.0, 0.002, 0.01])
def test_killed_while_it_begins_to_ask_it_shows_no_question_that_it_does_not_remember(
    asking: Home, after: float
) -> None:
    asking.ears.tells("homerule/propose/chatter", LIGHT)
    time.sleep(after)
    asking.hub.is_killed()
    shown = {said.json["id"] for said in asking.ears.heard_of(_is_open)}
    mark = asking.ears.now

    asking.hub.starts()
    asking.is_heard()

    assert lit(asking) == 0
    for prompt in shown:
        assert asking.ears.hears(f"homerule/prompt/{prompt}", since=mark).json["id"] == prompt


def test_killed_after_a_no_it_has_done_nothing_and_does_nothing(asking: Home) -> None:
    prompt = suggests(asking)
    topic = f"homerule/prompt/{prompt}"

    asking.ears.tells(f"{topic}/answer", "no", qos=1)
    time.sleep(0.003)
    asking.hub.is_killed()
    mark = asking.ears.now
    asking.hub.starts()
    asking.is_heard()

    assert lit(asking) == 0
    if "answered no" not in asking.hub.asked("log"):
        assert asking.ears.hears(topic, since=mark).json["id"] == prompt
