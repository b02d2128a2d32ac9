"""Proposals by HTTP: only an agent's token proposes, and it does nothing else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientResponse

from devices.agents.outside import Outside
from devices.family import Heard
from hub.intake.proposals import Proposals
from hub.upshot import Upshot
from hub.web.agent_tokens import NAME, AgentTokens, forget_token, make_token
from hub.web.token import token_of
from rules.agent import Tier
from rules.step import step
from rules.words.effects import Command, Record
from rules.words.events import PolicyAdopted
from rules.words.ids import AgentId, PersonId
from rules.words.values import BRIGHTNESS, POWER
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON
from tests.hub.web.conftest import HALL, POLICY, Served

CHATTER = Outside(
    id=AgentId("chatter"),
    owner=PersonId("Ana"),
    areas=(HALL,),
    aspects=(POWER, BRIGHTNESS),
    tier=Tier.ACT,
    rate=3,
)
WISH = {"device": "hall-lamp", "percent": 40, "for": "10 min"}


@pytest_asyncio.fixture
async def outdoors(served: Served) -> AsyncIterator[Served]:
    """A hub whose policy has an agent from outside."""
    hub = served.hub
    agents = {**POLICY.agents, CHATTER.id: CHATTER}
    await hub.happens(PolicyAdopted(replace(POLICY, agents=agents)))

    def hear(heard: Heard) -> None:
        for event in heard.events:
            effects = step(hub.house, event, hub.now)
            hub.sent.extend(e for e in effects if isinstance(e, Command))
            records = [(hub.now, e) for e in effects if isinstance(e, Record)]
            proposals.note(Upshot(records=records))

    proposals = Proposals(
        hub.house, HandClock(MONDAY_NOON), hear=hear, says=lambda _: None, ready=lambda: True
    )
    hub.desk.proposals = proposals
    yield served


async def proposes(
    served: Served, token: str, wish: object = WISH, **headers: str
) -> tuple[ClientResponse, dict[str, Any]]:
    """Propose as whoever has this token."""
    response = await served.stranger.post(
        f"{served.url}/api/propose",
        json=wish,
        headers={"Authorization": f"Bearer {token}", **headers},
    )
    return response, await response.json()


async def test_an_agent_with_its_token_is_answered_with_the_decision(outdoors: Served) -> None:
    token = make_token(outdoors.hub.state, CHATTER.id)

    response, answer = await proposes(outdoors, token)

    assert response.status == 200
    assert (answer["outcome"], answer["given"]["percent"]) == ("limited", 20)
    assert [command.values for command in outdoors.hub.sent] == [{POWER: True, BRIGHTNESS: 51}]


async def test_nobody_else_proposes(outdoors: Served, tmp_path: Path) -> None:
    state = outdoors.hub.state
    old = make_token(state, CHATTER.id)
    token = make_token(state, CHATTER.id)
    await outdoors.browser.get(outdoors.url + "/")
    tried = [
        (await proposes(outdoors, wrong))[0].status
        for wrong in ("", token_of(state), old, token + "x", "agent.chatter.", "agent.other.x", "ä")
    ]
    page = await outdoors.browser.post(
        f"{outdoors.url}/api/propose", json=WISH, headers=outdoors.origin
    )
    console = await outdoors.console.post("/api/propose", json=WISH)
    forget_token(state, CHATTER.id)
    forgotten, said = await proposes(outdoors, token)

    assert tried == [401] * 7
    assert (page.status, console.status, forgotten.status) == (401, 401, 401)
    assert "homerule token --agent NAME" in said["error"]
    assert not outdoors.hub.sent


async def test_an_agents_token_does_nothing_but_propose(outdoors: Served) -> None:
    bearer = {"Authorization": f"Bearer {make_token(outdoors.hub.state, CHATTER.id)}"}

    for path in ("/api/house", "/api/log", "/api/stream"):
        assert (await outdoors.stranger.get(outdoors.url + path, headers=bearer)).status == 403
    for path in ("/api/devices/hall-lamp/set", "/api/override/house", "/api/propose/x"):
        response = await outdoors.stranger.post(outdoors.url + path, data="on", headers=bearer)
        assert response.status == 403
    assert not outdoors.hub.sent


async def test_another_site_cannot_propose_not_even_with_the_token(outdoors: Served) -> None:
    token = make_token(outdoors.hub.state, CHATTER.id)

    response, _ = await proposes(outdoors, token, Origin="http://evil.example")

    assert response.status == 403


async def test_one_that_the_household_does_not_know_is_not_found(outdoors: Served) -> None:
    response, said = await proposes(outdoors, make_token(outdoors.hub.state, AgentId("other")))

    assert response.status == 404
    assert "no agent from outside is called `other`" in said["error"]


async def test_over_its_rate_it_hears_how_long_to_wait(outdoors: Served) -> None:
    token = make_token(outdoors.hub.state, CHATTER.id)
    for _ in range(3):
        await proposes(outdoors, token)

    response, said = await proposes(outdoors, token)

    assert response.status == 429
    assert said["error"] == "more than 3 proposals a minute: wait 20 s"


async def test_what_cannot_be_read_is_answered_with_a_sentence(outdoors: Served) -> None:
    token = make_token(outdoors.hub.state, CHATTER.id)

    response, said = await proposes(outdoors, token, ["on"])

    assert (response.status, said["outcome"], said["decision"]) == (200, "denied", None)
    assert "not a JSON object" in said["sentence"]


def test_only_hashes_are_kept_and_only_the_owner_may_read_them(tmp_path: Path) -> None:
    token = make_token(tmp_path, CHATTER.id)

    file = tmp_path / NAME
    assert file.stat().st_mode & 0o777 == 0o600
    assert token not in file.read_text()
    assert token.rpartition(".")[2] not in file.read_text()
    assert AgentTokens(tmp_path).agent_of(token) == CHATTER.id


@pytest.mark.parametrize("said", ["", "{", "[]", '{"chatter": 3}', '{"chatter": ""}', "\x00"])
def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path, said: str) -> None:
    token = make_token(tmp_path, CHATTER.id)
    (tmp_path / NAME).write_text(said)

    assert AgentTokens(tmp_path).agent_of(token) is None
