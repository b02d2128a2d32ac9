"""`homerule prompts` and `homerule answer`: what people are asked is listed and answered."""

import json

from rules.words.values import BRIGHTNESS, POWER
from tests.hub.asking import asks
from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import Served


async def test_with_nothing_asked_it_says_so(served: Served, homerule: Command) -> None:
    assert served.hub.house.prompts.open == {}

    assert await homerule("prompts") == (0, "nobody is asked anything\n", "")


async def test_what_is_asked_is_listed_with_how_to_answer(
    served: Served, homerule: Command
) -> None:
    prompt = await asks(served.hub)

    _, out, _ = await homerule("prompts")
    _, said, _ = await homerule("prompts", "--json")

    assert out.splitlines() == [
        f"{prompt}  May Chatter (ana's outside agent) set Hall lamp on at 16 %?",
        "    Chatter (ana's outside agent) may only suggest.",
        "    If nobody answers by 12:10, nothing happens.",
        "    An adult may answer.",
        f"    Say `homerule answer {prompt}` and one of: yes, lower, later, no, never.",
    ]
    assert json.loads(said)[0]["id"] == prompt


async def test_an_answer_is_done_and_a_second_one_is_refused(
    served: Served, homerule: Command
) -> None:
    prompt = await asks(served.hub)

    code, out, _ = await homerule("answer", prompt, "lower", "--percent", "4")
    again, _, error = await homerule("answer", prompt, "no")

    assert (code, out) == (0, "You said yes, this once, but to less of it.\n")
    assert served.hub.sent[-1].values == {POWER: True, BRIGHTNESS: 10}
    assert (again, error) == (1, "homerule: it was answered with yes already\n")


async def test_less_is_said_as_brightness_is_said_elsewhere(
    served: Served, homerule: Command
) -> None:
    prompt = await asks(served.hub)

    unread = await homerule("answer", prompt, "lower", "a", "bit")
    code, _, _ = await homerule("answer", prompt, "lower", "4", "%")

    assert unread[::2] == (
        1,
        "homerule: `a bit` is not a brightness: say for instance `lower 20 %`\n",
    )
    assert code == 0
    assert served.hub.sent[-1].values == {POWER: True, BRIGHTNESS: 10}


async def test_never_says_that_something_is_to_be_signed(served: Served, homerule: Command) -> None:
    prompt = await asks(served.hub)

    _, out, _ = await homerule("answer", prompt.partition("-")[0], "never")

    assert out == (
        "You said no, and never. A change of policy is to be signed for that; "
        "nothing has changed yet.\n"
    )
