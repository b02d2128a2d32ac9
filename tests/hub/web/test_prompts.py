"""What people are asked, over HTTP: who reads it, who answers it, and what is refused."""

import pytest

from rules.words.events import PromptAnswered
from rules.words.ids import PromptId
from rules.words.prompts import Answer, PromptState
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, Via
from tests.hub.asking import asks
from tests.hub.web.conftest import Served


async def test_a_script_reads_what_people_are_asked(served: Served) -> None:
    prompt = await asks(served.hub)

    (told,) = await (await served.script.get(f"{served.url}/api/prompts")).json()
    house = (await (await served.script.get(f"{served.url}/api/house")).json())["house"]

    assert house["prompts"] == [told]
    assert told["id"] == prompt
    assert told["title"] == "May Chatter (ana's outside agent) set Hall lamp on at 16 %?"
    assert told["sentences"][1:] == [
        "If nobody answers by 12:10, nothing happens.",
        "An adult may answer.",
    ]
    assert told["answers"] == ["yes", "lower", "later", "no", "never"]
    assert told["things"][0]["device"] == "hall-lamp"


@pytest.mark.parametrize("by_number", [False, True])
async def test_a_script_answers_by_the_id_or_the_number_of_a_prompt(
    served: Served, *, by_number: bool
) -> None:
    prompt = await asks(served.hub)
    ref = prompt.partition("-")[0] if by_number else prompt

    said = await served.script.post(f"{served.url}/api/prompts/{ref}/answer", data="yes")

    assert (said.status, (await said.json())["state"]) == (200, "approved")
    by = Author(via=Via.CONSOLE)
    answered = PromptAnswered(prompt=PromptId(prompt), answer=Answer.YES, by=by)
    assert served.hub.told == [answered]
    assert served.hub.sent[-1].values == {POWER: True, BRIGHTNESS: 40}


async def test_a_browser_answers_once(served: Served) -> None:
    await served.browser.get(served.url + "/")
    prompt = await asks(served.hub)
    url = f"{served.url}/api/prompts/{prompt}/answer"

    first = await served.browser.post(url, json={"answer": "no"}, headers=served.origin)
    second = await served.browser.post(url, json={"answer": "yes"}, headers=served.origin)

    assert served.hub.house.prompts.state(PromptId(prompt)) is PromptState.DECLINED
    assert (first.status, second.status) == (200, 409)
    assert await second.json() == {"error": "it was answered with no already"}
    assert served.hub.sent == []


async def test_who_has_no_session_answers_nothing(served: Served) -> None:
    prompt = await asks(served.hub)

    said = await served.stranger.post(f"{served.url}/api/prompts/{prompt}/answer", data="yes")

    assert said.status == 401
    assert list(served.hub.house.prompts.open) == [prompt]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("maybe", "`answer` must be `yes`, `lower`, `later`, `no`, `always` or `never`"),
        ("", "empty"),
        ('{"answer": "lower", "percent": 90}', "lower is less than 16 %"),
        ("lower 16 %", "lower is less than 16 %"),
        ('{"answer": "yes", "percent": 10}', "a percentage goes with `lower` only"),
        ('{"answer": "yes", "confirmed": true}', "unknown key `confirmed`"),
        ('{"answer": "yes", "by": "chatter"}', "an agent asks and does not answer"),
    ],
)
async def test_what_is_no_answer_is_refused_in_a_sentence(
    served: Served, body: str, error: str
) -> None:
    prompt = await asks(served.hub)

    said = await served.script.post(f"{served.url}/api/prompts/{prompt}/answer", data=body)

    assert said.status in (400, 409)
    assert (await said.json())["error"].startswith(error)
    assert list(served.hub.house.prompts.open) == [prompt]


async def test_lower_with_a_percentage_is_done_with_no_more(served: Served) -> None:
    prompt = await asks(served.hub)

    await served.script.post(f"{served.url}/api/prompts/{prompt}/answer", data="lower 8 %")

    assert served.hub.sent[-1].values == {POWER: True, BRIGHTNESS: 20}


async def test_an_answer_to_what_nobody_asked_is_refused(served: Served) -> None:
    said = await served.script.post(f"{served.url}/api/prompts/7-c0ffee00/answer", data="yes")

    assert (await said.json())["error"].startswith("there is no such question")
