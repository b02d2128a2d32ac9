"""The balance of a house, asked for over the page's port."""

import pytest

from hub.balance.exposition import KIND
from hub.web.token import token_of
from tests.hub.web.balanced import balanced
from tests.hub.web.conftest import Served

BALANCE = "/api/balance"


async def test_the_balance_is_told_for_three_spans(served: Served) -> None:
    async with balanced(served.hub):
        told = {
            days: await (await served.script.get(f"{served.url}{BALANCE}?days={days}")).json()
            for days in (1, 7, 30)
        }

    assert {days: said["days"] for days, said in told.items()} == {1: 1, 7: 7, 30: 30}
    assert told[7]["sentence"].startswith("In the last 7 days people made 4")
    assert [chart["id"] for chart in told[7]["charts"]] == [
        "who",
        "undone",
        "prompts",
        "times",
        "outcomes",
    ]
    assert told[7]["overruled"][0]["title"] == "Hall motion"


@pytest.mark.parametrize("days", ["2", "0", "-1", "x", "99999", "\u0667"])
async def test_there_are_no_other_spans(served: Served, days: str) -> None:
    async with balanced(served.hub):
        response = await served.script.get(f"{served.url}{BALANCE}", params={"days": days})

    assert response.status == 400


async def test_a_hub_that_counts_nothing_says_so(served: Served) -> None:
    response = await served.script.get(served.url + BALANCE)

    assert response.status == 404


async def test_prometheus_on_the_hubs_machine_needs_nothing_where_nobody_else_is_answered(
    served: Served,
) -> None:
    async with balanced(served.hub):
        plain = await served.stranger.get(f"{served.url}/metrics")
        handed_on = await served.stranger.get(f"{served.url}/metrics", headers={"Via": "proxy"})
        text = await plain.text()

    assert (plain.status, plain.headers["Content-Type"]) == (200, KIND)
    assert "homerule_devices_answering 5" in text
    assert "homerule_refused_total 2" in text
    assert handed_on.status == 401


async def test_where_others_are_answered_prometheus_needs_the_token(served: Served) -> None:
    access = served.server._access
    access._open_here = False
    token = {"Authorization": f"Bearer {token_of(served.hub.state)}"}

    async with balanced(served.hub):
        refused = await served.stranger.get(f"{served.url}/metrics")
        told = await served.stranger.get(f"{served.url}/metrics", headers=token)

    assert (refused.status, told.status) == (401, 200)


async def test_who_uses_this_machine_still_needs_the_page_for_all_else(served: Served) -> None:
    response = await served.stranger.get(served.url + BALANCE)

    assert response.status == 401
