"""House, asked for over the page's port, and who may."""

from hub.door.askers import Asker
from hub.door.rights import FOR_ADULTS, why_not_route
from hub.web.housekeeping import routes
from rules.policy import Role
from rules.words.events import PauseLifted, PausePlaced
from rules.words.wishes import Via
from tests.hub.web.conftest import Served
from tests.hub.web.kept import looked_after

HOUSE = "/api/housekeeping"


async def test_all_of_it_comes_at_once(served: Served) -> None:
    looked_after(served.hub)

    told = await (await served.script.get(served.url + HOUSE)).json()

    assert list(told) == [
        "people",
        "schedules",
        "day",
        "rules",
        "agents",
        "drafts",
        "devices",
        "hub",
    ]
    assert told["rules"][0]["sentence"] == "Quiet nights allows at most 20 %."


async def test_an_agent_is_paused_and_goes_on(served: Served) -> None:
    looked_after(served.hub)
    await served.browser.get(served.url + "/")
    way = f"{served.url}/api/agents/hall-motion"

    paused = await served.browser.post(f"{way}/pause", json={"for": "1 h"}, headers=served.origin)
    on = await served.browser.post(f"{way}/go-on", json={}, headers=served.origin)

    assert "paused Hall motion" in (await paused.json())["pause"]["sentence"]
    assert (await on.json())["pause"] is None
    placed, lifted = served.hub.told
    assert isinstance(placed, PausePlaced)
    assert isinstance(lifted, PauseLifted)
    assert placed.by.via is Via.PAGE


async def test_what_is_wrong_is_said(served: Served) -> None:
    looked_after(served.hub)
    way = f"{served.url}/api/agents"

    nobody = await served.script.post(f"{way}/nobody/pause", json={"for": "1 h"})
    endless = await served.script.post(f"{way}/hall-motion/pause", json={})
    never = await served.script.post(f"{way}/hall-motion/pause", json={"skip": True})

    assert [answer.status for answer in (nobody, endless, never)] == [404, 400, 409]


async def test_a_change_is_drafted_and_withdrawn_and_the_page_signs_nothing(
    served: Served,
) -> None:
    looked_after(served.hub)
    wish = {"section": "guardrails", "name": "quiet-nights", "numbers": {"at_most": "40 %"}}

    shown = await (await served.script.post(f"{served.url}/api/drafts", json=wish)).json()
    kept = await served.script.post(f"{served.url}/api/drafts", json={**wish, "keep": True})
    code = (await kept.json())["code"]
    signing = await served.script.post(f"{served.url}/api/policy/sign", json={"draft": code})
    gone = await served.script.post(f"{served.url}/api/drafts/{code}/withdraw", json={})
    again = await served.script.post(f"{served.url}/api/drafts/{code}/withdraw", json={})

    assert shown["changes"] == [
        "Guardrail quiet-nights: `at_most` 20 % -> 40 % (this allows more)."
    ]
    assert signing.status == 403
    assert (gone.status, again.status) == (200, 404)
    assert f"drafted {code}, which counts once it is signed" in str(
        served.hub.desk.past.log(1)[0]["text"]
    )


async def test_the_journal_is_checked_when_asked(served: Served) -> None:
    looked_after(served.hub)

    told = await (await served.script.post(f"{served.url}{HOUSE}/journal", json={})).json()

    assert told["sound"] is True


async def test_a_hub_that_looks_after_nothing_says_so(served: Served) -> None:
    response = await served.script.get(served.url + HOUSE)

    assert response.status == 404


def test_none_of_it_is_for_children_and_guests() -> None:
    for role in (Role.CHILD, Role.GUEST):
        asker = Asker(via=Via.PAGE, role=role)
        for route in routes():
            assert why_not_route(asker, route.method, route.path) == FOR_ADULTS
